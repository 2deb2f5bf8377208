-- The version of what a thread shows: it changes with every change that readers see of a comment, whoever makes it.
-- Rendered pages are kept as long as it stays. Erased network addresses and keys of imports do not change it.
ALTER TABLE threads ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER thread_version_added AFTER INSERT ON comments WHEN NEW.status = 'approved' BEGIN
    UPDATE threads SET version = version + 1 WHERE id = NEW.thread_id;
END;

-- A removed comment with replies is shown as well.
CREATE TRIGGER thread_version_changed
AFTER UPDATE OF html, name, url, status, thread_id, parent_id, root_id, replies, created_at ON comments
WHEN OLD.status = 'approved' OR NEW.status = 'approved' OR OLD.replies > 0 OR NEW.replies > 0 BEGIN
    UPDATE threads SET version = version + 1 WHERE id IN (OLD.thread_id, NEW.thread_id);
END;

CREATE TRIGGER thread_version_removed AFTER DELETE ON comments WHEN OLD.status = 'approved' OR OLD.replies > 0 BEGIN
    UPDATE threads SET version = version + 1 WHERE id = OLD.thread_id;
END;
