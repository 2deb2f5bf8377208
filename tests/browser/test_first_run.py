"""The first minute of a real installation."""

import re

import pytest
from playwright.sync_api import expect

EMPTY_ROOMS = {
    "댓글": "댓글이 없습니다.",
    "구독자": "아직 구독자가 없습니다.",
    "글": "아직 읽는 피드가 없습니다.",
    "다이제스트": "아직 보낸 호가 없습니다.",
    "발송함": "메일이 없습니다.",
}


@pytest.mark.views("ko-desktop-dark")
def test_the_printed_link_makes_the_owner_once_and_the_rooms_are_empty(page, newcomer, serve, meet):
    gudok = serve()
    page.goto(f"{gudok.url}/admin")
    meet(page, "관리자 로그인")
    expect(page.get_by_role("status")).to_contain_text("아직 계정이 없습니다.")
    link = gudok.printed(rf"{re.escape(gudok.url)}/admin/setup/\S+")[0]
    page.goto(link)
    meet(page, "소유자 계정 만들기")
    page.get_by_label("이메일 주소").fill("jieun@example.org")
    page.get_by_label("비밀번호").fill("짧다")
    page.get_by_role("button", name="계정 만들기").click()
    expect(page.get_by_text("비밀번호가 짧습니다.")).to_be_visible()
    expect(page.get_by_label("이메일 주소")).to_have_value("jieun@example.org")
    meet(page, "소유자 계정 만들기")

    page.get_by_label("비밀번호").fill("시냇물 소리가 들리는 열두 번째 방")
    page.get_by_role("button", name="계정 만들기").click()
    meet(page, "시작하기")
    expect(page.get_by_role("button", name="나에게 시험 메일 보내기")).to_be_visible()
    page.goto(f"{gudok.url}/admin")
    meet(page, "홈")
    expect(page.get_by_role("link", name="시작하기")).to_be_visible()
    expect(page.get_by_text("아직 보여 드릴 통계가 없습니다")).to_be_visible()
    for name, nothing in EMPTY_ROOMS.items():
        page.get_by_role("navigation", name="관리 메뉴").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_text(nothing)).to_be_visible()
        meet(page, name)
    page.goto(f"{gudok.url}/admin/settings")
    expect(page.get_by_role("row", name="소유자 계정 생성")).to_contain_text("jieun@example.org")
    meet(page, "설정")

    stranger = newcomer()
    stranger.goto(link)
    meet(stranger, "이미 사용했거나 기한이 지난 주소입니다")
    for path, heading in {
        "/": "새 글을 요약해서 메일로 보내 드립니다",
        "/archive": "지난 호",
        "/comments?thread=a-post": "Gudok의 글",
    }.items():
        stranger.goto(f"{gudok.url}{path}")
        meet(stranger, heading)
