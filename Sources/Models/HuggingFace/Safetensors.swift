import Foundation

/// One `.safetensors` file, mapped into memory and checked before anything is read from it.
///
/// The format is an eight-byte little-endian header length, a JSON header that gives each tensor's
/// element type, shape and byte range, and the data. Opening checks that the ranges lie inside
/// the file, cover it without gap or overlap, and have the size that type and shape imply.
public struct Safetensors: Sendable {
  /// Where the file is, for messages.
  public let path: String

  private let data: Data
  private let header: SafetensorsHeader

  /// - Throws: `unreadableFile`, or `malformedFile` if any part of the header is wrong.
  public init(file: URL) throws(ModelError) {
    try self.init(content: ModelFile.mapped(file), path: file.path)
  }

  /// - Parameter content: the whole file.
  init(content: Data, path: String) throws(ModelError) {
    self.path = path
    data = content
    header = try SafetensorsHeader(of: content, path: path)
  }

  /// Names of all tensors, sorted.
  public var names: [String] {
    header.entries.keys.sorted()
  }

  /// The extents of a tensor, outermost first, or nil if there is none of that name.
  public func shape(of name: String) -> [Int]? {
    header.entries[name]?.shape
  }

  /// Reads a tensor stored as F32, F16 or BF16; each widens to `Float` exactly.
  /// - Throws: `missingTensors`, `unsupportedElementType`, or `nonFiniteValue` for the first NaN
  ///   or infinity.
  public func tensor(named name: String) throws(ModelError) -> FloatTensor {
    let tensor = try unboundedTensor(named: name)
    if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteValue(tensor: name, index: index, origin: path)
    }
    return tensor
  }

  /// Reads a tensor whose values may be infinite or not a number.
  func unboundedTensor(named name: String) throws(ModelError) -> FloatTensor {
    guard let entry = header.entries[name] else {
      throw .missingTensors(names: [name], path: path)
    }
    let values = data.withUnsafeBytes { bytes in
      entry.type?.floats(from: UnsafeRawBufferPointer(rebasing: bytes[entry.range]))
    }
    guard let values else {
      throw .unsupportedElementType(tensor: name, found: entry.typeName, path: path)
    }
    return FloatTensor(shape: entry.shape, values: values)
  }
}
