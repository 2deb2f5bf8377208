-- `consents` of 0.1.0 becomes a view of the events, so that its nodes read their readers' consents during an upgrade. What they write
-- becomes an event, as before. The view goes in a later release.
DROP TABLE consents;

CREATE VIEW consents AS
SELECT id, subscriber_id, action, wording, wording_version, locale AS wording_locale,
       CASE WHEN channel = 'other' THEN coalesce(actor, channel) WHEN actor IS NULL THEN channel ELSE channel || ':' || actor END AS source,
       ip, coalesce(changes, '[]') AS detail, at
FROM consent_events
WHERE subscriber_id IS NOT NULL AND action IN ('requested', 'confirmed', 'changed', 'left', 'imported');

CREATE TRIGGER consent_moved INSTEAD OF INSERT ON consents BEGIN
    INSERT INTO consent_events (subscriber_id, address, action, channel, wording, wording_version, locale, ip, actor, changes, at)
    SELECT NEW.subscriber_id, email, NEW.action, CASE WHEN is_known THEN word ELSE 'other' END,
           NEW.wording, NEW.wording_version, NEW.wording_locale, NEW.ip,
           CASE WHEN is_known THEN NULLIF(substr(NEW.source, length(word) + 2), '') ELSE NEW.source END,
           NULLIF(NEW.detail, '[]'), NEW.at
    FROM subscribers, (
        SELECT word, word IN ('form', 'api', 'confirmation', 'preferences', 'import', 'panel', 'bounce') AS is_known
        FROM (SELECT substr(NEW.source, 1, instr(NEW.source || ':', ':') - 1) AS word)
    ) WHERE subscribers.id = NEW.subscriber_id;
END;

-- The age of a network address empties it in the events.
CREATE TRIGGER consent_connection_kept INSTEAD OF UPDATE ON consents BEGIN
    SELECT RAISE(IGNORE);
END;
