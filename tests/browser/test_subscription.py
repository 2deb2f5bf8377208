"""The subscription: from the sign-up page to the last mail."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from steps import READER, link_in, mails, open_mail, plain_part, take_the_time_to_read

SENT = "메일함을 확인해 주세요"
CONFIRM_MAIL = "구독을 확인해 주세요: 인공지능 읽기"
WELCOME_MAIL = "인공지능 읽기 구독을 시작합니다"


def sign_up(page, gudok, address):
    page.goto(f"{gudok.url}/")
    page.get_by_label("이메일 주소").fill(address)
    take_the_time_to_read(page)
    page.get_by_role("button", name="구독하기").click()


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_a_reader_subscribes_and_nothing_begins_before_the_button(page, view, shared_demo, meet):
    address = f"hana.{view}@example.com"
    page.goto(f"{shared_demo.url}/")
    meet(page, "새 글을 요약해서 메일로 보내 드립니다")
    page.get_by_label("이메일 주소").fill(address)
    page.get_by_text("더 고르기").click()
    meet(page, "새 글을 요약해서 메일로 보내 드립니다")
    page.get_by_label("이름").fill("김하나")
    page.get_by_role("checkbox", name="언어").check()
    page.get_by_role("radio", name="매일").check()
    take_the_time_to_read(page)
    page.get_by_role("button", name="구독하기").click()
    meet(page, SENT)

    open_mail(page, shared_demo, address, CONFIRM_MAIL)
    meet(page, CONFIRM_MAIL)
    text = plain_part(page)
    assert "매일 아침 새 글 요약을 보내 드립니다" in text
    link = link_in(text, "/subscriptions/")

    for _ in ("the link scanner of a mail service", "the reader"):
        page.goto(link)
        meet(page, "구독을 시작할까요?")
        expect(page.get_by_text(address)).to_be_visible()
    assert mails(page, shared_demo, address, WELCOME_MAIL).count() == 0

    page.goto(link)
    page.get_by_role("button", name="구독 확인하기").click()
    meet(page, "구독이 시작되었습니다")
    expect(page.get_by_text(address)).to_be_visible()
    page.goto(link)
    meet(page, "이미 확인하셨습니다")

    open_mail(page, shared_demo, address, WELCOME_MAIL)
    meet(page, WELCOME_MAIL)
    assert "이제 매일 오전 7시에" in plain_part(page)


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_a_subscriber_finds_the_chosen_preferences_again(page, demo, meet):
    open_mail(page, demo, READER, WELCOME_MAIL)
    link = link_in(plain_part(page), "/preferences/")
    page.goto(link)
    meet(page, "구독 설정")
    expect(page.get_by_role("radio", name="새 글마다")).to_be_checked()

    page.get_by_role("radio", name="매월").check()
    page.get_by_role("checkbox", name="언어").check()
    page.get_by_label("받는 시각").select_option("오후 9시")
    page.get_by_label("시간대").select_option("Europe/Berlin")
    page.get_by_role("button", name="저장하기").click()
    expect(page.get_by_role("status")).to_have_text("변경한 설정을 저장했습니다.")
    meet(page, "구독 설정")
    page.goto(link)
    expect(page.get_by_role("radio", name="매월")).to_be_checked()
    expect(page.get_by_role("checkbox", name="언어")).to_be_checked()
    expect(page.get_by_role("checkbox", name="모델")).not_to_be_checked()
    expect(page.get_by_label("받는 시각")).to_have_value("21")
    expect(page.get_by_label("시간대")).to_have_value("Europe/Berlin")

    page.get_by_role("button", name="저장하기").click()
    expect(page.get_by_role("status")).to_have_text("바뀐 내용이 없습니다.")

    page.get_by_label("메일 언어").select_option("English")
    page.get_by_role("button", name="저장하기").click()
    expect(page.get_by_role("status")).to_have_text("Your changes are saved.")
    meet(page, "Preferences")
    page.goto(link)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#locale")).to_have_value("en")


@pytest.mark.views("ko-desktop-dark")
def test_a_subscriber_leaves_by_the_button_and_may_come_back(page, demo, meet):
    open_mail(page, demo, READER, WELCOME_MAIL)
    text = plain_part(page)
    page.goto(link_in(text, "/unsubscribe/"))
    meet(page, "구독을 그만두시겠습니까?")
    page.goto(link_in(text, "/preferences/"))
    expect(page.get_by_text("구독 중", exact=True)).to_be_visible()

    page.get_by_role("link", name="구독 해지하기").click()
    meet(page, "구독을 그만두시겠습니까?")
    page.get_by_role("button", name="구독 해지하기").click()
    meet(page, "구독을 해지했습니다")
    page.goto(link_in(text, "/preferences/"))
    meet(page, "구독 설정")
    expect(page.get_by_role("alert")).to_contain_text("지금은 소식을 받지 않고 계십니다.")

    page.get_by_role("link", name="다시 구독하기").click()
    meet(page, "새 글을 요약해서 메일로 보내 드립니다")
    sign_up(page, demo, READER)
    meet(page, SENT)
    open_mail(page, demo, READER, CONFIRM_MAIL)
    page.goto(link_in(plain_part(page), "/subscriptions/"))
    page.get_by_role("button", name="구독 확인하기").click()
    meet(page, "구독이 시작되었습니다")


@pytest.mark.views("ko-phone-light")
def test_who_signs_up_twice_is_told_the_same_as_a_stranger(page, shared_demo, meet):
    sign_up(page, shared_demo, "stranger@example.com")
    meet(page, SENT)
    told_a_stranger = page.inner_text("main").replace("stranger@example.com", READER)
    sign_up(page, shared_demo, READER)
    assert page.inner_text("main") == told_a_stranger
    open_mail(page, shared_demo, READER, "이미 구독하고 계십니다: 인공지능 읽기")
    page.goto(link_in(plain_part(page), "/preferences/"))
    meet(page, "구독 설정")


@pytest.mark.views("ko-phone-light")
def test_a_form_that_cannot_be_taken_comes_back_as_it_was_filled_in(page, shared_demo, meet):
    page.goto(f"{shared_demo.url}/")
    page.get_by_label("이메일 주소").fill("dots..dots@example.com")  # a browser lets it pass
    page.get_by_text("더 고르기").click()
    page.get_by_label("이름").fill("김하나")
    page.get_by_role("radio", name="매월").check()
    take_the_time_to_read(page)
    page.get_by_role("button", name="구독하기").click()
    expect(page.get_by_role("alert")).to_contain_text("수정할 내용이 있습니다.")
    meet(page, "새 글을 요약해서 메일로 보내 드립니다")
    email = page.get_by_label("이메일 주소")
    expect(email).to_have_value("dots..dots@example.com")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(re.compile("^이메일 주소의 형식이 올바르지 않습니다."))
    expect(page.get_by_label("이름")).to_have_value("김하나")
    expect(page.get_by_role("radio", name="매월")).to_be_checked()


@pytest.mark.views("ko-desktop-dark")
def test_a_subscriber_takes_their_data_along_and_has_it_deleted(page, demo, meet):
    open_mail(page, demo, READER, WELCOME_MAIL)
    link = link_in(plain_part(page), "/preferences/")
    page.goto(link)
    with page.expect_download() as download:
        page.get_by_role("link", name="내 정보 받기").click()
    assert READER in json.dumps(json.loads(Path(download.value.path()).read_text(encoding="utf-8")))

    page.get_by_role("link", name="모두 지우기").click()
    meet(page, "모두 지우시겠습니까?")
    page.get_by_role("link", name="돌아가기").click()
    meet(page, "구독 설정")
    page.get_by_role("link", name="모두 지우기").click()
    page.get_by_role("button", name="모두 지우기").click()
    meet(page, "모두 지웠습니다")
    page.goto(link)
    meet(page, "구독 설정 링크 받기")


@pytest.mark.views("ko-phone-light")
def test_who_lost_the_link_to_the_preferences_gets_a_new_one(page, demo, meet):
    page.goto(f"{demo.url}/preferences")
    meet(page, "구독 설정 링크 받기")
    page.get_by_label("이메일 주소").fill(READER)
    take_the_time_to_read(page)
    page.get_by_role("button", name="링크 보내기").click()
    meet(page, SENT)
    open_mail(page, demo, READER, "구독 설정 링크: 인공지능 읽기")
    page.goto(link_in(plain_part(page), "/preferences/"))
    meet(page, "구독 설정")
