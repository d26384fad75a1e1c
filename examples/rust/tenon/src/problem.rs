use std::fmt;
use std::marker::PhantomData;
use std::path::Path;
use std::ptr::null_mut;
use std::time::Duration;

use tenon_sys as sys;

use crate::basis::{raw_statuses, Basis};
use crate::context::current;
use crate::error::{c_text, call, text, Names};
use crate::options::{borrowed, options};
use crate::raw::{blank, c_path, handle, int32, not_empty, pointer};
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

/// The simplex method that begins; each falls back on the other where it cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum LinearMethod {
    /// By what the problem looks like.
    #[default]
    Automatic,
    /// The dual method.
    Dual,
    /// The primal method.
    Primal,
}

options! {
    /// Limits of a solve, and what it may know ahead.
    pub struct SolveOptions {
        /// Stop after this long.
        optional time_limit: Duration,
        /// Stop after so many nodes of the tree.
        optional node_limit: u64,
        /// Stop after so many deterministic units, entries touched, a few nanoseconds each.
        optional work_limit: u64,
        /// Relative gap that counts as proven; without it 1e-6.
        optional relative_gap: f64,
        /// Absolute gap that counts as proven; without it 1e-6.
        optional absolute_gap: f64,
        /// Of what the search draws.
        value seed: u64 = 1,
        /// Whether the problem is made smaller first.
        value presolve: bool = true,
        /// Whether cuts are added.
        value cuts: bool = true,
        /// Whether plans are looked for besides the tree.
        value heuristics: bool = true,
        /// A first plan, one value a column; NaN: unknown; empty: none.
        list start: f64,
        /// Linear programs without integers: where the simplex method begins; a singular basis is
        /// mended.
        optional start_basis: Basis,
        /// Linear programs without integers: the method that begins.
        value linear_method: LinearMethod = LinearMethod::Automatic,
        /// One a column: fractional integers of the highest priority are branched on first; empty:
        /// none.
        list branch_priority: i32,
        /// Where good plans are thought to be, one value a column; NaN: no opinion; empty: none.
        list hint: f64,
        /// One weight a hint; empty: all 1. Heavier hints are tried first.
        list hint_weight: f64,
        /// So many of the best plans met are kept.
        value pool_size: i32 = 0,
        /// The answer is proved once more, so that others can check it: [`Solution::certificate`].
        value certify: bool = false,
        /// Parts of the solver to be left out, by the names of [`solve_parts`](crate::solve_parts) (`-`
        /// may stand for a blank), to see what each is worth.
        texts without: String,
    }
}

/// A limit as the library takes it: 0 is none.
pub(crate) fn seconds(limit: Option<Duration>) -> f64 {
    limit.map_or(0.0, |limit| limit.as_secs_f64().max(1e-9))
}

/// Options as the library takes them, with the texts they point to.
pub(crate) struct RawOptions<'a> {
    pub(crate) table: sys::tenon_solve_options,
    _without: Names,
    _basis: [Vec<sys::tenon_basis_status>; 2],
    _lists: PhantomData<&'a SolveOptions>,
}

impl SolveOptions {
    /// For the library; points into the lists of `self`.
    pub(crate) fn raw(&self) -> Result<RawOptions<'_>> {
        let limit =
            |limit: Option<u64>| limit.map_or(0, |n| i64::try_from(n).unwrap_or(i64::MAX).max(1));
        let gap = |gap: Option<f64>| gap.map_or(0.0, |gap| if gap == 0.0 { -1.0 } else { gap });
        let basis = self.start_basis.as_ref();
        let statuses = [
            basis.map_or_else(Vec::new, |basis| raw_statuses(&basis.columns)),
            basis.map_or_else(Vec::new, |basis| raw_statuses(&basis.rows)),
        ];
        let without = Names::new("without", &borrowed(&self.without))?;
        let raw = sys::tenon_solve_options {
            time_limit_seconds: seconds(self.time_limit),
            node_limit: limit(self.node_limit),
            work_limit: limit(self.work_limit),
            relative_gap: gap(self.relative_gap),
            absolute_gap: gap(self.absolute_gap),
            seed: self.seed,
            no_presolve: i32::from(!self.presolve),
            no_cuts: i32::from(!self.cuts),
            no_heuristics: i32::from(!self.heuristics),
            start: pointer(not_empty(&self.start)),
            start_count: int32("start", self.start.len())?,
            start_column_basis: pointer(not_empty(&statuses[0])),
            start_column_basis_count: int32("start_basis", statuses[0].len())?,
            start_row_basis: pointer(not_empty(&statuses[1])),
            start_row_basis_count: int32("start_basis", statuses[1].len())?,
            linear_method: match self.linear_method {
                LinearMethod::Automatic => sys::TENON_METHOD_AUTOMATIC,
                LinearMethod::Dual => sys::TENON_METHOD_DUAL,
                LinearMethod::Primal => sys::TENON_METHOD_PRIMAL,
            },
            branch_priority: pointer(not_empty(&self.branch_priority)),
            branch_priority_count: int32("branch_priority", self.branch_priority.len())?,
            hint: pointer(not_empty(&self.hint)),
            hint_count: int32("hint", self.hint.len())?,
            hint_weight: pointer(not_empty(&self.hint_weight)),
            hint_weight_count: int32("hint_weight", self.hint_weight.len())?,
            pool_size: self.pool_size,
            certify: i32::from(self.certify),
            without: without.pointer(),
            without_count: without.count(),
            ..blank()
        };
        Ok(RawOptions { table: raw, _without: without, _basis: statuses, _lists: PhantomData })
    }
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

handle! {
    /// An integer program under construction.
    Problem, sys::tenon_problem, sys::tenon_problem_free, moved
}

impl Problem {
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
    pub fn read(path: impl AsRef<Path>) -> Result<Problem> {
        let path = c_path("path", path.as_ref())?;
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
