import Kernels
import Testing
import Verifier

@testable import Prover

/// Strided products, with their fast paths, against one plain loop over every index. Each seed is a shape and its layouts.
@Suite(.serialized) struct LoopNestTests {
  /// Sizes that hit vectors, their tails, and nothing at all.
  static let sizes = [1, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33, 64, 70]

  struct Problem {
    var counts: [Int] = []
    var out: [Int] = []
    var a: [Int] = []
    var b: [Int] = []
    var lengths = (out: 1, a: 1, b: 1)

    /// Up to five axes; each tensor has some of them, in any order.
    init(_ generator: inout SeededGenerator) {
      var work = 1
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        let size = LoopNestTests.sizes.randomElement(using: &generator)!
        if work * size > 40_000 { continue }
        work *= size
        counts.append(size)
      }
      let axes = Array(counts.indices)
      func layout(_ members: [Int]) -> ([Int], Int) {
        var strides = Array(repeating: 0, count: axes.count)
        var length = 1
        for axis in members.shuffled(using: &generator) {
          strides[axis] = length
          length *= counts[axis]
        }
        return (strides, length)
      }
      // Every axis is in some operand; the output may have any.
      let kinds = axes.map { _ in Int.random(in: 0..<6, using: &generator) }
      (out, lengths.out) = layout(axes.filter { [0, 1, 2].contains(kinds[$0]) })
      (a, lengths.a) = layout(axes.filter { [0, 1, 3, 4].contains(kinds[$0]) })
      (b, lengths.b) = layout(axes.filter { [0, 2, 3, 5].contains(kinds[$0]) })
    }

    var nest: LoopNest {
      var nest = LoopNest()
      for i in counts.indices { nest.add(counts[i], out: out[i], a: a[i], b: b[i]) }
      return nest
    }

    func offset(_ strides: [Int], _ index: [Int]) -> Int {
      zip(strides, index).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private func values(_ count: Int, bits: Int, _ generator: inout SeededGenerator) -> [Int64] {
    (0..<count).map { _ in
      let bits = Int.random(in: 0...bits, using: &generator)
      return Int64.random(in: -(1 << Int64(bits))...(1 << Int64(bits)), using: &generator)
    }
  }

  private func check(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let problem = Problem(&generator)
    let isBytes = Bool.random(using: &generator)
    // Sums of at most 40,000 products stay below 2^62.
    let wide = Int.random(in: 1...38, using: &generator)
    let a = values(problem.lengths.a, bits: wide, &generator)
    let b =
      isBytes
      ? (0..<problem.lengths.b).map { _ in Int64(Int8.random(in: -128...127, using: &generator)) }
      : values(problem.lengths.b, bits: 45 - wide, &generator)
    let before = values(problem.lengths.out, bits: 40, &generator)
    let coefficient = Int64.random(in: -1000...1000, using: &generator)

    var expected = before
    var accumulated = before
    forEachIndex(problem.counts) { index in
      let (o, i) = (problem.offset(problem.out, index), problem.offset(problem.a, index))
      expected[o] += a[i] * b[problem.offset(problem.b, index)]
      accumulated[o] += coefficient * a[i]
    }
    let left = TensorValues(shape: [a.count], a)
    let right =
      isBytes
      ? TensorValues(shape: [b.count], bytes: SharedMemory(b.map { Int8($0) }))
      : TensorValues(shape: [b.count], b)
    let out = TensorValues(shape: [before.count], before)
    problem.nest.multiply(out.integers, left.integers, right.storage)
    #expect(out.array == expected, "product, seed \(seed)")

    let sum = TensorValues(shape: [before.count], before)
    problem.nest.accumulate(sum.integers, left.integers, coefficient: coefficient)
    #expect(sum.array == accumulated, "sum, seed \(seed)")
  }

  @Test func everyLayoutGivesThePlainLoopsSumsAtEveryKernelLevel() {
    let highest = lemma_limit_kernel_level(2)
    defer { _ = lemma_limit_kernel_level(2) }
    for level in 0...max(0, highest) {
      _ = lemma_limit_kernel_level(Int32(level))
      for seed in 0..<600 { check(seed: UInt64(seed)) }
    }
  }
}
