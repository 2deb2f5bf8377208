-- Options that owners set in the panel. File and environment win over them.

CREATE TABLE site_settings (
    -- The name in the configuration: `site.url`.
    name    TEXT    PRIMARY KEY NOT NULL,
    -- As the environment would hold it; NULL where the option was cleared.
    value   TEXT,
    -- The version that the last change of this option made.
    version INTEGER NOT NULL
) STRICT;

-- One row. A transaction that changes settings locks it until its commit, and every process looks at it each second.
CREATE TABLE settings_version (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    newest INTEGER NOT NULL
) STRICT;

INSERT INTO settings_version (id, newest) VALUES (1, 0);

-- The value of an option before and after a change; NULL for other changes, and for secrets.
ALTER TABLE audit_log ADD COLUMN value_before TEXT;
ALTER TABLE audit_log ADD COLUMN value_after TEXT;
