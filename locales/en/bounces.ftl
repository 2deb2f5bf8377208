# Bounces and complaints

bounces-empty = Nothing has come back.
bounces-recipient = Address
bounces-class = Kind
bounces-reason = Reason
bounces-effect = What it did
bounces-time = Time
bounces-lift = Mail them again
bounces-done-lifted = Mail may go to this address again.
bounces-done-stale = Mail to this address was not held back any more.

bounces-class-hard = Bounced
bounces-class-soft = Bounced for now
bounces-class-complaint = Complaint
bounces-class-none = Notice

bounces-reason-userunknown = Nobody has this address
bounces-reason-hostunknown = The domain is not there
bounces-reason-nomail = The domain takes no mail
bounces-reason-moved = They moved elsewhere
bounces-reason-mailboxfull = The mailbox is full
bounces-reason-disabled = The mailbox is closed
bounces-reason-toobig = The mail was too large
bounces-reason-expired = It was tried too long
bounces-reason-network = Their server could not be reached
bounces-reason-system = Their server is in trouble
bounces-reason-blocked = Our server is blocked
bounces-reason-auth = SPF, DKIM or DMARC failed
bounces-reason-sender = They do not take this sender
bounces-reason-policy = Their rules
bounces-reason-spam = Taken for spam
bounces-reason-virus = Taken for a virus
bounces-reason-content = Its form was refused
bounces-reason-rate = Too much mail at a time
bounces-reason-relaying = They do not relay
bounces-reason-abuse = Reported as spam
bounces-reason-unsubscribe = Asked for no more mail
bounces-reason-autoreply = An automatic reply
bounces-reason-delivered = It arrived
bounces-reason-authreport = A report on signatures
bounces-reason-unknown = Not known

bounces-effect-bounced = No more mail
bounces-effect-complained = No more mail
bounces-effect-counted = Counted
bounces-effect-noted = Nothing
bounces-effect-lifted = Mail goes there again
