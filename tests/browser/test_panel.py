"""The pages of the panel, on a phone and on a desktop, in light and in dark."""

import re

import pytest
from playwright.sync_api import expect
from steps import OWNER, READER, link_in, open_mail, password_of, plain_part, sign_in


@pytest.fixture(scope="module")
def session(browser, shared_demo):
    """The owner's cookie, so that not every test signs in."""
    context = browser.new_context(locale="ko-KR")
    sign_in(context.new_page(), shared_demo)
    expect(context.pages[0]).to_have_url(re.compile("/admin$"))
    yield context.storage_state()
    context.close()


@pytest.fixture
def owner(newcomer, session):
    return newcomer(storage_state=session)


def room(page, name):
    page.get_by_role("navigation", name="관리 메뉴").get_by_role("link", name=name, exact=True).click()


@pytest.mark.views("ko-phone-light", "ko-phone-dark", "ko-desktop-light", "ko-desktop-dark")
def test_the_owner_walks_through_every_room(owner, shared_demo, meet):
    owner.goto(f"{shared_demo.url}/admin")
    for name in ("홈", "댓글", "구독자", "글", "다이제스트", "캠페인", "발송함", "반송", "점검", "사이트에 넣기", "설정"):
        room(owner, name)
        meet(owner, name)
        here = owner.get_by_role("navigation", name="관리 메뉴").locator("[aria-current=page]")
        expect(here).to_have_text(name)
    owner.get_by_role("link", name="내 계정").first.click()
    meet(owner, "내 계정")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_the_front_page_tells_its_numbers_by_pointer_keyboard_and_table(owner, shared_demo, meet):
    owner.goto(f"{shared_demo.url}/admin")
    meet(owner, "홈")
    chart = owner.get_by_role("slider", name="구독자")
    readout = owner.locator("#growth .readout")
    expect(readout).to_be_hidden()
    chart.focus()
    expect(readout).to_contain_text("구독자 22 · 구독 1 · 해지 0 · 반송 0")
    owner.keyboard.press("ArrowLeft")
    expect(readout).to_contain_text("구독자 21")
    expect(chart).to_have_attribute("aria-valuetext", re.compile("구독자 21 "))
    owner.keyboard.press("Home")
    expect(chart).to_have_attribute("aria-valuenow", "1")
    meet(owner, "홈")
    owner.keyboard.press("Tab")
    expect(readout).to_be_hidden()
    owner.locator("#deliveries .plot").hover()
    expect(owner.locator("#deliveries .readout")).to_be_visible()
    owner.locator("#growth summary").click()
    expect(owner.locator("#growth tbody tr")).to_have_count(30)
    meet(owner, "홈")
    for days, columns in {"7일": 7, "90일": 13, "365일": 12}.items():
        owner.get_by_role("navigation", name="기간").get_by_role("link", name=days, exact=True).click()
        expect(owner.locator("#growth .point")).to_have_count(columns)
        meet(owner, "홈")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_the_owner_finds_a_subscriber_and_the_history_of_their_consent(owner, shared_demo, meet):
    owner.goto(f"{shared_demo.url}/admin/subscribers")
    owner.get_by_label("주소나 이름으로 찾기").fill("아무도")
    owner.get_by_role("button", name="찾기").click()
    expect(owner.get_by_text("‘아무도’에 맞는 구독자가 없습니다.")).to_be_visible()
    meet(owner, "구독자")
    owner.get_by_label("주소나 이름으로 찾기").fill("김독자")
    owner.get_by_role("button", name="찾기").click()
    owner.get_by_role("link", name=READER).click()
    meet(owner, READER)
    expect(owner.locator(".history li p:first-of-type")).to_have_text(["구독을 확인했습니다", "구독을 신청했습니다"])
    owner.get_by_role("main").get_by_role("link", name="구독자").click()
    owner.get_by_role("navigation", name="상태").get_by_role("link", name="구독 중").click()
    expect(owner.locator("tbody tr")).to_have_count(22)
    meet(owner, "구독자")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_the_owner_sees_the_next_digest_as_html_and_as_text(owner, shared_demo, meet):
    owner.goto(f"{shared_demo.url}/admin/digests")
    frame = owner.frame_locator("iframe[title='메일 미리 보기']")
    expect(frame.get_by_role("link", name="계속 읽기").first).to_be_visible()
    expect(frame.locator("html")).to_have_attribute("lang", "ko")
    owner.get_by_role("link", name="일반 텍스트").click()
    expect(owner.locator("pre.plain")).to_contain_text("계속 읽기")
    meet(owner, "다이제스트")
    owner.get_by_role("link", name="HTML", exact=True).click()
    expect(owner.locator("iframe")).to_be_visible()


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_the_owner_hides_a_topic_from_the_sign_up_page_and_offers_it_again(owner, newcomer, shared_demo, meet):
    reader = newcomer()
    topic = reader.get_by_role("checkbox", name="일터")
    for act, shown in {"숨기기": 0, "공개": 1}.items():
        owner.goto(f"{shared_demo.url}/admin/posts")
        owner.locator("summary", has_text="주제").click()
        meet(owner, "글")
        owner.get_by_role("button", name=re.compile(rf"^{act} ?: 일터$")).click()
        expect(owner.get_by_role("status")).to_be_visible()
        reader.goto(f"{shared_demo.url}/")
        reader.get_by_text("더 고르기").click()
        expect(topic).to_have_count(shown)
    owner.get_by_label("피드 추가").fill("ftp://example.org/feed")
    owner.get_by_role("button", name="추가").click()
    expect(owner.get_by_text("http나 https로 시작하는 주소만 읽을 수 있습니다.")).to_be_visible()
    meet(owner, "글")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_the_owner_sees_what_was_sent_in_each_state(owner, shared_demo, meet):
    owner.goto(f"{shared_demo.url}/admin/outbox")
    owner.get_by_role("navigation", name="상태").get_by_role("link", name=re.compile("^보냄")).click()
    for kind in ("확인 메일", "환영 메일", "다이제스트"):
        expect(owner.get_by_role("row", name=READER).filter(has_text=kind)).to_contain_text("보냄")
    meet(owner, "발송함")
    owner.goto(f"{shared_demo.url}/admin/outbox?state=failed")
    expect(owner.get_by_text("메일이 없습니다.")).to_be_visible()
    meet(owner, "발송함")


@pytest.mark.views("ko-desktop-dark")
def test_a_new_moderator_enters_the_comments_and_no_other_room(newcomer, demo, meet):
    owner = newcomer()
    sign_in(owner, demo)
    room(owner, "설정")
    owner.get_by_label("이메일 주소").fill("moderator@example.org")
    owner.get_by_label("역할").select_option("댓글 관리자")
    owner.get_by_role("button", name="초대", exact=True).click()
    expect(owner.get_by_role("status")).to_contain_text("moderator@example.org 주소로 초대 메일을 보냅니다.")
    meet(owner, "설정")

    moderator = newcomer()
    open_mail(moderator, demo, "moderator@example.org", re.compile("관리 화면에 초대합니다"))
    moderator.goto(link_in(plain_part(moderator), "/admin/password/"))
    moderator.get_by_label("새 비밀번호").fill("시냇물 소리가 들리는 열두 번째 방")
    moderator.get_by_role("button", name="비밀번호 저장").click()
    sign_in(moderator, demo, "moderator@example.org", "시냇물 소리가 들리는 열두 번째 방")
    meet(moderator, "홈")
    expect(moderator.get_by_role("navigation", name="관리 메뉴").get_by_role("link")).to_have_text(["홈", "댓글"])
    moderator.goto(f"{demo.url}/admin/settings")
    meet(moderator, "이 계정에는 권한이 없습니다")

    owner.goto(f"{demo.url}/admin/settings")
    owner.get_by_role("link", name=re.compile("관리 ?: moderator@")).click()
    meet(owner, "moderator@example.org")
    owner.get_by_label("내 비밀번호").fill(password_of(demo))
    owner.get_by_role("button", name="계정 삭제").click()
    expect(owner.get_by_role("status")).to_have_text("계정을 삭제했습니다.")
    meet(owner, "설정")
    moderator.goto(f"{demo.url}/admin")
    meet(moderator, "관리자 로그인")


@pytest.mark.views("ko-phone-light")
def test_the_owner_changes_language_and_password(page, newcomer, demo, meet):
    sign_in(page, demo)
    page.goto(f"{demo.url}/admin/account")
    new = "시냇물 소리가 들리는 열두 번째 방"
    for present in ("틀린 비밀번호입니다", password_of(demo)):
        page.get_by_label("현재 비밀번호").fill(present)
        page.get_by_label("새 비밀번호").fill(new)
        page.get_by_role("button", name="비밀번호 변경").click()
        meet(page, "내 계정")
        if present != password_of(demo):
            expect(page.get_by_text("현재 비밀번호가 맞지 않습니다.")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("비밀번호를 변경하고")

    other = newcomer()
    sign_in(other, demo, password=new)
    meet(other, "홈")
    page.reload()
    page.get_by_role("button", name="다른 곳에서 모두 로그아웃").click()
    expect(page.get_by_role("status")).to_have_text("다른 곳에서 모두 로그아웃했습니다.")
    other.reload()
    meet(other, "관리자 로그인")

    page.get_by_role("radio", name="English").check()
    page.get_by_role("button", name="언어 변경").click()
    meet(page, "Your account")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_a_wrong_password_is_told_kindly_and_the_address_stays(page, shared_demo, meet):
    sign_in(page, shared_demo, password="틀린 비밀번호입니다")
    expect(page.get_by_role("alert")).to_have_text("이메일 주소나 비밀번호가 맞지 않습니다.")
    expect(page.get_by_label("이메일 주소")).to_have_value(OWNER)
    expect(page.get_by_label("비밀번호")).to_have_value("")
    meet(page, "관리자 로그인")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_who_signs_in_comes_where_they_wanted_and_who_signs_out_is_out(page, shared_demo, meet):
    page.goto(f"{shared_demo.url}/admin/outbox?state=sent")
    meet(page, "관리자 로그인")
    page.get_by_label("이메일 주소").fill(OWNER)
    page.get_by_label("비밀번호").fill(password_of(shared_demo))
    page.get_by_role("button", name="로그인").click()
    meet(page, "발송함")
    assert page.url == f"{shared_demo.url}/admin/outbox?state=sent"
    page.get_by_role("button", name="로그아웃").click()
    meet(page, "관리자 로그인")
    page.goto(f"{shared_demo.url}/admin/outbox")
    meet(page, "관리자 로그인")
