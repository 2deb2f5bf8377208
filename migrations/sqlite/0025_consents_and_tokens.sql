-- The record of consent, in a table of its own: each act with the words that were shown, who did it and how. docs/consent.md
-- describes the chain of hashes over it.

-- Rows are only added. An erasure empties the personal columns, and the age of a network address empties `ip` and `user_agent`;
-- the triggers below refuse everything else.
CREATE TABLE consent_events (
    id              INTEGER PRIMARY KEY,
    -- Personal: whose act it is. No reference, since the row outlives its person.
    subscriber_id   INTEGER,
    address         TEXT,
    action          TEXT    NOT NULL CHECK (action IN ('requested', 'confirmed', 'changed', 'left', 'imported')),
    channel         TEXT    NOT NULL CHECK (channel IN ('form', 'element', 'api', 'confirmation', 'preferences', 'unsubscribe',
                                                        'one-click', 'import', 'panel', 'token', 'bounce', 'other')),
    -- The page of the site on which the form stood, without its query.
    page            TEXT,
    -- The words beside the button, when there was one, and the language of the page.
    wording         TEXT,
    wording_version TEXT,
    locale          TEXT    CHECK (locale IN ('ko', 'en')),
    -- Personal: the connection.
    ip              TEXT,
    user_agent      TEXT,
    -- Personal: the owner who acted, the list that was imported.
    actor           TEXT,
    -- Personal: the changed values as JSON. As text, since the seal is over its letters.
    changes         TEXT,
    at              INTEGER NOT NULL
) STRICT;

CREATE INDEX consent_events_of_subscriber ON consent_events (subscriber_id, id) WHERE subscriber_id IS NOT NULL;
CREATE INDEX consent_events_with_connection ON consent_events (at, id) WHERE ip IS NOT NULL OR user_agent IS NOT NULL;

-- The seal of an event: its link of the chain, and the commitments to its personal values. A salt goes with its values.
CREATE TABLE consent_seals (
    event_id        INTEGER PRIMARY KEY NOT NULL,
    hash            BLOB NOT NULL,
    commitments     BLOB NOT NULL,
    -- Of all personal values but the connection's.
    salt            BLOB,
    connection_salt BLOB
) STRICT;

-- One row: the end of the chain. Sealing, erasing and pruning lock it, so that one of them works at a time.
CREATE TABLE consent_chain (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    -- The newest sealed event.
    sealed INTEGER NOT NULL,
    hash   BLOB NOT NULL
) STRICT;

INSERT INTO consent_chain (id, sealed, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER consent_event_kept BEFORE DELETE ON consent_events BEGIN
    SELECT RAISE(ABORT, 'consent_events is append-only');
END;

CREATE TRIGGER consent_event_fixed BEFORE UPDATE OF id, action, channel, page, wording, wording_version, locale, at ON consent_events BEGIN
    SELECT RAISE(ABORT, 'consent_events is append-only');
END;

CREATE TRIGGER consent_event_only_emptied BEFORE UPDATE OF subscriber_id, address, ip, user_agent, actor, changes ON consent_events
WHEN NEW.subscriber_id IS NOT NULL AND NEW.subscriber_id IS DISTINCT FROM OLD.subscriber_id
     OR NEW.address IS NOT NULL AND NEW.address IS DISTINCT FROM OLD.address
     OR NEW.ip IS NOT NULL AND NEW.ip IS DISTINCT FROM OLD.ip
     OR NEW.user_agent IS NOT NULL AND NEW.user_agent IS DISTINCT FROM OLD.user_agent
     OR NEW.actor IS NOT NULL AND NEW.actor IS DISTINCT FROM OLD.actor
     OR NEW.changes IS NOT NULL AND NEW.changes IS DISTINCT FROM OLD.changes
BEGIN
    SELECT RAISE(ABORT, 'consent_events is append-only');
END;

CREATE TRIGGER consent_seal_kept BEFORE DELETE ON consent_seals BEGIN
    SELECT RAISE(ABORT, 'consent_seals is append-only');
END;

CREATE TRIGGER consent_seal_fixed BEFORE UPDATE OF event_id, hash, commitments ON consent_seals BEGIN
    SELECT RAISE(ABORT, 'consent_seals is append-only');
END;

-- Whoever deletes a person, and be it a node of 0.1.0, empties their events of everything personal.
CREATE TRIGGER consent_person_forgotten AFTER DELETE ON subscribers BEGIN
    UPDATE consent_seals SET salt = NULL, connection_salt = NULL
    WHERE event_id IN (SELECT id FROM consent_events WHERE subscriber_id = OLD.id);
    UPDATE consent_events
    SET subscriber_id = NULL, address = NULL, ip = NULL, user_agent = NULL, actor = NULL, changes = NULL
    WHERE subscriber_id = OLD.id;
END;

-- A row that a node of 0.1.0 writes during an upgrade becomes an event. The table goes in a later release.
-- Of 0.1.0, `one-click` was the button of our own page too: it stays as the actor of another way.
CREATE TRIGGER consent_moved BEFORE INSERT ON consents BEGIN
    INSERT INTO consent_events (subscriber_id, address, action, channel, wording, wording_version, locale, ip, actor, changes, at)
    SELECT NEW.subscriber_id, email, NEW.action, CASE WHEN is_known THEN word ELSE 'other' END,
           NEW.wording, NEW.wording_version, NEW.wording_locale, NEW.ip,
           CASE WHEN is_known THEN NULLIF(substr(NEW.source, length(word) + 2), '') ELSE NEW.source END,
           NULLIF(NEW.detail, '[]'), NEW.at
    FROM subscribers, (
        SELECT word, word IN ('form', 'api', 'confirmation', 'preferences', 'import', 'panel', 'bounce') AS is_known
        FROM (SELECT substr(NEW.source, 1, instr(NEW.source || ':', ':') - 1) AS word)
    ) WHERE subscribers.id = NEW.subscriber_id;
    SELECT RAISE(IGNORE);
END;

-- The trigger makes an event of each row.
INSERT INTO consents SELECT * FROM consents ORDER BY id;
DELETE FROM consents;

-- Tokens of the API, each by the hash of its secret.
CREATE TABLE api_tokens (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL,
    secret_hash  TEXT NOT NULL UNIQUE,
    -- The first letters of the secret, by which its owner knows it again.
    hint         TEXT NOT NULL,
    -- Words with spaces between.
    scopes       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    -- NULL: it does not end by itself.
    expires_at   INTEGER,
    last_used_at INTEGER
) STRICT;

-- Changes of address that wait for a click at the new one.
CREATE TABLE address_changes (
    token_hash    TEXT PRIMARY KEY NOT NULL,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    email         TEXT NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX address_changes_of_subscriber ON address_changes (subscriber_id);

-- The day of a weekly digest.
ALTER TABLE subscribers ADD COLUMN weekly_day TEXT NOT NULL DEFAULT 'monday'
    CHECK (weekly_day IN ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'));
