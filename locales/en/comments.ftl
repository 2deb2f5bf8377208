# Comments: readers' pages, the moderation queue, e-mails

comments-title = Comments on { $title }
comments-thread-untitled = a post on { $site }
comments-feed = Feed of this post’s comments
comments-back = Back to the post
comments-count =
    { $count ->
        [0] Comments
        [one] 1 comment
       *[other] { $count } comments
    }
comments-none = No comments yet. Be the first.
comments-sort = Sort
comments-sort-oldest = Oldest
comments-sort-newest = Newest
comments-sort-best = Best
comments-vote-up = Vote for the comment by { $name }, { $count } so far
comments-vote-down = Vote against the comment by { $name }, { $count } so far
comments-vote-own = You cannot vote on your own comment.
comments-vote-network = Enough people on your network have voted on this comment today. Please vote tomorrow.
comments-reply = Reply
comments-reply-to = Reply to { $name }
comments-reply-cancel = Cancel reply
comments-answers = in reply to { $name }
comments-more-replies =
    { $count ->
        [one] 1 more reply
       *[other] { $count } more replies
    }
comments-whole = All comments
comments-removed = This comment was removed.
comments-by = Comment by { $name }
comments-by-under = { $name } on “{ $title }”

comments-write = Leave a comment
comments-form-note = Your e-mail address will not be published. Required fields are marked *.
comments-body = Comment
comments-body-hint = Markdown works: bold, italics, links, quotes, code. ||Text between bars|| stays hidden until a reader points at it or taps it.
comments-name = Name
comments-email = E-mail
comments-url = Website
comments-notify = Tell me by e-mail when someone replies. Before the first notice, a mail asks whether the address is yours.
comments-send = Post comment
comments-preview = Preview

comments-held = Thank you. Your comment appears here once a moderator has approved it.
comments-posted = Your comment is published.
comments-changed = Your comment is changed.
comments-deleted = Your comment is deleted.
comments-press-again = Check what you wrote and press “Post comment” once more.
comments-too-fast = That was sent too quickly. Nothing you wrote is lost; press the button again in a moment.
comments-stale = This page was open for too long, so the comment was not sent. Nothing you wrote is lost; press the button again.
comments-too-many =
    { $minutes ->
        [one] Too many comments came in a short time. Nothing you wrote is lost; press the button again in a minute.
       *[other] Too many comments came in a short time. Nothing you wrote is lost; press the button again in { $minutes } minutes.
    }
comments-waiting = Your comments waiting for approval
comments-change = Edit or delete
comments-change-title = Edit or delete your comment
comments-change-hint = You can edit or delete a comment for five minutes. Markdown works: bold, italics, links, quotes, code.
comments-change-save = Save
comments-change-cancel = Cancel
comments-delete = Delete comment

comments-thread-missing = The address does not name a post. It needs a thread value.
comments-thread-too-long = The post’s address or id is too long. The limit is 2,000 bytes. An address counts as it is stored: with https:// and with %EA%B0%80 for 가.
comments-thread-malformed = The post’s address or id contains characters that are not allowed.
comments-count-threads = Name 1 to 100 threads.
comments-parent-missing = The comment you reply to does not exist. It was removed, or it belongs to another post.
comments-body-empty = Enter a comment.
comments-body-too-long = The comment is too long. The limit is 10,000 characters.
comments-body-banned = You cannot comment on this site.
comments-closed = The comments of this post are closed.
comments-name-empty = Enter your name.
comments-name-too-long = The name is too long. The limit is 80 characters.
comments-notify-needs-email = Enter your e-mail address to be told of replies.
comments-url-malformed = Check the website’s address. It looks like https://example.com.
comments-url-too-long = The website’s address is too long. The limit is 500 characters.

comments-notices-title = Reply notices
comments-notices-question = Stop reply notices?
comments-notices-about = Press the button to stop notices of replies on “{ $title }”.
comments-notices-end = Stop notices
comments-notices-ended = Reply notices are off
comments-notices-ended-about = You get no more notices of replies on “{ $title }”.
comments-notices-thread = See the comments
comments-notices-choice-link = Change how you are told
comments-notices-choice-title = How you are told
comments-notices-choice-about = Choose which notices of “{ $title }” you receive, and when.
comments-notices-choice-save = Save
comments-notices-choice-saved = Saved.
comments-notices-scope = Which comments
comments-notices-scope-replies = Replies to my comments
comments-notices-scope-thread = Every comment on this post
comments-notices-pace = When
comments-notices-pace-at-once = At once, a mail for each
comments-notices-pace-daily = Once a day, in one mail
comments-notices-everywhere-question = Stop notices for all posts?
comments-notices-everywhere-about = Press the button to stop the notices for all your comments so far.
comments-notices-everywhere-ended = Notices are off for all posts
comments-notices-everywhere-again = You may ask for them again when you write a new comment.
comments-proof-question = Receive reply notices?
comments-proof-about = Press the button, and replies to your comments on this site are sent to you by e-mail. Each notice has a link that ends them.
comments-proof-done = Reply notices are on
comments-proof-done-about = Replies to your comments on this site are sent to you by e-mail. Each notice has a link that ends them.

comments-queue = Comments
comments-states = State
comments-state-pending = Pending
comments-state-approved = Approved
comments-state-spam = Spam
comments-state-trashed = Trash
comments-state-all = All
comments-search = Search
comments-search-hint = Name, e-mail, text
comments-queue-empty = There are no comments.
comments-queue-not-found = No comment was found.
comments-approved-before =
    { $count ->
        [one] 1 other approved comment
        [100] 100 or more other approved comments
       *[other] { $count } other approved comments
    }
comments-see = See it on its page
comments-why-held = Why it was held
comments-approve = Approve
comments-review = Back to pending
comments-spam = Spam
comments-trash = Trash
comments-button-for = { $act }: comment by { $name }
comments-approved-done =
    { $count ->
        [1] The comment is approved.
       *[other] { $count } comments are approved.
    }
comments-review-done =
    { $count ->
        [1] The comment is pending again.
       *[other] { $count } comments are pending again.
    }
comments-spam-done =
    { $count ->
        [1] The comment is marked as spam.
       *[other] { $count } comments are marked as spam.
    }
comments-trash-done =
    { $count ->
        [1] The comment is in the trash.
       *[other] { $count } comments are in the trash.
    }
comments-undone-done = That is undone.
comments-unmoved-done = No comment was moved.
comments-unticked-done = No comment is selected. Select comments first.
comments-changed-meanwhile =
    { $count ->
        [1] The author changed the comment meanwhile, so it stays as it is. Read the new text and decide again.
       *[other] The authors changed { $count } comments meanwhile, so these stay as they are. Read the new texts and decide again.
    }
comments-text-changed-meanwhile = The author changed the comment meanwhile. Read the new text, then press the button again.
comments-answered-done = Your reply is published.
comments-edited-done = The comment is edited.
comments-undo = Undo
comments-tick = Select the comment by { $name }
comments-tick-all = Select all
comments-ticked = Selected comments:
comments-suspects =
    { $count ->
        [1] 1 comment that looks like spam
       *[other] { $count } comments that look like spam
    }
comments-spam-before =
    { $count ->
        [1] 1 spam comment
        [100] 100 or more spam comments
       *[other] { $count } spam comments
    }
comments-ban = Ban
comments-more = More about comments
comments-policy = Comments of this post
comments-policy-site = As the site’s setting says
comments-policy-closed = Closed
comments-policy-save = Save
comments-policy-done = The rule of this post is changed.
comments-of-thread = Only this post
comments-first-body = Before it was edited
comments-answer = Reply
comments-answer-send = Post reply
comments-approve-and-answer = Approve and reply
comments-edit = Edit
comments-edit-save = Save
comments-refine = More filters
comments-refine-end = Clear filters
comments-from = From
comments-to = To
comments-keys = Keyboard shortcuts
comments-keys-close = Close
comments-key-step = Next comment, previous comment
comments-key-tick = Select the comment

comments-reason-any = Any reason
comments-reason-any-sign = It has signs of advertising
comments-reason-any-links = It has links
comments-reason-any-held-word = It has a word of your list to hold
comments-reason-any-spam-word = It has a word of your list of spam
comments-reason-held-word = “{ $word }” is on your list of words to hold
comments-reason-spam-word = “{ $word }” is on your list of spam words
comments-reason-any-flag = Readers reported it
comments-reason-flagged =
    { $count ->
        [one] 1 reader reported it: { $reasons }
       *[other] { $count } readers reported it: { $reasons }
    }
comments-reason-unknown = A reason that only a newer version of Gudok knows
comments-reason-everyone = Every comment is reviewed
comments-reason-first = First comment, or the author is not verified yet
comments-reason-no-proof = The browser did not do the calculation that was asked of it
comments-reason-crowded = Very many comments came to this post within an hour
comments-reason-official = The name imitates the site’s or one of its authors’
comments-reason-score = Signs of advertising: { $sum }, held from { $threshold }
comments-reason-links = { $count } links
comments-reason-repeated = The same text was posted recently
comments-reason-word = “{ $word }” is common in advertising
comments-reason-offer = “{ $word }”, an offer of money or goods
comments-reason-contact = “{ $word }”, a way to reach the author
comments-reason-call = “{ $word }”, a call to act
comments-reason-promotion = “{ $word }”, promotion of the author
comments-reason-contact-and-offer = A way to reach the author beside an offer
comments-reason-offer-and-call = A call to act beside an offer
comments-reason-talk = “{ $word }”, a sign of discussion, not of advertising
comments-reason-markup = A link in HTML or forum code
comments-reason-name = The name is a web address
comments-reason-code = The name holds program code
comments-reason-hidden = Letters are hidden
comments-reason-script = Most letters are neither Korean nor Latin
comments-reason-akismet = Akismet says that it is spam
comments-reason-disposable = The address is of a throw-away mailbox
comments-reason-learned = It resembles spam that was learned: { $words }
comments-reason-learned-honest = It resembles comments that were approved: { $words }
comments-reason-banned = The author is banned
comments-reason-mail = The sender of the mailed reply is not proved
comments-reason-trap = A field hidden from people was filled in

comments-mail-waits-subject = [{ $site }] A comment by { $name } is waiting
comments-mail-waits-subject-nameless = [{ $site }] A comment is waiting
comments-mail-waits-title = A comment by { $name } is waiting for review
comments-mail-thread = Post
comments-mail-author = Author
comments-mail-waits-button = Review it
comments-mail-decide-about = A link shows the comment, and only a button decides. It works for { $days } days. Do not forward it.
comments-mail-decide-answer = One word in answer to this mail decides too: approve, spam or trash.
comments-mail-burst-subject = [{ $site }] { $count } comments are waiting
comments-mail-burst-title = { $count } comments are waiting for review
comments-mail-burst-more = And { $count } more.
comments-mail-queue = All comments
comments-decision-title = Review of a comment
comments-mail-address-subject = [{ $site }] Receive reply notices?
comments-mail-address-title = Receive reply notices?
comments-mail-address-who = A comment was written on { $site } with the address { $email } at { $time }, and reply notices were asked for. If that was you, press the button once; later comments in the same browser need no more confirmation.
comments-mail-address-open = Open this address to receive reply notices:
comments-mail-address-button = Receive reply notices
comments-mail-address-expiry = The link works for { $days } days.
comments-mail-address-ignore = If this was not you, do nothing: no notices are sent.
comments-mail-reply-subject = { $name } replied to you: { $title }
comments-mail-reply-title = { $name } replied to you
comments-mail-reply-about = { $name }, this is a reply to your comment on “{ $title }”.
comments-mail-reply-button = See the reply
comments-mail-reply-answer = Answer this mail within { $days } days, and your answer is posted as a reply. Do not forward it.
comments-mail-comment-subject = { $name } commented: { $title }
comments-mail-comment-title = { $name } commented
comments-mail-comment-about = { $name }, you asked for every comment on “{ $title }”. This is a new one.
comments-mail-comment-button = See the comment
comments-mail-daily-subject = [{ $site }] { $count ->
        [one] 1 new comment
       *[other] { $count } new comments
    }
comments-mail-daily-title =
    { $count ->
        [one] 1 new comment
       *[other] { $count } new comments
    }
comments-mail-daily-about = { $name }, these are the comments of which you asked to be told.
comments-mail-reply-why = You receive this because you asked for reply notices and confirmed this address.
comments-mail-reply-end = Stop notices for this post
comments-mail-end-everywhere = Stop notices for all posts
comments-mail-approved-subject = Your comment was approved: { $title }
comments-mail-approved-title = Your comment was approved
comments-mail-approved-about = { $name }, everybody can see your comment on “{ $title }” now.
comments-mail-approved-button = See the comment

# The name of an author who asked to be erased.
comments-anonymous = Anonymous

comments-card-waiting =
    { $count ->
        [one] One comment waits for review
       *[other] { $count } comments wait for review
    }

# "#" is the number, which a script puts in.
comments-live-one = # new comment
comments-live-many = # new comments
