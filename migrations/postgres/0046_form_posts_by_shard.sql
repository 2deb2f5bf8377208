-- Posts of one moment are counted in rows of their own, so that none waits for the commit of another. Attacks have rows of their
-- own too. The daily maintenance adds the shards up.
ALTER TABLE form_posts ADD COLUMN shard BIGINT NOT NULL DEFAULT 0;
ALTER TABLE form_posts ALTER COLUMN shard SET DEFAULT pg_backend_pid();
ALTER TABLE form_posts DROP CONSTRAINT form_posts_pkey;
ALTER TABLE form_posts ADD PRIMARY KEY (form, slot, is_attack, shard);
