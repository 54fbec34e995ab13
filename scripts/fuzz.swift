// The verifier under libFuzzer; `scripts/fuzz` compiles this file together with Sources/Verifier into one module.
//
// Inputs are patches to a valid pair of key and proof, so that short inputs reach deep. The first byte says what the rest is:
//
//     0  patches to the proof, read against the valid key
//     1  patches to the key, the valid proof's statement naming the patched key
//     2  patches to the key, then the reduction with a prover whose every word is believed
//     3  a whole proof     4  a whole key     5  patches to key and proof

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private func read(_ variable: String) -> [UInt8] {
  guard let path = getenv(variable), let file = fopen(path, "rb") else {
    fatalError("\(variable) names no file")
  }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  while case let next = fgetc(file), next >= 0 { bytes.append(UInt8(next)) }
  return bytes
}

private struct Pair: Sendable {
  let key: [UInt8]
  let file: [UInt8]
  let statement: Statement
  let proof: Proof

  static let valid: Pair = {
    let (key, file) = (read("LEMMA_FUZZ_KEY"), read("LEMMA_FUZZ_PROOF"))
    do throws(Rejection) {
      let (statement, proof) = try Proof.read(file: file)
      try verify(key: VerifyingKey(key), statement: statement, proof: proof)
      return Pair(key: key, file: file, statement: statement, proof: proof)
    } catch { fatalError("the pair to start from is rejected: \(error)") }
  }()
}

/// 12 bytes each: a place, an operation, a value.
private func patched(_ base: [UInt8], _ patches: ArraySlice<UInt8>) -> [UInt8] {
  var bytes = base
  var rest = patches
  while rest.count >= 4, !bytes.isEmpty {
    let head = Array(rest.prefix(12))
    rest = rest.dropFirst(12)
    let place = (Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])) % bytes.count
    let value = head.dropFirst(4) + Array(repeating: 0, count: 12 - head.count)
    func write(_ count: Int) {
      for (i, byte) in value.prefix(count).enumerated() where place + i < bytes.count {
        bytes[place + i] = byte
      }
    }
    switch head[3] % 10 {
    case 0: bytes[place] ^= 1 << (value.first! % 8)
    case 1: write(1)
    case 2: write(2)
    case 3: write(4)
    case 4: write(8)
    case 5: bytes.removeSubrange(place...)
    case 6: bytes.remove(at: place)
    case 7: bytes.insert(value.first!, at: place)
    case 8: bytes[place] &+= 1
    default:
      // A piece of the file, again, elsewhere.
      let from = (Int(value[4]) << 16 | Int(value[5]) << 8 | Int(value[6])) % bytes.count
      for i in 0..<Int(value[7]) where place + i < bytes.count && from + i < bytes.count {
        bytes[place + i] = bytes[from + i]
      }
    }
  }
  return bytes
}

/// Rejected, or the valid pair itself: anything else ends the run.
private func check(key: [UInt8], file: [UInt8]) {
  do throws(Rejection) {
    let key = try VerifyingKey(key)
    let (statement, proof) = try Proof.read(file: file)
    try verify(key: key, statement: statement, proof: proof)
  } catch { return }
  #if !DEEP
    if key != Pair.valid.key || file != Pair.valid.file { fatalError("a forged pair is accepted") }
  #endif
}

private func checkMoved(key bytes: [UInt8]) {
  do throws(Rejection) {
    let key = try VerifyingKey(bytes)
    var statement = Pair.valid.statement
    statement.model = key.digest
    try verify(key: key, statement: statement, proof: Pair.valid.proof)
  } catch { return }
  #if !DEEP
    if bytes != Pair.valid.key { fatalError("a proof is accepted for another key") }
  #endif
}

private func reduceBelieving(key bytes: [UInt8]) {
  do throws(Rejection) {
    let key = try VerifyingKey(bytes)
    let statement = Pair.valid.statement
    let (prompt, reply) = (statement.prompt, statement.reply)
    guard prompt.count + reply.count - 1 <= key.graph.context,
      (prompt + reply).allSatisfy({ $0 < key.graph.vocabulary })
    else { return }
    let lengths = Lengths(
      prompt: prompt.count, reply: reply.count, context: key.graph.context)
    let circuit = Circuit(key.graph, lengths)
    try circuit.check()
    let rows = StatementRows(prompt: prompt, reply: reply, lengths: lengths, pad: key.graph.pad)
    var channel = Believing()
    var reduction = Reduction(circuit, rows)
    let claims = try reduction.run(on: &channel)
    _ = try OpenedClaims(
      claims, circuit, parameters: .parameters(of: key.graph), witnesses: .witnesses(of: circuit))
  } catch { return }
}

/// Any message, no check but that of sizes.
private struct Believing: Channel {
  private var transcript = Transcript(label: "fuzz")

  mutating func begin(_ part: ReductionPart) {}
  mutating func challenge() -> Extension { transcript.challenge() }
  private mutating func receive(_ count: Int) throws(Rejection) -> [Extension] {
    guard count <= 1 << 16 else { throw .truncated }
    return transcript.challenges(count)
  }
  mutating func work(bits: Int) throws(Rejection) {}
  func require(_ condition: Bool, _ rejection: Rejection) throws(Rejection) {
    if rejection == .tooLarge, !condition { throw rejection }
  }
  mutating func account(_ step: SoundnessStep, _ numerator: Int) {}
  mutating func evaluations(_ requests: [EvaluationRequest]) throws(Rejection) -> [Extension] {
    try receive(requests.count)
  }
  mutating func fractionRoots(_ trees: [FractionTree], _ fingerprint: Fingerprint)
    throws(Rejection) -> [Extension]
  { try receive(2 * trees.count) }
  mutating func beginFractionLayer(_ tree: Int, point: [Extension], scale: Extension) {}
  mutating func fractionRound(claim: Extension) throws(Rejection) -> [Extension] { try receive(2) }
  mutating func bindFraction(_ challenge: Extension) {}
  mutating func fractionChildren() throws(Rejection) -> [Extension] { try receive(4) }
  mutating func beginSumcheck(_ instances: [Instance], factors: [Extension]) {}
  mutating func round(degree: Int) throws(Rejection) -> [Extension] { try receive(degree) }
  mutating func bind(_ challenge: Extension) {}
  mutating func operandValues(count: Int) throws(Rejection) -> [Extension] { try receive(count) }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard count > 0 else { return 0 }
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let rest = input.dropFirst()
  let pair = Pair.valid
  switch input[0] % 6 {
  case 0: check(key: pair.key, file: patched(pair.file, rest))
  case 1: checkMoved(key: patched(pair.key, rest))
  case 2: reduceBelieving(key: patched(pair.key, rest))
  case 3: check(key: pair.key, file: Array(rest))
  case 4: checkMoved(key: Array(rest))
  default:
    let middle = rest.startIndex + rest.count / 2
    check(key: patched(pair.key, rest[..<middle]), file: patched(pair.file, rest[middle...]))
  }
  return 0
}
