-- The queue by the time of writing, and the newest comments of the site.
CREATE INDEX comments_by_date ON comments (status, created_at, id);
CREATE INDEX comments_of_all_by_date ON comments (created_at, id);

-- What one browser reported and where one author ended the notices, for export and erasure.
CREATE INDEX comment_flags_of_person ON comment_flags (person);
CREATE INDEX reply_opt_outs_of_address ON reply_opt_outs (email_key);

-- The reasons of comments, kept by the triggers below, since a reason inside JSON has no index.
CREATE TABLE comment_reasons (
    status     TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    PRIMARY KEY (status, reason, created_at, comment_id)
);

CREATE INDEX comment_reasons_of_all ON comment_reasons (reason, created_at, comment_id);
CREATE INDEX comment_reasons_of_comment ON comment_reasons (comment_id, reason);

INSERT INTO comment_reasons (status, reason, created_at, comment_id)
SELECT DISTINCT c.status, r.value ->> 'reason', c.created_at, c.id
FROM comments AS c CROSS JOIN LATERAL jsonb_array_elements(c.reasons) AS r (value)
WHERE r.value ->> 'reason' IS NOT NULL;

CREATE FUNCTION keep_comment_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM comment_reasons WHERE comment_id = NEW.id;
    END IF;
    INSERT INTO comment_reasons (status, reason, created_at, comment_id)
    SELECT DISTINCT NEW.status, r.value ->> 'reason', NEW.created_at, NEW.id
    FROM jsonb_array_elements(NEW.reasons) AS r (value) WHERE r.value ->> 'reason' IS NOT NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER comment_reasons_added AFTER INSERT ON comments
    FOR EACH ROW WHEN (NEW.reasons <> '[]') EXECUTE FUNCTION keep_comment_reasons();
CREATE TRIGGER comment_reasons_changed AFTER UPDATE OF status, reasons, created_at ON comments
    FOR EACH ROW WHEN ((OLD.reasons <> '[]' OR NEW.reasons <> '[]')
        AND (OLD.status <> NEW.status OR OLD.reasons <> NEW.reasons OR OLD.created_at <> NEW.created_at))
    EXECUTE FUNCTION keep_comment_reasons();
