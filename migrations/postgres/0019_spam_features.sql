-- What moderators taught the spam filter: how many spam texts and how many honest ones had a feature.
-- The row of the empty feature counts the texts themselves.
CREATE TABLE spam_features (
    feature    TEXT   NOT NULL PRIMARY KEY,
    spam       BIGINT NOT NULL,
    honest     BIGINT NOT NULL,
    -- The last lesson with the feature.
    learned_at BIGINT NOT NULL
);

-- Features that nothing has any more, which are deleted.
CREATE INDEX spam_features_unused ON spam_features (feature) WHERE spam = 0 AND honest = 0;

-- What the filter learned from the comment; null for nothing.
ALTER TABLE comments ADD COLUMN learned TEXT CHECK (learned IN ('spam', 'honest'));
