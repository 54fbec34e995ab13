import Kernels

/// Nested loops over strided memory: out[...] += c · a[...] · b[...], each loop with a step of its own in each of the three.
struct LoopNest {
  struct Loop {
    let count: Int
    let out: Int
    let a: Int
    let b: Int
  }

  var loops: [Loop] = []

  mutating func add(_ count: Int, out: Int, a: Int, b: Int = 0) {
    if count != 1 { loops.append(Loop(count: count, out: out, a: a, b: b)) }
  }

  /// out += coefficient · a.
  func accumulate(
    _ out: UnsafeMutablePointer<Int64>, _ a: UnsafePointer<Int64>, coefficient: Int64
  ) {
    let ordered = loops.sorted { $0.a > $1.a }
    LoopNest.accumulate(ordered[...], out, a, coefficient)
  }

  private static func accumulate(
    _ loops: ArraySlice<Loop>, _ out: UnsafeMutablePointer<Int64>, _ a: UnsafePointer<Int64>,
    _ c: Int64
  ) {
    guard let loop = loops.first else {
      out[0] &+= c &* a[0]
      return
    }
    if loops.count > 1 {
      let rest = loops.dropFirst()
      for i in 0..<loop.count { accumulate(rest, out + i * loop.out, a + i * loop.a, c) }
    } else if loop.out == 1, loop.a == 1 {
      for i in 0..<loop.count { out[i] &+= c &* a[i] }
    } else if loop.out == 0 {
      var sum: Int64 = 0
      for i in 0..<loop.count { sum &+= a[i * loop.a] }
      out[0] &+= c &* sum
    } else {
      for i in 0..<loop.count { out[i * loop.out] &+= c &* a[i * loop.a] }
    }
  }

  /// out += a · b. Three inner loops that form a matrix product go to a kernel.
  func multiply(
    _ out: UnsafeMutablePointer<Int64>, _ a: UnsafePointer<Int64>, _ b: TensorValues.Storage
  ) {
    var outer = loops
    func take(_ condition: (Loop) -> Bool) -> Loop? {
      guard
        let i = outer.indices.filter({ condition(outer[$0]) }).max(by: {
          outer[$0].count < outer[$1].count
        })
      else { return nil }
      return outer.remove(at: i)
    }
    // k: contracted; n: contiguous columns of out; m: rows of a and out.
    if let n = take({ $0.out == 1 && $0.a == 0 && $0.b == 1 }) {
      if let k = take({ $0.out == 0 && $0.a == 1 && $0.b > 0 }) {
        let m = take({ $0.out > 0 && $0.a > 0 && $0.b == 0 }) ?? Loop(count: 1, out: 0, a: 0, b: 0)
        LoopNest.forEach(outer[...], out, a, b) { out, a, b in
          switch b {
          case .bytes(let b):
            lemma_multiply_bytes(out, m.out, a, m.a, b, k.b, m.count, k.count, n.count)
          case .integers(let b):
            lemma_multiply_integers(out, m.out, a, m.a, b, k.b, m.count, k.count, n.count)
          }
        }
        return
      }
    } else if let n = take({ $0.out == 1 && $0.a == 0 && $0.b > 1 }),
      let k = take({ $0.out == 0 && $0.a == 1 && $0.b == 1 })
    {
      let m = take({ $0.out > 0 && $0.a > 0 && $0.b == 0 }) ?? Loop(count: 1, out: 0, a: 0, b: 0)
      LoopNest.forEach(outer[...], out, a, b) { out, a, b in
        switch b {
        case .bytes(let b):
          lemma_multiply_transposed_bytes(out, m.out, a, m.a, b, n.b, m.count, k.count, n.count)
        case .integers(let b):
          lemma_multiply_transposed_integers(out, m.out, a, m.a, b, n.b, m.count, k.count, n.count)
        }
      }
      return
    }
    let ordered = loops.sorted { max($0.a, $0.b) > max($1.a, $1.b) }
    LoopNest.multiplyPlainly(ordered[...], out, a, b)
  }

  private static func forEach(
    _ loops: ArraySlice<Loop>, _ out: UnsafeMutablePointer<Int64>, _ a: UnsafePointer<Int64>,
    _ b: TensorValues.Storage,
    _ body: (UnsafeMutablePointer<Int64>, UnsafePointer<Int64>, TensorValues.Storage) -> Void
  ) {
    guard let loop = loops.first else {
      body(out, a, b)
      return
    }
    for i in 0..<loop.count {
      forEach(
        loops.dropFirst(), out + i * loop.out, a + i * loop.a, b.advanced(by: i * loop.b), body)
    }
  }

  private static func multiplyPlainly(
    _ loops: ArraySlice<Loop>, _ out: UnsafeMutablePointer<Int64>, _ a: UnsafePointer<Int64>,
    _ b: TensorValues.Storage
  ) {
    guard let loop = loops.last else {
      out[0] &+= a[0] &* b.first
      return
    }
    forEach(loops.dropLast(), out, a, b) { out, a, b in
      switch b {
      case .bytes(let b):
        for i in 0..<loop.count { out[i * loop.out] &+= a[i * loop.a] &* Int64(b[i * loop.b]) }
      case .integers(let b):
        if loop.out == 0 {
          var sum: Int64 = 0
          for i in 0..<loop.count { sum &+= a[i * loop.a] &* b[i * loop.b] }
          out[0] &+= sum
        } else if loop.out == 1, loop.a == 1, loop.b == 0 {
          let factor = b[0]
          for i in 0..<loop.count { out[i] &+= a[i] &* factor }
        } else {
          for i in 0..<loop.count { out[i * loop.out] &+= a[i * loop.a] &* b[i * loop.b] }
        }
      }
    }
  }
}

extension TensorValues.Storage {
  func advanced(by n: Int) -> TensorValues.Storage {
    switch self {
    case .bytes(let start): .bytes(start + n)
    case .integers(let start): .integers(start + n)
    }
  }

  var first: Int64 {
    switch self {
    case .bytes(let start): Int64(start[0])
    case .integers(let start): start[0]
    }
  }
}
