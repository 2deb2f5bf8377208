-- Advertising by mail: who agreed to it, which campaigns and mails are advertising, and the notices that the law asks for.

-- Since when somebody agrees to advertising, and to advertising at night; NULL: they do not.
ALTER TABLE subscribers ADD COLUMN advertising_at INTEGER;
ALTER TABLE subscribers ADD COLUMN night_advertising_at INTEGER;
-- When they are asked next whether that still stands.
ALTER TABLE subscribers ADD COLUMN advertising_check_at INTEGER;

CREATE INDEX subscribers_advertising_check ON subscribers (advertising_check_at) WHERE advertising_check_at IS NOT NULL;

-- What a sign-up ticked, until its link is clicked.
ALTER TABLE confirmations ADD COLUMN advertising TEXT NOT NULL DEFAULT 'none' CHECK (advertising IN ('none', 'day', 'night'));

ALTER TABLE campaigns ADD COLUMN is_advertising INTEGER NOT NULL DEFAULT 0 CHECK (is_advertising IN (0, 1));
ALTER TABLE editions ADD COLUMN is_advertising INTEGER NOT NULL DEFAULT 0 CHECK (is_advertising IN (0, 1));
-- The time zone in whose nights the mail waits; NULL: it goes at any hour.
ALTER TABLE outbox ADD COLUMN night_zone TEXT;

CREATE INDEX outbox_nights ON outbox (night_zone, due_at)
WHERE bulk AND night_zone IS NOT NULL AND state IN ('queued', 'deferred');

-- Notices about the consent to advertising, each a mail of its own. A row outlives its person, without them.
CREATE TABLE advertising_notices (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    subscriber_id INTEGER REFERENCES subscribers (id) ON DELETE SET NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('result', 'confirmation')),
    -- The acts that the notice tells, with spaces between.
    acts          TEXT    NOT NULL,
    -- When the person said so.
    said_at       INTEGER NOT NULL,
    -- Until when the law wants the notice.
    due_at        INTEGER NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('due', 'queued', 'sent', 'failed', 'dropped')),
    -- When its mail had a result.
    settled_at    INTEGER
) STRICT;

CREATE INDEX advertising_notices_of_subscriber ON advertising_notices (subscriber_id);
CREATE INDEX advertising_notices_unsettled ON advertising_notices (state, id) WHERE state IN ('due', 'queued', 'failed');

-- Requests for a copy of one's data or for its erasure.
CREATE TABLE data_requests (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL CHECK (kind IN ('export', 'erasure')),
    -- Personal: it is emptied when the person is erased.
    address  TEXT,
    -- Where it came from: the person's own page, or an owner who wrote it down.
    source   TEXT    NOT NULL CHECK (source IN ('self', 'owner')),
    asked_at INTEGER NOT NULL,
    due_at   INTEGER NOT NULL,
    done_at  INTEGER
) STRICT;

CREATE INDEX data_requests_by_address ON data_requests (address) WHERE address IS NOT NULL;

-- The consent record takes acts about advertising. SQLite changes no CHECK, so the table is made anew with its rows.
DROP TRIGGER consent_person_forgotten;
DROP TRIGGER consent_moved;
ALTER TABLE consent_events RENAME TO consent_events_before;

CREATE TABLE consent_events (
    id              INTEGER PRIMARY KEY,
    -- Personal: whose act it is. No reference, since the row outlives its person.
    subscriber_id   INTEGER,
    address         TEXT,
    action          TEXT    NOT NULL CHECK (action IN ('requested', 'confirmed', 'changed', 'left', 'imported',
                                                       'advertising-given', 'advertising-withdrawn', 'advertising-kept',
                                                       'night-given', 'night-withdrawn')),
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

INSERT INTO consent_events (id, subscriber_id, address, action, channel, page, wording, wording_version, locale, ip, user_agent,
                            actor, changes, at)
SELECT id, subscriber_id, address, action, channel, page, wording, wording_version, locale, ip, user_agent, actor, changes, at
FROM consent_events_before ORDER BY id;

-- Its triggers and indexes go with it.
DROP TABLE consent_events_before;

CREATE INDEX consent_events_of_subscriber ON consent_events (subscriber_id, id) WHERE subscriber_id IS NOT NULL;
CREATE INDEX consent_events_with_connection ON consent_events (at, id) WHERE ip IS NOT NULL OR user_agent IS NOT NULL;

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

CREATE TRIGGER consent_person_forgotten AFTER DELETE ON subscribers BEGIN
    UPDATE consent_seals SET salt = NULL, connection_salt = NULL
    WHERE event_id IN (SELECT id FROM consent_events WHERE subscriber_id = OLD.id);
    UPDATE consent_events
    SET subscriber_id = NULL, address = NULL, ip = NULL, user_agent = NULL, actor = NULL, changes = NULL
    WHERE subscriber_id = OLD.id;
END;

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
