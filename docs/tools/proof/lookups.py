"""Lookups: two trees of fractions, and the claims at their leaves."""
from .field import ONE, ZERO, E, eq_integer, powers, total
from .ledger import Claim
from .placement import bits_for, place, split
from .reader import require
from .weights import Point, ordered_sum


class Lookups:
    """The part of `Verifier` that checks the lookups."""

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
                    t1, t2 = self.receive(2, "t1 t2")
                    c = self.t.challenge()
                    running = running - x * (t1 + t2) + c * (t1 + c * t2)
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
