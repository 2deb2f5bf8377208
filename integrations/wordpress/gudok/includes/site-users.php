<?php
/**
 * The word to Gudok about who is signed in here, signed with the publish secret. It is off until the owner's filter switches it on.
 * No page holds it: the browser asks for it, so page caches stay the same for every visitor.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_User;

defined( 'ABSPATH' ) || exit;

const USER_ACTION = 'gudok_user';

add_action( 'wp_enqueue_scripts', __NAMESPACE__ . '\enqueue_site_user' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\name_the_source', 10, 2 );
add_action( 'wp_ajax_' . USER_ACTION, __NAMESPACE__ . '\answer_with_user' );
add_action( 'wp_ajax_nopriv_' . USER_ACTION, __NAMESPACE__ . '\answer_without_user' );

/** True where the owner lets users of this site comment under their names. */
function signs_users_in() {
	return '' !== address() && '' !== secret_key() && apply_filters( 'gudok_signs_users_in', false );
}

/** The script is on every page: where nobody is signed in, it forgets who was. */
function enqueue_site_user() {
	if ( signs_users_in() ) {
		// Without a version: the address is the same for ever, and Gudok says how long it may be kept.
		// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
		wp_enqueue_script( 'gudok-site-user', address() . '/site-user.js', array(), null, true );
	}
}

/**
 * Tells the script where to ask, and lets no page wait for Gudok.
 *
 * @param string $tag    The script's markup.
 * @param string $handle Its name.
 */
function name_the_source( $tag, $handle ) {
	if ( 'gudok-site-user' !== $handle ) {
		return $tag;
	}
	$from = add_query_arg( 'action', USER_ACTION, admin_url( 'admin-ajax.php' ) );
	return str_replace( '<script ', '<script async data-from="' . esc_url( $from ) . '" ', $tag );
}

function answer_with_user() {
	if ( ! signs_users_in() ) {
		answer_without_user();
	}
	nocache_headers();
	wp_send_json( signed_user( wp_get_current_user(), 'user_' . wp_generate_uuid4(), (string) time() ) );
}

function answer_without_user() {
	nocache_headers();
	status_header( 204 );
	exit;
}

/**
 * The word about a user, in the form of Standard Webhooks.
 *
 * @param WP_User $user The user.
 * @param string  $call The word's own id.
 * @param string  $time The moment of signing in Unix seconds.
 * @return array<string, string>
 */
function signed_user( WP_User $user, $call, $time ) {
	$body = wp_json_encode(
		array(
			'id'    => (string) $user->ID,
			'name'  => $user->display_name,
			'email' => $user->user_email,
		)
	);
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- the form that Standard Webhooks names.
	$mac = base64_encode( hash_hmac( 'sha256', "$call.$time.$body", secret_key(), true ) );
	return array(
		'id'        => $call,
		'timestamp' => $time,
		'signature' => "v1,$mac",
		'user'      => $body,
	);
}
