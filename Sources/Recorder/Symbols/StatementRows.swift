/// The rows of a statement that is not known yet: how many there may be, and what is done with them.
public struct StatementRows: Sendable {
  /// The most entries that an evaluation runs over.
  let count: Int
  /// Stated integers that lie side by side: those of one entry of the reply, or all.
  private let width: Int
  private let areValuesOneVector: Bool

  init(_ circuit: Circuit) {
    let lengths = circuit.lengths
    // A decoder's prompt is among its tokens, and its length is not known.
    let prompt = circuit.graph.form == .decoder ? lengths.tokens : lengths.prompt
    var count = lengths.tokens + prompt + 2 * lengths.replies
    var extents: [Extent] = []
    if let node = circuit.graph.values {
      count += Int(circuit.count(node))
      extents = circuit.graph.nodes[node].axes.map { circuit.graph.axes[$0].extent }
    }
    self.count = count
    areValuesOneVector = extents.first != .replies
    if case .fixed(let size) = extents.last { width = size } else { width = 1 }
  }

  /// By linearity, one step for each pair of point weights.
  func evaluate(_ tensor: StatementTensor, _ weights: [Weight]) -> Extension {
    var result = Extension.zero
    for (c0, first) in weights[0].pointParts {
      if weights.count == 1 {
        result += c0 * step(tensor, first, [])
        continue
      }
      for (c1, second) in weights[1].pointParts {
        result += c0 * c1 * step(tensor, first, second)
      }
    }
    return result
  }

  private func step(
    _ tensor: StatementTensor, _ first: [Extension], _ second: [Extension]
  ) -> Extension {
    guard case .values = tensor else {
      return Tape.current.element(.tokens(tensor, first, second, width: 1))
    }
    // A vector is the one row of a matrix.
    return Tape.current.element(
      areValuesOneVector
        ? .tokens(tensor, [], first, width: width) : .tokens(tensor, first, second, width: width))
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
