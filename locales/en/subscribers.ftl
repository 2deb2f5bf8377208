# Subscriptions: sign-up, confirmation, preferences, leaving, and their mails

subscribers-title = Subscribe
subscribers-heading = New posts, summarised, in your inbox
subscribers-lead = A short summary of each new post, as often as you like. Unsubscribe with one click at any time.
subscribers-email = E-mail address
subscribers-name = Name
subscribers-name-hint = Optional.
subscribers-topics = Topics
subscribers-topics-hint = Choose none to receive everything.
subscribers-topics-all = Every topic
subscribers-cadence = How often
subscribers-cadence-word = { $cadence ->
    [each_post] Each post
    [daily] Daily
   *[weekly] Weekly
    [monthly] Monthly
}
subscribers-cadence-when = { $cadence ->
    [each_post] As soon as it is out
    [daily] At 7 in the morning
   *[weekly] Mondays at 7
    [monthly] On the 1st at 7
}
subscribers-consent = By pressing Subscribe you agree to receive new posts by e-mail. Your address and name are used for this alone and never shown to others; when you unsubscribe, the mails stop.
subscribers-promise = Unsubscribe with one click at any time.
subscribers-more = More choices
subscribers-newest = Newest edition
subscribers-newest-read = Read this edition
subscribers-newest-all = All past editions
subscribers-button = Subscribe

subscribers-form-check = Almost done. Check what you entered and press Subscribe.
subscribers-form-too-fast = This page was opened only a few seconds ago. Take one more look at what you entered and press Subscribe.
subscribers-form-stale = This page was opened more than a day ago. What you entered is still here: press Subscribe once more.
subscribers-form-forged = We could not verify that this came from our page. Check what you entered and press Subscribe once more.
subscribers-form-too-many =
    { $minutes ->
        [one] Too many sign-ups came in a short time. What you entered is still here: press Subscribe again in a minute.
       *[other] Too many sign-ups came in a short time. What you entered is still here: press Subscribe again in { $minutes } minutes.
    }
subscribers-form-wrong = Something is not right yet. Look at the marked fields.

subscribers-email-no-mail = No mail arrives at the domain of this address. Check how it is written, or use another address.
subscribers-email-disposable = This address is of a throw-away mailbox. Write one at which you read the newsletter.
subscribers-email-guess = Did you mean { $email }?
subscribers-name-too-long = A name has at most 80 characters.
subscribers-cadence-unknown = The cadence is one of each_post, daily, weekly, monthly.
subscribers-locale-unknown = The language is ko or en.
subscribers-topics-unknown = One of the topics is no longer offered.
subscribers-consent-missing = Without a mail that asks, consent.wording has to hold the words that the person agreed to.
subscribers-ip-unknown = consent.ip is not a network address. Send one like 203.0.113.7
subscribers-page-unknown = consent.page is not the address of a page. It begins with https:// or http://
subscribers-hour-unknown = The hour is a number from 0 to 23.
subscribers-zone-unknown = This is not a time zone. Enter one like Asia/Seoul

subscribers-sent-title = Check your inbox
subscribers-sent-lead = We have sent a mail to the address you entered. Your subscription starts when you press the button in it.
subscribers-sent-hint = If it has not come in a few minutes, look in the spam folder.

subscribers-sent-open = Open { $mail }
subscribers-sent-back = Back to the post
subscribers-inbox-naver = Naver Mail
subscribers-inbox-daum = Daum Mail
subscribers-inbox-kakao = Kakao Mail
subscribers-inbox-gmail = Gmail
subscribers-inbox-nate = Nate Mail
subscribers-inbox-outlook = Outlook
subscribers-inbox-icloud = iCloud Mail
subscribers-inbox-yahoo = Yahoo Mail

subscribers-sent-guess = The address looks mistyped. If you meant { $email }, press the button below.
subscribers-sent-other = Is the address wrong?
subscribers-sent-other-link = Sign up again
subscribers-late-title = We have your sign-up
subscribers-late-lead = Our mail server has a problem now, so the confirmation mail is late. It is sent once the problem is solved; you need not sign up again.
subscribers-queued-lead = Many people with addresses like yours are signing up now, so the confirmation mail may arrive some hours late. You need not sign up again.

subscribers-last-step-title = One more step
subscribers-last-step-lead = You are signing up with { $email }.

subscribers-confirm-title = Confirm
subscribers-confirm-heading = Start your subscription?
subscribers-confirm-lead = Press the button, and { $cadence ->
    [each_post] a summary of each new post goes to { $email } as soon as it is out.
    [daily] a summary of new posts goes to { $email } every morning.
    [monthly] a summary of new posts goes to { $email } on the 1st of every month.
   *[weekly] a summary of new posts goes to { $email } every Monday morning.
}
subscribers-confirm-button = Confirm subscription
subscribers-confirm-ignore = If you did not ask for this, close the page. Nothing will be sent.
subscribers-confirmed-title = You are subscribed
subscribers-confirmed-lead = { $cadence ->
    [each_post] A summary of each new post will come to { $email } as soon as it is out. Thank you.
    [daily] A summary of new posts will come to { $email } every morning. Thank you.
    [monthly] A summary of new posts will come to { $email } on the 1st of every month. Thank you.
   *[weekly] A summary of new posts will come to { $email } every Monday morning. Thank you.
}
subscribers-confirmed-preferences = Change preferences
subscribers-confirmed-archive = Read past editions
subscribers-standing-title = Already confirmed
subscribers-standing-lead = { $email } is subscribed. There is nothing more to do.
subscribers-standing-hint = To change how often and about what we write, use the preferences link at the foot of any of our mails.
subscribers-spent-title = This link has been used
subscribers-spent-lead = To receive mail again, subscribe again.
subscribers-expired-title = This link has expired
subscribers-expired-lead = Confirmation links are valid for { $days } days. Press the button, and a new one goes to the same address.
subscribers-expired-button = Send a new link
subscribers-subscribe-again = Subscribe again

subscribers-preferences-title = Preferences
subscribers-preferences-saved = Your changes are saved.
subscribers-preferences-unchanged = Nothing has changed.
subscribers-preferences-inactive = You receive no mail at present. To receive it again, subscribe again.
subscribers-preferences-when = { $cadence ->
    [each_post] As soon as it is out
    [daily] At your hour
   *[weekly] On your day
    [monthly] On the 1st
}
subscribers-preferences-locale = Language of mails
subscribers-preferences-other-zone = Another time zone
subscribers-preferences-find-zone = Name of a city, such as Asia/Kathmandu
subscribers-preferences-day = Day of the weekly digest
subscribers-day-unknown = Choose a day of the week.
subscribers-weekday = { $day ->
   *[monday] Monday
    [tuesday] Tuesday
    [wednesday] Wednesday
    [thursday] Thursday
    [friday] Friday
    [saturday] Saturday
    [sunday] Sunday
}
subscribers-preferences-hour = Hour of delivery
subscribers-preferences-zone = Time zone
subscribers-preferences-hour-of = { $hour ->
    [0] Midnight
    [12] Noon
   *[other] { $half ->
        [am] { $hour12 } am
       *[pm] { $hour12 } pm
    }
}
subscribers-preferences-save = Save
subscribers-pause-title = Pause
subscribers-pause-lead = We send you nothing until this date. Then your mails go on as before, and the first one has what came out meanwhile. Notices about your comments still come.
subscribers-pause-until = Send nothing before
subscribers-pause-begin = Pause
subscribers-pause-on = You get nothing until { $date }.
subscribers-pause-end = Go on now
subscribers-pause-wrong = Choose a date from tomorrow to a year from today.
subscribers-pause-none = No pause
subscribers-my-data = My data
subscribers-my-data-lead = Download what is stored about you with your consent record and your comments, stop the mails, or delete everything.
subscribers-my-data-export = Download my data
subscribers-my-data-leave = Unsubscribe
subscribers-my-data-export-of = Download what is stored
subscribers-my-data-delete = Delete everything
subscribers-delete-title = Delete everything?
subscribers-delete-lead = This deletes { $email } with the name, the preferences, your personal data in the consent record, and the record of mails sent. It cannot be undone.
subscribers-delete-comments = Comments that you wrote with this address are erased, with your votes and reports. Where others have answered, an empty place stays.
subscribers-delete-kept = What stays is a code made from the address, which keeps old lists from bringing you back, and the times of your consents without anything that names you. Nobody can read the address out of either.
subscribers-delete-button = Delete everything
subscribers-delete-back = Go back
subscribers-erase-link = Erase this person
subscribers-erase-title = Erase this person?
subscribers-erase-lead = This erases what is stored about { $email }. It cannot be undone.
subscribers-erase-subscription =
    { $is ->
        [true] The subscription, what names the person in the consent record, and the record of mails sent are deleted.
       *[other] There is no subscription with this address. A record of mails sent is deleted.
    }
subscribers-erase-comments =
    { $count ->
        [0] No comment was written with this address.
        [one] One comment is erased. Where others have answered, an empty place stays.
       *[other] { $count } comments are erased. Where others have answered, an empty place stays.
    }
subscribers-erase-kept = What stays is a code made from the address, which only keeps old lists from subscribing it again, and the times of the consents without anything that names the person.
subscribers-erase-imports = A file that waits for its import still holds its rows. Remove it under “Import and export”; left alone, it is deleted after a week.
subscribers-erased-title = Everything is erased
subscribers-erased-lead = Nothing about { $email } is stored any more.
subscribers-deleted-title = Everything is deleted
subscribers-deleted-lead = Nothing about your subscription is left, and your comments are erased. No list brings you back; you may subscribe again yourself at any time. Thank you for reading.
subscribers-lost-title = Get a preferences link
subscribers-lost-lead = Enter the address you subscribed with, and we send you a new link.
subscribers-lost-expired = This link has expired or can no longer be used.
subscribers-lost-button = Send the link
subscribers-lost-sent-lead = If the address is subscribed, a mail arrives soon. Its link opens your preferences.

subscribers-leave-title = Unsubscribe
subscribers-leave-heading = Stop the mails?
subscribers-leave-lead = Press the button, and we send you no more mail.
subscribers-leave-button = Unsubscribe
subscribers-gone-title = You have already unsubscribed
subscribers-gone-lead = This subscription has ended, and we send you nothing. You are welcome to subscribe again at any time.
subscribers-left-title = You are unsubscribed
subscribers-left-lead = We send you no more mail. Mail that was waiting is cancelled.
subscribers-left-back = If that was a mistake, you can subscribe again at any time.

subscribers-state = { $state ->
   *[pending] Pending
    [confirmed] Confirmed
    [unsubscribed] Unsubscribed
    [bounced] Bounced
    [complained] Complained
    [suppressed] Suppressed
}

subscribers-mail-paste = If the button does not work, copy this address into your browser.
subscribers-mail-confirm-subject = Please confirm your subscription to { $site }
subscribers-mail-confirm-preheader = Your subscription starts when you press the button.
subscribers-mail-confirm-title = Please confirm your subscription
subscribers-mail-confirm-who = On { $time } someone, most likely you, asked to subscribe { $email } to { $site }.
subscribers-mail-confirm-list = { $email } is on a list of readers that came to { $site } (from: { $list }). We ask everybody on it whether they want to go on.
subscribers-mail-confirm-what = Once you confirm, { $cadence ->
    [each_post] a summary of each new post comes as soon as it is out.
    [daily] a summary of new posts comes every morning.
    [monthly] a summary of new posts comes on the 1st of every month.
   *[weekly] a summary of new posts comes every Monday morning.
}
subscribers-mail-confirm-open = Open this address and press “Confirm subscription”:
subscribers-mail-confirm-button = Confirm subscription
subscribers-mail-confirm-expiry = The link is valid for { $days } days.
subscribers-mail-confirm-ignore = If you did not ask for this, ignore this mail: without your confirmation nothing is sent.
subscribers-mail-remind-subject = Reminder: please confirm your subscription to { $site }
subscribers-mail-remind-why = Nobody has confirmed it yet. This is the only reminder.
subscribers-mail-new-title = { $count ->
    [one] 1 new subscriber
   *[other] { $count } new subscribers
}
subscribers-mail-new-all = { $count ->
    [one] 1 subscriber gets your mails now.
   *[other] { $count } subscribers get your mails now.
}
subscribers-mail-new-button = Show in the panel
subscribers-mail-new-why = The settings say how often owners get this mail.
subscribers-mail-already-subject = You are already subscribed to { $site }
subscribers-mail-already-preheader = Nothing has changed.
subscribers-mail-already-title = You are already subscribed
subscribers-mail-already-who = On { $time } someone asked again to subscribe { $email } to { $site }.
subscribers-mail-already-what = { $cadence ->
    [each_post] You get a summary of each new post, and nothing has changed.
    [daily] You get a summary of new posts every day, and nothing has changed.
    [monthly] You get a summary of new posts every month, and nothing has changed.
   *[weekly] You get a summary of new posts every week, and nothing has changed.
}
subscribers-mail-already-open = To change how often or about what we write, open this address. It is valid for 30 days:
subscribers-mail-already-button = Open my preferences
subscribers-mail-already-ignore = If this was not you, ignore this mail.
subscribers-mail-preferences-subject = Your preferences link for { $site }
subscribers-mail-preferences-preheader = Change how often, about what and when we write.
subscribers-mail-preferences-title = Your preferences link
subscribers-mail-preferences-who = On { $time } someone asked { $site } for a link to the preferences of { $email }.
subscribers-mail-preferences-what = With it you change how often, about what, in which language and at which hour we write, or unsubscribe.
subscribers-mail-preferences-open = Open this address. It is valid for 30 days:
subscribers-mail-preferences-button = Open my preferences
subscribers-mail-preferences-ignore = If this was not you, ignore this mail. Do not pass the link on.

# The panel

subscribers-list-confirmed = { $count ->
    [one] 1 confirmed
   *[other] { $count } confirmed
}
subscribers-list-state = State
subscribers-list-all = All
subscribers-list-search = Search by address or name
subscribers-list-search-hint = Address or name
subscribers-list-find = Search
subscribers-list-address = Address
subscribers-list-topics = Topics
subscribers-list-since = Since
subscribers-list-advertising = { $choice ->
    [night] Advertising, at night too
   *[other] Advertising
}
subscribers-list-empty = There are no subscribers yet.
subscribers-list-not-found = No subscriber matches “{ $text }”.
subscribers-list-refine = More filters
subscribers-list-refine-end = Clear filters
subscribers-list-any = Any
subscribers-list-topic = Chose the topic
subscribers-list-tag = Tag
subscribers-list-came = Came by
subscribers-list-source = { $channel ->
    [form] Sign-up page
    [element] Form in a page of the site
    [api] JSON API
    [import] Imported list
    [panel] Added in the panel
   *[token] Program of the site
}
subscribers-list-brought-by = Which list, colleague or program (whole name, with “Came by”)
subscribers-list-none-match = No subscriber matches these filters.
subscribers-list-none-yet = None of the newest subscribers match. The next page searches further.
subscribers-list-goes-on = The search has not reached the end of the list. The next page searches further.
subscribers-list-tags = Tags
subscribers-ticked = With the ticked rows:
subscribers-ticked-row = Tick
subscribers-ticked-act = { $act ->
    [ask] Ask to confirm again
    [unsubscribe] Unsubscribe
    [tag] Add tags
    [untag] Remove tags
   *[erase] Erase
}
subscribers-ticked-title = { $act ->
    [ask] Ask these readers again?
    [unsubscribe] Unsubscribe these readers?
    [tag] Add tags to these readers
    [untag] Remove tags from these readers
   *[erase] Erase these people?
}
subscribers-ticked-count = { $count ->
    [one] { $count } subscriber is ticked.
   *[other] { $count } subscribers are ticked.
}
subscribers-ticked-lead = { $act ->
    [ask] Each who has not confirmed gets another confirmation mail, if the limit of mails allows it. Others get none.
    [unsubscribe] They get no more mail. Only they themselves can subscribe again.
    [tag] A new tag is added to your tags.
    [untag] Readers without these tags stay as they are.
   *[erase] Their subscriptions and everything that names them in comments are erased. This cannot be undone.
}
subscribers-ticked-tags-hint = Commas between tags.
subscribers-ticked-done = { $act ->
    [ask] Confirmation mails sent again: { $count }.
    [unsubscribe] Readers unsubscribed: { $count }.
    [tag] Readers with new tags: { $count }.
    [untag] Readers with fewer tags: { $count }.
    [erase] People erased: { $count }.
   *[nothing] No row is ticked.
}
subscribers-detail-asked = First asked
subscribers-detail-confirmed = Confirmed
subscribers-detail-departed = Left
subscribers-detail-paused = Paused until
subscribers-detail-next = Next digest
subscribers-detail-history = Consent history
subscribers-detail-left = The subscription has ended. Mail that was waiting is cancelled.
subscribers-detail-asked-again = A confirmation mail is on its way.
subscribers-detail-not-asked = No mail was sent: the mailbox has had its mails of these 24 hours, or there is nothing to confirm.
subscribers-detail-known = This address is subscribed already.
subscribers-detail-ask-again = Ask again by mail
subscribers-detail-comments = Comments with this address
subscribers-detail-mails = Latest mails
subscribers-detail-subject = Subject
subscribers-edit-link = Edit
subscribers-edit-title = Edit a subscriber
subscribers-edit-name = Name
subscribers-new-link = New subscriber
subscribers-new-title = New subscriber
subscribers-new-lead = The person gets a mail with a link to confirm. Nothing else is sent before.
subscribers-new-button = Ask by mail
subscribers-new-kept-away = This address gets no mail: its reader left, was erased or complained, mail to it bounced, or it has had its mails of these 24 hours. Who left subscribes again by the site’s form.
subscribers-detail-wording = wording { $version }
subscribers-address-link = Change my address
subscribers-address-title = Change your address
subscribers-address-lead = Mails go to { $email } now. A link to the new address confirms the change.
subscribers-address-new = New address
subscribers-address-button = Send the link
subscribers-address-sent-lead = Open the link in the mail to the new address. Until then nothing changes.
subscribers-address-heading = Use this address from now on?
subscribers-address-confirm = Mails will go to { $new } and no longer to { $old }. Your preferences stay.
subscribers-address-confirm-button = Change the address
subscribers-address-ignore = If you did not ask for this, close the page. Nothing changes.
subscribers-address-done = Your address is changed
subscribers-address-done-lead = Mails go to { $email } from now on.
subscribers-address-taken = This address has a subscription already
subscribers-address-taken-lead = Unsubscribe one of the two addresses by the link in its mails.
subscribers-mail-address-subject = Confirm your new address for { $site }
subscribers-mail-address-preheader = One click, and mails come here.
subscribers-mail-address-title = Confirm your new address
subscribers-mail-address-who = On { $time } a reader of { $site } asked to get mails at { $email }.
subscribers-mail-address-open = Open this address to confirm. It is valid for { $days } days:
subscribers-mail-address-button = Confirm this address
subscribers-mail-address-ignore = If this was not you, ignore this mail. You get no more of them.
subscribers-mail-moved-subject = Your address for { $site } was changed
subscribers-mail-moved-preheader = Mails go to another address from now on.
subscribers-mail-moved-title = Your address was changed
subscribers-mail-moved-what = On { $time } the subscription of { $email } at { $site } was moved to another address, which was confirmed there. No more mails come here.
subscribers-mail-moved-ignore = If this was not you, write to the site: somebody had a link from one of your mails.
subscribers-proof-link = Proof of consent
subscribers-proof-title = Proof of consent
subscribers-proof-made = Made
subscribers-proof-lead = Every event of this person, oldest first. Times are in UTC. Each seal hashes the seal before it, so a later change shows. The file holds what is needed to check the seals with other software.
subscribers-proof-file = Download as JSON
subscribers-proof-at = When
subscribers-proof-address = Address
subscribers-proof-channel = How
subscribers-proof-page = Page
subscribers-proof-wording = Words shown
subscribers-proof-locale = Language shown
subscribers-proof-ip = Network address
subscribers-proof-browser = Browser
subscribers-proof-change = Value
subscribers-proof-seal = Seal
subscribers-proof-whole = Unchanged since it was sealed
subscribers-proof-broken = Changed since it was sealed
subscribers-proof-unsealed = Not sealed yet
subscribers-action = { $action ->
   *[requested] Asked to subscribe
    [confirmed] Confirmed
    [changed] Changed preferences
    [left] Left
    [imported] Came from a list elsewhere
    [advertising-given] Agreed to advertising
    [advertising-withdrawn] Refused advertising
    [advertising-kept] Kept the consent to advertising
    [night-given] Agreed to advertising at night
    [night-withdrawn] Refused advertising at night
}
subscribers-source = { $channel ->
    [form] Sign-up page
    [element] Form in a page of the site
    [api] JSON API
    [confirmation] Link of the confirmation mail
    [preferences] Preferences page
    [unsubscribe] Unsubscribe page
    [one-click] One click at the mailbox provider
    [import] Agreed at: { $place }
    [panel] { $place } in the panel
    [token] Program of the site: { $place }
    [bounce] Report of a mail server
   *[other] { $place }
}
subscribers-field = { $field ->
    [cadence] Cadence
    [advertising] Advertising
    [topics] Topics
    [locale] Language
    [weekly_day] Day
    [delivery_hour] Hour of delivery
    [time_zone] Time zone
    [paused_until] Pause until
    [name] Name
    [opted_in_at] Agreed there
    [confirmed_at] Confirmed there
    [list_file] File
    [list_line] Line
    [state] State
    [reason] Reason
    [email] Address
   *[other] { $field }
}
