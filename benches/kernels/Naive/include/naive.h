// Each kernel of kernels.h once more, as plainly as C can say it: one element at a time, every product reduced. Same arguments,
// same results, same bytes. And probes, which say what one instruction costs on the machine they run on.
#ifndef LEMMA_NAIVE_H
#define LEMMA_NAIVE_H

#include "kernels.h"

void naive_fold(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t half, lemma_element r);
void naive_fold_low(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t half, lemma_element r);
void naive_round2(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t half,
                  lemma_element out[2]);
void naive_round2_low(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t half,
                      lemma_element out[2]);
void naive_round3(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, const uint64_t *c0,
                  const uint64_t *c1, size_t half, lemma_element out[3]);
void naive_fraction_add(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n0, const uint64_t *n1,
                        const uint64_t *d0, const uint64_t *d1, size_t half, size_t count);
void naive_interpolate(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, size_t n, lemma_element r);
void naive_multiply(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, size_t n);
void naive_multiply_two(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, lemma_plane c, lemma_plane d, size_t n);
void naive_fraction_add_selected(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n,
                                 const uint64_t *d0, const uint64_t *d1, size_t half, size_t count);
void naive_multiply_add_selected(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, lemma_plane c,
                                 const uint64_t *words, size_t n);
void naive_select(uint64_t *o0, uint64_t *o1, lemma_plane a, const uint64_t *words, size_t n);
void naive_round_lines(lemma_plane a, lemma_plane a_end, lemma_plane b, lemma_plane b_end, size_t n, lemma_element out[2]);
void naive_eq_expand(uint64_t *t0, uint64_t *t1, size_t n, lemma_element r);
void naive_scale_add(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t n, lemma_element c);
void naive_scale(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t n, lemma_element c);
lemma_element naive_dot(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t n);

lemma_element naive_dot_integers(const int64_t *v, const uint64_t *e0, const uint64_t *e1, size_t n);
void naive_scale_add_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t n, lemma_element c);
void naive_affine_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t n, lemma_element c, lemma_element constant);
void naive_affine_integer_pairs(uint64_t *o0, uint64_t *o1, const int64_t *v, const int64_t *w, size_t n, lemma_element c,
                                lemma_element d, lemma_element constant);
lemma_element naive_dot_bytes(const int8_t *v, const uint64_t *e0, const uint64_t *e1, size_t n);
void naive_scale_add_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t n, lemma_element c);
void naive_combine_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                              const uint64_t *e0, const uint64_t *e1);
void naive_dot_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                          const uint64_t *e0, const uint64_t *e1);
void naive_combine_rows_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t stride, size_t rows, size_t columns,
                                 const uint64_t *e0, const uint64_t *e1);
void naive_combine_rows(uint64_t *o0, uint64_t *o1, const uint64_t *v, size_t stride, size_t rows, size_t columns,
                        const uint64_t *e0, const uint64_t *e1);
void naive_residues(uint64_t *o, const int64_t *v, size_t n);

int naive_shorts_of_integers(uint16_t *o, const int64_t *v, size_t n, int64_t scale, int64_t offset);
void naive_short_denominators(uint64_t *o0, uint64_t *o1, const uint16_t *v, size_t n, lemma_element alpha);
void naive_short_pairs(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v, const uint16_t *w,
                       size_t n, lemma_element alpha);
void naive_short_quadruples(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v, size_t distance,
                            size_t n, lemma_element alpha);
void naive_short_leaf_sums(lemma_plane e, const uint16_t *a, const uint16_t *b, size_t distance, size_t parts, size_t n,
                           lemma_element out[16]);
void naive_short_pair_sums(lemma_plane e, const uint16_t *v, size_t distance, size_t half, size_t quarter, size_t n,
                           lemma_element out[28]);
void naive_short_combination(uint64_t *o0, uint64_t *o1, const uint16_t *v, size_t distance, size_t parts,
                             const lemma_element *w, lemma_element constant, size_t n);
void naive_short_pair_combination(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v,
                                  const uint16_t *u, size_t distance, size_t parts, const lemma_element *w,
                                  lemma_element alpha, size_t n);

void naive_transform(uint64_t *data, size_t width, unsigned log_length, size_t used);
void naive_transform_lanes(uint64_t *data, size_t stride, size_t width, unsigned log_length, size_t used);
void naive_columns_bytes(uint64_t *out, const int8_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count);
void naive_columns(uint64_t *out, const uint64_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count);

void naive_keccak256(const uint8_t *data, size_t length, uint8_t out[32]);
void naive_hash_leaves(uint8_t *out, const uint64_t *values, size_t words, size_t leaves);
void naive_hash_nodes(uint8_t *out, const uint8_t *children, size_t nodes);
int naive_grind(const uint8_t state[32], unsigned bits, uint64_t start, uint64_t count, uint64_t *nonce);

void naive_multiply_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int64_t *b,
                             size_t b_stride, size_t m, size_t k, size_t n);
void naive_multiply_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                          size_t b_stride, size_t m, size_t k, size_t n);
void naive_multiply_transposed_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int64_t *b,
                                        size_t b_stride, size_t m, size_t k, size_t n);
void naive_multiply_transposed_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                                     size_t b_stride, size_t m, size_t k, size_t n);

// Runs many independent instructions of one kind and returns how many. The level is that of kernels.h; a level that the machine
// lacks must not be asked for.
typedef enum {
  PROBE_WORD,    // 64 x 64 -> 128 bits (scalar), 32 x 32 -> 64 bits a lane (AVX2), 52-bit multiply-add (AVX-512)
  PROBE_DIGITS,  // 64 x 64 -> 64 bits (scalar), pairs of 16-bit products added (AVX2), and accumulated (AVX-512)
  PROBE_LOGIC,   // exclusive or; AVX-512: any function of three words
} Probe;
uint64_t probe(Probe kind, int level);

#endif
