<?php
/**
 * The comments that WordPress has kept: readable until the owner has moved them.
 *
 * @package Gudok
 */

namespace Gudok;

use WP_Post;

defined( 'ABSPATH' ) || exit;

add_action( 'init', __NAMESPACE__ . '\register_style' );

/** Apart from the new comments, and indented without numbers also in themes that style comments only together with the form. */
function register_style() {
	wp_register_style( 'gudok', false, array(), VERSION );
	wp_add_inline_style(
		'gudok',
		'.gudok-old-comments{margin-top:3em}.gudok-old-comments h2{font-size:1.2em}'
		. '.gudok-old-comments ol{list-style:none;margin:0;padding:0}.gudok-old-comments ol ol{padding-inline-start:2em}'
	);
}

/**
 * The post's comments in WordPress without any form; '' when there are none, or when Gudok has them.
 *
 * @param WP_Post $post The post.
 */
function old_comments( WP_Post $post ) {
	if ( settings()['comments_moved'] ) {
		return '';
	}
	$comments = get_comments(
		array(
			'post_id' => $post->ID,
			'status'  => 'approve',
			'type'    => 'comment',
			'orderby' => 'comment_date_gmt',
			'order'   => 'ASC',
		)
	);
	if ( array() === $comments ) {
		return '';
	}
	add_filter( 'comment_reply_link', '__return_empty_string', 100 );
	$list = wp_list_comments(
		array(
			'style'    => 'ol',
			'type'     => 'comment',
			'page'     => 0,
			'per_page' => 0,
			'echo'     => false,
		),
		$comments
	);
	remove_filter( 'comment_reply_link', '__return_empty_string', 100 );
	wp_enqueue_style( 'gudok' );
	return sprintf(
		'<section class="gudok-old-comments"><h2>%s</h2><ol class="comment-list">%s</ol></section>',
		esc_html__( 'Earlier comments', 'gudok' ),
		$list
	);
}

/** How many approved comments of readers WordPress holds. */
function number_of_old_comments() {
	return (int) get_comments(
		array(
			'status' => 'approve',
			'type'   => 'comment',
			'count'  => true,
		)
	);
}
