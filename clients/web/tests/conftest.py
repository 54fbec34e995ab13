"""A static file server, a headless Chromium, and a page that must stay quiet: no error, no request to anywhere else."""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

WEB = Path(__file__).resolve().parent.parent
CONFORMANCE = WEB.parent.parent / "Tests" / "Vectors" / "conformance"


class StaticFiles(http.server.SimpleHTTPRequestHandler):
    """The page as any file server gives it, and the conformance suite beside it."""

    def translate_path(self, path: str) -> str:
        beside = path.removeprefix("/conformance/")
        if beside != path:
            return str(CONFORMANCE / Path(beside).name)
        return super().translate_path(path)

    def log_message(self, *_: object) -> None:
        pass


class UntypedFiles(StaticFiles):
    """A server that does not know WebAssembly."""

    def guess_type(self, path: str) -> str:
        return "application/octet-stream" if str(path).endswith(".wasm") else super().guess_type(path)


def serving(handler: type):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(WEB)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def site():
    yield from serving(StaticFiles)


@pytest.fixture(scope="session")
def untyped_site():
    yield from serving(UntypedFiles)


@pytest.fixture(scope="session")
def browser():
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Chromium is not installed: scripts/test-web installs it"
    with sync_playwright() as playwright:
        # Without its sandbox, since root has none; it opens our own files only.
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield launched
        launched.close()


class Watched:
    """What a page logged and asked for."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.context.on("request", lambda request: self.requests.append(request.url))


def opened(browser: Browser, site: str, **options: object) -> tuple[Page, Watched]:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(10_000)
    watched = Watched(page)
    page.goto(f"{site}/index.html")
    return page, watched


@pytest.fixture
def page(browser: Browser, site: str):
    page, watched = opened(browser, site)
    yield page
    foreign = [url for url in watched.requests if not url.startswith(site + "/")]
    page.context.close()
    assert watched.complaints == []
    assert foreign == []
    assert len(watched.requests) > 10


class Demo:
    """The bundled demo's files."""

    names = ["verifying.key", "reply.proof", "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json"]

    def __init__(self) -> None:
        self.bytes = {name: (WEB / "demo" / name).read_bytes() for name in self.names}
        self.key = self.bytes["verifying.key"]
        self.proof = self.bytes["reply.proof"]

    def picked(self, **changed: bytes) -> list[dict]:
        """All files as a file picker gives them, with a key or proof of one's own."""
        own = {"verifying.key": changed.get("key", self.key), "reply.proof": changed.get("proof", self.proof)}
        return [picked(name, content) for name, content in (self.bytes | own).items()]


def picked(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture(scope="session")
def demo() -> Demo:
    return Demo()
