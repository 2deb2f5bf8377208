<?php
/**
 * The blocks and the shortcodes of both forms. A block is saved without markup: nothing of it stays when the plug-in goes.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_Block;
use WP_Post;

defined( 'ABSPATH' ) || exit;

add_action( 'init', __NAMESPACE__ . '\register_blocks' );
add_shortcode( 'gudok_subscribe', __NAMESPACE__ . '\subscribe_shortcode' );
add_shortcode( 'gudok_comments', __NAMESPACE__ . '\comments_shortcode' );

function register_blocks() {
	wp_register_script(
		'gudok-editor',
		plugins_url( 'editor/blocks.js', __DIR__ ),
		array( 'wp-blocks', 'wp-element', 'wp-block-editor', 'wp-components' ),
		VERSION,
		true
	);
	register_block_type(
		'gudok/subscribe',
		array(
			'api_version'     => 3,
			'title'           => __( 'Gudok sign-up', 'gudok' ),
			'category'        => 'widgets',
			'attributes'      => text_attributes( SUBSCRIBE_ATTRIBUTES ),
			'editor_script'   => 'gudok-editor',
			'render_callback' => __NAMESPACE__ . '\subscribe_block',
		)
	);
	register_block_type(
		'gudok/comments',
		array(
			'api_version'     => 3,
			'title'           => __( 'Gudok comments', 'gudok' ),
			'category'        => 'widgets',
			'attributes'      => text_attributes( COMMENTS_ATTRIBUTES ),
			'uses_context'    => array( 'postId' ),
			'editor_script'   => 'gudok-editor',
			'render_callback' => __NAMESPACE__ . '\comments_block',
		)
	);
	if ( is_admin() ) {
		wp_add_inline_script( 'gudok-editor', 'var gudokEditor = ' . wp_json_encode( editor_texts() ) . ';', 'before' );
	}
}

/**
 * Attributes of a block that are texts, '' at first.
 *
 * @param string[] $names Their names.
 */
function text_attributes( array $names ) {
	return array_fill_keys(
		$names,
		array(
			'type'    => 'string',
			'default' => '',
		)
	);
}

/** The sentences of the blocks in the editor, in its user's language. */
function editor_texts() {
	return array(
		'subscribe'     => __( 'Gudok sign-up', 'gudok' ),
		'subscribeHelp' => __( 'Readers subscribe to the newsletter here.', 'gudok' ),
		'comments'      => __( 'Gudok comments', 'gudok' ),
		'commentsHelp'  => __( 'Readers find the comments of this post here.', 'gudok' ),
		'options'       => __( 'Options', 'gudok' ),
		'topics'        => __( 'Topics', 'gudok' ),
		'topicsHelp'    => __( 'Short names of topics, with a comma between them. Empty: readers choose.', 'gudok' ),
		'cadence'       => __( 'How often', 'gudok' ),
		'cadences'      => array(
			''          => __( 'Readers choose', 'gudok' ),
			'each_post' => __( 'Each post', 'gudok' ),
			'daily'     => __( 'Daily', 'gudok' ),
			'weekly'    => __( 'Weekly', 'gudok' ),
			'monthly'   => __( 'Monthly', 'gudok' ),
		),
		'after'         => __( 'Page after the sign-up', 'gudok' ),
		'afterHelp'     => __( 'Its address on this site. Empty: the form itself tells readers to look into their inbox.', 'gudok' ),
		'language'      => __( 'Language', 'gudok' ),
		'languages'     => array(
			''   => __( "The page's", 'gudok' ),
			'ko' => '한국어',
			'en' => 'English',
		),
		'theme'         => __( 'Colours', 'gudok' ),
		'themes'        => array(
			''      => __( "The page's", 'gudok' ),
			'light' => __( 'Light', 'gudok' ),
			'dark'  => __( 'Dark', 'gudok' ),
			'auto'  => __( "As the reader's system", 'gudok' ),
		),
	);
}

/**
 * The sign-up form where its block stands.
 *
 * @param array<string, string> $attributes The block's.
 */
function subscribe_block( $attributes ) {
	return in_its_block( 'subscribe', subscribe_element( chosen( $attributes, SUBSCRIBE_ATTRIBUTES ) ) );
}

/**
 * The comments where their block stands.
 *
 * @param array<string, string> $attributes The block's.
 * @param string                $content    Nothing.
 * @param WP_Block              $block      Knows the post.
 */
function comments_block( $attributes, $content, $block ) {
	$post = get_post( $block->context['postId'] ?? null );
	return in_its_block( 'comments', comments_of( $post, chosen( $attributes, COMMENTS_ATTRIBUTES ) ) );
}

/**
 * The sign-up form where its shortcode stands.
 *
 * @param array<string, string>|string $attributes As typed.
 */
function subscribe_shortcode( $attributes ) {
	return subscribe_element( chosen( (array) $attributes, SUBSCRIBE_ATTRIBUTES ) );
}

/**
 * The comments where their shortcode stands.
 *
 * @param array<string, string>|string $attributes As typed.
 */
function comments_shortcode( $attributes ) {
	return comments_of( get_post(), chosen( (array) $attributes, COMMENTS_ATTRIBUTES ) );
}

/**
 * A post's comments on its own page, and a link to them wherever it is one of several.
 *
 * @param WP_Post|null          $post   The post.
 * @param array<string, string> $wanted Attributes.
 */
function comments_of( $post, array $wanted ) {
	if ( ! $post instanceof WP_Post || post_password_required( $post ) ) {
		return '';
	}
	if ( is_singular() && get_queried_object_id() === $post->ID ) {
		$element = comments_element( $post, $wanted );
		$anchor  = '' === $element ? '' : anchor();
		return '' === $anchor ? $element : "<div$anchor>$element</div>";
	}
	if ( is_feed() || '' === address() || '' === thread( $post ) ) {
		return '';
	}
	return sprintf( '<p><a href="%s#comments">%s</a></p>', esc_url( thread( $post ) ), count_text( $post ) );
}

/**
 * The named attributes as texts, '' for the rest.
 *
 * @param array<string, mixed> $given Attributes.
 * @param string[]             $names Those that the element knows.
 */
function chosen( array $given, array $names ) {
	$chosen = array();
	foreach ( $names as $name ) {
		$chosen[ $name ] = isset( $given[ $name ] ) && is_scalar( $given[ $name ] ) ? trim( (string) $given[ $name ] ) : '';
	}
	return $chosen;
}

/**
 * What a block gives, in the wrapper that themes lay out.
 *
 * @param string $name    The block's.
 * @param string $content HTML.
 */
function in_its_block( $name, $content ) {
	return '' === $content ? '' : sprintf( '<div class="wp-block-gudok-%s">%s</div>', $name, $content );
}
