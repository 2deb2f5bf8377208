-- The second step of signing in, links that let somebody choose a password, and networks from which an account was used.

-- An account with an authenticator app (TOTP, RFC 6238).
CREATE TABLE second_factors (
    account_id BIGINT  NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- The app's secret, sealed under the installation's secret.
    secret     TEXT    NOT NULL,
    -- The step of the newest code that was taken: no code counts twice.
    last_step  BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL
);

-- Hashes of codes for a lost device. A used one is deleted.
CREATE TABLE recovery_codes (
    account_id BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    code_hash  TEXT    NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

-- Links in mails, each by the hash of its token. An account with an invitation was not used yet.
CREATE TABLE account_links (
    token_hash TEXT    PRIMARY KEY NOT NULL,
    account_id BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL CHECK (kind IN ('invitation', 'password-reset')),
    expires_at BIGINT  NOT NULL
);

CREATE INDEX account_links_of_account ON account_links (account_id);

-- Networks by a keyed hash: their addresses cannot be read here.
CREATE TABLE account_networks (
    account_id BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    network    TEXT    NOT NULL,
    seen_at    BIGINT  NOT NULL,
    PRIMARY KEY (account_id, network)
);

CREATE INDEX account_networks_by_time ON account_networks (seen_at);
