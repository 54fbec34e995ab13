import Testing

@testable import Models

@Suite struct JSONTests {
  private func parse(_ text: String) throws -> JSON {
    try JSON(parsing: Array(text.utf8), path: "test.json")
  }

  @Test func everyKindOfValueIsRead() throws {
    let json = try parse(
      #" {"a": [1, -2.5e1, true, false, null], "b": {"c": "x\n\u00e9\ud83d\ude00\/"}, "d": -0} "#)
    #expect(
      json["a"] == .array([.integer(1), .number(-25), .boolean(true), .boolean(false), .null]))
    #expect(json["b"]?["c"] == .string("x\né😀/"))
    #expect(json["d"] == .integer(0))
    #expect(json["missing"] == nil)
  }

  @Test func integersKeepAllTheirBits() throws {
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("-9223372036854775808") == .integer(.min))
    #expect(try parse("9223372036854775808") == .number(0x1p63))
  }

  @Test func namesThatSwiftHoldsEqualStayApart() throws {
    let json = try parse(#"{"caf\u00e9": 1, "cafe\u0301": 2}"#)
    #expect(json["caf\u{E9}"] == .integer(1))
    #expect(json["cafe\u{301}"] == .integer(2))
  }

  @Test(arguments: [
    "", " ", "{", "}", "[1,]", "[1 2]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "-", "1.", ".5",
    "1e", "+1", "NaN", "Infinity", "1e999", "tru", "nul", "\"", "\"\u{1}\"", "\"\\x\"",
    "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "1 2", "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"\\u0061\":2}", "'a'", "[1", "/* */ 1",
  ])
  func whatIsNotJSONIsRefused(_ text: String) {
    #expect(throws: ModelError.self) { try parse(text) }
  }

  @Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: ModelError.self) {
      try JSON(parsing: [0x22, 0xC3, 0x28, 0x22], path: "test.json")
    }
  }

  @Test func deepNestingIsRefusedBeforeTheStackEnds() {
    #expect(throws: ModelError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try parse(deep) }
  }

  @Test func anErrorNamesFileReasonAndPlace() {
    #expect {
      try parse(#"{"x": 1, "x": 2}"#)
    } throws: {
      "\($0)".hasPrefix("test.json:") && "\($0)".contains(#""x" occurs twice at byte 12"#)
    }
  }

  @Test func everyPrefixIsRefused() throws {
    let text = Array(#"{"a":[1.5e3,"\u00e9\ud83d\ude00",{"b":null}],"c":true}"#.utf8)
    for length in text.indices {
      #expect(throws: ModelError.self) { try JSON(parsing: Array(text[..<length]), path: "t") }
    }
  }
}
