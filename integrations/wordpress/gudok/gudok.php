<?php
/**
 * Plugin Name:       Gudok
 * Description:       Newsletter sign-up and comments of your Gudok in posts and pages, and a word to Gudok when you publish.
 * Version:           0.1.0
 * Requires at least: 5.7
 * Requires PHP:      7.4
 * Author:            The Gudok authors
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       gudok
 * Domain Path:       /languages
 * Update URI:        false
 *
 * @package Gudok
 */

namespace Gudok;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';

require_once __DIR__ . '/includes/settings.php';
require_once __DIR__ . '/includes/elements.php';
require_once __DIR__ . '/includes/blocks.php';
require_once __DIR__ . '/includes/comments-area.php';
require_once __DIR__ . '/includes/old-comments.php';
require_once __DIR__ . '/includes/counts.php';
require_once __DIR__ . '/includes/publish-ping.php';
require_once __DIR__ . '/includes/site-users.php';

if ( is_admin() ) {
	require_once __DIR__ . '/includes/check.php';
	require_once __DIR__ . '/includes/settings-page.php';
	require_once __DIR__ . '/includes/notices.php';
}

add_action( 'init', __NAMESPACE__ . '\load_texts', 1 ); // before the blocks, which have titles
register_deactivation_hook( __FILE__, __NAMESPACE__ . '\forget_retries' );

function load_texts() {
	load_plugin_textdomain( 'gudok', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
}
