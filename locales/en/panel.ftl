# Outbox, settings, one's own account

panel-actions = Actions
panel-yes = Yes
panel-no = No

panel-outbox-empty = There are no mails.
panel-outbox-unknown =
    { $count ->
        [one] The result of one mail is unknown. If you send it again, its reader may get it twice.
       *[other] The results of { $count } mails are unknown. If you send them again, some readers may get them twice.
    }
panel-outbox-recipient = To
panel-outbox-kind = Type
panel-outbox-state = State
panel-outbox-attempts = Attempts
panel-outbox-time = Time
panel-outbox-next-try = next try
panel-outbox-again = Send again
panel-outbox-leave = Don’t send

panel-state-all = All
panel-state-queued = Queued
panel-state-leased = Sending
panel-state-sent = Sent
panel-state-deferred = Waiting to retry
panel-state-failed = Failed
panel-state-unknown = Unknown
panel-state-dropped = Dropped

panel-done-again = The mail goes out again.
panel-done-left = The mail will not be sent.
panel-done-stale = The mail’s state changed in the meantime, so nothing was done.
panel-done-password = Your password is changed, and you are signed out everywhere else.
panel-done-language = Your language is changed.
panel-done-elsewhere = You are signed out everywhere else.
panel-done-removed = The account is removed.
panel-done-saved = The settings are saved.

panel-account = Your account
panel-role = Role
panel-password = Password
panel-password-present = Current password
panel-password-new = New password
panel-password-wrong = The current password is wrong.
panel-password-save = Change password
panel-language = Language
panel-language-hint = Used in the panel and in notices mailed to you.
panel-language-ko = 한국어
panel-language-en = English
panel-language-save = Change language
panel-sessions = Where you are signed in
panel-sessions-end = Sign out everywhere else
panel-session-browser = Browser
panel-session-unknown = Unknown browser
panel-session-here = This session
panel-session-ip = IP address
panel-session-seen = Last used
panel-session-began = Signed in

panel-accounts = Accounts
panel-account-since = Created
panel-account-remove = Remove
panel-account-new = Add an account
panel-account-add = Add
panel-account-exists = An account with this address already exists.
panel-account-made = { $email } has an account. Its password is shown only once. Pass it on safely.
panel-roles-hint = Moderators manage comments. Editors manage everything but the settings. Owners manage everything.
panel-account-present-hint = Needed only to add an owner.

panel-config = Set on the server
panel-config-hint = These values come from the configuration file and the environment. To change one, set the option named beside it and restart Gudok.
panel-config-unset = not set
panel-config-site = Site
panel-config-mail = Mail
panel-config-mail-url = Mail server
panel-config-mail-connections = Connections
panel-config-mail-rate = Rate
panel-config-mail-rate-free = No limit
panel-config-mail-rate-value = At most { $rate } a second
panel-moderation-all = Review every comment
panel-moderation-first = Review first comments
panel-moderation-none = Review suspicious comments
panel-config-private-feeds = Allow feeds in private networks
panel-config-server = Server
panel-config-public-url = Public address
panel-config-bind = Bind address
panel-config-proxies = Trusted proxies
panel-config-database = Database
panel-config-secret = Signing secret
panel-config-law = Law
panel-config-site-compliance = Applicable law
panel-compliance-none = None
panel-compliance-kr = Korea: noted only. Nothing is done for this law yet; you have to keep it yourself.
panel-compliance-eu = European Union: noted only. Nothing is done for this law yet; you have to keep it yourself.
panel-config-secret-given = Set in the configuration
panel-config-secret-kept = Kept in the database

panel-audit = Recent activity
panel-audit-empty = There is no activity yet.
panel-audit-action = Activity
panel-audit-who = User
panel-audit-at = Time
panel-audit-command-line = Command line

panel-mail-confirmation = Confirmation
panel-mail-already-subscribed = Already subscribed
panel-mail-preferences-link = Preferences link
panel-mail-welcome = Welcome
panel-mail-digest = Digest
panel-mail-campaign = Campaign
panel-mail-campaign-test = Campaign test
panel-mail-moderation = Comment waiting
panel-mail-reply = Reply notice
panel-mail-reply-address = Question to a comment’s author

panel-did-first-run = Created the owner’s account
panel-did-sign-in = Signed in
panel-did-sign-out-elsewhere = Signed out elsewhere
panel-did-password-change = Changed password
panel-did-suppression-lift = Resumed sending to an address
panel-did-password-reset = Reset a password
panel-did-account-add = Added an account
panel-did-account-remove = Removed an account
panel-did-setting-change = Changed a setting
panel-did-secret-renew = Renewed a secret
panel-did-filter-reset = Reset the spam filter
panel-did-mail-again = Sent a mail again
panel-did-mail-leave = Dropped a mail
panel-did-comment-hold = Held a comment
panel-did-comment-approve = Approved a comment
panel-did-comment-spam = Marked a comment as spam
panel-did-comment-trash = Trashed a comment
panel-did-feed-added = Added a feed
panel-did-feed-polled = Read a feed
panel-did-feed-removed = Removed a feed
panel-did-post-withheld = Withheld a post
panel-did-post-released = Stopped withholding a post
panel-did-post-resent = Sent a post again
panel-did-topic-offered = Offered a topic
panel-did-topic-withdrawn = Withdrew a topic
panel-did-subscriber-unsubscribe = Unsubscribed a reader
panel-did-person-erase = Erased a person’s data
panel-did-campaign-create = Created a campaign
panel-did-campaign-change = Edited a campaign
panel-did-campaign-delete = Deleted a campaign’s draft
panel-did-campaign-start = Started a campaign
panel-did-campaign-pause = Paused a campaign
panel-did-campaign-resume = Resumed a campaign
panel-did-campaign-cancel = Cancelled a campaign
panel-did-campaign-rate = Changed a campaign’s rate
panel-did-campaign-test = Sent a test of a campaign
panel-did-campaign-retry = Sent a campaign’s failed mails again
panel-did-campaign-again = Sent a campaign’s unknown mails again
panel-did-campaign-leave = Kept a campaign’s unknown mails as they are

panel-why-unsubscribed = The reader unsubscribed.
panel-why-suppressed = The address is suppressed: it bounced, or its owner complained.
panel-why-left = It was cancelled by hand.
panel-why-cancelled = The campaign was cancelled.
panel-why-erased = The author of the comment that it quotes was erased.
