// Products of integer matrices whose true results fit 63 bits; partial sums may wrap, so they are taken modulo 2^64.

static void multiply_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int64_t *b,
                              size_t b_stride, size_t m, size_t k, size_t n) {
  for (size_t i = 0; i < m; i++)
    for (size_t t = 0; t < k; t++) {
      uint64_t x = (uint64_t)a[i * a_stride + t];
      uint64_t *row = (uint64_t *)out + i * out_stride;
      const uint64_t *other = (const uint64_t *)b + t * b_stride;
      for (size_t j = 0; j < n; j++) row[j] += x * other[j];
    }
}

static void multiply_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride, const int8_t *b,
                           size_t b_stride, size_t m, size_t k, size_t n) {
  for (size_t i = 0; i < m; i++)
    for (size_t t = 0; t < k; t++) {
      uint64_t x = (uint64_t)a[i * a_stride + t];
      uint64_t *row = (uint64_t *)out + i * out_stride;
      const int8_t *other = b + t * b_stride;
      for (size_t j = 0; j < n; j++) row[j] += x * (uint64_t)(int64_t)other[j];
    }
}

static void multiply_transposed_bytes(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride,
                                      const int8_t *b, size_t b_stride, size_t m, size_t k, size_t n) {
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) {
      uint64_t sum = 0;
      for (size_t t = 0; t < k; t++) sum += (uint64_t)a[i * a_stride + t] * (uint64_t)(int64_t)b[j * b_stride + t];
      out[i * out_stride + j] = (int64_t)((uint64_t)out[i * out_stride + j] + sum);
    }
}

static void multiply_transposed_integers(int64_t *out, size_t out_stride, const int64_t *a, size_t a_stride,
                                         const int64_t *b, size_t b_stride, size_t m, size_t k, size_t n) {
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) {
      uint64_t sum = 0;
      for (size_t t = 0; t < k; t++) sum += (uint64_t)a[i * a_stride + t] * (uint64_t)b[j * b_stride + t];
      out[i * out_stride + j] = (int64_t)((uint64_t)out[i * out_stride + j] + sum);
    }
}
