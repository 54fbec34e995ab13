import ArgumentParser

struct Contract: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What a chain needs: a model's registration, step tables, and a proof's calldata.",
    discussion: """
      A contract does not hold a verifying key. It holds the roots that `lemma contract key` prints, and runs step tables, one for each \
      size of statement. docs/contracts.md tells the whole story.
      """,
    subcommands: [
      ContractKey.self, ContractTable.self, ContractCalldata.self, ContractGas.self,
    ])
}
