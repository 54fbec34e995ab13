"""Keys and proofs of an attacker who wants time and memory: graphs made to be heavy, with proofs that hold until the work is done.

Such a graph has no lookups and asserts that parameters are zero. A proof of zeros satisfies every relation and every sumcheck of it; all
that it lacks is an opening. So these files take a verifier as far as any file of their size can.
"""
from . import reference
from proof.transcript import Transcript

TOKENS, FIXED = 1, 0
SAME, WINDOW, SUMMED, MATRIX = range(4)
PARAMETER_NORM, RECORDED = 6, 0


def n(value, size):
    return value.to_bytes(size, "big")


class Graph:
    """A verifying key in the making: docs/formats.md, section 2."""

    def __init__(self, context=64, vocabulary=4):
        self.context, self.vocabulary = context, vocabulary
        self.axes, self.nodes, self.zeros, self.rows = [], [], [], []

    def axis(self, size=None):
        """A fixed axis, or without a size one of tokens."""
        self.axes.append(n(0, 1) + (n(1, 1) if size is None else n(0, 1) + n(size, 4)))
        return len(self.axes) - 1

    def prompt_axis(self):
        """One of an encoder's rows."""
        self.axes.append(n(0, 1) + n(3, 1))
        return len(self.axes) - 1

    def values(self, axes):
        """Stated values."""
        return self.node(axes, RECORDED, 2, n(7, 1) + n(14, 1), bound=1 << 31)

    def node(self, axes, rule, kind, fields, bound=1):
        self.nodes.append(n(0, 1) + n(len(axes), 1) + b"".join(n(a, 2) for a in axes) + n(bound, 8) + n(rule, 1) + n(kind, 1) + fields)
        return len(self.nodes) - 1

    def parameter(self, axes):
        return self.node(axes, RECORDED, 0, n(0, 1))

    def linear(self, axes, terms):
        """Terms: a node and its views, each (kind, axis, start or matrix)."""
        fields = n(0, 8) + n(len(terms), 1)
        for node, views in terms:
            fields += n(1, 8) + n(node, 2) + n(len(views), 1)
            for kind, *rest in views:
                fields += n(kind, 1) + (n(rest[0], 2) if rest else b"") + (n(rest[1], 1) if kind in (WINDOW, MATRIX) else b"")
        return self.node(axes, PARAMETER_NORM, 3, fields)

    def einsum(self, axes, operands):
        fields = n(len(operands), 1) + b"".join(
            n(node, 2) + n(len(own), 1) + b"".join(n(a, 2) for a in own) for node, own in operands)
        return self.node(axes, PARAMETER_NORM, 4, fields)

    def zero(self, node):
        self.zeros.append(n(0, 1) + n(node, 2) + n(0, 1))

    def key(self, shape):
        graph = n(self.context, 4) + n(self.vocabulary, 4) + n(0, 4) + n(0, 2)
        for entries in (self.axes, self.nodes, [], [], self.zeros):
            graph += n(len(entries), 2) + b"".join(entries)
        return b"LMKY" + n(1, 2) + n(1, 1) + graph + shape + bytes(32 + 16 + 96)


def shape(columns, fold, length):
    return n(columns, 8) + bytes(8) + n(fold, 1) + n(length, 1)


def proof(key, own_shape, prompt, reply, messages):
    """A proof file of zeros for this key, with the one proof of work that it needs. An encoder has a number of values for a reply."""
    other = shape(1, 0, 1)
    plan = n(3, 1) + n(0, 1) + n(1, 2)
    statement = reference.keccak(key) + n(len(prompt), 4) + b"".join(n(t, 4) for t in prompt)
    if isinstance(reply, int):
        statement += n(0, 4) + n(0x82, 1) + bytes(32) + n(len(prompt), 4) + n(0, 4) + n(reply, 4) + bytes(4 * reply)
    else:
        statement += n(len(reply), 4) + b"".join(n(t, 4) for t in reply) + n(1, 1) + bytes(32)
    # One later level of 2^4 rows; the witness, one entry, lies behind the parameters' slot.
    columns = int.from_bytes(own_shape[:8], "big")
    later = ((1 << (columns - 1).bit_length()) + 1 + 15) // 16
    schedule = (n(2, 1) + n(2, 1) + n(1, 1) + own_shape + plan + other + plan + shape(later, 4, later.bit_length()) + plan
                + bytes(2) + n(0, 4) + n(0, 4))
    transcript = Transcript("lemma opening v1, 100 bits")
    for data in (reference.keccak(key), statement, schedule, n(2, 1) + other + bytes(48)):
        transcript.absorb(data)
    nonce = next(nonce for nonce in range(1 << 20)
                 if reference.keccak(b"\4" + transcript.state + n(nonce, 8))[0] == 0
                 and reference.keccak(b"\4" + transcript.state + n(nonce, 8))[1] < 16)
    roots = bytes(16) + n(1, 8) + bytes(8)
    return b"LMPF" + n(1, 2) + statement + schedule + bytes(48) + n(nonce, 8) + 2 * roots + bytes(messages)


def nested(depth):
    """Weights within weights: each node of a chain hands its claims on as one, mixed with a new one."""
    graph = Graph()
    token, one = graph.axis(), graph.axis(1)
    node = graph.linear([token], [(graph.parameter([one]), [(SUMMED,)])])
    for _ in range(depth):
        node = graph.linear([token], [(node, [(SAME, token)])])
        graph.zero(node)
    return graph, 1, [0] * 64, 1 << 20


def matrix_rows(terms):
    """Claims that each hold rows of 1024 entries on seven axes."""
    graph = Graph()
    wide = [graph.axis(1024) for _ in range(3)]
    narrow = [graph.axis(1) for _ in range(3)]
    one = graph.axis(1)
    cube = graph.linear(wide, [(graph.parameter([one]), [(SUMMED,)])])
    for _ in range(terms):
        graph.zero(graph.linear(narrow, [(cube, [(MATRIX, axis, 1) for axis in narrow])] * 64))
    return graph, 1, [0], 1 << 21


def summed_axes(terms):
    """Claims with a new point of 22 coordinates, or what stands for one, on each of eight axes."""
    graph = Graph()
    axes = [graph.axis(32) for _ in range(8)]
    one = graph.axis(1)
    box = graph.linear(axes, [(graph.parameter([one]), [(SUMMED,)])])
    for _ in range(terms):
        graph.zero(graph.linear([one], [(box, [(SUMMED,)] * 8)] * 64))
    return graph, 1, [0], 1 << 23


def waiting(claims):
    """Claims that agree on no axis, so that none are joined, each handed on 64 times with eight new points."""
    graph = Graph()
    axes = [graph.axis(32) for _ in range(8)]
    pair = [graph.axis(2) for _ in range(2)]
    one = graph.axis(1)
    box = graph.linear(axes, [(graph.parameter([one]), [(SUMMED,)])])
    fan = graph.linear(pair, [(box, [(SUMMED,)] * 8)] * 64)
    for _ in range(claims):
        graph.zero(fan)
    return graph, 1, [0], 16 * 64 * claims + (1 << 18)


def long_points(claims):
    """The same with one axis of 22 digits."""
    graph = Graph()
    long = graph.axis(1 << 22)
    pair = [graph.axis(2) for _ in range(2)]
    one = graph.axis(1)
    box = graph.linear([long], [(graph.parameter([one]), [(SUMMED,)])])
    fan = graph.linear(pair, [(box, [(SUMMED,)])] * 64)
    for _ in range(claims):
        graph.zero(fan)
    return graph, 1, [0], 16 * 64 * claims + (1 << 18)


def many_tokens(count):
    """A statement as long as the format allows."""
    graph = Graph(context=1 << 22)
    token, one = graph.axis(), graph.axis(1)
    graph.zero(graph.linear([token], [(graph.parameter([one]), [(SUMMED,)])]))
    return graph, 1, [1] * count, 1 << 12


def many_values(count):
    """An encoder that states as many values as one axis can have, none of which is there for a reason."""
    graph = Graph()
    row, feature, one = graph.prompt_axis(), graph.axis(count), graph.axis(1)
    parameter = graph.parameter([one])
    graph.zero(graph.linear([row], [(parameter, [(SUMMED,)])]))
    graph.zero(graph.linear([feature], [(parameter, [(SUMMED,)]), (graph.values([feature]), [(SAME, feature)])]))
    return graph, 1, [1], 1 << 12, count


def many_nodes(terms):
    """As many nodes and terms as a key can have, all of them read and none of use."""
    graph = Graph()
    one = graph.axis(1)
    node = graph.linear([one], [(graph.parameter([one]), [(SAME, one)])])
    for _ in range(2045):
        node = graph.linear([one], [(node, [(SAME, one)])] * terms)
    graph.zero(node)
    return graph, 1, [0], 1 << 12


def blocks(count):
    """Claims on a parameter of 16384 blocks, each with a point of its own."""
    graph = Graph()
    axes = [graph.axis(15) for _ in range(7)]
    parameter = graph.parameter(axes)
    copy = graph.linear(axes, [(parameter, [(SAME, axis) for axis in axes])])
    for _ in range(count):
        graph.zero(copy)
    return graph, 15**7, [0], 1 << 21


def files(made):
    """Key and proof of what one of the functions above gives."""
    graph, parameters, prompt, messages, reply = made if len(made) == 5 else (*made, [0])
    fold = 0
    while parameters > 1 << fold and fold < 16:
        fold += 1
    columns = -(-parameters // (1 << fold))
    # The code has room for the columns.
    own = shape(columns, fold, (columns - 1).bit_length() + 1)
    key = graph.key(own)
    return key, proof(key, own, prompt, reply, messages)
