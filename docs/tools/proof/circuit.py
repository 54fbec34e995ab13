"""The graph with the statement's lengths: sizes of its tensors, and where the committed ones lie."""
from .placement import blocks, place
from .reader import require


class Circuit:
    """The part of `Verifier` that bounds sizes and places vectors."""

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
