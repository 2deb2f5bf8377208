//! Mails that this process has claimed and not begun yet. Mails for one person come first.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::model::ClaimedMail;

/// A queue of claimed mails, with the number of those in progress.
#[derive(Debug, Default)]
pub(super) struct ClaimedQueue {
    state: Mutex<QueueState>,
    /// A mail was added, or the queue was closed.
    filled: Notify,
    /// A mail was removed or finished, and the queue is down to the requested length.
    drained: Notify,
}

#[derive(Debug, Default)]
struct QueueState {
    single: VecDeque<ClaimedMail>,
    bulk: VecDeque<ClaimedMail>,
    in_progress: usize,
    is_closed: bool,
    /// The length at which the claimer is woken. Each wake-up costs a switch between threads.
    low: usize,
}

impl ClaimedQueue {
    /// Adds claimed mails.
    pub(super) fn push(&self, mails: Vec<ClaimedMail>) {
        let mut state = self.state();
        for mail in mails {
            if mail.edition_id.is_some() {
                state.bulk.push_back(mail);
            } else {
                state.single.push_back(mail);
            }
        }
        drop(state);
        self.filled.notify_waiters();
    }

    /// Removes the next mail, and waits for one if there is none; `None` once the queue is closed.
    pub(super) async fn pop(&self) -> Option<ClaimedMail> {
        loop {
            let filled = self.filled.notified();
            tokio::pin!(filled);
            filled.as_mut().enable();
            {
                let mut state = self.state();
                if state.is_closed {
                    return None;
                }
                if let Some(mail) = state.pop() {
                    self.notify_if_low(&state);
                    return Some(mail);
                }
            }
            filled.await;
        }
    }

    /// Removes the next mail if there is one.
    pub(super) fn try_pop(&self) -> Option<ClaimedMail> {
        let mut state = self.state();
        if state.is_closed {
            return None;
        }
        let mail = state.pop()?;
        self.notify_if_low(&state);
        Some(mail)
    }

    /// Puts a mail back at the front, for another relay to try.
    pub(super) fn requeue(&self, mail: ClaimedMail) {
        let mut state = self.state();
        state.in_progress -= 1;
        if mail.edition_id.is_some() {
            state.bulk.push_front(mail);
        } else {
            state.single.push_front(mail);
        }
        drop(state);
        self.filled.notify_waiters();
    }

    /// A mail in progress has its result, or is no longer ours.
    pub(super) fn finished(&self) {
        let mut state = self.state();
        state.in_progress -= 1;
        self.notify_if_low(&state);
    }

    fn notify_if_low(&self, state: &QueueState) {
        if state.len() <= state.low {
            self.drained.notify_one();
        }
    }

    /// The number of waiting mails.
    pub(super) fn len(&self) -> usize {
        self.state().len()
    }

    /// True when no mail waits and none is in progress.
    pub(super) fn is_idle(&self) -> bool {
        let state = self.state();
        state.len() == 0 && state.in_progress == 0
    }

    /// Waits until at most `low` mails are left.
    pub(super) async fn drained_to(&self, low: usize) {
        self.state().low = low;
        self.drained.notified().await;
    }

    /// Waits until the queue is closed.
    pub(super) async fn closed(&self) {
        loop {
            let filled = self.filled.notified();
            tokio::pin!(filled);
            filled.as_mut().enable();
            if self.state().is_closed {
                return;
            }
            filled.await;
        }
    }

    /// Ends every wait for mails. Mails that are left go back with the lease.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.filled.notify_waiters();
    }

    fn state(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl QueueState {
    fn len(&self) -> usize {
        self.single.len() + self.bulk.len()
    }

    fn pop(&mut self) -> Option<ClaimedMail> {
        let mail = self.single.pop_front().or_else(|| self.bulk.pop_front())?;
        self.in_progress += 1;
        Some(mail)
    }
}
