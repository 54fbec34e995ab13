import Testing

@testable import Recorder

/// Recorded arithmetic: what is written down once, what is known beforehand, and what a sum becomes.
@Suite struct RecordingTests {
  /// Runs with a tape of its own, on which 0 and 1 have the first places.
  private func onTape<T>(_ body: (Tape) -> T) -> T {
    let tape = Tape()
    return Tape.$current.withValue(tape) {
      _ = (Extension.zero, Extension.one)
      return body(tape)
    }
  }

  @Test func theSameOperationIsTheSameElement() {
    onTape { tape in
      let (a, b) = (tape.input(), tape.input())
      #expect(a * b == b * a)
      #expect(a + b == b + a)
      #expect(a - b != b - a)
      #expect(tape.input() != tape.input())
      let count = tape.operations.count
      _ = (a * b) + (a - b)
      #expect(tape.operations.count == count + 1)
    }
  }

  @Test func constantsAreComputedAtOnce() {
    onTape { tape in
      let a = tape.input()
      #expect(a * .one == a && a + .zero == a && a - a == .zero && a * .zero == .zero)
      #expect(Extension(3) * Extension(5) - Extension(15) == .zero)
      #expect(Extension.half + .half == .one)
      // X^2 = 7.
      let x = Extension(Goldilocks(0 as UInt64), Goldilocks(1 as UInt64))
      #expect(x * x == Extension(7))
      #expect(Extension(7).inverse * Extension(7) == .one)
    }
  }

  @Test func aWeightOfOnesIsOneEverywhere() {
    onTape { tape in
      let point = tape.inputs(5)
      #expect(Window.ones(bits: 5).evaluate(at: point) == .one)
      #expect(Window.ones(bits: 5).below(11) == Extension(11))
    }
  }

  @Test func equalityWithDigitsIsTheirProduct() {
    onTape { tape in
      let (a, b) = (tape.input(), tape.input())
      #expect(Multilinear.eq([.one, .zero], [a, b]) == a * (.one - b))
      #expect(Multilinear.eq([a, b][...], 1) == (.one - b) * a)
      #expect(Multilinear.eq([Extension](), []) == .one)
    }
  }

  @Test func aSumReadOnceIsPartOfTheSumThatReadsIt() {
    onTape { tape in
      let i = tape.inputs(5)
      let sum = (i[0] * i[1] - i[2] * i[3]) - (i[4] - i[0])
      let step = ArithmeticStep(sum, tape, uses: [:])
      #expect(step.operation == .inner && step.count == 1 && step.fields == [1, 1, 1])
      #expect(step.operands == [i[0], i[1], i[2], i[3], i[0], i[4]])
      let shared = i[0] * i[1]
      let kept = ArithmeticStep(shared + i[2], tape, uses: [shared.index: 2])
      #expect(kept.operation == .sums && kept.operands == [i[2], shared])
    }
  }

  @Test func tensorsOfTheStatementStayOpen() {
    onTape { tape in
      let rows = StatementRows(circuit(values: []))
      let (row, token) = (tape.inputs(2), tape.inputs(3))
      let value = rows.evaluate(.tokenOneHot, [.point(row), .point(token)])
      #expect(tape[value] == .tokens(.tokenOneHot, row, token, width: 1))
      let mixed = rows.evaluate(
        .replyRows,
        [
          .mixture([
            .init(coefficient: token[0], weight: .point(row)),
            .init(coefficient: token[1], weight: .ones(bits: 2)),
          ])
        ])
      let step = ArithmeticStep(mixed, tape, uses: [:])
      #expect(step.operation == .inner && step.operands.count == 4)
    }
  }

  @Test func statedValuesAreRowsOfTheReplyOrOneVector() {
    onTape { tape in
      let (row, column) = (tape.inputs(2), tape.inputs(3))
      let values = StatementTensor.values(fractionBits: 14)
      func operation(_ axes: [Int], _ points: [[Extension]]) -> (Int, [Extension], [Int]) {
        let rows = StatementRows(circuit(values: axes))
        let value = rows.evaluate(values, points.map { .point($0) })
        let step = ArithmeticStep(value, tape, uses: [:])
        return (step.count, step.operands, step.fields)
      }
      #expect(operation([0, 1], [row, column]) == (7, row + column, [2, 3, 5]))
      #expect(operation([0], [row]) == (7, row, [2, 0, 1]))
      #expect(operation([1], [column]) == (7, column, [0, 3, 5]))
    }
  }

  @Test func anEncodersRowsAreThePrompts() {
    let graph = circuit(values: [0, 1]).graph
    let lengths = Lengths(rows: 7, replies: 3, in: graph)
    #expect(lengths.prompt == 7 && lengths.replies == 3 && lengths.firstReply == 0)
    let rows = StatementRows(Circuit(graph, lengths))
    #expect(rows.count >= 7 + 3 + 3 + 15)
  }

  /// An encoder with a reply axis of 3 rows and a fixed one of 5, and values over these of its axes.
  private func circuit(values: [Int]) -> Circuit {
    var graph = Graph(context: 8, vocabulary: 11, pad: 0, stops: [])
    func axis(_ name: String, _ extent: Extent) -> Axis {
      Axis(name: Name(bytes: [UInt8](name.utf8)), extent: extent)
    }
    graph.axes = [axis("reply", .replies), axis("choice", .fixed(5)), axis("prompt", .prompt)]
    if !values.isEmpty {
      graph.nodes = [
        Node(
          name: Name(bytes: []), axes: values, kind: .statement(.values(fractionBits: 14)),
          bound: 1 << 31, boundRule: .recorded)
      ]
    }
    return Circuit(graph, Lengths(prompt: 7, reply: 3, context: 8, form: .encoder))
  }
}
