-- What opens a feed stands apart from its address, which people see.
ALTER TABLE feeds ADD COLUMN credentials TEXT;

-- Posts without a link led to the feed itself; the next poll gives them the site's address.
UPDATE posts SET url = COALESCE((SELECT site_url FROM feeds WHERE feeds.id = feed_id), '')
WHERE url = (SELECT feeds.url FROM feeds WHERE feeds.id = feed_id);

UPDATE feeds SET title = substr(url, strpos(url, '@') + 1) WHERE title = url AND strpos(url, '@') > 0;

-- Between "://" and "@" of the host: an address is whole, so its path begins with the first slash behind "https://".
-- Of several addresses that differ in their credentials alone, or in having any, each stays as it is.
UPDATE feeds SET credentials = substr(url, strpos(url, '://') + 3, strpos(url, '@') - strpos(url, '://') - 3),
       url = substr(url, 1, strpos(url, '://') + 2) || substr(url, strpos(url, '@') + 1)
WHERE strpos(url, '@') BETWEEN 1 AND strpos(substr(url, 9) || '/', '/') + 7
  AND NOT EXISTS (SELECT 1 FROM feeds AS other WHERE other.id <> feeds.id
                  AND (substr(feeds.url, 1, strpos(feeds.url, '://') + 2) || substr(feeds.url, strpos(feeds.url, '@') + 1))
                      IN (other.url, substr(other.url, 1, strpos(other.url, '://') + 2) || substr(other.url, strpos(other.url, '@') + 1)));

UPDATE audit_log SET subject = substr(subject, 1, strpos(subject, '://') + 2) || substr(subject, strpos(subject, '@') + 1)
WHERE action IN ('feed-added', 'feed-polled', 'feed-removed')
  AND strpos(subject, '@') BETWEEN 1 AND strpos(substr(subject, 9) || '/', '/') + 7;
