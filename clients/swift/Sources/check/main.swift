// Checks a proof against the verifying key of a model: check KEY PROOF
import Foundation
import Verifier

func bytes(_ path: String) -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else {
    fatalError("\(path) cannot be read")
  }
  return [UInt8](data)
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  print("usage: check KEY PROOF")
  exit(2)
}
do throws(Rejection) {
  let key = try VerifyingKey(bytes(arguments[1]))
  let (statement, proof) = try Proof.read(file: bytes(arguments[2]))
  let terms = try verify(key: key, statement: statement, proof: proof)
  print("valid,", Double(SoundnessTerm.millibits(terms)) / 1000, "bits")
  print("model ", key.digest.bytes.map { String(format: "%02x", $0) }.joined())
  print("prompt", statement.prompt)
  if statement.secondSegment < statement.prompt.count {
    print("second text from row", statement.secondSegment)
  }
  switch key.graph.statementKind {
  case .reply: print("reply ", statement.reply, "ended", statement.ending)
  case .tokens: print("tokens", statement.reply, "at rows", statement.positions)
  case .classification: print("class ", statement.reply)
  case .embedding: break
  }
  if let (name, fractionBits) = key.graph.valueFormat {
    let unit = Double(sign: .plus, exponent: fractionBits, significand: 1)
    print(String(decoding: name.bytes, as: UTF8.self), statement.values.map { Double($0) / unit })
  }
} catch {
  print("rejected: \(error), code \(error.rawValue)")
  exit(1)
}
