# The field of an e-mail address, which several forms have

web-email-empty = Enter your e-mail address.
web-email-too-long = This e-mail address is too long.
web-email-malformed = This is not an e-mail address. Example: name@example.com
web-email-no-dot = The end of this address seems to be missing. Example: name@example.com

# Errors that any page can show: error-{code}-title and -text

error-not-found-title = Page not found
error-not-found-text = The address may be mistyped, or the page was removed.
error-method-title = This request does not work here
error-method-text = This address does not take that kind of request.
error-forged-title = This link is not valid
error-forged-text = It may have been cut off on its way. Copy the whole link from the e-mail, or ask for a new one.
error-stale-form-title = This page was out of date
error-stale-form-text = Nothing was changed. Go back, reload the page and send it once more. If it happens each time, the address in your browser is not the one in server.public_url.
error-too-fast-title = That was too quick
error-too-fast-text = The form was sent within three seconds. Send it once more in a moment.
error-proof-title = Your browser has to do a small calculation first
error-proof-text = Many posts are arriving at the moment. Nothing you wrote is lost; reload the page, or send it once more.
error-stale-token-title = This form was open for too long
error-stale-token-text = Nothing you wrote is lost; send it once more.
error-setup-gone-title = This address was used or has expired
error-setup-gone-text = It creates the owner’s account once, within a day. If you have an account, sign in at /admin. If not, restart Gudok: it prints a new address.
error-foreign-page-title = There are no comments for this page
error-foreign-page-text = Comments belong to pages of { $hosts }. The owner of the site can add this page under “Add to your site”, or in server.allowed_origins.
error-too-late-title = Too late to change
error-too-late-text = A comment can be edited or deleted for five minutes after it was written.
error-expired-title = This link has expired
error-expired-text = Links are valid for a limited time. Ask for a new one.
error-forbidden-title = Your account may not do this
error-forbidden-text = Ask the owner of the site if you need to.
error-unproven-title = The origin of this call cannot be verified
error-unproven-text = Its signature, password or topic is not the one that [hooks] names, or it was signed too long ago. Compare them with the mail service’s settings, and set the clock by NTP.
error-wrong-signature-title = The signature is not ours
error-wrong-signature-text = Sign the call as Standard Webhooks describes, with the secret that the panel shows under “Add to your site”: webhook-id, webhook-timestamp and webhook-signature.
error-stale-signature-title = The call was signed at another time
error-stale-signature-text = A call must arrive within five minutes of its webhook-timestamp. Sign it anew, and set both clocks by NTP.
error-signed-out-title = Please sign in
error-signed-out-text = This page is for the people who manage the site.
error-no-token-title = A token is missing, or it has ended
error-no-token-text = Send “Authorization: Bearer” with a token that the panel shows under “API tokens”.
error-scope-missing-title = The token does not allow this
error-scope-missing-text = Make a token with the scope { $scope }.
error-changed-meanwhile-title = It was changed meanwhile
error-changed-meanwhile-text = Read it again, and send the change with the new ETag.
error-kept-away-title = This address gets no mail
error-kept-away-text = Its reader left, was erased or complained, or mail to it bounced. Only the person can subscribe it again.
error-malformed-title = The request could not be read
error-malformed-text = The request is not well-formed. Go back, reload the page and try again.
error-invalid-title = Something is not right yet
error-invalid-text = Go back and correct these:
error-too-large-title = The content is too large
error-too-large-text = What you sent is larger than this address accepts. Shorten it and try again.
error-media-type-title = This format is not accepted
error-media-type-text = Send it with a Content-Type that this address accepts: { $taken }
error-compressed-title = Compressed requests are not accepted
error-compressed-text = Send it without compression.
error-too-slow-title = That took too long
error-too-slow-text = What you sent did not arrive in time. Please try again.
error-too-many-title = Please wait a moment
error-too-many-text =
    { $minutes ->
        [one] There were too many requests in a short time. Try again in a minute.
       *[other] There were too many requests in a short time. Try again in { $minutes } minutes.
    }
error-busy-title = Too busy right now
error-busy-text = Please try again in a minute.
error-internal-title = Something went wrong
error-internal-text = It is our fault, not yours. Please try again in a minute.
