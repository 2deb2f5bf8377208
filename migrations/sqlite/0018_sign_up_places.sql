-- Sign-ups by the kind of form and the page on which it stood. A sign-up of a known address counts too, so that nobody reads
-- out of it who is subscribed.

CREATE TABLE sign_up_places (
    form     TEXT    NOT NULL CHECK (form IN ('form', 'element', 'api')),
    -- The page without its query; empty where it is not known.
    page     TEXT    NOT NULL,
    sign_ups INTEGER NOT NULL,
    PRIMARY KEY (form, page)
) STRICT;
