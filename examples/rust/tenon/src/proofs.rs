//! Proofs that a linear program has no plan, or no best one, and the judge that checks them and knows
//! nothing of the solver.

use tenon_sys as sys;

use crate::error::{call, text};
use crate::raw::{blank, int32, known};
use crate::{Problem, Result, Solution};

/// Multipliers of the rows by which a problem without a plan contradicts itself.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Farkas {
    /// One a row; none where bounds contradict each other.
    pub multipliers: Vec<f64>,
    /// 0: no rounding can undo the proof. Above: some coefficients that have to be zero are not, by up to
    /// this share of the terms they are sums of; never more than 1e-9.
    pub residual: f64,
}

/// What the judge says of multipliers.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct InfeasibilityVerdict {
    /// There is no plan, and no rounding can undo that.
    pub proves: bool,
    /// The least value of the sum that every plan makes zero.
    pub value: f64,
    /// At most this much of it is rounding.
    pub doubt: f64,
    /// Largest part, relative to its terms, that meets no finite side; left out.
    pub unexplained: f64,
}

/// What the judge says of a direction.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RayVerdict {
    /// With one plan there is one as good as you like.
    pub proves: bool,
    /// Change of the objective for one step.
    pub slope: f64,
    /// Largest movement towards a finite side, relative to its terms.
    pub breach: f64,
    /// Its row or column; empty if there is none.
    pub worst: String,
}

/// How well a plan and shadow prices of a linear program belong together: all zero, up to rounding, for
/// an optimal pair.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LinearResiduals {
    /// Largest breach of a row or bound.
    pub primal: f64,
    /// The same, each divided by max(1, |side|).
    pub primal_scaled: f64,
    /// Largest price or reduced cost without a finite side to lean on.
    pub dual: f64,
    /// The same, each divided by max(1, sizes it was computed from).
    pub dual_scaled: f64,
    /// Largest |price| * distance from the side it belongs to.
    pub complementarity: f64,
    /// Of the plan.
    pub objective: f64,
    /// Of the prices.
    pub dual_objective: f64,
    /// |objective - dual_objective| / max(1, |objective|).
    pub gap: f64,
    /// Row or column of the largest breach; empty if nothing is wrong.
    pub worst_primal: String,
    /// Row or column of the largest dual one; empty if nothing is wrong.
    pub worst_dual: String,
}

impl Solution {
    /// Of an infeasible linear program without integers: why there is no plan.
    ///
    /// ```
    /// use tenon::{Outcome, Problem, ProblemFormat, SolveOptions};
    ///
    /// let lp = "min\n obj: x\nst\n need: x >= 5\n room: x <= 2\nend\n";
    /// let problem = Problem::from_text(lp, ProblemFormat::Lp)?;
    /// let solution = problem.solve(&SolveOptions::new())?;
    /// assert_eq!(solution.outcome(), Outcome::Infeasible);
    /// let farkas = solution.farkas().unwrap();
    /// assert!(problem.check_infeasible(&farkas.multipliers)?.proves);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn farkas(&self) -> Option<Farkas> {
        // SAFETY: the handle is live.
        let residual = known(unsafe { sys::tenon_solution_farkas_residual(self.raw()) })?;
        Some(Farkas { multipliers: self.numbers_of(sys::tenon_solution_farkas), residual })
    }

    /// Of an unbounded linear program without integers: a direction, one number a column, that keeps all
    /// rows and bounds and improves the objective for ever.
    pub fn ray(&self) -> Option<Vec<f64>> {
        Some(self.numbers_of(sys::tenon_solution_ray)).filter(|ray| !ray.is_empty())
    }
}

impl Problem {
    /// Judges multipliers, one a row, by exact sums.
    pub fn check_infeasible(&self, multipliers: &[f64]) -> Result<InfeasibilityVerdict> {
        let count = int32("multipliers", multipliers.len())?;
        let mut raw: sys::tenon_infeasibility_verdict = blank();
        // SAFETY: pointers and counts are those of live slices, here and below.
        call(|err| unsafe {
            let numbers = multipliers.as_ptr();
            sys::tenon_problem_check_infeasible(self.raw(), numbers, count, &mut raw, err)
        })?;
        Ok(InfeasibilityVerdict {
            proves: raw.proves != 0,
            value: raw.value,
            doubt: raw.doubt,
            unexplained: raw.unexplained,
        })
    }

    /// Judges a direction, one number a column. `tolerance` on the breach, 0: 1e-9.
    pub fn check_ray(&self, direction: &[f64], tolerance: f64) -> Result<RayVerdict> {
        let count = int32("direction", direction.len())?;
        let mut raw: sys::tenon_ray_verdict = blank();
        call(|err| unsafe {
            let numbers = direction.as_ptr();
            sys::tenon_problem_check_ray(self.raw(), numbers, count, tolerance, &mut raw, err)
        })?;
        Ok(RayVerdict {
            proves: raw.proves != 0,
            slope: raw.slope,
            breach: raw.breach,
            worst: text(raw.worst.as_ptr()),
        })
    }

    /// Judges a plan, one value a column, and shadow prices, one a row, together.
    pub fn check_linear(&self, values: &[f64], duals: &[f64]) -> Result<LinearResiduals> {
        let (columns, rows) = (int32("values", values.len())?, int32("duals", duals.len())?);
        let mut raw: sys::tenon_linear_residuals = blank();
        call(|err| unsafe {
            let (values, duals) = (values.as_ptr(), duals.as_ptr());
            sys::tenon_problem_check_linear(self.raw(), values, columns, duals, rows, &mut raw, err)
        })?;
        Ok(LinearResiduals {
            primal: raw.primal,
            primal_scaled: raw.primal_scaled,
            dual: raw.dual,
            dual_scaled: raw.dual_scaled,
            complementarity: raw.complementarity,
            objective: raw.objective,
            dual_objective: raw.dual_objective,
            gap: raw.gap,
            worst_primal: text(raw.worst_primal.as_ptr()),
            worst_dual: text(raw.worst_dual.as_ptr()),
        })
    }
}
