# Imports

imports-lead = Bring in a list of readers or the comments of another program. Nothing that is here is changed, and a second import of the same file adds nothing.
imports-file = File
imports-file-hint = { $megabytes } MB at most. It is kept in the database until the import is done, seven days at most.
imports-upload = Upload
imports-upload-subscribers = CSV of any program, or the export of Mailchimp, Substack, Ghost, Buttondown, listmonk, MailPoet, Jetpack, Stibee, beehiiv, Mailman or Gudok.
imports-upload-comments = The export of WordPress, Disqus, Isso, remark42, Commento, Comentario, Artalk, Waline, Twikoo or Gudok. It may be packed with gzip.
imports-upload-missing = Choose a file.
imports-upload-empty = The file is empty.
imports-upload-too-large = The file is larger than { $megabytes } MB. Split it, or set server.largest_upload higher.
imports-all = Imports
imports-kind = Contents
imports-kind-subscribers = Subscribers
imports-kind-comments = Comments
imports-state = State
imports-begun = Uploaded
imports-state-uploading = Uploading
imports-state-ready = Ready
imports-state-checking = Dry run
imports-state-running = Running
imports-state-stopped = Stopped
imports-state-done = Done

imports-done-uploaded = The file is here. Nothing is imported yet.
imports-done-checking = The dry run begins. Nothing is written.
imports-done-running = The import begins.
imports-done-stopped = It stops at the next batch. What is imported stays.
imports-done-resumed = The import goes on.
imports-done-removed = The import was deleted with its file. What it brought stays.
imports-done-stale = Nothing was done: somebody else changed this import first.

imports-live = Update by itself
imports-stop = Stop
imports-resume = Go on
imports-remove = Delete
imports-twin = The same file has been imported before; another run changes nothing for those who are here:
imports-report = Report
imports-report-dry = What would happen
imports-progress = Progress
imports-reached =
    { $count ->
        [one] 1 row so far
       *[other] { $count } rows so far
    }
imports-hosts = These pages are neither on site.url nor in server.allowed_origins, so their comments are not shown: { $hosts }. Move them below, or import with their new addresses.
imports-faults = Rows and values that could not be read
imports-fault-place = Line or record
imports-fault-why = Reason
imports-faults-file = Download all

imports-subscribers-rows = Rows
imports-subscribers-new = New
imports-subscribers-known = Here already
imports-subscribers-left = Left, stay away
imports-subscribers-bounced = Bounced, stay away
imports-subscribers-unconfirmed = Never confirmed there
imports-subscribers-erased = Erased here, stay away
imports-subscribers-waiting = Still to be asked
imports-subscribers-bad = Unreadable
imports-subscribers-values = Values left out
imports-comments-found = Comments
imports-comments-new = New
imports-comments-known = Here already
imports-comments-approved = Public
imports-comments-pending = Waiting
imports-comments-spam = Spam
imports-comments-trashed = In the trash
imports-comments-deleted = Deleted, with replies
imports-comments-threads = Threads
imports-comments-orphans = Replies without their comment
imports-comments-skipped = Left out
imports-comments-bad = Unreadable

imports-choices = Before the import
imports-columns = Columns
imports-columns-lead = The file is read as { $encoding }. Correct what is not understood.
imports-columns-twice = Two columns hold the same field. Choose one of them.
imports-column = Column
imports-column-samples = For example
imports-column-field = Field
imports-field-found = Found
imports-field-auto = By its contents
imports-field-email = E-mail address
imports-field-name = Name
imports-field-first_name = First name
imports-field-last_name = Last name
imports-field-topics = Topics
imports-field-tags = Tags
imports-field-cadence = Cadence
imports-field-locale = Language
imports-field-state = Whether they are subscribed
imports-field-opted_in_at = When they agreed
imports-field-opted_in_ip = IP address of the agreement
imports-field-confirmed_at = When they confirmed
imports-field-confirmed_ip = IP address of the confirmation
imports-field-ignore = Not used
imports-field-own = Your field: { $name }
imports-words = What these words mean
imports-word-empty = (an empty cell)
imports-word-unknown = Choose
imports-standing-subscribed = Subscribed
imports-standing-unconfirmed = Not confirmed
imports-standing-bounced = Bounced
imports-standing-left = Left
imports-source = Where did these people agree to get mail?
imports-source-hint = For example: sign-up form of the old blog, 2019 to 2025. It becomes part of each person’s consent record.
imports-source-missing = Say where these people agreed.
imports-mode = Consent
imports-mode-believe = Believe the list
imports-mode-believe-hint = Everybody on it is subscribed at once. You vouch for their consent.
imports-mode-ask = Ask each person by mail
imports-mode-ask-hint = Only those who click are subscribed. The mails go out slowly.
imports-mails = Mails a minute that ask
imports-mails-hint = At most 600. Stay below what your relay takes in a day.
imports-mails-wrong = Write a number from 1 to 600.
imports-format = Program
imports-format-auto = As the file says
imports-zone = Time zone of times without one
imports-zone-hint = For example Asia/Seoul. Empty: the site’s.
imports-zone-wrong = Write a time zone such as Asia/Seoul.
imports-moves-field = Pages that moved
imports-moves-field-hint = A line each: the old address, a space, the new one. A page, a prefix that ends in /, or a host.
imports-moves-wrong = Each line needs two addresses: the old one, a space, the new one.
imports-run-dry = Dry run
imports-run-real = Import

imports-problem-no-addresses = No column holds e-mail addresses. Put a heading such as email above them, or check that the file is the right one.
imports-problem-unclear-state = The column “{ $about }” speaks of a state and is not understood: { $words }. Nothing was imported. Say below what the words mean, or that the column holds nothing that matters.
imports-problem-nameless-flags = Column { $about } holds yes and no, and the file has no heading that tells of what. Choose its field below.
imports-problem-no-state = The column “{ $about }” holds no state. Choose another.
imports-problem-unknown-column = There is no column { $about }.
imports-problem-long-row = The row in line { $about } is longer than 16 MB. Look for a quotation mark there that nothing closes.
imports-problem-too-many-columns = The row in line { $about } has more than 1,000 columns.
imports-problem-unreadable = The file cannot be read: { $about }
imports-problem-unknown-format = No program that Gudok knows wrote this file. If one did, choose it below.
imports-problem-no-site = This file of { $about } names pages by their paths. Set the address of the site in the settings, then import again.
imports-problem-file-gone = A part of the file is missing. Upload it again.

imports-moves = Move comments to new addresses
imports-moves-lead = When pages of the site got other addresses, their comments follow.
imports-moves-link = Move comments
imports-moves-hint = A page, a prefix that ends in / for all pages below it, or a host. Where the new page has comments already, both become one thread.
imports-moves-old = Old address
imports-moves-new = New address
imports-moves-look = Show what would move
imports-moves-found =
    { $count ->
        [0] No page under the old address has comments.
        [one] 1 page would move
       *[other] { $count } pages would move
    }
imports-moves-move = Move
imports-moves-done =
    { $count ->
        [one] The comments of 1 page moved.
       *[other] The comments of { $count } pages moved.
    }
imports-moves-no-address = “{ $text }” is not an address. Write a page, a prefix that ends in /, or a host, such as https://blog.example.org/old/.

imports-export = Download everything
imports-export-lead = The CSV holds no formulas, so a spreadsheet runs nothing of it. Each download is noted in the activity.
imports-export-subscribers-csv = Subscribers, CSV
imports-export-subscribers-json = Subscribers, JSON
imports-export-comments-json = Comments, JSON
imports-export-comments-xml = Comments, for WordPress
