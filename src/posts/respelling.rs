//! Keys of posts after a change of the rules that spell them.

use super::model::PostId;
use super::{identity, queries};
use crate::store::{Result, Tx};

/// Posts whose keys are read at a time.
const SLICE: i64 = 500;

/// Updates the key of every post to the present rules, so that posts of older databases are recognised.
pub async fn respell(tx: &mut Tx) -> Result<()> {
    let mut last = PostId(0);
    loop {
        let posts = queries::keys_after(tx, last, SLICE).await?;
        let Some((end, ..)) = posts.last() else {
            return Ok(());
        };
        last = *end;
        for (id, url, key) in posts {
            let spelt = identity::url_key(&url);
            if spelt != key {
                queries::set_key(tx, id, &spelt).await?;
            }
        }
    }
}
