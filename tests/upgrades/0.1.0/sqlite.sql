PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'settings','2026-11-30 14:10:18',1,X'D56469B40ACFA697DE28DA5ED3A585CA303E227B68511CD3A691A516704099EA5E029DF0D10EB68493CDB6660B858B2D',718695);
INSERT INTO "_sqlx_migrations" VALUES(2,'rate limits','2026-11-30 14:10:18',1,X'6C37F8CF60444BEF9BD71A34FBC841F8DFA21E6DD4BA5481CCD24BD11B30982ECCE6F335139808E0D9432536C25208C7',1167901);
INSERT INTO "_sqlx_migrations" VALUES(3,'jobs','2026-11-30 14:10:18',1,X'BF5464CA43B11CF8B542BF8161C02CF8F7AC3B98765F359E76D573D8B07C9405CD15D2DAEA351850D4A323DAE814D9B5',1056927);
INSERT INTO "_sqlx_migrations" VALUES(4,'accounts','2026-11-30 14:10:18',1,X'CE738B3BD4DE224A923A455216695A18C0AF330F5B36D0992BBD18AAA10C60265A4A9CFC467F4032F71B467BCCB42E38',1192064);
INSERT INTO "_sqlx_migrations" VALUES(5,'topics','2026-11-30 14:10:18',1,X'E0E3646B44176491B6BB7D7782A1862E0449AF5BB0DF7C55C498130A947DF4A1334379D5AAB6082B27C7D7B1D7B51CC4',661810);
INSERT INTO "_sqlx_migrations" VALUES(6,'outbox','2026-11-30 14:10:18',1,X'9DEC08E647B34481BE331BC6ACDE133540C054F308E89237834EAF2ADD8B0CA31E613C3AB6BE0AE1DE7A80DA2E9A20FC',2499520);
INSERT INTO "_sqlx_migrations" VALUES(7,'subscribers','2026-11-30 14:10:18',1,X'A6A4EF26321764FFB60FBFB5B94E12890C48755A45A65A24F594AE21477175FB67E1E7CDA8280B9A3AD8C599025917F7',2321535);
INSERT INTO "_sqlx_migrations" VALUES(8,'posts','2026-11-30 14:10:18',1,X'BC02976AABB08E241BD5105CA4D42588BAC9B5FC1FB71F6E4A3E91B263F0AE16888FCE27E371D9370F2442126E4CE580',2110512);
INSERT INTO "_sqlx_migrations" VALUES(9,'comments','2026-11-30 14:10:18',1,X'159CDA32D0328628686CC4149ADDCE4041F0377DEE66531C9CE9267887B4D97EA1F19EAE2D8DDED0F6EC817D6C70B112',2371092);
INSERT INTO "_sqlx_migrations" VALUES(10,'digests','2026-11-30 14:10:18',1,X'83E2CCDA5B844EB76A266D93384CB2900202CF072652A2C7C4E221E190FA458A58F79CC12B6991863C67EFB1CB902C78',1130235);
INSERT INTO "_sqlx_migrations" VALUES(11,'campaigns','2026-11-30 14:10:18',1,X'A1EA1150C72D5B2D8D94A8E0C2DA608F6E0CD8C9A7E0A7F1F6DC0407374C956E40C284A2CFC5B72AFEB02CBC614CF802',1047144);
INSERT INTO "_sqlx_migrations" VALUES(12,'bounces','2026-11-30 14:10:18',1,X'17492759E768B1AF7D9A5E750086EC921FFB9692B8BA54BB9132A7D04607D599EDCDC5AFF6E567BAD174608FE02208DF',1370991);
CREATE TABLE accounts (
    id               INTEGER PRIMARY KEY,
    email            TEXT    NOT NULL,
    email_key        TEXT    NOT NULL UNIQUE,
    -- A PHC string of Argon2id.
    password_hash    TEXT    NOT NULL,
    role             TEXT    NOT NULL CHECK (role IN ('owner', 'editor', 'moderator')),
    -- The language of mails to the account, and of the panel once it was chosen by hand.
    locale           TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    locale_is_chosen INTEGER NOT NULL CHECK (locale_is_chosen IN (0, 1)),
    created_at       INTEGER NOT NULL
) STRICT;
INSERT INTO "accounts" VALUES(1,'owner@example.org','owner@example.org','$argon2id$v=19$m=19456,t=2,p=1$r9Jfqqg2s+4vjJT6+VoZKQ$y6dNYBa9rmhIqAO1pJNoPatU6IbcrUpL4EPWxFvJ/DQ','owner','ko',0,1796047818);
CREATE TABLE audit_log (
    id         INTEGER PRIMARY KEY,
    -- Nobody for what the command line did; the address stays when the account is removed.
    account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    who        TEXT,
    action     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    ip         TEXT,
    at         INTEGER NOT NULL
) STRICT;
INSERT INTO "audit_log" VALUES(1,NULL,NULL,'account-add','owner@example.org',NULL,1796047818);
INSERT INTO "audit_log" VALUES(2,1,'owner@example.org','sign-in','','127.0.0.1',1796047818);
INSERT INTO "audit_log" VALUES(3,1,'owner@example.org','comment-approve','comment:1','127.0.0.1',1796047818);
INSERT INTO "audit_log" VALUES(4,1,'owner@example.org','campaign-create','가을 독서 모임에 초대합니다 (1)','127.0.0.1',1796047818);
INSERT INTO "audit_log" VALUES(5,1,'owner@example.org','campaign-start','가을 독서 모임에 초대합니다 (1)','127.0.0.1',1796047818);
CREATE TABLE bounces (
    id            INTEGER PRIMARY KEY,
    -- The same report twice is one.
    dedupe_key    TEXT   NOT NULL UNIQUE,
    -- import, smtp, ses, postmark, sendgrid, mailgun.
    source        TEXT   NOT NULL,
    recipient     TEXT   NOT NULL,
    address_hash  TEXT   NOT NULL,
    -- Erased with the subscriber.
    subscriber_id INTEGER REFERENCES subscribers (id) ON DELETE CASCADE,
    class         TEXT   NOT NULL CHECK (class IN ('hard', 'soft', 'complaint', 'none')),
    reason        TEXT   NOT NULL,
    status        TEXT,
    diagnostic    TEXT   NOT NULL,
    effect        TEXT   NOT NULL CHECK (effect IN ('bounced', 'complained', 'counted', 'noted')),
    created_at    INTEGER NOT NULL
) STRICT;
INSERT INTO "bounces" VALUES(1,'mail:6543868262252ca241c578a729df9934:0','import','minsu@example.net','c85184d22c2b86a17357bdf30fa843e2291b534f74b000b5b951eccfa7901bb2',1,'hard','userunknown','5.1.1','550 5.1.1 <minsu@example.net>: user unknown','bounced',1796047818);
CREATE TABLE campaign_topics (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    topic_id    INTEGER NOT NULL REFERENCES topics (id),
    PRIMARY KEY (campaign_id, topic_id)
) STRICT;
CREATE TABLE campaigns (
    -- The audit log names campaigns by their ids, so that of a deleted draft is never given to another.
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    state         TEXT    NOT NULL CHECK (state IN ('draft', 'running', 'paused', 'finished', 'cancelled')),
    subject       TEXT    NOT NULL,
    -- Markdown as written.
    body          TEXT    NOT NULL,
    locale        TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    -- Mails a minute at most; NULL is no limit.
    rate          INTEGER CHECK (rate > 0),
    -- Goes up with each change of the draft, so that nobody sends or overwrites what they have not seen.
    version       INTEGER NOT NULL,
    edition_id    INTEGER UNIQUE REFERENCES editions (id),
    -- The fan-out: the last subscriber who was looked at, when that was, and when nobody was left.
    reached       INTEGER NOT NULL DEFAULT 0,
    reached_at    INTEGER,
    fanned_out_at INTEGER,
    created_at    INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    started_at    INTEGER,
    ended_at      INTEGER,
    CHECK (state = 'draft' OR edition_id IS NOT NULL)
) STRICT;
INSERT INTO "campaigns" VALUES(1,'running','가을 독서 모임에 초대합니다','토요일 **세 시**에 만납니다.','ko',NULL,1,1,2,1796047818,1796047818,1796047818,1796047818,1796047818,NULL);
CREATE TABLE comment_address_proofs (
    email_key  TEXT NOT NULL,
    browser    TEXT NOT NULL,
    proved_at  INTEGER NOT NULL,
    -- The reader confirmed the comment in another browser: its comments get reply notices and no trust.
    is_vouched INTEGER NOT NULL DEFAULT 0 CHECK (is_vouched IN (0, 1)),
    PRIMARY KEY (email_key, browser)
) STRICT;
CREATE TABLE comment_counts (
    status   TEXT    NOT NULL,
    shard    INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    PRIMARY KEY (status, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO "comment_counts" VALUES('approved',0,1);
INSERT INTO "comment_counts" VALUES('pending',0,1);
CREATE TABLE comments (
    id              INTEGER PRIMARY KEY,
    thread_id       INTEGER NOT NULL REFERENCES threads (id),
    parent_id       INTEGER REFERENCES comments (id),
    -- The comment of the first level that it hangs under; null for one of the first level.
    root_id         INTEGER REFERENCES comments (id),
    -- Approved comments that hang under it, kept for comments of the first level.
    replies         INTEGER NOT NULL,
    name            TEXT    NOT NULL,
    -- Never shown to readers.
    email           TEXT    NOT NULL,
    email_key       TEXT    NOT NULL,
    url             TEXT,
    -- Markdown as written, and what became of it.
    body            TEXT    NOT NULL,
    html            TEXT    NOT NULL,
    -- The same text is recognised by it, whatever its case and spaces.
    text_hash       TEXT    NOT NULL,
    -- Name, address and text in lower case, for the moderators' search.
    searchable      TEXT    NOT NULL,
    status          TEXT    NOT NULL CHECK (status IN ('pending', 'approved', 'spam', 'trashed')),
    previous_status TEXT    CHECK (previous_status IN ('pending', 'approved', 'spam', 'trashed')),
    reasons         TEXT    NOT NULL,
    ip              TEXT,
    notify          INTEGER NOT NULL CHECK (notify IN (0, 1)),
    locale          TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    created_at      INTEGER NOT NULL,
    decided_at      INTEGER,
    -- The hash of the secret in the author's browser cookie.
    browser         TEXT,
    -- The page's title and address as the author's form named them; the thread takes both when the comment is approved.
    page_title      TEXT,
    page_url        TEXT
) STRICT;
INSERT INTO "comments" VALUES(1,1,NULL,NULL,0,'한소라','sora@example.com','sora@example.com',NULL,'배터리가 얼마나 가는지 궁금합니다.','<p>배터리가 얼마나 가는지 궁금합니다.</p>
','4ec044a230cda9075ee935ec792d35ec0861afe970b17a5f00ac68f26e03bc3b','한소라
sora@example.com
배터리가 얼마나 가는지 궁금합니다.','approved','pending','[{"reason":"first-comment"}]','127.0.0.1',1,'ko',1796047818,1796047818,NULL,NULL,'https://blog.example.org/1');
INSERT INTO "comments" VALUES(2,1,NULL,NULL,0,'링크','spam@example.com','spam@example.com',NULL,'https://a.example https://b.example','<p><a href="https://a.example" target="_top" rel="nofollow ugc noopener">https://a.example</a> <a href="https://b.example" target="_top" rel="nofollow ugc noopener">https://b.example</a></p>
','dcb8abcff7353816b10eef6a9a2ef761cf5d7667b8d7e29bd8e0c3e8338e3e84','링크
spam@example.com
https://a.example https://b.example','pending',NULL,'[{"reason":"first-comment"},{"reason":"links","count":2}]','127.0.0.1',0,'ko',1796047818,NULL,NULL,NULL,'https://blog.example.org/1');
CREATE TABLE confirmations (
    token_hash    TEXT    PRIMARY KEY NOT NULL,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    name          TEXT,
    locale        TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    cadence       TEXT    NOT NULL CHECK (cadence IN ('each_post', 'daily', 'weekly', 'monthly')),
    topics        TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    used_at       INTEGER
) STRICT;
INSERT INTO "confirmations" VALUES('ad9967cd8189a5b55ec4fb83ff8e86c02fd812c377a67ebf9eba8357f14c0741',2,'한소라','ko','each_post','[]',1796047818,1796652618,1796047818);
INSERT INTO "confirmations" VALUES('b36e2085d23f5ae44476f247068f21aefc9335d1e7c2bc40c535526ab95f117f',3,NULL,'en','weekly','[]',1796047819,1796652619,NULL);
CREATE TABLE consents (
    id              INTEGER PRIMARY KEY,
    subscriber_id   INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    action          TEXT    NOT NULL CHECK (action IN ('requested', 'confirmed', 'changed', 'left', 'imported')),
    -- The words beside the button, when there was one.
    wording         TEXT,
    wording_version TEXT,
    wording_locale  TEXT    CHECK (wording_locale IN ('ko', 'en')),
    -- form, api, confirmation, preferences, one-click, import:<where>, …
    source          TEXT    NOT NULL,
    ip              TEXT,
    detail          TEXT    NOT NULL,
    at              INTEGER NOT NULL
) STRICT;
INSERT INTO "consents" VALUES(1,1,'imported',NULL,NULL,NULL,'import:옛 블로그의 양식',NULL,'[{"field":"cadence","to":"weekly"},{"field":"locale","to":"ko"},{"field":"topics","to":"연구"}]',1796047818);
INSERT INTO "consents" VALUES(2,2,'requested',NULL,NULL,NULL,'api','127.0.0.1','[{"field":"cadence","to":"each_post"},{"field":"locale","to":"ko"}]',1796047818);
INSERT INTO "consents" VALUES(3,2,'confirmed','구독을 시작할까요?','64fb588b','ko','confirmation','127.0.0.1','[{"field":"cadence","to":"each_post"},{"field":"locale","to":"ko"}]',1796047818);
INSERT INTO "consents" VALUES(4,1,'changed',NULL,NULL,NULL,'bounce',NULL,'[{"field":"state","from":"confirmed","to":"bounced"},{"field":"reason","to":"userunknown"}]',1796047818);
INSERT INTO "consents" VALUES(5,3,'requested',NULL,NULL,NULL,'api','127.0.0.1','[{"field":"cadence","to":"weekly"},{"field":"locale","to":"en"}]',1796047819);
CREATE TABLE departures (
    -- A keyed hash: nobody can be read out of it.
    address_hash TEXT    PRIMARY KEY NOT NULL,
    reason       TEXT    NOT NULL CHECK (reason IN ('left', 'bounced', 'erased')),
    created_at   INTEGER NOT NULL
) STRICT;
INSERT INTO "departures" VALUES('60369f0ec632e3ce62b1bf69a26bbf9b8b32f189811fd8222ea15cd60296702c','left',1796047818);
INSERT INTO "departures" VALUES('73da90b8f0caf7ddede90314003de40836df3e41475da33b7f5acd1b7300d699','bounced',1796047818);
CREATE TABLE digest_editions (
    edition_id    INTEGER PRIMARY KEY NOT NULL REFERENCES editions (id),
    -- A hash of everything that its readers see.
    content_key   TEXT   NOT NULL UNIQUE,
    cadence       TEXT   NOT NULL CHECK (cadence IN ('each_post', 'daily', 'weekly', 'monthly')),
    -- The newest post that was considered for it, whether or not it is among its posts.
    newest_number INTEGER NOT NULL,
    -- Posts that were new to its readers: those it shows and those it only counts.
    post_count    INTEGER NOT NULL
) STRICT;
INSERT INTO "digest_editions" VALUES(2,'183208edf8215f4cf0a9a77df4840cebda13110b36430d10ff2ac030ac76b9a8','each_post',1,1);
CREATE TABLE digest_planning (
    id         INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    planned_at INTEGER NOT NULL
) STRICT;
INSERT INTO "digest_planning" VALUES(1,1796047818);
CREATE TABLE edition_posts (
    edition_id INTEGER NOT NULL REFERENCES digest_editions (edition_id),
    position   INTEGER NOT NULL,
    post_id    INTEGER NOT NULL REFERENCES posts (id),
    PRIMARY KEY (edition_id, position)
) STRICT;
INSERT INTO "edition_posts" VALUES(2,1,2);
CREATE TABLE edition_send_rates (
    edition_id INTEGER NOT NULL,
    slot       INTEGER NOT NULL,
    shard      INTEGER NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, slot, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO "edition_send_rates" VALUES(1,179604781,15,2);
INSERT INTO "edition_send_rates" VALUES(2,179604781,1,1);
CREATE TABLE edition_topics (
    edition_id INTEGER NOT NULL REFERENCES editions (id),
    topic_id   INTEGER NOT NULL REFERENCES topics (id),
    PRIMARY KEY (edition_id, topic_id)
) STRICT;
CREATE TABLE editions (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    locale     TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    subject    TEXT    NOT NULL,
    html       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    is_paused  INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
    -- Mails a minute at most; NULL is no limit.
    rate       INTEGER CHECK (rate > 0)
) STRICT;
INSERT INTO "editions" VALUES(1,'2026-11-30-b2de6514','ko','가을 독서 모임에 초대합니다','<!DOCTYPE html><html lang="ko" style="color-scheme: light dark;supported-color-schemes: light dark;"><head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>가을 독서 모임에 초대합니다</title>

<style data-css-inline="keep">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 620px) {
  .around { padding: 0 !important; }
  .head { padding: 22px 22px 0 !important; }
  .body { padding: 16px 22px 28px !important; }
  .tail { padding: 20px 22px 28px !important; }
  .title { font-size: 23px !important; line-height: 32px !important; }
}
@media (prefers-color-scheme: dark) {
  .ground { background-color: #131716 !important; }
  .sheet { background-color: #1a1f1d !important; border-top-color: #7fcbb0 !important; }
  .title, .text, .post-title, .post-title a, .quote, .written, .written p, .written li, .written th, .written td, .written h2, .written h3, .written h4 { color: #e3e9e6 !important; }
  .lead, .fine, .sum, .date, .url, .foot, .foot a { color: #a2ada8 !important; }
  .site, .topic, .date a, .url a, .fine a, .quote a, .written a { color: #7fcbb0 !important; }
  .written blockquote p { color: #a2ada8 !important; }
  .written pre { background-color: #202624 !important; }
  .tail, .rule, .written hr, .written th, .written td { border-color: #2d3431 !important; }
  .button td { background-color: #7fcbb0 !important; }
  .button a { color: #0b1a15 !important; }
  .quote, .written blockquote { border-left-color: #3c5a4e !important; }
  .preheader { color: #131716 !important; }
}
</style>
</head>
<body class="ground" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;padding: 0;width: 100%;-webkit-text-size-adjust: 100%;background-color: #f1f4f2;">
<div class="preheader" style="display: none;font-size: 1px;line-height: 1px;max-height: 0;max-width: 0;opacity: 0;overflow: hidden;mso-hide: all;color: #f1f4f2;">토요일 세 시에 만납니다.</div>
<table class="wide ground" border="0" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse: collapse;background-color: #f1f4f2;width: 100%;">
<tbody><tr><td class="around" align="center" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 32px 12px;">
<table class="sheet" border="0" role="presentation" width="600" cellpadding="0" cellspacing="0" style="border-collapse: collapse;width: 100%;max-width: 600px;background-color: #ffffff;border-top: 3px solid #1c6350;">
<tbody><tr><td class="head" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 26px 40px 0;text-align: left;"><a class="site" href="https://blog.example.org/" style="font-size: 15px;line-height: 24px;font-weight: 700;color: #1c6350;text-decoration: none;">인공지능 읽기</a></td></tr>
<tr><td class="body" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 20px 40px 36px;text-align: left;">

<h1 class="title" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 20px;font-size: 25px;line-height: 34px;font-weight: 700;letter-spacing: -0.5px;color: #1b211f;">가을 독서 모임에 초대합니다</h1>
<div class="written" style="font-size: 16px;line-height: 27px;color: #1b211f;">
<p style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 16px;font-size: 16px;line-height: 27px;color: #1b211f;">토요일 <strong>세 시</strong>에 만납니다.</p>

</div>

</td></tr>
<tr><td class="tail" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 22px 40px 30px;text-align: left;border-top: 1px solid #dde3df;">

<p class="foot" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;">이 메일은 인공지능 읽기에서 구독을 신청하신 분께 보내 드립니다.</p>
<p class="foot" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;"><a href="GUDOK-PLACE-PREFERENCES" style="color: #55605b;text-decoration: underline;">구독 설정</a> &nbsp;·&nbsp; <a href="GUDOK-PLACE-UNSUBSCRIBE" style="color: #55605b;text-decoration: underline;">구독 해지</a></p>

<p class="foot" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;">인공지능 읽기</p>
</td></tr>
</tbody></table>
</td></tr>
</tbody></table>

</body></html>','가을 독서 모임에 초대합니다

토요일 세 시에 만납니다.

────────────────

이 메일은 인공지능 읽기에서 구독을 신청하신 분께 보내 드립니다.

구독 설정
GUDOK-PLACE-PREFERENCES

구독 해지
GUDOK-PLACE-UNSUBSCRIBE

인공지능 읽기',1796047818,0,NULL);
INSERT INTO "editions" VALUES(2,'2026-11-30-670d4f98','ko','글 1','<!DOCTYPE html><html lang="ko" style="color-scheme: light dark;supported-color-schemes: light dark;"><head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>글 1</title>

<style data-css-inline="keep">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 620px) {
  .around { padding: 0 !important; }
  .head { padding: 22px 22px 0 !important; }
  .body { padding: 16px 22px 28px !important; }
  .tail { padding: 20px 22px 28px !important; }
  .title { font-size: 23px !important; line-height: 32px !important; }
}
@media (prefers-color-scheme: dark) {
  .ground { background-color: #131716 !important; }
  .sheet { background-color: #1a1f1d !important; border-top-color: #7fcbb0 !important; }
  .title, .text, .post-title, .post-title a, .quote, .written, .written p, .written li, .written th, .written td, .written h2, .written h3, .written h4 { color: #e3e9e6 !important; }
  .lead, .fine, .sum, .date, .url, .foot, .foot a { color: #a2ada8 !important; }
  .site, .topic, .date a, .url a, .fine a, .quote a, .written a { color: #7fcbb0 !important; }
  .written blockquote p { color: #a2ada8 !important; }
  .written pre { background-color: #202624 !important; }
  .tail, .rule, .written hr, .written th, .written td { border-color: #2d3431 !important; }
  .button td { background-color: #7fcbb0 !important; }
  .button a { color: #0b1a15 !important; }
  .quote, .written blockquote { border-left-color: #3c5a4e !important; }
  .preheader { color: #131716 !important; }
}
</style>
</head>
<body class="ground" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;padding: 0;width: 100%;-webkit-text-size-adjust: 100%;background-color: #f1f4f2;">
<div class="preheader" style="display: none;font-size: 1px;line-height: 1px;max-height: 0;max-width: 0;opacity: 0;overflow: hidden;mso-hide: all;color: #f1f4f2;">1번째 글입니다. 멈추지 않는 발송을 시험합니다.</div>
<table class="wide ground" border="0" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse: collapse;background-color: #f1f4f2;width: 100%;">
<tbody><tr><td class="around" align="center" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 32px 12px;">
<table class="sheet" border="0" role="presentation" width="600" cellpadding="0" cellspacing="0" style="border-collapse: collapse;width: 100%;max-width: 600px;background-color: #ffffff;border-top: 3px solid #1c6350;">
<tbody><tr><td class="head" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 26px 40px 0;text-align: left;"><a class="site" href="https://blog.example.org/" style="font-size: 15px;line-height: 24px;font-weight: 700;color: #1c6350;text-decoration: none;">인공지능 읽기</a></td></tr>
<tr><td class="body" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 20px 40px 36px;text-align: left;">

<p class="sum" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 14px;line-height: 22px;color: #55605b;">새 글 알림 · 새 글 1편</p>
<h1 class="title" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 20px;font-size: 25px;line-height: 34px;font-weight: 700;letter-spacing: -0.5px;color: #1b211f;">새 글이 올라왔습니다</h1>
<table class="post" border="0" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse: collapse;width: 100%;">
<tbody><tr><td style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;">
<p class="topic" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 4px;font-size: 13px;line-height: 20px;font-weight: 700;color: #1c6350;">연구</p>
<h2 class="post-title" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 19px;line-height: 28px;font-weight: 700;letter-spacing: -0.3px;color: #1b211f;"><a href="https://blog.example.org/1" style="color: #1b211f;text-decoration: none;">글 1</a></h2>
<p class="text" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;font-size: 16px;line-height: 27px;color: #1b211f;margin: 0 0 8px;">1번째 글입니다. 멈추지 않는 발송을 시험합니다.</p>
<p class="date" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;font-size: 14px;line-height: 22px;color: #55605b;">2026년 11월 30일 · <a href="https://blog.example.org/1" style="color: #1c6350;text-decoration: underline;">계속 읽기</a></p>
</td></tr>
</tbody></table>

</td></tr>
<tr><td class="tail" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 22px 40px 30px;text-align: left;border-top: 1px solid #dde3df;">

<p class="foot" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;">이 메일은 인공지능 읽기에서 구독을 신청하신 분께 보내 드립니다.</p>
<p class="foot" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;"><a href="https://letters.example.org/archive/2026-11-30-670d4f98" style="color: #55605b;text-decoration: underline;">웹에서 보기</a> &nbsp;·&nbsp; <a href="GUDOK-PLACE-PREFERENCES" style="color: #55605b;text-decoration: underline;">구독 설정</a> &nbsp;·&nbsp; <a href="GUDOK-PLACE-UNSUBSCRIBE" style="color: #55605b;text-decoration: underline;">구독 해지</a></p>

<p class="foot" style="font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;">인공지능 읽기</p>
</td></tr>
</tbody></table>
</td></tr>
</tbody></table>

</body></html>','새 글이 올라왔습니다
인공지능 읽기 · 새 글 알림 · 새 글 1편

────────────────

글 1
연구 · 2026년 11월 30일

1번째 글입니다. 멈추지 않는 발송을 시험합니다.

계속 읽기
https://blog.example.org/1

────────────────

이 메일은 인공지능 읽기에서 구독을 신청하신 분께 보내 드립니다.

웹에서 보기
https://letters.example.org/archive/2026-11-30-670d4f98

구독 설정
GUDOK-PLACE-PREFERENCES

구독 해지
GUDOK-PLACE-UNSUBSCRIBE

인공지능 읽기',1796047818,0,NULL);
CREATE TABLE feeds (
    id             INTEGER PRIMARY KEY,
    url            TEXT    NOT NULL UNIQUE,
    title          TEXT    NOT NULL,
    site_url       TEXT,
    -- What the last answer said of itself, for the next conditional request.
    etag           TEXT,
    last_modified  TEXT,
    next_poll_at   INTEGER NOT NULL,
    last_polled_at INTEGER,
    last_error     TEXT,
    failures       INTEGER NOT NULL DEFAULT 0,
    added_at       INTEGER NOT NULL,
    -- What was there before is stored and never mailed; from here on posts are new.
    archived_at    INTEGER,
    -- A feed that is no longer read keeps its posts.
    removed_at     INTEGER,
    -- Credentials stand apart from the address, which people see.
    credentials    TEXT,
    -- When the feed was last fetched without conditions.
    asked_whole_at INTEGER,
    -- Entries in the last answer.
    entries        INTEGER
) STRICT;
INSERT INTO "feeds" VALUES(1,'http://127.0.0.1:41373/feed','블로그','https://blog.example.org/',NULL,NULL,1796048718,1796047818,NULL,0,1796047818,1796047818,NULL,NULL,1796047818,2);
CREATE TABLE hook_calls (
    call       TEXT   PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE hook_certificates (
    url        TEXT   PRIMARY KEY NOT NULL,
    pem        TEXT   NOT NULL,
    fetched_at INTEGER NOT NULL
) STRICT;
CREATE TABLE jobs (
    id               INTEGER PRIMARY KEY,
    kind             TEXT    NOT NULL,
    -- What the job is about: with its kind it is unique among the jobs that are not done.
    subject          TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('waiting', 'leased', 'failed')),
    attempts         INTEGER NOT NULL,
    due_at           INTEGER NOT NULL,
    lease_token      TEXT,
    lease_expires_at INTEGER,
    last_error       TEXT,
    created_at       INTEGER NOT NULL
) STRICT;
CREATE TABLE outbox (
    -- AUTOINCREMENT: Message-IDs and return paths carry the id, so it is never given to another mail.
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    kind           TEXT    NOT NULL,
    bulk           INTEGER NOT NULL CHECK (bulk IN (0, 1)),
    recipient      TEXT    NOT NULL,
    recipient_name TEXT,
    -- The subscriber it is for, so that leaving drops what is queued.
    subscriber_id  INTEGER,
    edition_id     INTEGER REFERENCES editions (id),
    -- What it says, when it shares no edition.
    content        TEXT,
    dedupe_key     TEXT,
    state          TEXT    NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'deferred', 'failed', 'unknown', 'dropped')),
    attempts       INTEGER NOT NULL,
    due_at         INTEGER NOT NULL,
    lease_token    TEXT,
    result         TEXT,
    created_at     INTEGER NOT NULL,
    finished_at    INTEGER,
    CHECK (bulk = 0 OR edition_id IS NOT NULL),
    CHECK (bulk = 1 OR content IS NOT NULL)
) STRICT;
INSERT INTO "outbox" VALUES(1,'confirmation',0,'sora@example.com',NULL,2,NULL,'{"subject":"구독을 확인해 주세요: 인공지능 읽기","text":"구독을 확인해 주세요\n\n2026년 11월 30일 23:10에 sora@example.com 주소로 인공지능 읽기 구독 신청이 들어왔습니다.\n\n확인하시면 새 글이 올라올 때마다 요약을 보내 드립니다.\n\n아래 주소를 여시고 ‘구독 확인하기’ 버튼을 눌러 주세요.\nhttps://letters.example.org/subscriptions/uUjMqT01XjKXdBQY_g-dib7lQ3mdXu_NyBLh_jg0kZo\n\n링크는 7일 동안 쓸 수 있습니다.\n신청하신 적이 없다면 이 메일을 무시해 주세요. 확인하지 않으시면 소식을 보내지 않습니다.\n\n-- \n인공지능 읽기\nhttps://blog.example.org/","html":"<!DOCTYPE html><html lang=\"ko\" style=\"color-scheme: light dark;supported-color-schemes: light dark;\"><head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n<title>구독을 확인해 주세요: 인공지능 읽기</title>\n\n<style data-css-inline=\"keep\">\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 620px) {\n  .around { padding: 0 !important; }\n  .head { padding: 22px 22px 0 !important; }\n  .body { padding: 16px 22px 28px !important; }\n  .tail { padding: 20px 22px 28px !important; }\n  .title { font-size: 23px !important; line-height: 32px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .ground { background-color: #131716 !important; }\n  .sheet { background-color: #1a1f1d !important; border-top-color: #7fcbb0 !important; }\n  .title, .text, .post-title, .post-title a, .quote, .written, .written p, .written li, .written th, .written td, .written h2, .written h3, .written h4 { color: #e3e9e6 !important; }\n  .lead, .fine, .sum, .date, .url, .foot, .foot a { color: #a2ada8 !important; }\n  .site, .topic, .date a, .url a, .fine a, .quote a, .written a { color: #7fcbb0 !important; }\n  .written blockquote p { color: #a2ada8 !important; }\n  .written pre { background-color: #202624 !important; }\n  .tail, .rule, .written hr, .written th, .written td { border-color: #2d3431 !important; }\n  .button td { background-color: #7fcbb0 !important; }\n  .button a { color: #0b1a15 !important; }\n  .quote, .written blockquote { border-left-color: #3c5a4e !important; }\n  .preheader { color: #131716 !important; }\n}\n</style>\n</head>\n<body class=\"ground\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;padding: 0;width: 100%;-webkit-text-size-adjust: 100%;background-color: #f1f4f2;\">\n<div class=\"preheader\" style=\"display: none;font-size: 1px;line-height: 1px;max-height: 0;max-width: 0;opacity: 0;overflow: hidden;mso-hide: all;color: #f1f4f2;\">버튼을 누르시면 구독이 시작됩니다.</div>\n<table class=\"wide ground\" border=\"0\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;background-color: #f1f4f2;width: 100%;\">\n<tbody><tr><td class=\"around\" align=\"center\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 32px 12px;\">\n<table class=\"sheet\" border=\"0\" role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;width: 100%;max-width: 600px;background-color: #ffffff;border-top: 3px solid #1c6350;\">\n<tbody><tr><td class=\"head\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 26px 40px 0;text-align: left;\"><a class=\"site\" href=\"https://blog.example.org/\" style=\"font-size: 15px;line-height: 24px;font-weight: 700;color: #1c6350;text-decoration: none;\">인공지능 읽기</a></td></tr>\n<tr><td class=\"body\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 20px 40px 36px;text-align: left;\">\n\n<h1 class=\"title\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 20px;font-size: 25px;line-height: 34px;font-weight: 700;letter-spacing: -0.5px;color: #1b211f;\">구독을 확인해 주세요</h1>\n<p class=\"text\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 16px;font-size: 16px;line-height: 27px;color: #1b211f;\">2026년 11월 30일 23:10에 sora@example.com 주소로 인공지능 읽기 구독 신청이 들어왔습니다.</p>\n<p class=\"text\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 16px;font-size: 16px;line-height: 27px;color: #1b211f;\">확인하시면 새 글이 올라올 때마다 요약을 보내 드립니다.</p>\n<table class=\"button\" border=\"0\" role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;margin: 8px 0 24px;\"><tbody><tr><td style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;background-color: #1c6350;border-radius: 6px;\"><a href=\"https://letters.example.org/subscriptions/uUjMqT01XjKXdBQY_g-dib7lQ3mdXu_NyBLh_jg0kZo\" style=\"display: inline-block;padding: 13px 26px;font-size: 16px;line-height: 22px;font-weight: 700;color: #ffffff;text-decoration: none;\">구독 확인하기</a></td></tr></tbody></table>\n<p class=\"fine\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 10px;font-size: 14px;line-height: 23px;color: #55605b;\">버튼이 눌리지 않으면 이 주소를 브라우저에 붙여 넣어 주세요.</p>\n<p class=\"url\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;overflow-wrap: anywhere;word-break: break-all;margin: 0 0 20px;font-size: 13px;line-height: 21px;color: #55605b;\"><a href=\"https://letters.example.org/subscriptions/uUjMqT01XjKXdBQY_g-dib7lQ3mdXu_NyBLh_jg0kZo\" style=\"color: #1c6350;word-break: break-all;\">https://letters.example.org/subscriptions/uUjMqT01XjKXdBQY_g-dib7lQ3mdXu_NyBLh_jg0kZo</a></p>\n<p class=\"fine\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 10px;font-size: 14px;line-height: 23px;color: #55605b;\">링크는 7일 동안 쓸 수 있습니다. 신청하신 적이 없다면 이 메일을 무시해 주세요. 확인하지 않으시면 소식을 보내지 않습니다.</p>\n\n</td></tr>\n<tr><td class=\"tail\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 22px 40px 30px;text-align: left;border-top: 1px solid #dde3df;\">\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">인공지능 읽기</p>\n</td></tr>\n</tbody></table>\n</td></tr>\n</tbody></table>\n\n</body></html>","unsubscribe":null}',NULL,'sent',1,1796047818,NULL,'written to m1.0.pM_72ZwCrHdrHmnDnsi4_Q@example.org.eml',1796047818,1796047818);
INSERT INTO "outbox" VALUES(2,'welcome',0,'sora@example.com','한소라',2,NULL,'{"subject":"인공지능 읽기 구독을 시작합니다","text":"구독해 주셔서 감사합니다\n\n이제 새 글이 올라올 때마다 요약을 메일로 보내 드립니다. 받는 주기와 주제는 메일 아래쪽의 ‘구독 설정’에서 언제든지 바꾸실 수 있습니다.\n\n최근에 올라온 글\n\n────────────────\n\n글 0\n연구 · 2026년 11월 30일\n\n0번째 글입니다. 멈추지 않는 발송을 시험합니다.\n\n계속 읽기\nhttps://blog.example.org/0\n\n────────────────\n\n이 메일은 인공지능 읽기에서 구독을 신청하신 분께 보내 드립니다.\n\n지난 호\nhttps://letters.example.org/archive\n\n구독 설정\nhttps://letters.example.org/preferences/p2.1798639818.hRC7glyrXtv73toCLdvL2w\n\n구독 해지\nhttps://letters.example.org/unsubscribe/u2.0.__bQmfnWExq6WzMfgrIC6g\n\n인공지능 읽기","html":"<!DOCTYPE html><html lang=\"ko\" style=\"color-scheme: light dark;supported-color-schemes: light dark;\"><head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n<title>구독해 주셔서 감사합니다</title>\n\n<style data-css-inline=\"keep\">\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 620px) {\n  .around { padding: 0 !important; }\n  .head { padding: 22px 22px 0 !important; }\n  .body { padding: 16px 22px 28px !important; }\n  .tail { padding: 20px 22px 28px !important; }\n  .title { font-size: 23px !important; line-height: 32px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .ground { background-color: #131716 !important; }\n  .sheet { background-color: #1a1f1d !important; border-top-color: #7fcbb0 !important; }\n  .title, .text, .post-title, .post-title a, .quote, .written, .written p, .written li, .written th, .written td, .written h2, .written h3, .written h4 { color: #e3e9e6 !important; }\n  .lead, .fine, .sum, .date, .url, .foot, .foot a { color: #a2ada8 !important; }\n  .site, .topic, .date a, .url a, .fine a, .quote a, .written a { color: #7fcbb0 !important; }\n  .written blockquote p { color: #a2ada8 !important; }\n  .written pre { background-color: #202624 !important; }\n  .tail, .rule, .written hr, .written th, .written td { border-color: #2d3431 !important; }\n  .button td { background-color: #7fcbb0 !important; }\n  .button a { color: #0b1a15 !important; }\n  .quote, .written blockquote { border-left-color: #3c5a4e !important; }\n  .preheader { color: #131716 !important; }\n}\n</style>\n</head>\n<body class=\"ground\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;padding: 0;width: 100%;-webkit-text-size-adjust: 100%;background-color: #f1f4f2;\">\n<div class=\"preheader\" style=\"display: none;font-size: 1px;line-height: 1px;max-height: 0;max-width: 0;opacity: 0;overflow: hidden;mso-hide: all;color: #f1f4f2;\">이제 새 글이 올라올 때마다 요약을 메일로 보내 드립니다.</div>\n<table class=\"wide ground\" border=\"0\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;background-color: #f1f4f2;width: 100%;\">\n<tbody><tr><td class=\"around\" align=\"center\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 32px 12px;\">\n<table class=\"sheet\" border=\"0\" role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;width: 100%;max-width: 600px;background-color: #ffffff;border-top: 3px solid #1c6350;\">\n<tbody><tr><td class=\"head\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 26px 40px 0;text-align: left;\"><a class=\"site\" href=\"https://blog.example.org/\" style=\"font-size: 15px;line-height: 24px;font-weight: 700;color: #1c6350;text-decoration: none;\">인공지능 읽기</a></td></tr>\n<tr><td class=\"body\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 20px 40px 36px;text-align: left;\">\n\n<h1 class=\"title\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 20px;font-size: 25px;line-height: 34px;font-weight: 700;letter-spacing: -0.5px;color: #1b211f;\">구독해 주셔서 감사합니다</h1>\n<p class=\"text\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 16px;font-size: 16px;line-height: 27px;color: #1b211f;\">이제 새 글이 올라올 때마다 요약을 메일로 보내 드립니다. 받는 주기와 주제는 메일 아래쪽의 ‘구독 설정’에서 언제든지 바꾸실 수 있습니다.</p>\n<p class=\"sum\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 14px;line-height: 22px;color: #55605b;\">최근에 올라온 글</p>\n<table class=\"post\" border=\"0\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;width: 100%;\">\n<tbody><tr><td class=\"gap\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;height: 24px;line-height: 24px;font-size: 1px;\">&nbsp;</td></tr><tr><td class=\"rule\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;height: 24px;line-height: 24px;font-size: 1px;border-top: 1px solid #dde3df;\">&nbsp;</td></tr>\n<tr><td style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;\">\n<p class=\"topic\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 4px;font-size: 13px;line-height: 20px;font-weight: 700;color: #1c6350;\">연구</p>\n<h2 class=\"post-title\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 19px;line-height: 28px;font-weight: 700;letter-spacing: -0.3px;color: #1b211f;\"><a href=\"https://blog.example.org/0\" style=\"color: #1b211f;text-decoration: none;\">글 0</a></h2>\n<p class=\"text\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;font-size: 16px;line-height: 27px;color: #1b211f;margin: 0 0 8px;\">0번째 글입니다. 멈추지 않는 발송을 시험합니다.</p>\n<p class=\"date\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;font-size: 14px;line-height: 22px;color: #55605b;\">2026년 11월 30일 · <a href=\"https://blog.example.org/0\" style=\"color: #1c6350;text-decoration: underline;\">계속 읽기</a></p>\n</td></tr>\n</tbody></table>\n\n</td></tr>\n<tr><td class=\"tail\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 22px 40px 30px;text-align: left;border-top: 1px solid #dde3df;\">\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">이 메일은 인공지능 읽기에서 구독을 신청하신 분께 보내 드립니다.</p>\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\"><a href=\"https://letters.example.org/archive\" style=\"color: #55605b;text-decoration: underline;\">지난 호</a> &nbsp;·&nbsp; <a href=\"https://letters.example.org/preferences/p2.1798639818.hRC7glyrXtv73toCLdvL2w\" style=\"color: #55605b;text-decoration: underline;\">구독 설정</a> &nbsp;·&nbsp; <a href=\"https://letters.example.org/unsubscribe/u2.0.__bQmfnWExq6WzMfgrIC6g\" style=\"color: #55605b;text-decoration: underline;\">구독 해지</a></p>\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">인공지능 읽기</p>\n</td></tr>\n</tbody></table>\n</td></tr>\n</tbody></table>\n\n</body></html>","unsubscribe":"https://letters.example.org/unsubscribe/u2.0.__bQmfnWExq6WzMfgrIC6g"}','welcome:2:1796047818','sent',1,1796047818,NULL,'written to m2.0.xwqHg6RtlV5a_rwzBwcJgA@example.org.eml',1796047818,1796047818);
INSERT INTO "outbox" VALUES(3,'moderation',0,'owner@example.org',NULL,NULL,NULL,'{"subject":"[인공지능 읽기] 한소라 님의 댓글이 검토를 기다립니다","text":"한소라 님의 댓글이 검토를 기다립니다\n\n글: 인공지능 읽기의 글\nhttps://letters.example.org/comments?thread=https%3A%2F%2Fblog.example.org%2F1\n\n작성자: 한소라 <sora@example.com>\n보류한 이유: 첫 댓글이거나 본인 확인이 되지 않은 분입니다\n\n----------------------------------------\n배터리가 얼마나 가는지 궁금합니다.\n----------------------------------------\n\n검토하러 가기:\nhttps://letters.example.org/admin/comments?comment=1#comment-1\n\n이 알림은 한 시간에 10통까지만 보내 드립니다. 더 기다리는 댓글이 있을 수 있습니다.\n\n인공지능 읽기\nhttps://blog.example.org/","html":"<!DOCTYPE html><html lang=\"ko\" style=\"color-scheme: light dark;supported-color-schemes: light dark;\"><head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n<title>한소라 님의 댓글이 검토를 기다립니다</title>\n\n<style data-css-inline=\"keep\">\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 620px) {\n  .around { padding: 0 !important; }\n  .head { padding: 22px 22px 0 !important; }\n  .body { padding: 16px 22px 28px !important; }\n  .tail { padding: 20px 22px 28px !important; }\n  .title { font-size: 23px !important; line-height: 32px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .ground { background-color: #131716 !important; }\n  .sheet { background-color: #1a1f1d !important; border-top-color: #7fcbb0 !important; }\n  .title, .text, .post-title, .post-title a, .quote, .written, .written p, .written li, .written th, .written td, .written h2, .written h3, .written h4 { color: #e3e9e6 !important; }\n  .lead, .fine, .sum, .date, .url, .foot, .foot a { color: #a2ada8 !important; }\n  .site, .topic, .date a, .url a, .fine a, .quote a, .written a { color: #7fcbb0 !important; }\n  .written blockquote p { color: #a2ada8 !important; }\n  .written pre { background-color: #202624 !important; }\n  .tail, .rule, .written hr, .written th, .written td { border-color: #2d3431 !important; }\n  .button td { background-color: #7fcbb0 !important; }\n  .button a { color: #0b1a15 !important; }\n  .quote, .written blockquote { border-left-color: #3c5a4e !important; }\n  .preheader { color: #131716 !important; }\n}\n</style>\n</head>\n<body class=\"ground\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;padding: 0;width: 100%;-webkit-text-size-adjust: 100%;background-color: #f1f4f2;\">\n<div class=\"preheader\" style=\"display: none;font-size: 1px;line-height: 1px;max-height: 0;max-width: 0;opacity: 0;overflow: hidden;mso-hide: all;color: #f1f4f2;\">첫 댓글이거나 본인 확인이 되지 않은 분입니다</div>\n<table class=\"wide ground\" border=\"0\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;background-color: #f1f4f2;width: 100%;\">\n<tbody><tr><td class=\"around\" align=\"center\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 32px 12px;\">\n<table class=\"sheet\" border=\"0\" role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;width: 100%;max-width: 600px;background-color: #ffffff;border-top: 3px solid #1c6350;\">\n<tbody><tr><td class=\"head\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 26px 40px 0;text-align: left;\"><a class=\"site\" href=\"https://blog.example.org/\" style=\"font-size: 15px;line-height: 24px;font-weight: 700;color: #1c6350;text-decoration: none;\">인공지능 읽기</a></td></tr>\n<tr><td class=\"body\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 20px 40px 36px;text-align: left;\">\n\n<h1 class=\"title\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 20px;font-size: 25px;line-height: 34px;font-weight: 700;letter-spacing: -0.5px;color: #1b211f;\">한소라 님의 댓글이 검토를 기다립니다</h1>\n<p class=\"fine\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 10px;font-size: 14px;line-height: 23px;color: #55605b;\">글: <a href=\"https://letters.example.org/comments?thread=https%3A%2F%2Fblog.example.org%2F1\" style=\"color: #1c6350;text-decoration: underline;\">인공지능 읽기의 글</a><br>\n작성자: 한소라 &lt;sora@example.com&gt;<br>\n보류한 이유: 첫 댓글이거나 본인 확인이 되지 않은 분입니다</p>\n<div class=\"quote\" style=\"margin: 0 0 24px;padding: 2px 0 2px 16px;border-left: 2px solid #b9d3c8;font-size: 16px;line-height: 27px;color: #1b211f;\"><p style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 12px;\">배터리가 얼마나 가는지 궁금합니다.</p>\n</div>\n<table class=\"button\" border=\"0\" role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;margin: 8px 0 24px;\"><tbody><tr><td style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;background-color: #1c6350;border-radius: 6px;\"><a href=\"https://letters.example.org/admin/comments?comment=1#comment-1\" style=\"display: inline-block;padding: 13px 26px;font-size: 16px;line-height: 22px;font-weight: 700;color: #ffffff;text-decoration: none;\">검토하러 가기</a></td></tr></tbody></table>\n\n</td></tr>\n<tr><td class=\"tail\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 22px 40px 30px;text-align: left;border-top: 1px solid #dde3df;\">\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">이 알림은 한 시간에 10통까지만 보내 드립니다. 더 기다리는 댓글이 있을 수 있습니다.</p>\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">인공지능 읽기</p>\n</td></tr>\n</tbody></table>\n</td></tr>\n</tbody></table>\n\n</body></html>","unsubscribe":null}','moderation:1:owner@example.org','sent',1,1796047818,NULL,'written to m3.0.uHFSEmH6w6YVC0lDaulVUw@example.org.eml',1796047818,1796047818);
INSERT INTO "outbox" VALUES(4,'moderation',0,'owner@example.org',NULL,NULL,NULL,'{"subject":"[인공지능 읽기] 링크 님의 댓글이 검토를 기다립니다","text":"링크 님의 댓글이 검토를 기다립니다\n\n글: 인공지능 읽기의 글\nhttps://letters.example.org/comments?thread=https%3A%2F%2Fblog.example.org%2F1\n\n작성자: 링크 <spam@example.com>\n보류한 이유: 첫 댓글이거나 본인 확인이 되지 않은 분입니다, 링크가 2개입니다 (+2)\n\n----------------------------------------\nhttps://a.example https://b.example\n----------------------------------------\n\n검토하러 가기:\nhttps://letters.example.org/admin/comments?comment=2#comment-2\n\n이 알림은 한 시간에 10통까지만 보내 드립니다. 더 기다리는 댓글이 있을 수 있습니다.\n\n인공지능 읽기\nhttps://blog.example.org/","html":"<!DOCTYPE html><html lang=\"ko\" style=\"color-scheme: light dark;supported-color-schemes: light dark;\"><head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n<title>링크 님의 댓글이 검토를 기다립니다</title>\n\n<style data-css-inline=\"keep\">\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 620px) {\n  .around { padding: 0 !important; }\n  .head { padding: 22px 22px 0 !important; }\n  .body { padding: 16px 22px 28px !important; }\n  .tail { padding: 20px 22px 28px !important; }\n  .title { font-size: 23px !important; line-height: 32px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .ground { background-color: #131716 !important; }\n  .sheet { background-color: #1a1f1d !important; border-top-color: #7fcbb0 !important; }\n  .title, .text, .post-title, .post-title a, .quote, .written, .written p, .written li, .written th, .written td, .written h2, .written h3, .written h4 { color: #e3e9e6 !important; }\n  .lead, .fine, .sum, .date, .url, .foot, .foot a { color: #a2ada8 !important; }\n  .site, .topic, .date a, .url a, .fine a, .quote a, .written a { color: #7fcbb0 !important; }\n  .written blockquote p { color: #a2ada8 !important; }\n  .written pre { background-color: #202624 !important; }\n  .tail, .rule, .written hr, .written th, .written td { border-color: #2d3431 !important; }\n  .button td { background-color: #7fcbb0 !important; }\n  .button a { color: #0b1a15 !important; }\n  .quote, .written blockquote { border-left-color: #3c5a4e !important; }\n  .preheader { color: #131716 !important; }\n}\n</style>\n</head>\n<body class=\"ground\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;padding: 0;width: 100%;-webkit-text-size-adjust: 100%;background-color: #f1f4f2;\">\n<div class=\"preheader\" style=\"display: none;font-size: 1px;line-height: 1px;max-height: 0;max-width: 0;opacity: 0;overflow: hidden;mso-hide: all;color: #f1f4f2;\">첫 댓글이거나 본인 확인이 되지 않은 분입니다, 링크가 2개입니다 (+2)</div>\n<table class=\"wide ground\" border=\"0\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;background-color: #f1f4f2;width: 100%;\">\n<tbody><tr><td class=\"around\" align=\"center\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 32px 12px;\">\n<table class=\"sheet\" border=\"0\" role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;width: 100%;max-width: 600px;background-color: #ffffff;border-top: 3px solid #1c6350;\">\n<tbody><tr><td class=\"head\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 26px 40px 0;text-align: left;\"><a class=\"site\" href=\"https://blog.example.org/\" style=\"font-size: 15px;line-height: 24px;font-weight: 700;color: #1c6350;text-decoration: none;\">인공지능 읽기</a></td></tr>\n<tr><td class=\"body\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 20px 40px 36px;text-align: left;\">\n\n<h1 class=\"title\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 20px;font-size: 25px;line-height: 34px;font-weight: 700;letter-spacing: -0.5px;color: #1b211f;\">링크 님의 댓글이 검토를 기다립니다</h1>\n<p class=\"fine\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 10px;font-size: 14px;line-height: 23px;color: #55605b;\">글: <a href=\"https://letters.example.org/comments?thread=https%3A%2F%2Fblog.example.org%2F1\" style=\"color: #1c6350;text-decoration: underline;\">인공지능 읽기의 글</a><br>\n작성자: 링크 &lt;spam@example.com&gt;<br>\n보류한 이유: 첫 댓글이거나 본인 확인이 되지 않은 분입니다, 링크가 2개입니다 (+2)</p>\n<div class=\"quote\" style=\"margin: 0 0 24px;padding: 2px 0 2px 16px;border-left: 2px solid #b9d3c8;font-size: 16px;line-height: 27px;color: #1b211f;\"><p style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 12px;\"><a href=\"https://a.example\" target=\"_top\" rel=\"nofollow ugc noopener\" style=\"color: #1c6350;text-decoration: underline;\">https://a.example</a> <a href=\"https://b.example\" target=\"_top\" rel=\"nofollow ugc noopener\" style=\"color: #1c6350;text-decoration: underline;\">https://b.example</a></p>\n</div>\n<table class=\"button\" border=\"0\" role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;margin: 8px 0 24px;\"><tbody><tr><td style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;background-color: #1c6350;border-radius: 6px;\"><a href=\"https://letters.example.org/admin/comments?comment=2#comment-2\" style=\"display: inline-block;padding: 13px 26px;font-size: 16px;line-height: 22px;font-weight: 700;color: #ffffff;text-decoration: none;\">검토하러 가기</a></td></tr></tbody></table>\n\n</td></tr>\n<tr><td class=\"tail\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 22px 40px 30px;text-align: left;border-top: 1px solid #dde3df;\">\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">이 알림은 한 시간에 10통까지만 보내 드립니다. 더 기다리는 댓글이 있을 수 있습니다.</p>\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">인공지능 읽기</p>\n</td></tr>\n</tbody></table>\n</td></tr>\n</tbody></table>\n\n</body></html>","unsubscribe":null}','moderation:2:owner@example.org','sent',1,1796047818,NULL,'written to m4.0.I_5Faw8dG0vZbfKsOfRd4A@example.org.eml',1796047818,1796047818);
INSERT INTO "outbox" VALUES(5,'campaign',1,'minsu@example.net','김민수',1,1,NULL,NULL,'sent',1,1796047818,NULL,'written to m5.0.2v1R9-LwNR0TEDRWtLYyiA@example.org.eml',1796047818,1796047818);
INSERT INTO "outbox" VALUES(6,'campaign',1,'sora@example.com','한소라',2,1,NULL,NULL,'sent',1,1796047818,NULL,'written to m6.0.fyg5tz5op15oT2qmaaMRug@example.org.eml',1796047818,1796047818);
INSERT INTO "outbox" VALUES(7,'digest',1,'sora@example.com','한소라',2,2,NULL,'digest:2:2','sent',1,1796047818,NULL,'written to m7.0.2dl3dWyCuJN15MsXRxsjoQ@example.org.eml',1796047818,1796047818);
INSERT INTO "outbox" VALUES(8,'confirmation',0,'late@example.com',NULL,3,NULL,'{"subject":"Please confirm your subscription to 인공지능 읽기","text":"Please confirm your subscription\n\nOn November 30, 2026 23:10 someone, most likely you, asked to subscribe late@example.com to 인공지능 읽기.\n\nOnce you confirm, a summary of new posts comes every Monday morning.\n\nOpen this address and press “Confirm subscription”:\nhttps://letters.example.org/subscriptions/X2Obv0C6Ow4MeHJv_JIjpCe88VPyNNbExiY0GeXasrc\n\nThe link is valid for 7 days.\nIf you did not ask for this, ignore this mail: without your confirmation nothing is sent.\n\n-- \n인공지능 읽기\nhttps://blog.example.org/","html":"<!DOCTYPE html><html lang=\"en\" style=\"color-scheme: light dark;supported-color-schemes: light dark;\"><head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n<title>Please confirm your subscription to 인공지능 읽기</title>\n\n<style data-css-inline=\"keep\">\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 620px) {\n  .around { padding: 0 !important; }\n  .head { padding: 22px 22px 0 !important; }\n  .body { padding: 16px 22px 28px !important; }\n  .tail { padding: 20px 22px 28px !important; }\n  .title { font-size: 23px !important; line-height: 32px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .ground { background-color: #131716 !important; }\n  .sheet { background-color: #1a1f1d !important; border-top-color: #7fcbb0 !important; }\n  .title, .text, .post-title, .post-title a, .quote, .written, .written p, .written li, .written th, .written td, .written h2, .written h3, .written h4 { color: #e3e9e6 !important; }\n  .lead, .fine, .sum, .date, .url, .foot, .foot a { color: #a2ada8 !important; }\n  .site, .topic, .date a, .url a, .fine a, .quote a, .written a { color: #7fcbb0 !important; }\n  .written blockquote p { color: #a2ada8 !important; }\n  .written pre { background-color: #202624 !important; }\n  .tail, .rule, .written hr, .written th, .written td { border-color: #2d3431 !important; }\n  .button td { background-color: #7fcbb0 !important; }\n  .button a { color: #0b1a15 !important; }\n  .quote, .written blockquote { border-left-color: #3c5a4e !important; }\n  .preheader { color: #131716 !important; }\n}\n</style>\n</head>\n<body class=\"ground\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0;padding: 0;width: 100%;-webkit-text-size-adjust: 100%;background-color: #f1f4f2;\">\n<div class=\"preheader\" style=\"display: none;font-size: 1px;line-height: 1px;max-height: 0;max-width: 0;opacity: 0;overflow: hidden;mso-hide: all;color: #f1f4f2;\">Your subscription starts when you press the button.</div>\n<table class=\"wide ground\" border=\"0\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;background-color: #f1f4f2;width: 100%;\">\n<tbody><tr><td class=\"around\" align=\"center\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 32px 12px;\">\n<table class=\"sheet\" border=\"0\" role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;width: 100%;max-width: 600px;background-color: #ffffff;border-top: 3px solid #1c6350;\">\n<tbody><tr><td class=\"head\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 26px 40px 0;text-align: left;\"><a class=\"site\" href=\"https://blog.example.org/\" style=\"font-size: 15px;line-height: 24px;font-weight: 700;color: #1c6350;text-decoration: none;\">인공지능 읽기</a></td></tr>\n<tr><td class=\"body\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 20px 40px 36px;text-align: left;\">\n\n<h1 class=\"title\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 20px;font-size: 25px;line-height: 34px;font-weight: 700;letter-spacing: -0.5px;color: #1b211f;\">Please confirm your subscription</h1>\n<p class=\"text\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 16px;font-size: 16px;line-height: 27px;color: #1b211f;\">On November 30, 2026 23:10 someone, most likely you, asked to subscribe late@example.com to 인공지능 읽기.</p>\n<p class=\"text\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 16px;font-size: 16px;line-height: 27px;color: #1b211f;\">Once you confirm, a summary of new posts comes every Monday morning.</p>\n<table class=\"button\" border=\"0\" role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse: collapse;margin: 8px 0 24px;\"><tbody><tr><td style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;background-color: #1c6350;border-radius: 6px;\"><a href=\"https://letters.example.org/subscriptions/X2Obv0C6Ow4MeHJv_JIjpCe88VPyNNbExiY0GeXasrc\" style=\"display: inline-block;padding: 13px 26px;font-size: 16px;line-height: 22px;font-weight: 700;color: #ffffff;text-decoration: none;\">Confirm subscription</a></td></tr></tbody></table>\n<p class=\"fine\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 10px;font-size: 14px;line-height: 23px;color: #55605b;\">If the button does not work, copy this address into your browser.</p>\n<p class=\"url\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;overflow-wrap: anywhere;word-break: break-all;margin: 0 0 20px;font-size: 13px;line-height: 21px;color: #55605b;\"><a href=\"https://letters.example.org/subscriptions/X2Obv0C6Ow4MeHJv_JIjpCe88VPyNNbExiY0GeXasrc\" style=\"color: #1c6350;word-break: break-all;\">https://letters.example.org/subscriptions/X2Obv0C6Ow4MeHJv_JIjpCe88VPyNNbExiY0GeXasrc</a></p>\n<p class=\"fine\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 10px;font-size: 14px;line-height: 23px;color: #55605b;\">The link is valid for 7 days. If you did not ask for this, ignore this mail: without your confirmation nothing is sent.</p>\n\n</td></tr>\n<tr><td class=\"tail\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;padding: 22px 40px 30px;text-align: left;border-top: 1px solid #dde3df;\">\n\n<p class=\"foot\" style=\"font-family: Pretendard, ''Apple SD Gothic Neo'', ''Noto Sans KR'', ''Noto Sans CJK KR'', ''Malgun Gothic'', ''Segoe UI'', Helvetica, Arial, sans-serif;word-break: keep-all;overflow-wrap: anywhere;margin: 0 0 8px;font-size: 13px;line-height: 21px;color: #55605b;\">인공지능 읽기</p>\n</td></tr>\n</tbody></table>\n</td></tr>\n</tbody></table>\n\n</body></html>","unsubscribe":null}',NULL,'deferred',1,1796047884,NULL,'the relay 127.0.0.1:33545 cannot be reached: Connection refused (os error 111)',1796047819,NULL);
CREATE TABLE outbox_counts (
    edition_id INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    shard      INTEGER NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, state, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO "outbox_counts" VALUES(0,'deferred',0,1);
INSERT INTO "outbox_counts" VALUES(0,'queued',0,0);
INSERT INTO "outbox_counts" VALUES(0,'sent',0,4);
INSERT INTO "outbox_counts" VALUES(1,'queued',0,0);
INSERT INTO "outbox_counts" VALUES(1,'sent',0,2);
INSERT INTO "outbox_counts" VALUES(2,'queued',0,0);
INSERT INTO "outbox_counts" VALUES(2,'sent',0,1);
CREATE TABLE outbox_pruned (
    edition_id INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE post_aliases (
    -- As in posts.url_key.
    key     TEXT    PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE post_numbers (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    newest INTEGER NOT NULL
) STRICT;
INSERT INTO "post_numbers" VALUES(1,1);
CREATE TABLE post_topics (
    post_id  INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    topic_id INTEGER NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    PRIMARY KEY (post_id, topic_id)
) STRICT;
INSERT INTO "post_topics" VALUES(1,1);
INSERT INTO "post_topics" VALUES(2,1);
CREATE TABLE posts (
    id           INTEGER PRIMARY KEY,
    feed_id      INTEGER NOT NULL REFERENCES feeds (id),
    guid         TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    -- The address without what may differ between two spellings of it; NULL when other posts have it too.
    url_key      TEXT,
    title        TEXT    NOT NULL,
    author       TEXT,
    -- The clean text: the feed's, or the page's once that was read.
    text         TEXT    NOT NULL,
    -- The author's own summary.
    excerpt      TEXT,
    -- Of title and text as the feed carried them last.
    fingerprint  TEXT    NOT NULL,
    -- The feed carries a beginning only, and the page was not read yet.
    wants_page   INTEGER NOT NULL CHECK (wants_page IN (0, 1)),
    -- New or edited: it waits to be summarised.
    is_unread    INTEGER NOT NULL CHECK (is_unread IN (0, 1)),
    summary      TEXT    NOT NULL DEFAULT '',
    summary_by   TEXT    CHECK (summary_by IN ('author', 'model', 'extract', 'beginning')),
    published_at INTEGER,
    arrived_at   INTEGER NOT NULL,
    -- The author's date, else the arrival; never in the future.
    dated_at     INTEGER NOT NULL,
    ready_at     INTEGER,
    -- False for the archive.
    mailable     INTEGER NOT NULL CHECK (mailable IN (0, 1)),
    -- Given when a mailable post is ready, in the order of commits: "after number n" never skips one.
    number       INTEGER UNIQUE,
    -- Fingerprints of the text alone and of the whole entry, as the feed carried them last.
    words        TEXT,
    carried      TEXT,
    -- A post behind a password has no text here and is never mailed.
    is_protected INTEGER NOT NULL DEFAULT 0 CHECK (is_protected IN (0, 1)),
    -- Its page or WordPress's REST API asked for the password: the feed's text alone does not open it.
    is_locked    INTEGER NOT NULL DEFAULT 0 CHECK (is_locked IN (0, 1)),
    -- When the owner withheld it.
    held_at      INTEGER,
    -- When a digest first showed it since it got its number.
    mailed_at    INTEGER,
    -- When its author changed it last, counted from the first change that was not read yet; NULL where that is not known.
    corrected_at INTEGER,
    UNIQUE (feed_id, guid)
) STRICT;
INSERT INTO "posts" VALUES(1,1,'https://blog.example.org/0','https://blog.example.org/0','blog.example.org/0','글 0',NULL,'0번째 글입니다. 멈추지 않는 발송을 시험합니다.',NULL,'b628eca95ffd13a046cf6cc45befc351b9442c1e4aa620cefbacb933403f88d6',0,0,'0번째 글입니다. 멈추지 않는 발송을 시험합니다.','extract',NULL,1796047818,1796047818,1796047818,0,NULL,'67e5e9a2bcc159626c139d860c61c5c3817a28dbb641a88bdabdc37887d6a97d','a13ab73c4b1a820f80b30db0718c54d3ba7a20203ceb9b236d39f4d54398c2c6',0,0,NULL,NULL,NULL);
INSERT INTO "posts" VALUES(2,1,'https://blog.example.org/1','https://blog.example.org/1','blog.example.org/1','글 1',NULL,'1번째 글입니다. 멈추지 않는 발송을 시험합니다.',NULL,'50141f08514b5d343f45bd1130ae5301659a6bc85527c0059a458dc6396cf4aa',0,0,'1번째 글입니다. 멈추지 않는 발송을 시험합니다.','extract',NULL,1796047818,1796047818,1796047818,1,1,'4fc74931fdbb0ed1ac720c0b50cd177f216479ac96c250a2a864ecdcc6864ad3','977abf795be5080bfa8752ada65f2d825af1f2e82b2a3079bd90bfe5117c60cc',0,0,NULL,1796047818,NULL);
CREATE TABLE rate_limits (
    bucket     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    window_end INTEGER NOT NULL,
    hits       INTEGER NOT NULL,
    PRIMARY KEY (bucket, key)
) STRICT;
INSERT INTO "rate_limits" VALUES('subscribers-api','12ca17b49af2289436f303e0166030a2',1796051418,2);
INSERT INTO "rate_limits" VALUES('mail-by-strangers','6cdd87af650434a0ee1aedbcc6411f38',1796134218,1);
INSERT INTO "rate_limits" VALUES('mail-to-domain','cba2494dd7be07dbfd68b9600ade20813d9bc532942712b13f9210e8fdd12923',1796048298,1);
INSERT INTO "rate_limits" VALUES('mail-to-all','',1796047824,1);
INSERT INTO "rate_limits" VALUES('threads-client','12ca17b49af2289436f303e0166030a2',1796051418,1);
INSERT INTO "rate_limits" VALUES('threads','e3b0c44298fc1c149afbf4c8996fb924',1796051418,1);
INSERT INTO "rate_limits" VALUES('page-titles','6b86b273ff34fce19d6b804eff5a3f57',1796134218,2);
INSERT INTO "rate_limits" VALUES('comments-twice','307c2ca4647400813cc28cbcf09a9dbc',1796047878,1);
INSERT INTO "rate_limits" VALUES('comments-api','12ca17b49af2289436f303e0166030a2',1796048418,2);
INSERT INTO "rate_limits" VALUES('comments-thread','5bb4278cb485da309a7315746c53c91e',1796051418,2);
INSERT INTO "rate_limits" VALUES('moderation-mails','9057178f1b2d7232db7d0fcdd9688b38',1796051418,2);
INSERT INTO "rate_limits" VALUES('comments-twice','39f32ea3bc7ca3bb8278a217abde1eb5',1796047878,1);
INSERT INTO "rate_limits" VALUES('mail-by-strangers','31e3539d5f90266c5581ac7799db86cc',1796134219,1);
CREATE TABLE reply_opt_outs (
    thread_id  INTEGER NOT NULL REFERENCES threads (id),
    email_key  TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (thread_id, email_key)
) STRICT;
CREATE TABLE schedules (
    name        TEXT    PRIMARY KEY NOT NULL,
    next_run_at INTEGER NOT NULL
) STRICT;
INSERT INTO "schedules" VALUES('reconcile-campaigns',1796047828);
INSERT INTO "schedules" VALUES('plan-digests',1796047878);
INSERT INTO "schedules" VALUES('recall-digests',1796134218);
INSERT INTO "schedules" VALUES('prune-editions',1796134218);
INSERT INTO "schedules" VALUES('poll-feeds',1796047878);
INSERT INTO "schedules" VALUES('forget-bounces',1796134218);
INSERT INTO "schedules" VALUES('recall-mails',1796047878);
INSERT INTO "schedules" VALUES('keep-up-database',1796134218);
INSERT INTO "schedules" VALUES('forget-pace',1796051418);
INSERT INTO "schedules" VALUES('forget-limits',1796051418);
INSERT INTO "schedules" VALUES('forget-sessions',1796134218);
INSERT INTO "schedules" VALUES('forget-unanswered',1796134218);
INSERT INTO "schedules" VALUES('forget-comment-ips',1796134218);
INSERT INTO "schedules" VALUES('forget-consent-ips',1796134218);
INSERT INTO "schedules" VALUES('prune-mails',1796134218);
INSERT INTO "schedules" VALUES('prune-audit',1796134218);
CREATE TABLE sending_leases (
    token      TEXT    PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE sessions (
    token_hash   TEXT    PRIMARY KEY NOT NULL,
    account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    ip           TEXT    NOT NULL,
    user_agent   TEXT    NOT NULL
) STRICT;
INSERT INTO "sessions" VALUES('d22b8790a08221f2b13ce875e8994f54f5c93567626f36cda9083fe51bf99df1',1,1796047818,1796047818,1798639818,'127.0.0.1','');
CREATE TABLE settings (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
INSERT INTO "settings" VALUES('security.secret','FSMRdvsohaYDEVYG3S_UwQm7swUEjXdv92TuH6tBz5HA');
INSERT INTO "settings" VALUES('comments.spelling.1','2026-11-30T14:10:18Z');
CREATE TABLE setup_tokens (
    token_hash TEXT    PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
ANALYZE "sqlite_master";
INSERT INTO "sqlite_stat1" VALUES('digest_planning',NULL,'1');
INSERT INTO "sqlite_stat1" VALUES('post_numbers',NULL,'1');
INSERT INTO "sqlite_stat1" VALUES('_sqlx_migrations','sqlite_autoindex__sqlx_migrations_1','12 1');
INSERT INTO "sqlite_stat1" VALUES('settings','sqlite_autoindex_settings_1','2 1');
INSERT INTO "sqlite_stat1" VALUES('audit_log','audit_log_of_account','1 1');
INSERT INTO "sqlite_stat1" VALUES('accounts','sqlite_autoindex_accounts_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('topics','sqlite_autoindex_topics_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('feeds','feeds_due','1 1');
INSERT INTO "sqlite_stat1" VALUES('feeds','sqlite_autoindex_feeds_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('post_topics','post_topics_by_topic','1 1');
INSERT INTO "sqlite_stat1" VALUES('post_topics','sqlite_autoindex_post_topics_1','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('posts','posts_in_correction','0 0');
INSERT INTO "sqlite_stat1" VALUES('posts','posts_by_title','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('posts','posts_by_time','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('posts','posts_unread','0 0');
INSERT INTO "sqlite_stat1" VALUES('posts','posts_by_fingerprint','1 1');
INSERT INTO "sqlite_stat1" VALUES('posts','posts_by_url','1 1');
INSERT INTO "sqlite_stat1" VALUES('posts','sqlite_autoindex_posts_2','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('posts','sqlite_autoindex_posts_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('consents','consents_with_ip','0 0');
INSERT INTO "sqlite_stat1" VALUES('consents','consents_of_subscriber','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('subscriber_topics','subscriber_topics_by_topic','1 1');
INSERT INTO "sqlite_stat1" VALUES('subscriber_topics','sqlite_autoindex_subscriber_topics_1','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('subscribers','subscribers_searched','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('subscribers','subscribers_due_at','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('subscribers','subscribers_due_each_post','0 0');
INSERT INTO "sqlite_stat1" VALUES('subscribers','subscribers_by_state','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('subscribers','sqlite_autoindex_subscribers_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('departures','sqlite_autoindex_departures_1','2 1');
INSERT INTO "sqlite_stat1" VALUES('subscriber_counts','subscriber_counts','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('rate_limits','rate_limits_by_end','4 1');
INSERT INTO "sqlite_stat1" VALUES('rate_limits','sqlite_autoindex_rate_limits_1','4 1 1');
INSERT INTO "sqlite_stat1" VALUES('sending_leases','sqlite_autoindex_sending_leases_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('outbox_counts','outbox_counts','2 2 1 1');
INSERT INTO "sqlite_stat1" VALUES('schedules','sqlite_autoindex_schedules_1','16 1');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_own_by_recipient','1 1');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_unsettled_of_edition','0 0 0 0');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_unsettled','0 0 0');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_of_subscriber','1 1');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_leased','0 0');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_due_of_edition','0 0 0 0');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_due_alone','0 0 0');
INSERT INTO "sqlite_stat1" VALUES('outbox','outbox_once','0 0');
INSERT INTO "sqlite_stat1" VALUES('confirmations','confirmations_by_expiry','1 1');
INSERT INTO "sqlite_stat1" VALUES('confirmations','confirmations_of_subscriber','1 1');
INSERT INTO "sqlite_stat1" VALUES('confirmations','sqlite_autoindex_confirmations_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('campaigns','sqlite_autoindex_campaigns_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('comment_counts','comment_counts','2 1 1');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_by_browser','0 0 0');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_with_ip','2 2');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_by_text','2 1 1');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_by_author','2 1 1');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_by_status','2 1 1');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_approved','1 1 1 1');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_under_root','0 0 0 0');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_of_first_level','2 2 2 1');
INSERT INTO "sqlite_stat1" VALUES('comments','comments_of_thread','2 2');
INSERT INTO "sqlite_stat1" VALUES('threads','sqlite_autoindex_threads_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('editions','sqlite_autoindex_editions_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('sessions','sessions_by_end','1 1');
INSERT INTO "sqlite_stat1" VALUES('sessions','sessions_of_account','1 1');
INSERT INTO "sqlite_stat1" VALUES('sessions','sqlite_autoindex_sessions_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('edition_posts','sqlite_autoindex_edition_posts_1','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('digest_editions','digest_editions_by_end','1 1');
INSERT INTO "sqlite_stat1" VALUES('digest_editions','sqlite_autoindex_digest_editions_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('edition_send_rates','edition_send_rates','1 1 1 1');
INSERT INTO "sqlite_stat1" VALUES('suppressions','sqlite_autoindex_suppressions_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('bounces','bounces_by_time','1 1');
INSERT INTO "sqlite_stat1" VALUES('bounces','bounces_of_subscriber','1 1');
INSERT INTO "sqlite_stat1" VALUES('bounces','bounces_of_address','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('bounces','sqlite_autoindex_bounces_1','1 1');
CREATE TABLE subscriber_counts (
    state       TEXT    NOT NULL,
    shard       INTEGER NOT NULL,
    subscribers INTEGER NOT NULL,
    PRIMARY KEY (state, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO "subscriber_counts" VALUES('bounced',0,1);
INSERT INTO "subscriber_counts" VALUES('confirmed',0,1);
INSERT INTO "subscriber_counts" VALUES('pending',0,1);
CREATE TABLE subscriber_topics (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    topic_id      INTEGER NOT NULL REFERENCES topics (id),
    PRIMARY KEY (subscriber_id, topic_id)
) STRICT;
INSERT INTO "subscriber_topics" VALUES(1,1);
CREATE TABLE subscribers (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    email          TEXT    NOT NULL,
    -- What tells two addresses apart.
    email_key      TEXT    NOT NULL UNIQUE,
    name           TEXT,
    -- Address and name in lower case: the engines fold case differently, so the program does it.
    search_text    TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('pending', 'confirmed', 'unsubscribed', 'bounced', 'complained', 'suppressed')),
    locale         TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    cadence        TEXT    NOT NULL CHECK (cadence IN ('each_post', 'daily', 'weekly', 'monthly')),
    delivery_hour  INTEGER NOT NULL DEFAULT 7 CHECK (delivery_hour BETWEEN 0 AND 23),
    time_zone      TEXT    NOT NULL,
    -- The number of the last post that was considered for this subscriber.
    digest_window  INTEGER NOT NULL DEFAULT 0,
    -- NULL: to be computed.
    next_digest_at INTEGER,
    created_at     INTEGER NOT NULL,
    confirmed_at   INTEGER,
    left_at        INTEGER,
    CHECK (state <> 'confirmed' OR confirmed_at IS NOT NULL)
) STRICT;
INSERT INTO "subscribers" VALUES(1,'minsu@example.net','minsu@example.net','김민수','minsu@example.net 김민수','bounced','ko','weekly',7,'Asia/Seoul',0,NULL,1796047818,1796047818,NULL);
INSERT INTO "subscribers" VALUES(2,'sora@example.com','sora@example.com','한소라','sora@example.com 한소라','confirmed','ko','each_post',7,'Asia/Seoul',1,NULL,1796047818,1796047818,NULL);
INSERT INTO "subscribers" VALUES(3,'late@example.com','late@example.com',NULL,'late@example.com','pending','en','weekly',7,'Asia/Seoul',0,NULL,1796047819,NULL,NULL);
CREATE TABLE suppressions (
    address_hash TEXT   PRIMARY KEY NOT NULL,
    reason       TEXT   NOT NULL CHECK (reason IN ('bounced', 'complained', 'owner')),
    created_at   INTEGER NOT NULL
) STRICT;
INSERT INTO "suppressions" VALUES('c85184d22c2b86a17357bdf30fa843e2291b534f74b000b5b951eccfa7901bb2','bounced',1796047818);
CREATE TABLE threads (
    id         INTEGER PRIMARY KEY,
    -- The page's canonical address, or an id of the site's choice.
    key        TEXT    NOT NULL UNIQUE,
    title      TEXT    NOT NULL,
    url        TEXT,
    -- Approved comments, kept with each decision so that counting 10,000 is never needed.
    approved   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO "threads" VALUES(1,'https://blog.example.org/1','','https://blog.example.org/1',1,1796047818);
CREATE TABLE topics (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    -- Shown on the sign-up page.
    offered    INTEGER NOT NULL CHECK (offered IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO "topics" VALUES(1,'연구','연구',0,1796047818);
CREATE INDEX rate_limits_by_end ON rate_limits (window_end);
CREATE UNIQUE INDEX jobs_open ON jobs (kind, subject) WHERE state = 'waiting';
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE state = 'leased';
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX audit_log_of_account ON audit_log (account_id);
CREATE UNIQUE INDEX outbox_once ON outbox (dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX outbox_due_alone ON outbox (due_at, id) WHERE NOT bulk AND state IN ('queued', 'deferred');
CREATE INDEX outbox_due_of_edition ON outbox (edition_id, due_at, id) WHERE bulk AND state IN ('queued', 'deferred');
CREATE INDEX outbox_leased ON outbox (lease_token) WHERE state = 'leased';
CREATE INDEX outbox_of_subscriber ON outbox (subscriber_id);
CREATE INDEX outbox_unsettled ON outbox (state, id) WHERE state IN ('deferred', 'failed', 'unknown', 'dropped');
CREATE INDEX outbox_unsettled_of_edition ON outbox (edition_id, state, id) WHERE bulk AND state IN ('failed', 'unknown');
CREATE INDEX outbox_own_by_recipient ON outbox (lower(recipient)) WHERE NOT bulk;
CREATE TRIGGER outbox_count_added AFTER INSERT ON outbox BEGIN
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(NEW.edition_id, 0), CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END, 0, 1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails + 1;
END;
CREATE TRIGGER outbox_count_moved AFTER UPDATE OF state ON outbox
WHEN CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END
  <> CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END
BEGIN
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(NEW.edition_id, 0), CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END, 0, 1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails + 1;
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(OLD.edition_id, 0), CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END, 0, -1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails - 1;
END;
CREATE TRIGGER outbox_count_removed AFTER DELETE ON outbox BEGIN
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(OLD.edition_id, 0), CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END, 0, -1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails - 1;
END;
CREATE INDEX subscribers_by_state ON subscribers (state, id);
CREATE INDEX subscribers_due_each_post ON subscribers (digest_window) WHERE state = 'confirmed' AND cadence = 'each_post';
CREATE INDEX subscribers_due_at ON subscribers (cadence, next_digest_at) WHERE state = 'confirmed' AND cadence <> 'each_post';
CREATE INDEX subscribers_searched ON subscribers (id, search_text);
CREATE INDEX subscriber_topics_by_topic ON subscriber_topics (topic_id);
CREATE INDEX consents_of_subscriber ON consents (subscriber_id, id);
CREATE INDEX confirmations_of_subscriber ON confirmations (subscriber_id);
CREATE INDEX confirmations_by_expiry ON confirmations (expires_at);
CREATE INDEX consents_with_ip ON consents (at) WHERE ip IS NOT NULL;
CREATE TRIGGER subscriber_count_added AFTER INSERT ON subscribers BEGIN
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (NEW.state, 0, 1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers + 1;
END;
CREATE TRIGGER subscriber_count_moved AFTER UPDATE OF state ON subscribers WHEN OLD.state <> NEW.state BEGIN
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (NEW.state, 0, 1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers + 1;
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (OLD.state, 0, -1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers - 1;
END;
CREATE TRIGGER subscriber_count_removed AFTER DELETE ON subscribers BEGIN
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (OLD.state, 0, -1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers - 1;
END;
CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE removed_at IS NULL;
CREATE INDEX posts_by_url ON posts (url_key);
CREATE INDEX posts_by_fingerprint ON posts (fingerprint);
CREATE INDEX posts_unread ON posts (feed_id) WHERE is_unread = 1;
CREATE INDEX posts_by_time ON posts (dated_at, id);
CREATE INDEX posts_by_title ON posts (title, published_at);
CREATE INDEX posts_in_correction ON posts (number) WHERE is_unread AND mailed_at IS NULL AND number IS NOT NULL;
CREATE INDEX post_aliases_by_post ON post_aliases (post_id);
CREATE INDEX post_topics_by_topic ON post_topics (topic_id);
CREATE INDEX comments_of_thread ON comments (thread_id);
CREATE INDEX comments_of_first_level ON comments (thread_id, created_at, id) WHERE parent_id IS NULL;
CREATE INDEX comments_under_root ON comments (root_id, created_at, id) WHERE root_id IS NOT NULL;
CREATE INDEX comments_approved ON comments (thread_id, created_at, id) WHERE status = 'approved';
CREATE INDEX comments_by_status ON comments (status, id);
CREATE INDEX comments_by_author ON comments (email_key, status);
CREATE INDEX comments_by_text ON comments (text_hash, created_at);
CREATE INDEX comments_with_ip ON comments (created_at) WHERE ip IS NOT NULL;
CREATE INDEX comments_by_browser ON comments (browser, status) WHERE browser IS NOT NULL;
CREATE TRIGGER comment_count_added AFTER INSERT ON comments BEGIN
    INSERT INTO comment_counts (status, shard, comments) VALUES (NEW.status, 0, 1)
    ON CONFLICT (status, shard) DO UPDATE SET comments = comments + 1;
END;
CREATE TRIGGER comment_count_moved AFTER UPDATE OF status ON comments WHEN OLD.status <> NEW.status BEGIN
    INSERT INTO comment_counts (status, shard, comments) VALUES (NEW.status, 0, 1)
    ON CONFLICT (status, shard) DO UPDATE SET comments = comments + 1;
    INSERT INTO comment_counts (status, shard, comments) VALUES (OLD.status, 0, -1)
    ON CONFLICT (status, shard) DO UPDATE SET comments = comments - 1;
END;
CREATE TRIGGER comment_count_removed AFTER DELETE ON comments BEGIN
    INSERT INTO comment_counts (status, shard, comments) VALUES (OLD.status, 0, -1)
    ON CONFLICT (status, shard) DO UPDATE SET comments = comments - 1;
END;
CREATE INDEX digest_editions_by_end ON digest_editions (newest_number);
CREATE INDEX bounces_of_address ON bounces (address_hash, created_at);
CREATE INDEX bounces_of_subscriber ON bounces (subscriber_id);
CREATE INDEX bounces_by_time ON bounces (created_at);
CREATE INDEX hook_calls_by_time ON hook_calls (created_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('subscribers',3);
INSERT INTO "sqlite_sequence" VALUES('outbox',8);
INSERT INTO "sqlite_sequence" VALUES('campaigns',1);
COMMIT;
