//! What is kept of a rendering: nothing from before a change is served after it.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::test::TestRequest;
use gudok::web::WebError;
use gudok::web::page_cache::{Look, PageCache, Rendering, Stamp};

use crate::page_cache::another_process;
use crate::stories;
use crate::support::Site;

async fn body(answer: HttpResponse) -> String {
    let bytes = actix_web::body::to_bytes(answer.into_body()).await;
    String::from_utf8(bytes.expect("a body").to_vec()).expect("text")
}

/// What a cache answers under the name `page`.
async fn ask(
    cache: &PageCache,
    site: &Site,
    look: impl AsyncFnOnce(Option<&Stamp>) -> Look,
) -> String {
    let request = TestRequest::get().to_http_request();
    let look = async |kept: Option<&Stamp>| Ok::<_, WebError>(look(kept).await);
    let answer = cache
        .answer(&request, "page", &site.app.config(), look)
        .await;
    body(answer.expect("an answer")).await
}

fn page(version: u32) -> Look {
    Look::Changed {
        stamp: Stamp::of(&version),
        rendering: Rendering::of("text/plain", format!("version {version}")),
        is_kept: true,
    }
}

fn never(_: Option<&Stamp>) -> Look {
    panic!("the kept page is good")
}

stories! {
    async fn what_was_read_before_a_change_is_not_served_after_it(site: Site) {
        let cache = PageCache::new(site.app.store().clone(), site.clock.clone(), 1_000_000);
        let other = another_process(site).await;
        let first = ask(&cache, site, async |_| {
            let old = page(1);
            // A reader is in the middle of a page while somebody else commits.
            site.app.write().await.expect("a transaction").commit().await.expect("committed");
            old
        });
        assert_eq!(first.await, "version 1", "they asked before the change");
        let second = ask(&cache, site, async |kept| {
            assert_eq!(kept, Some(&Stamp::of(&1_u32)));
            page(2)
        });
        assert_eq!(second.await, "version 2");
        assert_eq!(ask(&cache, site, async |kept| never(kept)).await, "version 2");

        // Another process changes it: this one looks again in the next second.
        other.write().await.expect("a transaction").commit().await.expect("committed");
        assert_eq!(ask(&cache, site, async |kept| never(kept)).await, "version 2");
        site.wait(1);
        assert_eq!(ask(&cache, site, async |_| Look::Unchanged).await, "version 2");
        assert_eq!(ask(&cache, site, async |kept| never(kept)).await, "version 2", "one look a second");
        site.wait(1);
        assert_eq!(ask(&cache, site, async |_| page(3)).await, "version 3");
        other.close().await;
    }

    async fn a_changed_configuration_shows_at_once(site: Site) {
        let cache = PageCache::new(site.app.store().clone(), site.clock.clone(), 1_000_000);
        let request = TestRequest::get().to_http_request();
        let (old, new) = (site.app.config(), Arc::new((*site.app.config()).clone()));
        for (config, version) in [(&old, 1), (&old, 1), (&new, 2), (&new, 2)] {
            let look = async |kept: Option<&Stamp>| {
                assert_eq!(kept, None, "a page of another configuration is no page");
                Ok::<_, WebError>(page(version))
            };
            let answer = cache.answer(&request, "page", config, look).await.expect("an answer");
            assert_eq!(body(answer).await, format!("version {version}"));
        }
    }
}
