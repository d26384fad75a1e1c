use std::time::Duration;

use tenon_sys as sys;

use crate::error::{call, text};
use crate::raw::blank;
use crate::{Result, Solution};

/// What one phase of the simplex method did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SimplexPhase {
    /// Bases it went through.
    pub iterations: i64,
    /// How long it took.
    pub time: Duration,
}

/// What the simplex method did, over all linear programs of a solve.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SimplexCounters {
    /// The dual method, towards dual feasibility.
    pub phase_one: SimplexPhase,
    /// The dual method with the caller's bounds.
    pub dual: SimplexPhase,
    /// The primal method.
    pub primal: SimplexPhase,
    /// Bounded variables that moved without a pivot.
    pub bound_flips: i64,
    /// New factors of a basis.
    pub refactorisations: i64,
    /// Part of the three phases.
    pub factor_time: Duration,
    /// Nonzeros of the factors by those of their bases; 1 where there were none.
    pub fill: f64,
}

/// The effort of a solve.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SolveCounters {
    /// Nodes of the tree.
    pub nodes: i64,
    /// Cuts that were added.
    pub cuts: i64,
    /// Taken over from callbacks.
    pub lazy_rows: i64,
    /// Taken over from callbacks.
    pub user_cuts: i64,
    /// Handed in by a callback, and plans came of them.
    pub user_plans: i64,
    /// Chosen by a callback and followed.
    pub user_branchings: i64,
    /// Deterministic units, those of the work limit.
    pub work: i64,
    /// The whole solve.
    pub time: Duration,
    /// Of it, presolve.
    pub presolve_time: Duration,
    /// Of it, the root of the tree.
    pub root_time: Duration,
    /// What presolve took away.
    pub presolved_rows: i64,
    /// What presolve took away.
    pub presolved_columns: i64,
    /// What presolve took away, less what it filled in.
    pub presolved_nonzeros: i64,
    /// All linear programs.
    pub simplex: SimplexCounters,
}

/// One of presolve's reductions that applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduction {
    /// As "doubleton equations".
    pub name: String,
    /// How often it applied to a row, column or entry.
    pub fired: i64,
}

/// What a part of an integer search did; all parts together make up the solve.
#[derive(Debug, Clone, PartialEq)]
pub struct PartEffort {
    /// As "tableau cuts" or "node LPs".
    pub name: String,
    /// How often it ran.
    pub calls: i64,
    /// Cuts, points offered as plans, bounds, generators of symmetries.
    pub found: i64,
    /// Cuts taken into the relaxation, plans that were the best so far.
    pub kept: i64,
    /// Deterministic units, those of the work limit.
    pub work: i64,
    /// Measured; decides nothing.
    pub time: Duration,
}

fn phase(iterations: i64, seconds: f64) -> SimplexPhase {
    SimplexPhase { iterations, time: Duration::from_secs_f64(seconds) }
}

fn simplex_of(raw: &sys::tenon_solve_counters) -> SimplexCounters {
    SimplexCounters {
        phase_one: phase(raw.phase_one_iterations, raw.phase_one_seconds),
        dual: phase(raw.dual_iterations, raw.dual_seconds),
        primal: phase(raw.primal_iterations, raw.primal_seconds),
        bound_flips: raw.bound_flips,
        refactorisations: raw.refactorisations,
        factor_time: Duration::from_secs_f64(raw.factor_seconds),
        fill: if raw.basis_nonzeros > 0 {
            raw.factor_nonzeros as f64 / raw.basis_nonzeros as f64
        } else {
            1.0
        },
    }
}

impl Solution {
    /// What the solve did and how long it took.
    pub fn counters(&self) -> Result<SolveCounters> {
        let mut raw: sys::tenon_solve_counters = blank();
        // SAFETY: the handle is live; raw is initialised.
        call(|err| unsafe { sys::tenon_solution_counters(self.raw(), &mut raw, err) })?;
        Ok(SolveCounters {
            nodes: raw.nodes,
            cuts: raw.cuts,
            lazy_rows: raw.lazy_rows,
            user_cuts: raw.user_cuts,
            user_plans: raw.user_plans,
            user_branchings: raw.user_branchings,
            work: raw.work,
            time: Duration::from_secs_f64(raw.seconds),
            presolve_time: Duration::from_secs_f64(raw.presolve_seconds),
            root_time: Duration::from_secs_f64(raw.root_seconds),
            presolved_rows: raw.presolved_rows,
            presolved_columns: raw.presolved_columns,
            presolved_nonzeros: raw.presolved_nonzeros,
            simplex: simplex_of(&raw),
        })
    }

    /// The parts of an integer search that ran, in the order of a solve.
    pub fn parts(&self) -> Result<Vec<PartEffort>> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_solution_parts(self.raw()) };
        (0..count)
            .map(|k| {
                let mut raw: sys::tenon_part_effort = blank();
                // SAFETY: the handle is live; raw is initialised; names live for ever.
                call(|err| unsafe { sys::tenon_solution_part(self.raw(), k, &mut raw, err) })?;
                Ok(PartEffort {
                    name: text(raw.name),
                    calls: raw.calls,
                    found: raw.found,
                    kept: raw.kept,
                    work: raw.work,
                    time: Duration::from_secs_f64(raw.seconds),
                })
            })
            .collect()
    }

    /// The reductions of presolve that applied, in the order they are tried in.
    pub fn reductions(&self) -> Vec<Reduction> {
        // SAFETY: the handle is live, the numbers are those it names; names live as long as it.
        unsafe {
            (0..sys::tenon_solution_reductions(self.raw()))
                .map(|k| Reduction {
                    name: text(sys::tenon_solution_reduction_name(self.raw(), k)),
                    fired: sys::tenon_solution_reduction_fired(self.raw(), k),
                })
                .collect()
        }
    }
}
