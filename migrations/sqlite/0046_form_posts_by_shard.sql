-- Posts of one moment are counted in rows of their own, so that on PostgreSQL none waits for the commit of another. Attacks have
-- rows of their own too. The daily maintenance adds the shards up.
ALTER TABLE form_posts RENAME TO form_posts_before;

CREATE TABLE form_posts (
    form      TEXT    NOT NULL CHECK (form IN ('comments', 'sign-ups')),
    -- Unix time in units of ten minutes.
    slot      INTEGER NOT NULL,
    -- Attack mode was on: these posts are not usual.
    is_attack INTEGER NOT NULL CHECK (is_attack IN (0, 1)),
    -- SQLite has one writer at a time, and one shard.
    shard     INTEGER NOT NULL DEFAULT 0,
    posts     INTEGER NOT NULL,
    PRIMARY KEY (form, slot, is_attack, shard)
) STRICT, WITHOUT ROWID;

INSERT INTO form_posts (form, slot, is_attack, posts) SELECT form, slot, is_attack, posts FROM form_posts_before;

DROP TABLE form_posts_before;
