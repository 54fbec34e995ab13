import Circuits
import Foundation
import Verifier

extension ModelPackage {
  /// Whether this build of the program would make the same circuit of the package's settings, so that it can be proven with.
  public static func isCurrent(_ folder: URL) -> Bool {
    func data(_ name: String) -> Data? {
      try? Data(contentsOf: folder.appendingPathComponent(name))
    }
    guard let bytes = data(File.key), let key = try? VerifyingKey([UInt8](bytes)),
      let text = data(File.settings),
      let settings = try? JSONDecoder().decode(PackageSettings.self, from: text),
      let graph = try? settings.graph()
    else { return false }
    return graph == key.graph
  }
}
