/// The two definitions of the Gaussian error linear unit in use.
public enum GELUForm: String, Equatable, Sendable {
  /// `x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³)))`, the form of GPT-2.
  case tanh

  /// `x/2 · (1 + erf(x/√2))`, the form of BERT.
  case erf
}
