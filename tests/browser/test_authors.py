"""What makes a browser an author's inside the elements: work during an attack, a mailed link, the word of the site."""

import base64
import email
import hashlib
import hmac
import json
import re
import time
from email import policy
from urllib.parse import quote

import pytest
from conftest import wait_until
from host_page import HostSite
from playwright.sync_api import expect
from steps import take_the_time_to_read

KEY = b"a secret of thirty-two octets..."
EMAIL = re.compile("^이메일")
POSTED = "댓글을 올렸습니다."


@pytest.fixture
def host():
    site = HostSite()
    yield site
    site.stop()


@pytest.fixture
def embedded(serve, host):
    """Starts a Gudok that this site embeds; comments are public at once."""

    def start(**settings):
        gudok = serve(
            GUDOK__SITE__URL=host.url,
            GUDOK__COMMENTS__MODERATION="none",
            GUDOK__COMMENTS__PAGE_TITLES="false",
            **settings,
        )
        host.gudok = gudok.url
        return gudok

    return start


def write(page, text, name="한지민", address="jimin@example.com"):
    element = page.locator("gudok-comments")
    element.locator("textarea").fill(text)
    element.get_by_label("이름").first.fill(name)
    element.get_by_label(EMAIL).fill(address)
    page.get_by_role("button", name="댓글 달기").click()


def comment(page, text):
    return page.locator(".comment", has_text=text)


def mailed_link(gudok, path):
    """The link to this path in a mail of the folder."""
    found = []

    def has_come():
        for file in (gudok.folder / "mail").iterdir():
            letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            text = letter.get_body(("plain",)).get_content().replace("\r", "")
            found.extend(re.findall(rf"^\S+{re.escape(path)}\S+$", text, re.MULTILINE))
        return found

    wait_until(has_come, 10, lambda: f"no mail leads to {path}")
    return found[-1]


@pytest.mark.views("ko-phone-light")
def test_the_browser_calculates_while_an_attack_lasts(reader, host, embedded):
    embedded(GUDOK__COMMENTS__ATTACK_MODE="on")
    page = reader()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host.say(host.comments()))
    write(page, "기계가 아니라 사람이 씁니다.")
    expect(page.get_by_role("status")).to_contain_text(POSTED, timeout=30_000)
    expect(comment(page, "기계가 아니라")).to_be_visible()
    assert any("/api/v1/challenge" in url for url in asked), asked  # the first answer asks for the work: 428


@pytest.mark.views("ko-phone-light")
def test_a_mailed_link_leads_back_to_the_page_and_verifies_its_author(newcomer, host, embedded):
    gudok = embedded()
    page = newcomer()
    address = host.say(host.comments())
    page.goto(f"{gudok.url}/comments/author?thread={quote(address)}&return={quote(address)}")
    take_the_time_to_read(page)
    page.get_by_label(EMAIL).fill("jimin@example.com")
    page.get_by_role("button", name="링크 받기").click()
    expect(page.get_by_role("heading", name="메일함을 확인해 주세요")).to_be_visible()
    page.goto(mailed_link(gudok, "/comments/author/"))
    page.get_by_role("button", name="이 주소 인증하기").click()
    page.wait_for_url(address)
    expect(page.get_by_role("status")).to_contain_text("이메일 주소를 인증했습니다")
    assert "gudok-code" not in page.url, "nobody copies the code with the address"
    write(page, "제 주소로 씁니다.")
    expect(comment(page, "제 주소로")).to_contain_text("인증됨")

    stranger = newcomer()
    stranger.goto(address)
    write(stranger, "남의 주소로 씁니다.")
    expect(stranger.get_by_role("status")).not_to_contain_text(POSTED)
    visitor = newcomer()
    visitor.goto(address)
    expect(comment(visitor, "제 주소로")).to_contain_text("인증됨")
    expect(comment(visitor, "남의 주소로")).to_have_count(0)


@pytest.mark.views("ko-phone-light")
def test_a_user_of_the_site_comments_under_the_name_of_the_site(newcomer, host, embedded):
    gudok = embedded(
        GUDOK__COMMENTS__SITE_USERS="true",
        GUDOK__HOOKS__PUBLISH_SECRET="whsec_" + base64.b64encode(KEY).decode(),
    )
    page = newcomer()
    user = json.dumps({"id": "17", "name": "서하늘", "email": "haneul@example.com"})
    number, moment = "user_browser_test_1", str(int(time.time()))
    signed = hmac.new(KEY, f"{number}.{moment}.{user}".encode(), hashlib.sha256).digest()
    signature = "v1," + base64.b64encode(signed).decode()
    answer = {"id": number, "timestamp": moment, "signature": signature, "user": user}
    host.pages["/gudok-user"] = (json.dumps(answer), "application/json", None)
    script = f'<script async src="{gudok.url}/site-user.js" data-from="/gudok-user"></script>'
    policy_of_page = (
        "default-src 'none'; script-src 'self' {gudok}; connect-src 'self' {gudok}; style-src 'self'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types gudok"
    )
    page.goto(host.say(host.comments(), head=script, csp=policy_of_page))
    name = page.locator("gudok-comments").get_by_label("이름").first
    expect(name).to_have_value("서하늘")
    page.locator("gudok-comments textarea").fill("회원으로 씁니다.")
    page.get_by_role("button", name="댓글 달기").click()
    expect(comment(page, "회원으로").locator("header")).to_contain_text("회원")
