"""The real binary, in a real browser, as a reader and an owner meet it.

A test that takes `page` runs once for each view it names: `@pytest.mark.views("ko-phone-light", "en-desktop-dark")`.
Without the mark it runs in those two, which between them hold both languages, widths and colour schemes;
`@pytest.mark.views("all")` runs it in all eight. Whatever the test looks at, an error in the console, a breach of the
content security policy, a part of a page that does not come or a request to another machine fails it.

A story asks `newcomer()` for each further person, and says `meet(page, heading)` of each page that it comes to.
"""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect, sync_playwright
from views import CHROMIUM, CHROMIUM_ARGS, VIEWS

ROOT = Path(__file__).resolve().parents[2]
HOME = {"127.0.0.1", "localhost"}
PATIENCE = 10_000  # milliseconds
expect.set_options(timeout=PATIENCE)
USUAL_VIEWS = ("ko-phone-light", "en-desktop-dark")


def pytest_configure(config):
    config.addinivalue_line("markers", "views(*names): the views to run in, such as ko-phone-light, or all")


def pytest_generate_tests(metafunc):
    if "view" not in metafunc.fixturenames:
        return
    mark = metafunc.definition.get_closest_marker("views")
    names = mark.args if mark else USUAL_VIEWS
    if names == ("all",):
        names = tuple(VIEWS)
    metafunc.parametrize("view", [VIEWS[name] for name in names], ids=names)


# --- the program ---------------------------------------------------------------------------------------------------


class Gudok:
    """A running `gudok demo` or `gudok serve`, in a folder of its own, on a port of its own."""

    def __init__(self, command, folder, settings=None):
        self.folder = Path(folder)
        self.url = f"http://127.0.0.1:{free_port()}"
        self._output = self.folder / "output.txt"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GUDOK", "DATABASE_URL"))}
        self.environment = kept | {
            "GUDOK__SERVER__BIND": urlsplit(self.url).netloc,
            "GUDOK__SERVER__PUBLIC_URL": self.url,
            "GUDOK__DATABASE__URL": f"sqlite:{self.folder}/gudok.db",
            **(settings or {}),
        }
        self._start(command)

    def _start(self, command):
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [binary(), command],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        # A demo answers before it has its posts and comments; its guide comes last.
        last_line = "Gudok's demo is ready" if command == "demo" else f"Gudok is at {self.url}"
        ready = lambda: self._answers() and last_line in self.output
        wait_until(ready, 30, lambda: f"gudok {command} is not ready at {self.url}:\n{self.output}")

    def _answers(self):
        if self._process.poll() is not None:
            pytest.fail(f"gudok ended with {self._process.returncode}:\n{self.output}", pytrace=False)
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    @property
    def output(self):
        """All that the program has printed so far."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def printed(self, pattern, seconds=10):
        """The match of `pattern` in the program's output, waited for."""
        found = lambda: re.search(pattern, self.output)
        return wait_until(found, seconds, lambda: f"{pattern!r} was not printed:\n{self.output}")

    def run(self, *arguments, stdin=""):
        """Runs another command beside it, on the same database; gives its standard output."""
        done = subprocess.run(
            [binary(), *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, f"gudok {' '.join(arguments)}: {done.returncode}\n{done.stderr}"
        return done.stdout

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            pytest.fail(f"gudok did not stop within 30 s of SIGTERM:\n{self.output}", pytrace=False)


@pytest.fixture
def demo(tmp_path):
    """A fresh `gudok demo`."""
    gudok = Gudok("demo", tmp_path)
    yield gudok
    gudok.stop()


@pytest.fixture(scope="module")
def shared_demo():
    """One `gudok demo` for a whole file of tests that only look, or that don't mind each other's traces."""
    with tempfile.TemporaryDirectory(prefix="gudok-demo-") as folder:
        gudok = Gudok("demo", folder)
        yield gudok
        gudok.stop()


@pytest.fixture
def serve(tmp_path):
    """A fresh `gudok serve` with its mails as files in `mail/`; a test may start it with settings of its own."""
    running = []

    def start(**settings):
        mail = tmp_path / "mail"
        mail.mkdir(exist_ok=True)
        running.append(Gudok("serve", tmp_path, {"GUDOK__MAIL__URL": f"file:{mail}"} | settings))
        return running[-1]

    yield start
    for gudok in running:
        gudok.stop()


def binary():
    named = os.environ.get("GUDOK_BIN")
    if named:
        return named
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [path for path in (target / "debug/gudok", target / "release/gudok") if path.exists()]
    if not built:
        pytest.fail(f"no gudok in {target}: run cargo build, or set GUDOK_BIN", pytrace=False)
    return str(max(built, key=lambda path: path.stat().st_mtime))


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def wait_until(condition, seconds, complaint):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.05)
    pytest.fail(complaint(), pytrace=False)


# --- the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def newcomer(browser, view):
    """`newcomer()` is a page in a browser of its own, in the view of the test, with whatever else the context is given."""
    contexts, troubles = [], []

    def arrive(**options):
        contexts.append(browser.new_context(**view.context_options(), **options))
        contexts[-1].set_default_timeout(PATIENCE)
        watch(contexts[-1], troubles)
        return contexts[-1].new_page()

    yield arrive
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def reader(browser, view):
    """A page whose errors of the network are the test's own business; errors of scripts are not."""
    contexts, errors = [], []

    def arrive(**options):
        context = browser.new_context(**(view.context_options() | options))
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
def page(newcomer):
    return newcomer()


def watch(context, troubles):
    """Fills `troubles` with what no page may do, whatever the test looks at."""
    context.on("weberror", lambda error: troubles.append(f"script error: {error.error}"))
    context.on("console", lambda message: troubles.extend(complaints(message)))
    context.on("request", lambda request: troubles.extend(strangers(request)))
    context.on("response", lambda response: troubles.extend(missing_parts(response)))


def complaints(message):
    if message.type != "error":
        return
    if "Content Security Policy" in message.text:
        yield f"content security policy: {message.text}"
    elif not message.text.startswith("Failed to load resource"):  # `strangers` and `missing_parts` know which ones matter
        yield f"console: {message.text}"


def missing_parts(response):
    """A page may well answer 404 or 422, but not its style sheets and pictures."""
    if response.status >= 400 and response.request.resource_type != "document":
        yield f"missing part: {response.status} {response.url}"


def strangers(request):
    parts = urlsplit(request.url)
    if parts.scheme in ("http", "https") and parts.hostname not in HOME:
        yield f"request to another machine: {request.url}"


# --- the checks of a page -------------------------------------------------------------------------------------------

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` fails unless the page as it stands breaks no rule of WCAG 2.2 AA and no best practice."""
    checker = Axe()

    def check(page):
        # The frames of ours hold mails and run no scripts, so axe could only wait for them in vain.
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"], "iframes": False}
        try:
            found = checker.run(page, options=options).response["violations"]
        except Error as error:
            pytest.fail(f"axe could not read {page.url}: {error}", pytrace=False)
        if found:
            pytest.fail(f"{page.url}: axe found {len(found)}\n" + "\n".join(map(described, found)), pytrace=False)

    return check


@pytest.fixture
def meet(axe):
    """`meet(page, heading)` fails unless the page with this heading has come, fits its screen, and axe finds nothing."""

    def check(page, heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_fits(page)
        axe(page)

    return check


def assert_fits(page):
    """Nobody scrolls sideways."""
    wanted, held = page.evaluate("document.scrollingElement.scrollWidth"), page.viewport_size["width"]
    if wanted > held:
        pytest.fail(f"{page.url}: {wanted} px wide on a screen of {held} px", pytrace=False)


def described(violation):
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}\n"
        f"      {node['html']}\n"
        f"      {' '.join(node.get('failureSummary', '').split())}"
        for node in violation["nodes"]
    )
    return f"  {violation['id']} ({violation['impact']}): {violation['help']} {violation['helpUrl']}\n{places}"
