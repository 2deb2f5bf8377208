# The front page of the panel

home = Home
home-tasks = To do
home-tasks-none = Nothing needs your attention now.
home-numbers = Numbers
home-period = Period
home-days = { $days } days

home-card-relay = The mail server { $name } takes no mail
home-card-relay-way = Mails wait in the outbox. Check that the server of mail.url is running, and its address and password.
home-card-unknown =
    { $count ->
        [one] One mail without a known result
       *[other] { $count } mails without a known result
    }
home-card-unknown-way = Decide whether they go again or stay as they are.
home-card-setting = The saved value of “{ $setting }” cannot be used, so its default is in force
home-card-proxy = All readers who come through { $address } count as one
home-card-proxy-way = If a reverse proxy of yours runs at { $address }, add it to server.trusted_proxies and restart Gudok. If none does, leave it: otherwise somebody could forge addresses.

home-next = Next digests: { $when }
home-next-now = Digests go out within a minute
home-next-readers =
    { $count ->
        [one] One reader is due, and gets a mail if there are new posts.
       *[other] { $count } readers are due; those with new posts get a mail.
    }
home-next-many = At least { $count } readers are due; those with new posts get a mail.

home-readers = Subscribers
home-joins = New subscribers
home-mails = Mails delivered
home-comments = Comments published
home-within = { $change } within { $days } days
home-than-before = { $change } against the { $days } days before
home-as-before = Same as in the { $days } days before

home-growth = Subscribers
home-growth-nothing = There are no subscribers yet.
home-deliveries = Mails
home-deliveries-nothing = No mails were sent in this period.
home-talk = Comments
home-talk-nothing = No comments were written in this period.
home-joined = Joined
home-left = Left
home-bounced = Bounced
home-delivered = Delivered
home-deferred = Deferred
home-failed = Failed
home-written = Written
home-approved = Published
home-table = Show as a table
home-when = Date

home-new = There are no numbers to show yet
home-new-way = Once a reader subscribes or comments, you see here how your site does.
home-new-act = Add to your site
