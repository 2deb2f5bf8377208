//! The second step of signing in: a code of an authenticator app (TOTP, RFC 6238), or a recovery code where the device is lost.
//! No code counts twice.

mod authenticator;
mod enrolment;
mod proof;
mod queries;
mod recovery;

pub use authenticator::{Authenticator, Drawing};
pub use enrolment::{
    EnrolmentError, FactorState, ShownSecret, confirm, renew_recovery_codes, reset, since, state,
    turn_off,
};
pub use proof::CodeError;
pub(super) use proof::{Prover, settle, take};
pub use recovery::RecoveryCode;
