-- Feeds and the posts they bring.

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

CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE removed_at IS NULL;

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

CREATE INDEX posts_by_url ON posts (url_key);
CREATE INDEX posts_by_fingerprint ON posts (fingerprint);
CREATE INDEX posts_unread ON posts (feed_id) WHERE is_unread = 1;
CREATE INDEX posts_by_time ON posts (dated_at, id);
CREATE INDEX posts_by_title ON posts (title, published_at);
CREATE INDEX posts_in_correction ON posts (number) WHERE is_unread AND mailed_at IS NULL AND number IS NOT NULL;

-- Other addresses of a post's page that its own site names, such as WordPress's `?p=31`: comments there are the post's.
CREATE TABLE post_aliases (
    -- As in posts.url_key.
    key     TEXT    PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX post_aliases_by_post ON post_aliases (post_id);

CREATE TABLE post_topics (
    post_id  INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    topic_id INTEGER NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
    PRIMARY KEY (post_id, topic_id)
) STRICT;

CREATE INDEX post_topics_by_topic ON post_topics (topic_id);

-- One row. A transaction that takes a number locks it until its commit, so numbers are committed in their order.
CREATE TABLE post_numbers (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    newest INTEGER NOT NULL
) STRICT;

INSERT INTO post_numbers (id, newest) VALUES (1, 0);
