-- The list of subscribers walks the readers of one topic or tag, newest first.
DROP INDEX subscriber_topics_by_topic;
CREATE INDEX subscriber_topics_by_topic ON subscriber_topics (topic_id, subscriber_id);

DROP INDEX subscriber_tags_by_tag;
CREATE INDEX subscriber_tags_by_tag ON subscriber_tags (tag_id, subscriber_id);
