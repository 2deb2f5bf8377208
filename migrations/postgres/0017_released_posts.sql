-- When digests first carried a post that was let go again: whoever got it since then gets it no more.
ALTER TABLE posts ADD COLUMN first_mailed_at BIGINT;
CREATE INDEX posts_let_go ON posts (first_mailed_at) WHERE first_mailed_at IS NOT NULL;

CREATE INDEX edition_posts_by_post ON edition_posts (post_id);
