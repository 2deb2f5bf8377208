"""The plug-in in Debian's WordPress, beside the real binary, in a real browser. `scripts/wordpress-check` runs these tests.

Fixtures and checks of pages are those of tests/browser.
"""

import importlib.util
import os
import sys
import tempfile
from pathlib import Path

import pytest

BROWSER = Path(__file__).resolve().parents[1] / "browser"
sys.path.append(str(BROWSER))
specification = importlib.util.spec_from_file_location("browser_conftest", BROWSER / "conftest.py")
browser_conftest = importlib.util.module_from_spec(specification)
sys.modules[specification.name] = browser_conftest
specification.loader.exec_module(browser_conftest)

from browser_conftest import *  # noqa: F403 -- fixtures, hooks, and what tests/browser/steps.py asks of its conftest
from world import WordPress  # noqa: E402

SECRET = "whsec_" + "c2VjcmV0" * 4  # 24 bytes
GUDOK_OWNER, GUDOK_PASSWORD = "owner@example.org", "a long password of hers"


@pytest.fixture(scope="session")
def wordpress():
    """Debian's WordPress without the plug-in; `install_plugin` brings it."""
    software, plugin = os.environ.get("GUDOK_WORDPRESS"), os.environ.get("GUDOK_WORDPRESS_ZIP")
    if not software or not plugin:
        pytest.fail("no WordPress: run scripts/wordpress-check", pytrace=False)
    with tempfile.TemporaryDirectory(prefix="wordpress-") as folder, WordPress(Path(folder), Path(software), Path(plugin)) as running:
        yield running
        assert not running.complaints(), "\n".join(running.complaints())


@pytest.fixture(scope="session")
def gudok(wordpress, tmp_path_factory):
    """A `gudok serve` that reads the blog's feed."""
    folder = tmp_path_factory.mktemp("gudok")
    (folder / "mail").mkdir()
    settings = {
        "GUDOK__MAIL__URL": f"file:{folder}/mail",
        "GUDOK__SITE__NAME": "조용한 편지",
        "GUDOK__SITE__URL": wordpress.url,
        "GUDOK__SITE__LOCALE": "ko",
        "GUDOK__SERVER__ALLOWED_ORIGINS": f'["{wordpress.url}"]',
        "GUDOK__FEEDS__ALLOW_PRIVATE": "true",
        "GUDOK__HOOKS__PUBLISH_SECRET": SECRET,
        "GUDOK__COMMENTS__MODERATION": "all",
    }
    running = Gudok("serve", folder, settings)
    running.run("admin", "add", "--email", GUDOK_OWNER, "--role", "owner", "--password-stdin", stdin=GUDOK_PASSWORD)
    running.run("feeds", "add", f"{wordpress.url}/feed/")
    yield running
    running.stop()


@pytest.fixture
def blog(wordpress, gudok):
    """The blog with the plug-in set up: all of it on, Gudok's address and secret known."""
    wordpress.install_plugin(
        address=gudok.url, replace_comments=True, show_counts=True, comments_moved=False, secret=SECRET
    )
    wordpress.call("switch_theme", "twentytwentythree")
    return wordpress
