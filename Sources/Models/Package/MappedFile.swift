import Foundation
import Prover

/// A file's bytes, mapped so that loading takes no time and pages are shared.
enum MappedFile {
  /// - Throws: `unreadableFile`, or `malformedFile` if its size is not a multiple of the element's.
  static func read<Element>(_ url: URL, as type: Element.Type) throws(ModelError)
    -> SharedMemory<Element>
  {
    let path = url.path
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw .unreadableFile(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadableFile(path: path, reason: String(cString: strerror(errno)))
    }
    let size = Int(status.st_size)
    guard size > 0, size % MemoryLayout<Element>.stride == 0 else {
      throw .malformedFile(path: path, reason: "\(size) bytes is not a whole number of entries")
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else {
      throw .unreadableFile(path: path, reason: String(cString: strerror(errno)))
    }
    let count = size / MemoryLayout<Element>.stride
    let address = UInt(bitPattern: start)
    return SharedMemory(
      mapped: UnsafeBufferPointer(
        start: start.bindMemory(to: Element.self, capacity: count), count: count)
    ) { munmap(UnsafeMutableRawPointer(bitPattern: address), size) }
  }

  /// Writes pieces of memory one after the other, without copying them first.
  static func write(_ pieces: [UnsafeRawBufferPointer], to folder: URL, _ name: String) throws {
    let file = folder.appendingPathComponent(name)
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
      throw ModelError.unwritable(path: file.path, reason: "the file cannot be created")
    }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    for piece in pieces {
      guard piece.count > 0, let start = piece.baseAddress else { continue }
      try handle.write(
        contentsOf: Data(
          bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: piece.count,
          deallocator: .none))
    }
  }
}
