<?php
/**
 * What the owner should know in the admin pages: old comments that are not moved yet, and where new ones are.
 *
 * @package Gudok
 */

namespace Gudok;

defined( 'ABSPATH' ) || exit;

const SCREENS_OF_OLD_COMMENTS = array( 'dashboard', 'edit-comments', 'plugins', 'settings_page_gudok' );

add_action( 'admin_notices', __NAMESPACE__ . '\tell_of_old_comments' );
add_action( 'admin_notices', __NAMESPACE__ . '\tell_where_comments_are' );

function tell_of_old_comments() {
	if ( ! is_on( SCREENS_OF_OLD_COMMENTS ) || ! current_user_can( 'manage_options' ) || ! settings()['replace_comments'] || settings()['comments_moved'] ) {
		return;
	}
	$number = number_of_old_comments();
	if ( 0 === $number ) {
		return;
	}
	/* translators: %s: a number. */
	$state = _n( '%s comment of WordPress is not in Gudok yet. It stays readable below the new ones until you have moved it:', '%s comments of WordPress are not in Gudok yet. They stay readable below the new ones until you have moved them:', $number, 'gudok' );
	/* translators: %s: link to the export page. */
	$download = esc_html__( 'Download all content as a file: %s', 'gudok' );
	$export   = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'export.php' ) ), esc_html__( 'Tools → Export', 'gudok' ) );
	/* translators: %s: link to the settings. */
	$tick     = esc_html__( 'Tick "The old comments have been moved to Gudok" in %s.', 'gudok' );
	$settings = sprintf( '<a href="%s">%s</a>', esc_url( page_url() ), esc_html__( 'the settings', 'gudok' ) );
	// phpcs:disable WordPress.Security.EscapeOutput -- escaped above.
	printf(
		'<div class="notice notice-warning"><p>%s</p><ol><li>%s</li><li>%s <code>gudok comments import FILE --format wxr</code></li><li>%s</li></ol></div>',
		esc_html( sprintf( $state, number_format_i18n( $number ) ) ),
		sprintf( $download, $export ),
		esc_html__( 'Run this where Gudok runs. With --dry-run it only tells what it would do:', 'gudok' ),
		sprintf( $tick, $settings )
	);
	// phpcs:enable
}

function tell_where_comments_are() {
	if ( ! is_on( array( 'edit-comments' ) ) || ! settings()['replace_comments'] || '' === address() ) {
		return;
	}
	printf(
		'<div class="notice notice-info"><p>%s <a href="%s">%s</a></p></div>',
		esc_html__( 'New comments are moderated in Gudok.', 'gudok' ),
		esc_url( address() . '/admin/comments' ),
		esc_html__( 'Open the queue', 'gudok' )
	);
}

/**
 * True on one of these screens.
 *
 * @param string[] $ids Their ids.
 */
function is_on( array $ids ) {
	$screen = get_current_screen();
	return null !== $screen && in_array( $screen->id, $ids, true );
}
