<?php
/**
 * What classic themes show in place of their own comments.php.
 *
 * @package Gudok
 */

namespace Gudok;

defined( 'ABSPATH' ) || exit;

// phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made.
echo area( get_post() );
