-- How a comment's author is known beyond a typed name and address; null for a guest.
ALTER TABLE comments ADD COLUMN author_mark TEXT CHECK (author_mark IN ('verified', 'team', 'site'));
-- The colour of the avatar, from a keyed hash of the writer; null for comments from before: those take it from the name.
ALTER TABLE comments ADD COLUMN avatar_colour INTEGER;

-- Readers see both, so their change is one of the thread.
CREATE TRIGGER thread_version_marked AFTER UPDATE OF author_mark, avatar_colour ON comments
WHEN NEW.status = 'approved' AND (OLD.author_mark IS NOT NEW.author_mark OR OLD.avatar_colour IS NOT NEW.avatar_colour) BEGIN
    UPDATE threads SET version = version + 1 WHERE id = NEW.thread_id;
END;

-- The reader claimed the address: only browsers that proved it comment under it.
ALTER TABLE comment_address_proofs ADD COLUMN claimed_at INTEGER;

-- Mailed links by which readers claim an address, and the codes that lead from there back to a page of the site.
CREATE TABLE comment_author_links (
    id           INTEGER PRIMARY KEY,
    email        TEXT    NOT NULL,
    email_key    TEXT    NOT NULL,
    locale       TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    thread_key   TEXT    NOT NULL,
    -- The page of the site that asked.
    return_to    TEXT,
    ends_at      INTEGER NOT NULL,
    -- The hash of the link's secret; null until it is mailed.
    token        TEXT    UNIQUE,
    -- The browser that pressed the button; for any other the link is spent.
    browser      TEXT,
    -- The hash of the code; null before the button, and after the code's use.
    code         TEXT    UNIQUE,
    code_ends_at INTEGER
) STRICT;

CREATE INDEX comment_author_links_of_address ON comment_author_links (email_key);
CREATE INDEX comment_author_links_by_end ON comment_author_links (ends_at);

-- Browsers of users whom the site signed in, for an hour.
CREATE TABLE comment_site_users (
    browser   TEXT    NOT NULL PRIMARY KEY,
    -- The site's own id of the user.
    site_id   TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    email_key TEXT    NOT NULL,
    ends_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX comment_site_users_of_address ON comment_site_users (email_key);
CREATE INDEX comment_site_users_by_end ON comment_site_users (ends_at);
