"""Sums of two terms fitted to measured points."""

TERMS = {"fixed": lambda x: 1, "each": lambda x: x, "square": lambda x: x * x}


def fit(xs: list[float], ys: list[float], names: tuple[str, str]) -> dict[str, float]:
    """The factors of two terms with the smallest sum of squared relative errors."""
    first, second = (TERMS[name] for name in names)
    a = b = c = d = e = 0.0
    for x, y in zip(xs, ys, strict=True):
        u, v = first(x) / y, second(x) / y
        a, b, c, d, e = a + u * u, b + u * v, c + v * v, d + u, e + v
    determinant = a * c - b * b
    return {names[0]: (c * d - b * e) / determinant, names[1]: (a * e - b * d) / determinant}


def value(factors: dict[str, float], x: float) -> float:
    return sum(factor * TERMS[name](x) for name, factor in factors.items())
