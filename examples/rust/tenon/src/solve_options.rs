use std::marker::PhantomData;
use std::time::Duration;

use tenon_sys as sys;

use crate::basis::{raw_statuses, Basis};
use crate::error::Names;
use crate::options::{borrowed, options};
use crate::raw::{blank, int32, not_empty, pointer};
use crate::Result;

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
        /// The answer is proved once more, so that others can check it: [`Solution::certificate`](crate::Solution::certificate).
        value certify: bool = false,
        /// Parts of the solver to be left out, by the names of [`solve_parts`](crate::solve_parts) (`-`
        /// may stand for a blank), to see what each is worth.
        texts without: String,
    }
}

/// A limit as the library takes it: 0 is none, and a limit of 0 the least there is.
pub(crate) fn limit(limit: Option<u64>) -> i64 {
    limit.map_or(0, |limit| i64::try_from(limit).unwrap_or(i64::MAX).max(1))
}

/// As [`limit`].
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
