-- The version of what a thread shows: it changes with every change that readers see of a comment, whoever makes it.
-- Rendered pages are kept as long as it stays.
ALTER TABLE threads ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- Once a statement, so that an import or a merge does not write the thread's row for each comment. A removed comment with
-- replies is shown as well. Erased network addresses and keys of imports change no version: such statements would lock the rows
-- of many threads after those of comments, against the order of everybody else.
CREATE FUNCTION change_thread_version() RETURNS trigger LANGUAGE plpgsql AS $$
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
              AND (o.html, o.name, o.url, o.status, o.thread_id, o.parent_id, o.root_id, o.replies, o.created_at)
                  IS DISTINCT FROM
                  (n.html, n.name, n.url, n.status, n.thread_id, n.parent_id, n.root_id, n.replies, n.created_at));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER thread_version_added AFTER INSERT ON comments
    REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION change_thread_version();
CREATE TRIGGER thread_version_changed AFTER UPDATE ON comments
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION change_thread_version();
CREATE TRIGGER thread_version_removed AFTER DELETE ON comments
    REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION change_thread_version();
