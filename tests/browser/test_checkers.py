"""The checks of the browser tests themselves: each must find the fault that it is there for."""

import functools
import http.server
import threading

import pytest
from conftest import assert_fits, watch

GOOD = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>구독</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'"></head>
<body><main><h1>구독하기</h1><form><label for="email">이메일</label> <input id="email" name="email" type="email">
<button>구독</button></form></main></body></html>"""
RESTLESS = GOOD.replace("</main>", """<script>inline()</script><img src="https://example.org/a.png" alt="">
<script src="broken.js"></script><script src="nowhere.js"></script></main>""").replace("default-src 'none'", "script-src 'self'")
NO_WRAP = '<button style="white-space: nowrap">'
WIDE = GOOD.replace("<button>", NO_WRAP + "구독" * 100).replace("'self'", "'unsafe-inline'")
BAD = GOOD.replace('<label for="email">이메일</label>', "").replace(' lang="ko"', "")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "good.html").write_text(GOOD, encoding="utf-8")
    (folder / "bad.html").write_text(BAD, encoding="utf-8")
    (folder / "wide.html").write_text(WIDE, encoding="utf-8")
    (folder / "restless.html").write_text(RESTLESS, encoding="utf-8")
    (folder / "broken.js").write_text("console.error('so so'); missing()", encoding="utf-8")
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.views("all")
def test_a_page_is_seen_in_each_view(page, view, site, axe):
    page.goto(f"{site}/good.html")
    assert page.evaluate("navigator.language").startswith(view.locale)
    assert page.evaluate("innerWidth") == view.context_options()["viewport"]["width"]
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (view.scheme == "dark")
    axe(page)


@pytest.mark.views("ko-phone-light")
def test_axe_finds_a_missing_label_and_language(page, site, axe):
    page.goto(f"{site}/bad.html")
    with pytest.raises(pytest.fail.Exception, match=r"html-has-lang[\s\S]*label"):
        axe(page)


def test_a_page_wider_than_its_screen_is_seen(page, site):
    page.goto(f"{site}/good.html")
    assert_fits(page)
    page.goto(f"{site}/wide.html")
    with pytest.raises(pytest.fail.Exception, match="px wide on a screen of"):
        assert_fits(page)


def test_scripts_that_fail_breach_the_policy_or_call_elsewhere_are_seen(browser, site):
    context = browser.new_context()
    troubles = []
    watch(context, troubles)
    context.new_page().goto(f"{site}/restless.html")
    context.close()
    found = sorted(trouble.split(":")[0] for trouble in troubles)
    wanted = ["console", "content security policy", "missing part", "request to another machine", "script error"]
    assert found == wanted, troubles
