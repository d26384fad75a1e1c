use std::ptr::null_mut;
use std::time::Duration;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, text};
use crate::options::options;
use crate::raw::{blank, handle, not_empty, pointer};
use crate::{Error, Outcome, Part, Problem, Result};
use crate::{Lent, Solution};

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

handle! {
    /// Why a problem has no plan: sides, bounds and integer demands that cannot hold together. Immutable.
    Conflict, sys::tenon_conflict, sys::tenon_conflict_free, shared
}

impl Conflict {
    /// Searches for one, for no longer than the limit.
    pub fn find(problem: &Problem, time_limit: Option<Duration>) -> Result<Conflict> {
        let mut options: sys::tenon_conflict_options = blank();
        options.time_limit_seconds = time_limit.map_or(0.0, |limit| limit.as_secs_f64().max(1e-9));
        let mut out = null_mut();
        // SAFETY: the problem is live; out parameters are live.
        call(|err| unsafe {
            sys::tenon_problem_find_conflict(current(), problem.raw(), &options, &mut out, err)
        })?;
        Conflict::owned(out)
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

/// What makes a relaxation cheap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RelaxMeasure {
    /// The least sum of weight times amount.
    #[default]
    Amount,
    /// The least sum of the weights of what is loosened at all.
    Count,
}

options! {
    /// What may be loosened, and what it costs.
    pub struct RelaxOptions {
        /// Amounts or numbers.
        value measure: RelaxMeasure = RelaxMeasure::Amount,
        /// One a row; infinity: it must hold. Empty: all 1.
        list row_weights: f64,
        /// One a column, for its bounds; empty: they must hold, or see `bounds`.
        list column_weights: f64,
        /// Let finite bounds give, but not lower bounds of zero and those of binary columns.
        value bounds: bool = false,
        /// [`RelaxMeasure::Count`] only: of a side.
        value largest_amount: f64 = 1e6,
        /// For each of the two or three solves.
        optional time_limit: Duration,
    }
}

/// One change of a relaxation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loosening {
    /// A side of a row or a bound.
    pub part: Part,
    /// The row or column.
    pub index: i32,
    /// The side as it is.
    pub from: f64,
    /// The side as it must be.
    pub to: f64,
    /// What it costs.
    pub cost: f64,
}

handle! {
    /// The cheapest way to a plan. Immutable.
    Relaxation, sys::tenon_relaxation, sys::tenon_relaxation_free, shared
}

impl Relaxation {
    /// Searches for it.
    pub fn find(problem: &Problem, options: &RelaxOptions) -> Result<Relaxation> {
        let length = |weights: &[f64]| {
            i32::try_from(weights.len())
                .map_err(|_| Error::argument_error("weights", "are too many"))
        };
        let (mut solve, mut raw): (sys::tenon_solve_options, sys::tenon_relax_options) =
            (blank(), blank());
        solve.time_limit_seconds =
            options.time_limit.map_or(0.0, |limit| limit.as_secs_f64().max(1e-9));
        raw.measure = match options.measure {
            RelaxMeasure::Amount => sys::TENON_RELAX_AMOUNT,
            RelaxMeasure::Count => sys::TENON_RELAX_COUNT,
        };
        raw.row_weight_count = length(&options.row_weights)?;
        raw.row_weights = pointer(not_empty(&options.row_weights));
        raw.column_weight_count = length(&options.column_weights)?;
        raw.column_weights = pointer(not_empty(&options.column_weights));
        raw.bounds = i32::from(options.bounds);
        raw.largest_amount = options.largest_amount;
        raw.solve = &solve;
        let mut out = null_mut();
        // SAFETY: the problem is live; options and what they point to live for the call.
        call(|err| unsafe {
            sys::tenon_problem_relax(current(), problem.raw(), &raw, &mut out, err)
        })?;
        Relaxation::owned(out)
    }

    /// Optimal: no cheaper way.
    pub fn outcome(&self) -> Outcome {
        // SAFETY: the handle is live.
        Outcome::from_raw(unsafe { sys::tenon_relaxation_outcome(self.raw()) })
    }

    /// What all changes cost.
    pub fn cost(&self) -> f64 {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_relaxation_cost(self.raw()) }
    }

    /// Nothing is cheaper.
    pub fn bound(&self) -> f64 {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_relaxation_bound(self.raw()) }
    }

    /// The loosened problem.
    pub fn problem(&self) -> Result<Lent<'_, Problem>> {
        // SAFETY: it belongs to the live handle, is lent and only read.
        let problem = unsafe { sys::tenon_relaxation_problem(self.raw()) };
        Problem::owned(problem as *mut _).map(Lent::new)
    }

    /// The plan of the loosened problem that is best by its own objective.
    pub fn solution(&self) -> Result<Lent<'_, Solution>> {
        // SAFETY: as above.
        let solution = unsafe { sys::tenon_relaxation_solution(self.raw()) };
        Solution::owned(solution as *mut _).map(Lent::new)
    }

    /// The changes; none: the problem has a plan as it is.
    pub fn changes(&self) -> Result<Vec<Loosening>> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_relaxation_changes(self.raw()) }.max(0);
        (0..count)
            .map(|index| {
                let mut change: sys::tenon_loosening = blank();
                // SAFETY: the handle is live; change is initialised.
                call(|err| unsafe {
                    sys::tenon_relaxation_get_change(self.raw(), index, &mut change, err)
                })?;
                Ok(Loosening {
                    part: Part::from_raw(change.part),
                    index: change.index,
                    from: change.from,
                    to: change.to,
                    cost: change.cost,
                })
            })
            .collect()
    }

    /// All of it in plain words.
    pub fn text(&self) -> String {
        // SAFETY: the handle is live and the text belongs to it.
        unsafe { text(sys::tenon_relaxation_text(self.raw())) }
    }
}
