use std::marker::PhantomData;
use std::mem::size_of;
use std::ptr::{null_mut, NonNull};
use std::time::Duration;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, text, Names};
use crate::{Error, Result};

/// Which way the objective goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The least cost.
    Minimize,
    /// The most profit.
    Maximize,
}

/// What values a column may take between its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Any.
    Continuous,
    /// Whole numbers.
    Integer,
    /// 0 or 1.
    Binary,
}

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

/// Limits of a solve.
#[derive(Debug, Clone, Default)]
pub struct SolveOptions {
    /// Stop after this long.
    pub time_limit: Option<Duration>,
    /// Relative gap that counts as proven; `None`: 1e-6.
    pub relative_gap: Option<f64>,
    /// A first plan, one value a column; NaN: unknown; empty: none.
    pub start: Vec<f64>,
    /// One a column: fractional integers of the highest priority are branched on first; empty: none.
    pub branch_priority: Vec<i32>,
    /// Where good plans are thought to be, one value a column; NaN: no opinion; empty: none.
    pub hint: Vec<f64>,
    /// One weight a hint; empty: all 1. Heavier hints are tried first.
    pub hint_weight: Vec<f64>,
    /// So many of the best plans met are kept.
    pub pool_size: i32,
    /// The answer is proved once more, so that others can check it: [`Solution::certificate`].
    pub certify: bool,
    /// Parts of the solver to be left out, by the names of [`solve_parts`](crate::solve_parts) (`-`
    /// may stand for a blank), to see what each is worth.
    pub without: Vec<String>,
}

/// Options as the library takes them, with the texts they point to.
pub(crate) struct RawOptions<'a> {
    pub(crate) table: sys::tenon_solve_options,
    _without: Names,
    _lists: PhantomData<&'a SolveOptions>,
}

impl SolveOptions {
    /// For the library; points into the lists of `self`.
    pub(crate) fn raw(&self) -> Result<RawOptions<'_>> {
        let count = |length: usize| {
            i32::try_from(length)
                .map_err(|_| Error::argument_error("options", "hold too long a list"))
        };
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let mut raw: sys::tenon_solve_options = unsafe { std::mem::zeroed() };
        raw.struct_size = size_of::<sys::tenon_solve_options>() as u32;
        raw.time_limit_seconds = self.time_limit.map_or(0.0, |limit| limit.as_secs_f64().max(1e-9));
        raw.relative_gap = match self.relative_gap {
            None => 0.0,
            Some(0.0) => -1.0,
            Some(gap) => gap,
        };
        raw.start = self.start.as_ptr();
        raw.start_count = count(self.start.len())?;
        raw.branch_priority = self.branch_priority.as_ptr();
        raw.branch_priority_count = count(self.branch_priority.len())?;
        raw.hint = self.hint.as_ptr();
        raw.hint_count = count(self.hint.len())?;
        raw.hint_weight = self.hint_weight.as_ptr();
        raw.hint_weight_count = count(self.hint_weight.len())?;
        raw.pool_size = self.pool_size;
        raw.certify = i32::from(self.certify);
        let without: Vec<&str> = self.without.iter().map(String::as_str).collect();
        raw.without_count = count(without.len())?;
        let without = Names::new("without", &without)?;
        raw.without = without.pointer();
        Ok(RawOptions { table: raw, _without: without, _lists: PhantomData })
    }
}

/// An integer program under construction.
#[derive(Debug)]
pub struct Problem {
    handle: NonNull<sys::tenon_problem>,
}

/// Columns and coefficients of terms, with their number.
pub(crate) fn entries(terms: &[(i32, f64)]) -> Result<(i32, Vec<i32>, Vec<f64>)> {
    let count =
        i32::try_from(terms.len()).map_err(|_| Error::argument_error("terms", "are too many"))?;
    Ok((
        count,
        terms.iter().map(|term| term.0).collect(),
        terms.iter().map(|term| term.1).collect(),
    ))
}

// SAFETY: a problem belongs to one thread at a time, whichever it is; &self calls only read.
unsafe impl Send for Problem {}

impl Drop for Problem {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_problem_free(self.handle.as_ptr()) }
    }
}

impl Problem {
    pub(crate) fn raw(&self) -> *const sys::tenon_problem {
        self.handle.as_ptr()
    }

    pub(crate) fn raw_mut(&mut self) -> *mut sys::tenon_problem {
        self.handle.as_ptr()
    }

    pub(crate) fn make(
        body: impl FnOnce(*mut *mut sys::tenon_problem, *mut sys::tenon_error) -> sys::tenon_status,
    ) -> Result<Problem> {
        let mut out = null_mut();
        call(|err| body(&mut out, err))?;
        NonNull::new(out)
            .map(|handle| Problem { handle })
            .ok_or_else(|| Error::argument_error("problem", "was not made"))
    }

    /// An empty problem.
    pub fn new(sense: Sense) -> Result<Problem> {
        let sense = match sense {
            Sense::Minimize => sys::TENON_MINIMIZE,
            Sense::Maximize => sys::TENON_MAXIMIZE,
        };
        // SAFETY: out parameters are live.
        Problem::make(|out, err| unsafe { sys::tenon_problem_create(sense, out, err) })
    }

    /// Reads an MPS or LP file, also with `.gz`.
    pub fn read(path: &str) -> Result<Problem> {
        let path = c_text("path", path)?;
        // SAFETY: path lives for the call.
        Problem::make(|out, err| unsafe {
            sys::tenon_problem_read(current(), path.as_ptr(), sys::TENON_FORMAT_BY_NAME, out, err)
        })
    }

    /// Adds a decision variable and returns its number.
    pub fn add_column(
        &mut self,
        name: &str,
        kind: ColumnType,
        bounds: (f64, f64),
        cost: f64,
    ) -> Result<i32> {
        let name = c_text("name", name)?;
        let kind = match kind {
            ColumnType::Continuous => sys::TENON_CONTINUOUS,
            ColumnType::Integer => sys::TENON_INTEGER,
            ColumnType::Binary => sys::TENON_BINARY,
        };
        let mut index = 0;
        // SAFETY: the handle is borrowed mutably; name lives for the call.
        call(|err| unsafe {
            sys::tenon_problem_add_column(
                self.handle.as_ptr(),
                name.as_ptr(),
                kind,
                bounds.0,
                bounds.1,
                cost,
                &mut index,
                err,
            )
        })?;
        Ok(index)
    }

    /// Adds `lower <= sum of coefficient * column <= upper` and returns the row's number.
    pub fn add_row(&mut self, name: &str, bounds: (f64, f64), terms: &[(i32, f64)]) -> Result<i32> {
        let name = c_text("name", name)?;
        let (count, columns, coefficients) = entries(terms)?;
        let mut index = 0;
        // SAFETY: both arrays hold `count` entries.
        call(|err| unsafe {
            sys::tenon_problem_add_row(
                self.handle.as_ptr(),
                name.as_ptr(),
                bounds.0,
                bounds.1,
                count,
                columns.as_ptr(),
                coefficients.as_ptr(),
                &mut index,
                err,
            )
        })?;
        Ok(index)
    }

    /// Solves to proven optimality, or until a limit.
    pub fn solve(&self, options: &SolveOptions) -> Result<Solution> {
        let raw = options.raw()?;
        // SAFETY: the problem is not changed; out parameters are live.
        Solution::make(|out, err| unsafe {
            sys::tenon_problem_solve(current(), self.handle.as_ptr(), &raw.table, out, err)
        })
    }
}

/// What a solve found. Immutable.
#[derive(Debug)]
pub struct Solution {
    handle: NonNull<sys::tenon_solution>,
}

// SAFETY: a tenon_solution is immutable.
unsafe impl Send for Solution {}
unsafe impl Sync for Solution {}

impl Drop for Solution {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_solution_free(self.handle.as_ptr()) }
    }
}

impl Solution {
    pub(crate) fn raw(&self) -> *const sys::tenon_solution {
        self.handle.as_ptr()
    }

    pub(crate) fn make(
        body: impl FnOnce(*mut *mut sys::tenon_solution, *mut sys::tenon_error) -> sys::tenon_status,
    ) -> Result<Solution> {
        let mut out = null_mut();
        call(|err| body(&mut out, err))?;
        NonNull::new(out)
            .map(|handle| Solution { handle })
            .ok_or_else(|| Error::argument_error("solution", "was not made"))
    }

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
