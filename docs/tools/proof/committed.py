"""Claims on the committed vectors: where each claim of the ledger lies in its oracle."""
from .field import eq_integer
from .reader import require


class Committed:
    """The part of `Verifier` that hands the ledger to the opening."""

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
