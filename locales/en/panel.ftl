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
panel-done-session-ended = The session is ended.
panel-done-removed = The account is removed.
panel-done-saved = The settings are saved.
panel-done-second-step-off = Two-step sign-in is off. You sign in by the password alone.
panel-done-invited = The invitation is on its way again. Earlier links are void.
panel-done-not-invited = No invitation was sent: the account is in use, got several today, or its address takes no mail from here.
panel-done-kept = The account has no two-step sign-in. Nothing was changed.
panel-done-second-step-reset = Two-step sign-in of that account is off. The person is told by mail.

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
panel-off = Off
panel-second-step = Two-step sign-in
panel-second-step-what = After the password you type a code of an authenticator app, so that a stolen password alone opens nothing.
panel-second-step-begin = Turn on
panel-second-step-change = Change
panel-second-step-on = On since { $date }.
panel-second-step-turn-off = Turn off
panel-second-step-scan = Add the account to your app
panel-second-step-scan-what = Open an authenticator app, such as Google Authenticator, 1Password or Aegis, and scan this picture.
panel-second-step-picture = QR code for authenticator apps
panel-second-step-text = Or type this key into the app:
panel-second-step-prove = Type the code that the app shows
panel-second-step-code = Code of the app
panel-second-step-code-hint = Six digits. They change every 30 seconds.
panel-second-step-turn-on = Turn on two-step sign-in
panel-recovery = Recovery codes
panel-recovery-left =
    { $count ->
        [0] No recovery code is left. Make new ones.
        [one] One recovery code is left.
       *[other] { $count } recovery codes are left.
    }
panel-recovery-renew = Make new recovery codes
panel-recovery-made = Your recovery codes are made. Keep them now: they are shown only once.
panel-recovery-what = If your device is lost, type one of them in place of the app’s code. Each works once. Print them or keep them in a password manager, apart from the device.
panel-recovery-kept = I have kept them

panel-sessions = Where you are signed in
panel-sessions-end = Sign out everywhere else
panel-session-browser = Browser
panel-session-end = End
panel-session-here = This session
panel-session-ip = IP address
panel-session-seen = Last used
panel-session-began = Signed in

panel-accounts = Accounts
panel-account-since = Created
panel-account-manage = Manage
panel-account-acts = Manage this account
panel-account-remove-whole = Remove account
panel-account-second-step-reset = Turn off two-step sign-in (lost device)
panel-password-own = Your password
panel-password-own-hint = Not that of the other account. The change is recorded.
panel-account-new = Invite somebody
panel-account-add = Invite
panel-account-exists = An account with this address already exists.
panel-account-invited = An invitation is on its way to { $email }. Its link is good for { $days } days.
panel-account-uninvited = { $email } has an account, but no invitation was sent: the address got several today, or takes no mail from here.
panel-account-is-invited = Invited
panel-account-invite-again = Send invitation again
panel-roles = What each role may do
panel-permission = Permission
panel-roles-hint = Moderators decide about comments. Editors write and send as well. Owners may do everything.
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
panel-mail-change-of-address = Change of address
panel-mail-address-changed = Address changed
panel-mail-preferences-link = Preferences link
panel-mail-welcome = Welcome
panel-mail-digest = Digest
panel-mail-campaign = Campaign
panel-mail-campaign-test = Campaign test
panel-mail-moderation = Comment waiting
panel-mail-reply = Reply notice
panel-mail-reply-address = Question to a comment’s author
panel-mail-invitation = Invitation
panel-mail-password-link = Link to a new password
panel-mail-new-device = Sign-in with a new browser
panel-mail-new-network = Session in a new network
panel-mail-wrong-codes = Wrong codes
panel-mail-recovery-code = Recovery code used
panel-mail-second-step-on = Two-step sign-in turned on
panel-mail-new-codes = New recovery codes
panel-mail-password-changed = Password changed
panel-mail-second-step-off = Two-step sign-in turned off
panel-mail-second-step-reset = Two-step sign-in reset

panel-did-first-run = Created the owner’s account
panel-did-sign-in = Signed in
panel-did-sign-out-elsewhere = Signed out elsewhere
panel-did-session-end = Ended a session
panel-did-password-change = Changed password
panel-did-suppression-lift = Resumed sending to an address
panel-did-password-reset = Reset a password
panel-did-second-step-on = Turned on two-step sign-in
panel-did-second-step-off = Turned off two-step sign-in
panel-did-second-step-reset = Turned off somebody’s two-step sign-in
panel-did-recovery-codes-renew = Made new recovery codes
panel-did-account-add = Added an account
panel-did-account-invite = Sent an invitation again
panel-did-account-accept = Accepted an invitation
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
panel-did-comment-edit = Edited a comment
panel-did-comment-reply = Replied to a comment
panel-did-thread-policy = Changed the comment rule of a post
panel-did-ban-add = Banned an author
panel-did-ban-shadow = Banned an author without telling
panel-did-ban-remove = Removed a ban
panel-did-feed-added = Added a feed
panel-did-feed-polled = Read a feed
panel-did-feed-removed = Removed a feed
panel-did-post-withheld = Withheld a post
panel-did-post-released = Stopped withholding a post
panel-did-post-resent = Sent a post again
panel-did-topic-offered = Offered a topic
panel-did-topic-withdrawn = Withdrew a topic
panel-did-subscriber-unsubscribe = Unsubscribed a reader
panel-did-subscriber-details = Changed a reader’s fields or tags
panel-did-field-added = Added a field of readers
panel-did-field-changed = Changed a field of readers
panel-did-field-removed = Removed a field of readers
panel-did-tag-removed = Removed a tag from all readers
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

panel-tokens = API tokens
panel-tokens-link = API tokens
panel-tokens-lead = With a token, a program of the site calls the API in your name. The program’s sign-ups are not limited as strangers’ are. A program that may change subscribers sees them too. docs/api.md describes the calls.
panel-tokens-made = This is the new token. Copy it now: it is not shown again.
panel-tokens-new = New token
panel-tokens-name = Name
panel-tokens-name-hint = What it is for. The consent record names it.
panel-tokens-name-missing = Enter a name.
panel-tokens-scopes = Allows
panel-tokens-scopes-missing = Choose what it allows.
panel-tokens-end = Ends
panel-tokens-ended = ended
panel-tokens-endless = never
panel-tokens-used = Last used
panel-tokens-unused = never
panel-tokens-end-button = End
panel-tokens-days = { $days ->
    [0] never
   *[other] after { $days } days
}
panel-tokens-present-hint = A program with a token needs no password.
panel-tokens-make = Make token
panel-done-token-ended = The token has ended.
panel-did-token-make = Made an API token
panel-did-token-end = Ended an API token
