-- What makes a comment of another program the same in a second import; null for one that was written here.
ALTER TABLE comments ADD COLUMN import_key TEXT;

CREATE UNIQUE INDEX comments_imported ON comments (import_key) WHERE import_key IS NOT NULL;

-- Places of comments that another program had deleted. The panel shows none of them, and counts none.
CREATE INDEX comments_places ON comments (status) WHERE html = '';
