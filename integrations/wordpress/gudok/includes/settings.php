<?php
/**
 * What the owner decides, and where it is kept: three options, of which `uninstall.php` leaves none.
 *
 * @package Gudok
 */

namespace Gudok;

defined( 'ABSPATH' ) || exit;

const SETTINGS  = 'gudok_settings';
const SECRET    = 'gudok_publish_secret';
const LAST_PING = 'gudok_last_ping';

/**
 * The settings, complete.
 *
 * @return array{address: string, replace_comments: bool, show_counts: bool, comments_moved: bool}
 */
function settings() {
	$kept = get_option( SETTINGS );
	return array_merge(
		array(
			'address'          => '',
			'replace_comments' => false,
			'show_counts'      => false,
			'comments_moved'   => false,
		),
		is_array( $kept ) ? $kept : array()
	);
}

/** The address of Gudok without a slash at its end, or '' before it is set. */
function address() {
	return settings()['address'];
}

/** The bytes of the publish secret, or '' without one. */
function secret_key() {
	return decoded_secret( (string) get_option( SECRET, '' ) );
}

/**
 * The bytes of a secret as Gudok's panel shows it: `whsec_` and 24 to 64 bytes in base64. '' for anything else.
 *
 * @param string $secret What was typed.
 */
function decoded_secret( $secret ) {
	if ( 0 !== strpos( $secret, 'whsec_' ) ) {
		return '';
	}
	// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- the form that Standard Webhooks names.
	$key = base64_decode( substr( $secret, 6 ), true );
	return is_string( $key ) && strlen( $key ) >= 24 && strlen( $key ) <= 64 ? $key : '';
}

/**
 * The host of a typed address, as `https://letters.example.org`. '' for what names no website.
 *
 * @param string $typed What was typed: with or without `https://`, a path or a slash at its end.
 */
function normal_address( $typed ) {
	$typed = trim( $typed );
	if ( '' !== $typed && ! preg_match( '#^[a-z][a-z0-9+.-]*://#i', $typed ) ) {
		$typed = 'https://' . $typed;
	}
	$parts = wp_parse_url( $typed );
	if ( ! isset( $parts['scheme'], $parts['host'] ) || isset( $parts['user'] ) ) {
		return '';
	}
	$scheme = strtolower( $parts['scheme'] );
	$host   = strtolower( $parts['host'] );
	if ( ! in_array( $scheme, array( 'http', 'https' ), true ) || ! preg_match( '/^(\[[0-9a-f:.]+\]|[^\s\/?#@"\'<>\[\]\\\\]+)$/', $host ) ) {
		return '';
	}
	return $scheme . '://' . $host . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
}
