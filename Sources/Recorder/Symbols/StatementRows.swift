/// The rows of a statement that is not known yet: how many there may be, and what is done with them.
public struct StatementRows: Sendable {
  let tokens: Range<Int>
  let reply: Range<Int>

  var count: Int { tokens.count + reply.count }

  init(_ lengths: Lengths) {
    tokens = 0..<lengths.tokens
    reply = 0..<lengths.replies
  }

  /// By linearity, one step for each pair of point weights.
  func evaluate(_ tensor: StatementTensor, _ weights: [Weight]) -> Extension {
    var result = Extension.zero
    for (c0, first) in weights[0].pointParts {
      if weights.count == 1 {
        result += c0 * Tape.current.element(.tokens(tensor, first, []))
        continue
      }
      for (c1, second) in weights[1].pointParts {
        result += c0 * c1 * Tape.current.element(.tokens(tensor, first, second))
      }
    }
    return result
  }
}

extension Weight {
  /// The weight as a sum of coefficient · eq(point, ·).
  fileprivate var pointParts: [(Extension, [Extension])] {
    switch self {
    case .window(let window):
      precondition(
        window.shift == 0 && window.low == 0 && window.high == Window.everywhere
          && !window.fromLastPromptRow, "a statement tensor meets points and ones alone")
      return [(window.scale, window.point)]
    case .row: preconditionFailure("a statement tensor meets points and ones alone")
    case .mixture(let parts):
      return parts.flatMap { part in
        part.weight.pointParts.map { (part.coefficient * $0.0, $0.1) }
      }
    }
  }
}
