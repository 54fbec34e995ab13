import Naive

extension Cases {
  mutating func addCode() {
    let m = memory, lanes = 64, log: UInt32 = 10, length = 1 << Int(log)
    let data = m.residues(lanes * length), butterflies = lanes * length / 2 * Int(log)
    add("transform", butterflies, "butterfly", .words(1), lemma_transform, naive_transform) {
      $0(data, lanes, log, length)
    }
    add(
      "transform_lanes", butterflies / 2, "butterfly", .words(1), lemma_transform_lanes,
      naive_transform_lanes
    ) { $0(data, lanes, lanes / 2, log, length) }

    // Four digits of a power of the point for each byte.
    let columns = 2048, rows = 128, points = 8
    let bytes = m.bytes(columns * rows), words = m.residues(columns * rows), x = m.residues(points)
    let out = m.residues(points * rows)
    add(
      "columns_bytes", columns * rows * points, "product", .digits(4, words: 1),
      lemma_columns_bytes,
      naive_columns_bytes
    ) { $0(out, bytes, columns, rows, x, points) }
    add(
      "columns", columns * rows * points, "product", .summedWords(1), lemma_columns, naive_columns
    ) { $0(out, words, columns, rows, x, points) }
  }

  mutating func addHashing() {
    let m = memory, count = 1024, blocks = 8
    let message = m.octets(blocks * 136), digests = m.octets(32 * count)
    let values = m.residues(64 * count / 4), children = m.octets(64 * count)
    let nonce = m.residues(1)
    // The last byte of the last block is padding.
    add("keccak256", blocks, "permutation", .permutationOfOne, lemma_keccak_digest, naive_keccak256) {
      $0(message, blocks * 136 - 1, digests)
    }
    // A leaf of 64 words takes four.
    add("hash_leaves", count, "permutation", .permutations, lemma_hash_leaves, naive_hash_leaves) {
      $0(digests, values, 64, count / 4)
    }
    add("hash_nodes", count, "permutation", .permutations, lemma_hash_nodes, naive_hash_nodes) {
      $0(digests, children, count)
    }
    add("grind", count, "permutation", .permutations, lemma_grind, naive_grind) {
      _ = $0(message, 64, 0, UInt64(count), nonce)
    }
  }
}
