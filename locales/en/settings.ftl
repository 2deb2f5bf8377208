# Settings that the panel changes

settings-save = Save
settings-refused = Nothing was saved. Please correct the marked fields.
settings-conflict = Somebody else changed the same settings meanwhile. Compare them below, and save once more if yours should stand.
settings-theirs = Saved now: { $value }
settings-locked = “{ $option }” is set by { $place }. Change it there.
settings-contradiction = Nothing was saved, since it contradicts “{ $option }”. Please correct that setting too.
settings-lock = Set by { $place }, so it cannot be changed here.

settings-label-site-url = Address of your site
settings-hint-site-url = The site with your posts, such as https://example.org
settings-wrong-site-url = This is no address. Please write one like https://example.org
settings-label-server-allowed-origins = Further addresses
settings-hint-server-allowed-origins = Other addresses that show the forms and comments, one a line. An address with www. is another one than without.
settings-wrong-server-allowed-origins = One line is no address. Please write one a line, like https://www.example.org

settings-sender = Sender
settings-changes = Past changes
settings-default = default
settings-undo = Undo

settings-label-site-name = Name of the site
settings-hint-site-name = At the head of pages and mails.
settings-wrong-site-name = Please write the name in one line.
settings-label-site-locale = Default language
settings-hint-site-locale = For readers who choose none.
settings-wrong-site-locale = Please choose ko or en.
settings-label-site-time-zone = Time zone
settings-hint-site-time-zone = Such as Europe/Berlin
settings-wrong-site-time-zone = This is no time zone. Please write one like Europe/Berlin
settings-label-site-sender = Sender
settings-hint-site-sender = In From of every mail, such as Small Models <letters@example.org>
settings-wrong-site-sender = This is no sender. Please write Name <mail@example.org>, with Latin letters before the @
settings-label-site-reply-to = Reply-to address
settings-hint-site-reply-to = Empty: replies come to the sender.
settings-wrong-site-reply-to = This is no address. Please write Name <mail@example.org>, with Latin letters before the @
settings-label-site-postal-address = Postal address
settings-hint-site-postal-address = At the foot of mails.
settings-wrong-site-postal-address = Please write an address in plain text, such as 1 New Road, London
settings-label-site-contact = Contact
settings-hint-site-contact = A number or an address that reaches you.
settings-wrong-site-contact = Please write a number or an address in plain text, such as +44 20 0000 0000
settings-label-site-privacy-url = Privacy notice
settings-hint-site-privacy-url = Linked beside each form, such as https://example.org/privacy
settings-wrong-site-privacy-url = This is no address. Please write one like https://example.org/privacy
settings-label-comments-moderation = Moderation
settings-hint-comments-moderation = Comments that a person sees before they are public.
settings-wrong-comments-moderation = Please choose a value of the list.
settings-label-comments-page-titles = Read titles from pages
settings-hint-comments-page-titles = The title of a post that no feed knows is read from its page.
settings-wrong-comments-page-titles = Please choose yes or no.
settings-label-comments-votes = Votes
settings-hint-comments-votes = Readers vote on comments, and can sort by votes.
settings-wrong-comments-votes = Please choose yes or no.
