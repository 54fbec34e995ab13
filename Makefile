.PHONY: help demo build test format lint embedded wasm library python documentation bench clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## Install, build, prove and verify a reply of the bundled model
	scripts/demo

build: ## Build the command line
	swift build -c release --product lemma

test: ## Run all tests
	scripts/test

format: ## Format all Swift files with the committed configuration
	swift format --in-place --recursive Sources circuits Tests benches/kernels benches/peers benches/scaling \
	  clients/swift Package.swift benches/Package.swift

lint: ## Show what the formatter would change
	swift format lint --recursive Sources circuits Tests benches/kernels benches/peers benches/scaling \
	  clients/swift Package.swift benches/Package.swift

embedded: ## Compile the verifier as Embedded Swift for wasm32
	scripts/check-embedded

wasm: ## Build the verifier for browsers: clients/web/lemma-verifier.wasm
	scripts/wasm

library: ## Build the verifier as a C library: clients/c/lib
	scripts/library

python: ## Build the Python package as a wheel: clients/python/dist
	scripts/python-package

documentation: ## Build the documentation of the Verifier module: out/documentation
	scripts/documentation

bench: ## Run the short benchmarks; benches/README.md has the others
	scripts/bench

clean: ## Remove build folders
	rm -rf .build .build-tests .build-example .build-python clients/c/lib clients/python/dist
