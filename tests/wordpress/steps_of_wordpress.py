"""What an owner and an author do in WordPress, which is in Korean here."""

from playwright.sync_api import expect
from world import PASSWORD


def sign_in_to_wordpress(page, wordpress, user):
    page.goto(f"{wordpress.url}/wp-login.php")
    page.fill("#user_login", user)
    page.fill("#user_pass", PASSWORD)
    page.click("#wp-submit")
    page.wait_for_url("**/wp-admin/**")


def write_in_editor(page, wordpress, title, *blocks):
    """Writes and publishes a post of these blocks, `(name, attributes)`, in the block editor; gives its address."""
    page.goto(f"{wordpress.url}/wp-admin/post-new.php")
    page.wait_for_function("window.wp?.data?.select('core/editor')?.getCurrentPost()?.id")
    page.evaluate(
        """([title, blocks]) => {
          wp.data.dispatch("core/editor").editPost({ title });
          for (const [name, attributes] of blocks)
            wp.data.dispatch("core/block-editor").insertBlock(wp.blocks.createBlock(name, attributes), undefined, undefined, false);
        }""",
        [title, blocks],
    )
    for name, _ in blocks:
        expect(page.locator(f"[data-type='{name}']").first).to_be_visible()
    page.evaluate("wp.data.dispatch('core/editor').editPost({ status: 'publish' })")
    page.evaluate("wp.data.dispatch('core/editor').savePost()")
    return page.evaluate("wp.data.select('core/editor').getPermalink()")


def change_settings(page, wordpress, **values):
    """Fills in Settings → Gudok and saves; texts are typed, truths are ticked."""
    page.goto(f"{wordpress.url}/wp-admin/options-general.php?page=gudok")
    for label, value in values.items():
        field = page.get_by_label(label, exact=True)
        field.set_checked(value) if isinstance(value, bool) else field.fill(value)
    with page.expect_navigation():
        page.click("#submit")


def findings(page, wordpress):
    """Presses the check's button; gives the sentences."""
    page.goto(f"{wordpress.url}/wp-admin/options-general.php?page=gudok")
    with page.expect_navigation():
        page.get_by_role("button", name="지금 점검").click()
    return page.locator(".wrap > .notice p").all_inner_texts()
