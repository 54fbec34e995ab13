"""The format of the suite: a case names a key and a proof, each a file of the folder with edits."""
import json
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "Tests" / "Vectors" / "conformance"


@dataclass(frozen=True)
class Edit:
    """`removed` bytes at `at` become `inserted`, `times` over. Edits apply in order, each to what the ones before left."""
    at: int
    removed: int
    inserted: bytes = b""
    times: int = 1

    def apply(self, data):
        return data[:self.at] + self.inserted * self.times + data[self.at + self.removed:]


@dataclass(frozen=True)
class Source:
    """A file of the suite's folder, and what is changed in it."""
    file: str
    edits: tuple = ()

    def read(self, folder=FOLDER):
        data = (folder / self.file).read_bytes()
        for edit in self.edits:
            data = edit.apply(data)
        return data

    def with_edits(self, *edits):
        return Source(self.file, self.edits + edits)


@dataclass(frozen=True)
class Case:
    name: str
    key: Source
    proof: Source
    expected: dict = field(default_factory=dict)


def write(cases, path):
    """One case to a line."""
    def source(value):
        edits = [[e.at, e.removed, e.inserted.hex(), e.times] for e in value.edits]
        return {"file": value.file, "edits": edits}

    lines = [json.dumps({"name": case.name, "key": source(case.key), "proof": source(case.proof), **case.expected}) for case in cases]
    path.write_text('{"version": 1, "cases": [\n' + ",\n".join(lines) + "\n]}\n")


def read(path=FOLDER / "cases.json"):
    def source(value):
        return Source(value["file"], tuple(Edit(at, removed, bytes.fromhex(inserted), times)
                                           for at, removed, inserted, times in value["edits"]))

    for entry in json.loads(path.read_text())["cases"]:
        expected = {name: value for name, value in entry.items() if name not in ("name", "key", "proof")}
        yield Case(entry["name"], source(entry["key"]), source(entry["proof"]), expected)
