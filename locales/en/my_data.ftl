# The page on which an author sees, exports and erases what is stored with an address

my-data-link = See or erase your comments
my-data-title = Your comments and data
my-data-lead = Type the address that you comment with. A link comes by mail; it shows your comments, votes and reports, and erases them.
my-data-expired = This link has expired, or what it led to is erased.
my-data-again = That was not sent. Check the address and press the button again.
my-data-send = Send the link
my-data-sent-title = Check your inbox
my-data-sent-lead = If there are comments with this address, a mail with the link arrives soon.
my-data-of = This is stored with { $email }.
my-data-export = Download as a file
my-data-erase = Erase everything here
my-data-preferences = You subscribe too: your preferences
my-data-comments = Comments
my-data-votes = Votes
my-data-reports = Reports
my-data-state-public = public
my-data-state-waiting = waiting for a moderator
my-data-state-hidden = not shown
my-data-vote-up = Voted for a comment
my-data-vote-down = Voted against a comment
my-data-more = The page shows the newest 100 of each. The file has all.
my-data-erase-title = Erase your comments?
my-data-erase-lead =
    { $count ->
        [one] The text, name, address and network address of one comment with { $email } are deleted, with your votes and reports. It cannot be undone.
       *[other] The texts, names, addresses and network addresses of { $count } comments with { $email } are deleted, with your votes and reports. It cannot be undone.
    }
my-data-erase-kept = Where others have answered, an empty place stays, so that their comments can be understood. A subscription stays as it is.
my-data-erase-button = Erase
my-data-back = Go back
my-data-erased-title = Your comments are erased
my-data-erased-lead =
    { $count ->
        [one] One comment, your votes and your reports are erased.
       *[other] { $count } comments, your votes and your reports are erased.
    }

my-data-mail-subject = [{ $site }] Your comments and data
my-data-mail-who = Somebody, probably you, asked { $site } at { $time } for the comments with { $email }.
my-data-mail-button = Show my comments
my-data-mail-open = This address opens the page:
my-data-mail-expiry =
    { $hours ->
        [one] The link is good for one hour.
       *[other] The link is good for { $hours } hours.
    }
my-data-mail-ignore = If it was not you, ignore this mail. Nobody else sees the page.
