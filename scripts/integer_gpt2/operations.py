"""Single operations on Python integers, each with the range that is proven for it."""
from math import isqrt

NORM_SHIFT = 16


class Refusal(Exception):
    """A value left the range that is proven for it."""


def require(condition, *what):
    if not condition:
        raise Refusal(*what)


def digits(n):
    """The smallest b with n <= 2^b."""
    b = 0
    while 1 << b < n:
        b += 1
    return b


def rounded(a, shift):
    """a / 2^shift to the nearest integer, halves up."""
    return (2 * a + (1 << shift)) // (2 << shift)


def rounded16(a, shift, name="rounded"):
    q = rounded(a, shift)
    require(-(1 << 15) <= q < 1 << 15, name, q)
    return q


def limbs(x, bits, offset, bound):
    """The committed limbs of x + offset, ranged to `bits` bits; all but the lowest, which stays virtual."""
    count = max(1, -(-bits // 16))
    scale = 1 << (16 * count - bits)
    if count > 3 or scale * (bound + abs(offset)) >= 1 << 62:
        scale = 1
    value = scale * (x + offset)
    return [value // 65536 ** i if i == count - 1 else value // 65536 ** i % 65536 for i in range(1, count)]


def root(v, d, exponent):
    """The integer nearest to 2^exponent sqrt(d / v)."""
    return (isqrt(4 * d * 4 ** exponent // v) + 1) // 2


def largest_sum_of_squares(r, d, exponent):
    """The largest V whose nearest root is r."""
    return 4 * d * 4 ** exponent // (2 * r - 1) ** 2


def layer_norm(x, settings):
    """One row: mean, V, R, the ends of R's interval, and the normalized row."""
    d, exponent = len(x), settings["bits"] + NORM_SHIFT
    mean = (2 * sum(x) + d) // (2 * d)
    centred = [value - mean for value in x]
    v = sum(c * c for c in centred) + settings["epsilon"]
    r = root(v, d, exponent)
    require(settings["first"] <= r < settings["first"] + settings["rows"], "R", r)
    low = largest_sum_of_squares(r + 1, d, exponent) + 1
    high = largest_sum_of_squares(r, d, exponent)
    assert low <= v <= high
    n = [rounded16(c * r, NORM_SHIFT, "norm") for c in centred]
    guard = 2 * d * 4 ** settings["bits"] - sum(value * value for value in n)
    require(0 <= guard < 1 << 32, "guard", guard)
    return {"mean": mean, "V": v, "R": r, "low": low, "high": high, "n": n}


def softmax_row(scores, table, step_bits, context):
    """One row of visible scores: maximum, E', S', quotient of ties, R."""
    flag = 2 << digits(context)
    top = max(scores)
    weights = []
    for score in scores:
        require(top - score < len(table), "exponential index", top - score)
        weights.append(table[top - score])
    total = sum(weights)
    ties = (total - 1) % flag
    require(ties < flag // 2, "maximum attained", ties)
    reciprocal = (1 << (16 + step_bits + digits(context) + 1)) // total
    require(reciprocal < 1 << 16, "reciprocal", reciprocal)
    return {"maximum": top, "exponentials": weights, "sum": total, "quotient": (total - 1) // flag, "reciprocal": reciprocal}


def mix(weights, reciprocal, rows, shift):
    """The context: reciprocal · Σ_j weights_j rows_j, rounded."""
    sums = [sum(weight * row[i] for weight, row in zip(weights, rows)) for i in range(len(rows[0]))]
    return [rounded16(reciprocal * value, shift, "context") for value in sums]


def activation(x, table, shift):
    """Index into a table centred on 0, and what stands there."""
    index = rounded(x, shift)
    require(-(len(table) // 2) <= index < len(table) // 2, "activation index", index)
    return index, table[index + len(table) // 2]


def affine(x, weight, scale, bias):
    """scale · (x W) + bias, W given by rows."""
    raw = [sum(a * row[o] for a, row in zip(x, weight)) for o in range(len(scale))]
    return [s * r + b for s, r, b in zip(scale, raw, bias)]


def bucket(n, context):
    unit = 1 << max(0, digits(n) - 3)
    return min(-(-n // unit) * unit, context)
