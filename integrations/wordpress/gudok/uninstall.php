<?php
/**
 * Leaves nothing of the plug-in in the database, on every site of a network.
 *
 * @package Gudok
 */

namespace Gudok;

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Forgets everything of the present site. */
function forget_site() {
	array_map( 'delete_option', array( 'gudok_settings', 'gudok_publish_secret', 'gudok_last_ping' ) );
	delete_post_meta_by_key( '_gudok_had_comments' );
	wp_unschedule_hook( 'gudok_ping_again' );
}

/** Forgets everything of each site of the network. */
function forget_network() {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site ) {
		switch_to_blog( $site );
		forget_site();
		restore_current_blog();
	}
}

is_multisite() ? forget_network() : forget_site();
