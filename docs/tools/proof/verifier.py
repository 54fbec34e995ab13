"""All of it: the steps of a verification in order."""
from .circuit import Circuit
from .committed import Committed
from .key import shape_bytes
from .ledger import Ledger
from .lookups import Lookups
from .opening import Opening
from .reader import require
from .schedule import Schedule
from .soundness import Soundness
from .statement import Statement
from .sumcheck import Sumcheck
from .transcript import Transcript
from .walk import Walk


class Verifier(Ledger, Statement, Circuit, Schedule, Lookups, Walk, Sumcheck, Committed, Soundness, Opening):
    def verify(self):
        r, key = self.r, self.key
        self.statement()
        self.read_schedule()
        r.name("witness")
        root, value = r.take(32, "root"), r.elements(1, "out-of-domain value")[0]
        self.check_statement()
        self.check_sizes()
        self.place_vectors()
        shape = self.schedule[1]["shape"]
        self.t = Transcript("lemma opening v1, 100 bits")
        self.state("label")
        for name, data in (("key digest", key.digest), ("statement", self.statement_bytes), ("schedule", self.schedule_bytes),
                           ("witness commitment", b"\x02" + shape_bytes(shape) + root + value.bytes())):
            self.t.absorb(data)
            self.state(name)
        self.lookups()
        self.zeros()
        self.walk()
        claims = self.committed()
        self.terms, self.whole = self.soundness()
        self.opening(claims, [(key.root, key.shape, key.value), (root, shape, value)])
        require(r.at == len(r.data), "trailingBytes")
