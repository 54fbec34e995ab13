#!/usr/bin/env python3
"""Reads a Lemma proof with its verifying key, names every byte, and repeats every check.

    python3 docs/tools/read_proof.py MODEL.lemma/verifying.key REPLY.proof [--all] [--states] [--terms]
    python3 docs/tools/read_proof.py MODEL.lemma/verifying.key [--all]              the key alone

    --all      one line for each value, not for each run of values
    --states   the transcript's state after each section: where a verifier that rejects a valid proof parts from this one
    --terms    what shows in no message: the codes' bounds and every soundness term as integers, the effort, and for each node of
               the walk its claims before and after combining and the two sides of "merging pays"

A second reading of docs/protocol.md and docs/formats.md: plain Python, no imports from the project, written for clarity and not
for speed. It exits with status 0 if the proof is valid. Readings of the pages that accept one real proof alike are listed in
docs/formats.md, section 4; `--terms` tells most of them apart.
"""
import sys
from functools import lru_cache
from math import isqrt, log2

# ---------------------------------------------------------------- Keccak-256, original padding

RC = []
lfsr = 1
for _ in range(24):
    word = 0
    for j in range(7):
        if lfsr & 1:
            word |= 1 << ((1 << j) - 1)
        lfsr = lfsr << 1 ^ (0x171 if lfsr & 0x80 else 0)
    RC.append(word)
M64 = 2**64 - 1


def permute(a):
    for rc in RC:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ (c[(x + 1) % 5] << 1 & M64 | c[(x + 1) % 5] >> 63) for x in range(5)]
        a = [a[i] ^ d[i % 5] for i in range(25)]
        x, y, current = 1, 0, a[1]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            n = (t + 1) * (t + 2) // 2 % 64
            a[x + 5 * y], current = (current << n & M64 | current >> (64 - n)), a[x + 5 * y]
        a = [a[i] ^ (~a[i // 5 * 5 + (i + 1) % 5] & a[i // 5 * 5 + (i + 2) % 5]) for i in range(25)]
        a[0] ^= rc
    return a


def keccak(data):
    data += b"\x01" + b"\0" * (-(len(data) + 1) % 136)
    data = data[:-1] + bytes([data[-1] | 0x80])
    a = [0] * 25
    for start in range(0, len(data), 136):
        for i in range(17):
            a[i] ^= int.from_bytes(data[start + 8 * i:start + 8 * i + 8], "little")
        a = permute(a)
    return b"".join(lane.to_bytes(8, "little") for lane in a[:4])


# ---------------------------------------------------------------- E = F_p[X] / (X^2 - 7)

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


# ---------------------------------------------------------------- bytes and transcript


class Rejected(Exception):
    pass


def require(condition, code):
    if not condition:
        raise Rejected(code)


class Reader:
    def __init__(self, data):
        self.data, self.at, self.rows, self.names = data, 0, [], []

    def name(self, *names):
        """Bytes read from now on belong to this section."""
        self.names = names

    def take(self, n, what):
        self.require(n)
        self.at += n
        self.rows.append((self.at - n, self.at, *self.names, what))
        return self.data[self.at - n:self.at]

    def number(self, n, what, signed=False):
        return int.from_bytes(self.take(n, what), "big", signed=signed)

    def require(self, n):
        require(len(self.data) - self.at >= n, "truncated")

    def count(self, n, limit, what):
        value = self.number(n, what)
        require(value <= limit, "tooLarge")
        return value

    def base(self, what):
        value = self.number(8, what)
        require(value < P, "notCanonical")
        return value

    def elements(self, n, what):
        data = self.take(16 * n, what)
        words = [int.from_bytes(data[i:i + 8], "big") for i in range(0, 16 * n, 8)]
        require(all(w < P for w in words), "notCanonical")
        return [E(words[i], words[i + 1]) for i in range(0, 2 * n, 2)]


class Transcript:
    def __init__(self, label):
        self.state = bytes(32)
        self.absorb(label.encode())

    def absorb(self, data):
        self.state = keccak(b"\x02" + self.state + data)

    def squeeze(self):
        self.state = keccak(b"\x03" + self.state)
        return self.state

    def challenge(self):
        block = self.squeeze()
        return E(int.from_bytes(block[:16], "big"), int.from_bytes(block[16:], "big"))

    def challenges(self, n):
        return [self.challenge() for _ in range(n)]

    def positions(self, n, bits):
        drawn = []
        while len(drawn) < n:
            block = self.squeeze()
            words = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 32, 4)]
            drawn += [w & (1 << bits) - 1 for w in words][:n - len(drawn)]
        return sorted(set(drawn))

    def work(self, nonce, bits):
        self.state = keccak(b"\x04" + self.state + nonce)
        require(int.from_bytes(self.state, "big") >> (256 - bits) == 0, "proofOfWork")


def bits_for(n):
    return (n - 1).bit_length() if n > 1 else 0


# ---------------------------------------------------------------- verifying key


AXES, NODES, TOKENS = 256, 2048, 1 << 22


def read_name(r):
    return r.take(r.number(1, "name length"), "name").decode(errors="replace")


def read_list(r, size, cap, what, item):
    return [item() for _ in range(r.count(size, cap, what))]


def read_tag(r, names, what):
    tag = r.number(1, what)
    require(tag < len(names), "malformedKey")
    return names[tag]


def read_axis_list(r):
    return read_list(r, 1, 8, "axes", lambda: r.count(2, AXES, "axis"))


def read_selector(r):
    if read_tag(r, (False, True), "selector"):
        return r.count(2, AXES, "query axis"), r.count(2, AXES, "source axis")
    return None


def check_shape(columns, fold, log_length):
    require(1 <= columns <= 1 << 28 and fold <= 16 and columns << fold < 1 << 31 and 1 <= log_length <= 30, "tooLarge")
    return columns, fold, log_length


def read_shape(r):
    columns = r.count(8, 1 << 28, "columns")
    require(r.number(8, "mask length, 0") == 0, "unsoundParameters")
    return check_shape(columns, r.number(1, "fold"), r.number(1, "log length"))


def shape_bytes(shape):
    return shape[0].to_bytes(8, "big") + bytes(8) + bytes(shape[1:])


class Key:
    def __init__(self, data):
        self.r = r = Reader(data)
        self.digest = keccak(data)
        r.name("header")
        require(r.take(4, "magic") == b"LMKY", "malformedKey")
        require(r.number(2, "version") == 1, "unknownVersion")
        require(r.number(1, "profile") == 1, "unknownProfile")
        r.name("graph", "sizes")
        self.context, self.vocabulary, self.pad = (r.count(4, TOKENS, w) for w in ("context", "vocabulary", "pad"))
        r.name("graph", "stops")
        self.stops = read_list(r, 2, 256, "stops", lambda: r.count(4, TOKENS, "stop"))
        r.name("graph", "axes")
        self.axes = read_list(r, 2, AXES, "axes", lambda: self.read_axis(r))
        r.name("graph", "nodes")
        self.nodes = read_list(r, 2, NODES, "nodes", lambda: self.read_node(r))
        r.name("graph", "tables")
        self.tables = read_list(r, 2, 64, "tables", lambda: dict(
            name=read_name(r), axis=r.count(2, AXES, "axis"), first=r.number(8, "first", True),
            outputs=read_list(r, 1, 4, "outputs", lambda: r.count(2, NODES, "output")),
            multiplicity=r.count(2, NODES, "multiplicity")))
        r.name("graph", "lookups")
        self.lookups = read_list(r, 2, NODES, "lookups", lambda: dict(
            name=read_name(r), table=r.count(2, 64, "table"),
            columns=read_list(r, 1, 5, "columns", lambda: (
                r.count(2, NODES, "node"), r.number(8, "scale", True), r.number(8, "offset", True))),
            selector=read_selector(r)))
        r.name("graph", "zeros")
        self.zeros = read_list(r, 2, NODES, "zeros", lambda: dict(
            name=read_name(r), node=r.count(2, NODES, "node"), outside=read_selector(r)))
        self.check()
        r.name("parameters", "shape")
        self.shape = read_shape(r)
        r.name("parameters")
        self.root, self.value = r.take(32, "root"), r.elements(1, "out-of-domain value")[0]
        r.name("provenance")
        self.provenance = [r.take(32, w) for w in ("tokenizer", "settings", "checkpoint")]
        require(r.at == len(data), "trailingBytes")

    def read_axis(self, r):
        name, extent = read_name(r), read_tag(r, ("fixed", "tokens", "replies"), "extent")
        return name, (r.count(4, TOKENS, "size") if extent == "fixed" else extent)

    def read_node(self, r):
        node = dict(name=read_name(r), axes=read_axis_list(r), bound=r.number(8, "bound", True))
        node["rule"] = read_tag(r, range(7), "rule")
        node["kind"] = kind = read_tag(r, ("parameter", "witness", "statement", "linear", "einsum"), "kind")
        if kind == "parameter":
            node["encoding"] = read_tag(r, (0, 1), "encoding")
        elif kind == "witness":
            node["witness"] = self.read_rule(r)
        elif kind == "statement":
            node["tensor"] = read_tag(r, range(4), "tensor")
        elif kind == "linear":
            node["constant"] = r.number(8, "constant", True)
            require(abs(node["constant"]) < 1 << 62, "malformedKey")
            node["terms"] = read_list(r, 1, 64, "terms", lambda: (
                r.number(8, "coefficient", True), r.count(2, NODES, "node"),
                read_list(r, 1, 8, "views", lambda: self.read_view(r))))
        else:
            node["operands"] = read_list(r, 1, 3, "operands", lambda: (
                r.count(2, NODES, "node"), tuple(read_axis_list(r))))
        return node

    def read_rule(self, r):
        """(rule, table): a verifier uses no more."""
        rule = read_tag(r, range(8), "witness rule")
        table = r.count(1, 63, "table") if rule >= 5 else None
        if rule == 5:
            r.count(1, 3, "column")
        if rule != 7:
            r.count(2, NODES, "source")
        if rule in (0, 2):
            r.count(1, 61, "shift or bits")
        elif rule == 1:
            r.number(8, "divisor", True)
        elif rule == 3:
            r.number(8, "scale", True), r.number(8, "offset", True)
            r.count(1, 3, "index"), read_tag(r, (0, 1), "place")
        elif rule in (4, 5):
            require(read_selector(r) or rule == 5, "malformedKey")
        return rule, table

    def read_view(self, r):
        kind = read_tag(r, ("same", "window", "summed", "matrix"), "view")
        axis = None if kind == "summed" else r.count(2, AXES, "axis")
        return kind, axis, (read_tag(r, (0, 1), "start or matrix") if kind in ("window", "matrix") else 0)


    # -------- the graph's rules: docs/protocol.md, section 5, by their numbers

    def check(self):
        good = lambda condition: require(condition, "malformedKey")
        axes, nodes, limit = self.axes, self.nodes, 1 << 62
        extent = lambda own: [axes[a][1] for a in own]
        fixed = lambda a: isinstance(axes[a][1], int)
        distinct = lambda values: len(set(values)) == len(values)
        largest = lambda a: axes[a][1] if fixed(a) else self.context
        kind = lambda i: nodes[i]["kind"]
        # 1
        good(1 <= self.context and 1 <= self.vocabulary and self.pad < self.vocabulary)
        good(all(t < self.vocabulary for t in self.stops) and all(size != 0 for _, size in axes))
        for i, node in enumerate(nodes):
            # 2
            own, rule = node["axes"], node["rule"]
            good(all(a < len(axes) for a in own) and distinct(own) and 0 <= node["bound"] < limit)
            if kind(i) == "parameter":  # 3
                good(rule == 0 and all(map(fixed, own)))
            elif kind(i) == "witness":  # 4
                good(rule == 2)
            elif kind(i) == "statement":  # 5
                rows = "tokens" if node["tensor"] == 0 else "replies"
                good(extent(own) == ([rows] if node["tensor"] == 3 else [rows, self.vocabulary]) and node["bound"] >= 1)
            else:
                for coefficient, operand, views in node.get("terms", ()):  # 6
                    good(operand < i and abs(coefficient) < limit)
                    other = nodes[operand]["axes"]
                    good(len(views) == len(other) and distinct([axis for view, axis, _ in views if view != "summed"]))
                    for b, (view, axis, _) in zip(other, views):
                        good(view == "summed" or axis in own)
                        if view == "same":
                            good(extent([axis]) == extent([b]))
                        elif view == "window":
                            good(not fixed(axis))
                        elif view == "matrix":
                            good(fixed(axis) and fixed(b) and largest(axis) <= 1024 and largest(b) <= 1024)
                operands = node.get("operands", ())  # 7
                good(kind(i) == "linear" or 2 <= len(operands))
                for operand, space in operands:
                    good(operand < i and all(a < len(axes) for a in space) and distinct(space))
                    good(extent(space) == extent(nodes[operand]["axes"]))
                for a in own if operands else ():
                    uses = sum(a in space for _, space in operands)
                    good(1 <= uses <= 4 - len(operands))
                good(rule in (1, 3, 4, 5, 6))  # 8
                if rule == 1:
                    good(self.interval(node) <= node["bound"])
        for i, table in enumerate(self.tables):  # 9
            a, m = table["axis"], table["multiplicity"]
            good(a < len(axes) and fixed(a) and largest(a) <= 1 << 16 and abs(table["first"]) < 1 << 32)
            good(all(o < len(nodes) and kind(o) == "parameter" and nodes[o]["axes"] == [a] for o in table["outputs"]))
            good(m < len(nodes) and nodes[m]["axes"] == [a] and nodes[m].get("witness") == (7, i))
        fits = lambda selector, own: distinct(selector) and set(selector) <= set(own) and len(set(extent(selector))) == 1
        plain, ranged, zeroed = set(), set(), {(z["node"], z["outside"]) for z in self.zeros}
        for lookup in self.lookups:
            if lookup["selector"] is None:
                ranged |= {n for n, _, _ in lookup["columns"]}
                plain |= {n for n, scale, _ in lookup["columns"] if abs(scale) == 1}
        for lookup in self.lookups:
            columns, selector = lookup["columns"], lookup["selector"]
            good(lookup["table"] < len(self.tables))  # 10
            good(len(columns) == 1 + len(self.tables[lookup["table"]]["outputs"]))
            for n, scale, offset in columns:
                good(n < len(nodes) and kind(n) != "statement" and scale != 0)
                good(nodes[n]["axes"] == nodes[columns[0][0]]["axes"])
                good(nodes[n]["bound"] * abs(scale) + abs(offset) < limit)
                good(kind(n) != "witness" or abs(scale) == 1 or n in plain)  # 11
            if selector:  # 12
                good(fits(selector, nodes[columns[0][0]]["axes"]))
                good(all(kind(n) != "witness" or n in ranged or (n, selector) in zeroed for n, _, _ in columns))
        for zero in self.zeros:  # 13
            n, outside = zero["node"], zero["outside"]
            good(n < len(nodes) and kind(n) in ("linear", "einsum", "witness"))
            good(outside is None or kind(n) == "witness" and fits(outside, nodes[n]["axes"]))
        inputs = lambda node: [o[0] for o in node.get("operands", ())] + [t[1] for t in node.get("terms", ())]
        asserted = {n for k in self.lookups for n, _, _ in k["columns"]}  # 14, 15
        asserted |= {z["node"] for z in self.zeros} | {t["multiplicity"] for t in self.tables}
        read = {o for t in self.tables for o in t["outputs"]}
        for i in reversed(range(len(nodes))):
            read.update(inputs(nodes[i]))
            asserted.update(inputs(nodes[i]) if i in asserted else ())
        good(all(i in asserted or i in read and kind(i) != "witness" for i in range(len(nodes))))
        for i, node in enumerate(nodes):  # 16
            good(node["rule"] != 3 or any(
                k["columns"] == [(i, 1, 0)] and k["selector"] is None and 0 <= self.tables[k["table"]]["first"]
                and self.tables[k["table"]]["first"] + largest(self.tables[k["table"]]["axis"]) - 1 <= node["bound"]
                for k in self.lookups))
        bounded = {t["multiplicity"] for t in self.tables}  # 17
        for lookup in self.lookups:
            bounded |= {n for n, scale, _ in lookup["columns"] if abs(scale) == 1
                        and (lookup["selector"] is None or (n, lookup["selector"]) in zeroed)}
        unbounded = lambda i: kind(i) == "witness" and i not in bounded

        def bound_last(node, own=None):
            left = [t for t in node.get("terms", ()) if unbounded(t[1])]
            if (len(left) == 1 and abs(left[0][0]) == 1 and own in (None, nodes[left[0][1]]["axes"])
                    and all(view == "same" for view, _, _ in left[0][2])):
                bounded.add(left[0][1])

        for node in nodes:
            if node["rule"] == 3 and all(kind(t[1]) == "witness" for t in node.get("terms", ())):
                bound_last(node)
        for lookup in self.lookups:
            n, scale, _ = lookup["columns"][0]
            if lookup["selector"] and abs(scale) == 1:
                bound_last(nodes[n], [a for a in nodes[n]["axes"] if a != lookup["selector"][1]])
        good(not any(map(unbounded, range(len(nodes)))))

    def interval(self, node):
        """The interval bound; each partial product and sum below 2^62, or 2^62."""
        limit, size = 1 << 62, lambda a: self.context if isinstance(self.axes[a][1], str) else self.axes[a][1]

        def product(factors):
            result = 1
            for factor in factors:
                result = min(result * factor, limit) if result < limit else limit
            return result

        if node["kind"] == "linear":
            return min(limit, abs(node["constant"]) + sum(
                product([abs(c), self.nodes[n]["bound"]] + [size(b) for b, (view, _, _) in zip(self.nodes[n]["axes"], views)
                                                            if view in ("summed", "matrix")])
                for c, n, views in node["terms"]))
        factors, summed = [], set(node["axes"])
        for n, space in node["operands"]:
            factors += [self.nodes[n]["bound"]] + [size(a) for a in space if a not in summed]
            summed |= set(space)
        return product(factors)


# ---------------------------------------------------------------- boxes, blocks, placements


def cover(n):
    """[0, n) by the binary digits of n, highest first: (offset, bits)."""
    result, offset = [], 0
    for b in reversed(range(n.bit_length())):
        if n >> b & 1:
            result.append((offset, b))
            offset += 1 << b
    return result


def blocks(shape):
    result = [()]
    for n in shape:
        result = [b + (i,) for b in result for i in cover(n)]
    return result


def place(tensors, start=0):
    """[(owner, block, offset)] and the end: blocks by size, largest first, then by declaration."""
    found = [(owner, block, sum(b for _, b in block)) for owner, shape in tensors for block in blocks(shape)]
    places, offset = [], start
    for owner, block, bits in sorted(found, key=lambda f: -f[2]):
        places.append((owner, block, offset))
        offset += 1 << bits
    return places, offset


def split(point, sizes):
    """One piece per axis; the last axis owns the lowest digits."""
    pieces, start = [], 0
    for n in reversed(sizes):
        pieces.append(tuple(point[start:start + n]))
        start += n
    return pieces[::-1]


# ---------------------------------------------------------------- weights: tuples, so that equality is structural

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
    return 64 if w[0] == "window" else len(w[1]) if w[0] == "row" else sum(effort(v) for _, v in w[1])


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


# ---------------------------------------------------------------- the reduction


class Claim:
    def __init__(self, node, weights, value, outside=None):
        self.node, self.weights, self.value, self.outside = node, list(weights), value, outside


class Verifier:
    def __init__(self, key, reader):
        self.key, self.r, self.errors = key, reader, {}
        self.ledger = [[] for _ in key.nodes]
        self.effort, self.states, self.steps = 0, [], []

    def state(self, name):
        self.states.append((self.t.state.hex(), name))

    def spend(self, units):
        self.effort += units
        require(self.effort <= 1 << 26, "tooLarge")

    def add(self, claim):
        self.spend(1 + sum(effort(w) for w in claim.weights))
        self.ledger[claim.node].append(claim)

    def statement_effort(self, weights):
        return (len(self.tokens) + len(self.reply)) * (1 + sum(parts(w) for w in weights))

    def error(self, name, count):
        self.errors[name] = self.errors.get(name, 0) + count

    def receive(self, n, what):
        elements = self.r.elements(n, what)
        if n:
            self.t.absorb(b"".join(e.bytes() for e in elements))
        return elements

    # -------- statement

    def statement(self):
        r, key = self.r, self.key
        r.name("header")
        require(r.take(4, "magic") == b"LMPF", "malformedProof")
        require(r.number(2, "version") == 1, "unknownVersion")
        start = r.at
        r.name("statement")
        self.model = r.take(32, "model digest")
        self.prompt, self.reply = (self.read_tokens(r, of) for of in ("prompt", "reply"))
        self.ending = r.number(1, "ending")
        require(self.ending < 2, "malformedStatement")
        r.take(32, "context")
        self.statement_bytes = r.data[start:r.at]

    @staticmethod
    def read_tokens(r, of):
        n = r.count(4, TOKENS, f"{of} count")
        r.require(4 * n)
        return [r.count(4, TOKENS, f"{of} token") for _ in range(n)]

    def check_statement(self):
        key, prompt, reply, ending = self.key, self.prompt, self.reply, self.ending
        require(self.model == key.digest, "anotherModel")
        require(prompt and reply, "emptyPromptOrReply")
        n = len(prompt) + len(reply) - 1
        require(n <= key.context, "contextExceeded")
        require(all(t < key.vocabulary for t in prompt + reply), "tokenOutsideVocabulary")
        stops = [t in key.stops for t in reply]
        require(stops == [False] * (len(reply) - 1) + [ending == 0], "wrongEnding")

        def bucket(n):
            unit = 1 << max(0, bits_for(n) - 3)
            return min(-(-n // unit) * unit, key.context)

        lengths = {"tokens": bucket(n), "replies": bucket(len(reply))}
        self.sizes = [lengths.get(extent, extent) for _, extent in key.axes]
        self.bits = [bits_for(n) for n in self.sizes]
        self.first_reply_row = len(prompt) - 1
        self.tokens = (prompt + reply[:-1] + [key.pad] * lengths["tokens"])[:lengths["tokens"]]

    def shape(self, node):
        return [self.sizes[a] for a in self.key.nodes[node]["axes"]]

    def count(self, node):
        return self.product_of(self.shape(node))

    def check_sizes(self):
        """What `Circuit.check` bounds."""
        key = self.key
        committed = [i for i, n in enumerate(key.nodes) if n["kind"] in ("parameter", "witness")]
        looked_up = [k["columns"][0][0] for k in key.lookups] + [t["multiplicity"] for t in key.tables]
        for nodes in (committed, looked_up):
            require(sum(map(self.count, nodes)) <= 1 << 30, "tooLarge")
            pieces = lambda i: self.product_of(n.bit_count() for n in self.shape(i))
            require(sum(map(pieces, nodes)) <= 1 << 15, "tooLarge")
        for i, node in enumerate(key.nodes):
            require(self.count(i) <= 1 << 40, "tooLarge")
            require(sum(self.bits[a] for a in {a for o in node.get("operands", ()) for a in o[1]}) <= 60, "tooLarge")

    def place_vectors(self):
        """Where parameters and witnesses lie; the vectors must be as long as that."""
        tensors = {"bytes": [], "wide": [], "witness": []}
        for i, node in enumerate(self.key.nodes):
            if node["kind"] == "parameter":
                tensors["wide" if node["encoding"] else "bytes"].append((i, self.shape(i)))
            elif node["kind"] == "witness":
                tensors["witness"].append((i, self.shape(i)))
        low, end = place(tensors["bytes"])
        largest = max([sum(b for _, b in block) for _, s in tensors["wide"] for block in blocks(s)], default=0)
        high, end = place(tensors["wide"], -(-end >> largest) << largest)
        witness, witness_end = place(tensors["witness"])
        require(self.schedule[0]["shape"] == self.key.shape, "malformedProof")
        require(self.key.shape[0] << self.key.shape[1] >= end, "malformedProof")
        require(self.schedule[1]["shape"][0] << self.schedule[1]["shape"][1] >= witness_end, "malformedProof")
        self.places = {}
        for node, block, offset in low + high + witness:
            self.places.setdefault(node, []).append((block, offset))

    @staticmethod
    def product_of(sizes):
        n = 1
        for size in sizes:
            n *= size
        return n

    def statement_tensor(self, tensor, w):
        if tensor == 3:
            return below(w[0], len(self.reply))
        rows = self.tokens if tensor == 0 else self.reply
        inner = below if tensor == 2 else entry
        return total(entry(w[0], i) * inner(w[1], token) for i, token in enumerate(rows))

    # -------- lookups

    def lookups(self):
        key, r = self.key, self.r
        r.name("lookups")
        self.t.work(r.take(8, "nonce, 12 bits"), 12)
        self.state("work(12)")
        alpha, beta = self.t.challenges(2)

        def fingerprint(tag, columns):
            value = alpha - columns[0] - beta * E(tag)
            for column, power in zip(columns[1:], powers(beta, 10)[2:]):
                value = value - power * column
            return value

        ranges, functions = [], []
        for i, lookup in enumerate(key.lookups):
            own = ranges if len(lookup["columns"]) == 1 and lookup["selector"] is None else functions
            own.append((("lookup", i), self.shape(lookup["columns"][0][0])))
        functions += [(("table", i), [self.sizes[t["axis"]]]) for i, t in enumerate(key.tables)]
        trees = [place(ranges), place(functions)]
        self.leaves = [end for _, end in trees]
        for _, end in trees:
            self.error("fingerprints", max([1] + [len(k["columns"]) for k in key.lookups]) * end)
        roots = self.receive(4, "roots n1 d1 n2 d2")
        self.state("roots")
        require(roots[0] * roots[3] + roots[2] * roots[1] == ZERO, "fractionsDoNotCancel")
        require(roots[1] != ZERO and roots[3] != ZERO, "zeroDenominator")
        for i, (places, end) in enumerate(trees):
            numerator, denominator, point = roots[2 * i], roots[2 * i + 1], []
            for layer in range(bits_for(end)):
                r.name("lookups", f"tree {i + 1}, layer {layer + 1}")
                scale = self.t.challenge()
                self.error("fraction layers", 2 + 2 * len(point))
                running, bound = numerator + scale * denominator, []
                for x in reversed(point):
                    t0, t2 = self.receive(2, "t0 t2")
                    require(x != ZERO, "fractionLayer")
                    t1 = (running - (ONE - x) * t0) * x.inverse()
                    c = self.t.challenge()
                    running = t0 + c * (t1 - t0 - t2 + c * t2)
                    bound.append(c)
                n0, n1, d0, d1 = self.receive(4, "n0 n1 d0 d1")
                require(running == (n0 + scale * d0) * d1 + n1 * d0, "fractionLayer")
                c = self.t.challenge()
                point = bound[::-1] + [c]
                numerator, denominator = n0 + c * (n1 - n0), d0 + c * (d1 - d0)
            r.name("lookups", f"tree {i + 1}, leaves")
            self.leaf_check(places, point, numerator, denominator, fingerprint)
            self.state(f"column values of tree {i + 1}")

    def leaf_check(self, places, point, numerator, denominator, fingerprint):
        key, requests = self.key, []
        for owner, block, offset in places:
            if owner[0] == "lookup":
                columns = [c[0] for c in key.lookups[owner[1]]["columns"]]
                axes = key.nodes[columns[0]]["axes"]
            else:
                table = key.tables[owner[1]]
                columns, axes = [table["multiplicity"]] + table["outputs"], [table["axis"]]
            size = sum(b for _, b in block)
            low = split(point[:size], [b for _, b in block])
            points = [piece + tuple(E(start >> j & 1) for j in range(b, self.bits[a]))
                      for piece, (start, b), a in zip(low, block, axes)]
            requests.append((owner, axes, points, columns, eq_integer(point[size:], offset >> size)))
        values = self.receive(sum(len(c) for *_, c, _ in requests), "column values")
        n, d, rest = ZERO, ONE, values[:]
        for owner, axes, points, columns, a in requests:
            own = [rest.pop(0) for _ in columns]
            for node, value in zip(columns, own):
                self.add(Claim(node, [Point(p) for p in points], value))
            if owner[0] == "lookup":
                lookup = key.lookups[owner[1]]
                own = [E(s) * v + E(o) for (_, s, o), v in zip(lookup["columns"], own)]
                active = ONE
                if lookup["selector"]:
                    query, source = (points[axes.index(x)] for x in lookup["selector"])
                    active = ordered_sum([(ONE - x, x) for x in source], [(ONE - x, x) for x in query])
                n, tag = n + a * active, lookup["table"] + 1
            else:
                n, tag = n - a * own[0], owner[1] + 1
                own[0] = E(key.tables[owner[1]]["first"]) + total(E(1 << i) * x for i, x in enumerate(points[0]))
            d = d + a * (fingerprint(tag, own) - ONE)
        require(n == numerator, "leafNumerators")
        require(d == denominator, "leafDenominators")

    # -------- the walk

    def zeros(self):
        for zero in self.key.zeros:
            axes = self.key.nodes[zero["node"]]["axes"]
            points = [self.t.challenges(self.bits[a]) for a in axes]
            self.error("zero assertions", sum(len(p) for p in points))
            self.ledger[zero["node"]].append(Claim(zero["node"], map(Point, points), ZERO, zero["outside"]))

    def walk(self):
        key = self.key
        pending, self.stage = [i for i, n in enumerate(key.nodes) if n["kind"] in ("linear", "einsum")], 0
        while pending:
            self.stage += 1
            read = set()
            for i in pending:
                read.update(o[0] for o in key.nodes[i].get("operands", ()))
                read.update(t[1] for t in key.nodes[i].get("terms", ()))
            ready = [i for i in pending if i not in read]
            scale = self.t.challenge()
            for i in ready:
                require(len(self.ledger[i]) <= 2048, "tooLarge")
                self.spend(len(self.ledger[i]) ** 2)
                found = len(self.ledger[i])
                self.ledger[i] = self.combine(self.ledger[i], scale)
                require(all(parts(w) <= 2048 for c in self.ledger[i] for w in c.weights), "tooLarge")
                self.steps.append((self.stage, i, found, len(self.ledger[i]), self.merging(i)))
            done = [i for i in ready if key.nodes[i]["kind"] == "linear"]
            for i in done:
                claims, self.ledger[i] = self.ledger[i], []
                for claim in claims:
                    self.linear(claim)
            if not done:
                merged = [i for i in ready if self.merging_pays(i)]
                self.r.name("walk", f"stage {self.stage}, sumcheck")
                instances = self.merges(merged)
                done = [i for i in ready if i not in merged]
                for i in done:
                    instances += [("einsum", i, claim) for claim in self.ledger[i]]
                    self.ledger[i] = []
                self.batch(instances)
            pending = [i for i in pending if i not in done]
            self.state(f"stage {self.stage}")
        self.r.name("final merge")
        kind = lambda i: key.nodes[i]["kind"]
        nodes = [i for i in range(len(key.nodes)) if kind(i) == "witness"]
        require(all(self.ledger[i] for i in nodes), "missingClaim")
        nodes += [i for i in range(len(key.nodes)) if kind(i) == "parameter"
                  and any(self.point_of(w) is None for c in self.ledger[i] for w in c.weights)]
        self.batch(self.merges(nodes))
        self.state("final merge")

    @staticmethod
    def point_of(w):
        return w[1] if w[0] == "window" and w[2:] == (0, 0, FAR, ONE) else None

    def combine(self, claims, scale):
        if len(claims) < 2:
            return claims
        best, best_axis = [[c] for c in claims], 0
        for axis in range(len(claims[0].weights)):
            groups = {}
            for c in claims:
                groups.setdefault(tuple(w for i, w in enumerate(c.weights) if i != axis), []).append(c)
            if len(groups) < len(best):
                best, best_axis = list(groups.values()), axis
        result = []
        for group in best:
            if len(group) == 1:
                result.append(group[0])
                continue
            self.error("combined claims", len(group) - 1)
            factors, parts = powers(scale, len(group)), {}
            for c, f in zip(group, factors):
                parts[c.weights[best_axis]] = parts.get(c.weights[best_axis], ZERO) + f
            weights = group[0].weights[:]
            weights[best_axis] = ("mixture", tuple((f, w) for w, f in parts.items()))
            result.append(Claim(group[0].node, weights, total(f * c.value for f, c in zip(factors, group))))
        return result

    def linear(self, claim):
        node = self.key.nodes[claim.node]
        self.r.name("walk", f"stage {self.stage}, linear", node["name"])
        weight = dict(zip(node["axes"], claim.weights))
        box = lambda axes: self.product(below(weight[a], self.sizes[a]) for a in axes)
        self.spend(len(node["terms"]) * (1 + sum(effort(w) for w in claim.weights)))
        result = E(node["constant"]) * box(node["axes"]) if node["constant"] else ZERO
        requests = []
        for coefficient, operand, views in node["terms"]:
            weights, used = [], []
            for own, (kind, axis, extra) in zip(self.key.nodes[operand]["axes"], views):
                used.append(axis)
                if kind == "same":
                    weights.append(weight[axis])
                elif kind == "window":
                    weights.append(windowed(weight[axis], self.first_reply_row if extra else 0, self.sizes[axis]))
                elif kind == "summed":
                    weights.append(ones(self.bits[own]))
                else:
                    self.spend(self.sizes[axis] * (parts(weight[axis]) + self.sizes[own]))
                    column = [entry(weight[axis], x) for x in range(self.sizes[axis])]
                    weights.append(("row", tuple(
                        total(c for x, c in enumerate(column) if y < x or y == x and extra == 1)
                        for y in range(self.sizes[own]))))
            factor = E(coefficient) * box([a for a in node["axes"] if a not in used])
            if self.key.nodes[operand]["kind"] == "statement":
                self.spend(self.statement_effort(claim.weights))
                result = result + factor * self.statement_tensor(self.key.nodes[operand]["tensor"], weights)
            else:
                requests.append((factor, operand, weights))
        values = self.receive(len(requests), "operand values")
        for (factor, operand, weights), value in zip(requests, values):
            result = result + factor * value
            self.add(Claim(operand, weights, value))
        require(result == claim.value, "linearRelation")

    @staticmethod
    def product(values):
        result = ONE
        for value in values:
            result = result * value
        return result

    def plan(self, node):
        """Domain axes, degree per axis, operands without repetition and their powers."""
        all_operands, output = self.key.nodes[node]["operands"], self.key.nodes[node]["axes"]
        operands = list(dict.fromkeys(all_operands))
        uses = lambda axis: sum(axis in o[1] for o in all_operands)
        domain = list(dict.fromkeys(a for o in operands for a in o[1] if uses(a) > 1))
        return domain, [uses(a) + (a in output) for a in domain], [(o, all_operands.count(o)) for o in operands]

    def merging(self, node):
        """Entries of the box, and entries that k - 1 more reductions would pass over; None where the question does not arise."""
        if len(self.ledger[node]) < 2 or self.key.nodes[node]["kind"] != "einsum":
            return None
        domain, _, _ = self.plan(node)
        single = self.product_of(self.sizes[a] for a in domain)
        single += sum(self.count(o[0]) for o in self.key.nodes[node]["operands"]
                      if self.key.nodes[o[0]]["kind"] != "statement")
        return self.count(node), (len(self.ledger[node]) - 1) * single

    def merging_pays(self, node):
        sides = self.merging(node)
        return sides is not None and sides[0] < sides[1]

    def merges(self, nodes):
        most = max([len(self.ledger[i]) for i in nodes], default=0)
        factors = powers(self.t.challenge(), most) if most > 1 else [ONE]
        instances = []
        for i in nodes:
            claims, self.ledger[i] = self.ledger[i], []
            self.error("combined claims", len(claims) - 1)
            instances.append(("merge", i, claims, factors))
        return instances

    def batch(self, instances):
        if not instances:
            return
        factors = powers(self.t.challenge(), len(instances)) if len(instances) > 1 else [ONE]
        self.error("batched sumchecks", len(instances) - 1)
        degrees, starts = [], []
        for instance in instances:
            if instance[0] == "merge":
                degrees.append([2] * sum(self.bits[a] for a in self.key.nodes[instance[1]]["axes"]))
                starts.append(total(f * c.value for f, c in zip(instance[3], instance[2])))
            else:
                domain, degree, _ = self.plan(instance[1])
                degrees.append([d for a, d in zip(domain, degree) for _ in range(self.bits[a])])
                starts.append(instance[2].value)
        n = max(map(len, degrees))
        running = total(f * s * E(1 << (n - len(d))) for f, s, d in zip(factors, starts, degrees))
        point = []
        for k in range(n):
            degree = max([1] + [d[k - n + len(d)] for d in degrees if k >= n - len(d)])
            h = self.receive(degree, f"round, degree {degree}")
            c = self.t.challenge()
            self.error("sumcheck rounds", degree)
            linear = running - h[0] - total(h)
            running = h[0] + linear * c + total(x * y for x, y in zip(h[1:], powers(c, degree + 1)[2:]))
            point.insert(0, c)
        ends = []
        for instance, d in zip(instances, degrees):
            node, own = instance[1], point[:len(d)]
            axes = self.key.nodes[node]["axes"]
            if instance[0] == "merge":
                pieces = split(own, [self.bits[a] for a in axes])
                factor = ZERO
                for claim, f in zip(instance[2], instance[3]):
                    factor = factor + f * self.merge_weight(claim, axes, pieces)
                ends.append((factor, [(node, [Point(p) for p in pieces], 1)]))
            else:
                domain, _, operands = self.plan(node)
                at = dict(zip(domain, split(own, [self.bits[a] for a in domain])))
                weight = dict(zip(axes, instance[2].weights))
                factor = self.product(evaluate(weight[a], at[a]) for a in domain if a in axes)
                bind = lambda a: Point(at[a]) if a in at else weight[a] if a in weight else ones(self.bits[a])
                ends.append((factor, [(o[0], [bind(a) for a in o[1]], power) for o, power in operands]))
        public = lambda i: self.key.nodes[i]["kind"] == "statement"
        values = self.receive(sum(not public(o[0]) for _, os in ends for o in os), "operand values")
        result = ZERO
        for f, (factor, operands) in zip(factors, ends):
            for node, weights, power in operands:
                if public(node):
                    self.spend(self.statement_effort(weights))
                    value = self.statement_tensor(self.key.nodes[node]["tensor"], weights)
                else:
                    value = values.pop(0)
                    self.add(Claim(node, weights, value))
                factor = factor * powers(value, power + 1)[power]
            result = result + f * factor
        require(result == running, "sumcheck")

    def merge_weight(self, claim, axes, pieces):
        if claim.outside is None:
            return self.product(evaluate(w, p) for w, p in zip(claim.weights, pieces))
        every = [eq(w[1], p) for w, p in zip(claim.weights, pieces)]
        digits = {a: [((ONE - t) * (ONE - c), t * c) for t, c in zip(w[1], p)]
                  for a, w, p in zip(axes, claim.weights, pieces)}
        query, source = claim.outside
        elsewhere = self.product(e for a, e in zip(axes, every) if a not in claim.outside)
        return self.product(every) - elsewhere * ordered_sum(digits[source], digits[query])

    # -------- claims on the committed vectors

    def committed(self):
        claims, pieces = [], 0
        committed = [i for i, n in enumerate(self.key.nodes) if n["kind"] in ("parameter", "witness")]
        for i in committed:
            require(self.ledger[i], "missingClaim")
        require(not any(claims for i, claims in enumerate(self.ledger) if i not in committed), "openClaim")
        for i in committed:
            node = self.key.nodes[i]
            for claim in self.ledger[i]:
                points = [self.point_of(w) for w in claim.weights]
                require(None not in points, "openClaim")
                parts = []
                pieces += len(self.places[i])
                require(pieces <= 1 << 18, "tooLarge")
                for block, offset in self.places[i]:
                    low = [p for (_, b), c in zip(block[::-1], points[::-1]) for p in c[:b]]
                    parts.append((self.product(eq_integer(c[b:], o >> b) for (o, b), c in zip(block, points)), offset, low))
                claims.append((0 if node["kind"] == "parameter" else 1, parts, claim.value))
        require([sum(c[0] == o for c in claims) for o in (0, 1)] == self.claim_counts, "malformedProof")
        return claims

    # -------- schedule and opening

    def read_schedule(self):
        r, start = self.r, self.r.at
        r.name("schedule")
        require(r.number(1, "degree") == 2, "unsoundParameters")
        number, tail = r.count(1, 8, "oracles"), r.count(1, 16, "later levels")
        self.schedule = []
        for i in range(number + tail):
            r.name("schedule", ("parameters", "witness")[i] if i < 2 else f"level {i - 1}")
            self.schedule.append(dict(name=r.names[-1], shape=read_shape(r), mu=r.number(1, "multiplicity"),
                                      grind=r.number(1, "fold bits"), queries=r.count(2, 1024, "queries")))
        r.name("schedule")
        self.query_grind = [r.number(1, "query bits") for _ in range(tail + 1)]
        self.claim_counts = [r.count(4, 1 << 24, "claims") for _ in range(number)]
        self.schedule_bytes = r.data[start:r.at]
        oracles, later = self.schedule[:number], self.schedule[number:]
        require(number >= 1 and all(bits <= 40 for bits in self.query_grind), "tooLarge")
        require(all(3 <= v["mu"] and 1 <= v["queries"] and v["grind"] <= 40 for v in self.schedule), "tooLarge")
        require(sum(v["shape"][1] for v in later) <= 30, "tooLarge")
        offset = end = 0
        for level in sorted(oracles, key=lambda v: -bits_for(v["shape"][0])):
            level["offset"], end = offset, offset + level["shape"][0]
            offset += 1 << bits_for(level["shape"][0])
        step = 1 << sum(v["shape"][1] for v in later)
        self.lengths = [-(-end // step) * step]
        require(self.lengths[0] <= 1 << 30, "tooLarge")
        for level in oracles:
            level["dimension"] = min(1 << bits_for(level["shape"][0]), self.lengths[0] - level["offset"])
        for level in later:
            self.lengths.append(self.lengths[-1] >> level["shape"][1])
            check_shape(self.lengths[-1], *level["shape"][1:])
            level["dimension"], level["offset"] = self.lengths[-1], 0
        require(self.lengths[-1] <= 4096, "tooLarge")
        for level in oracles:
            require(level["shape"][0] <= level["dimension"], "unsoundParameters")
        for level in self.schedule:
            require(level["dimension"] < 1 << level["shape"][2], "unsoundParameters")
        for level in later:
            require(level["shape"][0] == level["dimension"], "unsoundParameters")
        require(number == 2, "malformedProof")

    def rounds(self, grinds):
        point = []
        for bits in grinds:
            h0, h2 = self.receive(2, "h0 h2")
            if bits:
                self.t.work(self.r.take(8, f"nonce, {bits} bits"), bits)
            x = self.t.challenge()
            self.sum = h0 + x * (self.sum - h0 - h0 - h2 + x * h2)
            point.append(x)
        return point

    def open_columns(self, level, root, weights, positions, width):
        """The columns at these positions, folded with the weights of the rows."""
        values, known, bits = [], {}, level["shape"][2]
        self.r.require(8 * width * len(weights) * len(positions))
        for q in positions:
            column = [self.r.base("column") for _ in range(len(weights) * width)]
            known[q] = keccak(b"\0" + b"".join(w.to_bytes(8, "big") for w in column))
            values.append(total(w * E(*column[i * width:(i + 1) * width]) for i, w in enumerate(weights)))
        for _ in range(bits):
            above = {}
            for q in sorted(known):
                if q >> 1 not in above:
                    pair = [known[p] if p in known else self.r.take(32, "sibling") for p in (q & ~1, q | 1)]
                    above[q >> 1] = keccak(b"\1" + pair[0] + pair[1])
            known = above
        require(known[0] == root, "merkleRoot")
        omega = pow(7, (P - 1) >> bits, P)
        xs = [pow(omega, int(f"{q:0{bits}b}"[::-1], 2), P) for q in positions]
        return list(zip(xs, values))

    def opening(self, claims, commitments):
        r, oracles, later = self.r, self.schedule[:2], self.schedule[2:]
        self.state("all claims")
        scale = powers(self.t.challenge(), len(claims) + 2)
        self.sum = total(f * v for f, v in zip(scale, [c[2] for c in claims] + [c[2] for c in commitments]))
        fold = [level["shape"][1] for level in oracles]
        r.name("opening", "row rounds")
        rows = self.rounds([max(v["grind"] for v in oracles if s < v["shape"][1]) for s in range(max(fold))])
        self.state("row rounds")
        above = [(v, c[0], eq_table(tuple(rows[:v["shape"][1]])), 1) for v, c in zip(oracles, commitments)]
        introduced, challenges = [], []
        for i in range(len(later) + 1):
            last = i == len(later)
            r.name("opening", "final message" if last else f"level {i + 1}")
            if last:
                final = self.receive(self.lengths[-1], "final message")
            else:
                root = r.take(32, "root")
                self.t.absorb(root)
                z = self.t.challenges(later[i]["shape"][1] + bits_for(later[i]["shape"][0]))
                y = self.receive(1, "out-of-domain value")[0]
            if self.query_grind[i]:
                self.t.work(r.take(8, f"nonce, {self.query_grind[i]} bits"), self.query_grind[i])
            self.state("final message and work" if last else f"root, value and work of level {i + 1}")
            drawn = [self.t.positions(v["queries"], v["shape"][2]) for v, *_ in above]
            gamma = None if last else self.t.challenge()
            factor, terms = gamma, []
            if not last:
                self.sum = self.sum + gamma * y
            for (level, above_root, weights, width), positions in zip(above, drawn):
                name = "parameters" if level is oracles[0] else "witness" if level is oracles[1] else f"level {i}"
                r.name("opening", f"queries of {name}")
                variables = bits_for(level["shape"][0]) if i == 0 else bits_for(self.lengths[i])
                for x, value in self.open_columns(level, above_root, weights, positions, width):
                    if last:
                        expected = ZERO
                        for c in reversed(final[level["offset"]:level["offset"] + level["dimension"]]):
                            expected = expected * E(x) + c
                        require(expected == value, "finalMessage")
                    else:
                        factor = factor * gamma
                        self.sum = self.sum + factor * value
                        terms.append((factor, x, level["offset"], variables))
            if last:
                r.name("opening", "final rounds")
                challenges.append(self.rounds([0] * bits_for(len(final))))
                self.state("final rounds")
            else:
                r.name("opening", f"rounds of level {i + 1}")
                introduced.append((gamma, z, terms))
                challenges.append(self.rounds([later[i]["grind"]] * later[i]["shape"][1]))
                self.state(f"rounds of level {i + 1}")
                above = [(later[i], root, eq_table(tuple(challenges[-1])), 2)]
        suffix = [[x for part in challenges[i:] for x in part] for i in range(len(challenges))]
        weight = ZERO
        for o, level in enumerate(oracles):
            columns = bits_for(level["shape"][0])
            at = rows[:fold[o]] + suffix[0][:columns]
            inner = scale[len(claims) + o] * eq(self.out_of_domain(commitments[o]), at)
            for f, (oracle, parts, _) in zip(scale, claims):
                if oracle == o:
                    inner = inner + f * total(
                        c * eq_integer(at[len(p):], offset >> len(p)) * eq(p, at[:len(p)]) for c, offset, p in parts)
            inner = inner * self.product(ONE - x for x in rows[fold[o]:])
            weight = weight + inner * eq_integer(suffix[0][columns:], level["offset"] >> columns)
        for (gamma, z, terms), beta in zip(introduced, suffix):
            weight = weight + gamma * eq(z, beta)
            for factor, x, offset, variables in terms:
                term = factor * eq_integer(beta[variables:], offset >> variables)
                for s in range(variables):
                    term = term * (ONE + beta[s] * E(pow(x, 1 << s, P) - 1))
                weight = weight + term
        value = total(f * e for f, e in zip(final, eq_table(tuple(challenges[-1]))))
        require(self.sum == weight * value, "finalSum")

    @staticmethod
    def out_of_domain(commitment):
        root, shape, _ = commitment
        t = Transcript("lemma out-of-domain point v1")
        t.absorb(b"\x02" + shape_bytes(shape) + root)
        return t.challenges(shape[1] + bits_for(shape[0]))

    # -------- soundness, in integers and rounded up

    def soundness(self):
        field, unit, oracles, later = P * P, 1 << 256, self.schedule[:2], self.schedule[2:]
        up = lambda a, b: -(-a // b)
        for v in self.schedule:
            d, n, odd = v["dimension"], v["shape"][2], 2 * v["mu"] + 1
            root_up, root = isqrt(up(d << 512, 1 << n)) + 1, isqrt(d << 512 >> n)
            v["miss"] = up(root_up * odd, 2 * v["mu"])
            require(v["miss"] < unit, "unsoundParameters")
            v["list"] = up(odd << 320, root << 1)
            inner = up(odd**5 << 256, 16) + up(3 * odd * d << 256, 2 << n)
            v["mca"] = up(inner << n, 3 * (d * root >> n)) + up(v["list"], 1 << 64)
        terms = []
        add = lambda name, place, numerator, scale=0, grind=0: terms.append(
            (name, place, up(numerator << 256, field << (scale + grind))))
        for v in self.schedule:
            add("out of domain", v["name"], v["list"]**2 * (v["shape"][1] + bits_for(v["shape"][0])), 129)
        lists = oracles[0]["list"] * oracles[1]["list"]
        add("claims", "", lists * (sum(self.claim_counts) + 1), 128)
        for s in range(max(v["shape"][1] for v in oracles)):
            own = [v for v in oracles if s < v["shape"][1]]
            add("row rounds", f"round {s}", 2 * lists + (sum(v["mca"] for v in own) << 128), 128, max(v["grind"] for v in own))
        for v in later:
            for s in range(v["shape"][1]):
                add("folds", f"{v['name']}, round {s}", 2 * v["list"] + (v["mca"] << 64), 64, v["grind"])
        for i, grind in enumerate(self.query_grind):
            above = oracles if i == 0 else [later[i - 1]]
            for v in above:
                error, q = unit, v["queries"]
                for b in reversed(range(q.bit_length())):
                    error = up(error * error, unit)
                    error = up(error * v["miss"], unit) if q >> b & 1 else error
                terms.append(("queries", v["name"], up(error, 1 << grind)))
            if i < len(later):
                add("combinations", later[i]["name"], later[i]["list"] * (1 + sum(v["queries"] for v in above)), 64, grind)
        for s in range(bits_for(self.lengths[-1])):
            add("final rounds", f"round {s}", 2)
        for name, numerator in self.errors.items():
            add("reduction: " + name, f"numerator {numerator}", numerator, 0, 12 if name == "fingerprints" else 0)
        whole = sum(e for *_, e in terms)
        whole += up(whole, 1 << 50)
        require(whole <= 1 << 156, "unsoundParameters")
        return terms, whole

    # -------- all of it

    def verify(self):
        r, key = self.r, self.key
        self.statement()
        self.read_schedule()
        r.name("witness")
        root, value = r.take(32, "root"), r.elements(1, "out-of-domain value")[0]
        self.check_statement()
        self.check_sizes()
        self.place_vectors()
        shape = self.schedule[1]["shape"]
        self.t = Transcript("lemma opening v1, 100 bits")
        self.state("label")
        for name, data in (("key digest", key.digest), ("statement", self.statement_bytes), ("schedule", self.schedule_bytes),
                           ("witness commitment", b"\x02" + shape_bytes(shape) + root + value.bytes())):
            self.t.absorb(data)
            self.state(name)
        self.lookups()
        self.zeros()
        self.walk()
        claims = self.committed()
        self.terms, self.whole = self.soundness()
        self.opening(claims, [(key.root, key.shape, key.value), (root, shape, value)])
        require(r.at == len(r.data), "trailingBytes")


def show(rows):
    """One line for each run of bytes with one name: from, to, number, name."""
    groups = []
    for start, end, *names in rows:
        label = " / ".join(names if "--all" in sys.argv else names[:2] if len(names) > 2 else names)
        if groups and groups[-1][2] == label:
            groups[-1][1], groups[-1][3] = end, groups[-1][3] + 1
        else:
            groups.append([start, end, label, 1])
    for start, end, label, count in groups:
        print(f"{start:8} {end:8} {end - start:8}  {label}" + (f"  ({count} items)" if count > 1 else ""))


def show_terms(verifier):
    print("\ncodes: dimension, µ, and in units of 2^-256, 2^-64 and 1: miss, list, mca |E|")
    for v in verifier.schedule:
        print(f"  {v['name']:10} {v['dimension']:6} {v['mu']:3}  {v['miss']:064x}  {v['list']:x}  {v['mca']:x}")
    print("\nsoundness terms, in units of 2^-256")
    for name, place, e in verifier.terms:
        print(f"  {e:39x}  {256 - log2(e) if e else 256:7.2f}  {name}{', ' if place else ''}{place}")
    print(f"  {verifier.whole:39x}  {256 - log2(verifier.whole):7.2f}  sum, times 1 + 2^-50;  at most {1 << 156:x}")
    print(f"\neffort {verifier.effort}")
    print("\nwalk: stage, node, claims before and after combining, entries of the box, (k - 1) (domain + operands), merged")
    for stage, i, found, left, sides in verifier.steps:
        if found:
            merged = "" if sides is None else f"{sides[0]:10} {sides[1]:10}  {'yes' if sides[0] < sides[1] else 'no'}"
            print(f"  {stage:3} {i:5} {found:4} {left:4} {merged:26}  {verifier.key.nodes[i]['name']}")


def main():
    paths = [a for a in sys.argv[1:] if not a.startswith("--")]
    if not paths:
        sys.exit(__doc__)
    try:
        key = Key(open(paths[0], "rb").read())
    except Rejected as rejection:
        sys.exit(f"rejected key: {rejection}")
    if len(paths) == 1:
        show(key.r.rows)
        print("model digest", key.digest.hex())
        return
    verifier = Verifier(key, Reader(open(paths[1], "rb").read()))
    try:
        verifier.verify()
        verdict = "valid"
    except Rejected as rejection:
        verdict = f"rejected: {rejection}"
    show(verifier.r.rows)
    if "--states" in sys.argv:
        print("\ntranscript, state after")
        for state, name in verifier.states:
            print(f"  {state}  {name}")
    if verdict == "valid" and "--terms" in sys.argv:
        show_terms(verifier)
    if verdict == "valid":
        sums = {}
        for name, _, e in verifier.terms:
            sums[name] = sums.get(name, 0) + e
        print("\nsoundness, bits of each step's summed error:")
        for name, e in sums.items():
            print(f"  {256 - log2(e) if e else 256:8.2f}  {name}")
        print(f"  {256 - log2(verifier.whole):8.2f}  sum")
    print(verdict)
    sys.exit(0 if verdict == "valid" else 1)


if __name__ == "__main__":
    main()
