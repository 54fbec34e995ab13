import Verifier

/// One instance of a batched sumcheck, as the prover computes it.
protocol InstanceProver: AnyObject {
  var bits: Int { get }
  /// Coefficients 0, 2 and 3 of the next round polynomial.
  func round(_ parallel: Parallel) -> [Extension]
  /// Binds the highest unbound variable.
  func bind(_ challenge: Extension, _ parallel: Parallel)
  /// The sum over the variables that are unbound.
  var constant: Extension { get }
  /// Once all are bound: the operands' values that the verifier cannot compute, in order.
  var finalValues: [Extension] { get }
}
