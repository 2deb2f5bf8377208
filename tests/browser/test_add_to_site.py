"""The page "Add to your site" in the panel: the site's address, code to copy, the preview, the check of a page."""

import pytest
from playwright.sync_api import expect
from steps import sign_in

TITLE = "사이트에 넣기"


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_the_owner_adds_gudok_to_the_site(newcomer, demo, meet):
    page = newcomer(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, demo)
    page.goto(f"{demo.url}/admin/embedding")
    meet(page, TITLE)
    page.get_by_label("함께 쓰는 다른 주소").fill("shop.example.org")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("status")).to_have_text("설정을 저장했습니다.")
    expect(page.get_by_label("함께 쓰는 다른 주소")).to_have_value("https://shop.example.org/")

    page.locator("summary", has_text="Hugo").click()
    copy = page.locator("details[open]").get_by_role("button", name="복사").first
    copy.click()
    expect(page.locator("details[open] button").first).to_have_text("복사했습니다")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f'<script async src="{demo.url}/embed.js"></script>'

    frame = page.frame_locator("iframe").first
    expect(frame.locator("gudok-subscribe")).to_be_attached()

    page.get_by_label("글 하나의 주소").fill(f"{demo.url}/archive")
    page.get_by_role("button", name="확인하기").click()
    meet(page, TITLE)
    expect(page.get_by_text("Gudok의 스크립트가 없습니다.")).to_be_visible()
    expect(page.get_by_text("댓글도 구독 양식도 없습니다.")).to_be_visible()

    page.get_by_role("button", name="보기").click()
    expect(page.locator("#publish-secret")).to_contain_text("whsec_")
    meet(page, TITLE)


@pytest.mark.views("ko-desktop-light")
def test_a_wrong_address_stays_in_the_form_with_its_way_out(page, demo, meet):
    sign_in(page, demo)
    page.goto(f"{demo.url}/admin/embedding")
    page.get_by_label("함께 쓰는 다른 주소").fill("ftp://shop.example.org")
    page.get_by_role("button", name="저장").click()
    meet(page, TITLE)
    expect(page.get_by_label("함께 쓰는 다른 주소")).to_have_value("ftp://shop.example.org")
    expect(page.get_by_text("주소가 아닌 줄이 있습니다.")).to_be_visible()
