"""The plug-in, as the owner of a blog, its author and its readers meet it."""

import http.server
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager

import pytest
from conftest import GUDOK_OWNER, GUDOK_PASSWORD, SECRET, wait_until
from playwright.sync_api import expect
from steps import decide, sign_in, take_the_time_to_read
from steps_of_wordpress import change_settings, findings, sign_in_to_wordpress, write_in_editor
from world import AUTHOR, OWNER, php_text

PARAGRAPH = ("core/paragraph", {"content": "조용한 글입니다."})
SUBSCRIBE = ("gudok/subscribe", {})
HELD = "댓글을 잘 받았습니다."
HAD_COMMENTS = "_gudok_had_comments"


@contextmanager
def a_host():
    """A server that gives each request its `answer`: status, type and text."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, kind, text = self.server.answer
            body = text.encode()
            self.send_response(status)
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def comes_to_know(gudok, title):
    """Waits until Gudok has the post."""
    knows = lambda: title in gudok.run("digests", "preview")
    wait_until(knows, 10, lambda: f"Gudok does not know {title}:\n{gudok.output[-2000:]}")


@pytest.mark.views("ko-desktop-light")
def test_an_owner_installs_the_plug_in_and_the_check_leads_to_the_end(page, wordpress, gudok):
    wordpress.php("require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins( 'gudok/gudok.php' );")
    sign_in_to_wordpress(page, wordpress, OWNER)
    page.goto(f"{wordpress.url}/wp-admin/plugin-install.php?tab=upload")
    page.set_input_files("#pluginzip", wordpress.plugin)
    page.click("#install-plugin-submit")
    page.click("a.button-primary[href*='action=activate']")
    page.locator("tr[data-slug=gudok]").get_by_role("link", name="설정").click()

    assert findings(page, wordpress) == ["✗ 먼저 Gudok 주소를 입력하고 저장하세요."]
    change_settings(page, wordpress, **{"Gudok 주소": "https://user@"})
    expect(page.get_by_text("웹 주소가 아닙니다")).to_be_visible()
    change_settings(page, wordpress, **{"Gudok 주소": "http://127.0.0.1:1/admin"})
    expect(page.get_by_label("Gudok 주소")).to_have_value("http://127.0.0.1:1")
    (unreachable,) = findings(page, wordpress)
    assert "접속할 수 없습니다" in unreachable
    change_settings(page, wordpress, **{"Gudok 주소": wordpress.url})
    (stranger,) = findings(page, wordpress)
    assert "Gudok이 아닌 다른 서버가 응답합니다(상태 404)" in stranger
    with a_host() as host:
        change_settings(page, wordpress, **{"Gudok 주소": host.url})
        # A proxy whose Gudok is away, and a Gudok whose database is; its reason may be long.
        for status, kind, body, told in [
            (502, "text/html", "<h1>Bad Gateway</h1>", "앞단의 프록시가 응답합니다(상태 502)"),
            (503, "text/html", "<h1>점검 중</h1>", "앞단의 프록시가 응답합니다(상태 503)"),
            (503, "text/plain", "데이터베이스 " * 60, "아직 준비되지 않았습니다: 데이터베이스"),
        ]:
            host.answer = (status, kind, body)
            (fault,) = findings(page, wordpress)
            assert told in fault and "<h1>" not in fault

    change_settings(page, wordpress, **{"Gudok 주소": gudok.url, "글 알림 비밀 키": "whsec_"})
    expect(page.get_by_text("올바른 비밀 키가 아닙니다")).to_be_visible()
    change_settings(page, wordpress, **{"글 알림 비밀 키": "whsec_" + "d3Jvbmc" * 8})
    assert "서명" in findings(page, wordpress)[-1], "Gudok names what is wrong with the signature"
    change_settings(page, wordpress, **{"글 알림 비밀 키": SECRET})
    assert SECRET not in page.content(), "a secret is never shown again"
    change_settings(page, wordpress, **{"테마의 댓글 대신 Gudok 댓글 표시": True})
    assert [line[0] for line in findings(page, wordpress)] == ["✓"] * 4
    assert wordpress.call("get_option", "gudok_publish_secret") == SECRET, "an empty field keeps it"


@pytest.mark.views("ko-phone-light")
def test_in_a_block_theme_a_post_goes_from_the_editor_to_its_first_comment(newcomer, blog, gudok):
    goes_from_the_editor_to_its_first_comment(newcomer, blog, gudok, "twentytwentythree", OWNER)


@pytest.mark.views("ko-desktop-dark")
def test_in_a_classic_theme_a_post_goes_from_the_editor_to_its_first_comment(newcomer, blog, gudok):
    goes_from_the_editor_to_its_first_comment(newcomer, blog, gudok, "twentytwentyone", AUTHOR)


def goes_from_the_editor_to_its_first_comment(newcomer, blog, gudok, theme, user):
    blog.call("switch_theme", theme)
    title = f"작은 모델 & 큰 꿈: {theme}"
    desk, reader, owner = newcomer(), newcomer(), newcomer()
    sign_in_to_wordpress(desk, blog, user)
    address = write_in_editor(desk, blog, title, PARAGRAPH, SUBSCRIBE)
    comes_to_know(gudok, title)

    reader.goto(address)
    expect(reader.locator("gudok-subscribe")).to_have_count(1)
    expect(reader.locator("gudok-comments")).to_have_count(1)
    expect(reader.locator(".comment-form")).to_have_count(0)
    email = f"{theme}@example.com"
    sign_up = reader.locator("gudok-subscribe .gudok")  # in the shadow, not the fallback
    sign_up.get_by_label("이메일", exact=False).fill(email)
    take_the_time_to_read(reader)
    sign_up.get_by_role("button", name="구독하기").click()
    expect(sign_up).to_contain_text(email)
    mails = lambda: [mail for mail in (gudok.folder / "mail").iterdir() if email in mail.read_text()]
    wait_until(mails, 10, lambda: f"no mail to {email}")

    comments = reader.locator("gudok-comments .gudok")
    comments.get_by_label("댓글", exact=False).and_(comments.locator("textarea")).fill("직접 써 보니 **빨랐습니다**.")
    comments.get_by_role("textbox", name="이름").fill("한지민")
    comments.get_by_role("textbox", name="이메일").fill("jimin@example.com")
    take_the_time_to_read(reader)
    comments.get_by_role("button", name="댓글 달기").click()
    expect(comments).to_contain_text(HELD)

    owner.goto(f"{gudok.url}/admin/comments")
    sign_in(owner, gudok, GUDOK_OWNER, GUDOK_PASSWORD)
    decide(owner, gudok, "pending", "승인", "한지민")
    other = newcomer()
    other.goto(address)
    expect(other.locator("gudok-comments .comment strong")).to_have_text("빨랐습니다")
    if theme == "twentytwentyone":
        blog.call("switch_theme", "with-counts")
        other.goto(blog.url)
        expect(other.get_by_role("link", name=f"댓글 1 – {title}")).to_be_visible()
    blog.call("wp_update_post", {"ID": blog.call("url_to_postid", address), "comment_status": "closed"})
    other.goto(address)
    expect(other.locator("gudok-comments .comment strong")).to_have_text("빨랐습니다")
    expect(other.locator("gudok-comments textarea")).to_have_count(0)
    expect(other.locator("gudok-comments").get_by_role("link", name="답글")).to_have_count(0)


@pytest.mark.views("ko-phone-dark")
def test_without_javascript_a_form_and_a_link_lead_to_gudok(newcomer, blog, gudok):
    _, address = blog.write(post_title="스크립트 없이", post_content="[gudok_subscribe]")
    comes_to_know(gudok, "스크립트 없이")
    reader = newcomer(java_script_enabled=False)
    reader.goto(address)
    reader.get_by_role("link", name="댓글 보기·쓰기").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("스크립트 없이")
    reader.goto(address)
    reader.get_by_label("이메일 주소").fill("plain@example.com")
    reader.get_by_role("button", name="구독하기").click()
    expect(reader.get_by_text("plain@example.com 주소로 구독을 신청합니다.")).to_be_visible()


@pytest.mark.views("ko-phone-light")
def test_what_an_authors_save_leaves_becomes_a_form(page, blog):
    forms = (
        '<!-- wp:html --><gudok-subscribe topics="a"></gudok-subscribe><script src="x.js"></script>'
        '<div class="gudok-subscribe" data-topics="b"><a href="https://letters.example.org/">구독</a></div><!-- /wp:html -->'
    )
    _, address = blog.write(AUTHOR, post_title="필자의 글", post_content=forms)
    html = blog.get(address)
    assert "<gudok-subscribe" not in html and "x.js" not in html
    page.goto(address)
    expect(page.locator(".gudok-subscribe > gudok-subscribe").get_by_role("button", name="구독하기")).to_be_visible()


@pytest.mark.views("ko-desktop-light")
def test_the_admin_pages_warn_until_the_old_comments_have_moved(page, blog):
    post, _ = blog.write(post_title="옛 댓글이 있는 글", post_content="글")
    old_comment(blog, post, "옛 댓글")
    old_comment(blog, post, "핑백", comment_type="pingback")
    number = blog.call("get_comments", {"type": "comment", "status": "approve", "count": True})
    sign_in_to_wordpress(page, blog, OWNER)
    warning = page.get_by_text(f"댓글 {number}개를 아직 Gudok으로 옮기지 않았습니다")
    page.goto(f"{blog.url}/wp-admin/edit-comments.php")
    expect(warning).to_be_visible()
    expect(page.get_by_text("gudok comments import FILE --format wxr")).to_be_visible()
    expect(page.get_by_role("link", name="댓글 관리 열기")).to_be_visible()
    change_settings(page, blog, **{"예전 댓글을 Gudok으로 옮겼습니다": True})
    page.goto(f"{blog.url}/wp-admin/edit-comments.php")
    expect(warning).to_have_count(0)


# --- the markup of pages: what needs no browser ------------------------------------------------------------------------


def old_comment(wordpress, post_id, text, **more):
    comment = {"comment_post_ID": post_id, "comment_content": text, "comment_author": "김하늘", "comment_approved": 1}
    return wordpress.call("wp_insert_comment", comment | more)


@pytest.mark.parametrize("theme", ["twentytwentythree", "twentytwentytwo", "twentytwentyone"])
def test_each_theme_shows_one_area_with_the_old_comments_below(blog, theme):
    blog.call("switch_theme", theme)
    post, address = blog.write(post_title=f"옛 글 {theme}", post_content="글")
    first = old_comment(blog, post, "먼저 단 댓글")
    old_comment(blog, post, "그 답글", comment_parent=first)
    old_comment(blog, post, "기다리는 댓글", comment_approved=0)
    page = blog.get(address)
    assert page.count("<gudok-comments ") == 1 == page.count('id="comments"')
    assert "먼저 단 댓글" in page and "그 답글" in page and "예전 댓글" in page
    assert "기다리는 댓글" not in page and "comment-reply-link" not in page and "wp-comments-post.php" not in page
    blog.install_plugin(**shown(blog), comments_moved=True)
    assert "먼저 단 댓글" not in blog.get(address), "what has moved is shown once"
    blog.install_plugin(**shown(blog) | {"replace_comments": False})
    page = blog.get(address)
    assert "먼저 단 댓글" in page and "wp-comments-post.php" in page and "<gudok-comments" not in page


def shown(blog):
    settings = blog.call("get_option", "gudok_settings")
    return {"address": settings["address"], "replace_comments": True, "show_counts": True, "secret": SECRET}


def test_the_thread_is_the_permalink_however_the_page_is_asked_for(blog):
    title = "하늘 & “바람” <b>별</b>"
    post, address = blog.write(post_title=title, post_content="하나<!--nextpage-->둘", post_name="하늘-바람")
    assert "%ed%95%98" in address, "WordPress writes escapes in lower case"
    for spelling in (address, f"{blog.url}/하늘-바람/", f"{address}2/", f"{address}?replytocom=3", f"{blog.url}/?p={post}"):
        page = blog.get(urllib.parse.quote(spelling, safe=":/?=%"))
        assert re.findall(r'<gudok-comments thread="([^"]*)" title="([^"]*)"', page) == [(address, "하늘 &amp; “바람” 별")], spelling


def test_closed_comments_stay_readable_and_pages_without_comments_have_no_area(blog):
    for theme in ("twentytwentythree", "twentytwentyone"):
        blog.call("switch_theme", theme)
        post, address = blog.write(post_title=f"닫을 글 {theme}", post_content="글")
        assert " closed=" not in blog.get(address)
        blog.call("wp_update_post", {"ID": post, "post_content": "고친 글"})
        assert blog.call("get_post_meta", post, HAD_COMMENTS, True) == "1"
        blog.call("delete_post_meta", post, HAD_COMMENTS)  # as on a post from before the plug-in
        blog.call("wp_update_post", {"ID": post, "comment_status": "closed"})
        assert ' closed="closed"' in blog.get(address)
        blog.call("wp_update_post", {"ID": post, "post_content": "또 고친 글"})
        assert ' closed="closed"' in blog.get(address)
        _, address = blog.write(post_title=f"소개 {theme}", post_type="page", comment_status="closed", post_content="글")
        assert "<gudok-comments" not in blog.get(address)


def test_what_is_not_public_has_no_thread(blog):
    post, address = blog.write(post_title="비밀 글", post_content="[gudok_comments]", post_password="x")
    assert "<gudok-" not in blog.get(address)
    blog.call("wp_update_post", {"ID": post, "post_password": ""})
    page = blog.get(address)
    assert page.count("<gudok-comments") == 1 == page.count('id="comments"'), "a shortcode takes the area's place"


COMMENTS_BLOCK = "<!-- wp:gudok/comments /-->"


@pytest.mark.parametrize("place", ["[gudok_comments]", COMMENTS_BLOCK, f"[gudok_comments]\n\n{COMMENTS_BLOCK}"])
@pytest.mark.parametrize("replaces", [True, False])
def test_links_to_the_comments_lead_to_them_in_the_text_too(blog, place, replaces):
    blog.call("switch_theme", "twentytwentyone")
    blog.install_plugin(**shown(blog) | {"replace_comments": replaces, "show_counts": False})
    post, address = blog.write(post_title="글 안의 댓글", post_content=f"처음\n\n{place}", comment_status="open" if replaces else "closed")
    if replaces:
        old_comment(blog, post, "먼저 단 댓글")
    page = blog.get(address)
    assert page.count('id="comments"') == 1
    assert re.search('<div id="comments">\\s*<gudok-comments ', page)
    made_twice = blog.php(f"""
        query_posts( array( 'p' => {post} ) );
        the_post();
        return array( apply_filters( 'the_content', get_the_content() ), apply_filters( 'the_content', get_the_content() ) );""")
    assert [text.count('id="comments"') for text in made_twice] == [1, 1], "who makes the text for a description takes nothing away"


def test_feeds_and_excerpts_hold_no_form_and_lists_no_thread(blog):
    forms = "<!-- wp:gudok/subscribe /-->\n<!-- wp:gudok/comments /-->\n[gudok_subscribe]\n\n[gudok_comments]"
    _, address = blog.write(post_title="양식이 든 글", post_content=f"<!-- wp:paragraph --><p>처음</p><!-- /wp:paragraph -->\n{forms}")
    assert blog.get(address).count("<gudok-subscribe") == 2
    for feed in ("/feed/", "/feed/atom/"):
        text = blog.get(feed)
        assert "양식이 든 글" in text and "<gudok-" not in text and "[gudok_" not in text
    blog.call("switch_theme", "twentytwentyone")
    assert "<gudok-comments" not in blog.get("/")


# The text of classic themes, and the two blocks as WordPress 6.9 and later makes them: Debian's is older and has neither.
NUMBERS = """
    global $post;
    $post = get_post( %d );
    $known = new WP_Block( array( 'blockName' => 'core/post-title' ), array( 'postId' => $post->ID, 'postType' => $post->post_type ) );
    $link = '<a href=' . esc_url( get_comments_link( $post ) ) . '>No comments<span class="screen-reader-text"> on ' . get_the_title( $post ) . '</span></a>';
    $blocks = array(
        'count' => '<div class="wp-block-post-comments-count">' . get_comments_number( $post ) . '</div>',
        'link'  => '<div class="wp-block-post-comments-link">' . $link . '</div>',
    );
    $made = array( get_comments_number_text() );
    foreach ( $blocks as $name => $html ) {
        $made[] = apply_filters( "render_block_core/post-comments-$name", $html, $known->parsed_block, $known );
    }
    return $made;"""


def test_the_numbers_of_gudok_stand_in_both_blocks_and_say_the_title_once(blog):
    title = "세는 글 $1 \\\\0"
    post, address = blog.write(post_title=title, post_content="글")
    for number in range(2):
        text, count, link = blog.php(NUMBERS % post)
        element = f'<gudok-count thread="{address}"></gudok-count>'
        assert text == f'댓글 {element}<span class="screen-reader-text"> – {title}</span>'
        assert re.fullmatch(f'<div class="[^"]*">{re.escape(element)}</div>', count), count
        assert re.fullmatch(f'<div class="[^"]*"><a href=[^ >]*>{re.escape(text)}</a></div>', link), link
        old_comment(blog, post, f"옛 댓글 {number}")


def test_the_numbers_stay_wordpresss_where_the_comments_are(blog):
    post, _ = blog.write(post_title="글", post_content="글")
    with_form, _ = blog.write(post_title="양식이 든 글", post_content="[gudok_comments]")
    review, _ = blog.write(post_title="상품", post_content="글", post_type="product")
    assert all("<gudok-count" in made for made in blog.php(NUMBERS % post))
    as_a_shop = "register_post_type( 'product', array( 'public' => true, 'supports' => array( 'title', 'comments' ) ) );" + NUMBERS
    assert "<gudok-count" not in "".join(blog.php(as_a_shop % review))
    without_posts = "add_filter( 'gudok_comment_types', fn( $types ) => array_diff( $types, array( 'post' ) ) );" + NUMBERS
    assert "<gudok-count" not in "".join(blog.php(without_posts % post))
    blog.install_plugin(**shown(blog) | {"replace_comments": False})
    assert "<gudok-count" not in "".join(blog.php(NUMBERS % post))
    assert all("<gudok-count" in made for made in blog.php(NUMBERS % with_form))


def test_each_attribute_reaches_the_element_and_the_form_without_javascript(blog):
    wanted = {"topics": "작은 모델, news ,", "cadence": "weekly", "theme": "dark", "lang": "en", "return": "/고맙습니다/?a=1"}
    shortcode = "[gudok_subscribe " + " ".join(f'{name}="{value}"' for name, value in wanted.items()) + "]"
    block = f"<!-- wp:gudok/subscribe {json.dumps(wanted, ensure_ascii=False)} /-->"
    back = f"{blog.url}/고맙습니다/?a=1"
    for text in (shortcode, block):
        _, address = blog.write(post_title="다 적은 양식", post_content=text)
        page = blog.get(address)
        assert f'<gudok-subscribe topics="작은 모델, news ," cadence="weekly" theme="dark" lang="en" return="{back}">' in page
        assert re.findall('<input type="hidden" name="([a-z]+)" value="([^"]*)">', page) == [
            ("topics", "작은 모델"),
            ("topics", "news"),
            ("cadence", "weekly"),
            ("return", back),
        ]
    _, address = blog.write(post_title="나쁜 주소", post_content='[gudok_subscribe return="javascript:alert(1)"]')
    page = blog.get(address)
    assert "<gudok-subscribe>" in page and 'name="return"' not in page and "javascript:alert" not in page


def test_no_update_of_another_plug_in_takes_its_place(blog):
    data = blog.php("""
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        return get_plugin_data( WP_PLUGIN_DIR . '/gudok/gudok.php' );""")
    assert data["UpdateURI"] == "false"


def test_attributes_cannot_break_out_and_settings_are_cleaned(blog):
    shortcode = "[gudok_subscribe topics='\"><img src=x onerror=alert(1)>' cadence=weekly lang='ko']"
    block = '<!-- wp:gudok/subscribe {"topics":"\\u0022\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e","lang":["x"]} /-->'
    _, address = blog.write(post_title='"><img src=x>', post_content=f"{block}\n\n{shortcode}")
    page = blog.get(address)
    assert page.count("<gudok-subscribe ") == 2
    assert "alert(1)</script>" not in page and "onerror=alert(1)>" not in page
    assert 'title="“&gt;"' in page
    clean = """require_once WP_PLUGIN_DIR . '/gudok/includes/settings-page.php';
        return array_map( 'Gudok\\normal_address', json_decode( %s, true ) );"""
    typed = ["letters.example.org/admin", "HTTP://Letters.Example.org:8080", "ftp://x.org", "https://a b.org", "javascript:alert(1)", "https://u:p@x.org", 'https://x"><script>', "https://[::1]:8080/"]
    assert blog.php(clean % php_text(json.dumps(typed))) == [
        "https://letters.example.org",
        "http://letters.example.org:8080",
        "",
        "",
        "",
        "",
        "",
        "https://[::1]:8080",
    ]


def test_a_page_is_the_same_for_every_visitor_and_holds_no_secret(blog):
    _, address = blog.write(post_title="캐시되는 글", post_content="[gudok_subscribe]")

    def visit(**headers):
        request = urllib.request.Request(address, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert not answer.headers.get_all("Set-Cookie")
            return answer.read().decode()

    stranger = visit()
    assert stranger == visit(Cookie="comment_author_x=Ann; comment_author_email_x=ann%40example.com", **{"Accept-Language": "en"})
    for path in (address, "/", "/wp-json/wp/v2/posts", "/wp-json/wp/v2/settings", "/wp-json/"):
        try:
            text = blog.get(path)
        except urllib.error.HTTPError as refused:
            text = refused.read().decode()
        assert SECRET not in text and SECRET.removeprefix("whsec_") not in text


# --- the forms of before -------------------------------------------------------------------------------------------------


def test_a_form_of_a_cached_page_gives_the_text_back(blog):
    post, address = blog.write(post_title="옛 양식", post_content="글")
    fields = {"comment_post_ID": post, "author": "Ann", "email": "ann@example.com", "comment": "길게 쓴 <b>글</b>", "submit": "1"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{blog.url}/wp-comments-post.php", urllib.parse.urlencode(fields).encode(), timeout=20)
    page = refused.value.read().decode()
    assert refused.value.code == 409 and "길게 쓴 &lt;b&gt;글&lt;/b&gt;" in page and f"{address}#comments" in page
    assert blog.call("get_comments", {"post_id": post, "count": True}) == 0
    code = blog.php(f"""
        add_filter( 'rest_allow_anonymous_comments', '__return_true' );
        $request = new WP_REST_Request( 'POST', '/wp/v2/comments' );
        $request->set_body_params( array( 'post' => {post}, 'content' => 'x', 'author_name' => 'Ann', 'author_email' => 'a@example.com' ) );
        return rest_do_request( $request )->get_data()['code'];""")
    assert code == "gudok_comments_moved"


def test_the_old_comments_move_by_wordpresss_own_export(blog, gudok):
    post, address = blog.write(post_title="이사하는 글", post_content="글")
    question = old_comment(blog, post, "먼저 단 댓글")
    old_comment(blog, post, "그 답글", comment_parent=question, comment_author="이도윤")
    old_comment(blog, post, "핑백", comment_type="pingback")
    export = gudok.folder / "export.xml"
    export.write_text(
        blog.php("""
            require_once ABSPATH . 'wp-admin/includes/export.php';
            ob_start();
            export_wp();
            return ob_get_clean();"""),
        encoding="utf-8",
    )
    gudok.run("comments", "import", str(export), "--format", "wxr")
    again = json.loads(gudok.run("comments", "import", str(export), "--format", "wxr", "--json"))
    assert again["new"] == 0
    thread = urllib.parse.quote(address, safe="")
    with urllib.request.urlopen(f"{gudok.url}/api/v1/comments?thread={thread}", timeout=20) as answer:
        moved = json.load(answer)["items"]
    assert [(item["name"], re.sub("<[^>]*>", "", item["html"]).strip()) for item in moved] == [
        ("김하늘", "먼저 단 댓글"),
        ("이도윤", "그 답글"),
    ]
    assert moved[1]["parent"] == moved[0]["id"]


# --- the publish call ----------------------------------------------------------------------------------------------------


def last_ping(blog):
    return blog.call("get_option", "gudok_last_ping")


def retries(blog):
    return blog.php("return array_filter( array_map( fn( $at ) => $at['gudok_ping_again'] ?? null, _get_cron_array() ) );")


def test_a_scheduled_post_is_announced_when_its_moment_comes(blog, gudok):
    title = "예약한 글"
    post, address = blog.write(post_title=title, post_content="글", post_status="future", post_date="2030-01-01 00:00:00")
    assert last_ping(blog) is False
    blog.call("wp_publish_post", post)
    assert last_ping(blog)["problem"] == "" and last_ping(blog)["page"] == blog.call("get_permalink", post)
    comes_to_know(gudok, title)
    announced = last_ping(blog)
    blog.call("wp_update_post", {"ID": post, "post_content": "고친 글"})
    assert last_ping(blog) == announced, "a correction is no publication"


def test_pages_secrets_and_drafts_are_not_announced(blog):
    blog.write(post_title="쪽", post_type="page")
    blog.write(post_title="잠근 글", post_password="x")
    blog.write(post_title="초안", post_status="draft")
    blog.write(post_title="혼자 보는 글", post_status="private")
    assert last_ping(blog) is False


def test_many_posts_of_one_request_make_one_call_and_an_import_makes_none(blog):
    publish_two = """
        foreach ( array( '하나', '둘' ) as $title ) {
            $addresses[] = get_permalink( wp_insert_post( array( 'post_title' => $title, 'post_status' => 'publish' ) ) );
        }
        return $addresses;"""
    blog.php(publish_two, WP_IMPORTING=True)
    assert last_ping(blog) is False
    first, _ = blog.php(publish_two)
    assert last_ping(blog)["page"] == first


def test_a_post_is_saved_while_gudok_is_away_and_the_call_is_tried_again(blog, gudok):
    silent = socket.create_server(("127.0.0.1", 0))  # takes the call and never answers
    for port, problem in ((silent.getsockname()[1], "timed out"), (1, "refused")):
        blog.install_plugin(**shown(blog) | {"address": f"http://127.0.0.1:{port}"})
        before = time.monotonic()
        post, _ = blog.write(post_title=f"혼자 남은 글 {port}", post_content="글")
        assert time.monotonic() - before < 8 and blog.call("get_post_status", post) == "publish"
        assert problem in last_ping(blog)["problem"]
        ((planned,),) = [list(events.values()) for events in retries(blog).values()]
    blog.install_plugin(**shown(blog) | {"address": gudok.url})
    blog.call("Gudok\\ping_again", *planned["args"])
    assert last_ping(blog)["problem"] == ""
    silent.close()


def test_a_wrong_secret_is_told_and_not_tried_again(blog):
    blog.install_plugin(**shown(blog) | {"secret": "whsec_" + "d3Jvbmc" * 8})
    blog.write(post_title="잘못된 서명", post_content="글")
    assert "401" in last_ping(blog)["problem"] and not retries(blog)


# --- the end -------------------------------------------------------------------------------------------------------------

TRACES = """
    global $wpdb;
    $found = array();
    foreach ( $wpdb->get_col( 'SHOW TABLES' ) as $table ) {
        foreach ( $wpdb->get_results( "SELECT * FROM $table", ARRAY_A ) as $row ) {
            if ( false !== stripos( implode( ' ', $row ), 'gudok' ) && ! preg_match( '/_posts$/', $table ) ) {
                $found[] = $table . ' ' . implode( ' ', $row );
            }
        }
    }
    return $found;"""


def test_deleting_the_plug_in_leaves_nothing(blog):
    blog.install_plugin(**shown(blog) | {"address": "http://127.0.0.1:1"})
    post, _ = blog.write(post_title="마지막 글", post_content="글")
    blog.call("wp_update_post", {"ID": post, "post_content": "고친 글"})
    assert len(blog.php(TRACES)) > 3
    deleted = blog.php("""
        require_once ABSPATH . 'wp-admin/includes/admin.php';
        wp_set_current_user( 1 );
        deactivate_plugins( 'gudok/gudok.php' );
        $deleted = delete_plugins( array( 'gudok/gudok.php' ) );
        delete_option( 'recently_activated' ); // WordPress's own list
        return $deleted;""")
    assert deleted is True
    assert blog.php(TRACES) == []
    assert not (blog.root / "wp-content/plugins/gudok").exists()
