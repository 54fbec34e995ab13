// Every kernel, in terms of the lanes included before.
#include "pairs.h"

#include "fold.h"
#include "rounds.h"
#include "fractions.h"
#include "short_leaves.h"
#include "short_sums.h"
#include "short_folds.h"
#include "scale.h"
#include "integers.h"
#include "integer_rows.h"
#include "transform.h"
#include "columns.h"
#include "keccak.h"
#include "hashing.h"
#include "grind.h"
#if WIDTH == 1
#include "columns_bytes_plain.h"
#include "byte_matrices_plain.h"
#include "products_plain.h"
#else
#include "pair_tiles.h"
#include "columns_bytes.h"
#include "byte_matrices.h"
#include "products.h"
#include "products_rows.h"
#endif
