<?php
get_header();
while ( have_posts() ) {
	the_post();
	the_title( '<h2>', '</h2>' );
	comments_popup_link();
}
get_footer();
