import Circuits
import Foundation
import Models
import Prover
import Verifier

/// What ends a command: a message and a documented exit code.
struct Failure: Error {
  let message: String
  let code: Int32

  static func badInput(_ message: String) -> Failure { Failure(message: message, code: 2) }

  init(message: String, code: Int32) {
    self.message = message
    self.code = code
  }

  init(_ error: any Error) {
    switch error {
    case let rejection as Rejection:
      self.init(message: "rejected: \(rejection.explanation) (\(rejection))", code: 1)
    case let refusal as Refusal: self.init(message: "refused: \(refusal)", code: 3)
    case let error as BuildError:
      self.init(message: "the model cannot be proven: \(error.description)", code: 2)
    case let error as ModelError: self.init(message: error.description, code: 2)
    default: self.init(message: error.localizedDescription, code: 2)
    }
  }

  func exit() -> Never {
    Console.error("error: \(message)")
    Failure.terminate(code)
  }

  static func terminate(_ code: Int32) -> Never { Foundation.exit(code) }
}

extension Rejection {
  /// What was wrong, in words.
  var explanation: String {
    switch self {
    case .truncated: "the bytes end too early"
    case .trailingBytes: "bytes are left over"
    case .notCanonical: "a field element is not in canonical form"
    case .unknownVersion: "another format version than this verifier reads"
    case .unknownProfile: "an unknown security profile"
    case .malformedKey: "this is not a well-formed verifying key"
    case .malformedStatement: "the statement is not well formed"
    case .malformedProof: "this is not a well-formed proof for this key and statement"
    case .tooLarge: "a size is larger than the verifier follows"
    case .anotherModel: "the proof is about another model than this key's"
    case .emptyPromptOrReply: "prompt or reply is empty"
    case .tokenOutsideVocabulary: "a token is outside the vocabulary"
    case .contextExceeded: "prompt and reply are longer than the context"
    case .wrongEnding: "the reply does not end as the statement says"
    case .wrongOutput: "segments, positions or values are not those that this model states"
    case .unsoundParameters: "the parameters do not reach the profile's security level"
    case .proofOfWork: "proof of work is missing"
    case .fractionsDoNotCancel: "lookups: the fractions do not cancel"
    case .zeroDenominator: "lookups: a denominator is zero"
    case .fractionLayer: "lookups: a layer of fraction sums does not follow from the next"
    case .leafNumerators: "lookups: wrong numerators at the leaves"
    case .leafDenominators: "lookups: wrong denominators at the leaves"
    case .linearRelation: "a linear relation does not hold"
    case .sumcheck: "a sumcheck ends on a wrong value"
    case .openClaim: "a claim is left open"
    case .missingClaim: "nothing was claimed about a tensor"
    case .claimOutsideOracle: "a claim reaches outside what is committed"
    case .merkleRoot: "opened values are not the committed ones"
    case .finalMessage: "the folded message differs from what is committed"
    case .finalSum: "the opening ends on a wrong sum"
    }
  }
}
