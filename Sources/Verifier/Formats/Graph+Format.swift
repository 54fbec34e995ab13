// The graph's bytes, as `docs/formats.md` lists them. Reading bounds every count before memory is taken; `Graph.check` judges
// what was read.

extension Graph {
  public func write(to writer: inout Writer) {
    writer.number(context, 4)
    writer.number(vocabulary, 4)
    writer.number(pad, 4)
    writer.number(stops.count, 2)
    for stop in stops { writer.number(stop, 4) }
    writer.number(axes.count, 2)
    for axis in axes { axis.write(to: &writer) }
    writer.number(nodes.count, 2)
    for node in nodes { node.write(to: &writer) }
    writer.number(tables.count, 2)
    for table in tables {
      table.name.write(to: &writer)
      writer.number(table.axis, 2)
      writer.number(UInt64(bitPattern: table.first), 8)
      writer.byte(UInt8(table.outputs.count))
      for output in table.outputs { writer.number(output, 2) }
      writer.number(table.multiplicity, 2)
    }
    writer.number(lookups.count, 2)
    for lookup in lookups {
      lookup.name.write(to: &writer)
      writer.number(lookup.table, 2)
      writer.byte(UInt8(lookup.columns.count))
      for column in lookup.columns {
        writer.number(column.node, 2)
        writer.number(UInt64(bitPattern: column.scale), 8)
        writer.number(UInt64(bitPattern: column.offset), 8)
      }
      Selector.write(lookup.selector, to: &writer)
    }
    writer.number(zeros.count, 2)
    for zero in zeros {
      zero.name.write(to: &writer)
      writer.number(zero.node, 2)
      Selector.write(zero.outside, to: &writer)
    }
  }

  public init(from reader: inout Reader) throws(Rejection) {
    self.init(context: 0, vocabulary: 0, pad: 0, stops: [])
    context = try reader.count(4, atMost: Cap.size)
    vocabulary = try reader.count(4, atMost: Cap.size)
    pad = try reader.count(4, atMost: Cap.size)
    stops = try reader.numbers(ofSize: 4, atMost: Cap.size, count: 2, atMost: Cap.stops)
    axes = try Array(count: try reader.count(2, atMost: Cap.axes)) { _ throws(Rejection) in
      try Axis(from: &reader)
    }
    nodes = try Array(count: try reader.count(2, atMost: Cap.nodes)) { _ throws(Rejection) in
      try Node(from: &reader)
    }
    tables = try Array(count: try reader.count(2, atMost: 64)) { i throws(Rejection) in
      Table(
        name: try Name(from: &reader), tag: i + 1,
        axis: try reader.count(2, atMost: Cap.axes),
        first: Int64(bitPattern: try reader.number(8)),
        outputs: try reader.numbers(ofSize: 2, atMost: Cap.nodes, count: 1, atMost: 4),
        multiplicity: try reader.count(2, atMost: Cap.nodes))
    }
    lookups = try Array(count: try reader.count(2, atMost: Cap.nodes)) { _ throws(Rejection) in
      Lookup(
        name: try Name(from: &reader),
        table: try reader.count(2, atMost: 64),
        columns: try Array(count: try reader.count(1, atMost: 5)) { _ throws(Rejection) in
          Column(
            node: try reader.count(2, atMost: Cap.nodes),
            scale: Int64(bitPattern: try reader.number(8)),
            offset: Int64(bitPattern: try reader.number(8)))
        },
        selector: try Selector.read(from: &reader))
    }
    zeros = try Array(count: try reader.count(2, atMost: Cap.nodes)) { _ throws(Rejection) in
      Zero(
        name: try Name(from: &reader), node: try reader.count(2, atMost: Cap.nodes),
        outside: try Selector.read(from: &reader))
    }
  }
}

extension Name {
  func write(to writer: inout Writer) {
    writer.byte(UInt8(bytes.count))
    writer.bytes(bytes)
  }

  @inline(never)
  init(from reader: inout Reader) throws(Rejection) {
    self.init(bytes: try reader.bytes(Int(try reader.byte())))
  }
}

extension Axis {
  func write(to writer: inout Writer) {
    name.write(to: &writer)
    switch extent {
    case .fixed(let size):
      writer.byte(0)
      writer.number(size, 4)
    case .tokens: writer.byte(1)
    case .replies: writer.byte(2)
    case .prompt: writer.byte(3)
    }
  }

  init(from reader: inout Reader) throws(Rejection) {
    let name = try Name(from: &reader)
    switch try reader.byte() {
    case 0:
      self.init(name: name, extent: .fixed(try reader.count(4, atMost: Graph.Cap.size)))
    case 1: self.init(name: name, extent: .tokens)
    case 2: self.init(name: name, extent: .replies)
    case 3: self.init(name: name, extent: .prompt)
    default: throw .malformedKey
    }
  }
}

extension Selector {
  static func write(_ selector: Selector?, to writer: inout Writer) {
    switch selector {
    case nil: writer.byte(0)
    case .causal(let query, let source):
      writer.byte(1)
      writer.number(query, 2)
      writer.number(source, 2)
    }
  }

  static func read(from reader: inout Reader) throws(Rejection) -> Selector? {
    switch try reader.byte() {
    case 0: return nil
    case 1:
      return .causal(
        query: try reader.count(2, atMost: Graph.Cap.axes),
        source: try reader.count(2, atMost: Graph.Cap.axes))
    default: throw .malformedKey
    }
  }
}
