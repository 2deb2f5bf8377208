# Attack mode: its page in the panel, its mail, and the second step of a sign-up

attack-title = Attack mode
attack-lead = In attack mode browsers do a calculation of a few seconds before a comment written in your pages or a sign-up is taken. A comment without it waits for approval, also one written on a page of Gudok itself. A sign-up without it takes one step more.
attack-form-comments = Comments
attack-form-sign-ups = Sign-ups
attack-is-on = Attack mode is on.
attack-is-off = Attack mode is off.
attack-since = The attack began at { $time }.
attack-rate = Posts in the last 10 to 20 minutes: { $recent }. Attack mode begins at { $threshold }.
attack-rule = Attack mode
attack-rule-auto = By itself, when far more comes than usual
attack-rule-on = Always on
attack-rule-off = Always off
attack-done = Saved.
attack-mail-subject-comments = [{ $site }] Far more comments than usual
attack-mail-subject-sign-ups = [{ $site }] Far more sign-ups than usual
attack-mail-what-comments = { $count } comments came within 20 minutes. In your pages the browser of every author now does a calculation first. Comments without it wait for approval, also those written on a page of Gudok itself.
attack-mail-what-sign-ups = { $count } sign-ups came within 20 minutes. Everybody who subscribes now has to let the browser do a calculation first, or take one step more.
attack-mail-then = You need not do anything. Attack mode ends by itself half an hour after the flood.
attack-mail-button = Open attack mode
attack-step-title = One more step
attack-step-lead = Very many sign-ups are arriving at the moment. Press the button to subscribe with { $email }.
