//! The rank of a comment by its votes: the lower bound of Wilson's interval for the share of votes for it (E. B. Wilson, 1927). A
//! few votes say little, so many good ones come before one.

/// Standard deviations of an interval that holds the true share in 95 of 100 cases.
const Z: f64 = 1.96;
/// Ranks are whole numbers, so that both engines compare them alike: billionths.
const WHOLE: f64 = 1e9;

/// The rank, from 0 for a comment without votes for it to 1,000,000,000.
pub(super) fn rank(up: i64, down: i64) -> i64 {
    if up < 1 {
        return 0;
    }
    let number = |votes: i64| f64::from(u32::try_from(votes).unwrap_or(u32::MAX));
    let all = number(up) + number(down);
    let share = number(up) / all;
    let squared = Z * Z;
    let spread = Z * ((share * (1.0 - share) + squared / (4.0 * all)) / all).sqrt();
    let bound = (share + squared / (2.0 * all) - spread) / (1.0 + squared / all);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the bound lies between 0 and 1"
    )]
    let rank = (bound * WHOLE) as i64;
    // A rank of 0 is that of a comment without votes.
    rank.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_good_votes_come_before_few_and_bad_ones_last() {
        let order = [(10, 1), (600, 400), (5, 0), (10, 10), (1, 0), (1, 9)];
        let ranks = order.map(|(up, down)| rank(up, down));
        assert!(ranks.is_sorted_by(|one, next| one > next), "{ranks:?}");
        assert_eq!(rank(1, 0), 206_543_291);
        assert_eq!((rank(0, 0), rank(0, 5)), (0, 0));
    }
}
