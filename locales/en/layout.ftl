# The frames: templates/layout.html, templates/panel.html, templates/components, templates/emails/layout.html

layout-skip = Skip to content
layout-footer = About this site
layout-archive = Past editions
layout-subscribe = Subscribe
layout-privacy = Privacy notice
layout-other-language = 한국어

layout-sections = Sections of the panel
layout-section-home = Home
layout-section-comments = Comments
layout-section-subscribers = Subscribers
layout-section-posts = Posts
layout-section-digests = Digests
layout-section-campaigns = Campaigns
layout-section-outbox = Outbox
layout-section-bounces = Bounces
layout-section-backups = Backups
layout-section-doctor = Check-up
layout-section-embedding = Add to your site
layout-section-compliance = Law
layout-section-imports = Import and export
layout-section-settings = Settings
layout-account = your account
layout-sign-out = Sign out

layout-pager = Pages
layout-previous = Previous
layout-next = Next
layout-trap = Leave this field empty

layout-mail-why = You receive this because you subscribed to { $site }.
layout-mail-preferences = Preferences
layout-mail-unsubscribe = Unsubscribe

# How long ago something was
layout-ago-now = just now
layout-ago-minutes =
    { $count ->
        [one] 1 minute ago
       *[other] { $count } minutes ago
    }
layout-ago-hours =
    { $count ->
        [one] 1 hour ago
       *[other] { $count } hours ago
    }
layout-ago-days =
    { $count ->
        [one] 1 day ago
       *[other] { $count } days ago
    }
