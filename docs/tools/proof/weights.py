"""Weights of claims, one for each axis: tuples, so that equality is structural."""
from .field import HALF, ONE, ZERO, E, eq, eq_integer, total

FAR = 1 << 29


def Point(coordinates):
    return "window", tuple(coordinates), 0, 0, FAR, ONE


def ones(bits):
    return "window", (HALF,) * bits, 0, 0, FAR, E(1 << bits)


def entry(w, y):
    if w[0] == "window":
        _, point, shift, low, high, scale = w
        inside = low <= y < high and 0 <= y - shift < 1 << len(point)
        return scale * eq_integer(point, y - shift) if inside else ZERO
    if w[0] == "row":
        return w[1][y] if y < len(w[1]) else ZERO
    return total(c * entry(v, y) for c, v in w[1])


def below(w, n):
    if w[0] == "window" and w[2:5] == (0, 0, FAR) and n >= 1 << len(w[1]):
        return w[5]
    return total(entry(w, y) for y in range(n))


def evaluate(w, s):
    if w[0] == "window" and w[2:4] == (0, 0) and w[4] >= 1 << len(s) and len(w[1]) == len(s):
        return w[5] * eq(w[1], s)
    if w[0] == "mixture":
        return total(c * evaluate(v, s) for c, v in w[1])
    return total(entry(w, y) * eq_integer(s, y) for y in range(1 << len(s)))


def parts(w):
    return sum(parts(v) for _, v in w[1]) if w[0] == "mixture" else 1


def effort(w):
    return 64 if w[0] == "window" else 16 * len(w[1]) if w[0] == "row" else sum(effort(v) for _, v in w[1])


def windowed(w, start, size):
    if w[0] == "window":
        moved = lambda index: min(index + start, FAR)
        return "window", w[1], moved(w[2]), moved(w[3]), moved(min(w[4], size)), w[5]
    if w[0] == "row":
        return "row", (ZERO,) * start + w[1][:size]
    return "mixture", tuple((c, windowed(v, start, size)) for c, v in w[1])


def ordered_sum(first, second):
    """Sum over x <= y of the product of digit weights; each argument lists (weight of 0, weight of 1), lowest digit first."""
    less, same = ZERO, ONE
    for (f0, f1), (s0, s1) in reversed(list(zip(first, second, strict=True))):
        less, same = less * (f0 + f1) * (s0 + s1) + same * f0 * s1, same * (f0 * s0 + f1 * s1)
    return less + same
