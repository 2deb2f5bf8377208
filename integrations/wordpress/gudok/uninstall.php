<?php
/**
 * Leaves nothing of the plug-in in the database, on every site of a network.
 *
 * @package Gudok
 */

namespace Gudok;

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

foreach ( is_multisite() ? get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) : array( 0 ) as $gudok_site ) {
	if ( 0 !== $gudok_site ) {
		switch_to_blog( $gudok_site );
	}
	foreach ( array( 'gudok_settings', 'gudok_publish_secret', 'gudok_last_ping' ) as $gudok_option ) {
		delete_option( $gudok_option );
	}
	delete_post_meta_by_key( '_gudok_had_comments' );
	wp_unschedule_hook( 'gudok_ping_again' );
	if ( 0 !== $gudok_site ) {
		restore_current_blog();
	}
}
