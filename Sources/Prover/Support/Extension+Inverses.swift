import Verifier

extension Extension {
  /// Inverses of elements that are not zero, with one division: products of all but one are products of prefixes and suffixes.
  static func inverses(_ elements: [Extension]) -> [Extension] {
    var prefixes = [Extension.one]
    for element in elements { prefixes.append(prefixes[prefixes.count - 1] * element) }
    var suffix = prefixes[elements.count].inverse
    var result = elements
    for i in elements.indices.reversed() {
      result[i] = suffix * prefixes[i]
      suffix *= elements[i]
    }
    return result
  }
}
