# Saved segments of readers.
segments-title = Segments
segments-lead = Saved filters of your readers, for exports and programs.
segments-new = New segment
segments-none = There are no segments yet.
segments-name = Name
segments-name-hint = Commands and programs name the segment so.
segments-name-missing = Give the segment a name.
segments-name-too-long = The name has at most 80 characters.
segments-name-taken = Another segment has this name.
segments-most = There are 100 segments already. Delete one first.
segments-readers = Readers
segments-saved = The segment is saved.
segments-about = about { $number }
segments-estimated = These numbers are judged by a sample of 10,000 readers.
segments-exact = Count exactly
segments-removed = The segment is deleted.
segments-in-use = The segment was kept, since the draft of a campaign is for it. Change the draft’s readers first.
segments-broken = Nobody is in this segment now.
segments-editor-lead = Add conditions, choose their values, and count. Nothing is stored before you save.
segments-of = Readers for whom
segments-of-all = all conditions hold
segments-of-any = at least one condition holds
segments-what = { $what ->
    [state] State
    [cadence] How often
    [language] Language
    [source] Came by
    [tag] Tag
    [topic] Topic
    [bounced] A mail came back
    [joined] Signed up
    [confirmed] Confirmed
   *[left] Left
}
segments-comparison = Comparison
segments-how = { $how ->
   *[is] is
    [is_not] is not
    [contains] contains
    [less] is less than
    [more] is more than
    [before] before the day
    [since] on the day or later
    [within] in the last days
    [longer_ago] longer ago than days
    [known] has a value
    [unknown] has no value
}
segments-value = Value
segments-yes-no = { $word ->
   *[yes] Yes
    [no] No
}
segments-source = { $channel ->
    [form] Sign-up page
    [element] Form in a page of the site
    [api] JSON API
    [import] Import of a list
    [panel] The panel
    [token] Program of the site
   *[other] Another way
}
segments-condition = New condition
segments-condition-hint = Up to { $most }. Days are written as 2026-11-24.
segments-condition-add = Add a condition
segments-condition-remove = Remove
segments-count = Count
segments-counted-about = About { $readers } readers. “Count” tells the exact number.
segments-counted = Readers: { $readers }. Of them, { $mailable } get mail now.
segments-not-counted = The readers are counted when every condition has a value.
segments-save = Save
segments-remove = Delete the segment
segments-remove-hint = No reader is deleted. Commands that name the segment end with an error.
segments-empty = Add at least one condition.
segments-too-many = A segment has at most 50 conditions.
segments-gone-field = This field was removed. Remove the condition.
segments-gone-tag = This tag was removed. Choose another, or remove the condition.
segments-gone-topic = This topic is gone. Choose another, or remove the condition.
segments-wrong-value = Choose one of the values.
segments-wrong-how = This comparison does not fit.
segments-value-missing = Give a value.
segments-wrong-days = Give a number of days from 1 to 36500.
