"""The opening of all claims, level by level."""
from .field import ONE, P, ZERO, E, eq, eq_integer, eq_table, powers, total
from .keccak import keccak
from .key import shape_bytes
from .placement import bits_for
from .reader import require
from .transcript import Transcript


class Opening:
    """The part of `Verifier` that opens the committed vectors."""

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
