-- Proof of work, and the attack mode that asks it of everybody.

-- How many comments and sign-ups came in each ten minutes: what is usual for the site.
CREATE TABLE form_posts (
    form      TEXT    NOT NULL CHECK (form IN ('comments', 'sign-ups')),
    -- Unix time in units of ten minutes.
    slot      BIGINT NOT NULL,
    posts     BIGINT NOT NULL,
    -- Attack mode was on: these posts are not usual.
    is_attack BOOLEAN NOT NULL,
    PRIMARY KEY (form, slot)
);

-- One row a form.
CREATE TABLE attack_modes (
    form     TEXT    PRIMARY KEY NOT NULL CHECK (form IN ('comments', 'sign-ups')),
    -- What the owner chose.
    rule     TEXT    NOT NULL DEFAULT 'auto' CHECK (rule IN ('auto', 'on', 'off')),
    -- When the last attack began and when it is over, as far as is known.
    began_at BIGINT,
    ends_at  BIGINT NOT NULL DEFAULT 0,
    -- The posts at which the last attack began.
    threshold BIGINT NOT NULL DEFAULT 0
);

INSERT INTO attack_modes (form) VALUES ('comments');
INSERT INTO attack_modes (form) VALUES ('sign-ups');

-- Challenges that were solved and used: each is good for one post.
CREATE TABLE spent_challenges (
    nonce      TEXT    PRIMARY KEY NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX spent_challenges_by_end ON spent_challenges (expires_at);

-- The last word between Akismet and this site about a comment; NULL where it was not asked.
ALTER TABLE comments ADD COLUMN akismet TEXT CHECK (akismet IN ('spam', 'honest'));
