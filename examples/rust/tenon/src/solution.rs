use std::fmt;
use std::ptr::null_mut;

use tenon_sys as sys;

use crate::error::text;
use crate::raw::handle;

/// What a solve ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Proven within the gap asked for.
    Optimal,
    /// No plan satisfies all rows.
    Infeasible,
    /// The objective has no limit.
    Unbounded,
    /// One of the two.
    InfeasibleOrUnbounded,
    /// Time ran out; a plan may be there.
    TimeLimit,
    /// The node limit was reached; a plan may be there.
    NodeLimit,
    /// The work limit was reached; a plan may be there.
    WorkLimit,
    /// The caller asked to stop; a plan may be there.
    Cancelled,
    /// Memory ran out; a plan may be there.
    MemoryLimit,
    /// No answer could be verified.
    Numerical,
    /// No plan can be better than the cutoff asked for.
    Cutoff,
}

impl Outcome {
    pub(crate) fn from_raw(raw: sys::tenon_outcome) -> Outcome {
        match raw {
            sys::TENON_OPTIMAL => Outcome::Optimal,
            sys::TENON_INFEASIBLE => Outcome::Infeasible,
            sys::TENON_UNBOUNDED => Outcome::Unbounded,
            sys::TENON_INFEASIBLE_OR_UNBOUNDED => Outcome::InfeasibleOrUnbounded,
            sys::TENON_TIME_LIMIT => Outcome::TimeLimit,
            sys::TENON_NODE_LIMIT => Outcome::NodeLimit,
            sys::TENON_WORK_LIMIT => Outcome::WorkLimit,
            sys::TENON_CANCELLED => Outcome::Cancelled,
            sys::TENON_MEMORY_LIMIT => Outcome::MemoryLimit,
            sys::TENON_CUTOFF => Outcome::Cutoff,
            _ => Outcome::Numerical,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let raw = match self {
            Outcome::Optimal => sys::TENON_OPTIMAL,
            Outcome::Infeasible => sys::TENON_INFEASIBLE,
            Outcome::Unbounded => sys::TENON_UNBOUNDED,
            Outcome::InfeasibleOrUnbounded => sys::TENON_INFEASIBLE_OR_UNBOUNDED,
            Outcome::TimeLimit => sys::TENON_TIME_LIMIT,
            Outcome::NodeLimit => sys::TENON_NODE_LIMIT,
            Outcome::WorkLimit => sys::TENON_WORK_LIMIT,
            Outcome::Cancelled => sys::TENON_CANCELLED,
            Outcome::MemoryLimit => sys::TENON_MEMORY_LIMIT,
            Outcome::Numerical => sys::TENON_NUMERICAL,
            Outcome::Cutoff => sys::TENON_CUTOFF,
        };
        // SAFETY: the library gives a static text for every number.
        f.pad(&text(unsafe { sys::tenon_outcome_text(raw) }))
    }
}

handle! {
    /// What a solve found. Immutable.
    Solution, sys::tenon_solution, sys::tenon_solution_free, shared
}

impl Solution {
    /// How it ended.
    pub fn outcome(&self) -> Outcome {
        // SAFETY: the handle is live.
        Outcome::from_raw(unsafe { sys::tenon_solution_outcome(self.raw()) })
    }

    /// The plan's objective, if there is a plan.
    pub fn objective(&self) -> Option<f64> {
        // SAFETY: the handle is live.
        let value = unsafe { sys::tenon_solution_objective(self.raw()) };
        (!value.is_nan()).then_some(value)
    }

    /// No plan can be better than this.
    pub fn bound(&self) -> f64 {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_solution_bound(self.raw()) }
    }

    /// The plan, one value a column; empty without one.
    pub fn values(&self) -> Vec<f64> {
        // SAFETY: capacity 0 asks for the count only.
        let count = unsafe { sys::tenon_solution_values(self.raw(), null_mut(), 0) }.max(0);
        let mut values = vec![0.0; count as usize];
        // SAFETY: the array holds `count` entries.
        unsafe { sys::tenon_solution_values(self.raw(), values.as_mut_ptr(), count) };
        values
    }

    /// Why a start was refused; empty if it was used or not given.
    pub fn start_verdict(&self) -> String {
        // SAFETY: the handle is live; the text belongs to it.
        text(unsafe { sys::tenon_solution_start_verdict(self.raw()) })
    }

    /// The largest breach of a row, re-evaluated in the problem as given, and where it is.
    pub fn worst_row(&self) -> (f64, String) {
        // SAFETY: the handle is live.
        unsafe {
            (
                sys::tenon_solution_max_violation(self.raw()),
                text(sys::tenon_solution_worst_row(self.raw())),
            )
        }
    }
}
