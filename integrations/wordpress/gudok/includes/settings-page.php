<?php
/**
 * Settings → Gudok.
 *
 * @package Gudok
 */

namespace Gudok;

defined( 'ABSPATH' ) || exit;

const PAGE = 'gudok';

add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\register_settings' );
add_filter( 'plugin_action_links_gudok/gudok.php', __NAMESPACE__ . '\link_to_page' );

function add_page() {
	add_options_page( 'Gudok', 'Gudok', 'manage_options', PAGE, __NAMESPACE__ . '\show_page' );
}

/**
 * Adds the page to the plug-in's line in the list of plug-ins.
 *
 * @param string[] $links Links of the line.
 */
function link_to_page( $links ) {
	array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( page_url() ), esc_html__( 'Settings', 'gudok' ) ) );
	return $links;
}

function page_url() {
	return admin_url( 'options-general.php?page=' . PAGE );
}

function register_settings() {
	register_setting( PAGE, SETTINGS, array( 'sanitize_callback' => __NAMESPACE__ . '\clean_settings' ) );
	register_setting( PAGE, SECRET, array( 'sanitize_callback' => __NAMESPACE__ . '\clean_secret' ) );
}

/**
 * The settings as typed, made sound. What is wrong stays as it was, and the page says so.
 *
 * @param mixed $typed From the form.
 */
function clean_settings( $typed ) {
	$typed = is_array( $typed ) ? $typed : array();
	$text  = isset( $typed['address'] ) && is_string( $typed['address'] ) ? trim( $typed['address'] ) : '';
	$clean = array( 'address' => normal_address( $text ) );
	if ( '' !== $text && '' === $clean['address'] ) {
		$clean['address'] = address();
		/* translators: %s: what was typed. */
		complain( 'address', sprintf( __( '"%s" is not a web address. Enter one such as https://letters.example.org.', 'gudok' ), $text ) );
	}
	foreach ( array( 'replace_comments', 'show_counts', 'comments_moved' ) as $name ) {
		$clean[ $name ] = ! empty( $typed[ $name ] );
	}
	return $clean;
}

/**
 * The secret as typed; the old one for an empty field, which is how the page shows it.
 *
 * @param mixed $typed From the form.
 */
function clean_secret( $typed ) {
	$typed = is_string( $typed ) ? trim( $typed ) : '';
	$kept  = (string) get_option( SECRET, '' );
	// phpcs:ignore WordPress.Security.NonceVerification -- options.php has verified it.
	if ( '' === $typed && ! empty( $_POST['gudok_forget_secret'] ) ) {
		return '';
	}
	if ( '' !== $typed && '' === decoded_secret( $typed ) ) {
		complain( 'secret', __( 'This is no publish secret. Copy the whole line that begins with whsec_ from the panel of Gudok.', 'gudok' ) );
		return $kept;
	}
	return '' === $typed ? $kept : $typed;
}

/**
 * An error above the form, once.
 *
 * @param string $code Its name.
 * @param string $text The sentence.
 */
function complain( $code, $text ) {
	if ( ! in_array( $code, wp_list_pluck( get_settings_errors( PAGE ), 'code' ), true ) ) {
		add_settings_error( PAGE, $code, esc_html( $text ) );
	}
}

function show_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>Gudok</h1>';
	show_findings();
	echo '<form method="post" action="options.php">';
	settings_fields( PAGE );
	echo '<table class="form-table" role="presentation">';
	show_address_row();
	show_comments_row();
	show_secret_row();
	echo '</table>';
	submit_button();
	echo '</form><h2>' . esc_html__( 'Check', 'gudok' ) . '</h2>';
	echo '<p>' . esc_html__( 'Asks Gudok whether it is ready and knows this site.', 'gudok' ) . '</p><form method="post">';
	wp_nonce_field( 'gudok-check' );
	submit_button( __( 'Check now', 'gudok' ), 'secondary', 'gudok_check', false );
	echo '</form>';
	show_help();
	echo '</div>';
}

/** The check's findings, after its button was pressed. */
function show_findings() {
	if ( ! isset( $_POST['gudok_check'] ) || ! check_admin_referer( 'gudok-check' ) ) {
		return;
	}
	foreach ( findings() as $finding ) {
		printf(
			'<div class="notice notice-%s"><p>%s %s</p></div>',
			$finding['is_good'] ? 'success' : 'error',
			$finding['is_good'] ? '✓' : '✗',
			esc_html( $finding['text'] )
		);
	}
}

function show_address_row() {
	printf(
		'<tr><th scope="row"><label for="gudok-address">%s</label></th><td><input type="text" inputmode="url" class="regular-text code" id="gudok-address" name="%s[address]" value="%s" placeholder="https://letters.example.org" aria-describedby="gudok-address-help"><p class="description" id="gudok-address-help">%s</p></td></tr>',
		esc_html__( 'Address of Gudok', 'gudok' ),
		esc_attr( SETTINGS ),
		esc_attr( address() ),
		esc_html__( 'The same as "server.public_url" in the configuration of Gudok.', 'gudok' )
	);
}

function show_comments_row() {
	$texts = array(
		'replace_comments' => array(
			__( 'Show the comments of Gudok in place of the theme\'s', 'gudok' ),
			__( 'Posts whose comments are closed show theirs without a form.', 'gudok' ),
		),
		'show_counts'      => array(
			__( 'Show the numbers of comments of Gudok', 'gudok' ),
			__( 'In lists of posts, where the theme shows the numbers of WordPress.', 'gudok' ),
		),
		'comments_moved'   => array(
			__( 'The old comments have been moved to Gudok', 'gudok' ),
			__( 'Until then they stand below the new ones, without a form. WordPress keeps them in any case.', 'gudok' ),
		),
	);
	echo '<tr><th scope="row">' . esc_html__( 'Comments', 'gudok' ) . '</th><td><fieldset><legend class="screen-reader-text">' . esc_html__( 'Comments', 'gudok' ) . '</legend>';
	foreach ( $texts as $name => list( $label, $help ) ) {
		show_checkbox( $name, $label, $help );
	}
	echo '</fieldset></td></tr>';
}

/**
 * A setting to tick.
 *
 * @param string $name  Its name.
 * @param string $label What it does.
 * @param string $help  What that means.
 */
function show_checkbox( $name, $label, $help ) {
	printf(
		'<p><label><input type="checkbox" name="%1$s[%2$s]" value="1" %3$s aria-describedby="gudok-%2$s-help"> %4$s</label></p><p class="description" id="gudok-%2$s-help">%5$s</p>',
		esc_attr( SETTINGS ),
		esc_attr( $name ),
		checked( settings()[ $name ], true, false ),
		esc_html( $label ),
		esc_html( $help )
	);
}

function show_secret_row() {
	$has_secret = '' !== secret_key();
	printf(
		'<tr><th scope="row"><label for="gudok-secret">%s</label></th><td><input type="password" class="regular-text" id="gudok-secret" name="%s" value="" autocomplete="off" placeholder="%s" aria-describedby="gudok-secret-help"><p class="description" id="gudok-secret-help">%s</p>',
		esc_html__( 'Publish secret', 'gudok' ),
		esc_attr( SECRET ),
		esc_attr( $has_secret ? __( 'Kept. Type a new one to replace it.', 'gudok' ) : 'whsec_…' ),
		esc_html__( 'With it a new post reaches Gudok within seconds. The panel of Gudok shows it under "Add to your site". It is never shown here again.', 'gudok' )
	);
	if ( $has_secret ) {
		printf( '<p><label><input type="checkbox" name="gudok_forget_secret" value="1"> %s</label></p>', esc_html__( 'Forget the secret', 'gudok' ) );
	}
	show_last_ping();
	echo '</td></tr>';
}

function show_last_ping() {
	$last = get_option( LAST_PING );
	if ( ! is_array( $last ) || ! isset( $last['page'], $last['time'], $last['problem'] ) ) {
		return;
	}
	$when = wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), (int) $last['time'] );
	$text = '' === $last['problem']
		/* translators: 1: date and time. 2: address of a post. */
		? __( 'Last post that reached Gudok at once: %1$s, %2$s', 'gudok' )
		/* translators: 1: date and time. 2: address of a post. 3: the reason. */
		: __( 'The last post did not reach Gudok at once: %1$s, %2$s. %3$s Gudok finds it when it next reads the feed.', 'gudok' );
	echo '<p>' . esc_html( sprintf( $text, $when, urldecode( $last['page'] ), $last['problem'] ) ) . '</p>';
}

function show_help() {
	echo '<h2>' . esc_html__( 'Forms in a post', 'gudok' ) . '</h2>';
	echo '<p>' . esc_html__( 'Add the block "Gudok sign-up" or "Gudok comments", or write a shortcode on a line of its own:', 'gudok' ) . '</p>';
	echo '<p><code>[gudok_subscribe]</code> <code>[gudok_subscribe topics="news" cadence="weekly"]</code> <code>[gudok_comments]</code></p>';
	echo '<p>' . esc_html__( 'After a change here, empty the cache of pages if this site has one.', 'gudok' ) . '</p>';
}
