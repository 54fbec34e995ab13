/// Where special tokens stand around one text or two, as the post-processor says.
struct TokenTemplate: Equatable, Sendable {
  enum Piece: Equatable, Sendable {
    case firstText, secondText
    case tokens([Int])
  }

  /// Pieces in order, and how many of them belong to the first text.
  struct Arrangement: Equatable, Sendable {
    var pieces: [Piece]
    var firstSegment: Int
  }

  var single = Arrangement(pieces: [.firstText], firstSegment: 1)
  var pair = Arrangement(pieces: [.firstText, .secondText], firstSegment: 1)

  func encoded(_ first: [Int], pairedWith second: [Int]?) -> EncodedText {
    let arrangement = second == nil ? single : pair
    var tokens: [Int] = []
    var secondSegment: Int?
    for (index, piece) in arrangement.pieces.enumerated() {
      if index == arrangement.firstSegment { secondSegment = tokens.count }
      switch piece {
      case .firstText: tokens += first
      case .secondText: tokens += second ?? []
      case .tokens(let special): tokens += special
      }
    }
    return EncodedText(tokens: tokens, secondSegment: secondSegment ?? tokens.count)
  }

  /// All special tokens that it may add.
  var tokens: [Int] {
    (single.pieces + pair.pieces).flatMap { piece -> [Int] in
      if case .tokens(let tokens) = piece { tokens } else { [] }
    }
  }

  /// BERT's: `[CLS] first [SEP]`, or `[CLS] first [SEP] second [SEP]`.
  static func bert(begin: Int, separator: Int) -> TokenTemplate {
    let single: [Piece] = [.tokens([begin]), .firstText, .tokens([separator])]
    return TokenTemplate(
      single: Arrangement(pieces: single, firstSegment: 3),
      pair: Arrangement(
        pieces: single + [.secondText, .tokens([separator])], firstSegment: 3))
  }
}
