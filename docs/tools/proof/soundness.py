"""The soundness bound, in integers and rounded up: docs/protocol.md, section 15."""
from math import isqrt

from .field import P
from .placement import bits_for
from .reader import require


class Soundness:
    """The part of `Verifier` that sums the error."""

    def soundness(self):
        field, unit, oracles, later = P * P, 1 << 256, self.schedule[:2], self.schedule[2:]
        up = lambda a, b: -(-a // b)
        for v in self.schedule:
            d, n, odd = v["dimension"], v["shape"][2], 2 * v["mu"] + 1
            root_up, root = isqrt(up(d << 512, 1 << n)) + 1, isqrt(d << 512 >> n)
            v["miss"] = up(root_up * odd, 2 * v["mu"])
            require(v["miss"] < unit, "unsoundParameters")
            v["list"] = up(odd << 320, root << 1)
            inner = up(odd**5 << 256, 16) + up(3 * odd * d << 256, 2 << n)
            v["mca"] = up(inner << n, 3 * (d * root >> n)) + up(v["list"], 1 << 64)
        terms = []
        add = lambda name, place, numerator, scale=0, grind=0: terms.append(
            (name, place, up(numerator << 256, field << (scale + grind))))
        for v in self.schedule:
            add("out of domain", v["name"], v["list"]**2 * (v["shape"][1] + bits_for(v["shape"][0])), 129)
        lists = oracles[0]["list"] * oracles[1]["list"]
        add("claims", "", lists * (sum(self.claim_counts) + 1), 128)
        for s in range(max(v["shape"][1] for v in oracles)):
            own = [v for v in oracles if s < v["shape"][1]]
            add("row rounds", f"round {s}", 2 * lists + (sum(v["mca"] for v in own) << 128), 128, max(v["grind"] for v in own))
        for v in later:
            for s in range(v["shape"][1]):
                add("folds", f"{v['name']}, round {s}", 2 * v["list"] + (v["mca"] << 64), 64, v["grind"])
        for i, grind in enumerate(self.query_grind):
            above = oracles if i == 0 else [later[i - 1]]
            for v in above:
                error, q = unit, v["queries"]
                for b in reversed(range(q.bit_length())):
                    error = up(error * error, unit)
                    error = up(error * v["miss"], unit) if q >> b & 1 else error
                terms.append(("queries", v["name"], up(error, 1 << grind)))
            if i < len(later):
                add("combinations", later[i]["name"], later[i]["list"] * (1 + sum(v["queries"] for v in above)), 64, grind)
        for s in range(bits_for(self.lengths[-1])):
            add("final rounds", f"round {s}", 2)
        for name, numerator in self.errors.items():
            add("reduction: " + name, f"numerator {numerator}", numerator, 0, 12 if name == "fingerprints" else 0)
        whole = sum(e for *_, e in terms)
        whole += up(whole, 1 << 50)
        require(whole <= 1 << 156, "unsoundParameters")
        return terms, whole
