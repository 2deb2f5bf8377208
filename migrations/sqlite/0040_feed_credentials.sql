-- What opens a feed stands apart from its address, which people see.
ALTER TABLE feeds ADD COLUMN credentials TEXT;

-- Posts without a link led to the feed itself; the next poll gives them the site's address.
UPDATE posts SET url = COALESCE((SELECT site_url FROM feeds WHERE feeds.id = feed_id), '')
WHERE url = (SELECT feeds.url FROM feeds WHERE feeds.id = feed_id);

UPDATE feeds SET title = substr(url, instr(url, '@') + 1) WHERE title = url AND instr(url, '@') > 0;

-- Between "://" and "@" of the host: an address is whole, so its path begins with the first slash behind "https://".
-- Of several addresses that differ in their credentials alone, or in having any, each stays as it is.
UPDATE feeds SET credentials = substr(url, instr(url, '://') + 3, instr(url, '@') - instr(url, '://') - 3),
       url = substr(url, 1, instr(url, '://') + 2) || substr(url, instr(url, '@') + 1)
WHERE instr(url, '@') BETWEEN 1 AND instr(substr(url, 9) || '/', '/') + 7
  AND NOT EXISTS (SELECT 1 FROM feeds AS other WHERE other.id <> feeds.id
                  AND (substr(feeds.url, 1, instr(feeds.url, '://') + 2) || substr(feeds.url, instr(feeds.url, '@') + 1))
                      IN (other.url, substr(other.url, 1, instr(other.url, '://') + 2) || substr(other.url, instr(other.url, '@') + 1)));

UPDATE audit_log SET subject = substr(subject, 1, instr(subject, '://') + 2) || substr(subject, instr(subject, '@') + 1)
WHERE action IN ('feed-added', 'feed-polled', 'feed-removed')
  AND instr(subject, '@') BETWEEN 1 AND instr(substr(subject, 9) || '/', '/') + 7;
