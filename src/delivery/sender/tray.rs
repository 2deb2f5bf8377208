//! The mails that this process has claimed and not begun yet; those for one person lie on top.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::queries::Claimed;

/// Claimed mails, and how many of them are in somebody's hands.
#[derive(Debug, Default)]
pub(super) struct Tray {
    piles: Mutex<Piles>,
    /// A mail was laid in, or the tray was closed.
    filled: Notify,
    /// A mail was taken out or finished, and no more are left than somebody asked to hear of.
    emptied: Notify,
}

#[derive(Debug, Default)]
struct Piles {
    alone: VecDeque<Claimed>,
    bulk: VecDeque<Claimed>,
    in_hand: usize,
    is_closed: bool,
    /// Whoever fills the tray sleeps while more lie in it than this: each time it wakes costs a switch between threads.
    low: usize,
}

impl Tray {
    /// Lays claimed mails in.
    pub(super) fn lay(&self, mails: Vec<Claimed>) {
        let mut piles = self.piles();
        for mail in mails {
            if mail.edition_id.is_some() {
                piles.bulk.push_back(mail);
            } else {
                piles.alone.push_back(mail);
            }
        }
        drop(piles);
        self.filled.notify_waiters();
    }

    /// Takes the next mail, waiting for one; `None` once the tray is closed.
    pub(super) async fn take(&self) -> Option<Claimed> {
        loop {
            let filled = self.filled.notified();
            tokio::pin!(filled);
            filled.as_mut().enable();
            {
                let mut piles = self.piles();
                if piles.is_closed {
                    return None;
                }
                if let Some(mail) = piles.take() {
                    self.tell_if_low(&piles);
                    return Some(mail);
                }
            }
            filled.await;
        }
    }

    /// Takes the next mail if there is one.
    pub(super) fn take_now(&self) -> Option<Claimed> {
        let mut piles = self.piles();
        if piles.is_closed {
            return None;
        }
        let mail = piles.take()?;
        self.tell_if_low(&piles);
        Some(mail)
    }

    /// Lays a mail that was taken back on top, for another relay to try.
    pub(super) fn lay_back(&self, mail: Claimed) {
        let mut piles = self.piles();
        piles.in_hand -= 1;
        if mail.edition_id.is_some() {
            piles.bulk.push_front(mail);
        } else {
            piles.alone.push_front(mail);
        }
        drop(piles);
        self.filled.notify_waiters();
    }

    /// A mail that was taken has its result, or is no longer ours.
    pub(super) fn done(&self) {
        let mut piles = self.piles();
        piles.in_hand -= 1;
        self.tell_if_low(&piles);
    }

    fn tell_if_low(&self, piles: &Piles) {
        if piles.len() <= piles.low {
            self.emptied.notify_one();
        }
    }

    /// How many mails wait in it.
    pub(super) fn len(&self) -> usize {
        self.piles().len()
    }

    /// True when nothing waits and nothing is in anybody's hands.
    pub(super) fn is_idle(&self) -> bool {
        let piles = self.piles();
        piles.len() == 0 && piles.in_hand == 0
    }

    /// Waits until a mail is taken or finished and no more than `low` are left.
    pub(super) async fn emptied(&self, low: usize) {
        self.piles().low = low;
        self.emptied.notified().await;
    }

    /// Waits until the tray is closed.
    pub(super) async fn closed(&self) {
        loop {
            let filled = self.filled.notified();
            tokio::pin!(filled);
            filled.as_mut().enable();
            if self.piles().is_closed {
                return;
            }
            filled.await;
        }
    }

    /// Ends every wait for mails; what still lies here goes back with the lease.
    pub(super) fn close(&self) {
        self.piles().is_closed = true;
        self.filled.notify_waiters();
    }

    fn piles(&self) -> MutexGuard<'_, Piles> {
        self.piles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Piles {
    fn len(&self) -> usize {
        self.alone.len() + self.bulk.len()
    }

    fn take(&mut self) -> Option<Claimed> {
        let mail = self.alone.pop_front().or_else(|| self.bulk.pop_front())?;
        self.in_hand += 1;
        Some(mail)
    }
}
