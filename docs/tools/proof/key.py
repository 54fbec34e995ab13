"""The verifying key's format: docs/formats.md, section 2."""
from .graph_rules import GraphRules
from .keccak import keccak
from .reader import Reader, require
from .tensors import REPLY, VALUES

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


class Key(GraphRules):
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
        name, extent = read_name(r), read_tag(r, ("fixed", "tokens", "replies", "prompt"), "extent")
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
            node["tensor"] = read_tag(r, range(8), "tensor")
            if node["tensor"] == VALUES:
                r.number(1, "fraction bits")
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
            read_selector(r)
        return rule, table

    def read_view(self, r):
        kind = read_tag(r, ("same", "window", "summed", "matrix"), "view")
        axis = None if kind == "summed" else r.count(2, AXES, "axis")
        extra = {"window": (2, "start"), "matrix": (5, "matrix")}.get(kind)
        return kind, axis, read_tag(r, range(extra[0]), extra[1]) if extra else 0

    def reads(self, tensor):
        return any(n.get("tensor") == tensor for n in self.nodes)

    def form(self):
        """Which rows the model has."""
        extents = [extent for _, extent in self.axes]
        return ("encoder-decoder" if "tokens" in extents else "encoder") if "prompt" in extents else "decoder"

    def choices(self):
        """How many things an entry of the reply may be."""
        own = next((n["axes"] for n in self.nodes if n.get("tensor") == REPLY), None)
        if own is None or len(own) != 2 or own[1] >= len(self.axes):
            return self.vocabulary
        extent = self.axes[own[1]][1]
        return extent if isinstance(extent, int) else self.context
