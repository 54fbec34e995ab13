import Foundation
import Models

/// Writes a synthetic model like `lemma bench gpt2-small`'s, with other numbers of layers or widths, as a Hugging Face folder.
///
///     synthetic-model FOLDER LAYERS WIDTH
///
/// Heads are 64 wide, the inner width is four times the width, vocabulary and context are GPT-2's.
@main struct SyntheticModel {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let layers = Int(arguments[2]), let width = Int(arguments[3]),
      layers > 0, width > 0, width.isMultiple(of: 64)
    else {
      print("usage: synthetic-model FOLDER LAYERS WIDTH, the width a multiple of 64")
      exit(2)
    }
    let folder = URL(fileURLWithPath: arguments[1])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let known = SyntheticShape.gpt2Small
    let shape = SyntheticShape(
      name: folder.lastPathComponent, layers: layers, width: width, heads: width / 64,
      hidden: 4 * width, vocabulary: known.vocabulary, context: known.context)
    try SyntheticFolder(shape).write(to: folder)
  }
}
