# The frames: templates/layout.html, templates/panel.html, templates/components, templates/emails/layout.html

layout-skip = Skip to content
layout-footer = About this site
layout-archive = Past editions
layout-subscribe = Subscribe
layout-privacy = Privacy notice
layout-other-language = 한국어

layout-rooms = Sections of the panel
layout-room-comments = Comments
layout-room-subscribers = Subscribers
layout-room-posts = Posts
layout-room-digests = Digests
layout-room-campaigns = Campaigns
layout-room-outbox = Outbox
layout-room-bounces = Bounces
layout-room-doctor = Check-up
layout-room-settings = Settings
layout-account = your account
layout-sign-out = Sign out

layout-pager = Pages
layout-previous = Previous
layout-next = Next
layout-required-note = Fields marked * are required.
layout-trap = Leave this field empty

layout-mail-why = You receive this because you subscribed to { $site }.
layout-mail-preferences = Preferences
layout-mail-unsubscribe = Unsubscribe
