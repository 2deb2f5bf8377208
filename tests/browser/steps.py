"""What people do in more than one story, in Korean."""

import re

from conftest import wait_until
from playwright.sync_api import expect

OWNER = "owner@example.org"
READER = "reader@example.org"  # subscribed when the demo begins
POST = "/demo/posts/1-small-models"
POST_TITLE = "작은 모델이 돌아왔다"


def take_the_time_to_read(page):
    """A form is taken from 3 s after its page was served."""
    page.wait_for_timeout(3_100)


# --- mails -----------------------------------------------------------------------------------------------------------


def mails(page, gudok, recipient, subject):
    """The lines of the mailbox with this subject, part of it or a pattern, to this reader."""
    page.goto(f"{gudok.url}/demo/mailbox")
    return page.locator(".editions li").filter(has_text=recipient).get_by_role("link", name=subject)


def open_mail(page, gudok, recipient, subject):
    """Opens the newest of these mails, once it has come."""
    has_come = lambda: (found := mails(page, gudok, recipient, subject)).count() and found
    complaint = lambda: f"no mail {subject!r} to {recipient}:\n{page.inner_text('main')}"
    wait_until(has_come, 15, complaint).first.click()


def plain_part(page):
    """The text of the open mail."""
    page.get_by_text("일반 텍스트 본문").click()
    return page.locator("details[open] pre").inner_text()


def link_in(text, path):
    found = re.search(rf"^\S+{re.escape(path)}\S+$", text, re.MULTILINE)
    assert found, f"no link to {path} in:\n{text}"
    return found[0]


# --- comments --------------------------------------------------------------------------------------------------------


def fill_in_comment(page, name, email, text):
    page.get_by_label("댓글", exact=False).and_(page.locator("textarea")).fill(text)
    page.get_by_label("이름").fill(name)
    page.get_by_label("이메일").fill(email)


def write_comment(page, name, email, text):
    fill_in_comment(page, name, email, text)
    take_the_time_to_read(page)
    page.get_by_role("button", name="댓글 달기").click()


# --- the panel -------------------------------------------------------------------------------------------------------


def password_of(gudok):
    return gudok.printed(r"password +(\S+)")[1]


def sign_in(page, gudok, email=OWNER, password=None):
    page.goto(f"{gudok.url}/admin")
    page.get_by_label("이메일 주소").fill(email)
    page.get_by_label("비밀번호").fill(password or password_of(gudok))
    page.get_by_role("button", name="로그인").click()


def decide(page, gudok, state, act, name):
    """Presses a button under somebody's comment in one list of the queue."""
    page.goto(f"{gudok.url}/admin/comments?state={state}")
    suspects = page.locator(".suspects > summary")
    if suspects.count():
        suspects.click()
    page.get_by_role("button", name=f"{act}: {name} 님의 댓글").click()
    expect(page.get_by_role("status")).to_be_visible()
