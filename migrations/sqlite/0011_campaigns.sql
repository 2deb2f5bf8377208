-- Campaigns: mails that the owner writes. A campaign becomes an edition when it starts, and its mails are the edition's.

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

-- The topics of a campaign: subscribers of one of them get it; without a row everybody does.
CREATE TABLE campaign_topics (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
    topic_id    INTEGER NOT NULL REFERENCES topics (id),
    PRIMARY KEY (campaign_id, topic_id)
) STRICT;
