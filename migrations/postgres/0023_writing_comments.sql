-- Votes on public comments, kept with each vote. `best` ranks by them: billionths of the lower bound of Wilson's interval.
ALTER TABLE comments ADD COLUMN up BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN down BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN best BIGINT NOT NULL DEFAULT 0;

-- Most comments have no vote, and cost nothing here.
CREATE INDEX comments_best ON comments (thread_id, best, created_at, id) WHERE best > 0;

CREATE TABLE comment_votes (
    -- A keyed hash of the secret in the voter's browser.
    voter      TEXT    NOT NULL,
    comment_id BIGINT  NOT NULL REFERENCES comments (id),
    vote       TEXT    NOT NULL CHECK (vote IN ('up', 'down')),
    voted_at   BIGINT  NOT NULL,
    -- Keyed hashes of the voter's network, and of the /48 around it for IPv6.
    network    TEXT    NOT NULL,
    wide_network TEXT,
    PRIMARY KEY (voter, comment_id)
);

CREATE INDEX comment_votes_of_comment ON comment_votes (comment_id, voted_at);

-- As before, with the votes.
CREATE OR REPLACE FUNCTION change_thread_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE threads SET version = version + 1
        WHERE id IN (SELECT thread_id FROM rows_now WHERE status = 'approved');
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE threads SET version = version + 1
        WHERE id IN (SELECT thread_id FROM rows_before WHERE status = 'approved' OR replies > 0);
    ELSE
        UPDATE threads SET version = version + 1
        WHERE id IN (
            SELECT unnest(ARRAY[o.thread_id, n.thread_id])
            FROM rows_before AS o JOIN rows_now AS n ON n.id = o.id
            WHERE (o.status = 'approved' OR n.status = 'approved' OR o.replies > 0 OR n.replies > 0)
              AND (o.html, o.name, o.url, o.status, o.thread_id, o.parent_id, o.root_id, o.replies, o.created_at, o.up, o.down)
                  IS DISTINCT FROM
                  (n.html, n.name, n.url, n.status, n.thread_id, n.parent_id, n.root_id, n.replies, n.created_at, n.up, n.down));
    END IF;
    RETURN NULL;
END $$;
