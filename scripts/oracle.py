#!/usr/bin/env python3
"""An independent integer GPT-2: what every tensor of Lemma's forward pass must hold.

Written from the definition of the arithmetic (circuits/*.swift), sharing no code with the prover: plain loops over layers, heads and
positions, Python integers throughout, exact square roots instead of tables of them, decimal arithmetic for the tables of functions.

    scripts/oracle.py vectors             write Tests/Vectors/forward.json and Tests/Vectors/operations.json
    scripts/oracle.py check               compute both again and compare with what is stored
    scripts/oracle.py forward CASE.json   print every tensor of one case: {"settings", "parameters", "prompt", "limit"}
"""
import json
import random
import sys
from decimal import ROUND_FLOOR, Decimal, getcontext
from math import isqrt
from pathlib import Path

getcontext().prec = 60
VECTORS = Path(__file__).resolve().parent.parent / "Tests" / "Vectors"
NORM_SHIFT = 16


class Refusal(Exception):
    """A value left the range that is proven for it."""


def require(condition, *what):
    if not condition:
        raise Refusal(*what)


# --- single operations ------------------------------------------------------------------------------------------------

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


# --- tables of functions ----------------------------------------------------------------------------------------------

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


# --- a whole model ----------------------------------------------------------------------------------------------------

class Model:
    def __init__(self, settings, parameters):
        self.s, self.p = settings, parameters
        s = settings
        self.width = s["features"] // s["heads"]

    def weight(self, name, layer, inputs, outputs):
        size = inputs * outputs
        flat = self.p[f"{name} weight"][layer * size:(layer + 1) * size]
        part = lambda kind: self.p[f"{name} {kind}"][layer * outputs:(layer + 1) * outputs]
        return [flat[i * outputs:(i + 1) * outputs] for i in range(inputs)], part("scale"), part("bias")

    def rows(self, name, token):
        d = self.s["features"]
        return [self.p[f"{name} scale"][token] * x for x in self.p[name][token * d:(token + 1) * d]]

    def forward(self, tokens):
        """Every tensor over these tokens, by name; nested lists in the order of the tensor's axes."""
        s, p = self.s, self.p
        d, heads, hidden, layers, width = s["features"], s["heads"], s["hidden"], s["layers"], self.width
        count = len(tokens)
        out = {}

        def put(name, value, layer=None):
            if layer is None:
                out[name] = value
            else:
                out.setdefault(name, []).append(value)

        def norm(name, stream, layer=None):
            found = [layer_norm(row, s["normalization"]) for row in stream]
            for key, suffix in (("mean", ", mean"), ("V", ", V"), ("R", ", R"), ("low", ", lo(R)"), ("high", ", hi(R)"), ("n", "")):
                put(name + suffix, [row[key] for row in found], layer)
            return [row["n"] for row in found]

        def dense(name, vectors, inputs, outputs, layer):
            weight, scale, bias = self.weight(name, layer, inputs, outputs)
            return [affine(x, weight, scale, bias) for x in vectors]

        def by_head(vectors):
            return [[row[h * width:(h + 1) * width] for row in vectors] for h in range(heads)]

        put("embedded tokens", [self.rows("embedding", token) for token in tokens])
        stream = [
            [e + q for e, q in zip(row, p["position embedding"][i * d:(i + 1) * d])]
            for i, row in enumerate(out["embedded tokens"])]
        put("embedded", stream)

        for l in range(layers):
            put("residual 1", stream, l)
            n = norm("norm 1", stream, l)
            parts = {}
            for name, shift in (("query", "queryShift"), ("key", "keyShift"), ("value", "valueShift")):
                exact = dense(name, n, d, d, l)
                put(f"{name}, exact", by_head(exact), l)
                parts[name] = by_head([[rounded16(a, s["attention"][shift], name) for a in row] for row in exact])
                put(name, parts[name], l)
            scores, tops, exponentials, sums, quotients, reciprocals, contexts = [], [], [], [], [], [], []
            for h in range(heads):
                q, k, v = parts["query"][h], parts["key"][h], parts["value"][h]
                all_scores = [[sum(a * b for a, b in zip(q[i], k[j])) for j in range(count)] for i in range(count)]
                found = [
                    softmax_row(all_scores[i][:i + 1], p["exponential table"], s["softmax"]["bits"], s["context"])
                    for i in range(count)]
                scores.append(all_scores)
                tops.append([row["maximum"] for row in found])
                exponentials.append([row["exponentials"] + [0] * (count - 1 - i) for i, row in enumerate(found)])
                sums.append([row["sum"] for row in found])
                quotients.append([row["quotient"] for row in found])
                reciprocals.append([row["reciprocal"] for row in found])
                contexts.append([
                    mix(row["exponentials"], row["reciprocal"], v[:i + 1], s["attention"]["contextShift"])
                    for i, row in enumerate(found)])
            for name, value in (
                ("score", scores), ("row maximum", tops), ("exponential", exponentials), ("S'", sums), ("ties quotient", quotients),
                ("reciprocal", reciprocals), ("context", contexts)):
                put(name, value, l)
            joined = [[x for h in range(heads) for x in contexts[h][i]] for i in range(count)]
            attended = dense("attention output", joined, d, d, l)
            put("attention output", attended, l)
            stream = [[a + b for a, b in zip(x, y)] for x, y in zip(stream, attended)]
            put("residual 2", stream, l)

            exact = dense("hidden", norm("norm 2", stream, l), d, hidden, l)
            put("hidden, exact", exact, l)
            active = [[activation(a, p["gelu table"], s["activation"]["shift"]) for a in row] for row in exact]
            put("gelu index", [[index for index, _ in row] for row in active], l)
            put("activation", [[y for _, y in row] for row in active], l)
            lowered = dense("feed-forward output", out["activation"][l], hidden, d, l)
            put("feed-forward output", lowered, l)
            stream = [[a + b for a, b in zip(x, y)] for x, y in zip(stream, lowered)]

        put("final residual", stream)
        norm("final norm", stream)
        return out

    def head_row(self, normalized):
        """Exact and rounded head input."""
        exact = [g * n + b for g, n, b in zip(self.p["final gain"], normalized, self.p["final bias"])]
        return exact, [rounded16(a, self.s["argmax"]["shift"], "head input") for a in exact]

    def logits(self, row):
        name = "embedding" if self.s["head"] == "tied" else "head"
        return [sum(a * b for a, b in zip(row, self.rows(name, v))) for v in range(self.s["vocabulary"])]

    def generate(self, prompt, limit):
        reply = []
        while len(reply) < limit:
            tokens = prompt + reply
            logits = self.logits(self.head_row(self.forward(tokens)["final norm"][-1])[1])
            reply.append(logits.index(max(logits)))
            if reply[-1] in self.s["stops"]:
                return reply, "stop"
        return reply, "length"

    def run(self, prompt, limit):
        """The greedy reply, and every tensor over the statement's rows."""
        s = self.s
        reply, ending = self.generate(prompt, limit)
        used = prompt + reply[:-1]
        rows = bucket(len(used), s["context"])
        replies = bucket(len(reply), s["context"])
        out = self.forward(used + [s["pad"]] * (rows - len(used)))

        zero = [0] * s["features"]
        read = [out["final norm"][i] if i < rows else zero for i in range(len(prompt) - 1, len(prompt) - 1 + replies)]
        heads = [self.head_row(row) for row in read]
        active = [row if t < len(reply) else zero for t, (_, row) in enumerate(heads)]
        logits = [self.logits(row) for row in active]
        out["final norm at the reply"] = read
        out["final norm with gain and bias"] = [exact for exact, _ in heads]
        out["head input"] = [row for _, row in heads]
        out["head input of the reply"] = active
        out["logit"] = logits
        out["chosen logit"] = [logits[t][reply[t]] if t < len(reply) else 0 for t in range(replies)]
        out["logit gap"] = [
            [out["chosen logit"][t] - x - (1 if t < len(reply) and v < reply[t] else 0) for v, x in enumerate(row)]
            for t, row in enumerate(logits)]
        for row in out["logit gap"]:
            for gap in row:
                require(0 <= gap < 1 << s["argmax"]["gapBits"], "argmax", gap)

        # How often each row of the function tables is used.
        uses = {"exponential": [0] * len(self.p["exponential table"]), "gelu": [0] * len(self.p["gelu table"])}
        for layer, tops in zip(out["score"], out["row maximum"]):
            for scores, top in zip(layer, tops):
                for i, row in enumerate(scores):
                    for score in row[:i + 1]:
                        uses["exponential"][top[i] - score] += 1
        for index in flat(out["gelu index"]):
            uses["gelu"][index + len(uses["gelu"]) // 2] += 1
        for name, counts in uses.items():
            out[f"multiplicity of {name}"] = counts
        return {"reply": reply, "ending": ending, "tensors": {name: flat(value) for name, value in out.items()}}


def flat(value):
    if not isinstance(value, list):
        return [value]
    return [x for part in value for x in flat(part)]


# --- vectors ----------------------------------------------------------------------------------------------------------

def settings_of(layers, features, heads, hidden, vocabulary, context, tie="tied", pad=0, stops=(), bits=8, step=8, exp_rows=12, head_shift=8):
    linear = {"weight": 127, "scale": 3, "bias": 1024, "scaledNorm": 127 * 3 * max(features, hidden)}
    exponent = bits + NORM_SHIFT
    # e keeps R below 2^16 whatever the row.
    epsilon = -(-features * 4 ** exponent // 65535 ** 2) + 1
    names = ("embedding", "head", "query", "key", "value", "attentionOutput", "up", "down")
    return {
        "layers": layers, "features": features, "heads": heads, "hidden": hidden, "vocabulary": vocabulary, "context": context,
        "head": tie, "pad": pad, "stops": list(stops),
        "normalization": {"bits": bits, "epsilon": epsilon, "first": 1, "rows": 65535},
        "softmax": {"step": step, "bits": 8, "rowBits": exp_rows, "reciprocal": 16},
        "attention": {"queryShift": 12, "keyShift": 12, "valueShift": 9, "contextShift": 24 + digits(context)},
        "activation": {"indexBits": 5, "outputBits": 5, "rowBits": 10, "shift": 12, "largest": 512},
        "argmax": {"shift": head_shift, "gain": 128, "bias": 1024, "gapBits": 32},
        "bounds": {**{name: linear for name in names}, "position": 1024},
    }


def random_parameters(s, rng):
    L, d, f, V = s["layers"], s["features"], s["hidden"], s["vocabulary"]
    byte = lambda n: [rng.randint(-127, 127) for _ in range(n)]
    scale = lambda n: [rng.randint(1, 3) for _ in range(n)]
    p = {"embedding": byte(V * d), "embedding scale": scale(V), "position embedding": byte(s["context"] * d)}
    for name, inputs, outputs in (
        ("query", d, d), ("key", d, d), ("value", d, d), ("attention output", d, d), ("hidden", d, f), ("feed-forward output", f, d)):
        p[f"{name} weight"] = byte(L * inputs * outputs)
        p[f"{name} scale"] = scale(L * outputs)
        p[f"{name} bias"] = [rng.randint(-1024, 1024) for _ in range(L * outputs)]
    p["final gain"] = [rng.randint(-128, 128) for _ in range(d)]
    p["final bias"] = [rng.randint(-1024, 1024) for _ in range(d)]
    if s["head"] == "untied":
        p["head"] = byte(V * d)
        p["head scale"] = scale(V)
    softmax, gelu_settings = s["softmax"], s["activation"]
    p["exponential table"] = flagged(exponential_table(1 << softmax["rowBits"], softmax["step"], softmax["bits"]), s["context"])
    p["gelu table"] = gelu_table("erf", gelu_settings["rowBits"], gelu_settings["indexBits"], gelu_settings["outputBits"])
    return p


def forward_vectors():
    """(name, settings, prompt length, most reply tokens)."""
    shapes = [
        ("two layers, three heads, tied", settings_of(2, 6, 3, 10, 11, 16), 3, 4),
        ("one layer, one head, untied, full context", settings_of(1, 5, 1, 7, 13, 9, "untied", pad=12), 4, 6),
        ("powers of two, stops", settings_of(3, 8, 2, 16, 16, 32, pad=3, stops=[3, 5, 7, 11, 13]), 6, 20),
        ("everything of size one", settings_of(1, 1, 1, 1, 2, 1), 1, 1),
        ("padded rows, long prompt", settings_of(1, 6, 2, 3, 7, 24, "untied", bits=7), 16, 3),
        ("one prompt token, long reply", settings_of(2, 4, 4, 5, 9, 23, head_shift=7), 1, 19),
    ]
    cases = []
    for number, (name, settings, prompt, limit) in enumerate(shapes):
        for attempt in range(200):
            rng = random.Random(1000 * number + attempt)
            parameters = random_parameters(settings, rng)
            tokens = [rng.randrange(settings["vocabulary"]) for _ in range(prompt)]
            try:
                result = Model(settings, parameters).run(tokens, limit)
            except Refusal:
                continue
            if settings["stops"] and result["ending"] != "stop":
                continue
            break
        else:
            raise SystemExit(f"{name}: every seed is refused")
        cases.append({"name": name, "settings": settings, "parameters": parameters, "prompt": tokens, "limit": limit, **result})
    return cases


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


def documents():
    return {"forward.json": {"cases": forward_vectors()}, "operations.json": operation_vectors()}


def encoded(document):
    return json.dumps(document, separators=(",", ":")).replace("},{", "},\n{") + "\n"


def main(arguments):
    if arguments == ["vectors"]:
        for name, document in documents().items():
            (VECTORS / name).write_text(encoded(document))
            print(f"{name}: {(VECTORS / name).stat().st_size} bytes")
    elif arguments == ["check"]:
        for name, document in documents().items():
            same = (VECTORS / name).read_text() == encoded(document)
            print(f"{name}: {'as stored' if same else 'DIFFERENT'}")
            if not same:
                return 1
    elif len(arguments) == 2 and arguments[0] == "forward":
        case = json.loads(Path(arguments[1]).read_text())
        try:
            print(encoded(Model(case["settings"], case["parameters"]).run(case["prompt"], case["limit"])), end="")
        except Refusal as refusal:
            print("refused:", *refusal.args, file=sys.stderr)
            return 3
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
