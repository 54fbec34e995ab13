"""Single operations, edges of their ranges included."""
import random
from decimal import Decimal

from .forward_vectors import settings_of
from .operations import activation, affine, digits, largest_sum_of_squares, layer_norm, limbs, mix, rounded, softmax_row
from .tables import exponential_table, flagged, gelu_table, nearest

# Rows of the first definition of this arithmetic, with the results it gave.
LAYER_NORM = {
    "x": [[-215625, 239482, 243312, 161392, 78749, 127637, -152331, -106580, -100175, -103352, -55049, -22280, -256297, -108336, -26186, -164740]],
    "fractionBits": 16, "n": [[-316, 454, 461, 322, 182, 265, -209, -132, -121, -126, -45, 11, -385, -135, 4, -230]]}
GELU = {
    "x": [-5295165, -16201573, 20206989, -27060080, -20672954, -21448447, 25098409, -16476520], "shift": 16,
    "index": [-81, -247, 308, -413, -315, -327, 383, -251], "y": [-8, 0, 308, 0, 0, 0, 383, 0]}


def operation_vectors():
    rng = random.Random(2026)
    big = 1 << 61
    edges = [0, 1, -1, 2, -2, 127, -128, 65535, -65536, big - 1, 1 - big, big >> 1, -(big >> 1)]

    rounding = []
    for shift in (0, 1, 2, 7, 12, 15, 16, 17, 31, 32, 33, 48, 60):
        half = 1 << max(0, shift - 1)
        values = edges + [half, -half, half - 1, -half - 1, 3 * half, -3 * half, 3 * half - 1]
        values += [rng.randint(-big, big) >> rng.randrange(60) for _ in range(20)]
        values = [v for v in values if abs(v) < big]
        rounding.append({"shift": shift, "a": values, "q": [rounded(v, shift) for v in values]})

    quotient = []
    for divisor in (1, 2, 3, 10, 64, 1536, 65535, (1 << 40) + 1):
        values = edges + [divisor, -divisor, divisor - 1, 1 - divisor, -divisor - 1] + [rng.randint(-big, big) >> rng.randrange(60) for _ in range(20)]
        quotient.append({"divisor": divisor, "a": values, "q": [v // divisor for v in values]})

    ranges = []
    for bits, offset, bound in (
        (16, 0, 1 << 20), (9, 0, 1 << 10), (17, 0, 1 << 20), (24, 1 << 23, 1 << 24), (32, 0, 1 << 40), (32, 1 << 31, 1 << 33), (33, 5, 1 << 50),
        (48, 0, 1 << 50), (48, -7, 1 << 50), (49, 0, 1 << 40), (50, 0, 1 << 55), (61, 0, 1 << 61), (62, 0, (1 << 62) - 1)):
        inside = [-offset, (1 << bits) - 1 - offset, 1 - offset]
        values = [v for v in inside + [rng.randrange(1 << bits) - offset for _ in range(12)] if abs(v) <= bound]
        outside = [v for v in (-1 - offset, (1 << bits) - offset, -bound, bound) if abs(v) <= bound and not 0 <= v + offset < 1 << bits]
        ranges.append({
            "bits": bits, "offset": offset, "bound": bound, "x": values,
            "limbs": [limbs(v, bits, offset, bound) for v in values], "outside": outside})

    norms = []
    for d, bits, spread in ((1, 8, 1000), (2, 8, 1 << 20), (3, 10, 1 << 16), (7, 6, 50), (16, 8, 1 << 18), (33, 9, 1 << 22), (100, 8, 3)):
        s = settings_of(1, d, 1, 1, 2, 1, bits=bits)["normalization"]
        rows = [[rng.randint(-spread, spread) for _ in range(d)] for _ in range(5)]
        rows += [[0] * d, [spread] * d, [-spread] * d, [spread if i == 0 else 0 for i in range(d)], [-spread if i % 2 else spread for i in range(d)]]
        norms.append({"settings": s, "x": rows, "rows": [layer_norm(row, s) for row in rows]})
    d = 16
    s = {"bits": 8, "epsilon": max(nearest(Decimal("1e-5") * d * 4 ** LAYER_NORM["fractionBits"]), -(-d * 4 ** 24 // 65535 ** 2)), "first": 1, "rows": 65535}
    found = [layer_norm(row, s) for row in LAYER_NORM["x"]]
    assert [row["n"] for row in found] == LAYER_NORM["n"]
    norms.append({"settings": s, "x": LAYER_NORM["x"], "rows": found})

    softmaxes = []
    for context, count, step, row_bits, width in ((1, 1, 4, 6, 1), (5, 5, 3, 8, 3), (16, 13, 8, 11, 2), (20, 20, 5, 9, 5), (64, 33, 6, 10, 1)):
        table = flagged(exponential_table(1 << row_bits, step, 8), context)
        reach = (1 << row_bits) - 1
        scores = [[rng.randint(-reach // 2, reach // 2) for _ in range(count)] for _ in range(count)]
        scores[-1] = [scores[-1][0]] * count                              # all tied
        if count > 2:
            scores[-2] = [-7] * (count - 2) + [-7 - reach, 5000]            # the widest row, then one entry that is masked
        values = [[rng.randint(-(1 << 15), (1 << 15) - 1) for _ in range(width)] for _ in range(count)]
        shift = 16 + 8 + digits(context) + 1
        rows = []
        for i in range(count):
            row = softmax_row(scores[i][:i + 1], table, 8, context)
            row["context"] = mix(row["exponentials"], row["reciprocal"], values[:i + 1], shift)
            rows.append(row)
        softmaxes.append({
            "context": context, "step": step, "bits": 8, "rowBits": row_bits, "table": table, "scores": scores, "values": values,
            "shift": shift, "rows": rows})

    activations = []
    for row_bits, index_bits, output_bits, shift, form in ((9, 4, 6, 16, "erf"), (10, 5, 5, 3, "tanh"), (12, 6, 6, 16, "tanh")):
        table = gelu_table(form, row_bits, index_bits, output_bits)
        half = 1 << (row_bits - 1)
        x = [0, (half << shift) - (1 << (shift - 1)) - 1, -(half << shift) - (1 << (shift - 1))]
        x += [rng.randint(-(half << shift), (half - 1) << shift) for _ in range(40)]
        if row_bits == 12:
            x += GELU["x"]
        found = [activation(a, table, shift) for a in x]
        if row_bits == 12:
            assert found[-8:] == list(zip(GELU["index"], GELU["y"]))
        outside = [(half << shift) - (1 << (shift - 1)), -(half << shift) - (1 << (shift - 1)) - 1]
        activations.append({
            "rowBits": row_bits, "indexBits": index_bits, "outputBits": output_bits, "shift": shift, "form": form, "table": table, "x": x,
            "index": [i for i, _ in found], "y": [y for _, y in found], "outside": outside})

    affines = []
    for rows, inputs, outputs, size in ((1, 1, 1, 10), (3, 5, 7, 1 << 15), (4, 16, 8, 1 << 15), (1, 33, 2, 1 << 40), (17, 2, 31, 300)):
        x = [[rng.randint(-size, size) for _ in range(inputs)] for _ in range(rows)]
        weight = [[rng.choice((-128, -127, 127, 0, rng.randint(-127, 127))) for _ in range(outputs)] for _ in range(inputs)]
        scale = [rng.randint(1, 1000) for _ in range(outputs)]
        bias = [rng.randint(-(1 << 30), 1 << 30) for _ in range(outputs)]
        affines.append({"x": x, "weight": weight, "scale": scale, "bias": bias, "y": [affine(row, weight, scale, bias) for row in x]})

    tables = {
        "exponential": [
            {"step": step, "bits": bits, "values": exponential_table(rows, step, bits)}
            for step, bits, rows in ((4, 8, 110), (5, 8, 256), (8, 8, 512), (11, 12, 300))],
        "gelu": [
            {"form": form, "rowBits": row_bits, "indexBits": i, "outputBits": o, "values": gelu_table(form, row_bits, i, o)}
            for form, row_bits, i, o in (("erf", 9, 5, 6), ("tanh", 9, 5, 6), ("erf", 10, 8, 8), ("tanh", 10, 8, 8))],
        "root": [
            {"width": d, "exponent": k, "first": first, "low": [largest_sum_of_squares(first + i + 1, d, k) + 1 for i in range(30)],
             "high": [largest_sum_of_squares(first + i, d, k) for i in range(30)]}
            for d, k, first in ((1, 24, 1), (6, 24, 1000), (768, 26, 40), (100, 22, 65000))],
    }
    return {
        "rounding": rounding, "quotient": quotient, "range": ranges, "norm": norms, "softmax": softmaxes, "activation": activations,
        "affine": affines, "tables": tables}
