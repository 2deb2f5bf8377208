-- What a post waits for before its mail: its page, which alone may open it, or a correction, for a bounded time.

-- Its page or WordPress's REST API asked for the password: the words of the feed alone do not open it.
ALTER TABLE posts ADD COLUMN is_locked BOOLEAN NOT NULL DEFAULT FALSE;
-- When its author changed it last, counted from the first change that was not read yet; NULL where that is not known.
ALTER TABLE posts ADD COLUMN corrected_at BIGINT;

-- Who asked was not kept. Without a page of its own nothing but the feed could open it.
UPDATE posts SET is_locked = is_protected WHERE url_key IS NOT NULL;
