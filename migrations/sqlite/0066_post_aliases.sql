-- Other addresses of a post's page that its own site vouches for, such as WordPress's `?p=31`: comments there are the post's.

CREATE TABLE post_aliases (
    -- As in posts.url_key.
    key     TEXT    PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX post_aliases_by_post ON post_aliases (post_id);
