import Kernels
import Verifier

/// The prover's side of a committed vector.
public struct Oracle: Sendable {
  /// Whether the codeword stays in memory, or opened columns are computed again from the message.
  public enum Retention: Sendable {
    case codeword
    case treeOnly
  }

  public let vector: CommittedVector
  public let commitment: Commitment
  public let tree: MerkleTree
  /// z.
  let point: [Extension]
  /// Σ_c eq(z_high, c) f[2^k c + row] for each row: the out-of-domain value's row part, which every opening needs.
  public let outOfDomainRows: [Extension]
  let codeword: Codeword?

  /// Encodes, hashes, and evaluates at the out-of-domain point.
  public static func commit(_ vector: CommittedVector, keeping: Retention, parallel: Parallel)
    -> Oracle
  {
    switch keeping {
    case .codeword:
      let codeword = Codeword(vector, parallel)
      return Oracle(vector, codeword.tree, codeword: codeword, rows: nil, parallel)
    case .treeOnly:
      let tree = tree(of: vector, mostBytes: mostTransientBytes, parallel: parallel)
      return Oracle(vector, tree, codeword: nil, rows: nil, parallel)
    }
  }

  /// What a codeword that is not kept may take while it is hashed.
  private static let mostTransientBytes = 1 << 30

  /// The tree of a vector's codeword, in bounded memory.
  static func tree(of vector: CommittedVector, mostBytes: Int, parallel: Parallel) -> MerkleTree {
    let shape = vector.shape
    if (8 * shape.rows) << shape.logLength <= mostBytes / 4 {
      return Codeword(vector, parallel).tree
    }
    let encoder = Encoder(
      columns: shape.columns, width: shape.rows, logLength: shape.logLength, parallel: parallel)
    return encoder.tree(mostBytes: mostBytes) { vector.scatter($0, parallel) }
  }

  /// An oracle whose tree was computed before.
  ///
  /// - Parameter outOfDomainRows: what the oracle had when it was committed; computed again if nil, in one pass over the vector.
  public init(
    vector: CommittedVector, tree: MerkleTree, outOfDomainRows: [Extension]?, parallel: Parallel
  ) {
    self.init(vector, tree, codeword: nil, rows: outOfDomainRows, parallel)
  }

  init(
    _ vector: CommittedVector, _ tree: MerkleTree, codeword: Codeword?, rows: [Extension]?,
    _ parallel: Parallel
  ) {
    let shape = vector.shape
    let root = tree.root
    point = Commitment.point(root: root, shape: shape)
    outOfDomainRows = rows ?? vector.rowSums(at: point[shape.fold...], parallel)
    precondition(outOfDomainRows.count == shape.rows, "one sum for each row")
    var value = Extension.zero
    for (weight, sum) in zip(Multilinear.eqTable(Array(point[..<shape.fold])), outOfDomainRows) {
      value += weight * sum
    }
    commitment = Commitment(root: root, value: value, shape: shape)
    self.vector = vector
    self.tree = tree
    self.codeword = codeword
  }
}

/// An oracle without its message.
struct SealedOracle {
  let commitment: Commitment
  fileprivate let tree: MerkleTree
  fileprivate let codeword: Codeword?
  fileprivate let outOfDomainRows: [Extension]

  /// - Parameter vector: the one that was committed.
  func opened(with vector: CommittedVector, _ parallel: Parallel) -> Oracle {
    Oracle(vector, tree, codeword: codeword, rows: outOfDomainRows, parallel)
  }
}

extension Oracle {
  var sealed: SealedOracle {
    SealedOracle(
      commitment: commitment, tree: tree, codeword: codeword, outOfDomainRows: outOfDomainRows)
  }
}
