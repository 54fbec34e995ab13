/// How a refusal names a part of `tokenizer.json`.
extension JSON {
  func unsupportedPart(_ part: String, path: String, supported: String) -> ModelError {
    var name = self["type"]?.string ?? kind
    let members = self["pretokenizers"] ?? self["normalizers"] ?? self["processors"]
    if name == "Sequence", let parts = (members ?? self["decoders"])?.array {
      name = "Sequence of \(parts.map { $0["type"]?.string ?? "?" }.joined(separator: ", "))"
    }
    return .unsupported(
      path: path, subject: "a tokenizer with \(part) \(name)", supported: supported)
  }
}

extension SettingsReader {
  func unsupportedPart(_ part: String, supported: String) -> ModelError {
    json.unsupportedPart(part, path: path, supported: supported)
  }
}
