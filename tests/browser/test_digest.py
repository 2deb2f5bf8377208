"""The digest: from a new post to the mail, and to the archive."""

import pytest
from playwright.sync_api import expect
from steps import READER, link_in, open_mail, plain_part

FIRST_DIGEST = "에이전트와 함께 일한 석 달 외 1편"
NEXT_POSTS = ['What does "open" mean for a model?', "요약은 고르는 일이다"]


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_a_new_post_goes_out_as_a_digest_and_into_the_archive(page, demo, meet):
    for title in NEXT_POSTS:
        page.goto(f"{demo.url}/demo/mailbox")
        meet(page, "샘플 메일함")
        page.get_by_role("button", name="다음 글 발행하기").click()
        open_mail(page, demo, READER, title)
        meet(page, title)
    expect(page.get_by_text(f"받는 사람: {READER}")).to_be_visible()
    text = plain_part(page)
    summary = text.split("\n계속 읽기\n")[0].strip().splitlines()[-1]
    assert text.startswith("새 글이 올라왔습니다\n") and 60 < len(summary) < 600, text
    mail = page.frame_locator("iframe[title='메일의 HTML 본문']")
    expect(mail.get_by_role("link", name=title)).to_be_visible()
    expect(mail.get_by_text(summary)).to_be_visible()
    expect(mail.get_by_role("link", name="구독 해지")).to_have_attribute("href", link_in(text, "/unsubscribe/"))

    page.goto(f"{demo.url}/demo/mailbox")
    expect(page.get_by_text("준비한 글을 모두 발행했습니다.")).to_be_visible()
    meet(page, "샘플 메일함")

    page.get_by_role("link", name="지난 호").click()
    meet(page, "지난 호")
    expect(page.locator(".editions a")).to_have_text([title, NEXT_POSTS[0], FIRST_DIGEST])
    page.get_by_role("link", name=title).click()
    meet(page, title)
    assert page.url == link_in(text, "/archive/")
    expect(page.get_by_text(summary)).to_be_visible()
    page.locator(".posts").get_by_role("link", name=title).click()
    meet(page, title)
    assert page.url.endswith("/demo/posts/7-summaries")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_an_edition_in_the_archive_leads_to_nobodys_subscription(page, shared_demo, meet):
    open_mail(page, shared_demo, READER, FIRST_DIGEST)
    meet(page, FIRST_DIGEST)
    text = plain_part(page)
    personal = [link_in(text, path) for path in ("/preferences/", "/unsubscribe/")]
    page.goto(link_in(text, "/archive/"))
    meet(page, FIRST_DIGEST)
    expect(page.locator(".posts h2")).to_have_text(["에이전트와 함께 일한 석 달", "나만의 시험지로 모델 고르기"])
    written = page.content()
    for trace in [READER, "/preferences/", "/unsubscribe/", *personal]:
        assert trace not in written, trace
    page.get_by_role("link", name="구독하기").click()
    meet(page, "새 글을 요약해서 메일로 보내 드립니다")


@pytest.mark.views("ko-phone-light", "ko-phone-dark", "ko-desktop-light", "ko-desktop-dark")
def test_a_digest_is_whole_without_pictures_and_fits_its_frame(page, shared_demo, view):
    open_mail(page, shared_demo, READER, FIRST_DIGEST)
    address = page.locator("iframe").get_attribute("src")
    page.goto(f"{shared_demo.url}{address}")
    expect(page.get_by_role("heading", name="에이전트와 함께 일한 석 달")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "ko"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.viewport_size["width"], view
