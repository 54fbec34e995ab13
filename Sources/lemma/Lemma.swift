import ArgumentParser

@main
struct Lemma: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lemma",
    abstract: "Proves that a reply really came from the model that is named.",
    discussion: """
      A first session:
        lemma demo                                        prove and verify a reply of the bundled model
        lemma import HF_FOLDER -o MODEL.lemma             calibrate, quantize and commit a model
        lemma prove MODEL.lemma --prompt "..." -o REPLY.proof
        lemma verify REPLY.proof --key MODEL.lemma/verifying.key
        lemma bench gpt2-small --layers                   what a proof costs, by section, layer and operation

      Exit codes: 0 fine, 1 rejected proof, 2 wrong use or bad input, 3 refusal (a value left its proven range).
      """,
    version: "0.1.0",
    subcommands: [
      Demo.self, Import.self, Prove.self, Verify.self, Inspect.self, Contract.self, Bench.self,
      Contract.self,
    ])

  /// Every error becomes one line and an exit code here.
  static func main() {
    do {
      var command = try parseAsRoot()
      do {
        try command.run()
      } catch let failure as Failure {
        failure.exit()
      } catch let code as ExitCode {
        Lemma.exit(withError: code)
      } catch let error as CleanExit {
        Lemma.exit(withError: error)
      } catch  where exitCode(for: error) == .success {
        // Help and version are commands too.
        exit(withError: error)
      } catch {
        Failure(error).exit()
      }
    } catch {
      // Wrong use: the parser's message, our exit code.
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      Console.error(fullMessage(for: error))
      Failure.terminate(2)
    }
  }
}
