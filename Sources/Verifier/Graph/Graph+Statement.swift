/// What a model's statements say of a prompt.
public enum StatementKind: UInt8, Sendable {
  /// The model replies to it with these tokens.
  case reply = 0
  /// These tokens are the likeliest at these of its rows.
  case tokens = 1
  /// It is of this class.
  case classification = 2
  /// It has these values and no reply.
  case embedding = 3
}

extension Graph {
  public var statementKind: StatementKind {
    if form != .encoder { return .reply }
    if reads(.positionOneHot) { return .tokens }
    return reads(.replyRows) || reads(.replyOneHot) ? .classification : .embedding
  }

  /// What stated values are called, for people, and how many of their bits are fraction; nothing if there are none.
  public var valueFormat: (name: Name, fractionBits: Int)? {
    guard let node = values, case .statement(.values(let bits)) = nodes[node].kind else {
      return nil
    }
    return (nodes[node].name, Int(bits))
  }
}
