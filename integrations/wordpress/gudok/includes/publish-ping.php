<?php
/**
 * The word to Gudok that a post is out: sent when the request has done its work, tried again when Gudok is away. Saving a
 * post never depends on it.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_Error;
use WP_Post;

defined( 'ABSPATH' ) || exit;

const RETRY = 'gudok_ping_again';

/** Seconds until the next attempts, after which Gudok's own reading of the feed finds the post. */
const PAUSES = array( 60, 300 );

add_action( 'transition_post_status', __NAMESPACE__ . '\note_publication', 10, 3 );
add_action( RETRY, __NAMESPACE__ . '\ping_again', 10, 3 );

/**
 * Plans the ping for the end of the request, when the post has its categories, and its scheduled moment is stored.
 *
 * @param string  $now    The new status.
 * @param string  $before The old one.
 * @param WP_Post $post   The post.
 */
function note_publication( $now, $before, $post ) {
	// Only posts are in the feed that Gudok reads; a site with other types in its feed names them.
	$types = apply_filters( 'gudok_published_types', array( 'post' ) );
	if ( 'publish' !== $now || 'publish' === $before || ! in_array( $post->post_type, $types, true ) ) {
		return;
	}
	if ( '' === address() || '' === secret_key() || '' !== $post->post_password || ( defined( 'WP_IMPORTING' ) && WP_IMPORTING ) ) {
		return;
	}
	static $is_planned = false;
	if ( $is_planned ) {
		return; // One call lets Gudok read the whole feed.
	}
	$is_planned = true;
	$post_id    = $post->ID;
	$ping_last  = function () use ( $post_id ) {
		answer_the_browser();
		ping_safely( $post_id, 'msg_' . wp_generate_uuid4(), 0 );
	};
	// After WordPress's own work, before it closes what it has open.
	add_action( 'shutdown', $ping_last, 100 );
}

/** Lets the browser go on, where the server knows how. Elsewhere it waits for the ping, two seconds at most. */
function answer_the_browser() {
	if ( function_exists( 'fastcgi_finish_request' ) ) {
		fastcgi_finish_request();
	} elseif ( function_exists( 'litespeed_finish_request' ) ) {
		litespeed_finish_request();
	}
}

/**
 * Pings for a post that is saved already: what goes wrong here is for the log alone.
 *
 * @param int    $post_id The post.
 * @param string $call    The call's id, the same in each attempt, so that Gudok takes it once.
 * @param int    $attempt Attempts before this one.
 */
function ping_safely( $post_id, $call, $attempt ) {
	try {
		ping_for_post( $post_id, $call, $attempt );
	} catch ( \Throwable $error ) {
		// phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log
		error_log( 'Gudok: ' . $error->getMessage() );
	}
}

/**
 * Pings, keeps the result for the settings page, and plans another attempt when Gudok was away.
 *
 * @param int    $post_id The post.
 * @param string $call    The call's id.
 * @param int    $attempt Attempts before this one.
 */
function ping_for_post( $post_id, $call, $attempt ) {
	$post = get_post( $post_id );
	$page = $post instanceof WP_Post && '' === $post->post_password ? thread( $post ) : '';
	if ( '' === $page ) {
		return; // Taken back meanwhile.
	}
	$answer = ping( $page, $call );
	$result = array(
		'page'    => $page,
		'time'    => time(),
		'problem' => ping_problem( $answer ),
	);
	update_option( LAST_PING, $result, false );
	if ( is_passing( $answer ) && isset( PAUSES[ $attempt ] ) ) {
		wp_schedule_single_event( time() + PAUSES[ $attempt ], RETRY, array( $post_id, $call, $attempt + 1 ) );
	}
}

/**
 * A later attempt, by WordPress's scheduler.
 *
 * @param int    $post_id The post.
 * @param string $call    The call's id.
 * @param int    $attempt Attempts before this one.
 */
function ping_again( $post_id, $call, $attempt ) {
	ping_safely( (int) $post_id, (string) $call, (int) $attempt );
}

/**
 * Calls `POST /hooks/publish`, signed as Standard Webhooks describes.
 *
 * @param string $page The post's address.
 * @param string $call The call's id.
 * @return array|WP_Error WordPress's answer.
 */
function ping( $page, $call ) {
	$body = wp_json_encode( array( 'url' => $page ) );
	$time = (string) time();
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- the form that Standard Webhooks names.
	$mac = base64_encode( hash_hmac( 'sha256', "$call.$time.$body", secret_key(), true ) );
	return wp_remote_post(
		address() . '/hooks/publish',
		array(
			'timeout'     => 2,
			'redirection' => 0,
			'headers'     => array(
				'Content-Type'      => 'application/json',
				'Accept-Language'   => str_replace( '_', '-', determine_locale() ),
				'webhook-id'        => $call,
				'webhook-timestamp' => $time,
				'webhook-signature' => "v1,$mac",
			),
			'body'        => $body,
		)
	);
}

/**
 * What went wrong, in a sentence for the owner; '' when Gudok took the call.
 *
 * @param array|WP_Error $answer Of `ping`.
 */
function ping_problem( $answer ) {
	if ( is_wp_error( $answer ) ) {
		return $answer->get_error_message();
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	if ( 202 === $status ) {
		return '';
	}
	$problem = json_decode( wp_remote_retrieve_body( $answer ), true );
	$detail  = is_array( $problem ) && isset( $problem['detail'] ) && is_string( $problem['detail'] ) ? $problem['detail'] : '';
	/* translators: 1: HTTP status such as 401. 2: Gudok's own explanation. */
	return trim( sprintf( __( 'Gudok answered %1$d. %2$s', 'gudok' ), $status, $detail ) );
}

/**
 * True for a failure that may be gone in a minute.
 *
 * @param array|WP_Error $answer Of `ping`.
 */
function is_passing( $answer ) {
	$status = is_wp_error( $answer ) ? 0 : (int) wp_remote_retrieve_response_code( $answer );
	return 0 === $status || 429 === $status || $status >= 500;
}

/** Ends the planned attempts, when the plug-in is switched off. */
function forget_retries() {
	wp_unschedule_hook( RETRY );
}
