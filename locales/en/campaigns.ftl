# Campaigns: e-mails written by hand

campaigns-new = New campaign
campaigns-empty = There are no campaigns yet. A campaign is a mail that you write yourself and send to your subscribers.
campaigns-subject = Subject
campaigns-state = State
campaigns-mails = Mails sent
campaigns-mails-count = { $sent } of { $total }
campaigns-when = Time
campaigns-state-draft = Draft
campaigns-state-running = Sending
campaigns-state-paused = Paused
campaigns-state-finished = Finished
campaigns-state-cancelled = Cancelled

campaigns-edit = Edit
campaigns-edit-title = Edit campaign
campaigns-subject-missing = Enter a subject.
campaigns-subject-too-long = A subject has 200 characters at most.
campaigns-body = Body
campaigns-body-hint = Write Markdown: # heading, **bold**, - list, [link](https://…), ![picture](https://…), > quote
campaigns-body-missing = Enter a body.
campaigns-body-too-long = A body has 20,000 characters at most. Publish longer text on your site and link to it.
campaigns-audience = To
campaigns-audience-all = All subscribers
campaigns-audience-all-hint = Everybody who has confirmed
campaigns-audience-topics = Subscribers of topics
campaigns-audience-topics-hint = Readers of the chosen topics, and those who get every topic
campaigns-topics = Topics
campaigns-topics-missing = Choose at least one topic.
campaigns-locale = Language
campaigns-locale-ko = 한국어
campaigns-locale-en = English
campaigns-locale-hint = The footer of the mail, such as the unsubscribe link, is in this language.
campaigns-rate = Mails a minute
campaigns-rate-hint = Leave it empty to send as fast as the mail server takes them.
campaigns-rate-wrong = Enter a number from 1 to 1,000,000, or leave it empty.
campaigns-advertising = Advertising
campaigns-advertising-hint = Mark mails that sell or promote. The subject then begins with (광고), and the mail goes only to subscribers who agreed to advertising. From 9 pm to 8 am it goes only to those who agreed to nights too.
campaigns-advertising-whom = Only subscribers who agreed to advertising get it. Mails of the hours from 9 pm to 8 am go in the morning.
campaigns-unnamed = An advertising mail has to name its sender. Set { $options } in the settings.
campaigns-done-unnamed = Nothing was sent: the settings have no contact or no postal address of the sender.
campaigns-save = Save
campaigns-conflict = Somebody else changed this campaign in the meantime. If you save again, your text replaces theirs.

campaigns-test = Send me a test
campaigns-test-subject = [Test] { $subject }
campaigns-delete = Delete draft
campaigns-delete-hint = A deleted draft cannot be brought back.
campaigns-delete-sure = Delete
campaigns-to-start = Send…

campaigns-start-title = Send the campaign
campaigns-start-readers =
    { $count ->
        [0] Nobody would get it. No subscriber has confirmed yet.
        [one] If you send it now, one reader gets this mail.
       *[other] If you send it now, { $count } readers get this mail.
    }
campaigns-start-hint = A started campaign cannot be edited. You can pause or cancel it, but mails that are sent cannot be recalled.
campaigns-start =
    { $count ->
        [one] Send to one reader
       *[other] Send to { $count } readers
    }
campaigns-back = Back

campaigns-progress = Progress
campaigns-progress-bar = Share of the mails that have a result
campaigns-progress-percent = { $percent }% done
campaigns-growing = Readers are being added.
campaigns-pace = { $pace } mails a minute at the moment.
campaigns-eta-minutes =
    { $minutes ->
        [one] About a minute left.
       *[other] About { $minutes } minutes left.
    }
campaigns-eta-hours = About { $hours } h { $minutes } min left.
campaigns-next-try = All remaining mails wait for another try. The next try is at { $at }.
campaigns-refresh = Refresh
campaigns-live = Refresh every 5 seconds
campaigns-live-end = Stop refreshing
campaigns-queued = Queued
campaigns-sent = Sent
campaigns-deferred = Waiting to retry
campaigns-failed = Failed
campaigns-unknown = Unknown
campaigns-dropped = Dropped
campaigns-pause = Pause
campaigns-resume = Resume
campaigns-cancel = Cancel the campaign
campaigns-cancel-hint = Mails that have not gone out yet are dropped. A cancelled campaign cannot be started again.
campaigns-cancel-sure = Cancel campaign
campaigns-rate-change = Change rate
campaigns-retry = Send failed mails again
campaigns-unknown-hint =
    { $count ->
        [one] The result of one mail is unknown. If you send it again, its reader may get it twice.
       *[other] The results of { $count } mails are unknown. If you send them again, some readers may get them twice.
    }
campaigns-unknown-again = Send again
campaigns-unknown-leave = Leave them
campaigns-dropping = The waiting mails are being cancelled.

campaigns-details = Settings
campaigns-rate-none = No limit
campaigns-rate-value = At most { $rate } a minute
campaigns-changed-at = Edited
campaigns-started-at = Started
campaigns-ended-at = Ended
campaigns-preview = Preview
campaigns-form = Format
campaigns-html = HTML
campaigns-plain = Plain text
campaigns-frame = Preview of the mail

campaigns-done-saved = The draft is saved.
campaigns-done-tested = A test is on its way to your address.
campaigns-done-started = The campaign has started.
campaigns-done-paused = The campaign is paused. Mails already being handed over still go out.
campaigns-done-resumed = Sending continues.
campaigns-done-cancelled = The campaign is cancelled. Mails that have not gone out yet are dropped.
campaigns-done-rate = The rate is changed.
campaigns-done-retry = The failed mails go out again.
campaigns-done-again = The mails without a known result go out again.
campaigns-done-left = The mails without a known result are left as they are.
campaigns-done-deleted = The draft is deleted.
campaigns-done-stale = The campaign’s state changed in the meantime, so nothing was done.
campaigns-done-changed = The draft was changed in the meantime, so it was not sent. Check it and try again.

campaigns-state-scheduled = Scheduled
campaigns-audience-segment = A segment
campaigns-audience-segment-hint = Readers who meet saved conditions. The conditions are those of the moment when sending starts.
campaigns-segment = Segment
campaigns-segment-missing = Choose a segment.
campaigns-schedule-title = Send later
campaigns-start-at = Date and time
campaigns-start-at-hint = In the site’s time zone ({ $zone }). It goes to the readers of that moment. Until then you can cancel the schedule.
campaigns-start-at-missing = Enter a date and a time.
campaigns-start-at-wrong = This date and time cannot be read. Write it as 2026-12-03T08:00.
campaigns-start-at-past = This moment has passed. The earliest is a minute from now.
campaigns-start-at-far = Choose a moment within a year.
campaigns-schedule = Schedule
campaigns-scheduled-for = Scheduled for { $at }. To change it, cancel the schedule first.
campaigns-unschedule = Cancel the schedule
campaigns-start-refused = It could not start at { $at }. Check its readers and the settings, and schedule it again.
campaigns-card-refused = A scheduled campaign was not sent: { $subject }
campaigns-card-refused-way = Open the campaign, check its readers and the sender’s details, and schedule it again.
campaigns-done-scheduled = The campaign is scheduled.
campaigns-done-unscheduled = The schedule is cancelled. The draft is kept.
campaigns-done-locked = Nothing was changed, since the campaign is scheduled. Cancel the schedule first.
campaigns-done-segment = Nothing was sent: a condition of the segment names what is gone. Change the segment.
