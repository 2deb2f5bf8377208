-- `consents` of 0.1.0 becomes a view of the events, so that its nodes read their readers' consents during an upgrade. What they write
-- becomes an event, as before. The view goes in a later release.
DROP TABLE consents;

CREATE VIEW consents AS
SELECT id, subscriber_id, action, wording, wording_version, locale AS wording_locale,
       CASE WHEN channel = 'other' THEN coalesce(actor, channel) WHEN actor IS NULL THEN channel ELSE channel || ':' || actor END AS source,
       ip, CAST(coalesce(changes, '[]') AS JSONB) AS detail, at
FROM consent_events
WHERE subscriber_id IS NOT NULL AND action IN ('requested', 'confirmed', 'changed', 'left', 'imported');

CREATE TRIGGER consent_moved INSTEAD OF INSERT ON consents FOR EACH ROW EXECUTE FUNCTION move_consent();

-- The age of a network address empties it in the events.
CREATE FUNCTION keep_consent_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN NULL;
END $$;

CREATE TRIGGER consent_connection_kept INSTEAD OF UPDATE ON consents FOR EACH ROW EXECUTE FUNCTION keep_consent_connection();
