import Verifier

/// The sections that a prover's time and bytes are reported in, in the order they are run.
public enum ProvingSection: String, Sendable, CaseIterable {
  /// Integer execution of the statement. A reply that was just generated has been executed already.
  case witness
  /// Planning, encoding and hashing the witness.
  case commit
  case lookups
  case sumchecks
  case opening

  init(_ part: ReductionPart) {
    switch part {
    case .lookups: self = .lookups
    case .sumchecks: self = .sumchecks
    }
  }
}

/// What is being done, for whoever shows or measures it.
public struct ProvingProgress {
  private let onBegin: (ProvingSection?, Int) -> Void

  /// - Parameter onBegin: called when a section begins, and with nil at the end, with the bytes of messages written so far.
  public init(_ onBegin: @escaping (ProvingSection?, Int) -> Void) { self.onBegin = onBegin }

  public static var none: ProvingProgress { ProvingProgress { _, _ in } }

  func begin(_ section: ProvingSection, messageBytes: Int) { onBegin(section, messageBytes) }
  func end(messageBytes: Int) { onBegin(nil, messageBytes) }
}
