# Add to your site

embedding-lead = Put the sign-up form and the comments into the posts of your own site: copy the code below and paste it.
embedding-copy = Copy
embedding-copied = Copied

embedding-site = Name your site

embedding-code = Paste the code
embedding-code-lead = Choose your system and paste the pieces in order. Fonts and colours follow your site.

embedding-wordpress-name = WordPress
embedding-wordpress-install = Install the Gudok plug-in (gudok-wordpress.zip) in Plugins > Add New > Upload Plugin, and activate it.
embedding-wordpress-address = Enter this address in Settings > Gudok.
embedding-wordpress-secret = Enter the publish secret on the same screen too, so that new posts arrive at once.

embedding-ghost-name = Ghost
embedding-ghost-script = Paste it into Settings > Code injection > Site footer.
embedding-ghost-comments = Comments: below the post's content in your theme's post.hbs.
embedding-ghost-subscribe = Sign-up form: into post.hbs, or an HTML card of a post.

embedding-hugo-name = Hugo
embedding-hugo-script = Paste it before </body> in layouts/_default/baseof.html.
embedding-hugo-comments = Comments: below { "{{ .Content }}" } in layouts/_default/single.html.

embedding-jekyll-name = Jekyll
embedding-jekyll-script = Paste it before </body> in _layouts/default.html.
embedding-jekyll-comments = Comments: below { "{{ content }}" } in _layouts/post.html.

embedding-astro-name = Astro
embedding-astro-script = Paste it into the <head> of your post layout.
embedding-astro-comments = Comments: below <slot /> in the post layout. title is the variable with the post's title.

embedding-tistory-name = Blogs with an editable skin, such as Tistory
embedding-tistory-script = Open the skin's HTML editor and paste it before </head>.
embedding-tistory-comments = Comments: below [##_article_rep_desc_##] in the same editor.
embedding-tistory-subscribe = Sign-up form: above or below it, wherever you want it.

embedding-html-name = Any other site (HTML)
embedding-html-script = Once in each page, before </body>.
embedding-html-comments = Comments: below the post. Put the post's own address after thread= in the link, which browsers without JavaScript show.

embedding-anywhere-subscribe = Sign-up form: wherever you want it.

embedding-preview = Preview
embedding-preview-lead = This is how they look inside a site. Nothing is sent from here.
embedding-preview-subscribe = The sign-up form on a light page
embedding-preview-comments = The comments on a dark page

embedding-check = Check a page
embedding-check-address = Address of one post
embedding-check-hint = Gudok reads that page and looks for the code.
embedding-check-button = Check
embedding-check-no-address = This is no address. Please write one like https://example.org/posts/1
embedding-check-good = Found on your page ✓
embedding-check-bad = Something is still missing

embedding-found-script = Gudok's script is there.
embedding-found-no-script = Gudok's script is missing.
embedding-fix-no-script = Paste <script async src="{ $base }/embed.js"></script> into the page. If you just did, empty your site's cache and check again.
embedding-found-other-script = The script of another Gudok is there: { $detail }
embedding-fix-other-script = Change its address to { $base }/embed.js
embedding-found-comments = The comments are there: { $detail }
embedding-found-foreign-thread = The comments belong to a page of another site: { $detail }
embedding-fix-foreign-thread = Correct thread to this post's address, or add that site to “Further addresses” above.
embedding-found-subscribe = The sign-up form is there.
embedding-found-plain-comments = A plain comment form is there: { $detail }
embedding-found-plain-subscribe = A plain sign-up form is there.
embedding-found-no-thread = A plain comment form is there and does not say for which post.
embedding-fix-no-thread = Add <input type="hidden" name="thread" value="the post's address"> to the form.
embedding-found-only-in-clear = The page answers under http:// and not under https://.
embedding-fix-only-in-clear = Set up HTTPS for your site. Browsers call such a page not secure.
embedding-found-no-element = Neither the comments nor the sign-up form are there.
embedding-fix-no-element = Paste <gudok-comments> or <gudok-subscribe>. If the editor removed it, put it into the theme.
embedding-found-origin-refused = Pages of { $detail } may not use Gudok yet.
embedding-fix-origin-refused = Add { $detail } to the addresses above.
embedding-found-policy-forbids = The page's security policy (CSP) keeps Gudok out: { $detail }
embedding-fix-policy-forbids = Add { $base } to { $detail } of the policy.
embedding-found-types-forbidden = The page's security policy (CSP) keeps Gudok's script out: trusted-types
embedding-fix-types-forbidden = Add gudok to trusted-types of the policy.

embedding-secret = Publish secret
embedding-secret-lead = Your site signs its calls about new posts with it. It is for servers alone: never put it into a page.
embedding-secret-show = Show
embedding-secret-renew = Make a new one
embedding-secret-renew-hint = The present one stops working at once. Enter the new one on your site too.

embedding-places = Where people sign up
embedding-places-lead = Sign-ups, and how many of them were confirmed.
embedding-places-page = Page
embedding-places-form = Form
embedding-places-count = Sign-ups
embedding-places-confirmed = Confirmed
embedding-places-unknown = Page not known
embedding-place-form = Gudok's sign-up page
embedding-place-element = Form in your site
embedding-place-api = API

embedding-fetch-private = This address is not open to the Internet. Enter a post that everybody can see.
embedding-fetch-unknown-host = There is no such site. Check the spelling of the address.
embedding-fetch-unreachable = The site does not answer. Check that it is up, and try again.
embedding-fetch-tls = The secure connection failed. Check your site's certificate.
embedding-fetch-too-slow = The site answers too slowly. Try again in a moment.
embedding-fetch-too-large = The page is too large. Enter another post.
embedding-fetch-redirects = The address leads on and on. Enter the final one.
embedding-fetch-status = The site refused with status { $status }. Open the address in a browser to see why.
embedding-fetch-internal = Gudok itself failed to read the page. Its log says why.
