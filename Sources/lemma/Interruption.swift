import Dispatch
import Foundation

/// What happens when the user interrupts: a draft is removed, so that no partial files are left behind.
enum Interruption {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// From now on SIGINT and SIGTERM remove this folder and end the program.
  static func removing(_ folder: URL) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        try? FileManager.default.removeItem(at: folder)
        Console.error("interrupted: nothing was written")
        Failure.terminate(128 + number)
      }
      source.resume()
      sources.append(source)
    }
  }
}
