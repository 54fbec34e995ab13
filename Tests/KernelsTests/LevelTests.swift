import Kernels
import Testing

extension Kernel {
  @Suite struct Level {
    @Test func theLimitIsRespectedAndLifted() {
      let highest = lemma_limit_kernel_level(2)
      #expect((0...2).contains(highest))
      #expect(lemma_limit_kernel_level(0) == 0)
      #expect(lemma_kernel_level() == 0)
      #expect(lemma_limit_kernel_level(-5) == 0)
      #expect(lemma_limit_kernel_level(2) == highest)
      #expect(lemma_kernel_level() == highest)
    }
  }
}
