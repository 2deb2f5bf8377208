//! An author changes a comment while a moderator reads it: nobody decides about a text that they have not seen.

use gudok::admin::Role;

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site, encode};

/// A comment that waits, and the browsers of its author and of a moderator.
struct Talk {
    id: i64,
    author: Option<String>,
    moderator: Option<String>,
}

impl Talk {
    async fn begin(site: &mut Site) -> Self {
        site.sign_in(Role::Moderator).await;
        let moderator = site.cookie.take();
        let remark = Remark::by("김하늘", "sky@example.org", "얌전한 글");
        let sent = site
            .say(Remark {
                notify: false,
                ..remark
            })
            .await;
        let talk = Self {
            id: site.numbers("SELECT max(id) FROM comments").await[0],
            author: Some(sent.cookie()),
            moderator,
        };
        site.cookie.clone_from(&talk.moderator);
        talk
    }

    /// The author writes another text; the moderator goes on.
    async fn change(&self, site: &mut Site, text: &str) {
        site.cookie.clone_from(&self.author);
        let path = format!("/comments/{}/text?{}", self.id, encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        let changed = [("own", own.as_str()), ("text", text)];
        site.post(&path, &changed).await.expect(303);
        site.cookie.clone_from(&self.moderator);
    }
}

/// The value of the first field that this selector finds.
fn value(page: &Reply, selector: &str) -> String {
    let document = dom_query::Document::from(page.body.as_str());
    let value = document.select(selector).attr("value");
    value.expect("the field has a value").to_string()
}

async fn status(site: &Site) -> String {
    site.texts("SELECT status FROM comments ORDER BY id")
        .await
        .concat()
}

stories! {
    async fn a_button_below_another_text_does_nothing_and_says_so(site: Site) {
        let talk = Talk::begin(site).await;
        let page = site.get("/admin/comments").await;
        let (csrf, seen) = (page.field("csrf"), value(&page, ".case [name=seen]"));
        talk.change(site, "무례한 글").await;
        let path = format!("/admin/comments/{}/approval", talk.id);
        let done = site.post(&path, &[("csrf", &csrf), ("seen", &seen)]).await;
        done.expect(303);
        assert_eq!(status(site).await, "pending");
        let page = site.get(done.header("location").split('#').next().expect("a path")).await;
        assert!(page.text_of(".notice.warn").contains("댓글을 고쳐서 그대로 두었습니다"), "{}", page.body);
        assert_eq!(page.count(".done"), 0);
        let seen = value(&page, ".case [name=seen]");
        site.post(&path, &[("csrf", &csrf), ("seen", &seen)]).await.expect(303);
        assert_eq!(status(site).await, "approved");
    }

    async fn a_ticked_comment_with_another_text_stays_and_the_others_move(site: Site) {
        let talk = Talk::begin(site).await;
        site.say(Remark { notify: false, ..Remark::by("이서준", "lee@example.org", "다른 사람의 글") }).await.expect(303);
        let page = site.get("/admin/comments").await;
        let csrf = page.field("csrf");
        let document = dom_query::Document::from(page.body.as_str());
        let ticks: Vec<String> = document.select(".tick input").nodes().iter().filter_map(|tick| Some(tick.attr("value")?.to_string())).collect();
        assert_eq!(ticks.len(), 2);
        talk.change(site, "무례한 글").await;
        let mut fields = vec![("csrf", csrf.as_str()), ("act", "approval"), ("state", "pending")];
        fields.extend(ticks.iter().map(|tick| ("id", tick.as_str())));
        let done = site.post("/admin/comments/bulk", &fields).await;
        done.expect(303);
        assert_eq!(site.texts("SELECT status FROM comments ORDER BY id").await, ["pending", "approved"]);
        let page = site.get(done.header("location").split('#').next().expect("a path")).await;
        assert!(page.text_of(".done").contains("댓글을 승인했습니다"), "{}", page.body);
        assert!(page.text_of(".notice.warn").contains("댓글을 고쳐서 그대로 두었습니다"), "{}", page.body);
    }

    async fn a_reply_or_an_edit_below_another_text_keeps_what_was_typed(site: Site) {
        let talk = Talk::begin(site).await;
        let page = site.get("/admin/comments").await;
        let (csrf, seen) = (page.field("csrf"), value(&page, ".case [name=seen]"));
        talk.change(site, "무례한 글").await;
        for form in ["reply", "text"] {
            let fields = [("csrf", csrf.as_str()), ("seen", seen.as_str()), ("name", "편집부"), ("body", "맞는 말씀입니다")];
            let refused = site.post(&format!("/admin/comments/{}/{form}", talk.id), &fields).await;
            assert!(refused.expect(409).contains("무례한 글"), "{form}");
            assert_eq!(refused.text_of(".write[open] textarea"), "맞는 말씀입니다", "{form}");
            assert!(refused.text_of(".write[open] .error").contains("작성자가 댓글을 고쳤습니다"), "{form}");
        }
        assert_eq!(status(site).await, "pending");
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [1]);
    }

    async fn the_button_behind_a_mailed_link_does_nothing_below_another_text(site: Site) {
        let talk = Talk::begin(site).await;
        let link = site.newest_mail_to("moderator@example.org").await.link("?act=approval");
        let path = link.split('?').next().expect("a path").to_owned();
        let page = site.get(&path).await;
        let seen = value(&page, "[name=seen]");
        talk.change(site, "무례한 글").await;
        let refused = site.post(&path, &[("act", "approval"), ("seen", &seen)]).await;
        assert!(refused.expect(409).contains("무례한 글"));
        assert!(refused.text_of(".notice.warn").contains("작성자가 댓글을 고쳤습니다"));
        assert_eq!(status(site).await, "pending");
        let seen = value(&refused, "[name=seen]");
        site.post(&path, &[("act", "approval"), ("seen", &seen)]).await.expect(200);
        assert_eq!(status(site).await, "approved");
    }

    async fn every_form_that_decides_on_a_comment_names_its_text(site: Site) {
        let talk = Talk::begin(site).await;
        let page = site.get("/admin/comments").await;
        let document = dom_query::Document::from(page.expect(200));
        let forms = document.select(&format!("form[action^='/admin/comments/{}/']", talk.id));
        assert!(forms.length() >= 4, "{} forms", forms.length());
        for form in &forms {
            let action = form.attr("action").expect("an action").to_string();
            let mark = form.select("[name='seen']").attr("value").map(|mark| mark.to_string());
            assert!(mark.is_some_and(|mark| mark.len() == 16), "{action}");
        }
        let tick = value(&page, "[name='id']");
        assert!(tick.starts_with(&format!("{}.", talk.id)) && tick.len() > 16, "{tick}");
    }
}
