import Verifier

extension CommittedLayout {
  /// The committed vector of these tensors: bytes below `wideStart`, 64-bit integers from it on.
  func vector(_ values: [Int: TensorValues], shape: OracleShape) -> CommittedVector {
    let bytesEnd = places.last { $0.offset < wideStart }.map { $0.offset + 1 << $0.block.bits } ?? 0
    let bytes = SharedMemory<Int8>(count: bytesEnd) { memory in
      memory.initialize(repeating: 0)
      for place in places where place.offset < wideStart {
        let tensor = values[place.owner]!
        copy(place, tensor) { to, from, count in
          for i in 0..<count { memory[to + i] = Int8(tensor[from + i]) }
        }
      }
    }
    let integers = SharedMemory<Int64>(count: length - wideStart) { memory in
      memory.initialize(repeating: 0)
      for place in places where place.offset >= wideStart {
        let tensor = values[place.owner]!
        copy(place, tensor) { to, from, count in
          for i in 0..<count { memory[to - wideStart + i] = tensor[from + i] }
        }
      }
    }
    return CommittedVector(
      shape: shape,
      segments: [
        .init(offset: 0, values: .bytes(bytes)),
        .init(offset: wideStart, values: .integers(integers)),
      ].filter { $0.values.count > 0 })
  }

  /// Calls `body` with each contiguous run of a block: its place in the vector, its place in the tensor, its length.
  func copy(_ place: Place, _ tensor: TensorValues, _ body: (Int, Int, Int) -> Void) {
    var to = place.offset
    func descend(_ axis: Int, _ from: Int) {
      guard axis < place.block.intervals.count else {
        body(to, from, 1)
        to += 1
        return
      }
      let interval = place.block.intervals[axis]
      if axis == place.block.intervals.count - 1 {
        body(to, from + interval.offset, 1 << interval.bits)
        to += 1 << interval.bits
      } else {
        for i in interval.offset..<interval.offset + 1 << interval.bits {
          descend(axis + 1, from + i * tensor.strides[axis])
        }
      }
    }
    descend(0, 0)
  }
}
