# Bans: the page in the panel

bans-title = Bans
bans-lead = A banned person cannot comment. Comments from before the ban stay.
bans-none = There are no bans.
bans-kind = By
bans-kind-address = E-mail
bans-kind-network = IP address
bans-kind-name = Name
bans-pattern = Address, network or name
bans-pattern-hint = An address such as kim@example.org or @example.org, an IP address such as 203.0.113.7 or 203.0.113.0/24, or a name such as casino*. * stands for any letters.
bans-way = How
bans-open = Told
bans-shadow = Not told
bans-shadow-hint = Do not tell the author. Their comments become spam, and seem to them to wait for approval.
bans-end = Length
bans-until = Until
bans-without-end = no end
bans-lasting = no end
bans-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
bans-new = New ban
bans-add = Ban
bans-added = The ban is in force.
bans-remove = Remove
bans-removed = The ban is removed.
bans-address-malformed = Write an address such as kim@example.org, or a domain such as @example.org.
bans-network-malformed = Write an IP address such as 203.0.113.7, or a network such as 203.0.113.0/24. The widest are /8 of IPv4 and /16 of IPv6.
bans-name-malformed = Write a name with one letter or more. * stands for any letters.
