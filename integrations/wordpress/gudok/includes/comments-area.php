<?php
/**
 * Gudok's comments in place of the theme's: in classic themes by their template, in block themes by their blocks.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_Error;
use WP_Post;

defined( 'ABSPATH' ) || exit;

/** The comment areas of themes, from WordPress 5.9 to today. */
const AREAS = array( 'core/comments', 'core/post-comments', 'core/comments-query-loop' );

/** On posts whose comments were open once: they stay readable after the owner closes them. */
const HAD_COMMENTS = '_gudok_had_comments';

add_filter( 'comments_template', __NAMESPACE__ . '\template_of_classic_theme', 100 );
add_filter( 'pre_render_block', __NAMESPACE__ . '\area_of_block_theme', 10, 2 );
add_filter( 'get_comments_number', __NAMESPACE__ . '\keep_area_of_closed_post', 10, 2 );
add_action( 'post_updated', __NAMESPACE__ . '\note_open_comments', 10, 3 );
add_action( 'attachment_updated', __NAMESPACE__ . '\note_open_comments', 10, 3 );
add_filter( 'the_content', __NAMESPACE__ . '\keep_anchor_for_content', 0 );
add_action( 'pre_comment_on_post', __NAMESPACE__ . '\refuse_comment_of_old_form' );
add_filter( 'rest_pre_insert_comment', __NAMESPACE__ . '\refuse_comment_over_rest' );

/**
 * The file that a classic theme's `comments_template()` shows.
 *
 * @param string $file The theme's own.
 */
function template_of_classic_theme( $file ) {
	$post = get_post();
	return takes_over( $post ) ? dirname( __DIR__ ) . '/templates/comments.php' : $file;
}

/**
 * The area in place of a comment block. Its inner blocks never run.
 *
 * @param string|null $shown HTML of an earlier filter.
 * @param array       $block As parsed.
 */
function area_of_block_theme( $shown, $block ) {
	$is_area = in_array( $block['blockName'], AREAS, true );
	if ( null !== $shown || ! ( $is_area || 'core/post-comments-form' === $block['blockName'] ) || ! takes_over( get_post() ) ) {
		return $shown;
	}
	return $is_area ? area( get_post() ) : ''; // A form outside of any area would ask for comments of WordPress.
}

/**
 * Gudok's comments and the old ones below them, once a page: a theme may have both the template and a block.
 *
 * @param WP_Post $post The page's post.
 */
function area( WP_Post $post ) {
	static $shown = false;
	if ( $shown || is_in_content( $post ) ) {
		$comments = '';
	} else {
		$comments = is_commented( $post ) ? comments_element( $post ) : '';
	}
	$old = $shown ? '' : old_comments( $post );
	if ( '' === $comments . $old ) {
		return '';
	}
	$shown = true;
	// The second class keeps the area in the column of Twenty Twenty-One.
	return sprintf( '<div%s class="comments-area default-max-width gudok-area">%s%s</div>', anchor(), $comments, $old );
}

/**
 * ` id="comments"` for the first place of a page that has the comments, since links to them end with it; then ''.
 *
 * @param bool $begins_anew Whether only the next call should give it again.
 */
function anchor( $begins_anew = false ) {
	static $is_given = false;
	$anchor   = $is_given || $begins_anew ? '' : ' id="comments"';
	$is_given = ! $begins_anew;
	return $anchor;
}

/**
 * Lets the text have the anchor each time it is made: others make it too, such as for a description in the page's head.
 *
 * @param string $content The text, unchanged.
 */
function keep_anchor_for_content( $content ) {
	$post = get_post();
	if ( $post instanceof WP_Post && get_queried_object_id() === $post->ID && is_in_content( $post ) ) {
		anchor( true );
	}
	return $content;
}

/**
 * True on the page of a post whose comments Gudok shows.
 *
 * @param WP_Post|null $post The post that the template is at.
 */
function takes_over( $post ) {
	return is_ours( $post )
		&& is_singular()
		&& get_queried_object_id() === $post->ID
		&& ! post_password_required( $post );
}

/**
 * True for a post that may have comments: open ones, or closed after a time.
 *
 * @param WP_Post $post The post.
 */
function is_commented( WP_Post $post ) {
	return comments_open( $post )
		|| 'open' === $post->comment_status
		|| $post->comment_count > 0
		|| '' !== get_post_meta( $post->ID, HAD_COMMENTS, true );
}

/**
 * True when the post's own text has the comments in it.
 *
 * @param WP_Post $post The post.
 */
function is_in_content( WP_Post $post ) {
	return has_block( 'gudok/comments', $post ) || has_shortcode( $post->post_content, 'gudok_comments' );
}

/**
 * At least one on the page of a closed post, since classic themes leave the whole area out otherwise.
 *
 * @param string|int $number  Comments in WordPress.
 * @param int        $post_id The post.
 */
function keep_area_of_closed_post( $number, $post_id ) {
	if ( 0 !== (int) $number || is_admin() || is_feed() ) {
		return $number;
	}
	$post = get_post( $post_id );
	return takes_over( $post ) && ! comments_open( $post ) && is_commented( $post ) ? 1 : $number;
}

/**
 * Remembers that a post's comments were open, also before this plug-in was there: the change that closes them still knows.
 *
 * @param int     $post_id Its id.
 * @param WP_Post $after   As it is saved.
 * @param WP_Post $before  As it was.
 */
function note_open_comments( $post_id, $after, $before ) {
	foreach ( array( $after, $before ) as $post ) {
		if ( 'open' === $post->comment_status && is_ours( $post ) ) {
			update_post_meta( $post_id, HAD_COMMENTS, '1' );
		}
	}
}

/**
 * Gives a comment back that comes by a form of before, such as one in a page cache: here nobody would see it.
 *
 * @param int $post_id The post.
 */
function refuse_comment_of_old_form( $post_id ) {
	$post = get_post( $post_id );
	if ( ! is_ours( $post ) ) {
		return;
	}
	// phpcs:ignore WordPress.Security.NonceVerification -- WordPress's own form, which has none; the text only goes back.
	$text = isset( $_POST['comment'] ) && is_string( $_POST['comment'] ) ? trim( wp_unslash( $_POST['comment'] ) ) : '';
	wp_die(
		sprintf(
			'<p>%1$s</p><p><a href="%2$s">%3$s</a></p><textarea readonly rows="8" style="width:100%%" aria-label="%4$s">%5$s</textarea>',
			esc_html__( 'The comments of this page have moved. Copy your text, and post it in the new form.', 'gudok' ),
			esc_url( thread( $post ) . '#comments' ),
			esc_html__( 'To the new form', 'gudok' ),
			esc_attr__( 'Your text', 'gudok' ),
			esc_textarea( $text )
		),
		esc_html__( 'The comments have moved', 'gudok' ),
		array( 'response' => 409 )
	);
}

/**
 * Refuses a comment that a program brings.
 *
 * @param array|WP_Error $comment The comment to be.
 */
function refuse_comment_over_rest( $comment ) {
	$post = is_array( $comment ) && isset( $comment['comment_post_ID'] ) ? get_post( (int) $comment['comment_post_ID'] ) : null;
	$type = is_array( $comment ) && isset( $comment['comment_type'] ) ? $comment['comment_type'] : '';
	if ( ! is_ours( $post ) || ! in_array( $type, array( '', 'comment' ), true ) || current_user_can( 'moderate_comments' ) ) {
		return $comment;
	}
	return new WP_Error(
		'gudok_comments_moved',
		__( 'The comments of this page have moved to Gudok.', 'gudok' ),
		array( 'status' => 409 )
	);
}

/**
 * True for a post whose comments are Gudok's, wherever it is looked at.
 *
 * @param WP_Post|null $post The post.
 */
function is_ours( $post ) {
	return $post instanceof WP_Post && is_type_of_ours( $post->post_type ) && '' !== thread( $post );
}

/**
 * True for a type of posts whose comments are Gudok's.
 *
 * @param string $type Its name.
 */
function is_type_of_ours( $type ) {
	if ( ! settings()['replace_comments'] || '' === address() ) {
		return false;
	}
	// The comments of WooCommerce's products are reviews with stars.
	$types = apply_filters( 'gudok_comment_types', array_diff( get_post_types_by_support( 'comments' ), array( 'product' ) ) );
	return in_array( $type, $types, true );
}
