import Verifier

/// Why the prover declines: a value left the range that is proven for it.
public struct Refusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The assertion that would fail.
  public let assertion: String
  /// The tensor and the entry, by axis.
  public let tensor: String
  public let entry: [(axis: String, index: Int)]
  public let value: Int64
  /// The values the assertion admits.
  public let admitted: ClosedRange<Int64>

  public var description: String {
    let place = entry.map { "\($0.axis) \($0.index)" }.joined(separator: ", ")
    return
      "\(tensor) at \(place) is \(value), outside \(admitted.lowerBound)...\(admitted.upperBound), "
      + "which is what \"\(assertion)\" proves"
  }

  public static func == (a: Refusal, b: Refusal) -> Bool { a.description == b.description }
}

extension Execution {
  /// Computes a witness as its rule says, on a region of its box.
  func witness(_ node: Int, _ region: [Range<Int>], _ rule: Rule) {
    let out = values[node]!
    guard let sourceNode = rule.source else { return }
    let source = values[sourceNode]!
    func map(_ body: (Int64) -> Int64) {
      forEachRow(of: out, region) { start, count in
        for i in start..<start + count { out.integers[i] = body(source.integers[i]) }
      }
    }
    switch rule {
    case .rounding(_, let shift):
      let half: Int64 = shift == 0 ? 0 : 1 << Int64(shift - 1)
      map { ($0 &+ half) >> Int64(shift) }
    case .quotient(_, let divisor):
      map { a in
        let quotient = a / divisor
        return a % divisor < 0 ? quotient - 1 : quotient
      }
    case .reciprocal(_, let bits): map { $0 > 0 ? (1 << Int64(bits)) / $0 : 0 }
    case .limb(_, let scale, let offset, let index, let place):
      map { a in
        let limb = (scale &* a &+ offset) >> Int64(16 * index)
        return place == .top ? limb : limb & 0xFFFF
      }
    case .rowMaximum(_, let selector): rowMaximum(node, region, source, sourceNode, selector)
    case .tableOutput(let table, let column, _, let selector):
      let index = circuit.graph.tables[table]
      let output = values[index.outputs[column]]!.integers
      let last = circuit.sizes[index.axis] - 1
      if let selector {
        masked(out, region, selector, axes: circuit.graph.nodes[node].axes) { i in
          output[min(max(Int(source.integers[i] &- index.first), 0), last)]
        }
      } else {
        map { output[min(max(Int($0 &- index.first), 0), last)] }
      }
    case .tableSearch(let table, _):
      let index = circuit.graph.tables[table]
      let high = values[index.outputs[1]]!.integers
      let rows = circuit.sizes[index.axis]
      map { a in
        // hi falls with the row; the row sought is the last with a <= hi.
        var (low, end) = (0, rows)
        while low < end {
          let middle = (low + end) / 2
          if a <= high[middle] { low = middle + 1 } else { end = middle }
        }
        return index.first + Int64(max(0, low - 1))
      }
    case .multiplicity: break
    }
  }

  private func rowMaximum(
    _ node: Int, _ region: [Range<Int>], _ source: TensorValues, _ sourceNode: Int,
    _ selector: Selector?
  ) {
    let out = values[node]!
    let axes = circuit.graph.nodes[node].axes
    let width = source.shape.last!
    var query: Int?
    if case .causal(let axis, _)? = selector { query = axes.firstIndex(of: axis)! }
    forEachRow(of: out, region) { start, count in
      for i in start..<start + count {
        let active = query.map { i / out.strides[$0] % out.shape[$0] + 1 } ?? width
        var top = source.integers[i * width]
        for j in 1..<max(1, active) { top = max(top, source.integers[i * width + j]) }
        out.integers[i] = top
      }
    }
  }

  /// Writes entries inside the selector, zeros elsewhere; the selector's source axis is the last.
  private func masked(
    _ out: TensorValues, _ region: [Range<Int>], _ selector: Selector, axes: [Int],
    _ entry: (Int) -> Int64
  ) {
    guard case .causal(let query, let source) = selector, axes.last == source,
      let position = axes.firstIndex(of: query)
    else { preconditionFailure("a causal tensor's last axis is its source") }
    forEachRow(of: out, region) { start, count in
      let token = start / out.strides[position] % out.shape[position]
      let active = max(0, min(count, token + 1 - start % out.shape.last!))
      for i in 0..<active { out.integers[start + i] = entry(start + i) }
      for i in active..<count { out.integers[start + i] = 0 }
    }
  }

  // MARK: Multiplicities

  /// Counts how often each table row is looked up. A value outside its table is a refusal: nothing could be proven about it.
  func count() throws(Refusal) {
    for (t, table) in circuit.graph.tables.enumerated() {
      let counts = values[table.multiplicity]!
      for i in 0..<counts.count { counts.integers[i] = 0 }
      for lookup in circuit.graph.lookups where lookup.table == t {
        try count(lookup, table, into: counts)
      }
    }
  }

  private func count(_ lookup: Lookup, _ table: Table, into counts: TensorValues) throws(Refusal) {
    let column = lookup.columns[0]
    let source = values[column.node]!
    let width = source.shape.last ?? 1
    let rows = width == 0 ? 0 : source.count / width
    var query: Int?
    if let selector = lookup.selector {
      guard case .causal(let axis, _) = selector else {
        preconditionFailure("selectors are causal")
      }
      query = circuit.graph.nodes[column.node].axes.firstIndex(of: axis)
    }
    let shift = column.offset &- table.first
    // A histogram for each thread, if each has more to count than there are rows of the table.
    let isLong = source.count > 4 * parallel.threads * counts.count
    let parallel = isLong ? self.parallel : Parallel(threads: 1)
    let parts = parallel.map(rows, nanoseconds: 1.5 * Double(width)) { rows in
      let own = isLong ? TensorValues(shape: counts.shape) : counts
      var outside: Int?
      for row in rows {
        let start = row * width
        let active =
          query.map { min(width, start / source.strides[$0] % source.shape[$0] + 1) } ?? width
        for i in start..<start + active {
          let index = UInt64(bitPattern: column.scale &* source[i] &+ shift)
          if index < UInt64(own.count) {
            own.integers[Int(index)] += 1
          } else if outside == nil {
            outside = i
          }
        }
      }
      return (counts: own, outside: outside)
    }
    if let outside = parts.lazy.compactMap({ $0.outside }).first {
      throw refusal(lookup, table, entry: outside)
    }
    if isLong {
      for part in parts {
        for i in 0..<counts.count { counts.integers[i] += part.counts.integers[i] }
      }
    }
  }

  private func refusal(_ lookup: Lookup, _ table: Table, entry: Int) -> Refusal {
    let column = lookup.columns[0]
    let source = values[column.node]!
    let node = circuit.graph.nodes[column.node]
    let rows = Int64(circuit.sizes[table.axis])
    // scale · value + offset in first ..< first + rows, solved for the value.
    let low = Double(table.first - column.offset) / Double(column.scale)
    let high = Double(table.first + rows - 1 - column.offset) / Double(column.scale)
    var place: [(axis: String, index: Int)] = []
    for (position, axis) in node.axes.enumerated() {
      let name = String(decoding: circuit.graph.axes[axis].name.bytes, as: UTF8.self)
      place.append((name, entry / source.strides[position] % source.shape[position]))
    }
    return Refusal(
      assertion: String(decoding: lookup.name.bytes, as: UTF8.self),
      tensor: String(decoding: node.name.bytes, as: UTF8.self), entry: place,
      value: source[entry],
      admitted: Int64(min(low, high).rounded(.up))...Int64(max(low, high).rounded(.down)))
  }
}
