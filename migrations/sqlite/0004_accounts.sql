-- Accounts of the panel, their sessions, the token of the first run, and the audit log.

CREATE TABLE accounts (
    id               INTEGER PRIMARY KEY,
    email            TEXT    NOT NULL,
    email_key        TEXT    NOT NULL UNIQUE,
    -- A PHC string of Argon2id.
    password_hash    TEXT    NOT NULL,
    role             TEXT    NOT NULL CHECK (role IN ('owner', 'editor', 'moderator')),
    -- The language of mails to the account, and of the panel once it was chosen by hand.
    locale           TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    locale_is_chosen INTEGER NOT NULL CHECK (locale_is_chosen IN (0, 1)),
    created_at       INTEGER NOT NULL
) STRICT;

-- The cookie holds the token; here is its hash alone.
CREATE TABLE sessions (
    token_hash   TEXT    PRIMARY KEY NOT NULL,
    account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    ip           TEXT    NOT NULL,
    user_agent   TEXT    NOT NULL
) STRICT;

CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- The one-time URL that `serve` prints while there is no account.
CREATE TABLE setup_tokens (
    token_hash TEXT    PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_log (
    id         INTEGER PRIMARY KEY,
    -- Nobody for what the command line did; the address stays when the account is removed.
    account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    who        TEXT,
    action     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    ip         TEXT,
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_log_of_account ON audit_log (account_id);
