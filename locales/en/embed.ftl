# The elements inside other sites' pages

embed-again = Try again
embed-unread = This part of the page could not be loaded.
embed-unsent = It could not be sent. What you wrote is kept here.
embed-closed = Comments are closed.
embed-sending = Sending…
embed-remember = Save my name, e-mail and website in this browser for the next time I comment.
embed-remember-without-url = Save my name and e-mail in this browser for the next time I comment.
