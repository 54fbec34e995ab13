import Foundation
import Synchronization

#if os(Linux)
  /// Memory mapped from the system, of which some is kept for the next user.
  ///
  /// Before the first touch of a page the system clears it, which takes up to ten times as long as clearing memory that is there.
  enum Mappings {
    enum Content {
      case zeros
      case anything
    }

    /// At most this much lies idle; what is mapped anew takes its place.
    private static let most = 1 << 28

    private struct Mapping {
      let address: UInt
      let bytes: Int
    }

    private struct State {
      var used: [UInt: Int] = [:]
      var idle: [Mapping] = []
      var idleBytes: Int { idle.reduce(0) { $0 + $1.bytes } }
    }

    private static let state = Mutex(State())

    static func take(_ bytes: Int, _ content: Content) -> UnsafeMutableRawPointer {
      if let memory = state.withLock({ reuse(bytes, &$0) }) {
        let pointer = UnsafeMutableRawPointer(bitPattern: memory)!
        if content == .zeros { memset(pointer, 0, bytes) }
        return pointer
      }
      let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      precondition(memory != MAP_FAILED, "out of memory")
      // Advice: without large pages all is as before, only slower.
      _ = madvise(memory!, bytes, 14 /* MADV_HUGEPAGE */)
      let address = UInt(bitPattern: memory!)
      state.withLock {
        $0.used[address] = bytes
        trim(&$0, to: most - bytes)
      }
      return memory!
    }

    static func giveBack(_ memory: UnsafeMutableRawPointer) {
      let address = UInt(bitPattern: memory)
      state.withLock { state in
        state.idle.append(
          Mapping(address: address, bytes: state.used.removeValue(forKey: address)!))
        trim(&state, to: most)
      }
    }

    /// The smallest idle mapping that is large enough.
    private static func reuse(_ bytes: Int, _ state: inout State) -> UInt? {
      let fitting = state.idle.indices.filter { state.idle[$0].bytes >= bytes }
      guard let best = fitting.min(by: { state.idle[$0].bytes < state.idle[$1].bytes }) else {
        return nil
      }
      let mapping = state.idle.remove(at: best)
      state.used[mapping.address] = mapping.bytes
      return mapping.address
    }

    /// Returns mappings to the system, the longest idle first, until no more than so many bytes are idle.
    private static func trim(_ state: inout State, to bytes: Int) {
      var idle = state.idleBytes
      while idle > bytes, !state.idle.isEmpty {
        let mapping = state.idle.removeFirst()
        munmap(UnsafeMutableRawPointer(bitPattern: mapping.address)!, mapping.bytes)
        idle -= mapping.bytes
      }
    }
  }
#endif
