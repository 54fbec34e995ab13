// The library's functions of these names are compiled anew at every place that calls them. These are shorter there, by some kilobytes
// of the module that clients load.

extension Array {
  /// `count` elements, each from its index.
  ///
  /// The length is known, so nothing grows: a fraction of the code of appending.
  @inline(never)
  init<Failure>(count: Int, _ element: (Int) throws(Failure) -> Element) throws(Failure) {
    var failure: Failure?
    self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(Failure) {
        while initialized < count {
          (buffer.baseAddress! + initialized).initialize(to: try element(initialized))
          initialized += 1
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  func map<T>(_ transform: (Element) -> T) -> [T] {
    [T](count: count) { transform(self[$0]) }
  }
}

extension Range<Int> {
  func map<T>(_ transform: (Int) -> T) -> [T] {
    [T](count: count) { transform(lowerBound + $0) }
  }
}

extension Sequence {
  func filter(_ isIncluded: (Element) -> Bool) -> [Element] {
    var result: [Element] = []
    for element in self where isIncluded(element) { result.append(element) }
    return result
  }
}
