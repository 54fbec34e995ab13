extension Node {
  func write(to writer: inout Writer) {
    name.write(to: &writer)
    writer.byte(UInt8(axes.count))
    for axis in axes { writer.number(axis, 2) }
    writer.number(UInt64(bitPattern: bound), 8)
    writer.byte(boundRule.rawValue)
    switch kind {
    case .parameter(let encoding):
      writer.byte(0)
      writer.byte(encoding.rawValue)
    case .witness(let rule):
      writer.byte(1)
      rule.write(to: &writer)
    case .statement(let tensor):
      writer.byte(2)
      tensor.write(to: &writer)
    case .linear(let terms, let constant):
      writer.byte(3)
      writer.number(UInt64(bitPattern: constant), 8)
      writer.byte(UInt8(terms.count))
      for term in terms { term.write(to: &writer) }
    case .einsum(let operands):
      writer.byte(4)
      writer.byte(UInt8(operands.count))
      for operand in operands {
        writer.number(operand.node, 2)
        writer.byte(UInt8(operand.axes.count))
        for axis in operand.axes { writer.number(axis, 2) }
      }
    }
  }

  init(from reader: inout Reader) throws(Rejection) {
    let name = try Name(from: &reader)
    let axes = try Self.axes(from: &reader)
    let bound = Int64(bitPattern: try reader.number(8))
    guard let boundRule = BoundRule(rawValue: try reader.byte()) else { throw .malformedKey }
    let kind: Kind
    switch try reader.byte() {
    case 0:
      guard let encoding = Encoding(rawValue: try reader.byte()) else { throw .malformedKey }
      kind = .parameter(encoding)
    case 1: kind = .witness(try Rule(from: &reader))
    case 2: kind = .statement(try StatementTensor(from: &reader))
    case 3:
      let constant = Int64(bitPattern: try reader.number(8))
      guard constant.magnitude < Graph.limit.magnitude else { throw .malformedKey }
      let count = try reader.count(1, atMost: Graph.Cap.operands)
      let terms = try Array(count: count) { _ throws(Rejection) in try Term(from: &reader) }
      kind = .linear(terms, constant: constant)
    case 4:
      let count = try reader.count(1, atMost: 3)
      let operands = try Array(count: count) { _ throws(Rejection) in
        Operand(
          node: try reader.count(2, atMost: Graph.Cap.nodes), axes: try Self.axes(from: &reader))
      }
      kind = .einsum(operands)
    default: throw .malformedKey
    }
    self.init(name: name, axes: axes, kind: kind, bound: bound, boundRule: boundRule)
  }

  private static func axes(from reader: inout Reader) throws(Rejection) -> [Int] {
    try reader.numbers(ofSize: 2, atMost: Graph.Cap.axes, count: 1, atMost: Graph.Cap.nodeAxes)
  }
}

extension StatementTensor {
  /// Its number in keys, and in a contract's step tables.
  var code: UInt8 {
    switch self {
    case .tokenOneHot: 0
    case .replyOneHot: 1
    case .belowReply: 2
    case .replyRows: 3
    case .promptOneHot: 4
    case .segmentOneHot: 5
    case .positionOneHot: 6
    case .values: 7
    }
  }

  func write(to writer: inout Writer) {
    writer.byte(code)
    if case .values(let fractionBits) = self { writer.byte(fractionBits) }
  }

  init(from reader: inout Reader) throws(Rejection) {
    switch try reader.byte() {
    case 0: self = .tokenOneHot
    case 1: self = .replyOneHot
    case 2: self = .belowReply
    case 3: self = .replyRows
    case 4: self = .promptOneHot
    case 5: self = .segmentOneHot
    case 6: self = .positionOneHot
    case 7: self = .values(fractionBits: try reader.byte())
    default: throw .malformedKey
    }
  }
}

extension Term {
  func write(to writer: inout Writer) {
    writer.number(UInt64(bitPattern: coefficient), 8)
    writer.number(node, 2)
    writer.byte(UInt8(views.count))
    for view in views {
      switch view {
      case .same(let axis):
        writer.byte(0)
        writer.number(axis, 2)
      case .window(let axis, let start):
        writer.byte(1)
        writer.number(axis, 2)
        writer.byte(start.rawValue)
      case .summed: writer.byte(2)
      case .matrix(let axis, let matrix):
        writer.byte(3)
        writer.number(axis, 2)
        writer.byte(matrix.rawValue)
      }
    }
  }

  init(from reader: inout Reader) throws(Rejection) {
    let coefficient = Int64(bitPattern: try reader.number(8))
    let node = try reader.count(2, atMost: Graph.Cap.nodes)
    let count = try reader.count(1, atMost: Graph.Cap.nodeAxes)
    let views = try Array(count: count) { _ throws(Rejection) in try View(from: &reader) }
    self.init(coefficient: coefficient, node: node, views: views)
  }
}

extension View {
  init(from reader: inout Reader) throws(Rejection) {
    func axis() throws(Rejection) -> Int { try reader.count(2, atMost: Graph.Cap.axes) }
    switch try reader.byte() {
    case 0: self = .same(axis: try axis())
    case 1:
      let axis = try axis()
      guard let start = Start(rawValue: try reader.byte()) else { throw .malformedKey }
      self = .window(axis: axis, start: start)
    case 2: self = .summed
    case 3:
      let axis = try axis()
      guard let matrix = LayerMatrix(rawValue: try reader.byte()) else { throw .malformedKey }
      self = .matrix(axis: axis, matrix)
    default: throw .malformedKey
    }
  }
}

extension Rule {
  func write(to writer: inout Writer) {
    switch self {
    case .rounding(let source, let shift):
      writer.byte(0)
      writer.number(source, 2)
      writer.byte(UInt8(shift))
    case .quotient(let source, let divisor):
      writer.byte(1)
      writer.number(source, 2)
      writer.number(UInt64(bitPattern: divisor), 8)
    case .reciprocal(let source, let bits):
      writer.byte(2)
      writer.number(source, 2)
      writer.byte(UInt8(bits))
    case .limb(let source, let scale, let offset, let index, let place):
      writer.byte(3)
      writer.number(source, 2)
      writer.number(UInt64(bitPattern: scale), 8)
      writer.number(UInt64(bitPattern: offset), 8)
      writer.byte(UInt8(index))
      writer.byte(place.rawValue)
    case .rowMaximum(let source, let selector):
      writer.byte(4)
      writer.number(source, 2)
      Selector.write(selector, to: &writer)
    case .tableOutput(let table, let column, let source, let selector):
      writer.byte(5)
      writer.byte(UInt8(table))
      writer.byte(UInt8(column))
      writer.number(source, 2)
      Selector.write(selector, to: &writer)
    case .tableSearch(let table, let source):
      writer.byte(6)
      writer.byte(UInt8(table))
      writer.number(source, 2)
    case .multiplicity(let table):
      writer.byte(7)
      writer.byte(UInt8(table))
    }
  }

  init(from reader: inout Reader) throws(Rejection) {
    func node() throws(Rejection) -> Int { try reader.count(2, atMost: Graph.Cap.nodes) }
    func table() throws(Rejection) -> Int { try reader.count(1, atMost: 63) }
    func word() throws(Rejection) -> Int64 { Int64(bitPattern: try reader.number(8)) }
    switch try reader.byte() {
    case 0: self = .rounding(source: try node(), shift: try reader.count(1, atMost: 61))
    case 1: self = .quotient(source: try node(), divisor: try word())
    case 2: self = .reciprocal(source: try node(), bits: try reader.count(1, atMost: 61))
    case 3:
      let (source, scale, offset) = (try node(), try word(), try word())
      let index = try reader.count(1, atMost: 3)
      guard let place = LimbPlace(rawValue: try reader.byte()) else { throw .malformedKey }
      self = .limb(source: source, scale: scale, offset: offset, index: index, place: place)
    case 4: self = .rowMaximum(source: try node(), selector: try Selector.read(from: &reader))
    case 5:
      self = .tableOutput(
        table: try table(), column: try reader.count(1, atMost: 3), source: try node(),
        selector: try Selector.read(from: &reader))
    case 6: self = .tableSearch(table: try table(), source: try node())
    case 7: self = .multiplicity(table: try table())
    default: throw .malformedKey
    }
  }
}
