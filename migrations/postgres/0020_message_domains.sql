-- The domain of a mail's Message-ID. The sender's may change between two attempts. Mails of before have none.
ALTER TABLE outbox ADD COLUMN message_domain TEXT;
ALTER TABLE editions ADD COLUMN message_domain TEXT;
