import Verifier

extension CommittedLayout {
  /// The two regions of the parameters' vector: bytes below `wideStart`, 64-bit integers from it on.
  public func memory(_ values: [Int: TensorValues]) -> (
    bytes: SharedMemory<Int8>, integers: SharedMemory<Int64>
  ) {
    let bytes = SharedMemory<Int8>(count: wideStart) { memory in
      for place in places where place.offset < wideStart {
        let tensor = values[place.owner]!
        forEachRun(of: place, tensor) { to, from, count in
          for i in 0..<count { memory[to + i] = Int8(tensor[from + i]) }
        }
      }
    }
    let integers = SharedMemory<Int64>(count: length - wideStart) { memory in
      for place in places where place.offset >= wideStart {
        let tensor = values[place.owner]!
        forEachRun(of: place, tensor) { to, from, count in
          for i in 0..<count { memory[to - wideStart + i] = tensor[from + i] }
        }
      }
    }
    return (bytes, integers)
  }

  /// The committed vector of these tensors.
  func vector(_ values: [Int: TensorValues], shape: OracleShape) -> CommittedVector {
    let (bytes, integers) = memory(values)
    return CommittedVector(
      shape: shape,
      segments: [
        .init(offset: 0, values: .bytes(bytes)),
        .init(offset: wideStart, values: .integers(integers)),
      ].filter { $0.values.count > 0 })
  }

  /// The parameters' tensors from the two regions of their vector.
  public func tensors(
    of graph: Graph, weights: SharedMemory<Int8>, wide: SharedMemory<Int64>
  ) -> [Int: TensorValues] {
    var result: [Int: TensorValues] = [:]
    for (node, indices) in placesOfNode.enumerated() where !indices.isEmpty {
      let shape = graph.nodes[node].axes.map { graph.largestSize($0) }
      if places[indices[0]].offset < wideStart {
        let count = shape.reduce(1, *)
        let bytes = SharedMemory<Int8>(count: count) { memory in
          for index in indices {
            forEachRun(of: places[index], strides: TensorValues.strides(of: shape)) {
              to, from, count in
              for i in 0..<count { memory[from + i] = weights.elements[to + i] }
            }
          }
        }
        result[node] = TensorValues(shape: shape, bytes: bytes)
      } else {
        let tensor = TensorValues(shape: shape)
        for index in indices {
          forEachRun(of: places[index], tensor) { to, from, count in
            for i in 0..<count { tensor.integers[from + i] = wide.elements[to - wideStart + i] }
          }
        }
        result[node] = tensor
      }
    }
    return result
  }

  private func forEachRun(of place: Place, _ tensor: TensorValues, _ body: (Int, Int, Int) -> Void)
  {
    forEachRun(of: place, strides: tensor.strides, body)
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
