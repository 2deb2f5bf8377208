//! Tests of what comments have beyond `CommonMark`.

use super::content::CommentBody;

fn html(text: &str) -> String {
    CommentBody::parse(text).unwrap().html().to_owned()
}

#[test]
fn words_between_bars_are_hidden_and_names_are_marked() {
    const HIDDEN: &str = "<span class=\"spoiler\" tabindex=\"0\">";
    assert_eq!(
        html("범인은 ||**집사**||입니다"),
        format!("<p>범인은 {HIDDEN}<strong>집사</strong></span>입니다</p>\n")
    );
    assert_eq!(
        html("||첫 줄\n둘째 줄|| 그리고 ||셋째||"),
        format!("<p>{HIDDEN}첫 줄<br>\n둘째 줄</span> 그리고 {HIDDEN}셋째</span></p>\n")
    );
    assert_eq!(
        html("@김하늘님, (@june-lee) 보세요"),
        "<p><span class=\"mention\">@김하늘님</span>, (<span class=\"mention\">@june-lee</span>) 보세요</p>\n"
    );
    for plain in [
        "a || b || c",
        "if(a||b||c)",
        "|| 띄어 쓴 것 ||",
        "||열기만",
        "||||",
        "|||셋|||",
        "|한 줄|",
        "kim@example.org, a@b, @ @@ @-",
        "**||굵게** 밖에서||",
    ] {
        let shown = html(plain);
        assert!(!shown.contains("<span"), "{plain}: {shown}");
    }
    for code in [
        "`||x|| @y`",
        "```\n||x|| @y\n```",
        "\\||x||",
        "[||x|| @y](https://a.example)",
    ] {
        assert!(!html(code).contains("<span"), "{code}");
    }
    assert_eq!(html("\\|\\|x\\|\\|"), "<p>||x||</p>\n");
    // A backslash is about its own bar alone.
    for (text, before, hidden, after) in [
        (
            "||범인은 집사|| 그리고 a \\| b",
            "",
            "범인은 집사",
            " 그리고 a | b",
        ),
        ("\\| 앞에 ||범인||", "| 앞에 ", "범인", ""),
        ("||범인 \\|| 끝||", "", "범인 || 끝", ""),
        ("\\\\||범인||", "\\", "범인", ""),
    ] {
        let shown = format!("<p>{before}{HIDDEN}{hidden}</span>{after}</p>\n");
        assert_eq!(html(text), shown, "{text}");
    }
}

#[test]
fn nothing_hides_what_may_not_be_said_or_runs() {
    for attack in [
        "||<script>alert(1)</script>||",
        "||</span><img src=x onerror=alert(1)>||",
        "<span class=\"spoiler\" onfocus=\"alert(1)\" tabindex=\"9\">x</span>",
        "@\"onmouseover=alert(1)",
        "||[x](javascript:alert(1))||",
    ] {
        let shown = html(attack);
        for wrong in [
            "<script",
            "<img",
            "<span class=\"spoiler\" onfocus",
            "href=\"javascript",
        ] {
            assert!(!shown.contains(wrong), "{attack}: {shown}");
        }
        assert_eq!(
            shown.matches("<span").count(),
            shown.matches("</span>").count()
        );
    }
}
