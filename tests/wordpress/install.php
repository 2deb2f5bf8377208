<?php
// A blog as its owner has it on the first day: Korean, with readable addresses, an author, no default posts.
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

define( 'WP_SITEURL', 'http://' . $_SERVER['HTTP_HOST'] );
wp_install( '조용한 편지', 'owner', 'owner@example.org', true, '', 'a long password of hers', 'ko_KR' );
update_option( 'timezone_string', 'Asia/Seoul' );
update_option( 'show_avatars', '0' ); // they come from another machine
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'default_ping_status', 'closed' );
foreach ( get_posts( array( 'post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
	wp_delete_post( $post->ID, true );
}
wp_insert_user(
	array(
		'user_login'   => 'author',
		'user_pass'    => 'a long password of hers',
		'user_email'   => 'author@example.org',
		'display_name' => '한서윤',
		'role'         => 'author',
	)
);
// The editor's welcome asks another machine for its pictures.
$preferences = array(
	'core/edit-post' => array( 'welcomeGuide' => false ),
	'_modified'      => gmdate( 'c' ),
);
foreach ( get_users( array( 'fields' => 'ids' ) ) as $user ) {
	update_user_meta( $user, $GLOBALS['wpdb']->prefix . 'persisted_preferences', $preferences );
}
return get_option( 'home' );
