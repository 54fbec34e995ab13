import Foundation

/// Which reader a Hugging Face folder is for.
public enum ModelFamily {
  /// GPT-2 has a reader, a float model and a circuit of its own; all others share one.
  public static func isGPT2(_ folder: URL) throws(ModelError) -> Bool {
    guard let json = try ModelFile.jsonIfPresent("config.json", in: folder) else { return true }
    let path = folder.appendingPathComponent("config.json").path
    return try SettingsReader(json, path: path).string("model_type") == "gpt2"
  }
}
