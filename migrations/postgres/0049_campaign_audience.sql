-- Campaigns for the readers of a segment, and campaigns that start at a moment.

-- The segment of a draft.
ALTER TABLE campaigns ADD COLUMN segment_id BIGINT REFERENCES segments (id);
-- The segment as it was at the start, as JSON: later changes of it do not touch a campaign that runs.
ALTER TABLE campaigns ADD COLUMN segment JSONB;
-- The last subscriber of the segment that was looked at. `reached` is beyond everybody then, so that a node of 0.1.0, which knows no
-- segments, adds nobody to such a campaign.
ALTER TABLE campaigns ADD COLUMN segment_reached BIGINT NOT NULL DEFAULT 0;
-- The moment at which a draft starts by itself.
ALTER TABLE campaigns ADD COLUMN start_at BIGINT;
-- When it could not start at its moment, until the draft changes.
ALTER TABLE campaigns ADD COLUMN start_refused_at BIGINT;

CREATE INDEX campaigns_by_segment ON campaigns (segment_id) WHERE segment_id IS NOT NULL;
CREATE INDEX campaigns_by_start ON campaigns (start_at) WHERE start_at IS NOT NULL;
