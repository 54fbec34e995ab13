"""The opening's schedule: its codes, their queries and their work."""
from .key import check_shape, read_shape
from .placement import bits_for
from .reader import require


class Schedule:
    """The part of `Verifier` that reads and bounds the schedule."""

    def read_schedule(self):
        r, start = self.r, self.r.at
        r.name("schedule")
        require(r.number(1, "degree") == 2, "unsoundParameters")
        number, tail = r.count(1, 8, "oracles"), r.count(1, 16, "later levels")
        self.schedule = []
        for i in range(number + tail):
            r.name("schedule", ("parameters", "witness")[i] if i < 2 else f"level {i - 1}")
            self.schedule.append(dict(name=r.names[-1], shape=read_shape(r), mu=r.number(1, "multiplicity"),
                                      grind=r.number(1, "fold bits"), queries=r.count(2, 1024, "queries")))
        r.name("schedule")
        self.query_grind = [r.number(1, "query bits") for _ in range(tail + 1)]
        self.claim_counts = [r.count(4, 1 << 24, "claims") for _ in range(number)]
        self.schedule_bytes = r.data[start:r.at]
        oracles, later = self.schedule[:number], self.schedule[number:]
        require(number >= 1 and all(bits <= 40 for bits in self.query_grind), "tooLarge")
        require(all(3 <= v["mu"] and 1 <= v["queries"] and v["grind"] <= 40 for v in self.schedule), "tooLarge")
        require(sum(v["shape"][1] for v in later) <= 30, "tooLarge")
        offset = end = 0
        for level in sorted(oracles, key=lambda v: -bits_for(v["shape"][0])):
            level["offset"], end = offset, offset + level["shape"][0]
            offset += 1 << bits_for(level["shape"][0])
        step = 1 << sum(v["shape"][1] for v in later)
        self.lengths = [-(-end // step) * step]
        require(self.lengths[0] <= 1 << 30, "tooLarge")
        for level in oracles:
            level["dimension"] = min(1 << bits_for(level["shape"][0]), self.lengths[0] - level["offset"])
        for level in later:
            self.lengths.append(self.lengths[-1] >> level["shape"][1])
            check_shape(self.lengths[-1], *level["shape"][1:])
            level["dimension"], level["offset"] = self.lengths[-1], 0
        require(self.lengths[-1] <= 4096, "tooLarge")
        for level in oracles:
            require(level["shape"][0] <= level["dimension"], "unsoundParameters")
        for level in self.schedule:
            require(level["dimension"] < 1 << level["shape"][2], "unsoundParameters")
        for level in later:
            require(level["shape"][0] == level["dimension"], "unsoundParameters")
        require(number == 2, "malformedProof")
