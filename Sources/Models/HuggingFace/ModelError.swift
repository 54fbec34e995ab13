/// What is wrong with a model's files, or with a request made of the model.
///
/// ``description`` says what is wrong, where, and what to do about it.
public enum ModelError: Error, Equatable, Sendable {
  /// None of the files that would do is in the folder.
  case missingFile(name: String, folder: String, advice: String)

  /// The system would not give the bytes of a file.
  case unreadableFile(path: String, reason: String)

  /// The bytes of a file do not follow its format.
  case malformedFile(path: String, reason: String)

  /// A file is well formed and asks for something that Lemma does not do.
  case unsupported(path: String, subject: String, supported: String)

  /// A setting in a JSON file is absent, of the wrong type or out of range.
  case invalidSetting(path: String, name: String, reason: String)

  /// Tensors that the architecture needs are not in the checkpoint.
  case missingTensors(names: [String], path: String)

  /// The checkpoint holds tensors that the architecture does not have.
  case unexpectedTensors(names: [String], path: String)

  /// A tensor is stored with an element type that has no exact `Float` reading.
  case unsupportedElementType(tensor: String, found: String, path: String)

  /// A tensor's shape is not the one that the configuration implies.
  case shapeMismatch(tensor: String, found: [Int], expected: [Int], path: String)

  /// A stored or computed value is infinite or not a number; `index` is its row-major position.
  case nonFiniteValue(tensor: String, index: Int, origin: String)

  /// A token is not a row of the embedding.
  case tokenOutsideVocabulary(token: Int, position: Int, vocabularySize: Int)

  /// A window of tokens is empty or longer than the model's context.
  case windowLength(found: Int, limit: Int)

  /// What a model shall run on does not go together.
  case unusableInput(reason: String)

  /// A file or folder cannot be written.
  case unwritable(path: String, reason: String)

  /// The parameters of a lookup table are outside the range in which it is exact.
  case invalidTable(name: String, reason: String)
}

extension ModelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingFile(let name, let folder, let advice):
      "\(folder): there is no \(name). \(advice)"
    case .unreadableFile(let path, let reason):
      "\(path): cannot be read: \(reason). Check the path and its permissions."
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason). Nothing was left behind; choose another place."
    case .malformedFile(let path, let reason):
      "\(path): is damaged or not of this format: \(reason). Download or save the file again."
    case .unsupported(let path, let subject, let supported):
      "\(path): \(subject) is not supported. Supported: \(supported)."
    case .invalidSetting(let path, let name, let reason):
      "\(path): \"\(name)\" \(reason). Correct the file, or save the model again."
    case .missingTensors(let names, let path):
      "\(path): \(Self.count(names)) missing: \(Self.list(names)). "
        + "Check that config.json belongs to these weights."
    case .unexpectedTensors(let names, let path):
      "\(path): \(Self.count(names)) not part of the model that config.json describes: "
        + "\(Self.list(names)). Save the plain language model, without adapters or other heads."
    case .unsupportedElementType(let tensor, let found, let path):
      "\(path): tensor \"\(tensor)\" is stored as \(found). "
        + "Save the model in F32, F16 or BF16."
    case .shapeMismatch(let tensor, let found, let expected, let path):
      "\(path): tensor \"\(tensor)\" has shape \(found), and \(expected) is expected. "
        + "Check that config.json belongs to these weights."
    case .nonFiniteValue(let tensor, let index, let origin):
      "\(origin): value \(index) of \"\(tensor)\" is infinite or not a number. "
        + "The model cannot be quantized; use a checkpoint with finite values."
    case .tokenOutsideVocabulary(let token, let position, let vocabularySize):
      "token \(token) at position \(position) is outside the vocabulary 0..<\(vocabularySize). "
        + "Check that the tokenizer belongs to the model."
    case .windowLength(let found, let limit):
      "a window of \(found) tokens does not fit the model. Give 1 to \(limit) tokens."
    case .unusableInput(let reason):
      "the model cannot be run on this: \(reason)."
    case .invalidTable(let name, let reason):
      "the \(name) table cannot be made: \(reason)."
    }
  }

  private static func count(_ names: [String]) -> String {
    names.count == 1 ? "1 tensor is" : "\(names.count) tensors are"
  }

  /// The first few names: a wrong configuration can miss hundreds.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > 8 ? shown + ", …" : shown
  }
}
