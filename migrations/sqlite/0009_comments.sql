-- Threads, comments, and the authors who ended their reply notices.

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

CREATE INDEX comments_of_thread ON comments (thread_id);
CREATE INDEX comments_of_first_level ON comments (thread_id, created_at, id) WHERE parent_id IS NULL;
CREATE INDEX comments_under_root ON comments (root_id, created_at, id) WHERE root_id IS NOT NULL;
CREATE INDEX comments_approved ON comments (thread_id, created_at, id) WHERE status = 'approved';
CREATE INDEX comments_by_status ON comments (status, id);
CREATE INDEX comments_by_author ON comments (email_key, status);
CREATE INDEX comments_by_text ON comments (text_hash, created_at);
CREATE INDEX comments_with_ip ON comments (created_at) WHERE ip IS NOT NULL;
CREATE INDEX comments_by_browser ON comments (browser, status) WHERE browser IS NOT NULL;

CREATE TABLE reply_opt_outs (
    thread_id  INTEGER NOT NULL REFERENCES threads (id),
    email_key  TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (thread_id, email_key)
) STRICT;

-- Addresses whose reader pressed the button behind a mailed link, with the browser that wrote: they get reply notices.
CREATE TABLE comment_address_proofs (
    email_key  TEXT NOT NULL,
    browser    TEXT NOT NULL,
    proved_at  INTEGER NOT NULL,
    -- The reader confirmed the comment in another browser: its comments get reply notices and no trust.
    is_vouched INTEGER NOT NULL DEFAULT 0 CHECK (is_vouched IN (0, 1)),
    PRIMARY KEY (email_key, browser)
) STRICT;

-- The number of comments in each status, kept by the triggers below.
-- A backup of PostgreSQL brings rows of other shards, so only the sum over the shards counts.
CREATE TABLE comment_counts (
    status   TEXT    NOT NULL,
    shard    INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    PRIMARY KEY (status, shard)
) STRICT, WITHOUT ROWID;

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
