import COpenBLAS

extension FloatModel {
  /// Lets OpenBLAS use this many threads, so that a comparison is fair.
  public static func useThreads(_ count: Int) { openblas_set_num_threads(Int32(count)) }
}
