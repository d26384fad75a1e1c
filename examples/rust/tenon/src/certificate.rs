use std::path::Path;

use tenon_sys as sys;

use crate::error::{call, text};
use crate::raw::c_path;
use crate::{Result, Solution};

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

    /// Writes the certificate. Errors: a solution without one; the file cannot be written.
    pub fn write_certificate(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: handle and path are live.
        call(|err| unsafe { sys::tenon_solution_write_certificate(self.raw(), path.as_ptr(), err) })
    }

    /// What of the answer is not confirmed, and why, in words: a problem whose numbers lie far apart and
    /// that could not be proved in exact arithmetic, or a certificate that was not finished. `None`:
    /// nothing is in doubt.
    ///
    /// ```
    /// use tenon::{Problem, ProblemFormat, SolveOptions};
    ///
    /// let lp = "max\n obj: 3 x + 2 y\nst\n c: x + y <= 4\nend\n";
    /// let solution = Problem::from_text(lp, ProblemFormat::Lp)?.solve(&SolveOptions::new())?;
    /// assert_eq!(solution.doubt(), None);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn doubt(&self) -> Option<String> {
        // SAFETY: the handle is live; the text belongs to it.
        let words = text(unsafe { sys::tenon_solution_doubt(self.raw()) });
        (!words.is_empty()).then_some(words)
    }
}
