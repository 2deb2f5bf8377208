//! Campaigns for the readers of a segment, and campaigns that start by themselves.

use gudok::admin::Role;
use gudok::audience::fan_out::SLICE;
use gudok::campaigns::{CampaignId, CampaignState, fan_out};
use gudok::subscribers::segments::{self, Comparison, Condition, Filter, Join, SegmentId};
use gudok::subscribers::{Cadence, tags};

use crate::advertising::in_korea;
use crate::stories;
use crate::support::campaigns::said;
use crate::support::readers::{KIM, subscriber};
use crate::support::{Letter, Reader, Site};

const LEE: &str = "lee@example.org";
const PARK: &str = "park@example.org";

async fn tag(site: &Site, email: &str, name: &str) {
    let id = subscriber(site, email).await.expect("a subscriber").id;
    let mut tx = site.app.write().await.expect("a transaction");
    let names = tags::words([name]).expect("tags");
    let given = tags::replace(&mut tx, id, &names, site.app.now()).await;
    given.expect("stored");
    tx.commit().await.expect("committed");
}

fn of_tag(name: &str) -> Filter {
    let condition = |what: &str, value: &str| Condition {
        what: what.parse().expect("a property"),
        how: Comparison::Is,
        value: value.into(),
    };
    Filter {
        of: Join::All,
        conditions: vec![condition("tag", name), condition("language", "ko")],
    }
}

async fn save(site: &Site, name: &str, filter: &Filter) -> SegmentId {
    let mut tx = site.app.write().await.expect("a transaction");
    let added = segments::add(&mut tx, name, filter, site.app.now()).await;
    tx.commit().await.expect("committed");
    added.expect("stored").expect("a new segment")
}

/// Kim and Lee, who are tagged, and Park, who is not, before an editor who may send.
async fn tagged(site: &mut Site) -> SegmentId {
    for email in [KIM, LEE, PARK] {
        site.reader(Reader::new(email, Cadence::Weekly)).await;
    }
    for email in [KIM, LEE] {
        tag(site, email, "vip").await;
    }
    site.sign_in(Role::Owner).await;
    save(site, "단골", &of_tag("vip")).await
}

/// Who has the campaign's mail in their mailbox, in order.
async fn reached(site: &Site) -> Vec<String> {
    let mails = site.mails().await;
    let campaigns = mails
        .iter()
        .filter(|mail| Letter::read(&mail.bytes).subject == "가을 소식");
    let mut who: Vec<String> = campaigns.map(|mail| mail.recipient.clone()).collect();
    who.sort_unstable();
    who
}

/// A draft for the readers of this segment.
async fn draft(site: &Site, segment: SegmentId) -> CampaignId {
    let segment = segment.0.to_string();
    site.draft(&[("audience", "segment"), ("segment", &segment)])
        .await
}

/// Sets the moment of a draft by the form; what its page then says.
async fn schedule(site: &Site, id: CampaignId, moment: &str) -> String {
    let place = format!("/admin/campaigns/{}", id.0);
    let page = site.get(&format!("{place}/delivery")).await;
    page.expect(200);
    let (csrf, version) = (page.field("csrf"), page.field("version"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("start_at", moment),
    ];
    said(&site.post(&format!("{place}/schedule"), &fields).await)
}

async fn start_due(site: &Site) {
    site.run_schedule("start-campaigns").await;
    site.run_jobs().await;
}

/// A local time of the site so many seconds from now, as a browser posts it.
fn in_seconds(site: &Site, seconds: i64) -> String {
    let zone = &site.app.config().site.time_zone;
    let moment = site.app.now().plus(seconds).at(zone);
    moment.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// More readers than one slice takes.
const CROWD: &str = "
    INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone,
                             created_at, confirmed_at)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10001)
    SELECT 'reader' || n || '@example.org', 'reader' || n || '@example.org', '', 'confirmed', 'ko', 'weekly', 7,
           'Asia/Seoul', 1, 1 FROM numbers";

stories! {
    async fn a_campaign_for_a_segment_reaches_its_readers_alone(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        let page = site.get(&format!("/admin/campaigns/{}/delivery", id.0)).await;
        assert!(page.expect(200).contains("구독자 2명이 이 메일을 받습니다"), "{}", page.body);
        assert!(page.text_of("dl.details").contains("세그먼트: 단골"), "{}", page.body);
        site.start_campaign(id).await.expect(303);
        assert_eq!(reached(site).await, [KIM, LEE]);
    }

    async fn a_segment_that_nobody_chose_or_that_is_unknown_is_refused_at_the_form(site: Site) {
        tagged(site).await;
        for segment in ["", "99", "x", "1 OR 1=1"] {
            let reply = site.write_campaign(&[("audience", "segment"), ("segment", segment)]).await;
            reply.expect(422);
            assert!(reply.text_of("#audience-note .error").contains("세그먼트를 골라"), "{segment}");
        }
    }

    async fn what_a_campaign_asks_is_what_its_segment_asked_at_the_start(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        site.start_campaign(id).await.expect(303);
        let mut tx = site.app.write().await.expect("a transaction");
        let changed = segments::change(&mut tx, segment, "새 이름", &of_tag("nobody"), site.app.now()).await;
        changed.expect("stored").expect("changed");
        assert!(segments::remove(&mut tx, segment).await.expect("removed"), "only a draft keeps it");
        tx.commit().await.expect("committed");
        site.run_jobs().await;
        assert_eq!(reached(site).await, [KIM, LEE]);
        let page = site.get(&format!("/admin/campaigns/{}", id.0)).await;
        assert!(page.text_of("dl.details").contains("세그먼트: 단골"));
    }

    async fn a_segment_stays_while_a_draft_is_for_it(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        let csrf = site.get("/admin/account").await.field("csrf");
        let removal = format!("/admin/segments/{}/removal", segment.0);
        assert_eq!(said(&site.post(&removal, &[("csrf", &csrf)]).await), "in-use");
        assert!(site.get("/admin/segments?done=in-use").await.expect(200).contains("캠페인 초안이 있어"));
        assert_eq!(site.tell(id, "removal").await, "deleted");
        assert_eq!(said(&site.post(&removal, &[("csrf", &csrf)]).await), "removed");
    }

    async fn a_segment_whose_tag_is_gone_stops_the_start_and_never_means_everybody(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        let page = site.get(&format!("/admin/campaigns/{}/delivery", id.0)).await;
        let (csrf, version) = (page.field("csrf"), page.field("version"));
        site.change("DELETE FROM subscriber_tags").await;
        site.change("DELETE FROM reader_tags").await;
        let place = format!("/admin/campaigns/{}/delivery", id.0);
        let reply = site.post(&place, &[("csrf", &csrf), ("version", &version)]).await;
        assert_eq!(said(&reply), "segment");
        let page = site.get(&place).await;
        assert!(page.expect(200).contains("더는 없는 항목이 있어"), "{}", page.body);
        assert_eq!(page.count("form[action$='/delivery']"), 0, "there is no button");
        site.run_jobs().await;
        assert_eq!(reached(site).await, Vec::<String>::new());
    }

    async fn a_segment_is_asked_slice_by_slice_and_a_crash_doubles_nobody(site: Site) {
        let segment = tagged(site).await;
        site.change(CROWD).await;
        tag(site, "reader10001@example.org", "vip").await;
        let id = draft(site, segment).await;
        site.start_campaign(id).await.expect(303);
        assert!(fan_out::step(&site.app, id).await.expect("a slice"));
        assert_eq!(site.progress(id).await.total(), 2, "of the first {SLICE} readers");
        assert_eq!(site.campaign(id).await.reached, i64::MAX, "a node that knows no segments adds nobody");
        site.change("DELETE FROM jobs WHERE kind = 'campaign-segment-fan-out'").await;
        site.wait(60);
        site.reconcile().await;
        assert_eq!(site.progress(id).await.total(), 3);
    }

    async fn advertising_to_a_segment_counts_and_reaches_those_who_agreed(site: Site) {
        in_korea(site).await;
        let segment = tagged(site).await;
        site.change("UPDATE subscribers SET advertising_at = 1, advertising_check_at = 9999999999 WHERE email = 'kim@example.org'").await;
        let number = segment.0.to_string();
        let id = site.draft(&[("audience", "segment"), ("segment", &number), ("advertising", "yes")]).await;
        let page = site.get(&format!("/admin/campaigns/{}/delivery", id.0)).await;
        assert!(page.expect(200).contains("구독자 1명이 이 메일을 받습니다"), "{}", page.body);
    }

    async fn a_scheduled_campaign_starts_once_at_its_moment(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        assert_eq!(schedule(site, id, &in_seconds(site, 7_200)).await, "scheduled");
        let place = format!("/admin/campaigns/{}", id.0);
        let page = site.get(&place).await;
        assert_eq!(page.text_of("h1 + p .tag"), "예약됨");
        assert!(page.body.contains("보내도록 예약했습니다"), "{}", page.body);
        start_due(site).await;
        assert_eq!(site.campaign(id).await.state, CampaignState::Draft);

        // Lee leaves meanwhile, and Park becomes one of them: the moment counts.
        site.change("UPDATE subscribers SET state = 'unsubscribed' WHERE email = 'lee@example.org'").await;
        tag(site, PARK, "vip").await;
        site.wait(7_200);
        let (one, other) = tokio::join!(
            gudok::campaigns::timing::start_due(site.app.clone()),
            gudok::campaigns::timing::start_due(site.app.clone())
        );
        one.expect("started");
        other.expect("nothing to start");
        site.run_jobs().await;
        assert_eq!(reached(site).await, [KIM, PARK]);
        site.sign_in_again("owner@example.org").await;
        let page = site.get(&place).await;
        assert_ne!(page.text_of("h1 + p .tag"), "예약됨");
        start_due(site).await;
        assert_eq!(reached(site).await.len(), 2);
    }

    async fn a_scheduled_draft_is_locked_until_its_schedule_is_cancelled(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        let place = format!("/admin/campaigns/{}", id.0);
        let form = site.get(&format!("{place}/edit")).await;
        let (csrf, version) = (form.field("csrf"), form.field("version"));
        assert_eq!(schedule(site, id, &in_seconds(site, 3_600)).await, "scheduled");
        assert_eq!(said(&site.get(&format!("{place}/edit")).await), "locked");
        let change = site.post_campaign(&place, &csrf, &[("version", &version), ("subject", "다른 제목")]).await;
        assert_eq!(said(&change), "locked");
        assert_eq!(site.campaign(id).await.subject, "가을 소식");
        assert_eq!(site.tell(id, "schedule/removal").await, "unscheduled");
        site.wait(3_600);
        start_due(site).await;
        assert_eq!(site.campaign(id).await.state, CampaignState::Draft);
        assert_eq!(reached(site).await, Vec::<String>::new());
    }

    async fn a_moment_that_cannot_be_is_said_at_its_field(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        let place = format!("/admin/campaigns/{}", id.0);
        let page = site.get(&format!("{place}/delivery")).await;
        let (csrf, version) = (page.field("csrf"), page.field("version"));
        let (past, far) = (in_seconds(site, -60), in_seconds(site, 400 * 86_400));
        for (moment, words) in [
            ("", "입력해 주세요"),
            ("내일", "읽을 수 없습니다"),
            ("2026-13-01T08:00", "읽을 수 없습니다"),
            ("2026-12-03", "읽을 수 없습니다"),
            ("2026-12-03T08:00+09:00", "읽을 수 없습니다"),
            (past.as_str(), "이미 지난 시각"),
            (far.as_str(), "1년 안"),
        ] {
            let fields = [("csrf", csrf.as_str()), ("version", &version), ("start_at", moment)];
            let reply = site.post(&format!("{place}/schedule"), &fields).await;
            reply.expect(422);
            assert!(reply.text_of("#start_at-note .error").contains(words), "{moment}");
            assert_eq!(reply.field("start_at"), moment, "what was typed is there");
        }
        assert!(!site.campaign(id).await.is_scheduled());
    }

    async fn a_campaign_that_cannot_start_at_its_moment_is_a_draft_again_and_the_front_page_says_so(site: Site) {
        let segment = tagged(site).await;
        let id = draft(site, segment).await;
        assert_eq!(schedule(site, id, &in_seconds(site, 600)).await, "scheduled");
        site.change("DELETE FROM subscriber_tags").await;
        site.change("DELETE FROM reader_tags").await;
        site.wait(600);
        start_due(site).await;
        let campaign = site.campaign(id).await;
        assert_eq!((campaign.state, campaign.start_at), (CampaignState::Draft, None));
        assert!(site.get("/admin").await.expect(200).contains("예약한 캠페인을 보내지 못했습니다: 가을 소식"));
        let page = site.get(&format!("/admin/campaigns/{}", id.0)).await;
        assert!(page.expect(200).contains("시작하지 못했습니다"));
    }
}
