use std::time::Duration;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, text};
use crate::options::options;
use crate::raw::{blank, handle, int32, not_empty, pointer};
use crate::solve_options::seconds;
use crate::{Lent, Solution};
use crate::{Outcome, Part, Problem, Result};

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
    /// Searches for it. Errors: weights that are not above zero, or of another number than rows or
    /// columns.
    pub fn find(problem: &Problem, options: &RelaxOptions) -> Result<Relaxation> {
        let solve =
            sys::tenon_solve_options { time_limit_seconds: seconds(options.time_limit), ..blank() };
        let raw = sys::tenon_relax_options {
            measure: match options.measure {
                RelaxMeasure::Amount => sys::TENON_RELAX_AMOUNT,
                RelaxMeasure::Count => sys::TENON_RELAX_COUNT,
            },
            row_weight_count: int32("row_weights", options.row_weights.len())?,
            row_weights: pointer(not_empty(&options.row_weights)),
            column_weight_count: int32("column_weights", options.column_weights.len())?,
            column_weights: pointer(not_empty(&options.column_weights)),
            bounds: i32::from(options.bounds),
            largest_amount: options.largest_amount,
            solve: &solve,
            ..blank()
        };
        // SAFETY: the problem is live; options and what they point to live for the call.
        Relaxation::make(|out, err| unsafe {
            sys::tenon_problem_relax(current(), problem.raw(), &raw, out, err)
        })
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
