import Kernels
import Verifier

/// A vector over E in the kernels' layout: one plane of constant coordinates, one of those of X. Starts as zeros.
final class ElementPlanes: @unchecked Sendable {
  let count: Int
  let x0: UnsafeMutablePointer<UInt64>
  let x1: UnsafeMutablePointer<UInt64>
  /// Whose memory the planes are, if not their own.
  private let owner: AnyObject?

  convenience init(count: Int) {
    self.init(count: count, memory: ZeroedMemory.allocate(16 * count))
  }

  convenience init(_ elements: [Extension]) {
    self.init(count: elements.count)
    for (i, element) in elements.enumerated() { self[i] = element }
  }

  /// Planes with whatever their memory holds, for users that write every entry.
  static func unwritten(_ count: Int) -> ElementPlanes {
    ElementPlanes(count: count, memory: ZeroedMemory.allocateAnything(16 * count))
  }

  private init(count: Int, memory: UnsafeMutableRawPointer) {
    self.count = count
    owner = nil
    x0 = memory.bindMemory(to: UInt64.self, capacity: 2 * count)
    x1 = x0 + count
  }

  /// Planes in someone else's memory, with whatever they hold.
  init(
    x0: UnsafeMutablePointer<UInt64>, x1: UnsafeMutablePointer<UInt64>, count: Int,
    of owner: AnyObject
  ) {
    self.count = count
    self.owner = owner
    self.x0 = x0
    self.x1 = x1
  }

  deinit { if owner == nil { ZeroedMemory.release(x0, 16 * count) } }

  subscript(_ i: Int) -> Extension {
    get { Extension(Goldilocks(x0[i]), Goldilocks(x1[i])) }
    set {
      x0[i] = newValue.c0.word
      x1[i] = newValue.c1.word
    }
  }

  func copy(_ other: ElementPlanes, from: Int, to: Int, count: Int) {
    (x0 + to).update(from: other.x0 + from, count: count)
    (x1 + to).update(from: other.x1 + from, count: count)
  }

  /// Σ_i eq(point, i) self[i]; entries beyond the vector are zero.
  func evaluate(at point: [Extension], _ parallel: Parallel) -> Extension {
    let low = min(point.count, 10)
    let lowTable = ElementPlanes.equality(point.prefix(low))
    let high = Multilinear.eqTable(Array(point.dropFirst(low)))
    let run = 1 << low
    let parts = parallel.map((count + run - 1) / run, nanoseconds: 2 * Double(run)) { range in
      var sum = Extension.zero
      for i in range {
        let start = i << low
        let part = lemma_dot(
          x0 + start, x1 + start, lowTable.x0, lowTable.x1, min(run, count - start))
        sum += high[i] * Extension(kernel: part)
      }
      return sum
    }
    return parts.reduce(.zero, +)
  }

  func elements(_ range: Range<Int>) -> [Extension] { range.map { self[$0] } }

  /// eq(point, i) for all i < 2^point.count.
  static func equality(_ point: ArraySlice<Extension>) -> ElementPlanes {
    let planes = ElementPlanes(count: 1 << point.count)
    planes.x0[0] = 1
    var half = 1
    for coordinate in point {
      lemma_eq_expand(planes.x0, planes.x1, half, coordinate.kernelElement)
      half *= 2
    }
    return planes
  }
}

extension Extension {
  init(kernel element: lemma_element) {
    self.init(Goldilocks(element.c0), Goldilocks(element.c1))
  }

  var kernelElement: lemma_element { lemma_element(c0: c0.word, c1: c1.word) }
}
