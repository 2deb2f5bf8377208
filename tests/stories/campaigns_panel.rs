//! The panel's room of campaigns: writing, looking, starting, and who may.

use gudok::admin::Role;
use gudok::campaigns::CampaignState;
use gudok::subscribers::Cadence;

use crate::stories;
use crate::support::Reader;
use crate::support::campaigns::said;

const KIM: &str = "kim@example.org";

stories! {
    async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(site: Site) {
        crate::support::readers::offer(site, "로봇").await;
        site.sign_in(Role::Editor).await;
        let long = "가".repeat(201);
        let endless = "가".repeat(20_001);
        for (field, value, note, words) in [
            ("subject", " \u{200b} ", "subject", "제목을 입력해 주세요"),
            ("subject", long.as_str(), "subject", "200자까지"),
            ("body", "\n  \n", "body", "본문을 입력해 주세요"),
            ("body", endless.as_str(), "body", "20,000자까지"),
            ("audience", "topics", "audience", "주제를 하나 이상"),
            ("rate", "0", "rate", "1부터 1,000,000 사이"),
            ("rate", "-5", "rate", "1부터 1,000,000 사이"),
            ("rate", "많이", "rate", "1부터 1,000,000 사이"),
        ] {
            let reply = site.write_campaign(&[(field, value)]).await;
            reply.expect(422);
            let error = reply.text_of(&format!("#{note}-note .error"));
            assert!(error.contains(words), "{field} {value:.20}: {error}");
            assert_eq!(reply.count(".error"), 1, "{field}");
            if field != "body" {
                assert!(reply.text_of("textarea").contains("# 모임 안내"), "what was typed is there");
            }
            if field != "subject" {
                assert_eq!(reply.field("subject"), "가을 소식");
            }
            let page = dom_query::Document::from(reply.body.as_str());
            let button = page.select("form[action='/admin/account/language'] [name=next]");
            let next = button.attr("value").expect("the other language").to_string();
            assert!(next.starts_with("/admin/campaigns/new"), "{next}");
        }
        assert!(site.get("/admin/campaigns").await.expect(200).contains("아직 캠페인이 없습니다"));
        site.write_campaign(&[("locale", "fr")]).await.expect(400);
        site.write_campaign(&[("audience", "somebody")]).await.expect(422);
    }

    async fn a_draft_is_written_changed_and_thrown_away(site: Site) {
        crate::support::readers::offer(site, "로봇").await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[("subject", "첫\r\nBcc: x@example.org 줄"), ("rate", "600")]).await;
        let place = format!("/admin/campaigns/{}", id.0);
        let form = site.get(&format!("{place}/edit")).await;
        assert_eq!(form.field("subject"), "첫 Bcc: x@example.org 줄", "a subject is one line");
        assert_eq!(form.field("rate"), "600");
        let (csrf, version) = (form.field("csrf"), form.field("version"));
        let fields = [("version", version.as_str()), ("audience", "topics"), ("topics", "로봇"), ("locale", "en")];
        let wrong = site.post_campaign(&place, &csrf, &[("version", &version), ("body", "")]).await;
        assert!(wrong.expect(422).contains("본문을 입력해 주세요"));
        assert_eq!(said(&site.post_campaign(&place, &csrf, &fields).await), "saved");
        let page = site.get(&place).await;
        assert_eq!(page.text_of("h1"), "가을 소식");
        assert!(page.text_of("dl.details").contains("주제별 구독자: 로봇"), "{}", page.body);

        let late = site.post_campaign(&place, &csrf, &[("version", &version), ("subject", "다른 제목")]).await;
        late.expect(409);
        assert!(late.text_of(".notice.warn").contains("다른 분이"));
        assert_eq!(late.field("subject"), "다른 제목");
        let fresh = late.field("version");
        let again = site.post_campaign(&place, &csrf, &[("version", &fresh), ("subject", "다른 제목")]).await;
        assert_eq!(said(&again), "saved");

        assert_eq!(site.tell(id, "removal").await, "deleted");
        site.get(&place).await.expect(404);
        let log = site.audit_log().await;
        for line in ["campaign-create 첫 Bcc: x@example.org 줄 (1)", "campaign-change 다른 제목 (1)", "campaign-delete 다른 제목 (1)"] {
            assert!(log.contains(&format!("editor@example.org {line}")), "{line}: {log:?}");
        }
    }

    async fn what_was_changed_since_it_was_seen_is_not_sent(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        let place = format!("/admin/campaigns/{}", id.0);
        let seen = site.get(&format!("{place}/delivery")).await;
        assert!(seen.expect(200).contains("1명에게 보내기"));
        let (csrf, version) = (seen.field("csrf"), seen.field("version"));
        site.post_campaign(&place, &csrf, &[("version", &version), ("subject", "다른 제목")]).await.expect(303);
        let start = [("csrf", csrf.as_str()), ("version", version.as_str())];
        assert_eq!(said(&site.post(&format!("{place}/delivery"), &start).await), "changed");
        assert_eq!(site.campaign(id).await.state, CampaignState::Draft);
        assert_eq!(said(&site.start_campaign(id).await), "started");
        assert_eq!(said(&site.post(&format!("{place}/delivery"), &start).await), "stale", "and not twice");
        assert_eq!(said(&site.post_campaign(&place, &csrf, &[("version", "2")]).await), "stale");
        assert_eq!(site.tell(id, "removal").await, "stale");
    }

    async fn a_campaign_for_nobody_cannot_be_started_and_ends_at_once(site: Site) {
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        let place = format!("/admin/campaigns/{}/delivery", id.0);
        let page = site.get(&place).await;
        assert!(page.expect(200).contains("받을 분이 없습니다"));
        assert_eq!(page.count("main form"), 0);
        let csrf = page.field("csrf");
        site.post(&place, &[("csrf", &csrf), ("version", "1")]).await.expect(303);
        site.run_jobs().await;
        assert_eq!(site.campaign(id).await.state, CampaignState::Finished);
    }

    async fn a_test_goes_to_oneself_alone(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        assert_eq!(site.tell(id, "test").await, "tested");
        let mail = site.newest_mail_to("editor@example.org").await;
        assert_eq!(mail.subject, "[테스트] 가을 소식");
        assert!(mail.html.contains("모임 안내") && mail.text.contains("모임 안내"));
        assert!(mail.link("/unsubscribe/").ends_with("/unsubscribe/preview"));
        assert_eq!(site.mails().await.len(), 1);
        assert_eq!(site.campaign(id).await.state, CampaignState::Draft);
        assert!(site.get("/admin/outbox").await.expect(200).contains("캠페인 테스트 메일"));
    }

    async fn it_can_be_looked_at_before_and_after(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[("body", "<script>alert(1)</script>\n\n본문 **굵게**")]).await;
        let place = format!("/admin/campaigns/{}", id.0);
        for state in ["초안", "보내는 중"] {
            let page = site.get(&place).await;
            assert_eq!(page.text_of(".head .tag"), state);
            assert_eq!(page.count("iframe[sandbox]"), 1);
            let mail = site.get(&format!("{place}/preview")).await;
            assert!(mail.expect(200).contains("<strong>굵게</strong>"), "{}", mail.body);
            assert!(!mail.body.contains("alert(1)"));
            assert!(mail.header("content-security-policy").contains("sandbox"));
            let plain = site.get(&format!("{place}?as=plain")).await;
            assert!(plain.text_of("pre.plain").contains("본문 굵게"));
            if state == "초안" {
                site.start_campaign(id).await.expect(303);
            }
        }
        site.get("/admin/campaigns/99").await.expect(404);
        site.get("/admin/campaigns/99/preview").await.expect(404);
        site.get("/admin/campaigns/99/delivery").await.expect(404);
        site.get("/admin/campaigns/x").await.expect(404);
    }

    async fn its_page_loads_itself_again_only_when_asked_and_while_it_runs(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        site.sign_in(Role::Editor).await;
        let id = site.started(&[]).await;
        let place = format!("/admin/campaigns/{}", id.0);
        let refreshes = async || {
            let pages = (site.get(&place).await, site.get(&format!("{place}?live=true")).await);
            (pages.0.count("meta[http-equiv=refresh]"), pages.1.count("meta[http-equiv=refresh]"))
        };
        assert_eq!(refreshes().await, (0, 1));
        site.mails().await;
        let page = site.get(&place).await;
        assert_eq!(page.text_of(".figures dd:first-of-type").replace(char::is_whitespace, ""), "100000");
        site.reconcile().await;
        assert_eq!(refreshes().await, (0, 0));
        let list = site.get("/admin/campaigns").await;
        assert!(list.text_of("table.rows").contains("전체 1통 가운데 1통"), "{}", list.body);
    }

    async fn the_pace_tells_how_long_it_goes_on(site: Site) {
        for number in 0..6 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), Cadence::Weekly)).await;
        }
        site.sign_in(Role::Editor).await;
        let id = site.started(&[]).await;
        site.change("UPDATE outbox SET due_at = due_at + 100000 WHERE recipient <> 'reader0@example.org'").await;
        site.mails().await;
        site.wait(60);
        let progress = site.progress(id).await;
        assert_eq!((progress.pace, progress.minutes_left()), (1, Some(5)));
        site.change("UPDATE edition_send_rates SET mails = 5 WHERE mails > 0").await;
        assert_eq!(site.progress(id).await.minutes_left(), Some(1), "five in the last minute");
        site.change("UPDATE campaigns SET rate = 2").await;
        let progress = site.progress(id).await;
        assert_eq!((progress.pace, progress.minutes_left()), (2, Some(3)), "no more than its limit");
        site.change("UPDATE campaigns SET rate = NULL").await;
        site.change("UPDATE edition_send_rates SET mails = 1 WHERE mails > 0").await;
        let page = site.get(&format!("/admin/campaigns/{}", id.0)).await;
        assert!(page.expect(200).contains("5분쯤 남았습니다"), "{}", page.body);
        site.change("UPDATE outbox SET state = 'deferred' WHERE state = 'queued'").await;
        let page = site.get(&format!("/admin/campaigns/{}", id.0)).await;
        assert!(page.expect(200).contains("다음 시도는 2026년 11월 25일") && !page.body.contains("남았습니다"), "{}", page.body);
        site.change("UPDATE outbox SET state = 'queued' WHERE state = 'deferred'").await;
        site.wait(120);
        assert_eq!(site.progress(id).await.minutes_left(), None, "a minute without a mail says nothing");
    }

    async fn the_room_is_closed_to_moderators_and_to_forged_forms(site: Site) {
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[]).await;
        let place = format!("/admin/campaigns/{}", id.0);
        let nouns = ["test", "delivery", "pause", "resumption", "cancellation", "rate", "removal", "failed/attempt",
                     "unknown/attempt", "unknown/cancellation"];
        for noun in nouns {
            site.post(&format!("{place}/{noun}"), &[("csrf", "x"), ("version", "1")]).await.expect(400);
        }
        site.post("/admin/campaigns", &[("csrf", "x")]).await.expect(400);
        site.sign_in(Role::Moderator).await;
        let csrf = site.get("/admin/account").await.field("csrf");
        for noun in nouns {
            site.post(&format!("{place}/{noun}"), &[("csrf", &csrf), ("version", "1")]).await.expect(403);
        }
        for path in ["", "/edit", "/delivery", "/preview"] {
            site.get(&format!("{place}{path}")).await.expect(403);
        }
        site.get("/admin/campaigns/new").await.expect(403);
        assert_eq!(site.campaign(id).await.state, CampaignState::Draft);
        site.cookie = None;
        site.post(&format!("{place}/pause"), &[("csrf", &csrf)]).await.expect(401);
        site.sign_in(Role::Owner).await;
        site.get(&place).await.expect(200);
    }
}
