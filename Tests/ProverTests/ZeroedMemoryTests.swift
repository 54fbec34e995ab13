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

  @Test func aReleasedRunServesTheNextWhoAsksForAboutAsMuch() {
    let bytes = 37 << 20
    let first = ZeroedMemory.allocate(bytes)
    ZeroedMemory.release(first, bytes)
    let second = ZeroedMemory.allocateAnything(bytes - 5000)
    #expect(second == first)
    ZeroedMemory.release(second, bytes - 5000)
  }
}
