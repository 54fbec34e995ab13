"""Batched sumchecks: of einsum nodes, and of claims merged into one."""
from .field import ONE, ZERO, E, eq, powers, total
from .ledger import Claim
from .placement import split
from .reader import require
from .weights import Point, evaluate, ones, ordered_sum


class Sumcheck:
    """The part of `Verifier` that reduces sums."""

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
