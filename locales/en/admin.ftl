# Signing in, the first run, accounts and roles

admin-role-owner = Owner
admin-role-editor = Editor
admin-role-moderator = Moderator

admin-email = E-mail address
admin-email-wrong = Check the e-mail address. It looks like name@example.com.
admin-password = Password
admin-password-hint = At least { $shortest } characters. A long one, like a sentence, is safer.
admin-password-too-short = The password is too short. Choose at least { $shortest } characters.
admin-password-too-long = The password is too long. Choose at most 200 characters.
admin-password-is-address = The password must not be the e-mail address.
admin-password-weak = This password is easily guessed. Choose a longer one, such as four words that do not belong together.

admin-sign-in = Sign in
admin-sign-in-title = Sign in
admin-sign-in-wrong = The e-mail address or the password is wrong.
admin-sign-in-too-many =
    { $minutes ->
        [one] Too many tries. Try again in a minute.
       *[other] Too many tries. Try again in { $minutes } minutes.
    }
admin-sign-in-over-http = Nobody can sign in over a connection without encryption. Sign in at { $address }.
admin-sign-in-first-run = There is no account yet. Open the address that Gudok printed in the terminal when it started, and create the owner’s account there.

admin-setup-title = Create the owner’s account
admin-setup-lead = This address works once. The panel opens next.
admin-setup-email-hint = You sign in with it, and Gudok writes to it when a comment waits for review.
admin-setup-make = Create account

admin-code-title = Second step
admin-code = Code
admin-code-hint = The six digits that your authenticator app shows now. If the device is lost, type a recovery code.
admin-code-wrong = The code is wrong or was used before. Wait for the next one, and check that the device’s clock is right.
admin-code-back = Start again
admin-code-expired = The code came more than ten minutes after the password. Sign in again.
admin-browser-unknown = Unknown browser

admin-mail-account-button = Open your account
admin-mail-account-open = Address of the page:
admin-mail-new-device-subject = New sign-in to { $site }
admin-mail-new-device-title = Somebody signed in with your account
admin-mail-new-device-what = A browser that was not used before signed in as { $email }. Time: { $time }. Browser: { $browser }. IP address: { $ip }.
admin-mail-new-device-then = If that was you, there is nothing to do. If not, change your password at once; that ends all other sessions.
admin-mail-new-network-subject = Your session at { $site } is used elsewhere
admin-mail-new-network-title = Your session turned up in a new network
admin-mail-new-network-what = A session of { $email } is used from a network in which you never signed in. Time: { $time }. IP address: { $ip }.
admin-mail-new-network-then = If you are travelling or changed your connection, there is nothing to do. If not, somebody may have copied your session: change your password at once; that ends all other sessions.
admin-mail-wrong-codes-subject = Wrong codes for your account at { $site }
admin-mail-wrong-codes-title = Somebody knows your password
admin-mail-wrong-codes-what = Somebody gave the right password of { $email } and typed several wrong codes. Time: { $time }. Nobody came in that way.
admin-mail-wrong-codes-then = If that was not you, change your password. If the device with your codes is lost, sign in with a recovery code.
admin-mail-recovery-code-subject = A recovery code was used at { $site }
admin-mail-recovery-code-title = A recovery code was used
admin-mail-recovery-code-what =
    { $left ->
        [0] Somebody used the last recovery code of { $email }. Time: { $time }.
        [one] Somebody used a recovery code of { $email }. Time: { $time }. One is left.
       *[other] Somebody used a recovery code of { $email }. Time: { $time }. { $left } are left.
    }
admin-mail-recovery-code-then = If that was you, make new recovery codes when few are left. If not, change your password and make new codes.
admin-mail-second-step-on-subject = Two-step sign-in is on at { $site }
admin-mail-second-step-on-title = Two-step sign-in was turned on
admin-mail-second-step-on-what = Signing in as { $email } takes a code after the password from now on. Time: { $time }. All other sessions have ended.
admin-mail-second-step-on-then = If that was not you, somebody knows your password. Ask the site’s owner to reset two-step sign-in at once, and then change your password.
admin-mail-new-codes-subject = New recovery codes at { $site }
admin-mail-new-codes-title = New recovery codes were made
admin-mail-new-codes-what = { $email } has new recovery codes. Time: { $time }. Earlier ones do not work any more.
admin-mail-new-codes-then = If that was not you, change your password at once and make new codes.
admin-mail-password-changed-subject = Your password at { $site } was changed
admin-mail-password-changed-title = Your password was changed
admin-mail-password-changed-what = { $email } has another password. Time: { $time }. All other sessions have ended.
admin-mail-password-changed-then = If that was not you, choose a new password at once by “Forgot your password?” on the sign-in page, and tell the site’s owner.
admin-mail-second-step-off-subject = Two-step sign-in is off at { $site }
admin-mail-second-step-off-title = Two-step sign-in was turned off
admin-mail-second-step-off-what = { $email } signs in by the password alone from now on. Time: { $time }.
admin-mail-second-step-off-then = If that was not you, change your password and turn it on again.
admin-mail-second-step-reset-subject = Two-step sign-in was reset at { $site }
admin-mail-second-step-reset-title = Your two-step sign-in was reset
admin-mail-second-step-reset-what = An owner or the server’s operator turned off two-step sign-in for { $email }, as for a lost device. Time: { $time }. You are signed out everywhere.
admin-mail-second-step-reset-then = Sign in with your password, and turn it on again with your new device. If you did not ask for this, ask the site’s owner.

admin-mail-invitation-subject = Your account at { $site }
admin-mail-invitation-title = You are invited to the panel of { $site }
admin-mail-invitation-what = { $by } made an account for you: { $email }, role: { $role }. Choose a password to begin.
admin-mail-invitation-button = Choose a password
admin-mail-invitation-then = The link works once and for { $days } days. After that, the owner can send another. If you do not know the site, ignore this mail: the account opens nothing without you.
admin-mail-password-link-subject = A new password for { $site }
admin-mail-password-link-title = Choose a new password
admin-mail-password-link-what = Somebody asked for a new password for { $email }. Time: { $time }.
admin-mail-password-link-button = Choose a new password
admin-mail-password-link-then = The link works once and for { $minutes } minutes. If you did not ask for it, ignore this mail: your password stays as it is.

admin-forgotten-title = Forgot your password?
admin-forgotten-lead = Gudok mails you a link to a new one. It works once and for { $minutes } minutes.
admin-forgotten-send = Mail me a link
admin-forgotten-asked = If the address has an account, a link is on its way. If no mail comes, look into the spam folder, or ask an owner of the site.
admin-to-sign-in = Go to sign-in
admin-choice-title = Choose a password
admin-choice-invited = For { $email }, role: { $role }.
admin-choice-reset = For { $email }. You are signed out everywhere once the new password is saved.
admin-choice-save = Save password
admin-choice-saved = The password is saved. Sign in with it.
admin-link-title = This link does not work any more
admin-link-invitation-expired = The invitation has expired. Ask the owner who invited you to send it again: under Settings, Accounts, Manage.
admin-link-reset-expired = The link has expired. Ask for another one.
admin-link-gone = It was used already, or a newer link took its place. Use the newest mail, sign in, or ask for another link.

admin-may-comments = Decide about comments
admin-may-subscribers = See and unsubscribe readers
admin-may-erasure = Erase a person’s data
admin-may-posts = Manage feeds, posts and topics
admin-may-digests = See the next digests
admin-may-campaigns = Write and send campaigns
admin-may-outbox = See the outbox, send mails again or not
admin-may-bounces = See bounces
admin-may-bounce-lifting = Allow mail to a suppressed address again
admin-may-doctor = Check the delivery of mail
admin-may-embedding = Add Gudok to the site, see its secret
admin-may-compliance = See what the law asks for, answer requests about personal data
admin-may-imports = Import files, export everything, move comments
admin-may-backups = Make and download backups
admin-may-settings = Change settings and accounts

admin-scope-sign-ups = Send sign-ups of the site’s own forms
admin-scope-subscribers-read = See subscribers
admin-scope-subscribers-write = Add, change and unsubscribe subscribers
admin-scope-subscribers-erase = Erase persons
