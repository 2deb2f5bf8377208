# The page on which readers report a comment

flags-link = Report
flags-link-of = Report the comment by { $name }
flags-title = Report this comment?
flags-why = Why
flags-reason-spam = Advertising
flags-reason-abuse = Insults or hate
flags-reason-personal = Somebody’s personal data
flags-reason-other = Something else
flags-send = Report
flags-done = Your report has arrived
flags-done-about = A moderator will look at it. Thank you.
flags-again = That was not sent. Check the reason and press the button again.
flags-no-reason = Choose a reason.
