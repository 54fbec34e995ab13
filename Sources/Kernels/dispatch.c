// The public functions: each calls the kernel of the level in force.
#include <stdatomic.h>
#include <string.h>

#include "level.h"
#include "twiddles.h"

enum { SCALAR, AVX2, AVX512 };

static _Atomic int limit = AVX512;

static int detect(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512ifma") &&
      __builtin_cpu_supports("avx512vnni"))
    return AVX512;
  if (__builtin_cpu_supports("avx2")) return AVX2;
#endif
  return SCALAR;
}

int lemma_kernel_level(void) {
  // -1 until known. Threads that race here find the same answer.
  static _Atomic int detected = -1;
  int level = atomic_load_explicit(&detected, memory_order_relaxed);
  if (level < 0) {
    level = detect();
    atomic_store_explicit(&detected, level, memory_order_relaxed);
  }
  int most = atomic_load_explicit(&limit, memory_order_relaxed);
  return level < most ? level : most;
}

int lemma_limit_kernel_level(int level) {
  atomic_store_explicit(&limit, level < SCALAR ? SCALAR : level, memory_order_relaxed);
  return lemma_kernel_level();
}

static const LemmaKernels *kernels(void) {
#if defined(__x86_64__)
  switch (lemma_kernel_level()) {
  case AVX512: return &lemma_avx512_kernels;
  case AVX2: return &lemma_avx2_kernels;
  }
#endif
  return &lemma_scalar_kernels;
}

// --- arrays of E ----------------------------------------------------------------------------------------------------

void lemma_fold(Out o0, Out o1, In a0, In a1, size_t half, lemma_element r) {
  kernels()->fold(o0, o1, a0, a1, half, r, 0);
}

void lemma_fold_low(Out o0, Out o1, In a0, In a1, size_t half, lemma_element r) {
  kernels()->fold_low(o0, o1, a0, a1, half, r, 0);
}

void lemma_round2(In a0, In a1, In b0, In b1, size_t half, lemma_element out[2]) {
  memset(out, 0, 2 * sizeof *out);
  kernels()->round2(a0, a1, b0, b1, half, out, 0);
}

void lemma_round2_low(In a0, In a1, In b0, In b1, size_t half, lemma_element out[2]) {
  memset(out, 0, 2 * sizeof *out);
  kernels()->round2_low(a0, a1, b0, b1, half, out, 0);
}

void lemma_round3(In a0, In a1, In b0, In b1, In c0, In c1, size_t half, lemma_element out[3]) {
  memset(out, 0, 3 * sizeof *out);
  kernels()->round3(a0, a1, b0, b1, c0, c1, half, out, 0);
}

void lemma_fraction_add(Out on0, Out on1, Out od0, Out od1, In n0, In n1, In d0, In d1, size_t half, size_t count) {
  kernels()->fraction_add(on0, on1, od0, od1, n0, n1, d0, d1, half, count, 0);
}

void lemma_interpolate(Out o0, Out o1, lemma_plane a, lemma_plane b, size_t n, lemma_element r) {
  kernels()->interpolate(o0, o1, a, b, n, r, 0);
}

void lemma_multiply(Out o0, Out o1, lemma_plane a, lemma_plane b, size_t n) {
  kernels()->multiply(o0, o1, a, b, n, 0);
}

void lemma_multiply_two(Out o0, Out o1, lemma_plane a, lemma_plane b, lemma_plane c, lemma_plane d, size_t n) {
  kernels()->multiply_two(o0, o1, a, b, c, d, n, 0);
}

void lemma_fraction_add_selected(Out on0, Out on1, Out od0, Out od1, In n, In d0, In d1, size_t half, size_t count) {
  kernels()->fraction_add_selected(on0, on1, od0, od1, n, d0, d1, half, count, 0);
}

void lemma_multiply_add_selected(Out o0, Out o1, lemma_plane a, lemma_plane b, lemma_plane c, In words, size_t n) {
  kernels()->multiply_add_selected(o0, o1, a, b, c, words, n, 0);
}

void lemma_select(Out o0, Out o1, lemma_plane a, In words, size_t n) {
  kernels()->select_entries(o0, o1, a, words, n, 0);
}

void lemma_round_lines(lemma_plane a, lemma_plane a_end, lemma_plane b, lemma_plane b_end, size_t n,
                       lemma_element out[2]) {
  memset(out, 0, 2 * sizeof *out);
  kernels()->round_lines(a, a_end, b, b_end, n, out, 0);
}

void lemma_eq_expand(Out t0, Out t1, size_t n, lemma_element r) { kernels()->eq_expand(t0, t1, n, r, 0); }

void lemma_scale_add(Out o0, Out o1, In a0, In a1, size_t n, lemma_element c) {
  kernels()->scale_add(o0, o1, a0, a1, n, c, 0);
}

void lemma_scale(Out o0, Out o1, In a0, In a1, size_t n, lemma_element c) { kernels()->scale(o0, o1, a0, a1, n, c, 0); }

lemma_element lemma_dot(In a0, In a1, In b0, In b1, size_t n) {
  lemma_element sum = {0, 0};
  kernels()->dot(a0, a1, b0, b1, n, &sum, 0);
  return sum;
}

// --- leaves that are integers below 2^16 ----------------------------------------------------------------------------

void lemma_short_denominators(Out o0, Out o1, const uint16_t *v, size_t n, lemma_element alpha) {
  kernels()->short_denominators(o0, o1, v, n, alpha, 0);
}

void lemma_short_pairs(Out on0, Out on1, Out od0, Out od1, const uint16_t *v, const uint16_t *w, size_t n,
                       lemma_element alpha) {
  kernels()->short_pairs(on0, on1, od0, od1, v, w, n, alpha, 0);
}

void lemma_short_quadruples(Out on0, Out on1, Out od0, Out od1, const uint16_t *v, size_t distance, size_t n,
                            lemma_element alpha) {
  kernels()->short_quadruples(on0, on1, od0, od1, v, distance, n, alpha, 0);
}

void lemma_short_leaf_sums(lemma_plane e, const uint16_t *a, const uint16_t *b, size_t distance, size_t parts, size_t n,
                           lemma_element out[16]) {
  memset(out, 0, 16 * sizeof *out);
  kernels()->short_leaf_sums(e, a, b, distance, parts, n, out, 0);
}

void lemma_short_pair_sums(lemma_plane e, const uint16_t *v, size_t distance, size_t half, size_t quarter, size_t n,
                           lemma_element out[28]) {
  memset(out, 0, 28 * sizeof *out);
  kernels()->short_pair_sums(e, v, distance, half, quarter, n, out, 0);
}

void lemma_short_combination(Out o0, Out o1, const uint16_t *v, size_t distance, size_t parts, const lemma_element *w,
                             lemma_element shift, size_t n) {
  kernels()->short_combination(o0, o1, v, distance, parts, w, shift, n, 0);
}

void lemma_short_pair_combination(Out on0, Out on1, Out od0, Out od1, const uint16_t *v, const uint16_t *u,
                                  size_t distance, size_t parts, const lemma_element *w, lemma_element alpha,
                                  size_t n) {
  kernels()->short_pair_combination(on0, on1, od0, od1, v, u, distance, parts, w, alpha, n, 0);
}

int lemma_shorts_of_integers(uint16_t *o, const int64_t *v, size_t n, int64_t scale, int64_t offset) {
  return kernels()->shorts_of_integers(o, v, n, scale, offset) == 0;
}

// --- integers against E ---------------------------------------------------------------------------------------------

lemma_element lemma_dot_integers(const int64_t *v, In e0, In e1, size_t n) {
  lemma_element sum = {0, 0};
  kernels()->dot_integers(v, e0, e1, n, &sum, 0);
  return sum;
}

void lemma_scale_add_integers(Out o0, Out o1, const int64_t *v, size_t n, lemma_element c) {
  kernels()->scale_add_integers(o0, o1, v, n, c, 0);
}

void lemma_affine_integers(Out o0, Out o1, const int64_t *v, size_t n, lemma_element c, lemma_element shift) {
  kernels()->affine_integers(o0, o1, v, n, c, shift, 0);
}

void lemma_affine_integer_pairs(Out o0, Out o1, const int64_t *v, const int64_t *w, size_t n, lemma_element c,
                                lemma_element d, lemma_element shift) {
  kernels()->affine_integer_pairs(o0, o1, v, w, n, c, d, shift, 0);
}

lemma_element lemma_dot_bytes(const int8_t *v, In e0, In e1, size_t n) {
  lemma_element sum = {0, 0};
  kernels()->dot_bytes(v, e0, e1, n, &sum, 0);
  return sum;
}

void lemma_scale_add_bytes(Out o0, Out o1, const int8_t *v, size_t n, lemma_element c) {
  kernels()->scale_add_bytes(o0, o1, v, n, c, 0);
}

void lemma_combine_rows_integers(Out o0, Out o1, const int64_t *v, size_t stride, size_t rows, size_t columns, In e0,
                                 In e1) {
  kernels()->combine_rows_integers(o0, o1, v, stride, rows, columns, e0, e1, 0);
}

void lemma_combine_rows(Out o0, Out o1, In v, size_t stride, size_t rows, size_t columns, In e0, In e1) {
  kernels()->combine_rows(o0, o1, v, stride, rows, columns, e0, e1, 0);
}

void lemma_combine_rows_bytes(Out o0, Out o1, const int8_t *v, size_t stride, size_t rows, size_t columns, In e0,
                              In e1) {
  kernels()->combine_rows_bytes(o0, o1, v, stride, rows, columns, e0, e1);
}

void lemma_dot_rows_bytes(Out o0, Out o1, const int8_t *v, size_t stride, size_t rows, size_t columns, In e0, In e1) {
  kernels()->dot_rows_bytes(o0, o1, v, stride, rows, columns, e0, e1);
}

void lemma_residues(Out o, const int64_t *v, size_t n) { kernels()->residues_of(o, v, n, 0); }

// --- Reed-Solomon code ----------------------------------------------------------------------------------------------

void lemma_transform(Out data, size_t width, unsigned log_length, size_t used) {
  lemma_transform_lanes(data, width, width, log_length, used);
}

void lemma_transform_lanes(Out data, size_t stride, size_t width, unsigned log_length, size_t used) {
  if (log_length == 0 || width == 0) return;
  kernels()->transform(data, stride, width, log_length, used, lemma_twiddles(log_length));
}

void lemma_columns_bytes(Out out, const int8_t *f, size_t columns, size_t rows, In x, size_t count) {
  kernels()->columns_bytes(out, f, columns, rows, x, count);
}

void lemma_columns(Out out, In f, size_t columns, size_t rows, In x, size_t count) {
  kernels()->columns(out, f, columns, rows, x, count);
}

// --- Keccak-256 -----------------------------------------------------------------------------------------------------

void lemma_hash_leaves(uint8_t *out, In values, size_t words, size_t leaves) {
  kernels()->hash_leaves(out, values, words, leaves, 0);
}

void lemma_hash_nodes(uint8_t *out, const uint8_t *children, size_t nodes) {
  kernels()->hash_nodes(out, children, nodes, 0);
}

int lemma_grind(const uint8_t state[32], unsigned bits, uint64_t start, uint64_t count, uint64_t *nonce) {
  return kernels()->grind(state, bits, start, count, nonce, 0);
}

// --- integer products -----------------------------------------------------------------------------------------------

void lemma_multiply_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int64_t *b,
                             size_t b_stride, size_t m, size_t k, size_t n) {
  kernels()->multiply_integers(out, out_stride, a, a_stride, b, b_stride, m, k, n);
}

void lemma_multiply_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                          size_t b_stride, size_t m, size_t k, size_t n) {
  kernels()->multiply_bytes(out, out_stride, a, a_stride, b, b_stride, m, k, n);
}

void lemma_multiply_transposed_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                                     size_t b_stride, size_t m, size_t k, size_t n) {
  kernels()->multiply_transposed_bytes(out, out_stride, a, a_stride, b, b_stride, m, k, n);
}

void lemma_multiply_transposed_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride,
                                        const int64_t *b, size_t b_stride, size_t m, size_t k, size_t n) {
  kernels()->multiply_transposed_integers(out, out_stride, a, a_stride, b, b_stride, m, k, n);
}
