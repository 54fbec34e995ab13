import Verifier

/// Rotary positions: each pair of features, one from either half of a head, is turned by an angle of its row.
///
/// Source: J. Su et al., "RoFormer", arXiv 2104.09864, section 3.2.2.
struct Rotation {
  /// Cosines and sines of every position, as matrices of two rows and columns, [position, half, turn, pair]:
  /// out[half] = Σ_turn rotation[row, half, turn] in[turn].
  let table: Int
  let position: Int
  let half: Int
  let turn: Int
  let pair: Int
}

extension GraphBuilder {
  /// x [..., row, ..., half, pair] turned, exact: one product with a table that is as small as the rows.
  mutating func rotated(_ name: String, _ x: Int, _ rotation: Rotation, row: Int) throws -> Int {
    let angles = try linear(
      "\(name), angles", [row, rotation.half, rotation.turn, rotation.pair],
      [Summand(1, rotation.table, [rotation.position: .window(axis: row, start: .zero)])])
    return try einsum(
      name, axes(of: x), [Factor(x, [rotation.half: rotation.turn]), Factor(angles)])
  }
}
