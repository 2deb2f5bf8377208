# Bounces and complaints

bounces-empty = There are no bounces.
bounces-recipient = Address
bounces-class = Kind
bounces-reason = Reason
bounces-effect = Effect
bounces-time = Time
bounces-lift = Resume sending
bounces-done-lifted = Mail goes to this address again.
bounces-done-stale = Mail to this address was not blocked any more.

bounces-class-hard = Hard bounce
bounces-class-soft = Soft bounce
bounces-class-complaint = Complaint
bounces-class-none = Notice

bounces-reason-userunknown = No such address
bounces-reason-filtered = Refused; they say that nobody has the address, which is no proof here
bounces-reason-hostunknown = No such domain
bounces-reason-nomail = The domain accepts no mail
bounces-reason-moved = The address has moved
bounces-reason-mailboxfull = The mailbox is full
bounces-reason-disabled = The mailbox is closed
bounces-reason-toobig = The mail was too large
bounces-reason-expired = The time to deliver ran out
bounces-reason-network = Their server could not be reached
bounces-reason-system = Their server has a problem
bounces-reason-blocked = Our server is blocked
bounces-reason-auth = SPF, DKIM or DMARC failed
bounces-reason-sender = They refuse this sender
bounces-reason-policy = Their policy
bounces-reason-spam = Classified as spam
bounces-reason-virus = Classified as a virus
bounces-reason-content = The format was refused
bounces-reason-rate = Too many mails at once
bounces-reason-relaying = They do not relay
bounces-reason-abuse = Reported as spam
bounces-reason-unsubscribe = Asked to unsubscribe
bounces-reason-autoreply = An automatic reply
bounces-reason-delivered = Delivered
bounces-reason-authreport = Authentication report
bounces-reason-noreport = No bounce
bounces-reason-unknown = Unknown

bounces-effect-bounced = Sending stopped
bounces-effect-complained = Sending stopped
bounces-effect-counted = Counted
bounces-effect-noted = None
bounces-effect-lifted = Sending resumed
