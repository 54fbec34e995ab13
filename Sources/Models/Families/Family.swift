import Circuits
import Foundation

/// How a family's folders are read: settings first, then the weights that they promise.
protocol Family {
  var architecture: Architecture { get }

  /// Names of a classifier's classes; else empty.
  var labels: [String] { get }

  /// - Throws: `unsupported` for every setting that makes the same weights another function; `invalidSetting`.
  init(_ folder: FamilyFolder) throws(ModelError)

  /// Reads every tensor of the architecture, or declares what it does not read.
  func weights(_ tensors: FamilyTensors) throws(ModelError) -> TransformerWeights
}

extension Family {
  var labels: [String] { [] }
}

extension FamilyFolder {
  /// The family that `model_type` names.
  func family() throws(ModelError) -> any Family {
    let name = try settings.string("model_type")
    switch name {
    case "bert": return try BERT(self)
    case "llama", "mistral", "qwen2": return try Llama(self)
    case "marian": return try Marian(self)
    case "opt": return try OPT(self)
    case "t5": return try T5(self)
    default:
      throw settings.unsupported(
        "model_type \(name.map { "\"\($0)\"" } ?? "(absent)")",
        supported: "bert, llama, marian, mistral, opt, qwen2, t5")
    }
  }
}
