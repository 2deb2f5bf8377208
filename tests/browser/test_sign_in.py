"""Two-step sign-in, an invitation and a lost password, as people meet them."""

import base64
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect
from steps import OWNER, link_in, open_mail, password_of, plain_part, sign_in

NEW = "시냇물 소리가 들리는 열두 번째 방"
MINA = "mina@example.org"


def code_of(key, ahead=0):
    """The code of an authenticator app (RFC 6238), made by other means than the program's."""
    step = struct.pack(">Q", int(time.time() + ahead) // 30)
    digest = hmac.digest(base64.b32decode(key.replace(" ", "")), step, "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def turn_on(page, gudok, meet):
    """Turns the second step on; gives the app's key and the recovery codes."""
    page.goto(f"{gudok.url}/admin/account")
    page.get_by_role("link", name="켜기").click()
    meet(page, "2단계 인증")
    page.get_by_label("현재 비밀번호").fill(password_of(gudok))
    page.get_by_role("button", name="켜기").click()
    meet(page, "2단계 인증")
    expect(page.get_by_role("img", name="인증 앱용 QR 코드")).to_be_visible()
    key = page.locator("code.secret").inner_text()
    for code in ("000000", code_of(key)):
        page.get_by_label("앱의 코드").fill(code)
        page.get_by_role("button", name="2단계 인증 켜기").click()
        if code == "000000":
            expect(page.get_by_text("코드가 맞지 않거나")).to_be_visible()
            meet(page, "2단계 인증")
    meet(page, "복구 코드")
    codes = page.locator("ol.codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="보관했습니다").click()
    expect(page.get_by_text("복구 코드가 10개 남아 있습니다.")).to_be_visible()
    meet(page, "내 계정")
    return key, codes


@pytest.mark.views("ko-phone-light", "ko-phone-dark", "ko-desktop-light", "ko-desktop-dark")
def test_the_owner_turns_on_two_steps_and_comes_in_by_a_code_and_by_a_recovery_code(page, newcomer, demo, meet):
    sign_in(page, demo)
    key, codes = turn_on(page, demo, meet)
    other = newcomer()
    for code in (code_of(key, 30), codes[0].lower()):
        other.context.clear_cookies()
        sign_in(other, demo)
        meet(other, "2단계 인증")
        other.goto(f"{demo.url}/admin/comments")
        meet(other, "관리자 로그인")
        sign_in(other, demo)
        other.get_by_label("인증 코드").fill("12345")
        other.get_by_role("button", name="로그인").click()
        expect(other.get_by_text("코드가 맞지 않거나")).to_be_visible()
        meet(other, "2단계 인증")
        other.get_by_label("인증 코드").fill(code)
        other.get_by_role("button", name="로그인").click()
        meet(other, "홈")
    open_mail(other, demo, OWNER, re.compile("복구 코드를 사용했습니다"))
    meet(other, re.compile("복구 코드"))
    other.goto(f"{demo.url}/admin/account/second-factor")
    other.get_by_label("현재 비밀번호").fill(password_of(demo))
    other.get_by_label("인증 코드").fill(codes[1])
    meet(other, "2단계 인증")
    other.get_by_role("button", name="끄기").click()
    expect(other.get_by_role("status")).to_contain_text("2단계 인증을 껐습니다")
    meet(other, "내 계정")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_an_invited_person_chooses_a_password_and_later_another(page, newcomer, demo, meet):
    sign_in(page, demo)
    page.goto(f"{demo.url}/admin/settings")
    page.get_by_label("이메일 주소").fill(MINA)
    page.get_by_label("역할").select_option("편집자")
    page.get_by_role("button", name="초대", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("초대 메일을 보냅니다")
    meet(page, "설정")
    page.get_by_role("link", name=re.compile(f"관리 ?: {MINA}")).click()
    meet(page, MINA)

    mina = newcomer()
    for subject, password in (("관리 화면에 초대합니다", NEW), ("새 비밀번호 정하기", NEW + " 앞")):
        open_mail(mina, demo, MINA, re.compile(subject))
        link = link_in(plain_part(mina), "/admin/password/")
        mina.goto(link)
        meet(mina, "비밀번호 정하기")
        mina.get_by_label("새 비밀번호").fill("짧다")
        mina.get_by_role("button", name="비밀번호 저장").click()
        expect(mina.get_by_text("비밀번호가 짧습니다.")).to_be_visible()
        meet(mina, "비밀번호 정하기")
        mina.get_by_label("새 비밀번호").fill(password)
        mina.get_by_role("button", name="비밀번호 저장").click()
        expect(mina.get_by_role("status")).to_contain_text("비밀번호를 저장했습니다")
        sign_in(mina, demo, MINA, password)
        meet(mina, "홈")
        mina.goto(link)
        meet(mina, "더 이상 쓸 수 없는 링크입니다")
        mina.context.clear_cookies()
        mina.goto(f"{demo.url}/admin/sign-in")
        mina.get_by_role("link", name="비밀번호를 잊으셨나요?").click()
        meet(mina, "비밀번호를 잊으셨나요?")
        mina.get_by_label("이메일 주소").fill(MINA)
        mina.get_by_role("button", name="링크 받기").click()
        expect(mina.get_by_role("status")).to_contain_text("계정이 있는 주소라면")
        meet(mina, "비밀번호를 잊으셨나요?")
