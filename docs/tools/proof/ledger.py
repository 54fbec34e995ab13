"""Claims, and what all steps of one verification share: the ledger, the transcript, the effort and the error counted so far."""
from .field import ONE
from .reader import require
from .weights import effort


class Claim:
    def __init__(self, node, weights, value, outside=None):
        self.node, self.weights, self.value, self.outside = node, list(weights), value, outside


class Ledger:
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

    def error(self, name, count):
        self.errors[name] = self.errors.get(name, 0) + count

    def receive(self, n, what):
        elements = self.r.elements(n, what)
        if n:
            self.t.absorb(b"".join(e.bytes() for e in elements))
        return elements

    @staticmethod
    def product_of(sizes):
        n = 1
        for size in sizes:
            n *= size
        return n

    @staticmethod
    def product(values):
        result = ONE
        for value in values:
            result = result * value
        return result
