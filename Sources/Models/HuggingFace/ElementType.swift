/// The element types of safetensors files that have a whole number of bytes.
enum ElementType: String, Sendable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case float8e4m3 = "F8_E4M3"
  case float8e5m2 = "F8_E5M2"
  case complex64 = "C64"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  case boolean = "BOOL"

  var byteCount: Int {
    switch self {
    case .float64, .complex64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float8e4m3, .float8e5m2, .int8, .uint8, .boolean: 1
    }
  }

  /// Reads little-endian elements as floats, exactly; nil for a type with no exact reading.
  ///
  /// Elements need not be aligned: nothing in the format promises it.
  func floats(from bytes: UnsafeRawBufferPointer) -> [Float]? {
    let count = bytes.count / byteCount
    switch self {
    case .float32:
      #if _endian(little)
        return [Float](unsafeUninitializedCapacity: count) { floats, used in
          UnsafeMutableRawBufferPointer(floats).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[..<(4 * count)]))
          used = count
        }
      #else
        return (0..<count).map { index in
          let bits = bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: bits))
        }
      #endif
    case .bfloat16:
      return (0..<count).map { index in
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        return Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
      }
    case .float16:
      return (0..<count).map { index in
        let bits = bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        return Self.widened(UInt16(littleEndian: bits))
      }
    default:
      return nil
    }
  }

  /// The value of an IEEE half from its bits: sign 1, exponent 5 (bias 15), fraction 10.
  ///
  /// Written out because `Float16` does not exist on every platform that Swift supports.
  static func widened(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let exponent = UInt32(half >> 10) & 0x1F
    let fraction = UInt32(half & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: fraction · 2^-24, exact as a product of two floats.
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 31:
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
