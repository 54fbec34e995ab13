"""Tables of functions, in decimal arithmetic."""
from decimal import ROUND_FLOOR, Decimal, getcontext

from .operations import digits

getcontext().prec = 60


def nearest(x):
    """floor(x + 1/2)."""
    return int((x + Decimal("0.5")).to_integral_value(ROUND_FLOOR))


def exponential_table(rows, step, bits):
    return [nearest((Decimal(1 << bits)) * (Decimal(-t) / (1 << step)).exp()) for t in range(rows)]


def flagged(table, context):
    """N E[t] + [t = 0]."""
    flag = 2 << digits(context)
    return [flag * e + (t == 0) for t, e in enumerate(table)]


PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")


def erf(x):
    total, term, n = Decimal(0), x, 0
    while abs(term) > Decimal(10) ** -55:
        total += term / (2 * n + 1)
        n += 1
        term = -term * x * x / n
    return 2 * total / PI.sqrt()


def gelu(x, form):
    if abs(x) > 12:
        return x if x > 0 else Decimal(0)
    if form == "erf":
        return x * (1 + erf(x / Decimal(2).sqrt())) / 2
    inner = (2 / PI).sqrt() * (x + Decimal("0.044715") * x ** 3)
    # 1 + tanh(u) = 2 / (1 + exp(-2 u))
    return x / (1 + (-2 * inner).exp())


def gelu_table(form, row_bits, index_bits, output_bits):
    half = 1 << (row_bits - 1)
    return [nearest(gelu(Decimal(i) / (1 << index_bits), form) * (1 << output_bits)) for i in range(-half, half)]
