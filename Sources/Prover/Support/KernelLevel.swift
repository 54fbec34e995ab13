import Kernels

/// Which instructions the kernels use. Results never depend on it.
public enum KernelLevel: String, Sendable, CaseIterable {
  case scalar
  case avx2
  case avx512

  /// The level in force.
  public static var current: KernelLevel { KernelLevel(lemma_kernel_level()) }

  /// Uses at most this level from now on.
  public func limit() {
    _ = lemma_limit_kernel_level(Int32(KernelLevel.allCases.firstIndex(of: self)!))
  }

  private init(_ level: Int32) {
    self = KernelLevel.allCases[max(0, min(KernelLevel.allCases.count - 1, Int(level)))]
  }
}
