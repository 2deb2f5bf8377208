# Authors who claim an address by a mailed link, and the marks beside names

verification-mark-verified = ✓ Verified
verification-mark-team = Team
verification-mark-site = Member
verification-link = Verify your address
verification-title = Verify your address
verification-about = A mail with a link shows that the address is yours. Then your comments bear the mark “Verified”, and nobody else’s comment appears under your address unless a moderator allows it.
verification-send = Send me the link
verification-sent = Check your inbox
verification-sent-about = If mail may go to the address, a link is on its way. Open it in the browser in which you comment.
verification-again = That was not sent. Press the button again in a moment.
verification-question = Verify this address?
verification-question-about = Press the button, and comments under this address in this browser bear the mark “Verified”. In other browsers, verify it again.
verification-done = Your address is verified
verification-done-about = Comments under this address in this browser bear the mark “Verified”.
verification-failed = The link was used already, or has expired. Ask for a new one.
verification-reason-claimed = The address is verified by its owner, and this browser did not prove it

verification-mail-subject = [{ $site }] Verify your address
verification-mail-title = Verify your address
verification-mail-who = At { $time } somebody asked on { $site } for a link that verifies { $email } for comments. If that was you, open the link in the browser in which you comment, and press the button.
verification-mail-open = Open this address to verify yours:
verification-mail-button = Verify this address
verification-mail-expiry = The link works once, within { $days } days.
verification-mail-ignore = If this was not you, do nothing: nothing is verified.

settings-label-comments-avatars = Avatars
settings-hint-comments-avatars = The first letter of each author’s name on a colour. No picture is asked of another site.
settings-wrong-comments-avatars = Please choose yes or no.
settings-label-comments-site-users = Users of the site
settings-hint-comments-site-users = Takes the word of the site’s server about who is signed in there, signed with the publish secret. Their comments bear the mark “Member”.
settings-wrong-comments-site-users = Please choose yes or no.
