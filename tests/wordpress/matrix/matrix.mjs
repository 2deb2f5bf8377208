// Runs the plug-in in each WordPress under each PHP: installs, activates, shows a post and the settings, uninstalls.
//
//     node matrix.mjs FOLDER_OF_VERSIONS FOLDER_OF_PLUGIN [PHP,PHP… [WORDPRESS,WORDPRESS…]]
//
// One line a pair. The last line counts, and any failure ends it with 1.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createNodeFsMountHandler, loadNodeRuntime } from "@php-wasm/node";
import { PHP } from "@php-wasm/universal";

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const [versions, plugin, phps = "7.4,8.0,8.1,8.2,8.3,8.4,8.5", named] = process.argv.slice(2);
const wordpresses = named?.split(",") ?? fs.readdirSync(versions).sort(new Intl.Collator("en", { numeric: true }).compare);

let failed = 0;
let passed = 0;
for (const wordpress of wordpresses) {
  for (const version of phps.split(",")) {
    for (const theme of themes(wordpress)) {
      const pair = `WordPress ${wordpress}, PHP ${version}, ${theme}`;
      try {
        await run(wordpress, version, theme);
        passed += 1;
        console.log(`ok      ${pair}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${pair}: ${error.stack.replace(/=== Stdout ===[^]*=== Stderr ===/, "").slice(0, 2000)}`);
      }
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

function themes(wordpress) {
  return fs.readdirSync(path.join(versions, wordpress, "wp-content/themes")).filter((name) => !name.includes("."));
}

async function run(wordpress, version, theme) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "matrix-"));
  const php = new PHP(await loadNodeRuntime(version, { emscriptenOptions: { processId: 1 } }));
  try {
    fs.cpSync(path.join(versions, wordpress), root, { recursive: true });
    fs.cpSync(plugin, path.join(root, "wp-content/plugins/gudok"), { recursive: true });
    for (const [at, folder] of [["/wp", root], ["/steps", here]]) {
      await php.mkdir(at);
      await php.mount(at, createNodeFsMountHandler(folder));
    }
    const request = async (step, values = {}) => {
      const given = Object.entries({ step, ...values }).map(([name, value]) => `$${name} = '${value}';`).join(" ");
      const { text, errors, exitCode } = await php.run({ code: `<?php ${given} require '/steps/steps.php';` });
      assert.equal(exitCode, 0, `${step}: ${errors}\n${text.slice(0, 2000)}`);
      const own = `${errors}\n${text}`.split("\n").filter((line) => /(Warning|Notice|Deprecated|Fatal).*plugins\/gudok/.test(line));
      assert.deepEqual(own, [], step);
      return text;
    };
    const answer = async (step, values) => {
      const text = await request(step, values);
      assert.match(text, /\nANSWER/, step);
      return JSON.parse(text.slice(text.lastIndexOf("\nANSWER") + 7));
    };

    await answer("install", { wanted: theme });
    assert.equal(await answer("activate"), "");
    const [address] = await answer("write");
    const page = await request("page", { path: address });
    const count = (pattern) => page.match(pattern)?.length ?? 0;
    assert.equal(count(/<gudok-comments thread="http:\/\/blog\.example\/a-b\/" title="A &amp; B">/g), 1, "the comments of Gudok");
    assert.equal(count(/<gudok-subscribe topics="news">/g), 1, "the block");
    assert.equal(count(/<gudok-subscribe cadence="weekly">/g), 1, "the shortcode");
    assert.equal(count(/<script[^>]* async[^>]* src=['"]https:\/\/letters\.example\.org\/embed\.js['"]/g), 1, "the script");
    assert.equal(count(/An old comment\./g), 1, "the old comment");
    assert.equal(count(/wp-comments-post\.php/g), 0, "the form of WordPress");
    const [major, minor] = wordpress.split(".").map(Number);
    if (major > 6 || (major === 6 && minor >= 9)) {
      const number = '<gudok-count thread="http://blog.example/a-b/"></gudok-count>';
      const link = `Comments ${number}<span class="screen-reader-text"> – A &amp; B</span>`;
      assert.match(page, new RegExp(`<div class="[^"]*wp-block-post-comments-count[^"]*">${number}</div>`), "the block of the number");
      assert.match(page, new RegExp(`<div class="[^"]*wp-block-post-comments-link[^"]*"><a href=[^ >]*>${link}</a></div>`), "the block of the link");
    }
    const settings = await answer("settings-page");
    assert.match(settings, /name="gudok_settings\[address\]" value="https:\/\/letters\.example\.org"/);
    assert.match(settings, /gudok comments import FILE --format wxr/);
    const [before, after] = await answer("uninstall");
    assert.ok(before > 1, "something to take away");
    assert.deepEqual(after, []);
  } finally {
    php.exit();
    fs.rmSync(root, { recursive: true, force: true });
  }
}
