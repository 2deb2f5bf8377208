"""A campaign: written, looked at, tried on oneself, sent, and watched."""

import re

import pytest
from playwright.sync_api import expect
from steps import OWNER, READER, link_in, open_mail, plain_part, sign_in

SUBJECT = "가을 독서 모임에 초대합니다"
BODY = """# 언제, 어디서

11월 28일 토요일 오후 세 시, **작은 책방**에서 만납니다.
준비물은 없습니다.

- 함께 읽을 글: [작은 모델이 돌아왔다](/demo/posts/1-small-models)
- 문의: <owner@example.org>

> 오시는 분께 차를 대접합니다.
"""


def write(page, gudok, subject=SUBJECT):
    page.goto(f"{gudok.url}/admin/campaigns")
    page.get_by_role("link", name="새 캠페인").click()
    page.get_by_label("제목", exact=False).and_(page.locator("input")).fill(subject)
    page.get_by_label("본문").fill(BODY)


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_a_campaign_is_written_tried_sent_and_watched(page, demo, meet):
    sign_in(page, demo)
    page.goto(f"{demo.url}/admin/campaigns")
    expect(page.get_by_text("아직 캠페인이 없습니다.")).to_be_visible()
    meet(page, "캠페인")
    write(page, demo, subject=" ")
    meet(page, "새 캠페인")
    page.get_by_role("button", name="저장하기").click()
    expect(page.get_by_text("제목을 입력해 주세요.")).to_be_visible()
    expect(page.get_by_label("본문")).to_have_value(BODY)
    meet(page, "새 캠페인")
    page.get_by_label("제목", exact=False).and_(page.locator("input")).fill(SUBJECT)
    page.get_by_role("button", name="저장하기").click()
    expect(page.get_by_role("status")).to_have_text("초안을 저장했습니다.")
    meet(page, SUBJECT)
    mail = page.frame_locator("iframe[title='메일 미리 보기']")
    expect(mail.get_by_role("heading", name="언제, 어디서")).to_be_visible()
    page.get_by_role("link", name="일반 텍스트").click()
    expect(page.locator("pre.plain")).to_contain_text("> 오시는 분께 차를 대접합니다.")
    meet(page, SUBJECT)

    page.get_by_role("button", name="나에게 테스트 메일 보내기").click()
    expect(page.get_by_role("status")).to_have_text("테스트 메일을 내 주소로 보냈습니다.")
    here = page.url
    open_mail(page, demo, OWNER, f"[테스트] {SUBJECT}")
    page.goto(here)
    page.get_by_role("link", name="수정").click()
    meet(page, "캠페인 수정")
    page.get_by_label("1분에 보낼 메일 수").fill("600")
    page.get_by_role("button", name="저장하기").click()
    page.get_by_role("link", name="보내기…").click()
    expect(page.get_by_text("지금 보내면 구독자 22명이 이 메일을 받습니다.")).to_be_visible()
    meet(page, "캠페인 보내기")
    page.get_by_role("button", name="22명에게 보내기").click()
    expect(page.get_by_role("status")).to_have_text("보내기 시작했습니다.")
    meet(page, SUBJECT)
    here = page.url.split("?")[0]

    open_mail(page, demo, READER, SUBJECT)
    text = plain_part(page)
    assert "- 함께 읽을 글: 작은 모델이 돌아왔다 (http" in text, text
    shown = page.frame_locator("iframe[title='메일의 HTML 본문']")
    expect(shown.get_by_role("link", name="구독 해지")).to_have_attribute("href", link_in(text, "/unsubscribe/"))

    page.goto(f"{here}?live=true")
    expect(page.locator(".head .tag")).to_have_text("완료", timeout=20_000)  # the page loads itself again
    expect(page.locator("progress")).to_have_attribute("value", "22")
    meet(page, SUBJECT)
    page.get_by_role("main").get_by_role("link", name="캠페인", exact=True).click()
    expect(page.get_by_role("row", name=SUBJECT)).to_contain_text("전체 22통 가운데 22통")
    meet(page, "캠페인")


@pytest.mark.views("ko-phone-light")
def test_a_campaign_needs_no_javascript_and_speaks_english_too(newcomer, demo, axe):
    page = newcomer(java_script_enabled=False)
    sign_in(page, demo)
    write(page, demo)
    page.get_by_label("1분에 보낼 메일 수").fill("빨리")
    page.get_by_role("button", name="저장하기").click()
    expect(page.get_by_text("1부터 1,000,000 사이의 숫자를 입력하거나 비워 주세요.")).to_be_visible()
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name="English").click()
    assert navigation.value.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("New campaign")
    page.get_by_role("button", name="한국어").click()
    write(page, demo)
    page.get_by_label("1분에 보낼 메일 수").fill("1")
    page.get_by_role("button", name="저장하기").click()
    page.get_by_role("link", name="보내기…").click()
    page.get_by_role("button", name="22명에게 보내기").click()
    page.get_by_role("button", name="일시 정지").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile("일시 정지했습니다|그사이"))
    page.locator("summary", has_text="캠페인 취소").click()


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_a_draft_is_thrown_away(page, shared_demo, meet):
    sign_in(page, shared_demo)
    write(page, shared_demo)
    page.get_by_role("button", name="저장하기").click()
    page.locator("summary", has_text="초안 삭제").click()
    meet(page, SUBJECT)
    page.get_by_role("button", name="삭제하기").click()
    expect(page.get_by_role("status")).to_have_text("초안을 삭제했습니다.")
    meet(page, "캠페인")
