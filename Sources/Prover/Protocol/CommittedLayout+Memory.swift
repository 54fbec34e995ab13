import Verifier

extension CommittedLayout {
  /// The two regions of the parameters' vector: bytes below `wideStart`, 64-bit integers from it on.
  func memory(_ values: [Int: TensorValues], _ parallel: Parallel) -> (
    bytes: SharedMemory<Int8>, integers: SharedMemory<Int64>
  ) {
    let (low, high) = (
      places.filter { $0.offset < wideStart }, places.filter { $0.offset >= wideStart }
    )
    let bytes = SharedMemory<Int8>(count: wideStart) { memory in
      let start = memory.baseAddress!
      forEachPlace(low, parallel) { place in
        let tensor = values[place.owner]!
        guard case .bytes(let bytes) = tensor.storage else {
          preconditionFailure("parameters below the wide part are bytes")
        }
        forEachRun(of: place, strides: tensor.strides) { to, from, count in
          (start + to).update(from: bytes + from, count: count)
        }
      }
    }
    let integers = SharedMemory<Int64>(count: length - wideStart) { memory in
      let start = memory.baseAddress!
      forEachPlace(high, parallel) { place in
        let tensor = values[place.owner]!
        forEachRun(of: place, strides: tensor.strides) { to, from, count in
          (start + to - wideStart).update(from: tensor.integers + from, count: count)
        }
      }
    }
    return (bytes, integers)
  }

  /// Blocks are dealt in turn, the largest first.
  private func forEachPlace(_ places: [Place], _ parallel: Parallel, _ body: (Place) -> Void) {
    let entries = places.reduce(0.0) { $0 + Double(1 << $1.block.bits) }
    parallel.forEach(places.count, nanoseconds: entries / Double(max(1, places.count))) {
      body(places[$0])
    }
  }

  /// The committed vector of these tensors.
  func vector(_ values: [Int: TensorValues], shape: OracleShape, _ parallel: Parallel)
    -> CommittedVector
  {
    let (bytes, integers) = memory(values, parallel)
    return CommittedVector(
      shape: shape,
      segments: [
        .init(offset: 0, values: .bytes(bytes)),
        .init(offset: wideStart, values: .integers(integers)),
      ].filter { $0.values.count > 0 })
  }

  /// The wide parameters' tensors from their region of the vector.
  public func wideTensors(of graph: Graph, _ wide: SharedMemory<Int64>) -> [Int: TensorValues] {
    var result: [Int: TensorValues] = [:]
    for (node, indices) in placesOfNode.enumerated() {
      guard let first = indices.first, places[first].offset >= wideStart else { continue }
      let tensor = TensorValues(shape: graph.nodes[node].axes.map { graph.largestSize($0) })
      for index in indices {
        forEachRun(of: places[index], strides: tensor.strides) { to, from, count in
          for i in 0..<count { tensor.integers[from + i] = wide.elements[to - wideStart + i] }
        }
      }
      result[node] = tensor
    }
    return result
  }

  /// Calls `body` with each contiguous run of a block: its place in the vector, its place in the tensor, its length.
  private func forEachRun(of place: Place, strides: [Int], _ body: (Int, Int, Int) -> Void) {
    var to = place.offset
    let intervals = place.block.intervals
    func descend(_ axis: Int, _ from: Int) {
      guard axis < intervals.count else {
        body(to, from, 1)
        to += 1
        return
      }
      let interval = intervals[axis]
      if axis == intervals.count - 1 {
        body(to, from + interval.offset, 1 << interval.bits)
        to += 1 << interval.bits
      } else {
        for i in interval.offset..<interval.offset + 1 << interval.bits {
          descend(axis + 1, from + i * strides[axis])
        }
      }
    }
    descend(0, 0)
  }
}
