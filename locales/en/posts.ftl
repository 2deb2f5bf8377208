# Posts and feeds

posts-title = Posts
posts-feeds = Feeds
posts-feeds-none = No feed is read yet. Add the address of your site or of its feed.
posts-feed-name = Feed
posts-feed-state = State
posts-feed-last = Last look
posts-feed-next = Next look
posts-feed-posts = Posts
posts-actions = Actions
posts-feed-on = On
posts-feed-failed = Not readable
posts-feed-never = not yet
posts-feed-poll = Poll now
posts-feed-remove = Stop reading
posts-feed-add = Add
posts-feed-url = Add a feed
posts-feed-url-hint = The address of the site or of its RSS, Atom or JSON feed.
posts-added = { $title } is read from now on. { $count ->
    [0] It has no posts yet.
    [one] Its 1 post is in the archive and will not be mailed.
   *[other] Its { $count } posts are in the archive and will not be mailed.
 }
posts-known = { $title } is read already.
posts-queued = { $title } will be looked at in a moment.
posts-removed = { $title } is no longer read. Its posts stay.
posts-topic-shown = { $title } is offered on the sign-up page.
posts-topic-hidden = { $title } is no longer offered on the sign-up page.
posts-topics = Topics
posts-topics-hint = Topics come from the categories of the posts. Readers choose among those that are offered.
posts-topics-none = The feeds have brought no categories yet.
posts-topic-name = Topic
posts-topic-state = On the sign-up page
posts-topic-on = Offered
posts-topic-off = Not offered
posts-topic-offer = Offer
posts-topic-hide = Stop offering
posts-collected = Collected posts
posts-collected-none = No posts yet.
posts-archive = Archive
posts-waiting = Waits for its summary
posts-number = No. { $number }
posts-by-author = Summary by the author
posts-by-model = Summary by AI
posts-no-summary = This post has no text to summarise.

# Why a feed could not be read; the command line says these too
posts-problem-not-an-address = That is no address; write one such as https://example.org/feed
posts-problem-scheme = Only http and https addresses can be read; write one such as https://example.org/feed
posts-problem-private = The address leads into a private network; set feeds.allow_private = true if the feed is yours
posts-problem-unknown-host = No such host is known; check the spelling of the address
posts-problem-unreachable = The server does not answer; check the address and whether the site is up
posts-problem-tls = The secure connection failed; check the site’s certificate, or try the address with http://
posts-problem-too-slow = The server took too long to answer; it is asked again later
posts-problem-too-large = The answer is larger than { $detail } MB; give a feed with fewer posts
posts-problem-redirects = The address leads elsewhere again and again; give the address that it should end at
posts-problem-status = The server refused with status { $detail }; open the address in a browser to see what is there
posts-problem-interrupted = The connection broke off before the answer was complete; it is asked again later
posts-problem-empty = The answer is empty; check that the site publishes its feed there
posts-problem-web-page = The address leads to a web page that names no feed; give the address of the feed itself, often the site’s with /feed at its end
posts-problem-names-feed = The address leads to a web page, not a feed; the page names its feed: { $detail }
posts-problem-not-a-feed = What is there is neither RSS nor Atom nor JSON Feed; give the address of the feed itself
posts-problem-entities = The feed defines entities that would grow without bound or read files; it is not read
posts-problem-broken = The feed is broken ({ $detail }); its publisher has to mend it
posts-problem-internal = The feed could not be read because of a fault in Gudok; the log has the cause
