import Foundation

/// The table of contents of a `.safetensors` file.
struct SafetensorsHeader: Sendable {
  struct Entry: Sendable {
    /// The type as the file writes it.
    let typeName: String
    /// Nil for a type that this reader does not know; the tensor then only takes up space.
    let type: ElementType?
    let shape: [Int]
    /// Byte range in the whole file.
    let range: Range<Int>
  }

  /// The limit of the reference implementation, 100 MB.
  static let largestHeader = 100_000_000

  let entries: [String: Entry]

  /// Reads and checks the header of a whole file.
  init(of file: Data, path: String) throws(ModelError) {
    func malformed(_ reason: String) -> ModelError { .malformedFile(path: path, reason: reason) }

    guard file.count >= 8 else { throw malformed("shorter than the 8 bytes of a header length") }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.largestHeader else {
      throw malformed("a header of \(length) bytes, more than the \(Self.largestHeader) allowed")
    }
    let start = 8 + Int(length)
    guard start <= file.count else {
      throw malformed("a header of \(length) bytes in a file of \(file.count)")
    }

    let json = try JSON(
      parsing: Array(file[file.startIndex + 8..<file.startIndex + start]), path: path)
    guard let members = json.members else { throw malformed("a header that is not an object") }
    var entries: [String: Entry] = [:]
    for member in members where member.name != "__metadata__" {
      let entry: Entry
      do {
        entry = try Entry(member.value, dataStart: start, fileSize: file.count)
      } catch {
        throw malformed("tensor \"\(member.name)\" has \(error.reason)")
      }
      // Swift holds canonically equivalent names for one, so a second can only be a mistake.
      guard entries.updateValue(entry, forKey: member.name) == nil else {
        throw malformed("the name \"\(member.name)\" occurs twice")
      }
    }
    self.entries = entries
    try checkCoverage(from: start, to: file.count, path: path)
  }

  /// Every byte of data belongs to exactly one tensor: no overlap, no gap, no trailing bytes.
  private func checkCoverage(from start: Int, to end: Int, path: String) throws(ModelError) {
    var covered = start
    let order = entries.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
        < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
    }
    for (name, entry) in order {
      guard entry.range.lowerBound == covered else {
        let fault = entry.range.lowerBound < covered ? "overlaps the one before" : "leaves a gap"
        throw .malformedFile(path: path, reason: "tensor \"\(name)\" \(fault)")
      }
      covered = entry.range.upperBound
    }
    guard covered == end else {
      throw .malformedFile(
        path: path, reason: "\(end - covered) bytes after the last tensor belong to none")
    }
  }
}

extension SafetensorsHeader.Entry {
  struct Fault: Error {
    let reason: String
  }

  init(_ json: JSON, dataStart: Int, fileSize: Int) throws(Fault) {
    guard let typeName = json["dtype"]?.string else { throw Fault(reason: "no dtype") }
    guard let shape = json["shape"]?.integers, shape.allSatisfy({ $0 >= 0 }) else {
      throw Fault(reason: "no shape of non-negative integers")
    }
    guard let offsets = json["data_offsets"]?.integers, offsets.count == 2 else {
      throw Fault(reason: "no pair of data_offsets")
    }
    guard 0 <= offsets[0], offsets[0] <= offsets[1], offsets[1] <= fileSize - dataStart else {
      throw Fault(
        reason: "data_offsets \(offsets) outside the \(fileSize - dataStart) bytes of data")
    }

    self.typeName = typeName
    self.type = ElementType(rawValue: typeName)
    self.shape = shape
    self.range = dataStart + offsets[0]..<dataStart + offsets[1]
    guard let type else { return }

    var size = type.byteCount
    for extent in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw Fault(reason: "a shape \(shape) beyond any file") }
      size = product
    }
    guard size == range.count else {
      throw Fault(reason: "shape \(shape) of \(typeName), \(size) bytes, in \(range.count) bytes")
    }
  }
}
