/// The joint opening of all claims on all oracles. Order of messages (| bytes of the proof, ! challenge):
///
///     ! λ                                       σ = Σ_j λ^j v_j + Σ_o λ^(J+o) y_o, J claims in all
///     max_o k_o row rounds for all oracles:     | h_0 h_2 [nonce]   ! α
///     for each level i = 1 ... M-1:
///         | root_i   ! z_i   | y_i [nonce]      ! positions of level i-1, oracle by oracle; γ
///         | columns and siblings of level i-1   (not absorbed: roots and positions determine them)
///         k_i rounds:                           | h_0 h_2 [nonce]   ! α
///     | f_M [nonce]   ! positions of level M-1  | columns and siblings
///     m_M rounds without proof of work:         | h_0 h_2           ! β
///
/// A round's message is h_0 = h(0) and h_2, the coefficient of X^2; h(1) = σ - h(0), so
/// h(X) = h_0 + X ((σ - 2 h_0 - h_2) + X h_2).
///
/// An oracle with fewer row variables than the largest counts as having further rows of zeros: in each later round its sum S enters
/// as S (1 - X), and its weight picks up 1 - α_s.
///
/// Sources: the level-0 layout is Ligero's (Ames, Hazay, Ishai, Venkitasubramaniam, ePrint 2022/1608) and Ligerito's (ePrint
/// 2025/1187); the later levels are WHIR's (ePrint 2024/1586) with a rate of its own at every level.
public enum Opening {
  /// h(x) from the coefficients sent and h(0) + h(1) = sum.
  static func roundValue(_ sum: Extension, _ h0: Extension, _ h2: Extension, at x: Extension)
    -> Extension
  {
    h0 + x * (sum - h0 - h0 - h2 + x * h2)
  }
}
