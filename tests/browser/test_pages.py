"""What holds of every public page: in both languages, on both screens, by day and by night, and without JavaScript."""

import re

import pytest
from conftest import assert_fits
from playwright.sync_api import expect
from steps import (
    POST,
    fill_in_comment,
    link_in,
    open_mail,
    plain_part,
    sign_in,
    take_the_time_to_read,
    write_comment,
)

THREAD = "/comments?thread={url}" + POST
PAGES = {
    "sign-up": "/",
    "archive": "/archive",
    "mailbox": "/demo/mailbox",
    "mail": "/demo/mailbox/3",
    "post": POST,
    "English post": "/demo/posts/2-reading-slowly",
    "comments": THREAD,
    "one comment": f"{THREAD}&comment=2",
    "answer": f"{THREAD}&reply=1",
    "a post without comments": "/comments?thread=nothing-yet",
    "lost link": "/preferences",
    "sign-in": "/admin/sign-in",
}
NOTHING = {"ko": "페이지를 찾을 수 없습니다", "en": "Page not found"}
CUT_OFF = {"ko": "올바른 링크가 아닙니다", "en": "This link is not valid"}
ERRORS = {
    "/no/such/page": (404, NOTHING),
    "/archive/1999-01-01-00000000": (404, NOTHING),
    "/demo/posts/unwritten": (404, NOTHING),
    "/unsubscribe/cut-off": (400, CUT_OFF),
    "/preferences/cut-off": (400, CUT_OFF),
    "/comments": (422, {"ko": "수정할 내용이 있습니다", "en": "Something is not right yet"}),
}


@pytest.mark.views("ko-phone-light", "ko-desktop-dark", "en-phone-dark")
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_fit_for_everybody(page, view, path, shared_demo, axe):
    answer = page.goto(shared_demo.url + path.format(url=shared_demo.url))
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == view.locale
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert_fits(page)
    axe(page)


@pytest.mark.parametrize("path", ERRORS)
def test_an_error_is_explained_in_the_readers_language(page, view, path, shared_demo, meet):
    status, headings = ERRORS[path]
    assert page.goto(f"{shared_demo.url}{path}").status == status
    meet(page, headings[view.locale])
    page.get_by_role("link", name="English" if view.locale == "ko" else "한국어").click()
    meet(page, headings["en" if view.locale == "ko" else "ko"])


def in_english(page):
    """Follows the switch of the language; every page that a form answers with has one."""
    came_from = page.url
    with page.expect_navigation() as navigation:
        page.get_by_role("link", name="English").click()
    assert navigation.value.status == 200, f"{came_from} → {page.url}: {navigation.value.status}"
    expect(page.locator("html")).to_have_attribute("lang", "en")


def in_english_and_back(page):
    """Presses the switch of the panel, which stays as it is chosen, and leaves the demo as others expect it."""
    for button, language in (("English", "en"), ("한국어", "ko")):
        came_from = page.url
        with page.expect_navigation() as navigation:
            page.get_by_role("button", name=button).click()
        assert navigation.value.status == 200, f"{came_from} → {page.url}: {navigation.value.status}"
        expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.views("ko-phone-light")
def test_every_answer_on_the_way_to_a_subscription_can_be_read_in_english(page, shared_demo):
    page.goto(f"{shared_demo.url}/")
    page.get_by_label("이메일 주소").fill("answer@example")
    take_the_time_to_read(page)
    page.get_by_role("button", name="구독하기").click()
    expect(page.get_by_label("이메일 주소")).to_have_attribute("aria-invalid", "true")
    in_english(page)
    page.goto(f"{shared_demo.url}/")
    page.get_by_label("이메일 주소").fill("answer@example.com")
    take_the_time_to_read(page)
    page.get_by_role("button", name="구독하기").click()
    in_english(page)
    open_mail(page, shared_demo, "answer@example.com", "구독을 확인해 주세요")
    link = link_in(plain_part(page), "/subscriptions/")
    page.goto(link)
    in_english(page)
    page.goto(link)
    page.get_by_role("button", name="구독 확인하기").click()
    in_english(page)
    open_mail(page, shared_demo, "answer@example.com", "구독을 시작합니다")
    page.goto(link_in(plain_part(page), "/unsubscribe/"))
    page.get_by_role("button", name="구독 해지하기").click()
    in_english(page)


@pytest.mark.views("ko-phone-light")
def test_a_comment_that_comes_back_can_be_read_in_english(page, shared_demo):
    page.goto(shared_demo.url + THREAD.format(url=shared_demo.url))
    fill_in_comment(page, "한지민", "jimin@example", "주소가 틀린 댓글")
    take_the_time_to_read(page)
    page.get_by_role("button", name="댓글 달기").click()
    expect(page.get_by_label("이메일")).to_have_attribute("aria-invalid", "true")
    in_english(page)


@pytest.mark.views("ko-phone-light")
def test_a_form_of_the_panel_that_comes_back_can_be_read_in_english(page, shared_demo):
    sign_in(page, shared_demo, password="틀린 비밀번호입니다")
    in_english(page)
    sign_in(page, shared_demo)
    page.goto(f"{shared_demo.url}/admin/account")
    page.get_by_label("현재 비밀번호").fill("틀린 비밀번호입니다")
    page.get_by_label("새 비밀번호").fill("시냇물 소리가 들리는 열두 번째 방")
    page.get_by_role("button", name="비밀번호 변경").click()
    in_english_and_back(page)
    page.goto(f"{shared_demo.url}/admin/settings")
    page.get_by_label("이메일 주소").fill("owner@example.org")
    page.get_by_role("button", name="초대", exact=True).click()
    in_english_and_back(page)
    page.goto(f"{shared_demo.url}/admin/posts")
    page.get_by_label("피드 추가").fill("ftp://example.org/feed")
    page.get_by_role("button", name="추가").click()
    in_english_and_back(page)


@pytest.mark.views("ko-phone-light")
def test_a_reader_needs_no_javascript(newcomer, shared_demo):
    page = newcomer(java_script_enabled=False)
    page.goto(f"{shared_demo.url}/")
    page.get_by_label("이메일 주소").fill("plain@example.com")
    page.get_by_text("더 고르기").click()
    page.get_by_role("radio", name="매월").check()
    take_the_time_to_read(page)
    page.get_by_role("button", name="구독하기").click()
    expect(page.get_by_role("heading", name="메일함을 확인해 주세요")).to_be_visible()
    open_mail(page, shared_demo, "plain@example.com", "구독을 확인해 주세요")
    page.goto(link_in(plain_part(page), "/subscriptions/"))
    page.get_by_role("button", name="구독 확인하기").click()
    expect(page.get_by_role("heading", name="구독이 시작되었습니다")).to_be_visible()

    page.goto(f"{shared_demo.url}{POST}")
    page.get_by_role("link", name="댓글 보기").click()
    page.get_by_role("link", name="박서연 님에게 답글 쓰기").click()
    write_comment(page, "윤하늘", "haneul@example.com", "자바스크립트 없이 쓴 답글입니다.")
    expect(page.get_by_text("댓글을 잘 받았습니다.")).to_be_visible()
    sign_in(page, shared_demo)
    page.get_by_role("link", name=re.compile("^검토를 기다리는 댓글")).click()
    page.get_by_role("button", name="승인: 윤하늘 님의 댓글").click()
    expect(page.get_by_text("댓글을 승인했습니다.")).to_be_visible()
    page.goto(f"{shared_demo.url}{POST}")
    page.get_by_role("link", name="댓글 보기").click()
    expect(page.get_by_text("자바스크립트 없이 쓴 답글입니다.")).to_be_visible()


def test_a_keyboard_reaches_the_content_at_once(page, shared_demo):
    page.goto(f"{shared_demo.url}/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#email")).to_be_focused()
