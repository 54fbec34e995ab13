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
}
