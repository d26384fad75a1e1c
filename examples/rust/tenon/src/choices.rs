//! What callbacks hand in beside rows: plans and branchings.

use std::ptr::NonNull;

use tenon_sys as sys;

use crate::error::call;
use crate::{Error, Result};

/// The points that one call of a callback hands in.
#[derive(Debug)]
pub struct NewPlans<'a> {
    handle: NonNull<sys::tenon_new_plans>,
    call: std::marker::PhantomData<&'a mut ()>,
}

impl NewPlans<'_> {
    /// For the call of the callback.
    pub(crate) fn lent(handle: NonNull<sys::tenon_new_plans>) -> Self {
        NewPlans { handle, call: std::marker::PhantomData }
    }

    /// One value a column, NaN where unknown.
    pub fn add(&mut self, values: &[f64]) -> Result<()> {
        let count = i32::try_from(values.len())
            .map_err(|_| Error::argument_error("values", "are too many"))?;
        // SAFETY: the handle is lent for the callback's call; the array holds `count` values.
        call(|err| unsafe {
            sys::tenon_new_plans_add(self.handle.as_ptr(), values.as_ptr(), count, err)
        })
    }
}

/// What became of a point that was handed in.
#[derive(Debug, Clone, Copy)]
pub struct PlanVerdict<'a> {
    /// Among the points of its call, from 0.
    pub number: usize,
    /// Of the plan that came of it, the best one now or in the pool.
    pub objective: Option<f64>,
    /// Why nothing came of it, or what of it was changed; empty: taken as it was.
    pub reason: &'a str,
}

/// The side of a branching that is searched first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BranchSide {
    /// tenon chooses.
    #[default]
    Automatic,
    /// The smaller values.
    Down,
    /// The larger values.
    Up,
}

/// The branching that one call of a callback chooses.
#[derive(Debug)]
pub struct Branching<'a> {
    handle: NonNull<sys::tenon_branching>,
    call: std::marker::PhantomData<&'a mut ()>,
}

impl Branching<'_> {
    /// For the call of the callback.
    pub(crate) fn lent(handle: NonNull<sys::tenon_branching>) -> Self {
        Branching { handle, call: std::marker::PhantomData }
    }

    /// At the column's value at the point.
    pub fn choose(&mut self, column: i32, first: BranchSide) -> Result<()> {
        self.choose_at(column, f64::NAN, first)
    }

    /// One side has at most `value`, rounded down, the other at least the next integer.
    pub fn choose_at(&mut self, column: i32, value: f64, first: BranchSide) -> Result<()> {
        let first = match first {
            BranchSide::Automatic => sys::TENON_BRANCH_AUTOMATIC,
            BranchSide::Down => sys::TENON_BRANCH_DOWN,
            BranchSide::Up => sys::TENON_BRANCH_UP,
        };
        // SAFETY: the handle is lent for the callback's call.
        call(|err| unsafe {
            sys::tenon_branching_choose(self.handle.as_ptr(), column, value, first, err)
        })
    }
}
