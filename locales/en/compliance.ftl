# Law: words of consent, advertising, notices by mail, the page of the panel

compliance-collected = Collected: e-mail address, name (optional){ $count ->
    [0] ,
   *[other] , { $fields } (optional),
} and with the record of consent your network address and browser. Purpose: to send the mails and to prove the consent. Kept until you unsubscribe and ask for erasure{ $days ->
    [0] .
   *[other] ; network address and browser for { $days } days.
} You may refuse; then no mail can be sent to you.
compliance-fourteen = Children under 14 need the consent of their legal guardian.
compliance-comments = Collected: name, e-mail address, website (optional), network address. Purpose: to publish the comment, to tell you of replies, to keep spam away. Kept until the comment is deleted or you ask for erasure{ $days ->
    [0] .
   *[other] ; the network address for { $days } days.
} You may refuse; then you cannot comment.
compliance-advertising = (Optional) I agree to receive advertising by e-mail.
compliance-night = (Optional) I agree to receive advertising between 9 pm and 8 am too.

compliance-refusal = You get this mail because you agreed to advertising. You can refuse it at no cost.
compliance-refusal-all = Unsubscribe free of charge
compliance-refusal-advertising = Refuse advertising only

compliance-mail-result-subject = [{ $site }] Your choice about advertising was recorded
compliance-mail-result-title = Your choice about advertising
compliance-mail-question-subject = [{ $site }] Your consent to advertising
compliance-mail-question-title = Do you still want advertising?
compliance-mail-who = From { $site } to { $email }.
compliance-mail-done = { $act ->
   *[advertising-given] On { $day } you agreed to advertising. Your consent is recorded.
    [advertising-withdrawn] On { $day } you refused advertising. Your consent is withdrawn, and no more advertising is sent.
    [night-given] On { $day } you agreed to advertising at night (9 pm to 8 am). Your consent is recorded.
    [night-withdrawn] On { $day } you refused advertising at night (9 pm to 8 am). Your consent is withdrawn, and none is sent at those hours.
}
compliance-mail-agreed = { $act ->
   *[advertising-given] On { $day } you agreed to advertising.
    [night-given] On { $day } you agreed to advertising at night (9 pm to 8 am).
}
compliance-mail-result-change = You can change this at any time and at no cost on the page below.
compliance-mail-question-answer = The law has us ask every two years. You need do nothing to go on. To keep or to withdraw your consent, choose on the page below.
compliance-mail-button = See or change my consent
compliance-mail-leave = To stop all mails, use this link.

compliance-choice-word = { $choice ->
   *[day] Agreed
    [night] Agreed, nights too
}
compliance-choice-title = Advertising
compliance-choice-lead = Choose whether { $email } gets advertising. It costs nothing, and new posts come either way.
compliance-choice-old = This link is old, but it still refuses advertising, at no cost. For every other choice, ask for a new link to your preferences.
compliance-choice-since = You agreed on { $day }.
compliance-choice-night-since = You agreed to nights on { $day }.
compliance-choice-none = You get no advertising now.
compliance-choice-agree = Agree
compliance-choice-keep = Keep it
compliance-choice-withdraw = Refuse advertising
compliance-choice-withdraw-night = Refuse nights only
compliance-choice-saved = Done. A mail tells you the result too.
compliance-choice-kept = Your consent stays. Thank you.
compliance-choice-unchanged = Nothing has changed.
compliance-choice-inactive = Only subscribers can choose.
compliance-choice-unavailable = This site sends no advertising.
compliance-choice-back = To my preferences

compliance-law-none = No law is chosen. Write kr (Korea) or eu (European Union) at site.compliance in the configuration to turn on what that law asks for.
compliance-law-kr = Korea: Network Act (정보통신망법), Personal Information Protection Act (개인정보 보호법)
compliance-law-eu = European Union: GDPR, ePrivacy Directive
compliance-advice = This page is no legal advice. docs/compliance.md explains each article, and what is left to you.
compliance-needs = Settings that the law needs
compliance-needs-set = Set
compliance-needs-missing = Missing
compliance-consents = Consent to advertising
compliance-readers = Subscribers who agreed
compliance-readers-night = Also to nights
compliance-next = Next confirmation due
compliance-next-none = None
compliance-notices = Notices
compliance-notice = Notice
compliance-kind = { $kind ->
   *[result] Result of a consent, refusal or withdrawal (Network Act, Art. 50(7), within 14 days)
    [confirmation] Confirmation of consent every two years (Network Act, Art. 50(8))
}
compliance-waiting = Waiting
compliance-sent = Sent
compliance-undelivered = Not delivered
compliance-late = Late
compliance-reader = Subscriber
compliance-erased = Erased subscriber
compliance-said = Said on
compliance-due = Due
compliance-state = State
compliance-state-word = { $state ->
   *[due] To be written
    [queued] Queued
    [sent] Sent
    [failed] Failed
    [dropped] Not sent
}
compliance-newest = Newest notices
compliance-empty = There are no notices yet.

compliance-requests = Requests about personal data
compliance-requests-hint = Write down requests for a copy or for erasure that come by mail or telephone. The list shows until when each is to be answered (one month, GDPR Art. 12(3)). It also has what people erased on their own page. An address goes when its request is answered.
compliance-request-who = E-mail address
compliance-request-kind = Request
compliance-request-what = { $kind ->
   *[export] Copy of the data
    [erasure] Erasure
}
compliance-request-came = Received on
compliance-request-source = { $source ->
   *[owner] Answered; the address is erased
    [self] Erased by the person
}
compliance-request-done = Answered
compliance-request-finish = Mark as answered
compliance-request-new = Write down a request
compliance-request-write = Write it down
compliance-request-day-wrong = Enter a day up to today, such as 2026-11-24.
compliance-request-written = The request is written down.
compliance-request-answered = The request is marked as answered.
compliance-request-stale = This request was answered before.
