"""The comment: from the form to the notice of a reply."""

import re

import pytest
from playwright.sync_api import expect
from steps import (
    POST,
    POST_TITLE,
    decide,
    fill_in_comment,
    link_in,
    mails,
    open_mail,
    plain_part,
    sign_in,
    take_the_time_to_read,
    write_comment,
)

HELD = "댓글을 잘 받았습니다. 운영자가 확인하고 승인하면 이곳에 표시됩니다."


def go_to_thread(page, gudok):
    page.goto(f"{gudok.url}{POST}")
    page.get_by_role("link", name="댓글 보기").click()


def comment_of(page, name):
    return page.locator(".comment > article").filter(has=page.locator(".name", has_text=name))


@pytest.mark.views("ko-phone-light")
def test_a_comment_waits_for_the_owner_and_its_author_hears_of_the_answer(page, newcomer, demo, meet):
    author, visitor, owner = page, newcomer(), newcomer()
    author.goto(f"{demo.url}{POST}")
    meet(author, POST_TITLE)
    author.get_by_role("link", name="댓글 보기").click()
    meet(author, POST_TITLE)
    author.get_by_label("답글이 달리면 메일로 알려 주세요.", exact=False).check()
    write_comment(author, "한지민", "jimin@example.com", "작은 모델을 **직접** 써 보니 <script>답</script>이 빨랐습니다.")
    expect(author.get_by_role("status")).to_have_text(HELD)
    meet(author, POST_TITLE)
    waiting = author.locator(".waiting")
    expect(waiting).to_contain_text("승인을 기다리는 내 댓글")
    expect(waiting.locator("strong")).to_have_text("직접")
    go_to_thread(visitor, demo)
    expect(visitor.locator(".comment")).to_have_count(2)
    expect(comment_of(visitor, "한지민")).to_have_count(0)

    question = "답글 알림을 받으시겠습니까?"
    open_mail(author, demo, "jimin@example.com", question)
    meet(author, f"[인공지능 읽기] {question}")
    author.goto(link_in(plain_part(author), "/comments/notices/"))
    meet(author, question)
    author.get_by_role("button", name="답글 알림 받기").click()
    meet(author, "답글 알림을 켰습니다")
    go_to_thread(author, demo)

    sign_in(owner, demo)
    owner.get_by_role("link", name=re.compile("^검토를 기다리는 댓글")).click()
    meet(owner, "댓글")
    waiting = owner.locator(".case").filter(has_text="한지민")
    expect(waiting).to_contain_text("jimin@example.com")
    expect(waiting.get_by_role("list", name="보류한 이유")).to_have_text("첫 댓글이거나 본인 확인이 되지 않은 분입니다")
    owner.get_by_role("button", name="승인: 한지민 님의 댓글").click()
    expect(owner.get_by_role("status")).to_have_text("댓글을 승인했습니다.")
    meet(owner, "댓글")
    visitor.reload()
    expect(comment_of(visitor, "한지민").locator("strong")).to_have_text("직접")
    expect(comment_of(visitor, "한지민")).not_to_contain_text("jimin@example.com")
    meet(visitor, POST_TITLE)

    visitor.get_by_role("link", name="한지민 님에게 답글 쓰기").click()
    expect(visitor.get_by_role("heading", name="한지민 님에게 답글 쓰기")).to_be_visible()
    meet(visitor, POST_TITLE)
    write_comment(visitor, "오세훈", "sehun@example.com", "어느 모델을 쓰셨는지 궁금합니다.")
    expect(visitor.get_by_role("status")).to_have_text(HELD)
    decide(owner, demo, "pending", "승인", "오세훈")
    author.reload()
    answers = author.locator("article:has(.name:text-is('한지민')) + .replies > .comment")
    expect(answers).to_contain_text("어느 모델을 쓰셨는지 궁금합니다.")
    meet(author, POST_TITLE)

    subject = f"오세훈 님이 답글을 남겼습니다: {POST_TITLE}"
    open_mail(author, demo, "jimin@example.com", subject)
    meet(author, subject)
    text = plain_part(author)
    assert "어느 모델을 쓰셨는지 궁금합니다." in text
    author.goto(link_in(text, "/comments?"))
    expect(comment_of(author, "오세훈")).to_be_visible()
    for _ in ("the link scanner of a mail service", "the author"):
        author.goto(link_in(text, "/comments/notices/"))
        meet(author, "답글 알림을 그만 받으시겠습니까?")
    author.get_by_role("button", name="알림 그만 받기").click()
    meet(author, "답글 알림을 껐습니다")
    author.goto(link_in(text, "/comments/notices/"))
    meet(author, "답글 알림을 껐습니다")
    author.get_by_role("link", name="댓글 보기").click()
    meet(author, POST_TITLE)
    assert mails(author, demo, "sehun@example.com", "답글").count() == 0


@pytest.mark.views("ko-phone-light")
def test_the_mail_to_the_owner_leads_to_the_comment_in_the_queue(page, shared_demo, meet):
    subject = "[인공지능 읽기] 박서연 님의 댓글이 검토를 기다립니다"
    open_mail(page, shared_demo, "owner@example.org", subject)
    meet(page, subject)
    link = link_in(plain_part(page), "/admin/comments")
    sign_in(page, shared_demo)
    page.goto(link)
    expect(page.locator(".case").filter(has_text="박서연")).to_be_visible()
    meet(page, "댓글")


@pytest.mark.views("ko-desktop-dark")
def test_spam_and_trash_leave_the_page_and_can_be_brought_back(page, newcomer, demo, meet):
    owner, visitor = page, newcomer()
    sign_in(owner, demo)
    decide(owner, demo, "pending", "스팸", "Jonas")
    expect(owner.get_by_role("status")).to_have_text("댓글을 스팸으로 옮겼습니다.")
    decide(owner, demo, "approved", "휴지통으로", "이도윤")
    expect(owner.get_by_role("status")).to_have_text("댓글을 휴지통으로 옮겼습니다.")
    meet(owner, "댓글")
    go_to_thread(visitor, demo)
    expect(comment_of(visitor, "박서연")).to_be_visible()
    expect(comment_of(visitor, "이도윤")).to_have_count(0)
    meet(visitor, POST_TITLE)

    lists = owner.get_by_role("navigation", name="상태")
    for state, name in {"스팸": "Jonas", "휴지통": "이도윤", "전체": "박서연"}.items():
        lists.get_by_role("link", name=state).click()
        expect(owner.locator(".case").filter(has_text=name).first).to_be_visible()
        meet(owner, "댓글")
    owner.get_by_label("검색").fill("배터리")
    owner.get_by_role("button", name="검색").click()
    expect(owner.locator(".case b").first).to_have_text("최하린")
    expect(owner.locator(".case")).to_have_count(1)
    owner.get_by_label("검색").fill("없는 말")
    owner.get_by_role("button", name="검색").click()
    expect(owner.get_by_text("찾으시는 댓글이 없습니다.")).to_be_visible()
    meet(owner, "댓글")

    decide(owner, demo, "trashed", "승인", "이도윤")
    visitor.reload()
    expect(comment_of(visitor, "이도윤")).to_be_visible()
    decide(owner, demo, "approved", "휴지통으로", "박서연")
    visitor.reload()
    expect(visitor.get_by_text("삭제된 댓글입니다.")).to_be_visible()
    expect(comment_of(visitor, "이도윤")).to_be_visible()
    meet(visitor, POST_TITLE)


@pytest.mark.views("ko-phone-light")
def test_a_comment_that_cannot_be_taken_comes_back_as_it_was_written(page, shared_demo, meet):
    go_to_thread(page, shared_demo)
    fill_in_comment(page, "한지민", "dots..dots@example.com", "고칠 것이 있는 댓글")
    page.get_by_role("button", name="댓글 달기").click()
    expect(page.get_by_role("alert")).to_contain_text("너무 빨리 보내셨습니다.")
    meet(page, POST_TITLE)

    page.get_by_label("웹사이트").fill("javascript:alert(1)")
    take_the_time_to_read(page)
    page.get_by_role("button", name="댓글 달기").click()
    for label, value, complaint in [
        ("이메일", "dots..dots@example.com", "이메일 주소의 형식이 올바르지 않습니다."),
        ("웹사이트", "javascript:alert(1)", "웹사이트 주소를 확인해 주세요."),
    ]:
        field = page.get_by_label(label)
        expect(field).to_have_value(value)
        expect(field).to_have_attribute("aria-invalid", "true")
        assert page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text().startswith(complaint)
    expect(page.locator("textarea")).to_have_value("고칠 것이 있는 댓글")
    meet(page, POST_TITLE)


@pytest.mark.views("ko-desktop-light")
def test_the_keys_step_through_the_queue_and_decide_once(page, demo):
    sign_in(page, demo)
    page.goto(f"{demo.url}/admin/comments?state=pending")
    first = page.locator(".queue > .case").first
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.down("s")
    page.keyboard.down("s")
    page.keyboard.up("s")
    expect(page.get_by_role("status")).to_have_text("댓글을 스팸으로 옮겼습니다.")
    page.keyboard.press("z")
    expect(page.get_by_role("status")).to_have_text("방금 한 일을 되돌렸습니다.")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
