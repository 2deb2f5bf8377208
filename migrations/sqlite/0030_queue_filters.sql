-- The queue by the time of writing, and the newest comments of the site.
CREATE INDEX comments_by_date ON comments (status, created_at, id);
CREATE INDEX comments_of_all_by_date ON comments (created_at, id);

-- What one browser reported and where one author ended the notices, for export and erasure.
CREATE INDEX comment_flags_of_person ON comment_flags (person);
CREATE INDEX reply_opt_outs_of_address ON reply_opt_outs (email_key);

-- The reasons of comments, kept by the triggers below, since a reason inside JSON has no index.
CREATE TABLE comment_reasons (
    status     TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    comment_id INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    PRIMARY KEY (status, reason, created_at, comment_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX comment_reasons_of_all ON comment_reasons (reason, created_at, comment_id);
CREATE INDEX comment_reasons_of_comment ON comment_reasons (comment_id, reason);

INSERT INTO comment_reasons (status, reason, created_at, comment_id)
SELECT DISTINCT c.status, json_extract(r.value, '$.reason'), c.created_at, c.id
FROM comments AS c, json_each(c.reasons) AS r
WHERE c.reasons <> '[]' AND json_extract(r.value, '$.reason') IS NOT NULL;

CREATE TRIGGER comment_reasons_added AFTER INSERT ON comments WHEN NEW.reasons <> '[]' BEGIN
    INSERT INTO comment_reasons (status, reason, created_at, comment_id)
    SELECT DISTINCT NEW.status, json_extract(r.value, '$.reason'), NEW.created_at, NEW.id
    FROM json_each(NEW.reasons) AS r WHERE json_extract(r.value, '$.reason') IS NOT NULL;
END;

CREATE TRIGGER comment_reasons_changed AFTER UPDATE OF status, reasons, created_at ON comments
WHEN (OLD.reasons <> '[]' OR NEW.reasons <> '[]')
     AND (OLD.status <> NEW.status OR OLD.reasons <> NEW.reasons OR OLD.created_at <> NEW.created_at)
BEGIN
    DELETE FROM comment_reasons WHERE comment_id = NEW.id;
    INSERT INTO comment_reasons (status, reason, created_at, comment_id)
    SELECT DISTINCT NEW.status, json_extract(r.value, '$.reason'), NEW.created_at, NEW.id
    FROM json_each(NEW.reasons) AS r WHERE json_extract(r.value, '$.reason') IS NOT NULL;
END;
