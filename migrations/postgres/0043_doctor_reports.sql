-- The newest report of the checks of mail delivery, in each language that an owner reads.

CREATE TABLE doctor_checks (
    locale  TEXT   NOT NULL,
    -- Where the check stands in the report.
    place   BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    state   TEXT   NOT NULL CHECK (state IN ('ok', 'warning', 'fail')),
    found   TEXT   NOT NULL,
    fix     TEXT,
    to_copy TEXT,
    ran_at  BIGINT NOT NULL,
    PRIMARY KEY (locale, place)
);
