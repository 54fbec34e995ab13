import Circuits
import Verifier

@testable import Prover

/// A graph of few nodes whose inputs are parameters, to compute single operations with.
struct TinyGraph {
  var builder: GraphBuilder
  private var inputs: [Int: TensorValues] = [:]

  init(context: Int = 1, vocabulary: Int = 2) {
    builder = GraphBuilder(context: context, vocabulary: vocabulary, pad: 0, stops: [])
  }

  private func shape(_ axes: [Int], _ lengths: Lengths?) -> [Int] {
    axes.map { axis in
      switch builder.graph.axes[axis].extent {
      case .fixed(let size): size
      case .tokens: lengths!.tokens
      case .replies: lengths!.replies
      case .prompt: lengths!.prompt
      }
    }
  }

  /// A node with given values. Axes of the statement take their size from the lengths.
  mutating func input(
    _ axes: [Int], _ values: [Int64], bound: Int64 = 1 << 20, bytes: Bool = false,
    lengths: Lengths? = nil
  ) -> Int {
    let node = builder.parameter(
      "input \(builder.graph.nodes.count)", axes, bytes ? .bytes : .wide, bound: bound)
    set(node, values, shape: shape(axes, lengths), bytes: bytes)
    return node
  }

  mutating func set(_ node: Int, _ values: [Int64], shape: [Int]? = nil, bytes: Bool = false) {
    let shape = shape ?? self.shape(builder.axes(of: node), nil)
    inputs[node] =
      bytes
      ? TensorValues(shape: shape, bytes: SharedMemory(values.map { Int8($0) }))
      : TensorValues(shape: shape, values)
  }

  func node(_ name: String) -> Int {
    builder.graph.nodes.firstIndex { $0.name.description == name }!
  }

  /// Computes every node; `finish` refuses values that no assertion admits.
  func execution(prompt: [Int] = [0], reply: [Int] = [0]) -> Execution {
    let lengths = Lengths(
      prompt: prompt.count, reply: reply.count, context: builder.graph.context)
    let execution = Execution(
      Circuit(builder.graph, lengths), parameters: inputs, parallel: Parallel(threads: 1))
    execution.append(prompt + reply.dropLast())
    return execution
  }
}

/// Every index of a box, row-major: the plain way.
func forEachIndex(_ shape: [Int], _ body: ([Int]) -> Void) {
  if shape.contains(0) { return }
  var index = Array(repeating: 0, count: shape.count)
  while true {
    body(index)
    var axis = shape.count - 1
    while axis >= 0 {
      index[axis] += 1
      if index[axis] < shape[axis] { break }
      index[axis] = 0
      axis -= 1
    }
    if axis < 0 { return }
  }
}

/// Row-major place of an index in its box.
func entry(_ index: [Int], _ shape: [Int]) -> Int {
  zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
}
