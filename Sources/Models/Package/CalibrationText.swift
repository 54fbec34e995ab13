import Foundation

/// Text that ranges are measured on, cut into windows of tokens.
///
/// Lines with tabs are turns of a dialogue, each ended by the end-of-text token, one window a line. Other text is one stream, cut
/// into windows as long as the context.
public struct CalibrationText {
  public let windows: [[Int]]

  /// The file beside the weights that import looks for.
  public static let fileName = "calibration.txt"

  public init(
    _ text: String, _ tokenizer: Tokenizer, endToken: Int?, context: Int, most: Int = 96
  ) {
    let end = endToken.map { [$0] } ?? []
    let lines = text.split(separator: "\n")
    var windows: [[Int]] = []
    if lines.contains(where: { $0.contains("\t") }) {
      for line in lines {
        let turns = line.split(separator: "\t")
        windows.append(turns.flatMap { tokenizer.encode(String($0)) + end })
      }
    } else {
      let tokens = tokenizer.encode(text)
      for start in stride(from: 0, to: tokens.count, by: context) {
        windows.append(Array(tokens[start..<min(tokens.count, start + context)]))
      }
    }
    windows = windows.map { Array($0.prefix(context)) }.filter { $0.count > 1 }
    // Evenly spread, if there are many.
    let step = max(1, windows.count / most)
    self.windows = stride(from: 0, to: windows.count, by: step).prefix(most).map { windows[$0] }
  }

  /// Some paragraphs of plain English, for a model that comes without calibration text.
  public static let standIn = """
    The river rises in the hills to the north and runs for ninety miles before it meets the sea. In spring, when \
    the snow melts, it carries so much water that the old stone bridge near the mill is closed for a week. People \
    who live along its banks keep boats, and most of them learned to row before they could read. "How deep is it?" \
    a visitor once asked. "Deep enough," said the miller, "and colder than you think."

    A recipe for bread needs four things: flour, water, salt and time. Mix 500 grams of flour with 350 grams of \
    water, add 10 grams of salt and a little yeast, and wait. The dough will double in size in about two hours, \
    although in a cold kitchen it may take three. Bake it at 230 degrees until the crust sounds hollow.

    In 1969 two people walked on the Moon while a third went around it alone. Their computer had less memory than \
    a greeting card has today, and yet it was enough; what mattered was that every instruction had been checked. \
    Engineers still say that a program is finished when nothing can be removed from it.
    """
}
