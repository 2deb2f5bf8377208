-- A post between its arrival and its mail: corrected, withheld, behind a password, sent again.

-- Of the text alone as the feed carried it last, and of all that it carried; NULL for posts that came before this.
ALTER TABLE posts ADD COLUMN words TEXT;
ALTER TABLE posts ADD COLUMN carried TEXT;
-- Readers need a password for it: it has no text here, and is never mailed.
ALTER TABLE posts ADD COLUMN is_protected INTEGER NOT NULL DEFAULT 0 CHECK (is_protected IN (0, 1));
-- Since when the owner keeps it from going out.
ALTER TABLE posts ADD COLUMN held_at INTEGER;
-- When a digest first showed it since it got its number.
ALTER TABLE posts ADD COLUMN mailed_at INTEGER;

UPDATE posts SET mailed_at = (SELECT min(created_at) FROM edition_posts JOIN editions ON editions.id = edition_id
                              WHERE post_id = posts.id);

CREATE INDEX posts_by_title ON posts (title, published_at);
CREATE INDEX posts_in_correction ON posts (number) WHERE is_unread AND mailed_at IS NULL AND number IS NOT NULL;

-- When a feed was last asked for whole, whatever it said of itself.
ALTER TABLE feeds ADD COLUMN asked_whole_at INTEGER;
-- How many entries its last answer had.
ALTER TABLE feeds ADD COLUMN entries INTEGER;
