"""What the scripts of this folder share: commands measured in processes of their own, the machine, result files."""

import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benches" / "results"


@dataclass
class Measured:
    """A finished process: what it printed, its time from start to exit, its largest resident set, the machine's load then."""

    output: str
    seconds: float
    peak_bytes: int
    load_average: float

    @property
    def figures(self) -> dict:
        return {key: value for key, value in vars(self).items() if key != "output"}


def measure(command: list, environment: dict | None = None) -> Measured:
    """Runs a command to its end; stops with what it said if it fails."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=errors, env=os.environ | (environment or {})
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        output.seek(0)
        errors.seek(0)
        if os.waitstatus_to_exitcode(status) != 0:
            name = " ".join(Path(str(part)).name for part in command)
            sys.exit(f"{name}: failed with {os.waitstatus_to_exitcode(status)}\n{errors.read()[-2000:]}")
        return Measured(output.read(), seconds, usage.ru_maxrss * 1024, round(os.getloadavg()[0], 2))


def last_object(output: str) -> dict:
    """The JSON object that a program printed last, on a line of its own or as all it printed."""
    text = output.strip()
    return json.loads(text if text.startswith("{") and "\n" in text else text.splitlines()[-1])


def machine() -> dict:
    """Enough to tell how far figures carry over; nothing that names the machine."""
    cpu, memory = platform.processor(), 0
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
    if hasattr(os, "sysconf"):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": cpu,
        "cores": os.cpu_count(),
        "memory_bytes": memory,
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def header() -> dict:
    """Commit, date and machine, for the top of a result."""

    def git(*arguments):
        return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "Sources", "circuits")
    return {
        "date": datetime.date.today().isoformat(),
        "commit": git("rev-parse", "--short=10", "HEAD") + (" with changes" if changed else ""),
        "machine": machine(),
    }


def save(name: str, result: dict) -> Path:
    """Writes benches/results/NAME-DATE.json."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{result['date']}.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    return path


def table(rows: list[list[str]]) -> str:
    """Columns as wide as their widest entry; all but the first to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row)) for row in rows
    )


def in_bytes(count: float) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count:.0f} bytes"


def in_seconds(seconds: float) -> str:
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if abs(seconds) >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
