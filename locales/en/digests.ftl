# Digest mails, the welcome mail, the archive, and the page of digests in the panel

digests-each-post = New post
digests-daily = Daily digest
digests-weekly = Weekly digest
digests-monthly = Monthly digest
digests-new-posts = { $count ->
    [one] 1 new post
   *[other] { $count } new posts
  }
digests-posts = { $count ->
    [one] 1 post
   *[other] { $count } posts
  }

digests-subject = { $title } and { $others } more
digests-title-each-post = New on the site
digests-title-daily = New in the past day
digests-title-weekly = New in the past week
digests-title-monthly = New in the past month
digests-read-on = Read more
digests-more = { $count ->
    [one] There is 1 more new post.
   *[other] There are { $count } more new posts.
  }
digests-more-link = See them all on the site
digests-on-the-web = View on the web

digests-welcome-subject = Welcome to { $site }
digests-welcome-title = Thank you for subscribing
digests-welcome-each-post = From now on you get a summary of each new post as it appears.
digests-welcome-daily = From now on you get the summaries of new posts every day at { $time }.
digests-welcome-weekly = From now on you get the summaries of new posts every { $day } at { $time }.
digests-welcome-monthly = From now on you get the summaries of new posts on the first of each month at { $time }.
digests-welcome-change = You can change how often and about what at any time, under “Preferences” at the foot of each mail.
digests-welcome-posts = Recent posts
digests-hour = { $hour } { $half }

digests-archive-title = Past editions
digests-archive-lead = The digests sent so far.
digests-archive-empty = No digest has been sent yet. The first one will appear here.
digests-archive-feed = Follow the Atom feed
digests-archive-feed-title = { $site }: past editions
digests-invite-title = Get new posts by mail
digests-invite-text = Summaries of new posts in your inbox.
digests-invite-button = Subscribe

digests-panel-title = Digests
digests-panel-due = Readers are due now. Sending begins within a minute.
digests-panel-next = Next run: { $when }
digests-panel-none = No subscriber is waiting.
digests-panel-recipients = Recipients
digests-panel-editions = Editions
digests-panel-posts = New posts
digests-panel-skipped = Skipped, nothing new
digests-panel-preview = Preview
digests-panel-preview-latest = Nothing is due now. This sample shows the latest posts.
digests-panel-no-posts = There are no posts yet. Add a feed, and a preview appears here.
digests-panel-edition = Edition
digests-panel-form = Format
digests-panel-html = HTML
digests-panel-plain = Plain text
digests-panel-subject = Subject
digests-panel-frame = Preview of the mail
digests-panel-recent = Recent editions
digests-panel-recent-empty = No edition has been sent yet.
digests-panel-kind = Kind
digests-panel-made = Created
digests-panel-results = Recipients
digests-panel-queued = { $count } waiting
digests-panel-leased = { $count } being sent
digests-panel-sent = { $count } sent
digests-panel-deferred = { $count } waiting to retry
digests-panel-failed = { $count } failed
digests-panel-unknown = { $count } unknown
digests-panel-dropped = { $count } cancelled
digests-panel-sample = Sample of the latest posts
digests-panel-ko = Korean
digests-panel-en = English
