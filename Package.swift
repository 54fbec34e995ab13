// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "lemma",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Verifier", targets: ["Verifier"]),
    .library(name: "Kernels", targets: ["Kernels"]),
    .library(name: "Prover", targets: ["Prover"]),
    .library(name: "Circuits", targets: ["Circuits"]),
    .library(name: "Models", targets: ["Models"]),
    .executable(name: "lemma", targets: ["lemma"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .target(name: "Verifier"),
    .target(name: "VerifierMemory"),
    .target(name: "VerifierInterface", dependencies: ["Verifier", "VerifierMemory"]),
    .target(name: "Kernels", publicHeadersPath: "include"),
    .target(name: "Prover", dependencies: ["Verifier", "Kernels"]),
    .target(
      name: "Recorder",
      exclude: [
        "Shared/Algebra/Extension.swift", "Shared/Algebra/Multilinear.swift",
        "Shared/Commitment/Multilinear+Slices.swift", "Shared/Reduction/Window.swift",
        "Shared/Reduction/StatementRows.swift", "Shared/Protocol/Verify.swift",
        "Shared/Protocol/VerifierChannel.swift", "Shared/Commitment/Opening+Verify.swift",
        "Shared/Commitment/OpeningVerifier.swift",
      ]),
    .target(name: "Circuits", dependencies: ["Verifier"], path: "circuits"),
    .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(
      name: "Models", dependencies: ["Circuits", "Prover", "CGMP", "COpenBLAS"]),
    .executableTarget(
      name: "lemma",
      dependencies: [
        "Models", "Recorder", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "VerifierTests", dependencies: ["Verifier", "Prover"]),
    .testTarget(
      name: "VerifierInterfaceTests",
      dependencies: ["Verifier", "VerifierInterface", "VerifierMemory"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "CGMP"]),
    .testTarget(name: "ProverTests", dependencies: ["Prover", "Circuits", "Kernels", "CGMP"]),
    .testTarget(name: "ModelsTests", dependencies: ["Models", "CGMP"]),
    .testTarget(name: "RecorderTests", dependencies: ["Recorder"]),
    .testTarget(name: "LemmaTests", dependencies: ["lemma"]),
  ]
)
