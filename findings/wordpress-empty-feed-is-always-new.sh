#!/usr/bin/env bash
# Question: a reader polls the feed of a WordPress without posts and pages with If-Modified-Since. Does it see the first post?
# Good guess: yes. A feed without posts has no date, or a fixed one; the first post makes it newer.
# What happens: a feed without posts dates itself with the moment of each request. A post of that same second is no newer, so
#   the reader that asks with this date gets 304, and gets it until a second post comes or the first one is edited.
# Versions: WordPress 6.5.5 under PHP 8.3 (npm @wp-playground/wordpress-builds 0.9.19, @php-wasm/node 3.1.56); also Debian's 6.1.9.
# Who meets it: programs that are set up together with the blog, and those that the blog calls when it publishes. The first call
#   has to ask without conditions.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @php-wasm/node@3.1.56 @wp-playground/wordpress-builds@0.9.19
builds=node_modules/@wp-playground/wordpress-builds/src
unzip -q "$builds/wordpress/wp-6.5.zip" -d wp
unzip -q "$builds"/sqlite-database-integration/*.zip -d wp/wp-content/plugins
mv wp/wp-content/plugins/sqlite-database-integration{-main,}
sed 's#{SQLITE_IMPLEMENTATION_FOLDER_PATH}#/wp/wp-content/plugins/sqlite-database-integration#' \
  wp/wp-content/plugins/sqlite-database-integration/db.copy > wp/wp-content/db.php
rm -rf wp/wp-content/database
cat > wp/wp-config.php <<'END'
<?php
foreach ( array( 'NAME', 'USER', 'PASSWORD', 'HOST' ) as $part ) {
	define( "DB_$part", 'wordpress' );
}
define( 'DB_CHARSET', 'utf8' );
define( 'WP_HOME', 'http://blog.example' );
define( 'WP_SITEURL', 'http://blog.example' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'DISABLE_WP_CRON', true );
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
END
cat > probe.mjs <<'END'
import { createNodeFsMountHandler, loadNodeRuntime } from "@php-wasm/node";
import { PHP } from "@php-wasm/universal";

const php = new PHP(await loadNodeRuntime("8.3", { emscriptenOptions: { processId: 1 } }));
await php.mkdir("/wp");
await php.mount("/wp", createNodeFsMountHandler(`${process.cwd()}/wp`));
const SERVER = "$_SERVER['HTTP_HOST'] = $_SERVER['SERVER_NAME'] = 'blog.example'; $_SERVER['REQUEST_METHOD'] = 'GET'; $_SERVER['PHP_SELF'] = '/index.php';";
const act = (code) => php.run({
  code: `<?php ${SERVER} $_SERVER['REQUEST_URI'] = '/'; define('WP_INSTALLING', true); require '/wp/wp-load.php';
    require_once ABSPATH . 'wp-admin/includes/upgrade.php'; add_filter('pre_wp_mail', '__return_true'); ${code}`,
});
const feed = async (since = "") => {
  const { httpStatusCode, headers } = await php.run({
    code: `<?php ${SERVER} $_SERVER['REQUEST_URI'] = '/?feed=rss2'; $_SERVER['HTTP_IF_MODIFIED_SINCE'] = '${since}'; $_GET['feed'] = 'rss2';
      define('WP_USE_THEMES', true); require '/wp/wp-blog-header.php';`,
  });
  return { status: httpStatusCode, date: headers["last-modified"]?.[0] };
};
const seconds = (date) => Date.parse(date) / 1000;

await act("wp_install('Blog', 'owner', 'owner@example.org', true, '', 'a long password of hers'); foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any']) as $post) wp_delete_post($post->ID, true);");
console.log("WordPress", (await act("echo get_bloginfo('version');")).text);
const first = await feed();
console.log(`no post: ${first.status}, dated ${Math.abs(seconds(first.date) - Date.now() / 1000) < 20 ? "with the moment of the request" : first.date}`);
await new Promise((go) => setTimeout(go, 1500));
const second = await feed(first.date);
console.log(`no post, asked again: ${second.status}, ${second.date === first.date ? "the same date" : "another date"}`);

const at = new Date(second.date).toISOString().slice(0, 19).replace("T", " ");
const publish = (title, moment) =>
  act(`wp_insert_post(['post_title' => '${title}', 'post_content' => 'Text.', 'post_status' => 'publish', 'post_date' => '${moment}', 'post_date_gmt' => '${moment}']);`);
await publish("The first post", at);
console.log(`a post of that second: ${(await feed(second.date)).status} with the date, ${(await feed()).status} without`);
await publish("The second post", new Date(Date.parse(`${at}Z`) + 1000).toISOString().slice(0, 19).replace("T", " "));
console.log(`a post of the next second: ${(await feed(second.date)).status} with the date`);
process.exit(0);
END
cat > expected <<'END'
WordPress 6.5.5
no post: 200, dated with the moment of the request
no post, asked again: 200, another date
a post of that second: 304 with the date, 200 without
a post of the next second: 200 with the date
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
