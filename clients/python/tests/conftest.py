"""The bundled demo, and the suite that all clients share."""
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture(scope="session")
def demo() -> Path:
    """The package's tokenizer files, its key and a proof."""
    return ROOT / "clients" / "web" / "demo"


@pytest.fixture(scope="session")
def pair(demo: Path) -> tuple[bytes, bytes]:
    return (demo / "verifying.key").read_bytes(), (demo / "reply.proof").read_bytes()
