/// Why a proof, key or statement is declined. The raw value is also the contract's revert code.
public enum Rejection: UInt8, Error, Sendable {
  // What was read.
  case truncated = 1
  case trailingBytes = 2
  case notCanonical = 3
  case unknownVersion = 4
  case unknownProfile = 5
  case malformedKey = 6
  case malformedStatement = 7
  case malformedProof = 8
  case tooLarge = 9
  // What was claimed.
  case anotherModel = 20
  case emptyPromptOrReply = 21
  case tokenOutsideVocabulary = 22
  case contextExceeded = 23
  case wrongEnding = 24
  case wrongOutput = 25
  // What was proven.
  case unsoundParameters = 40
  case proofOfWork = 41
  case fractionsDoNotCancel = 42
  case zeroDenominator = 43
  case fractionLayer = 44
  case leafNumerators = 45
  case leafDenominators = 46
  case linearRelation = 47
  case sumcheck = 48
  case openClaim = 49
  case missingClaim = 50
  // What was opened.
  case claimOutsideOracle = 60
  case merkleRoot = 61
  case finalMessage = 62
  case finalSum = 63
}
