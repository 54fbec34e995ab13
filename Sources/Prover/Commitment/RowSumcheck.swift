import Kernels
import Verifier

/// Level 0 of one oracle: its claims as products of a vector over rows and a weight over rows, until the rows are bound.
///
/// A block of at least 2^k entries has weight eq(low, row) · eq(high, column); its columns are summed out beforehand, and blocks
/// with the same low coordinates are one part. A smaller block lies in one column, which is a part with all such blocks in it.
/// The out-of-domain value is one more part.
struct RowSumcheck {
  private let vector: CommittedVector
  private let factoredBlocks: [FactoredBlock]
  private let outOfDomain: (point: [Extension], factor: Extension)

  /// All parts' vectors and weights, one after the other, 2^k entries each before the first round.
  private var sums: ElementPlanes
  private var weights: ElementPlanes
  /// Challenges of this oracle's own rounds.
  private var challenges: [Extension] = []
  /// Π (1 - α_s) over the rounds after its own.
  private var scale = Extension.one
  /// Σ over parts, once the rows are bound.
  private var value = Extension.zero

  /// A block and the power of λ that its claim has.
  private struct FactoredBlock {
    let block: ClaimBlock
    let factor: Extension
  }

  init(
    _ oracle: Oracle, claims: [OracleClaim], number: Int, scale powers: [Extension],
    _ parallel: Parallel
  ) {
    let vector = oracle.vector
    let shape = vector.shape
    let rows = shape.rows
    var blocks: [FactoredBlock] = []
    for (factor, claim) in zip(powers, claims) where claim.oracle == number {
      for block in claim.blocks {
        blocks.append(FactoredBlock(block: block, factor: factor * block.coefficient))
      }
    }

    var groups: [[Words]: Int] = [:]
    var rowPoints: [ArraySlice<Extension>] = []
    var tasks: [RowPass.Task] = []
    var smallParts: [Int: Int] = [:]
    var smallColumns: [Int] = []
    for item in blocks {
      let point = item.block.point
      let column = item.block.offset >> shape.fold
      if point.count < shape.fold {
        if smallParts[column] == nil {
          smallParts[column] = smallColumns.count
          smallColumns.append(column)
        }
        continue
      }
      let low = point.prefix(shape.fold)
      let key = low.map { Words(c0: $0.c0.word, c1: $0.c1.word) }
      let group = groups[key] ?? rowPoints.count
      if group == rowPoints.count {
        groups[key] = group
        rowPoints.append(low)
      }
      tasks += RowPass.Task.pieces(
        group: group, factor: item.factor, column: column, point: point.dropFirst(shape.fold),
        fold: shape.fold)
    }

    // Parts: groups of large blocks, columns of small blocks, the out-of-domain value.
    let summed = RowPass(vector: vector, groups: rowPoints.count, tasks: tasks).run(parallel)
    let parts = rowPoints.count + smallColumns.count + 1
    sums = ElementPlanes(count: parts * rows)
    weights = ElementPlanes(count: parts * rows)
    for (group, point) in rowPoints.enumerated() {
      sums.copy(summed, from: group * rows, to: group * rows, count: rows)
      weights.copy(.equality(point), from: 0, to: group * rows, count: rows)
    }
    for (i, column) in smallColumns.enumerated() {
      let start = (rowPoints.count + i) * rows
      for (row, entry) in vector.column(column).enumerated() { sums[start + row] = entry }
    }
    for item in blocks where item.block.point.count < shape.fold {
      let part = smallParts[item.block.offset >> shape.fold]!
      let start = (rowPoints.count + part) * rows + item.block.offset & (rows - 1)
      for (i, weight) in Multilinear.eqTable(Array(item.block.point)).enumerated() {
        weights[start + i] = weights[start + i] + weight * item.factor
      }
    }
    let last = (parts - 1) * rows
    let factor = powers[claims.count + number]
    for (row, sum) in oracle.outOfDomainRows.enumerated() { sums[last + row] = sum * factor }
    weights.copy(
      .equality(oracle.point.prefix(shape.fold)), from: 0, to: last, count: rows)
    self.vector = vector
    factoredBlocks = blocks
    outOfDomain = (oracle.point, factor)
    if shape.fold == 0 { value = sums.dot(weights) }
  }

  private struct Words: Hashable {
    let c0, c1: UInt64
  }

  /// Coefficients 0 and 2 of this oracle's part of the round polynomial.
  func message(_ parallel: Parallel) -> (constant: Extension, quadratic: Extension) {
    if challenges.count < vector.shape.fold { return sums.round(with: weights, parallel) }
    return (value, .zero)
  }

  mutating func bind(_ challenge: Extension, _ parallel: Parallel) {
    if challenges.count < vector.shape.fold {
      sums = sums.bound(at: challenge, parallel)
      weights = weights.bound(at: challenge, parallel)
      challenges.append(challenge)
      if challenges.count == vector.shape.fold { value = sums.dot(weights) }
    } else {
      scale *= .one - challenge
      value *= .one - challenge
    }
  }

  /// The oracle's folded message and its bound weight, into its slot of the level-1 message.
  ///
  /// Returns the part of the weight that may reach beyond the message: the out-of-domain point's.
  func finish(
    into message: ElementPlanes, _ weight: WeightTable, slot offset: Int, _ parallel: Parallel
  ) -> ClaimBlock {
    let fold = vector.shape.fold
    vector.foldRows(at: challenges, into: message, at: offset, parallel)
    let rowWeights = Multilinear.eqTable(challenges)
    for item in factoredBlocks {
      let block = item.block
      let size = min(block.point.count, fold)
      var bound = item.factor * scale
      if size == fold {
        bound *= eq(block.point.prefix(fold), rowWeights)
      } else {
        let start = block.offset & ((1 << fold) - 1)
        bound *= eq(block.point, rowWeights[start..<start + 1 << size])
      }
      weight.add(
        ClaimBlock(
          coefficient: bound, offset: offset + block.offset >> fold,
          point: block.point.dropFirst(size)), parallel)
    }
    let point = outOfDomain.point
    let rest = ClaimBlock(
      coefficient: outOfDomain.factor * scale * eq(point.prefix(fold), rowWeights[...]),
      offset: offset, point: point.dropFirst(fold))
    weight.add(rest, parallel)
    return rest
  }

  /// Σ_i eq(point, i) table[i].
  private func eq(_ point: ArraySlice<Extension>, _ table: ArraySlice<Extension>) -> Extension {
    var sum = Extension.zero
    for (weight, entry) in zip(Multilinear.eqTable(Array(point)), table) { sum += weight * entry }
    return sum
  }

  private func eq(_ point: ArraySlice<Extension>, _ table: [Extension]) -> Extension {
    eq(point, table[...])
  }
}
