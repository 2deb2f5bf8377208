//! The queue as a moderator works through it: what a row shows, many at once, undoing, filters, replies and edits in place.

use gudok::admin::Role;
use gudok::config::CommentModeration;

use crate::stories;
use crate::support::{Letter, PAGE, Remark, Reply, Site};

const QUEUE: &str = "/admin/comments";
const AD: &str = "카지노 대출 문의 카톡 https://a.example https://b.example https://c.example";

fn remark(body: &str) -> Remark<'_> {
    Remark {
        notify: false,
        ..Remark::by("김하늘", "sky@example.org", body)
    }
}

/// Says these texts, and returns the ids, oldest first.
async fn held(site: &Site, bodies: &[&str]) -> Vec<i64> {
    for body in bodies {
        site.say(remark(body)).await.expect(303);
    }
    let mut ids = Site::ids_on(&site.get("/admin/comments?state=all").await);
    ids.truncate(bodies.len());
    ids.reverse();
    ids
}

/// Sends the form below the list with these comments ticked.
async fn decide_all(site: &Site, ids: &[i64], act: &str) -> Reply {
    let csrf = site.get("/admin/comments?state=all").await.field("csrf");
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut fields = vec![("csrf", csrf.as_str()), ("act", act), ("state", "pending")];
    fields.extend(ids.iter().map(|id| ("id", id.as_str())));
    site.post("/admin/comments/bulk", &fields).await
}

/// Presses the button that takes the last act back.
async fn undo(site: &Site, page: &Reply) -> Reply {
    let fields = ["csrf", "done", "ids"].map(|name| (name, undo_field(page, name)));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    site.post("/admin/comments/undo", &fields).await
}

fn undo_field(page: &Reply, name: &str) -> String {
    let document = dom_query::Document::from(page.body.as_str());
    let field = document.select(&format!(".done form [name='{name}']"));
    field.attr("value").expect("the field").to_string()
}

/// Sends a form of one comment.
async fn write(site: &Site, id: i64, form: &str, fields: &[(&str, &str)]) -> Reply {
    let csrf = site.get("/admin/comments?state=all").await.field("csrf");
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    site.post(&format!("/admin/comments/{id}/{form}"), &all)
        .await
}

async fn statuses(site: &Site) -> Vec<String> {
    site.texts("SELECT status FROM comments ORDER BY id").await
}

stories! {
    async fn a_row_says_who_where_when_and_what_speaks_against_it(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["좋은 글", "나쁜 글", "셋째 글"]).await;
        site.decide(ids[0], "approval").await.expect(303);
        site.decide(ids[1], "spam").await.expect(303);
        site.wait(3 * 3_600);
        let page = site.get(QUEUE).await;
        assert_eq!(Site::ids_on(&page), [ids[2]]);
        assert_eq!(page.text_of(".case time"), "3시간 전");
        assert!(page.body.contains("title=\"2026년 11월 24일 09:01\""), "the exact time: {}", page.body);
        let row = page.text_of(".case .said");
        for part in ["김하늘", "sky@example.org", "승인된 다른 댓글 1개", "스팸 1개", "이 글의 댓글만"] {
            assert!(row.contains(part), "{part}: {row}");
        }
        assert_eq!(page.count(".reasons li.rule"), 1, "the site reads every comment");
        site.say(remark("카지노")).await.expect(303);
        let page = site.get(QUEUE).await;
        assert_eq!(page.text_of(".reasons li.heavy"), "광고에 흔한 말 ‘카지노’ (+5)");
    }

    async fn a_row_counts_what_somebody_wrote_before_up_to_a_hundred(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["처음 글"]).await;
        site.decide(ids[0], "approval").await.expect(303);
        for _ in 0..7 {
            site.change(
                "INSERT INTO comments (thread_id, replies, name, email, email_key, body, html, text_hash, searchable, status, reasons, notify, locale, created_at)
                 SELECT thread_id, 0, name, email, email_key, body, html, text_hash, searchable, status, reasons, notify, locale, created_at FROM comments",
            )
            .await;
        }
        site.say(remark("지금 글")).await.expect(303);
        let row = site.get(QUEUE).await.text_of(".case .said");
        assert!(row.contains("승인된 다른 댓글 100개 이상"), "{row}");
    }

    async fn what_looks_like_spam_is_folded_until_somebody_looks_for_it(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["질문이 있습니다", AD]).await;
        let page = site.get(QUEUE).await;
        assert_eq!(page.count(".suspects .case"), 1);
        assert_eq!(page.text_of(".suspects > summary"), "스팸 같아 보이는 댓글 1개");
        assert_eq!(Site::ids_on(&page), ids, "suspects are last");
        for query in [format!("?comment={}", ids[1]), "?q=카지노".to_owned(), "?reason=score".to_owned()] {
            let page = site.get(&format!("{QUEUE}{query}")).await;
            assert_eq!((page.count(".suspects"), page.count(".case")), (0, 1), "{query}");
        }
    }

    async fn ticked_comments_are_decided_at_once_and_the_act_is_taken_back(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["하나", "둘", "셋"]).await;
        let done = decide_all(site, &ids[..2], "approval").await;
        done.expect(303);
        assert_eq!(statuses(site).await, ["approved", "approved", "pending"]);
        let page = site.get(done.header("location")).await;
        assert!(page.text_of(".done").contains("댓글 2개를 승인했습니다"), "{}", page.text_of(".done"));
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 2);
        // Somebody else decides on one of them meanwhile: that stays.
        site.decide(ids[0], "trash").await.expect(303);
        undo(site, &page).await.expect(303);
        assert_eq!(statuses(site).await, ["trashed", "pending", "pending"]);
        undo(site, &page).await.expect(303);
        assert_eq!(statuses(site).await, ["trashed", "pending", "pending"], "once");
        let log = site.audit_log().await;
        let of = |act: &str| log.iter().filter(|line| line.contains(act)).count();
        assert_eq!((of("comment-approve"), of("comment-trash"), of("comment-hold")), (2, 1, 1), "{log:?}");
        let approved = site.numbers("SELECT approved FROM threads").await;
        assert_eq!(approved, [0]);
    }

    async fn a_decision_taken_back_leaves_no_trace_in_the_comment_and_teaches_nothing(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        site.sign_in(Role::Moderator).await;
        let id = site.said(remark("저절로 보인 글")).await;
        let taught = "SELECT count(*) FROM comments WHERE learned IS NOT NULL OR decided_at IS NOT NULL";
        let done = site.decide(id, "spam").await;
        assert_eq!(site.numbers(taught).await, [1]);
        let undone = undo(site, &site.get(done.header("location")).await).await;
        assert_eq!((statuses(site).await, site.numbers(taught).await), (vec!["approved".to_owned()], vec![0]));
        assert!(undone.header("location").contains(&format!("done=undone&ids={id}")), "{}", undone.header("location"));
        // Who had decided before has decided again.
        site.decide(id, "trash").await.expect(303);
        site.decide(id, "approval").await.expect(303);
        let done = site.decide(id, "spam").await;
        undo(site, &site.get(done.header("location")).await).await.expect(303);
        assert_eq!(site.texts("SELECT status || ' ' || learned FROM comments").await, ["approved honest"]);
        assert_eq!(site.numbers(taught).await, [1]);
    }

    async fn an_act_that_moves_nothing_says_so_and_offers_no_undo(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["하나"]).await;
        let first = site.decide(ids[0], "spam").await;
        let acts = [site.decide(ids[0], "spam").await, decide_all(site, &ids, "spam").await];
        for act in acts {
            let page = site.get(act.header("location")).await;
            assert!(page.text_of(".done").contains("옮겨진 댓글이 없습니다"), "{}", page.body);
            assert_eq!(page.count(".done form"), 0);
        }
        let page = site.get(first.header("location")).await;
        undo(site, &page).await.expect(303);
        let again = undo(site, &page).await;
        assert!(site.get(again.header("location")).await.text_of(".done").contains("옮겨진 댓글이 없습니다"));
    }

    async fn a_form_without_ticks_or_with_foreign_ones_changes_nothing(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["하나"]).await;
        let none = decide_all(site, &[], "spam").await;
        assert!(site.get(none.header("location")).await.body.contains("선택한 댓글이 없습니다"));
        decide_all(site, &[999_999], "spam").await.expect(303);
        decide_all(site, &ids, "publish").await.expect(400);
        site.post("/admin/comments/bulk", &[("csrf", "x"), ("act", "spam"), ("id", "1")]).await.expect(400);
        site.post("/admin/comments/undo", &[("csrf", "x"), ("done", "spam"), ("ids", "1")]).await.expect(400);
        assert_eq!(statuses(site).await, ["pending"]);
    }

    async fn after_a_decision_the_next_comment_has_the_focus(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["하나", "둘"]).await;
        let page = site.get(QUEUE).await;
        let next = |id: i64| {
            let document = dom_query::Document::from(page.body.as_str());
            let field = document.select(&format!("#comment-{id} [name=next]")).attr("value");
            field.expect("the next comment").to_string()
        };
        assert_eq!((next(ids[1]), next(ids[0])), (ids[0].to_string(), ids[1].to_string()));
        let csrf = page.field("csrf");
        let fields = [("csrf", csrf.as_str()), ("next", &next(ids[1]))];
        let done = site.post(&format!("/admin/comments/{}/spam", ids[1]), &fields).await;
        assert!(done.header("location").ends_with(&format!("#comment-{}", ids[0])), "{}", done.header("location"));
        assert_eq!(page.count(".case[tabindex='-1']"), 2, "a row can have the focus");
    }

    async fn an_act_leads_back_to_the_same_page_of_the_list(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["하나", "둘", "셋"]).await;
        let written = site.numbers("SELECT created_at FROM comments ORDER BY id DESC LIMIT 1").await[0];
        let position = format!("{written}-{}", ids[2]);
        let below = format!("below={position}");
        let page = site.get(&format!("{QUEUE}?state=pending&{below}")).await;
        assert_eq!(Site::ids_on(&page), [ids[1], ids[0]]);
        assert_eq!(page.count(&format!(".case form [name=below][value='{position}']")), page.count(".case form"), "each form says where it stands");
        assert_eq!(page.count(".case form [name=next]"), page.count(".case form"));
        let csrf = page.field("csrf");
        let fields = [("csrf", csrf.as_str()), ("state", "pending"), ("below", position.as_str())];
        let done = site.post(&format!("/admin/comments/{}/spam", ids[1]), &fields).await;
        assert!(done.header("location").contains(&below), "{}", done.header("location"));
        assert_eq!(Site::ids_on(&site.get(done.header("location")).await), [ids[0]]);
        let done = site.post(&format!("/admin/comments/{}/spam", ids[0]), &fields).await;
        assert_eq!(Site::ids_on(&site.get(done.header("location")).await), [ids[2]], "the page is empty, so the first one is shown");
        let one = site.get(&format!("{QUEUE}?comment={}", ids[0])).await;
        assert_eq!(one.count(".case form [name=state][value=pending]"), one.count(".case form"), "an act on a mailed comment leads to what waits");
    }

    async fn a_page_of_some_days_begins_where_a_comment_was_that_is_gone(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["하나", "둘", "셋"]).await;
        site.change("UPDATE comments SET created_at = 1000000 - id").await;
        let middle = site.numbers("SELECT created_at FROM comments WHERE body LIKE '둘%'").await[0];
        site.change("DELETE FROM comments WHERE body LIKE '둘%'").await;
        for (way, left) in [("below", ids[2]), ("above", ids[0])] {
            let page = site.get(&format!("{QUEUE}?from=1970-01-01&{way}={middle}-{}", ids[1])).await;
            assert_eq!(Site::ids_on(&page), [left], "{way}");
        }
    }

    async fn a_reason_of_a_newer_version_is_shown_as_one(site: Site) {
        site.sign_in(Role::Moderator).await;
        held(site, &["하나"]).await;
        site.change(r#"UPDATE comments SET reasons = '[{"reason": "of-tomorrow", "by": {"sum": 3}}, {"reason": "everyone"}]'"#).await;
        let row = site.get(QUEUE).await.text_of(".case");
        assert!(row.contains("새 버전의 Gudok만 아는 이유입니다") && row.contains("모든 댓글을 검토합니다"), "{row}");
    }

    async fn the_queue_is_filtered_by_thread_author_reason_and_day(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("어제 쓴 글")).await.expect(303);
        site.wait(86_400);
        site.say(Remark { thread: "guestbook", ..remark("방명록") }).await.expect(303);
        site.say(Remark::by("이서준", "Seojun@example.org", "링크 https://a.example")).await.expect(303);
        for (fields, found) in [
            (vec![("thread", PAGE)], 2),
            (vec![("thread", "guestbook")], 1),
            (vec![("thread", "guestbook"), ("author", "seojun@example.org")], 0),
            (vec![("author", "SEOJUN@example.org")], 1),
            (vec![("author", "sky@example.org")], 2),
            (vec![("author", "sky@example.org"), ("state", "spam")], 0),
            (vec![("reason", "links")], 1),
            (vec![("reason", "everyone")], 3),
            (vec![("from", "2026-11-25")], 2),
            (vec![("to", "2026-11-24")], 1),
            (vec![("from", "2026-11-24"), ("to", "2026-11-25"), ("q", "방명록")], 1),
            (vec![("from", "yesterday"), ("reason", "nonsense")], 3),
        ] {
            let page = site.get(&format!("{QUEUE}?{}", crate::support::encode(&fields))).await;
            page.expect(200);
            assert_eq!(page.count(".case"), found, "{fields:?}");
        }
        let page = site.get(&format!("{QUEUE}?author=sky%40example.org&from=2026-11-25")).await;
        assert_eq!((page.field("author"), page.field("from")), ("sky@example.org".into(), "2026-11-25".into()));
        let csrf = page.field("csrf");
        let id = Site::ids_on(&page)[0];
        let fields = [("csrf", csrf.as_str()), ("state", "pending"), ("author", "sky@example.org"), ("from", "2026-11-25")];
        let back = site.post(&format!("/admin/comments/{id}/trash"), &fields).await;
        let location = back.header("location");
        assert!(location.contains("author=sky%40example.org&from=2026-11-25"), "{location}");
    }

    async fn a_reply_from_the_queue_approves_and_appears_once(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["언제 나오나요?"]).await;
        let answer = [("name", "편집부"), ("body", "다음 주에 **나옵니다**.")];
        for _ in 0..2 {
            write(site, ids[0], "reply", &answer).await.expect(303);
        }
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count(".comment"), 2);
        assert_eq!(page.text_of(".replies .name"), "편집부");
        assert_eq!(page.text_of(".replies strong"), "나옵니다");
        assert!(!page.body.contains("moderator@example.org"));
        assert_eq!(site.numbers("SELECT approved FROM threads").await, [2]);
        assert_eq!(site.numbers("SELECT replies FROM comments ORDER BY id").await, [1, 0]);
        let log = site.audit_log().await;
        assert_eq!(log.iter().filter(|line| line.contains("comment-reply")).count(), 1, "{log:?}");
    }

    async fn a_reply_from_the_queue_is_mailed_to_who_asked_for_notices(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(Remark::by("김하늘", "sky@example.org", "언제 나오나요?")).await.expect(303);
        let proof = site.newest_mail_to("sky@example.org").await.link("/confirmation");
        site.post(&proof, &[]).await;
        let id = Site::ids_on(&site.get(QUEUE).await)[0];
        write(site, id, "reply", &[("name", "편집부"), ("body", "다음 주에 나옵니다.")]).await.expect(303);
        let mails = site.mails().await;
        let mails: Vec<Letter> = mails.iter().map(|mail| Letter::read(&mail.bytes)).collect();
        let told: Vec<&str> = mails.iter().map(|mail| mail.text.as_str()).filter(|text| text.contains("다음 주에 나옵니다.")).collect();
        assert_eq!(told.len(), 1, "{told:?}");
    }

    async fn a_refused_reply_keeps_what_was_typed(site: Site) {
        site.sign_in(Role::Moderator).await;
        let ids = held(site, &["하나", "둘"]).await;
        let refused = write(site, ids[0], "reply", &[("name", " "), ("body", "긴 답글")]).await;
        refused.expect(422);
        assert_eq!(Site::ids_on(&refused), [ids[0]]);
        assert!(refused.text_of(".write[open]").contains("이름을 입력해 주세요"));
        assert_eq!(refused.text_of(".write[open] textarea"), "긴 답글");
        let refused = write(site, ids[0], "text", &[("body", " \n")]).await;
        assert!(refused.expect(422).contains("댓글을 입력해 주세요"));
        site.decide(ids[1], "spam").await.expect(303);
        write(site, ids[1], "reply", &[("name", "편집부"), ("body", "답글")]).await.expect(404);
        write(site, 999_999, "text", &[("body", "글")]).await.expect(404);
        assert_eq!(statuses(site).await, ["pending", "spam"]);
    }

    async fn an_edited_comment_shows_the_new_text_and_keeps_the_first(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        site.sign_in(Role::Moderator).await;
        let id = site.said(remark("전화는 010-1234-5678 <b>로</b>")).await;
        write(site, id, "text", &[("body", "전화는 <script>지웠습니다</script>")]).await.expect(303);
        write(site, id, "text", &[("body", "전화는 **지웠습니다**")]).await.expect(303);
        write(site, id, "text", &[("body", "전화는 **지웠습니다**")]).await.expect(303);
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.text_of(".comment .prose"), "전화는 지웠습니다");
        assert!(!page.body.contains("010-1234"), "{}", page.body);
        let queue = site.get("/admin/comments?state=all").await;
        assert_eq!(queue.text_of(".first .plain"), "전화는 010-1234-5678 <b>로</b>");
        assert_eq!(site.get("/admin/comments?state=all&q=010").await.count(".case"), 0, "the search finds the new text");
        let kept = site.texts("SELECT edited_by FROM comment_revisions ORDER BY id").await;
        assert_eq!(kept, ["moderator", "moderator"], "the same text is no edit");
        let log = site.audit_log().await;
        assert_eq!(log.iter().filter(|line| line.ends_with(&format!("comment-edit comment:{id}"))).count(), 2, "{log:?}");
    }

    async fn an_edit_teaches_the_filter_the_new_text_and_an_erasure_forgets_the_old_one(site: Site) {
        site.sign_in(Role::Owner).await;
        let ids = held(site, &["고양이 사진"]).await;
        site.decide(ids[0], "approval").await.expect(303);
        let knows = "SELECT feature FROM spam_features WHERE feature LIKE '%고양이%' AND honest > 0";
        assert!(!site.texts(knows).await.is_empty());
        write(site, ids[0], "text", &[("body", "강아지 사진")]).await.expect(303);
        assert_eq!(site.texts(knows).await, Vec::<String>::new());
        assert!(!site.texts("SELECT feature FROM spam_features WHERE feature LIKE '%강아지%' AND honest > 0").await.is_empty());
        let mut tx = site.app.write().await.expect("a transaction");
        let email = "sky@example.org".parse().expect("an address");
        gudok::comments::privacy::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(site.texts("SELECT body FROM comment_revisions").await, Vec::<String>::new());
    }

    async fn each_page_of_the_panel_with_a_script_lets_it_run(site: Site) {
        site.sign_in(Role::Owner).await;
        let home = site.get("/admin").await;
        let document = dom_query::Document::from(home.body.as_str());
        let links = document.select("a[href^='/admin']");
        let paths: std::collections::BTreeSet<String> = links.nodes().iter().filter_map(|link| link.attr("href")).map(|path| path.to_string()).collect();
        assert!(paths.contains(QUEUE), "{paths:?}");
        for path in paths {
            let page = site.get(&path).await;
            let policy = page.header("content-security-policy");
            assert_eq!(page.body.contains("<script"), policy.contains("script-src 'self'"), "{path}: {policy}");
        }
    }
}
