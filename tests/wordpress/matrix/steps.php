<?php
/**
 * One request of the matrix. `$step` says which; what is printed is JSON, or the page.
 */
error_reporting( E_ALL );

// What the SQLite of npm asks of PHP 7.4, and WordPress brings from 5.9 on.
if ( ! function_exists( 'str_contains' ) ) {
	function str_contains( $text, $part ) {
		return '' === $part || false !== strpos( $text, $part );
	}
	function str_starts_with( $text, $part ) {
		return 0 === strncmp( $text, $part, strlen( $part ) );
	}
	function str_ends_with( $text, $part ) {
		return '' === $part || substr( $text, -strlen( $part ) ) === $part;
	}
}

$_SERVER['HTTP_HOST']      = 'blog.example';
$_SERVER['SERVER_NAME']    = 'blog.example';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI']    = 'page' === $step ? $path : '/';
$_SERVER['PHP_SELF']       = '/index.php';

if ( 'page' === $step ) {
	define( 'WP_USE_THEMES', true );
	require '/wp/wp-blog-header.php';
	return;
}
if ( 'install' === $step ) {
	define( 'WP_INSTALLING', true );
}
require '/wp/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

/** Everything that a plug-in may leave behind. */
function traces() {
	global $wpdb;
	return array_merge(
		$wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%gudok%' OR option_value LIKE '%gudok\_%'" ),
		$wpdb->get_col( "SELECT meta_key FROM $wpdb->postmeta WHERE meta_key LIKE '%gudok%'" ),
		$wpdb->get_col( "SELECT meta_key FROM $wpdb->usermeta WHERE meta_key LIKE '%gudok%'" )
	);
}

switch ( $step ) {
	case 'install':
		add_filter( 'pre_wp_mail', '__return_true' );
		wp_install( 'Blog', 'owner', 'owner@example.org', true, '', 'a long password of hers' );
		update_option( 'permalink_structure', '/%postname%/' );
		switch_theme( $wanted );
		$answer = get_bloginfo( 'version' );
		break;

	case 'activate':
		$problem = activate_plugin( 'gudok/gudok.php' );
		update_option(
			'gudok_settings',
			array(
				'address'          => 'https://letters.example.org',
				'replace_comments' => true,
				'show_counts'      => true,
				'comments_moved'   => false,
			)
		);
		$answer = is_wp_error( $problem ) ? $problem->get_error_message() : '';
		break;

	case 'write':
		$text = "<!-- wp:paragraph --><p>Text.</p><!-- /wp:paragraph -->\n\n<!-- wp:gudok/subscribe {\"topics\":\"news\"} /-->\n\n[gudok_subscribe cadence=\"weekly\"]\n\n<!-- wp:post-comments-count /-->\n\n<!-- wp:post-comments-link /-->";
		$id   = wp_insert_post(
			array(
				'post_title'     => 'A & B',
				'post_content'   => $text,
				'post_status'    => 'publish',
				'comment_status' => 'open',
			)
		);
		wp_update_post(
			array(
				'ID'           => $id,
				'post_excerpt' => 'Short.',
			)
		);
		wp_insert_comment(
			array(
				'comment_post_ID'  => $id,
				'comment_content'  => 'An old comment.',
				'comment_author'   => 'Ann',
				'comment_approved' => 1,
			)
		);
		$answer = array( wp_parse_url( get_permalink( $id ), PHP_URL_PATH ), wp_is_block_theme_of_any_version() );
		break;

	case 'settings-page':
		wp_set_current_user( 1 );
		define( 'WP_ADMIN', true );
		require_once ABSPATH . 'wp-admin/includes/admin.php';
		set_current_screen( 'settings_page_gudok' );
		foreach ( array( 'check', 'settings-page', 'notices' ) as $file ) {
			require_once WP_PLUGIN_DIR . "/gudok/includes/$file.php";
		}
		ob_start();
		Gudok\register_settings();
		Gudok\show_page();
		Gudok\tell_of_old_comments();
		$answer = ob_get_clean();
		break;

	case 'uninstall':
		deactivate_plugins( 'gudok/gudok.php' );
		$before = traces();
		uninstall_plugin( 'gudok/gudok.php' );
		wp_cache_flush();
		$answer = array( count( $before ), traces() );
		break;
}

function wp_is_block_theme_of_any_version() {
	return function_exists( 'wp_is_block_theme' ) && wp_is_block_theme();
}

echo "\nANSWER" . json_encode( $answer );
