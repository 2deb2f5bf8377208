<?php
/**
 * The check of the settings page: what works between this site and Gudok, and how to mend the rest.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * The findings in order. The first fault that explains the rest ends the list.
 *
 * @return array<int, array{is_good: bool, text: string}>
 */
function findings() {
	$reached = reaches_gudok();
	if ( ! $reached['is_good'] ) {
		return array( $reached );
	}
	return array_merge(
		array( $reached, may_be_loaded_here(), may_be_read_here() ),
		'' === secret_key() ? array() : array( takes_pings() )
	);
}

/** Whether Gudok answers this server and is ready. */
function reaches_gudok() {
	if ( '' === address() ) {
		return fault( __( 'Enter the address of Gudok and save first.', 'gudok' ) );
	}
	$answer = get( '/readyz' );
	if ( is_wp_error( $answer ) ) {
		/* translators: 1: an address. 2: the reason, as the system words it. */
		return fault( __( 'This server cannot reach %1$s: %2$s. Check the address, that Gudok runs, and that a firewall lets this server out.', 'gudok' ), address(), $answer->get_error_message() );
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	$body   = trim( wp_remote_retrieve_body( $answer ) );
	if ( 200 === $status && 'ready' === $body ) {
		/* translators: %s: an address. */
		return good( __( 'Gudok answers at %s.', 'gudok' ), address() );
	}
	// Gudok gives its reason as a line of text; a proxy in front of it gives a page.
	if ( 503 === $status && 0 === strpos( header_of( $answer, 'content-type' ), 'text/plain' ) ) {
		/* translators: %s: Gudok's own reason, in English. */
		return fault( __( 'Gudok runs and is not ready: %s. Look into its log, or run "gudok doctor".', 'gudok' ), wp_html_excerpt( $body, 200 ) );
	}
	if ( in_array( $status, array( 502, 503, 504 ), true ) ) {
		/* translators: 1: an address. 2: HTTP status such as 502. */
		return fault( __( 'A proxy answers at %1$s in place of Gudok (status %2$d). Check that Gudok runs behind it, and try again in a minute.', 'gudok' ), address(), $status );
	}
	/* translators: 1: an address. 2: HTTP status such as 404. */
	return fault( __( 'Something other than Gudok answers at %1$s (status %2$d). Enter the address in "server.public_url" of Gudok. If a proxy or a protection service stands in front of it, let /readyz pass.', 'gudok' ), address(), $status );
}

/** Whether browsers may load the script on this site's pages. */
function may_be_loaded_here() {
	if ( 'https' === wp_parse_url( home_url(), PHP_URL_SCHEME ) && 0 === strpos( address(), 'http:' ) ) {
		return fault( __( 'This site uses https and Gudok plain http, so browsers load nothing from it. Put Gudok behind a certificate and enter its https address.', 'gudok' ) );
	}
	$answer = get( '/embed.js' );
	$type   = header_of( $answer, 'content-type' );
	if ( false === strpos( $type, 'javascript' ) || 200 !== (int) wp_remote_retrieve_response_code( $answer ) ) {
		/* translators: %s: an address. */
		return fault( __( '%s is no script. Update Gudok, and let this path pass any proxy in front of it.', 'gudok' ), address() . '/embed.js' );
	}
	return good( __( 'The forms can be loaded on this site.', 'gudok' ) );
}

/** Whether Gudok lets this site's pages read from it. */
function may_be_read_here() {
	$origin = site_origin();
	$answer = get( '/fragments/subscription', array( 'Origin' => $origin ) );
	if ( header_of( $answer, 'access-control-allow-origin' ) === $origin ) {
		return good( __( 'Gudok knows this site.', 'gudok' ) );
	}
	/* translators: 1: this site's address. 2: a page of Gudok's panel. */
	return fault( __( 'Gudok does not know %1$s, so the forms stay empty here. Add it in the panel, at %2$s.', 'gudok' ), $origin, address() . '/admin/embedding' );
}

/** Whether Gudok takes the word that a post is out. It reads the feed once more; nothing else happens. */
function takes_pings() {
	$answer  = ping( home_url( '/' ), 'msg_' . wp_generate_uuid4() );
	$problem = ping_problem( $answer );
	if ( '' !== $problem ) {
		/* translators: 1: what Gudok said. 2: a page of Gudok's panel. */
		return fault( __( 'New posts do not reach Gudok at once: %1$s Compare the publish secret with the one at %2$s.', 'gudok' ), $problem, address() . '/admin/embedding' );
	}
	$taken = json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( is_array( $taken ) && isset( $taken['feeds'] ) && 0 === $taken['feeds'] ) {
		/* translators: %s: a command. */
		return fault( __( 'The publish secret is right, but Gudok reads no feed of this site. Run: %s', 'gudok' ), 'gudok feeds add ' . get_feed_link() );
	}
	return good( __( 'New posts reach Gudok at once.', 'gudok' ) );
}

/**
 * A page of Gudok.
 *
 * @param string                $path    Its path.
 * @param array<string, string> $headers More headers.
 * @return array|WP_Error WordPress's answer.
 */
function get( $path, array $headers = array() ) {
	return wp_remote_get(
		address() . $path,
		array(
			'timeout'     => 5,
			'redirection' => 0,
			'headers'     => $headers,
		)
	);
}

/**
 * A header of an answer; '' without one.
 *
 * @param array|WP_Error $answer Of `get`.
 * @param string         $name   The header's name.
 */
function header_of( $answer, $name ) {
	$value = is_wp_error( $answer ) ? '' : wp_remote_retrieve_header( $answer, $name );
	return is_string( $value ) ? $value : '';
}

/** The origin of this site's pages, as browsers send it. */
function site_origin() {
	return normal_address( home_url() );
}

/**
 * A finding that is well.
 *
 * @param string     $text      The sentence, as `sprintf` takes it.
 * @param string|int ...$values What it names.
 */
function good( $text, ...$values ) {
	return array(
		'is_good' => true,
		'text'    => vsprintf( $text, $values ),
	);
}

/**
 * A finding to mend.
 *
 * @param string     $text      What is wrong, and the way out, as `sprintf` takes it.
 * @param string|int ...$values What it names.
 */
function fault( $text, ...$values ) {
	return array(
		'is_good' => false,
		'text'    => vsprintf( $text, $values ),
	);
}
