use tenon_sys as sys;

use crate::error::text;
use crate::Solution;

/// What a certificate proves.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// Its lines, each of which can be checked in exact arithmetic.
    pub text: String,
    /// No plan is better than this, in the sense of the problem.
    pub bound: f64,
    /// The proof was finished: it shows what the outcome and the gap asked for say.
    pub complete: bool,
}

impl Solution {
    /// The proof of plan and bound, if [`crate::SolveOptions::certify`] asked for one.
    pub fn certificate(&self) -> Option<Certificate> {
        // SAFETY: the handle is live; the text belongs to it.
        let (text, bound, complete) = unsafe {
            (
                text(sys::tenon_solution_certificate(self.raw(), std::ptr::null_mut())),
                sys::tenon_solution_certified_bound(self.raw()),
                sys::tenon_solution_certified(self.raw()) != 0,
            )
        };
        (!text.is_empty()).then_some(Certificate { text, bound, complete })
    }
}
