// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "check",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Elsewhere: .package(url: …). A path is named after its folder, whatever that is called.
    .package(name: "lemma", path: "../..")
  ],
  targets: [
    .executableTarget(name: "check", dependencies: [.product(name: "Verifier", package: "lemma")])
  ]
)
