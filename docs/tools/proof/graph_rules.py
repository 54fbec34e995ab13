"""The graph's rules: docs/protocol.md, section 5, by their numbers."""
from .reader import require
from .tensors import BELOW, POSITION, PROMPT, REPLY, ROWS, SEGMENT, TOKEN, VALUES


class GraphRules:
    """The part of `Key` that checks its graph."""

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
                good(self.fits(node["tensor"], extent(own), i) and node["bound"] >= (1 << 31 if node["tensor"] == VALUES else 1))
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

        def bound_last(node, is_open, own=None):
            left = [t for t in node.get("terms", ()) if is_open(t[1])]
            if (len(left) == 1 and unbounded(left[0][1]) and abs(left[0][0]) == 1
                    and own in (None, nodes[left[0][1]]["axes"]) and all(view == "same" for view, _, _ in left[0][2])):
                bounded.add(left[0][1])

        for node in nodes:
            if node["rule"] == 3 and all(kind(t[1]) == "witness" for t in node.get("terms", ())):
                bound_last(node, unbounded)
        resting = set(filter(unbounded, range(len(nodes))))
        for i, node in enumerate(nodes):
            if any(n in resting for n in inputs(node)):
                resting.add(i)
        for lookup in self.lookups:
            (n, scale, _), selector = lookup["columns"][0], lookup["selector"]
            if kind(n) == "linear" and abs(scale) == 1:
                source = selector[1] if selector else (nodes[n]["axes"] or [None])[-1]
                still = lambda i: i in resting and i not in bounded
                bound_last(nodes[n], still, [a for a in nodes[n]["axes"] if a != source])
        good(not any(map(unbounded, range(len(nodes)))))

    def fits(self, tensor, extents, i):
        """Whether a statement tensor has its axes, and is at home in this form of model; values have one node."""
        form, fixed = self.form(), lambda extent: isinstance(extent, int)
        if tensor == VALUES:
            rest = extents[1:] if extents[:1] == ["replies"] else extents
            first = next(k for k, n in enumerate(self.nodes) if n.get("tensor") == VALUES)
            return 1 <= len(extents) <= 2 and len(rest) <= 1 and all(map(fixed, rest)) and i == first
        choices = self.choices() if form == "encoder" else self.vocabulary
        return {
            TOKEN: (["tokens", self.vocabulary], form != "encoder"), REPLY: (["replies", choices], True),
            BELOW: (["replies", choices], True), ROWS: (["replies"], True),
            PROMPT: (["prompt", self.vocabulary], form != "decoder"), SEGMENT: (["prompt", 2], form != "decoder"),
            POSITION: (["replies", "prompt"], form == "encoder"),
        }[tensor] == (extents, True)

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
                product([abs(c), self.nodes[n]["bound"]] + [size(b) for b, (view, _, extra) in zip(self.nodes[n]["axes"], views)
                                                            if view == "summed" or view == "matrix" and extra < 2])
                for c, n, views in node["terms"]))
        factors, summed = [], set(node["axes"])
        for n, space in node["operands"]:
            factors += [self.nodes[n]["bound"]] + [size(a) for a in space if a not in summed]
            summed |= set(space)
        return product(factors)
