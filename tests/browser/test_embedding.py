"""The elements inside a page of the site's own: on another port, under a strict policy, and when things go wrong."""

import json
import re

import pytest
from conftest import assert_fits, wait_until
from host_page import HostSite
from playwright.sync_api import expect

HELD = "댓글을 잘 받았습니다."
POSTED = "댓글을 올렸습니다."
AGAIN = "다시 시도"
EMAIL = re.compile("^이메일")
# That of the comments: the votes have one without fields.
FORM = "gudok-comments form[data-gudok=comment]"


@pytest.fixture
def host():
    site = HostSite()
    yield site
    site.stop()


@pytest.fixture
def gudok(serve, host):
    """A Gudok that this site embeds; comments are public at once."""
    gudok = serve(
        GUDOK__SITE__URL=host.url,
        GUDOK__COMMENTS__MODERATION="none",
        GUDOK__COMMENTS__PAGE_TITLES="false",
        GUDOK__SERVER__TRUSTED_PROXIES="127.0.0.1",
    )
    host.gudok = gudok.url
    return gudok


def write(page, text, name="한지민", email="jimin@example.com"):
    element = page.locator("gudok-comments").first
    element.locator("textarea").fill(text)
    element.get_by_label("이름").first.fill(name)
    element.get_by_label(EMAIL).fill(email)


def send(page):
    page.get_by_role("button", name="댓글 달기").click()


def prose(page, text):
    return page.locator(".comment .prose", has_text=text)


def listen(page, *names):
    """Notes the events that the site's own scripts would hear."""
    page.add_init_script(
        "window.heard = []; for (const name of %s) addEventListener(name, (e) => heard.push([name, e.detail]));" % json.dumps(names)
    )


# --- What works ------------------------------------------------------------------------------------------------------


def test_a_reader_subscribes_inside_the_page(newcomer, host, gudok, view, axe):
    page = newcomer()
    listen(page, "gudok:subscribed")
    page.goto(host.say("<gudok-subscribe cadence='daily'><a href='/'>구독</a></gudok-subscribe>", lang=view.locale))
    words = {"ko": ("이메일 주소", "구독하기", "메일함을 확인해 주세요"), "en": ("E-mail address", "Subscribe", "Check your inbox")}[view.locale]
    axe(page)
    page.locator("summary").click()
    axe(page)
    expect(page.locator("[name=cadence][value=daily]")).to_be_checked()
    page.get_by_label(words[0]).fill("haneul@example.com")
    page.get_by_role("button", name=words[1]).click()
    expect(page.get_by_role("status")).to_contain_text(words[2])
    expect(page.get_by_role("status")).to_contain_text("haneul@example.com")
    expect(page.get_by_role("status")).to_be_focused()
    axe(page)
    assert page.evaluate("heard") == [["gudok:subscribed", {}]]
    mails = gudok.folder / "mail"
    wait_until(lambda: list(mails.iterdir()), 10, lambda: "no mail was sent")


@pytest.mark.views("all")
def test_the_demos_other_site_shows_both_elements(page, shared_demo, view, axe):
    """The page is on a port of its own, and its policy is as strict as the documentation says."""
    page.goto(shared_demo.printed(r"A post of your site +(\S+)")[1])
    expect(page.locator("gudok-subscribe form")).to_be_visible()
    expect(page.locator("gudok-comments .comment").first).to_be_visible()
    is_dark = lambda: page.locator("gudok-comments .frame").evaluate("node => getComputedStyle(node).colorScheme") == "dark"
    assert is_dark() == (view.scheme == "dark")
    assert_fits(page)
    axe(page)
    page.locator("#switch").click()
    wait_until(lambda: is_dark() != (view.scheme == "dark"), 5, lambda: "the elements do not follow the page")


@pytest.mark.views("ko-phone-light", "ko-desktop-dark")
def test_a_comment_and_its_reply_stand_in_the_page(newcomer, host, gudok, axe):
    page = newcomer()
    listen(page, "gudok:commented")
    page.goto(host.say(host.comments()))
    axe(page)
    write(page, "작은 모델을 **직접** 써 보았습니다.")
    send(page)
    expect(page.get_by_role("status")).to_contain_text(POSTED)
    expect(prose(page, "직접").locator("strong")).to_have_text("직접")
    assert page.evaluate("heard[0][1].status") == "approved"
    expect(page.locator("textarea")).to_have_value("")
    axe(page)

    page.get_by_role("link", name="한지민 님에게 답글 쓰기").click()
    expect(page.get_by_role("heading", name="한지민 님에게 답글 쓰기")).to_be_visible()
    expect(page.locator("textarea")).to_be_focused()
    axe(page)
    page.get_by_role("button", name="답글 취소").click()
    expect(page.get_by_role("heading", name="댓글 남기기")).to_be_visible()
    expect(page.get_by_role("link", name="한지민 님에게 답글 쓰기")).to_be_focused()
    page.keyboard.press("Enter")
    write(page, "저도 그렇습니다.", name="오세훈", email="sehun@example.com")
    send(page)
    reply = page.locator(".replies > .comment", has_text="저도 그렇습니다.")
    expect(reply).to_be_focused()
    axe(page)

    reply.locator("a.meta").first.click()
    address = page.url
    assert re.search(r"/post#gudok-comment-\d+$", address), "a comment's address is that of the post"
    other = newcomer()
    other.goto(address)
    expect(other.locator(".comment.aim > article .prose").first).to_have_text("저도 그렇습니다.")
    expect(other.locator(".comment.aim")).to_be_in_viewport()


@pytest.mark.views("ko-phone-light")
def test_pages_of_a_long_thread_turn_inside_the_page(newcomer, host, gudok, axe):
    page = newcomer()
    page.goto(host.say(host.comments()))
    thread = host.url + "/post"
    for number in range(1, 25):
        post_comment(page, gudok, thread, f"댓글 {number}번입니다")
    page.reload()
    write(page, "쓰다가 넘겨 봅니다")
    expect(page.locator(".comments > .comment")).to_have_count(20)
    page.get_by_role("link", name="다음").click()
    expect(prose(page, "댓글 24번입니다")).to_be_visible()
    expect(page.locator("#comments")).to_be_focused()
    expect(page.locator("textarea")).to_have_value("쓰다가 넘겨 봅니다")
    assert page.url == thread
    page.get_by_role("link", name="최신 순").click()
    expect(page.locator(".comments > .comment").first).to_contain_text("댓글 24번입니다")
    axe(page)


def post_comment(page, gudok, thread, text):
    """A comment of somebody else, with a token as old as a person needs."""
    if not hasattr(gudok, "token"):
        gudok.token = page.request.get(f"{gudok.url}/fragments/token").json()["token"]
        page.wait_for_timeout(3_100)
    number = getattr(gudok, "posted", 0)
    gudok.posted = number + 1
    body = {"thread": thread, "name": f"독자{number}", "email": f"r{number}@example.com", "body": text, "form_token": gudok.token}
    address = {"x-forwarded-for": f"203.0.113.{number}"}  # each reader has one of their own
    answer = page.request.post(f"{gudok.url}/api/v1/comments", data=body, headers=address)
    assert answer.status == 201, answer.text()


@pytest.mark.views("ko-desktop-light")
def test_an_author_sees_the_own_waiting_comment_and_nobody_else_does(newcomer, host, serve, axe):
    gudok = serve(GUDOK__SITE__URL=host.url, GUDOK__COMMENTS__MODERATION="all", GUDOK__COMMENTS__PAGE_TITLES="false")
    host.gudok = gudok.url
    author, stranger = newcomer(), newcomer()
    address = host.say(host.comments())
    author.goto(address)
    write(author, "승인을 기다립니다")
    author.get_by_label("다음 번 댓글 작성을 위해 이 브라우저에 이름, 이메일, 그리고 웹사이트를 저장합니다.").check()
    send(author)
    expect(author.get_by_role("status")).to_contain_text(HELD)
    expect(author.get_by_role("status")).to_be_focused()
    expect(author.locator(".waiting")).to_contain_text("승인을 기다립니다")
    axe(author)
    author.reload()
    expect(author.locator(".waiting")).to_contain_text("승인을 기다립니다")
    expect(author.get_by_label("이름").first).to_have_value("한지민")
    stranger.goto(address)
    expect(stranger.locator(".empty")).to_be_visible()
    expect(stranger.locator(".waiting")).to_have_count(0)
    assert author.context.cookies() == [], "no cookie anywhere"


@pytest.mark.views("ko-phone-light", "en-desktop-dark")
def test_an_author_previews_changes_and_deletes_a_comment_and_a_reader_votes(reader, host, gudok, view, axe):
    words = {
        "ko": ("미리보기", "댓글 달기", "수정·삭제", "저장", "댓글 삭제", "이름", "이메일"),
        "en": ("Preview", "Post comment", "Edit or delete", "Save", "Delete comment", "Name", "E-mail"),
    }[view.locale]
    preview, post, change, save, delete, name, email = words
    author, voter = reader(), reader()
    address = host.say(host.comments(), lang=view.locale)
    author.goto(address)
    author.locator("textarea").fill("**처음** 쓴 글")
    author.get_by_label(name).first.fill("한지민")
    author.get_by_label(email).first.fill("jimin@example.com")
    author.get_by_role("button", name=preview).click()
    expect(author.locator(".preview strong")).to_have_text("처음")
    axe(author)
    author.get_by_role("button", name=post).click()
    expect(prose(author, "처음 쓴 글")).to_be_visible()
    expect(author.locator(".preview")).to_have_count(0)
    author.reload()
    author.get_by_role("link", name=change).click()
    field = author.locator("[data-gudok=own] textarea")
    expect(field).to_be_focused()
    expect(field).to_have_value("**처음** 쓴 글")
    field.fill(" ")
    author.get_by_role("button", name=save).click()
    expect(author.get_by_role("alert")).to_be_visible()
    axe(author)
    field.fill("고쳐 쓴 글")
    author.get_by_role("button", name=save).click()
    expect(prose(author, "고쳐 쓴 글")).to_be_visible()
    voter.goto(address)
    expect(voter.get_by_role("link", name=change)).to_have_count(0)
    up = voter.locator(".vote[name=up]")
    up.click()
    expect(up).to_contain_text("1")
    expect(up).to_have_attribute("aria-pressed", "true")
    axe(voter)
    voter.reload()
    expect(up).to_have_attribute("aria-pressed", "true")
    up.click()
    expect(up).to_contain_text("0")
    author.reload()
    author.locator(".vote[name=up]").click()
    expect(author.get_by_role("alert")).to_be_visible()
    author.get_by_role("link", name=change).click()
    author.get_by_role("button", name=delete).click()
    expect(author.locator(".comment")).to_have_count(0)


@pytest.mark.views("ko-phone-light", "en-desktop-dark")
def test_a_hasty_reader_has_one_vote_and_a_screen_reader_hears_the_new_count(newcomer, host, gudok, view):
    label = {
        "ko": "독자123 님의 댓글 추천, 지금까지 {}명",
        "en": "Vote for the comment by 독자123, {} so far",
    }[view.locale]
    page = newcomer()
    gudok.posted = 123
    post_comment(page, gudok, f"{host.url}/post", "추천을 받을 글")
    page.goto(host.say(host.comments(), lang=view.locale))
    up, down = page.locator(".vote[name=up]"), page.locator(".vote[name=down]")
    expect(up).to_have_attribute("aria-label", label.format(0))
    up.evaluate("button => { button.click(); button.click(); }")
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-label", label.format(1))
    # The button against it is pressed while the vote for it is taken back: both are the same reader's.
    up.evaluate("(up) => { up.click(); up.parentElement.querySelector('[name=down]').click(); }")
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-label", label.format(0))
    page.reload()
    expect(up).to_contain_text("0")
    expect(down).to_contain_text("1")


@pytest.mark.views("ko-phone-light")
def test_the_page_decides_on_light_and_dark(newcomer, host, gudok, axe):
    page = newcomer()
    page.goto(host.say(host.comments() + "<gudok-subscribe></gudok-subscribe><gudok-subscribe theme='dark' lang='en'></gudok-subscribe>"))
    expect(page.locator(FORM)).to_be_visible()
    scheme = lambda at: page.locator(at).locator(".frame").first.evaluate("node => getComputedStyle(node).colorScheme")
    ink = lambda: page.locator("gudok-comments h2").first.evaluate("node => getComputedStyle(node).color")
    assert (scheme("gudok-comments"), ink()) == ("light", "rgb(34, 34, 34)")
    page.evaluate("document.documentElement.classList.add('dark')")
    wait_until(lambda: scheme("gudok-comments") == "dark", 5, lambda: "it stays light")
    assert ink() == "rgb(230, 230, 230)"
    axe(page)
    page.evaluate("document.documentElement.classList.remove('dark')")
    wait_until(lambda: scheme("gudok-comments") == "light", 5, lambda: "it stays dark")
    assert scheme("gudok-subscribe[theme=dark]") == "dark"
    expect(page.locator("gudok-subscribe[theme=dark]").get_by_role("button", name="Subscribe")).to_be_visible()
    axe(page)


@pytest.mark.views("ko-phone-light")
def test_counts_of_a_list_come_in_one_request(newcomer, host, gudok):
    page = newcomer()
    asked = []
    page.on("request", lambda request: "comment-counts" in request.url and asked.append(request.url))
    post_comment(page, gudok, f"{host.url}/1", "첫 글의 댓글")
    listen(page, "gudok:count")
    items = "".join(f'<li><gudok-count thread="{host.url}/{number}">…</gudok-count></li>' for number in range(1, 4))
    page.goto(host.say(f'<ul>{items}</ul><span class="gudok-count" data-thread="{host.url}/1">…</span>'))
    expect(page.locator("gudok-count")).to_have_count(4)
    wait_until(lambda: len(page.evaluate("heard")) == 4, 5, lambda: "not all counts came")
    texts = page.evaluate("[...document.querySelectorAll('gudok-count')].map((node) => node.shadowRoot.textContent)")
    assert texts == ["1", "0", "0", "1"]
    assert len(asked) <= 2, "the span is found a moment later"


@pytest.mark.views("ko-phone-light")
def test_several_elements_and_what_editors_leave_of_them_work_on_one_page(newcomer, host, gudok, axe):
    page = newcomer()
    box = f'<div class="gudok-comments" data-thread="second-post"><a href="{gudok.url}/comments?thread=second-post">댓글</a></div>'
    page.goto(host.say(host.comments() + box + '<div class="gudok-subscribe" data-lang="en"><a href="/">Subscribe</a></div><gudok-subscribe></gudok-subscribe>'))
    expect(page.locator(FORM)).to_have_count(2)
    expect(page.locator("gudok-subscribe form")).to_have_count(2)
    second = page.locator(".gudok-comments")
    second.locator("textarea").fill("둘째 글에 씁니다")
    second.get_by_label("이름").first.fill("한지민")
    second.get_by_label(EMAIL).fill("jimin@example.com")
    second.get_by_role("button", name="댓글 달기").click()
    expect(second.locator(".comment .prose")).to_have_text("둘째 글에 씁니다")
    expect(page.locator("gudok-comments[thread='second-post']")).to_have_count(1)
    expect(page.locator("gudok-comments").first.locator(".comment")).to_have_count(0)
    axe(page)


@pytest.mark.views("ko-phone-light")
def test_a_closed_thread_is_read_and_not_answered(newcomer, host, gudok, axe):
    page = newcomer()
    post_comment(page, gudok, f"{host.url}/post", "닫기 전의 댓글")
    page.goto(host.say(host.comments(closed="closed")))
    expect(prose(page, "닫기 전의 댓글")).to_be_visible()
    expect(page.get_by_text("더 이상 댓글을 남길 수 없습니다.")).to_be_visible()
    expect(page.locator(FORM)).to_have_count(0)
    expect(page.get_by_role("link", name="답글 쓰기")).to_have_count(0)
    axe(page)
    page.goto(host.say(host.comments(thread="closed-before-the-first", closed="closed")))
    expect(page.get_by_text("더 이상 댓글을 남길 수 없습니다.")).to_be_visible()
    expect(page.get_by_text("첫 댓글을 남겨 주세요")).to_have_count(0)


@pytest.mark.views("ko-phone-light", "en-desktop-dark")
@pytest.mark.parametrize("votes", ["true", "false"])
def test_a_thread_with_comments_shows_them_with_its_form_or_closed(newcomer, host, serve, view, axe, votes):
    gudok = serve(
        GUDOK__SITE__URL=host.url,
        GUDOK__COMMENTS__MODERATION="none",
        GUDOK__COMMENTS__PAGE_TITLES="false",
        GUDOK__COMMENTS__VOTES=votes,
        GUDOK__SERVER__TRUSTED_PROXIES="127.0.0.1",
    )
    host.gudok = gudok.url
    remember = {"ko": "다음 번 댓글 작성을 위해", "en": "next time I comment"}[view.locale]
    page = newcomer()
    post_comment(page, gudok, f"{host.url}/post", "먼저 쓴 댓글")
    page.goto(host.say(host.comments(), lang=view.locale))
    expect(prose(page, "먼저 쓴 댓글")).to_be_visible()
    expect(page.locator(FORM)).to_be_visible()
    expect(page.locator(FORM).get_by_label(remember)).to_have_count(1)
    expect(page.locator(".vote")).to_have_count(2 if votes == "true" else 0)
    axe(page)
    page.goto(host.say(host.comments(closed="closed"), lang=view.locale))
    expect(prose(page, "먼저 쓴 댓글")).to_be_visible()
    expect(page.locator(FORM)).to_have_count(0)
    expect(page.locator(".vote")).to_have_count(2 if votes == "true" else 0)
    axe(page)


@pytest.mark.views("ko-phone-light", "en-desktop-dark")
@pytest.mark.parametrize("has_url", ["true", "false"])
def test_the_box_names_what_the_browser_will_keep(newcomer, host, serve, view, has_url):
    host.gudok = serve(GUDOK__SITE__URL=host.url, GUDOK__COMMENTS__URL_FIELD=has_url).url
    site, name = {"ko": ("웹사이트", "이름"), "en": ("website", "name")}[view.locale]
    page = newcomer()
    page.goto(host.say(host.comments(), lang=view.locale))
    box = page.locator(f"{FORM} .check").filter(has=page.locator("input:not([name])"))
    expect(box).to_contain_text(name)
    expect(box.filter(has_text=site)).to_have_count(1 if has_url == "true" else 0)


@pytest.mark.views("ko-phone-light", "en-desktop-dark")
@pytest.mark.parametrize("closed_by", ["page", "server"])
def test_in_a_closed_thread_an_author_still_sees_the_own_waiting_comment(newcomer, host, serve, view, axe, closed_by):
    gudok = serve(GUDOK__SITE__URL=host.url, GUDOK__COMMENTS__MODERATION="all", GUDOK__COMMENTS__PAGE_TITLES="false")
    host.gudok = gudok.url
    page = newcomer()
    page.goto(host.say(host.comments(), lang=view.locale))
    form = page.locator(FORM)
    form.locator("[name=body]").fill("닫기 전에 쓴 글")
    form.locator("[name=name]").fill("한지민")
    form.locator("[name=email]").fill("jimin@example.com")
    form.locator(".actions button").first.click()
    expect(page.locator(".waiting")).to_contain_text("닫기 전에 쓴 글")
    if closed_by == "page":
        page.goto(host.say(host.comments(closed="closed"), lang=view.locale))
    else:
        closed = lambda route: route.fulfill(
            body=re.sub(r'<form class="reply".*?</form>', '<p class="hint" id="reply">closed</p>', route.fetch().text(), flags=re.S),
            content_type="text/html; charset=utf-8",
            headers={"access-control-allow-origin": host.url, "access-control-expose-headers": "retry-after, etag"},
        )
        page.route(f"{gudok.url}/fragments/comments*", closed)
        page.reload()
    expect(page.locator(".waiting")).to_contain_text("닫기 전에 쓴 글")
    expect(page.locator(FORM)).to_have_count(0)
    axe(page)


@pytest.mark.views("ko-phone-light")
def test_an_authors_markup_becomes_no_attribute_that_runs_or_styles(reader, host, gudok):
    page = reader()
    data = "data-thread='a' data-onclick='hit()' data-onfocus='hit()' data-style='color:red' data-id='x' data-slot='y'"
    page.goto(host.say(f"<div class='gudok-comments' {data}></div>", csp=None))
    expect(page.locator(FORM)).to_be_visible()
    assert page.locator("gudok-comments").evaluate("node => node.getAttributeNames()") == ["thread"]


@pytest.mark.views("ko-phone-light")
def test_a_new_address_below_an_open_form_moves_no_comment(reader, host, gudok):
    page = reader()
    page.goto(host.say(host.comments(thread=None)))
    write(page, "이 글에 씁니다")
    page.evaluate("history.pushState({}, '', '/next')")
    with page.expect_request(lambda request: request.method == "POST" and "/comments" in request.url) as sent:
        send(page)
    assert sent.value.post_data_json["thread"] == f"{host.url}/post"
    expect(prose(page, "이 글에 씁니다")).to_be_visible()


# --- What goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.views("ko-phone-light")
def test_each_wrong_field_says_so_and_nothing_is_lost(reader, host, gudok, axe):
    page = reader()
    page.goto(host.say(host.comments() + "<gudok-subscribe></gudok-subscribe>"))
    write(page, "고칠 것이 있습니다", email="dots..dots@example.com")
    send(page)
    email = page.locator("gudok-comments").get_by_label(EMAIL)
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_be_focused()
    expect(email).to_have_accessible_description(re.compile("이메일 주소의 형식이 올바르지 않습니다."))
    expect(page.locator("gudok-comments textarea")).to_have_value("고칠 것이 있습니다")
    axe(page)
    email.fill("jimin@example.com")
    send(page)
    expect(prose(page, "고칠 것이 있습니다")).to_be_visible()
    page.get_by_role("button", name="구독하기").click()
    address = page.locator("gudok-subscribe").get_by_label("이메일 주소")
    expect(address).to_have_accessible_description(re.compile("이메일 주소를 입력해 주세요"))
    expect(address).to_be_focused()


@pytest.mark.views("ko-phone-light")
@pytest.mark.parametrize("trouble", ["offline", "500", "429", "503"])
def test_a_failed_post_keeps_the_text_and_goes_on_later(reader, host, gudok, axe, trouble):
    page = reader()
    page.goto(host.say(host.comments()))
    write(page, "꼭 남기고 싶은 글")
    address = f"{gudok.url}/api/v1/comments*"
    problem = {"code": "too-many", "detail": "잠시 뒤에 다시 시도해 주세요."}
    headers = {"access-control-allow-origin": host.url}

    def answer(route):
        if route.request.method == "OPTIONS":
            route.continue_()
        elif trouble == "offline":
            route.abort("internetdisconnected")
        elif trouble == "500":
            route.fulfill(status=500, body="", headers=headers)
        else:
            route.fulfill(status=int(trouble), json=problem, headers=headers)

    page.route(address, answer)
    send(page)
    line = page.get_by_role("alert")
    expect(line).to_contain_text("잠시 뒤에" if trouble in ("429", "503") else "보내지 못했습니다.")
    expect(page.locator("textarea")).to_have_value("꼭 남기고 싶은 글")
    axe(page)
    page.reload()
    expect(page.locator("textarea")).to_have_value("꼭 남기고 싶은 글")
    send(page)
    expect(line).to_be_visible()
    page.unroute(address)
    line.get_by_role("button", name=AGAIN).click()
    expect(prose(page, "꼭 남기고 싶은 글")).to_be_visible()
    page.reload()
    expect(prose(page, "꼭 남기고 싶은 글")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("")


@pytest.mark.views("ko-phone-light")
@pytest.mark.parametrize(("wait", "buttons"), [("30", 1), ("2820", 0)])
def test_a_limit_that_ends_much_later_offers_no_try_at_once(reader, host, gudok, wait, buttons):
    page = reader()
    page.goto(host.say(host.comments()))
    write(page, "꼭 남기고 싶은 글")
    headers = {
        "access-control-allow-origin": host.url,
        "access-control-expose-headers": "retry-after",
        "retry-after": wait,
    }
    problem = {"code": "too-many", "detail": "나중에 다시 시도해 주세요."}

    def answer(route):
        if route.request.method == "OPTIONS":
            route.continue_()
        else:
            route.fulfill(status=429, json=problem, headers=headers)

    page.route(f"{gudok.url}/api/v1/comments*", answer)
    send(page)
    line = page.get_by_role("alert")
    expect(line).to_contain_text("나중에 다시")
    expect(line.get_by_role("button", name=AGAIN)).to_have_count(buttons)
    expect(page.locator("textarea")).to_have_value("꼭 남기고 싶은 글")


@pytest.mark.views("ko-phone-light")
def test_while_gudok_is_away_the_page_keeps_its_link(reader, host, gudok, axe):
    page = reader()
    page.route(f"{gudok.url}/fragments/**", lambda route: route.abort())
    page.goto(host.say(host.comments() + "<p>본문</p>"))
    line = page.get_by_role("alert")
    expect(line).to_contain_text("불러오지 못했습니다.")
    expect(page.get_by_role("link", name="댓글 보기", exact=True)).to_be_visible()
    axe(page)
    page.unroute(f"{gudok.url}/fragments/**")
    line.get_by_role("button", name=AGAIN).click()
    expect(page.locator(FORM)).to_be_visible()
    expect(page.locator("gudok-comments h2").first).to_be_focused()
    expect(page.get_by_role("link", name="댓글 보기", exact=True)).to_be_hidden()


@pytest.mark.views("ko-phone-light")
def test_while_gudok_is_away_the_pages_own_form_still_works(reader, host, gudok):
    page = reader()
    page.goto(host.say(host.comments()))
    write(page, "쓰다 만 글")
    page.route(f"{gudok.url}/fragments/**", lambda route: route.abort())
    form = f'<form method="post" action="{gudok.url}/%s"><label>메일 <input name="email" type="email"></label><button>보내기</button></form>'
    page.goto(host.say(f"<gudok-subscribe>{form % 'subscriptions'}</gudok-subscribe>", csp=None))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("메일").fill("haneul@example.com")
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_role("button", name="구독하기")).to_be_visible()
    assert page.url == f"{gudok.url}/subscriptions"

    page.goto(host.say(f'<gudok-comments thread="{host.url}/post">{form % "comments"}</gudok-comments>', csp=None))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("메일").fill("haneul@example.com")
    page.unroute(f"{gudok.url}/fragments/**")
    page.goto(host.say(host.comments()))
    # What is typed into the page's own form is no draft of ours.
    expect(page.locator("textarea")).to_have_value("쓰다 만 글")


@pytest.mark.views("ko-phone-light", "en-desktop-dark")
def test_a_screen_reader_hears_what_becomes_of_a_comment(reader, host, gudok, view, axe):
    words = {"ko": ("보내는 중…", AGAIN, "댓글 달기"), "en": ("Sending…", "Try again", "Post comment")}
    sending, again, button = words[view.locale]
    page = reader()
    page.goto(host.say(host.comments(), lang=view.locale))
    form = page.locator(FORM)
    form.locator("[name=body]").fill("읽어 주는 대로 씁니다")
    form.locator("[name=name]").fill("한지민")
    form.locator("[name=email]").fill("jimin@example.com")
    posts = []
    take = lambda route: route.continue_() if route.request.method == "OPTIONS" else posts.append(route)
    page.route(f"{gudok.url}/api/v1/comments*", take)
    told = page.locator("gudok-comments [aria-live=polite]")
    form.get_by_role("button", name=button).click()
    expect(told).to_have_text(sending)
    axe(page)
    wait_until(lambda: page.wait_for_timeout(50) or posts, 10, lambda: "nothing was posted")
    posts[0].abort()
    expect(told).to_have_text("")
    page.get_by_role("alert").get_by_role("button", name=again).click()
    expect(form.get_by_role("button", name=sending)).to_be_focused()
    wait_until(lambda: page.wait_for_timeout(50) or len(posts) == 2, 10, lambda: "nothing was posted again")
    posts[1].continue_()
    expect(prose(page, "읽어 주는 대로")).to_be_visible()
    expect(page.locator(".comment.aim")).to_be_focused()


@pytest.mark.views("ko-phone-light")
def test_a_token_of_last_night_costs_a_moment_and_no_text(reader, host, gudok):
    page = reader()
    asked = []

    def answer(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(json={"token": "f1.2.AAAAAAAAAAAAAAAAAAAAAA"}, headers={"access-control-allow-origin": host.url})
        else:
            route.continue_()

    page.route(f"{gudok.url}/fragments/token", answer)
    page.goto(host.say(host.comments()))
    write(page, "어제부터 열어 둔 페이지입니다")
    send(page)
    expect(prose(page, "어제부터 열어 둔 페이지입니다")).to_be_visible()
    assert len(asked) == 2


@pytest.mark.views("ko-phone-light")
def test_two_clicks_are_one_comment_and_going_back_loses_nothing(reader, host, gudok):
    page = reader()
    page.goto(host.say(host.comments()))
    write(page, "두 번 눌렀습니다")
    button = page.locator(f"{FORM} .actions button").first
    button.evaluate("button => { button.click(); button.click(); }")
    button.click()
    expect(prose(page, "두 번 눌렀습니다")).to_have_count(1)
    write(page, "쓰다 만 글")
    page.goto(host.say("<p>다른 글</p>", path="/other"))
    page.go_back()
    expect(page.locator("textarea")).to_have_value("쓰다 만 글")
    expect(prose(page, "두 번 눌렀습니다")).to_have_count(1)


@pytest.mark.views("ko-phone-light")
def test_a_page_that_styles_everything_and_replaces_globals_does_no_harm(reader, host, gudok):
    page = reader()
    host.pages["/style.css"] = (
        "* { all: unset !important; font: 9px/1 monospace !important; color: #888 !important; } div { display: none !important; }"
        "button, input { visibility: hidden !important; } gudok-comments { text-transform: uppercase; text-align: right; }",
        "text/css",
        None,
    )
    script = host.script(
        "/hostile.js",
        "window.fetch = () => { throw new Error('no'); }; window.name = 'x'; Array.prototype.extra = 1; Object.prototype.more = 2;"
        "String.prototype.trim = () => 'x'; window.$ = window.words = window.server = null; window.CustomEvent.prototype.x = 1;",
    )
    page.goto(host.say(host.comments(), head=script))
    write(page, "그래도 씁니다")
    send(page)
    expect(prose(page, "그래도 씁니다")).to_be_visible()
    assert page.locator("gudok-comments .prose").first.evaluate("node => getComputedStyle(node).textTransform") == "none"


@pytest.mark.views("ko-phone-light")
def test_two_scripts_of_different_versions_are_one(reader, host, gudok):
    page = reader()
    older = f"{gudok.url}/embed-0123456789abcdef.js"
    text = page.request.get(older).text().replace('"use strict";', '"use strict"; window.isOlder = true;', 1)
    page.route(older, lambda route: route.fulfill(body=text, content_type="text/javascript"))
    head = f'<script src="{older}"></script><script defer src="{gudok.url}/embed.js"></script>'
    page.goto(host.say(host.comments(), head=head))
    expect(page.locator(FORM)).to_have_count(1)
    assert page.evaluate("window.isOlder"), "the older version came first, and the newer one leaves it alone"
    write(page, "한 번만 보입니다")
    send(page)
    expect(prose(page, "한 번만 보입니다")).to_have_count(1)


@pytest.mark.views("ko-phone-light")
def test_a_policy_that_forbids_the_script_or_its_requests_leaves_the_link(reader, host, gudok):
    page = reader()
    page.goto(host.say(host.comments(), csp="default-src 'none'; style-src 'self'"))
    expect(page.get_by_role("link", name="댓글 보기")).to_be_visible()
    page.goto(host.say(host.comments(), csp="default-src 'none'; style-src 'self'; script-src {gudok}"))
    expect(page.get_by_role("alert")).to_contain_text("불러오지 못했습니다.")
    expect(page.get_by_role("link", name="댓글 보기")).to_be_visible()


@pytest.mark.views("ko-phone-light")
def test_a_nonce_reaches_the_script_behind_the_pasted_one(reader, host, gudok):
    page = reader()
    tag = f'<script nonce="r4nd0m" async src="{gudok.url}/embed.js"></script>'
    for extra in ("", " 'strict-dynamic'"):
        csp = "default-src 'none'; style-src 'self'; script-src 'nonce-r4nd0m'" + extra + "; connect-src {gudok}"
        page.goto(host.say(host.comments(), head=tag, csp=csp, loader=False))
        expect(page.locator(FORM)).to_be_visible()


@pytest.mark.views("ko-phone-light")
def test_odd_threads_are_answered_in_words(reader, host, gudok):
    page = reader()
    line = page.get_by_role("alert")
    page.goto(host.say(host.comments(thread="https://elsewhere.example/post")))
    expect(line).to_contain_text("127.0.0.1")
    expect(line.get_by_role("button")).to_have_count(0)
    page.goto(host.say(host.comments(thread="가" * 1000)))
    expect(line).to_contain_text("2,000바이트까지")
    page.goto(host.say(host.comments(thread='"><img src=x onerror=alert(1)>')))
    expect(page.locator(FORM)).to_be_visible()
    write(page, "꺾쇠가 있는 이름")
    send(page)
    expect(prose(page, "꺾쇠가 있는 이름")).to_be_visible()
    assert page.locator("gudok-comments img").count() == 0
    # Without a thread it is the page's own address.
    page.goto(host.say(host.comments(thread=None), head=f'<link rel="canonical" href="{host.url}/canonical">'))
    write(page, "이 페이지의 댓글")
    send(page)
    expect(prose(page, "이 페이지의 댓글")).to_be_visible()
    page.goto(host.say(host.comments(thread=f"{host.url}/canonical?utm_source=x")))
    expect(prose(page, "이 페이지의 댓글")).to_be_visible()


@pytest.mark.views("ko-phone-light")
def test_where_the_browser_keeps_nothing_comments_still_work(reader, host, gudok):
    page = reader()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })")
    page.goto(host.say(host.comments()))
    write(page, "저장소 없이 씁니다")
    send(page)
    expect(prose(page, "저장소 없이 씁니다")).to_be_visible()


@pytest.mark.views("ko-phone-light")
def test_without_javascript_the_link_leads_to_the_page_of_comments(reader, host, gudok):
    page = reader(java_script_enabled=False)
    page.goto(host.say(host.comments()))
    page.get_by_role("link", name="댓글 보기").click()
    expect(page.get_by_role("heading", name="댓글 남기기")).to_be_visible()


@pytest.mark.views("ko-phone-light")
def test_a_plain_form_leads_through_one_button_back_to_the_page(reader, host, gudok):
    page = reader()
    host.say("<p>감사합니다</p>", path="/thanks", csp=None)
    form = (
        f'<form method="post" action="{gudok.url}/subscriptions"><input type="hidden" name="return" value="{host.url}/thanks">'
        '<label>메일 <input name="email" type="email"></label><button>구독</button></form>'
    )
    page.goto(host.say(form, csp=None, loader=False))
    page.get_by_label("메일").fill("haneul@example.com")
    page.get_by_role("button", name="구독").click()
    page.get_by_role("button", name="구독하기").click()
    expect(page.get_by_text("감사합니다")).to_be_visible()
    assert page.url == f"{host.url}/thanks?gudok=subscribed"


# --- Frames and other origins ----------------------------------------------------------------------------------------


@pytest.mark.views("ko-phone-light")
def test_a_frame_tells_its_height_and_takes_a_colour_scheme(reader, host, gudok):
    page = reader()
    page.add_init_script("window.heights = []; addEventListener('message', (e) => e.data.gudok === 'height' && heights.push([e.origin, e.data.height]));")
    frame = f'<iframe title="댓글" src="{gudok.url}/comments?thread={host.url}/post&embed=1&theme=dark"></iframe>'
    page.goto(host.say(frame, csp=None, loader=False))
    wait_until(lambda: page.evaluate("heights.length"), 10, lambda: "no height came")
    origin, height = page.evaluate("heights[0]")
    assert origin == gudok.url and height > 300
    inside = page.frames[1]
    assert inside.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


@pytest.mark.views("ko-phone-light")
def test_a_page_of_another_origin_can_neither_frame_nor_read(reader, host, gudok):
    stranger = HostSite("localhost")
    stranger.gudok = gudok.url
    page = reader()
    try:
        frames = f'<iframe src="{gudok.url}/comments?thread=a&embed=1"></iframe>'
        page.goto(stranger.say(host.comments(thread="a") + frames, csp=None))
        expect(page.get_by_role("alert")).to_contain_text("불러오지 못했습니다.")
        assert page.frames[1].url.startswith("chrome-error:")
        read = "url => fetch(url).then(() => 'read', () => 'refused')"
        for path in ("/fragments/token", "/fragments/comments?thread=a", "/api/v1/comments?thread=a", "/comments?thread=a&embed=1"):
            assert page.evaluate(read, gudok.url + path) == "refused", path
    finally:
        stranger.stop()


@pytest.mark.views("ko-phone-light", "en-desktop-dark")
def test_an_open_page_says_how_many_new_comments_there_are_and_shows_them(newcomer, host, gudok, axe):
    page, writer = newcomer(), newcomer()
    one, two = re.compile("^(새 댓글 1개|1 new comment)$"), re.compile("^(새 댓글 2개|2 new comments)$")
    thread = f"{host.url}/live"
    post_comment(writer, gudok, thread, "처음 댓글입니다")
    for place in (f"{gudok.url}/comments?thread={thread}", host.say(host.comments(thread=thread))):
        page.goto(place)
        expect(page.locator(".comment .prose").first).to_be_visible()
        before = page.locator(".comment .prose").count()
        link = page.locator(".live a")
        expect(link).to_be_hidden()
        post_comment(writer, gudok, thread, f"새 댓글입니다 {place}")
        expect(link).to_have_text(one, timeout=10_000)
        post_comment(writer, gudok, thread, f"또 새 댓글입니다 {place}")
        expect(link).to_have_text(two, timeout=10_000)
        axe(page)
        link.click()
        expect(page.locator(".comment .prose")).to_have_count(before + 2)
        expect(link).to_be_hidden()
