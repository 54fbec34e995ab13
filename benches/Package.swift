// swift-tools-version: 6.1
import PackageDescription

// Measuring programs, apart from the package they measure, so that nobody who only builds Lemma builds them.
let package = Package(
  name: "benches",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "lemma", path: "..")],
  targets: [
    .target(
      name: "Naive", dependencies: [.product(name: "Kernels", package: "lemma")],
      path: "kernels/Naive"),
    .executableTarget(
      name: "kernels", dependencies: ["Naive", .product(name: "Kernels", package: "lemma")],
      path: "kernels/Bench"),
    .executableTarget(
      name: "block-output",
      dependencies: [
        .product(name: "Models", package: "lemma"), .product(name: "Prover", package: "lemma"),
        .product(name: "Verifier", package: "lemma"),
      ],
      path: "peers/BlockOutput"),
    .executableTarget(
      name: "synthetic-model", dependencies: [.product(name: "Models", package: "lemma")],
      path: "scaling/SyntheticModel"),
  ]
)
