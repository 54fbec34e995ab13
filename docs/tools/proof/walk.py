"""The walk: from asserted nodes to committed ones, claims combined, linear nodes reduced; sums are left to sumcheck.py."""
from .field import ONE, ZERO, E, powers, total
from .ledger import Claim
from .reader import require
from .weights import FAR, Point, below, effort, entry, ones, parts, windowed


class Walk:
    """The part of `Verifier` that walks the graph."""

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
                    rows, columns = self.sizes[axis], self.sizes[own]
                    column = [entry(weight[axis], x) for x in range(rows)]
                    holds = (lambda x, y: y < x, lambda x, y: y <= x, lambda x, y: y == x - 1, lambda x, y: y == x,
                             lambda x, y: columns - y == rows - x)[extra]
                    weights.append(("row", tuple(
                        total(c for x, c in enumerate(column) if holds(x, y)) for y in range(columns))))
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
