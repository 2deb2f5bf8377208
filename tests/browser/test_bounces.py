"""What came back, and what stands in the way of mail: the owner's two rooms for it."""

import json
import re
import tempfile
import urllib.request
from base64 import b64encode

import pytest
from conftest import Gudok
from playwright.sync_api import expect
from steps import OWNER, READER, sign_in

PASSWORD = "a long password of the hook"
STRANGER = "somebody.with.a.rather.long.name@a-domain-that-hardly-fits-a-telephone.example"
FULL = "smtp;552 5.2.2 The mailbox of the recipient is over its quota, please try again on another day"


@pytest.fixture
def demo_with_hook():
    """A demo that a mail service may call."""
    with tempfile.TemporaryDirectory(prefix="gudok-demo-") as folder:
        gudok = Gudok("demo", folder, {"GUDOK__HOOKS__POSTMARK_PASSWORD": PASSWORD})
        yield gudok
        gudok.stop()


def report(gudok, number, kind, email, said):
    """What Postmark posts of a mail that came back."""
    body = {"RecordType": "Bounce", "ID": number, "Type": kind, "Email": email, "Details": said}
    key = b64encode(f"gudok:{PASSWORD}".encode()).decode()
    headers = {"authorization": f"Basic {key}", "content-type": "application/json"}
    request = urllib.request.Request(f"{gudok.url}/hooks/postmark", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


@pytest.mark.views("ko-phone-light", "ko-phone-dark", "ko-desktop-light", "ko-desktop-dark")
def test_the_owner_reads_what_came_back_and_lets_mail_go_there_again(page, demo_with_hook, meet):
    gudok = demo_with_hook
    sign_in(page, gudok)
    page.goto(f"{gudok.url}/admin/bounces")
    expect(page.get_by_text("돌아온 메일이 없습니다.")).to_be_visible()
    meet(page, "반송")
    report(gudok, 1, "SoftBounce", STRANGER, FULL)
    report(gudok, 2, "SoftBounce", READER, FULL)
    report(gudok, 3, "HardBounce", READER, "smtp;550 5.1.1 no such user")
    page.reload()
    expect(page.locator("tbody tr").first).to_contain_text("없는 주소입니다")
    meet(page, "반송")
    page.get_by_role("button", name=re.compile(rf"^발송 재개 ?: {re.escape(READER)}$")).first.click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("발송 재개")
    expect(page.get_by_role("button", name="발송 재개")).to_have_count(0)
    meet(page, "반송")
    page.goto(f"{gudok.url}/admin/bounces?lang=en")
    meet(page, "Bounces")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_the_owner_has_it_examined_and_reads_what_to_do(page, serve, meet):
    # Without a domain of the Internet no name server is asked.
    gudok = serve(GUDOK__SITE__SENDER="gudok@localhost")
    gudok.run("admin", "add", "--email", OWNER, "--role", "owner", "--password-stdin", stdin=f"{PASSWORD}\n")
    sign_in(page, gudok, password=PASSWORD)
    for lang, room, check, words in (
        ("ko", "점검", "점검하기", "해결 방법"),
        ("en", "Check-up", "Check again", "What to do"),
    ):
        page.goto(f"{gudok.url}/admin/doctor?lang={lang}")
        meet(page, room)
        page.get_by_role("button", name=check).click()
        expect(page.locator("tbody tr")).to_have_count(13, timeout=30_000)
        expect(page.locator("thead")).to_contain_text(words)
        meet(page, room)
