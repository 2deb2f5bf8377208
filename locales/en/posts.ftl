# Posts and feeds

posts-title = Posts
posts-feeds = Feeds
posts-feeds-none = There are no feeds yet. Add the address of your site or of its feed.
posts-feed-name = Feed
posts-feed-state = State
posts-feed-last = Last checked
posts-feed-next = Next check
posts-feed-posts = Posts
posts-actions = Actions
posts-feed-on = Active
posts-feed-failed = Failing
posts-feed-never = Never
posts-feed-poll = Check now
posts-feed-remove = Remove
posts-feed-add = Add
posts-feed-url = Add a feed
posts-feed-url-hint = The address of the site or of its RSS, Atom or JSON feed.
posts-done-added = The feed is added. Its existing posts are kept and not mailed.
posts-done-known = This feed is already added. It is checked again in a moment.
posts-done-queued = The feed is checked in a moment.
posts-done-removed = The feed is removed. Its posts stay.
posts-done-offered = Readers can choose the topic when they sign up.
posts-done-withdrawn = The topic is no longer offered to readers.
posts-done-withheld = The post is withheld: no new digest and no new welcome mail shows it until you stop withholding it. Mails that already wait in the outbox still go out with it.
posts-done-released = The post is no longer withheld. If no digest has shown it yet, it is in the next one.
posts-done-resent = The post goes into the next digest of every reader whose topics it matches.
posts-topics = Topics
posts-topics-hint = Topics come from the categories of the posts. Readers choose among the offered ones. A new topic is not offered until you say so.
posts-topics-count = { $offered } of { $count } topics are offered
posts-topics-none = The feeds have no categories yet.
posts-topic-name = Topic
posts-topic-state = On the sign-up page
posts-topic-on = Offered
posts-topic-off = Not offered
posts-topic-offer = Offer
posts-topic-hide = Stop offering
posts-collected = Collected posts
posts-collected-none = No posts yet.
posts-archive = Archive
posts-waiting = Summary pending
posts-protected = Behind a password
posts-held = Withheld
posts-next = In the next digest
posts-mailed = Mailed
posts-withhold = Withhold
posts-release = Stop withholding
posts-resend = Send by mail
posts-resend-hint = The post goes into the next digest of every reader whose topics it matches, also of those who have had it.
posts-resend-button = Send to these readers
posts-by-author = Summary by the author
posts-by-model = Summary by AI
posts-no-summary = This post has no text to summarise.

# Why a feed could not be read; the command line says these too
posts-problem-not-an-address = This is not an address. Enter one like https://example.org/feed
posts-problem-scheme = Only http and https addresses can be read. Enter one like https://example.org/feed
posts-problem-private = The address leads into a private network. Set feeds.allow_private = true if the feed is yours
posts-problem-unknown-host = The host does not exist. Check the spelling of the address
posts-problem-unreachable = The server does not answer. Check the address and whether the site is up
posts-problem-tls = The secure connection failed. Check the site’s certificate, or try the address with http://
posts-problem-too-slow = The server took too long to answer. Try again later, or use a feed with fewer posts
posts-problem-too-large = The answer is larger than { $detail } MB. Use a feed with fewer posts
posts-problem-redirects = The address redirects without end. Enter the final address
posts-problem-status = The server refused with status { $detail }. Open the address in a browser to see what is there
posts-problem-new-credentials = This feed is already added, and the server refused the new user name or password with status { $detail }. The old ones stay. Check the new ones and add the address again
posts-problem-interrupted = The connection broke off before the answer was complete. Try again later
posts-problem-cut = The feed ends in the middle, so nothing was taken. If this persists, its publisher has to fix it
posts-problem-empty = The answer is empty. Check that the site publishes its feed there
posts-problem-web-page = The address leads to a web page that names no feed. Enter the address of the feed itself, often the site’s with /feed at its end
posts-problem-names-feed = The address leads to a web page, not a feed. The page names its feed: { $detail }
posts-problem-not-a-feed = The document is neither RSS nor Atom nor JSON Feed. Enter the address of the feed itself
posts-problem-entities = The feed defines entities that would grow without bound or read files, so it is not read
posts-problem-broken = The feed is broken ({ $detail }). Its publisher has to fix it
posts-problem-broken-at = The feed is broken at line { $line } ({ $detail }). Its publisher has to fix it
posts-problem-nothing-readable = { $detail ->
        [1] The feed has 1 post, and it could not be read. Its publisher has to check how it is written
       *[other] The feed has { $detail } posts, and none of them could be read. Its publisher has to check how they are written
    }
posts-problem-of-comments = This is a feed of comments, not of posts. Enter the address of the feed of posts, often the site’s with /feed at its end
posts-problem-too-complex = The feed is not read, because { $detail ->
        [attributes] it has too many attributes
        [ends] too many of its end tags match no element
        [time] reading it takes too long
       *[elements] it has too many elements
    }. Use a feed with fewer posts
posts-problem-internal = A fault in Gudok kept the feed from being read. The log has the cause

posts-card-feed = This feed cannot be read: { $title }
