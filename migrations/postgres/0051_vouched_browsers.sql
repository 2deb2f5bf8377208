-- A browser whose comment the address's reader called theirs by a mailed link, opened in another browser: its comments get
-- reply notices, and no trust.
ALTER TABLE comment_address_proofs ADD COLUMN is_vouched BOOLEAN NOT NULL DEFAULT FALSE;
