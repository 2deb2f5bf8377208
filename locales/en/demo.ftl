# gudok demo: the sample blog and the mailbox

demo-mailbox = Sample mailbox
demo-lead = This sample runs on this machine alone. Mail that Gudok sends never leaves this machine: all of it arrives here.
demo-step-subscribe = Sign up, then press the button in the mail that arrives here.
demo-step-comment = Read a post and leave a comment.
demo-step-moderate = Approve the comment in the panel.
demo-publish = Publish the next post
demo-unpublished = { $count ->
    [one] One post is waiting to be published.
   *[other] { $count } posts are waiting to be published.
}
demo-all-published = All posts are published.
demo-no-mail = No mail has been sent yet.
demo-to = To: { $recipient }
demo-html-part = The mail's HTML part
demo-plain-part = Plain text part
demo-headers = Headers
demo-back = Back to the mailbox
demo-comments = Read the comments
demo-subscribe = Subscribe to this blog
demo-site-name = Reading AI
demo-site-switch = Light or dark
demo-site-note = This page is a sample of your own site. The two forms in it come from Gudok.
