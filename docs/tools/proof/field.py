"""The field E = F_p[X] / (X^2 - 7), and equality weights of points over it."""
from functools import lru_cache

P = 2**64 - 2**32 + 1


class E:
    __slots__ = ("a", "b")

    def __init__(self, a, b=0):
        self.a, self.b = a % P, b % P

    def __add__(self, o):
        return E(self.a + o.a, self.b + o.b)

    def __sub__(self, o):
        return E(self.a - o.a, self.b - o.b)

    def __mul__(self, o):
        return E(self.a * o.a + 7 * self.b * o.b, self.a * o.b + self.b * o.a)

    def inverse(self):
        n = pow(self.a * self.a - 7 * self.b * self.b, P - 2, P)
        return E(self.a * n, -self.b * n)

    def __eq__(self, o):
        return isinstance(o, E) and self.a == o.a and self.b == o.b

    def __hash__(self):
        return hash((self.a, self.b))

    def bytes(self):
        return self.a.to_bytes(8, "big") + self.b.to_bytes(8, "big")


ZERO, ONE, HALF = E(0), E(1), E((P + 1) // 2)


def powers(x, n):
    result, value = [], ONE
    for _ in range(n):
        result.append(value)
        value = value * x
    return result


def total(values):
    result = ZERO
    for value in values:
        result = result + value
    return result


def digit(r, bit):
    return r if bit else ONE - r


def eq_integer(point, x):
    result = ONE
    for i, r in enumerate(point):
        result = result * digit(r, x >> i & 1)
    return result


def eq(r, s):
    result = ONE
    for a, b in zip(r, s, strict=True):
        result = result * (ONE - a - b + a * b + a * b)
    return result


@lru_cache(maxsize=64)
def eq_table(point):
    table = [ONE]
    for r in point:
        high = [t * r for t in table]
        table = [t - h for t, h in zip(table, high)] + high
    return table
