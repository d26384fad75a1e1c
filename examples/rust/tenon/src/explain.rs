use std::mem::size_of;
use std::ptr::{null_mut, NonNull};
use std::time::Duration;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, text};
use crate::{Error, Outcome, Part, Problem, Result};

/// Why a problem has no plan: sides, bounds and integer demands that cannot hold together. Immutable.
#[derive(Debug)]
pub struct Conflict {
    handle: NonNull<sys::tenon_conflict>,
}

// SAFETY: a tenon_conflict is immutable.
unsafe impl Send for Conflict {}
unsafe impl Sync for Conflict {}

impl Drop for Conflict {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_conflict_free(self.handle.as_ptr()) }
    }
}

impl Conflict {
    /// Searches for one, for no longer than the limit.
    pub fn find(problem: &Problem, time_limit: Option<Duration>) -> Result<Conflict> {
        // SAFETY: plain numbers, for which zero is valid and means the default.
        let mut options: sys::tenon_conflict_options = unsafe { std::mem::zeroed() };
        options.struct_size = size_of::<sys::tenon_conflict_options>() as u32;
        options.time_limit_seconds = time_limit.map_or(0.0, |limit| limit.as_secs_f64().max(1e-9));
        let mut out = null_mut();
        // SAFETY: the problem is live; out parameters are live.
        call(|err| unsafe {
            sys::tenon_problem_find_conflict(current(), problem.raw(), &options, &mut out, err)
        })?;
        NonNull::new(out)
            .map(|handle| Conflict { handle })
            .ok_or_else(|| Error::argument_error("conflict", "was not made"))
    }

    fn raw(&self) -> *const sys::tenon_conflict {
        self.handle.as_ptr()
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

    /// Each member and whether it is known to be needed.
    pub fn members(&self) -> Result<Vec<(Part, i32, bool)>> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_conflict_members(self.raw()) }.max(0);
        (0..count)
            .map(|index| {
                // SAFETY: plain numbers, for which zero is valid.
                let mut member: sys::tenon_conflict_member = unsafe { std::mem::zeroed() };
                member.struct_size = size_of::<sys::tenon_conflict_member>() as u32;
                // SAFETY: the handle is live; member is initialised.
                call(|err| unsafe {
                    sys::tenon_conflict_get_member(self.raw(), index, &mut member, err)
                })?;
                Ok((Part::from_raw(member.part), member.index, member.needed != 0))
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

/// What may be loosened, and what it costs.
#[derive(Debug, Clone, Default)]
pub struct RelaxOptions {
    /// Amounts or numbers.
    pub measure: RelaxMeasure,
    /// One a row; infinity: it must hold. Empty: all 1.
    pub row_weights: Vec<f64>,
    /// One a column, for its bounds; empty: they must hold, or see `bounds`.
    pub column_weights: Vec<f64>,
    /// Let finite bounds give, but not lower bounds of zero and those of binary columns.
    pub bounds: bool,
    /// For each of the two or three solves.
    pub time_limit: Option<Duration>,
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

/// The cheapest way to a plan. Immutable.
#[derive(Debug)]
pub struct Relaxation {
    handle: NonNull<sys::tenon_relaxation>,
}

// SAFETY: a tenon_relaxation is immutable.
unsafe impl Send for Relaxation {}
unsafe impl Sync for Relaxation {}

impl Drop for Relaxation {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_relaxation_free(self.handle.as_ptr()) }
    }
}

impl Relaxation {
    /// Searches for it.
    pub fn find(problem: &Problem, options: &RelaxOptions) -> Result<Relaxation> {
        let length = |weights: &[f64]| {
            i32::try_from(weights.len())
                .map_err(|_| Error::argument_error("weights", "are too many"))
        };
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let (mut solve, mut raw): (sys::tenon_solve_options, sys::tenon_relax_options) =
            unsafe { (std::mem::zeroed(), std::mem::zeroed()) };
        solve.struct_size = size_of::<sys::tenon_solve_options>() as u32;
        solve.time_limit_seconds =
            options.time_limit.map_or(0.0, |limit| limit.as_secs_f64().max(1e-9));
        raw.struct_size = size_of::<sys::tenon_relax_options>() as u32;
        raw.measure = match options.measure {
            RelaxMeasure::Amount => sys::TENON_RELAX_AMOUNT,
            RelaxMeasure::Count => sys::TENON_RELAX_COUNT,
        };
        raw.row_weight_count = length(&options.row_weights)?;
        raw.row_weights = options.row_weights.as_ptr();
        raw.column_weight_count = length(&options.column_weights)?;
        raw.column_weights = options.column_weights.as_ptr();
        raw.bounds = i32::from(options.bounds);
        raw.solve = &solve;
        let mut out = null_mut();
        // SAFETY: the problem is live; options and what they point to live for the call.
        call(|err| unsafe {
            sys::tenon_problem_relax(current(), problem.raw(), &raw, &mut out, err)
        })?;
        NonNull::new(out)
            .map(|handle| Relaxation { handle })
            .ok_or_else(|| Error::argument_error("relaxation", "was not made"))
    }

    fn raw(&self) -> *const sys::tenon_relaxation {
        self.handle.as_ptr()
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

    /// The changes; none: the problem has a plan as it is.
    pub fn changes(&self) -> Result<Vec<Loosening>> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_relaxation_changes(self.raw()) }.max(0);
        (0..count)
            .map(|index| {
                // SAFETY: plain numbers, for which zero is valid.
                let mut change: sys::tenon_loosening = unsafe { std::mem::zeroed() };
                change.struct_size = size_of::<sys::tenon_loosening>() as u32;
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
