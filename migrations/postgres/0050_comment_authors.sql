-- Who wrote a comment is proved by a cookie or by a mailed link, and what a stranger's page calls itself waits for a moderator.

-- The hash of the secret in the cookie of the browser that wrote it; NULL for older comments.
ALTER TABLE comments ADD COLUMN browser TEXT;
-- What the page was called and where it was, by the author's word; the thread takes both over when the comment is approved.
ALTER TABLE comments ADD COLUMN page_title TEXT;
ALTER TABLE comments ADD COLUMN page_url TEXT;

CREATE INDEX comments_by_browser ON comments (browser, status) WHERE browser IS NOT NULL;

-- Addresses whose reader opened a mailed link and pressed its button, with the browser that did: these get reply notices.
CREATE TABLE comment_address_proofs (
    email_key TEXT    NOT NULL,
    browser   TEXT    NOT NULL,
    proved_at BIGINT NOT NULL,
    PRIMARY KEY (email_key, browser)
);

-- A bare address is no title: such a thread is called by its post, or by a neutral phrase.
UPDATE threads SET title = '' WHERE title LIKE 'http://%' OR title LIKE 'https://%' OR title = key;
