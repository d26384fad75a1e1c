use std::ptr::null_mut;
use std::time::Duration;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, text};
use crate::options::options;
use crate::raw::{blank, handle};
use crate::solve_options::{limit, seconds};
use crate::{Outcome, Part, Problem, Result};

/// A side of a row, a bound, or that a column is an integer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConflictMember {
    /// Which of them.
    pub part: Part,
    /// Of this row or column.
    pub index: i32,
    /// It is known that without it the other members can hold.
    pub needed: bool,
    /// "need: x + y >= 5", "x <= 2", "x is an integer".
    pub text: String,
}

options! {
    /// How long a conflict is searched for.
    pub struct ConflictOptions {
        /// Stop after this long.
        optional time_limit: Duration,
        /// Deterministic units of each trial of the integer solver; without it ten times the first
        /// proof.
        optional trial_work_limit: u64,
    }
}

handle! {
    /// Why a problem has no plan: sides, bounds and integer demands that cannot hold together. Immutable.
    Conflict, sys::tenon_conflict, sys::tenon_conflict_free, shared
}

impl Conflict {
    /// Searches for one. When time is over, or the call is cancelled, what is known is the answer: a set
    /// that may be too large.
    pub fn find(problem: &Problem, options: &ConflictOptions) -> Result<Conflict> {
        let raw = sys::tenon_conflict_options {
            time_limit_seconds: seconds(options.time_limit),
            trial_work_limit: limit(options.trial_work_limit),
            ..blank()
        };
        // SAFETY: problem and options are live.
        Conflict::make(|out, err| unsafe {
            sys::tenon_problem_find_conflict(current(), problem.raw(), &raw, out, err)
        })
    }

    /// Infeasible: there are members. Optimal: the problem has a plan. Else nothing was found out.
    pub fn outcome(&self) -> Outcome {
        // SAFETY: the handle is live.
        Outcome::from_raw(unsafe { sys::tenon_conflict_outcome(self.raw()) })
    }

    /// Any one member gone lets the others hold.
    pub fn is_minimal(&self) -> bool {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_conflict_is_minimal(self.raw()) != 0 }
    }

    /// The members contradict each other by multipliers of the rows, and the judge
    /// ([`Problem::check_infeasible`]) agrees.
    pub fn is_proved(&self) -> bool {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_conflict_is_proved(self.raw()) != 0 }
    }

    /// Those multipliers, one a row, where the conflict is linear; else empty.
    pub fn farkas(&self) -> Vec<f64> {
        // SAFETY: capacity 0 asks for the count alone; the array then holds as many entries.
        unsafe {
            let count = sys::tenon_conflict_farkas(self.raw(), null_mut(), 0).max(0);
            let mut multipliers = vec![0.0; count as usize];
            sys::tenon_conflict_farkas(self.raw(), multipliers.as_mut_ptr(), count);
            multipliers
        }
    }

    /// What contradicts itself.
    pub fn members(&self) -> Result<Vec<ConflictMember>> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_conflict_members(self.raw()) }.max(0);
        (0..count)
            .map(|index| {
                let mut member: sys::tenon_conflict_member = blank();
                // SAFETY: the handle is live; member is initialised; the text belongs to the handle.
                call(|err| unsafe {
                    sys::tenon_conflict_get_member(self.raw(), index, &mut member, err)
                })?;
                let words = text(unsafe { sys::tenon_conflict_member_text(self.raw(), index) });
                Ok(ConflictMember {
                    part: Part::from_raw(member.part),
                    index: member.index,
                    needed: member.needed != 0,
                    text: words,
                })
            })
            .collect()
    }

    /// All of it in plain words.
    pub fn text(&self) -> String {
        // SAFETY: the handle is live and the text belongs to it.
        unsafe { text(sys::tenon_conflict_text(self.raw())) }
    }
}
