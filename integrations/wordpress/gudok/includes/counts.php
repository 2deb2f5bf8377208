<?php
/**
 * The number of Gudok's comments where themes show WordPress's.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_Block;
use WP_Post;

defined( 'ABSPATH' ) || exit;

add_filter( 'comments_number', __NAMESPACE__ . '\number_in_themes' );
add_filter( 'render_block_core/post-comments-count', __NAMESPACE__ . '\number_in_block', 10, 3 );
add_filter( 'render_block_core/post-comments-link', __NAMESPACE__ . '\text_in_link_block', 10, 3 );

/**
 * The text of `comments_number()` and `comments_popup_link()`.
 *
 * @param string $text WordPress's text.
 */
function number_in_themes( $text ) {
	$post = get_post();
	return counts_are_shown( $post ) ? count_text( $post ) : $text;
}

/**
 * The block of the number alone.
 *
 * @param string   $html  Its HTML.
 * @param array    $block As parsed.
 * @param WP_Block $shown Knows the post.
 */
function number_in_block( $html, $block, $shown = null ) {
	return with_content_of( 'div', $html, $shown, __NAMESPACE__ . '\count_element' );
}

/**
 * The block of the link to the comments.
 *
 * @param string   $html  Its HTML.
 * @param array    $block As parsed.
 * @param WP_Block $shown Knows the post.
 */
function text_in_link_block( $html, $block, $shown = null ) {
	return with_content_of( 'a', $html, $shown, __NAMESPACE__ . '\count_text' );
}

/**
 * The block with another content in its only element of this name: all of it, as the link says the title in a second one.
 *
 * @param string        $name    The element's.
 * @param string        $html    The block's HTML.
 * @param WP_Block|null $shown   Knows the post.
 * @param callable      $content Gives the content for the post.
 */
function with_content_of( $name, $html, $shown, $content ) {
	$post = get_post( $shown instanceof WP_Block ? $shown->context['postId'] ?? null : null );
	if ( ! counts_are_shown( $post ) ) {
		return $html;
	}
	$new = $content( $post );
	return preg_replace_callback(
		"#(<$name\b[^>]*>).*(</$name>)#s",
		function ( $tags ) use ( $new ) {
			return $tags[1] . $new . $tags[2];
		},
		$html
	);
}

/**
 * "Comments" and their number, and for screen readers, which read links without the post above them, the title.
 *
 * @param WP_Post $post A published post.
 */
function count_text( WP_Post $post ) {
	/* translators: %s: the number of comments, which the reader's browser fills in. */
	$text = sprintf( esc_html__( 'Comments %s', 'gudok' ), count_element( $post ) );
	return sprintf( '%s<span class="screen-reader-text"> – %s</span>', $text, esc_html( title( $post ) ) );
}

/**
 * True where Gudok's number takes the place of WordPress's.
 *
 * @param WP_Post|null $post The post.
 */
function counts_are_shown( $post ) {
	if ( ! settings()['show_counts'] || '' === address() || is_feed() || is_admin() || ! $post instanceof WP_Post ) {
		return false;
	}
	return is_ours( $post ) || ( is_in_content( $post ) && '' !== thread( $post ) );
}
