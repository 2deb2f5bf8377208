-- When a post was let go after a digest had shown it: whoever got it then gets it no more.
ALTER TABLE posts ADD COLUMN released_at INTEGER;

CREATE INDEX edition_posts_by_post ON edition_posts (post_id);
