/// What a byte of a proof file is for.
public enum ProofSection: Int, Sendable, CaseIterable {
  /// Statement, schedule and the witness's commitment.
  case head = 0
  case lookups = 1
  /// The walk over the graph and the final merge.
  case sumchecks = 2
  /// Of the opening: the columns shown.
  case columns = 3
  /// Of the opening: what joins them to their roots.
  case siblings = 4
  /// Of the opening: rounds, roots, nonces, and the message in clear.
  case opening = 5
}

/// Bytes of a proof by section, as far as a verification came: all of them, if the proof is valid.
public struct ProofSections: Equatable, Sendable {
  private var bytes = InlineArray<6, Int>(repeating: 0)
  /// Where the siblings of each opened code are, in order.
  public internal(set) var siblings: [OpenedSiblings] = []

  public init() {}

  public subscript(_ section: ProofSection) -> Int {
    get { bytes[section.rawValue] }
    set { bytes[section.rawValue] = newValue }
  }

  public static func == (a: ProofSections, b: ProofSections) -> Bool {
    ProofSection.allCases.allSatisfy { a[$0] == b[$0] } && a.siblings == b.siblings
  }
}

/// The siblings that join opened columns to their root.
public final class OpenedSiblings: Equatable, Sendable {
  /// Ascending, distinct.
  public let positions: [Int]
  public let logLength: Int
  /// Bytes of the proof's messages.
  public let bytes: Range<Int>

  init(positions: [Int], logLength: Int, bytes: Range<Int>) {
    self.positions = positions
    self.logLength = logLength
    self.bytes = bytes
  }

  public static func == (a: OpenedSiblings, b: OpenedSiblings) -> Bool {
    a.positions == b.positions && a.logLength == b.logLength && a.bytes == b.bytes
  }
}
