// The prover's hot loops: arithmetic over arrays of field elements, number-theoretic transform, Keccak-256,
// integer products. Each has a portable scalar form; wider forms are chosen at run time and give the same bytes.
//
// F_p is the Goldilocks field, p = 2^64 - 2^32 + 1; E = F_p[X]/(X^2 - 7). Every element read or written is canonical
// (each coordinate below p). An array of E is two planes: x0 holds the constant coordinates, x1 those of X.
// Sizes may be 0, 1, or any other number; pointers need no alignment beyond their type's.
#ifndef LEMMA_KERNELS_H
#define LEMMA_KERNELS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t c0, c1;
} lemma_element;

// --- choice of level -------------------------------------------------------------------------------------------------

// 0 scalar, 1 AVX2, 2 AVX-512 (F, DQ, VL, BW, IFMA; int8 products also VNNI).
int lemma_kernel_level(void);
// For tests and benchmarks: use at most this level from now on. Returns the level in force. Results never depend on it.
int lemma_limit_kernel_level(int level);

// --- arrays of E ------------------------------------------------------------------------------------------------------

// Binds the highest variable: o[i] = a[i] + r (a[i + half] - a[i]), i < half. o may be a.
void lemma_fold(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t half, lemma_element r);
// Binds the lowest variable: o[i] = a[2i] + r (a[2i+1] - a[2i]), i < half. o may be a.
void lemma_fold_low(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t half, lemma_element r);

// Round of a product of two tables, highest variable: out[0] = sum a[i] b[i], out[1] = sum (a[i+half]-a[i]) (b[i+half]-b[i]).
void lemma_round2(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t half,
                  lemma_element out[2]);
// The same for the lowest variable: pairs (2i, 2i+1).
void lemma_round2_low(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t half,
                      lemma_element out[2]);
// Round of a product of three tables, highest variable. With x = x[i], d = x[i+half] - x[i]:
// out[0] = sum a b c, out[1] = sum da db dc, out[2] = sum (a-da)(b-db)(c-dc).  b may equal c.
void lemma_round3(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, const uint64_t *c0,
                  const uint64_t *c1, size_t half, lemma_element out[3]);

typedef struct {
  const uint64_t *x0, *x1;
} lemma_plane;

// One layer of a tree of fraction sums, i < count: (n, d)[i] = (n[i] d[i+half] + n[i+half] d[i], d[i] d[i+half]). Output may be
// the first halves of the input.
void lemma_fraction_add(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n0, const uint64_t *n1,
                        const uint64_t *d0, const uint64_t *d1, size_t half, size_t count);
// o[i] = a[i] + r (b[i] - a[i]).  o may be a or b.
void lemma_interpolate(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, size_t n, lemma_element r);
// o[i] = a[i] b[i].  o may be a or b.
void lemma_multiply(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, size_t n);
// o[i] = a[i] b[i] + c[i] d[i].  o may be any of them.
void lemma_multiply_two(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, lemma_plane c, lemma_plane d, size_t n);
// The same as lemma_fraction_add for numerators that are 0 or 1, given as words.
void lemma_fraction_add_selected(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint64_t *n,
                                 const uint64_t *d0, const uint64_t *d1, size_t half, size_t count);
// o[i] = a[i] b[i] + c[i] words[i], and o[i] = a[i] words[i], for words that are 0 or 1.  o may be any of them, o0 also the words.
void lemma_multiply_add_selected(uint64_t *o0, uint64_t *o1, lemma_plane a, lemma_plane b, lemma_plane c,
                                 const uint64_t *words, size_t n);
void lemma_select(uint64_t *o0, uint64_t *o1, lemma_plane a, const uint64_t *words, size_t n);
// Products of lines a -> a_end and b -> b_end: out[0] = sum a[i] b[i], out[1] = sum (a_end[i]-a[i]) (b_end[i]-b[i]).
void lemma_round_lines(lemma_plane a, lemma_plane a_end, lemma_plane b, lemma_plane b_end, size_t n,
                       lemma_element out[2]);

// Doubles an equality table: t[i+n] = t[i] r, t[i] -= t[i+n], i < n.
void lemma_eq_expand(uint64_t *t0, uint64_t *t1, size_t n, lemma_element r);
// o[i] += c a[i].  o may be a.
void lemma_scale_add(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t n, lemma_element c);
// o[i] = c a[i].  o may be a.
void lemma_scale(uint64_t *o0, uint64_t *o1, const uint64_t *a0, const uint64_t *a1, size_t n, lemma_element c);
// sum a[i] b[i].
lemma_element lemma_dot(const uint64_t *a0, const uint64_t *a1, const uint64_t *b0, const uint64_t *b1, size_t n);

// --- integers against E -----------------------------------------------------------------------------------------------

// sum v[i] e[i]; |v[i]| < 2^62, read modulo p.
lemma_element lemma_dot_integers(const int64_t *v, const uint64_t *e0, const uint64_t *e1, size_t n);
// o[i] += c v[i].
void lemma_scale_add_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t n, lemma_element c);
// o[i] = c v[i] + constant.
void lemma_affine_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t n, lemma_element c, lemma_element constant);
// o[i] = c v[i] + d w[i] + constant.
void lemma_affine_integer_pairs(uint64_t *o0, uint64_t *o1, const int64_t *v, const int64_t *w, size_t n, lemma_element c,
                                lemma_element d, lemma_element constant);
// The same sums for signed bytes.
lemma_element lemma_dot_bytes(const int8_t *v, const uint64_t *e0, const uint64_t *e1, size_t n);
void lemma_scale_add_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t n, lemma_element c);
// A matrix of signed bytes whose rows are `stride` bytes apart: o[column] += sum_row e[row] v[row][column], and
// o[row] += sum_column e[column] v[row][column]. Much faster than a row at a time.
void lemma_combine_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                              const uint64_t *e0, const uint64_t *e1);
void lemma_dot_rows_bytes(uint64_t *o0, uint64_t *o1, const int8_t *v, size_t stride, size_t rows, size_t columns,
                          const uint64_t *e0, const uint64_t *e1);
// The first of these for integers, |v| < 2^62; the stride counts entries.
void lemma_combine_rows_integers(uint64_t *o0, uint64_t *o1, const int64_t *v, size_t stride, size_t rows, size_t columns,
                                 const uint64_t *e0, const uint64_t *e1);
// The same for canonical residues.
void lemma_combine_rows(uint64_t *o0, uint64_t *o1, const uint64_t *v, size_t stride, size_t rows, size_t columns,
                        const uint64_t *e0, const uint64_t *e1);
// Canonical residues of integers.
void lemma_residues(uint64_t *o, const int64_t *v, size_t n);

// --- fractions 1 / (alpha - v), v below 2^16 ---------------------------------------------------------------------------

// o[i] = scale v[i] + offset, for 0 <= scale < 2^20 and |offset| < 2^60. Returns 1 if all |v[i]| < 2^40 and all results are below
// 2^16; else 0, and o holds anything.
int lemma_shorts_of_integers(uint16_t *o, const int64_t *v, size_t n, int64_t scale, int64_t offset);
// o[i] = alpha - v[i].
void lemma_short_denominators(uint64_t *o0, uint64_t *o1, const uint16_t *v, size_t n, lemma_element alpha);
// The sums, as fractions that are not cancelled, of the fractions of v[i] and w[i]; and of v[i], v[i + distance],
// v[i + 2 distance], v[i + 3 distance].
void lemma_short_pairs(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v, const uint16_t *w,
                       size_t n, lemma_element alpha);
void lemma_short_quadruples(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v, size_t distance,
                            size_t n, lemma_element alpha);


// Two rounds at once of sumchecks over such leaves, all sums over i < n with weights e[i]. Tables have four parts, 2x + y for the
// next variables x and y, `distance` apart. "Directions" are the leading coefficients in x at y = 0 and 1, in y at x = 0 and 1, and
// in both: of a linear function the differences between parts 0-2, 1-3, 0-1, 2-3, and of the first two of these.
//
// Of a and b, b zero from part `parts` on: out[0] = sum e; a at its parts; b at parts 0, 1, 2; a b at parts 0, 1, 2; in all
// directions the product of a's and b's differences.
void lemma_short_leaf_sums(lemma_plane e, const uint16_t *a, const uint16_t *b, size_t distance, size_t parts, size_t n,
                           lemma_element out[16]);
// With s, m sum and product of leaves v[i], v[i + half] of a part, t, l those of leaves `quarter` further: out[0] = sum e; at parts
// 0, 1, 2 the sums of s + t, m + l + s t, s l + t m, m l; in all directions those of ds dt, ds dl + dt dm, dm dl.
void lemma_short_pair_sums(lemma_plane e, const uint16_t *v, size_t distance, size_t half, size_t quarter, size_t n,
                           lemma_element out[28]);
// o[i] = constant + sum_j w[j] v[i + j distance], j < parts <= 2^10.
void lemma_short_combination(uint64_t *o0, uint64_t *o1, const uint16_t *v, size_t distance, size_t parts,
                             const lemma_element *w, lemma_element constant, size_t n);
// The sums of the fractions of v and u, as lemma_short_pairs has them, combined likewise; parts <= 8, weights add up to 1.
void lemma_short_pair_combination(uint64_t *on0, uint64_t *on1, uint64_t *od0, uint64_t *od1, const uint16_t *v,
                                  const uint16_t *u, size_t distance, size_t parts, const lemma_element *w,
                                  lemma_element alpha, size_t n);

// --- Reed-Solomon code ------------------------------------------------------------------------------------------------

// Transforms `width` polynomials at once. data[position][lane], position < 2^log_length: coefficients in, values out; position q
// receives the value at omega^bitreverse(q), omega = 7^((p-1) / 2^log_length). Entries from `used` on are zero on entry
// (they are zero in memory too; knowing it saves work).
void lemma_transform(uint64_t *data, size_t width, unsigned log_length, size_t used);
// The same for `width` neighbouring lanes of rows of `stride` words, so that callers can share the lanes out; whole cache lines
// (multiples of 8 lanes) are best.
void lemma_transform_lanes(uint64_t *data, size_t stride, size_t width, unsigned log_length, size_t used);
// Columns of the codeword at `count` points x: out[point][row] = sum_col f[col * rows + row] x^col.
void lemma_columns_bytes(uint64_t *out, const int8_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count);
void lemma_columns(uint64_t *out, const uint64_t *f, size_t columns, size_t rows, const uint64_t *x, size_t count);

// --- Keccak-256 (the original padding, as Ethereum uses it) -----------------------------------------------------------

void lemma_keccak_digest(const uint8_t *data, size_t length, uint8_t out[32]);
// out[i] = K(0x00 | the `words` words of leaf i, each 8 bytes big-endian); leaf i starts at values + i * words.
void lemma_hash_leaves(uint8_t *out, const uint64_t *values, size_t words, size_t leaves);
// out[i] = K(0x01 | child 2i | child 2i+1), children of 32 bytes.
void lemma_hash_nodes(uint8_t *out, const uint8_t *children, size_t nodes);
// Lowest nonce in [start, start + count) with K(0x04 | state | nonce as 8 bytes big-endian) < 2^(256 - bits); 1 if found.
int lemma_grind(const uint8_t state[32], unsigned bits, uint64_t start, uint64_t count, uint64_t *nonce);

// --- integer products -------------------------------------------------------------------------------------------------

// out[i][j] += sum_k a[i][k] b[k][j], row-major with row strides; the true sums are below 2^63.
void lemma_multiply_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int64_t *b,
                             size_t b_stride, size_t m, size_t k, size_t n);
// The same with b of signed bytes.
void lemma_multiply_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                          size_t b_stride, size_t m, size_t k, size_t n);
// out[i][j] += sum_k a[i][k] b[j][k].
void lemma_multiply_transposed_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int64_t *b,
                                        size_t b_stride, size_t m, size_t k, size_t n);
// The same with b of signed bytes.
void lemma_multiply_transposed_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                                     size_t b_stride, size_t m, size_t k, size_t n);

#endif
