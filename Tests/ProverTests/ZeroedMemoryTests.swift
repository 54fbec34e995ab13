import Testing

@testable import Prover

@Suite struct ZeroedMemoryTests {
  @Test(arguments: [1, 100, 5 << 20, 9 << 20]) func memoryIsZeroWhoeverHadItBefore(_ bytes: Int) {
    for _ in 0..<3 {
      let memory = ZeroedMemory.allocate(bytes).assumingMemoryBound(to: UInt8.self)
      let all = UnsafeMutableBufferPointer(start: memory, count: bytes)
      #expect(all.allSatisfy { $0 == 0 })
      all.update(repeating: 0xFF)
      ZeroedMemory.release(memory, bytes)
    }
  }

  @Test func piecesOfScratchMemoryComeBack() {
    let memory = ScratchMemory()
    for _ in 0..<5 {
      let planes = memory.planes([1000, 0, 1 << 19])
      #expect(planes.map(\.count) == [1000, 0, 1 << 19])
      planes[0][999] = .one
      planes[2][0] = .one
      #expect(planes[0][999] == .one)
    }
    #expect(memory.total < 32 << 20)
  }
}
