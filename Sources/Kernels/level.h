// What a level provides: the functions of kernels.h, with two differences. Those that work in whole Lanes start at
// entry `from` and leave the rest, less than a Lanes, to the scalar level; and sums are added to what `out` holds.
#ifndef LEMMA_LEVEL_H
#define LEMMA_LEVEL_H

#include "kernels.h"

typedef uint64_t *Out;
typedef const uint64_t *In;

typedef struct {
  void (*fold)(Out, Out, In, In, size_t half, lemma_element r, size_t from);
  void (*fold_low)(Out, Out, In, In, size_t half, lemma_element r, size_t from);

  void (*round2)(In, In, In, In, size_t half, lemma_element *out, size_t from);
  void (*round2_low)(In, In, In, In, size_t half, lemma_element *out, size_t from);
  void (*round3)(In, In, In, In, In, In, size_t half, lemma_element *out, size_t from);
  void (*dot)(In, In, In, In, size_t n, lemma_element *out, size_t from);

  void (*fraction_add)(Out, Out, Out, Out, In, In, In, In, size_t half, size_t count, size_t from);
  void (*interpolate)(Out, Out, lemma_plane a, lemma_plane b, size_t n, lemma_element r, size_t from);
  void (*multiply)(Out, Out, lemma_plane a, lemma_plane b, size_t n, size_t from);
  void (*multiply_two)(Out, Out, lemma_plane a, lemma_plane b, lemma_plane c, lemma_plane d, size_t n, size_t from);
  void (*fraction_add_selected)(Out, Out, Out, Out, In n, In, In, size_t half, size_t count, size_t from);
  void (*multiply_add_selected)(Out, Out, lemma_plane a, lemma_plane b, lemma_plane c, In words, size_t n, size_t from);
  void (*select_entries)(Out, Out, lemma_plane a, In words, size_t n, size_t from);
  void (*round_lines)(lemma_plane a, lemma_plane a_end, lemma_plane b, lemma_plane b_end, size_t n, lemma_element *out,
                      size_t from);

  void (*short_denominators)(Out, Out, const uint16_t *, size_t n, lemma_element alpha, size_t from);
  void (*short_pairs)(Out, Out, Out, Out, const uint16_t *, const uint16_t *, size_t n, lemma_element alpha,
                      size_t from);
  void (*short_quadruples)(Out, Out, Out, Out, const uint16_t *, size_t distance, size_t n, lemma_element alpha,
                           size_t from);
  void (*short_leaf_sums)(lemma_plane e, const uint16_t *, const uint16_t *, size_t distance, size_t parts, size_t n,
                          lemma_element *out, size_t from);
  void (*short_pair_sums)(lemma_plane e, const uint16_t *, size_t distance, size_t half, size_t quarter, size_t n,
                          lemma_element *out, size_t from);
  void (*short_combination)(Out, Out, const uint16_t *, size_t distance, size_t parts, const lemma_element *w,
                            lemma_element shift, size_t n, size_t from);
  void (*short_pair_combination)(Out, Out, Out, Out, const uint16_t *, const uint16_t *, size_t distance, size_t parts,
                                 const lemma_element *w, lemma_element alpha, size_t n, size_t from);
  uint64_t (*shorts_of_integers)(uint16_t *, const int64_t *, size_t n, int64_t scale, int64_t offset);

  void (*eq_expand)(Out, Out, size_t n, lemma_element r, size_t from);
  void (*scale_add)(Out, Out, In, In, size_t n, lemma_element c, size_t from);
  void (*scale)(Out, Out, In, In, size_t n, lemma_element c, size_t from);

  void (*dot_integers)(const int64_t *, In, In, size_t n, lemma_element *out, size_t from);
  void (*scale_add_integers)(Out, Out, const int64_t *, size_t n, lemma_element c, size_t from);
  void (*affine_integers)(Out, Out, const int64_t *, size_t n, lemma_element c, lemma_element constant, size_t from);
  void (*affine_integer_pairs)(Out, Out, const int64_t *, const int64_t *, size_t n, lemma_element c, lemma_element d,
                               lemma_element shift, size_t from);
  void (*dot_bytes)(const int8_t *, In, In, size_t n, lemma_element *out, size_t from);
  void (*scale_add_bytes)(Out, Out, const int8_t *, size_t n, lemma_element c, size_t from);
  void (*combine_rows_integers)(Out, Out, const int64_t *, size_t stride, size_t rows, size_t columns, In e0, In e1,
                                size_t from);
  void (*combine_rows)(Out, Out, In v, size_t stride, size_t rows, size_t columns, In e0, In e1, size_t from);
  void (*combine_rows_bytes)(Out, Out, const int8_t *, size_t stride, size_t rows, size_t columns, In e0, In e1);
  void (*dot_rows_bytes)(Out, Out, const int8_t *, size_t stride, size_t rows, size_t columns, In e0, In e1);
  void (*residues_of)(Out, const int64_t *, size_t n, size_t from);

  void (*transform)(Out, size_t stride, size_t width, unsigned log_length, size_t used, const uint64_t *twiddles);
  void (*columns_bytes)(Out, const int8_t *f, size_t columns, size_t rows, In x, size_t count);
  void (*columns)(Out, In f, size_t columns, size_t rows, In x, size_t count);

  void (*hash_leaves)(uint8_t *out, In values, size_t words, size_t leaves, size_t from);
  void (*hash_nodes)(uint8_t *out, const uint8_t *children, size_t nodes, size_t from);
  int (*grind)(const uint8_t *state, unsigned bits, uint64_t start, uint64_t count, uint64_t *nonce, uint64_t from);

  void (*multiply_integers)(int64_t *, size_t, const int64_t *, size_t, const int64_t *, size_t, size_t m, size_t k,
                            size_t n);
  void (*multiply_bytes)(int64_t *, size_t, const int64_t *, size_t, const int8_t *, size_t, size_t m, size_t k,
                         size_t n);
  void (*multiply_transposed_integers)(int64_t *, size_t, const int64_t *, size_t, const int64_t *, size_t, size_t m,
                                       size_t k, size_t n);
  void (*multiply_transposed_bytes)(int64_t *, size_t, const int64_t *, size_t, const int8_t *, size_t, size_t m, size_t k,
                                    size_t n);
} LemmaKernels;

extern const LemmaKernels lemma_scalar_kernels;
#if defined(__x86_64__)
extern const LemmaKernels lemma_avx2_kernels, lemma_avx512_kernels;
#endif

// Initialises the table of a level from the functions of its file.
#define LEMMA_KERNEL_TABLE                                                                                           \
  {                                                                                                                  \
    fold, fold_low, round2, round2_low, round3, dot, fraction_add, interpolate, multiply, multiply_two,              \
      fraction_add_selected, multiply_add_selected, select_entries, round_lines, short_denominators,                 \
      short_pairs, short_quadruples, short_leaf_sums, short_pair_sums, short_combination,                            \
      short_pair_combination, shorts_of_integers, eq_expand, scale_add, scale, dot_integers, scale_add_integers,     \
      affine_integers, affine_integer_pairs, dot_bytes, scale_add_bytes, combine_rows_integers, combine_rows,        \
      combine_rows_bytes, dot_rows_bytes, residues_of, transform, columns_bytes, columns, hash_leaves,               \
      hash_nodes, grind, multiply_integers, multiply_bytes, multiply_transposed_integers,                            \
      multiply_transposed_bytes                                                                                      \
  }

#endif
