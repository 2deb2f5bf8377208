<?php
/**
 * The markup of Gudok's elements, the same for every visitor, with what stands there without JavaScript.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_Http;
use WP_Post;

defined( 'ABSPATH' ) || exit;

/** What the author of a page decides about each form. */
const SUBSCRIBE_ATTRIBUTES = array( 'topics', 'cadence', 'theme', 'lang', 'return' );
const COMMENTS_ATTRIBUTES  = array( 'theme', 'lang' );

add_action( 'init', __NAMESPACE__ . '\register_script' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\load_beside_the_page', 10, 2 );
foreach ( array( 'the_content', 'widget_block_content', 'widget_custom_html_content' ) as $gudok_place ) {
	add_filter( $gudok_place, __NAMESPACE__ . '\upgrade_authors_markup', 20 );
}

function register_script() {
	if ( '' !== address() ) {
		// Without a version: the address is the same for ever, and Gudok says how long it may be kept.
		// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
		wp_register_script( 'gudok-embed', address() . '/embed.js', array(), null, true );
	}
}

/**
 * Lets no page wait for Gudok.
 *
 * @param string $tag    The script's markup.
 * @param string $handle Its name.
 */
function load_beside_the_page( $tag, $handle ) {
	return 'gudok-embed' === $handle ? str_replace( '<script ', '<script async ', $tag ) : $tag;
}

/**
 * Loads the script for `<div class="gudok-subscribe">`, all that WordPress leaves of an author's own markup.
 *
 * @param string $content HTML of a post or a widget.
 */
function upgrade_authors_markup( $content ) {
	if ( ! is_feed() && preg_match( '/<gudok-|class="[^"]*\bgudok-/', $content ) ) {
		wp_enqueue_script( 'gudok-embed' );
	}
	return $content;
}

/**
 * The sign-up form.
 *
 * @param array<string, string> $wanted Those of `SUBSCRIBE_ATTRIBUTES`, each '' for Gudok's own choice.
 */
function subscribe_element( array $wanted ) {
	if ( is_feed() ) {
		return '';
	}
	if ( '' === address() ) {
		return needs_address();
	}
	wp_enqueue_script( 'gudok-embed' );
	if ( '' !== $wanted['return'] ) {
		// Complete, since the form without JavaScript gives it to Gudok, which knows no path of this site.
		$wanted['return'] = esc_url_raw( WP_Http::make_absolute_url( $wanted['return'], home_url( '/' ) ), array( 'http', 'https' ) );
	}
	$hidden = '';
	foreach ( array_map( 'trim', explode( ',', $wanted['topics'] ) ) as $topic ) {
		$hidden .= hidden_field( 'topics', $topic );
	}
	$hidden .= hidden_field( 'cadence', $wanted['cadence'] ) . hidden_field( 'return', $wanted['return'] );
	$form = sprintf(
		'<form action="%1$s" method="post"><p><label>%2$s <input type="email" name="email" autocomplete="email" required></label> %3$s<button type="submit">%4$s</button></p></form>',
		esc_url( address() . '/subscriptions' ),
		esc_html__( 'E-mail address', 'gudok' ),
		$hidden,
		esc_html__( 'Subscribe', 'gudok' )
	);
	return element( 'gudok-subscribe', $wanted, $form );
}

/**
 * A field that the form without JavaScript sends. '' without a value.
 *
 * @param string $name  Its name.
 * @param string $value Its value.
 */
function hidden_field( $name, $value ) {
	return '' === $value ? '' : sprintf( '<input type="hidden" name="%s" value="%s">', $name, esc_attr( $value ) );
}

/**
 * The comments of a post. '' for a post without an address of its own yet.
 *
 * @param WP_Post               $post   The post.
 * @param array<string, string> $wanted Those of `COMMENTS_ATTRIBUTES`, each '' for Gudok's own choice.
 */
function comments_element( WP_Post $post, array $wanted = array() ) {
	if ( is_feed() || '' === address() ) {
		return is_feed() ? '' : needs_address();
	}
	$thread = thread( $post );
	if ( '' === $thread ) {
		return '<p>' . esc_html__( 'The comments appear here when this post is published.', 'gudok' ) . '</p>';
	}
	wp_enqueue_script( 'gudok-embed' );
	$page = add_query_arg(
		array(
			'thread' => rawurlencode( $thread ),
			'title'  => rawurlencode( title( $post ) ),
		),
		address() . '/comments'
	);
	$link = sprintf( '<p><a href="%s">%s</a></p>', esc_url( $page ), esc_html__( 'Read and write comments', 'gudok' ) );
	$own  = array(
		'thread' => $thread,
		'title'  => title( $post ),
		'closed' => comments_open( $post ) ? '' : 'closed',
	);
	return element( 'gudok-comments', $own + $wanted, $link );
}

/**
 * The number of a post's comments.
 *
 * @param WP_Post $post A published post.
 */
function count_element( WP_Post $post ) {
	wp_enqueue_script( 'gudok-embed' );
	return element( 'gudok-count', array( 'thread' => thread( $post ) ), '' );
}

/**
 * One element. Empty attributes are left out.
 *
 * @param string                $name       Its name.
 * @param array<string, string> $attributes Values as text.
 * @param string                $fallback   HTML for readers without JavaScript.
 */
function element( $name, array $attributes, $fallback ) {
	$markup = '';
	foreach ( $attributes as $attribute => $value ) {
		if ( '' !== $value ) {
			$markup .= sprintf( ' %s="%s"', $attribute, esc_attr( $value ) );
		}
	}
	return "<$name$markup>$fallback</$name>";
}

/**
 * The name of a post's thread: its permalink, in the one spelling that WordPress gives it. '' before it is published, when
 * the address is still to change.
 *
 * @param WP_Post $post The post.
 */
function thread( WP_Post $post ) {
	$address = 'publish' === $post->post_status || 'inherit' === $post->post_status ? get_permalink( $post ) : false;
	return is_string( $address ) ? $address : '';
}

/**
 * A post's title as text.
 *
 * @param WP_Post $post The post.
 */
function title( WP_Post $post ) {
	return trim( html_entity_decode( wp_strip_all_tags( get_the_title( $post ) ), ENT_QUOTES, 'UTF-8' ) );
}

/** What stands in the page until the address is set: for the owner alone, who is never served from a page cache. */
function needs_address() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return '';
	}
	return sprintf(
		'<p><a href="%s">%s</a></p>',
		esc_url( admin_url( 'options-general.php?page=gudok' ) ),
		esc_html__( 'Gudok: set its address, and the form appears here.', 'gudok' )
	);
}
