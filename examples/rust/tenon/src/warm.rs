use std::mem::size_of;
use std::ptr::null_mut;
use std::time::Duration;

use tenon_sys as sys;

use crate::basis::{raw_statuses, Basis};
use crate::context::current;
use crate::error::call;
use crate::options::options;
use crate::problem::entries;
use crate::raw::{handle, same_length};
use crate::solve_options::{limit, seconds};
use crate::{Error, Outcome, Problem, Result, Solution};

options! {
    /// Limits of one solve of a [`WarmLinear`].
    pub struct WarmLimits {
        /// Stop after this long.
        optional time_limit: Duration,
        /// Stop after so many pivots.
        optional iterations: u64,
        /// Stop when no plan can be better than this.
        optional cutoff: f64,
    }
}

handle! {
    /// A linear program that stays warm: change it a little, solve it again, pay for the change.
    ///
    /// ```
    /// use tenon::{ColumnType, Outcome, Problem, Sense, WarmLimits, WarmLinear};
    ///
    /// let mut problem = Problem::new(Sense::Maximize)?;
    /// let doors = problem.add_column("doors", ColumnType::Continuous, (0.0, f64::INFINITY), 3.0)?;
    /// problem.add_row("hours", (f64::NEG_INFINITY, 12.0), &[(doors, 2.0)])?;
    /// let mut plan = WarmLinear::new(&problem)?;
    /// assert_eq!(plan.solve(&WarmLimits::default())?, Outcome::Optimal);
    /// assert_eq!(plan.objective(), Some(18.0));
    /// plan.set_row_bounds(0, (f64::NEG_INFINITY, 8.0))?;
    /// plan.solve(&WarmLimits::default())?;
    /// assert_eq!(plan.objective(), Some(12.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    WarmLinear, sys::tenon_warm_linear, sys::tenon_warm_linear_free, moved
}

impl WarmLinear {
    /// Of a problem, whose integer columns count as continuous.
    pub fn new(problem: &Problem) -> Result<WarmLinear> {
        let mut out = null_mut();
        // SAFETY: the problem is live; out parameters are live.
        call(|err| unsafe { sys::tenon_warm_linear_create(problem.raw(), &mut out, err) })?;
        WarmLinear::owned(out)
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_warm_linear_columns(self.raw()) }.max(0) as usize
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_warm_linear_rows(self.raw()) }.max(0) as usize
    }

    /// The constant of the objective.
    pub fn set_offset(&mut self, offset: f64) -> Result<()> {
        let warm = self.handle.as_ptr();
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe { sys::tenon_warm_linear_set_offset(warm, offset, err) })
    }

    /// The cost of a column.
    pub fn set_cost(&mut self, column: i32, cost: f64) -> Result<()> {
        let warm = self.handle.as_ptr();
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe { sys::tenon_warm_linear_set_cost(warm, column, cost, err) })
    }

    /// The bounds of a column.
    pub fn set_bounds(&mut self, column: i32, bounds: (f64, f64)) -> Result<()> {
        let warm = self.handle.as_ptr();
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe {
            sys::tenon_warm_linear_set_bounds(warm, column, bounds.0, bounds.1, err)
        })
    }

    /// The sides of a row.
    pub fn set_row_bounds(&mut self, row: i32, bounds: (f64, f64)) -> Result<()> {
        let warm = self.handle.as_ptr();
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe {
            sys::tenon_warm_linear_set_row_bounds(warm, row, bounds.0, bounds.1, err)
        })
    }

    /// One coefficient; zero takes it out.
    pub fn set_coefficient(&mut self, row: i32, column: i32, value: f64) -> Result<()> {
        let warm = self.handle.as_ptr();
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe { sys::tenon_warm_linear_set_coefficient(warm, row, column, value, err) })
    }

    /// Adds a column with its terms by row and returns its number.
    pub fn add_column(
        &mut self,
        bounds: (f64, f64),
        cost: f64,
        terms: &[(i32, f64)],
    ) -> Result<i32> {
        let (count, rows, values) = entries(terms)?;
        let mut index = 0;
        // SAFETY: both arrays hold `count` entries; the handle is borrowed mutably.
        call(|err| unsafe {
            sys::tenon_warm_linear_add_column(
                self.handle.as_ptr(),
                bounds.0,
                bounds.1,
                cost,
                count,
                rows.as_ptr(),
                values.as_ptr(),
                &mut index,
                err,
            )
        })?;
        Ok(index)
    }

    /// Adds a row with its terms by column and returns its number.
    pub fn add_row(&mut self, bounds: (f64, f64), terms: &[(i32, f64)]) -> Result<i32> {
        let (count, columns, values) = entries(terms)?;
        let mut index = 0;
        // SAFETY: both arrays hold `count` entries; the handle is borrowed mutably.
        call(|err| unsafe {
            sys::tenon_warm_linear_add_row(
                self.handle.as_ptr(),
                bounds.0,
                bounds.1,
                count,
                columns.as_ptr(),
                values.as_ptr(),
                &mut index,
                err,
            )
        })?;
        Ok(index)
    }

    /// Takes columns out; the later ones move up.
    pub fn delete_columns(&mut self, columns: &[i32]) -> Result<()> {
        let count = list_length(columns)?;
        let warm = self.handle.as_ptr();
        // SAFETY: the list holds `count` entries; the handle is borrowed mutably.
        call(|err| unsafe {
            sys::tenon_warm_linear_delete_columns(warm, count, columns.as_ptr(), err)
        })
    }

    /// Takes rows out; the later ones move up.
    pub fn delete_rows(&mut self, rows: &[i32]) -> Result<()> {
        let count = list_length(rows)?;
        let warm = self.handle.as_ptr();
        // SAFETY: the list holds `count` entries; the handle is borrowed mutably.
        call(|err| unsafe { sys::tenon_warm_linear_delete_rows(warm, count, rows.as_ptr(), err) })
    }

    /// Where the last solve ended, or the next one will begin.
    pub fn basis(&self) -> Result<Basis> {
        let (mut columns, mut rows) = (vec![0; self.columns()], vec![0; self.rows()]);
        // SAFETY: the arrays hold one entry a column and a row.
        call(|err| unsafe {
            let (columns, rows) = (columns.as_mut_ptr(), rows.as_mut_ptr());
            sys::tenon_warm_linear_basis(self.raw(), columns, rows, err)
        })?;
        Ok(Basis::from_raw(&columns, &rows))
    }

    /// Where the next solve begins; a singular basis is mended.
    pub fn set_basis(&mut self, basis: &Basis) -> Result<()> {
        same_length("basis", basis.columns.len(), self.columns())?;
        same_length("basis", basis.rows.len(), self.rows())?;
        let (columns, rows) = (raw_statuses(&basis.columns), raw_statuses(&basis.rows));
        let warm = self.raw_mut();
        // SAFETY: the arrays hold one entry a column and a row.
        call(|err| unsafe {
            sys::tenon_warm_linear_set_basis(warm, columns.as_ptr(), rows.as_ptr(), err)
        })
    }

    /// Solves from where the last solve ended.
    pub fn solve(&mut self, limits: &WarmLimits) -> Result<Outcome> {
        let raw = sys::tenon_warm_limits {
            struct_size: size_of::<sys::tenon_warm_limits>() as u32,
            has_cutoff: i32::from(limits.cutoff.is_some()),
            time_limit_seconds: seconds(limits.time_limit),
            iteration_limit: limit(limits.iterations),
            cutoff: limits.cutoff.unwrap_or(0.0),
        };
        let mut outcome = 0;
        // SAFETY: the handle is borrowed mutably; limits and outcome are live.
        call(|err| unsafe {
            sys::tenon_warm_linear_solve(current(), self.handle.as_ptr(), &raw, &mut outcome, err)
        })?;
        Ok(Outcome::from_raw(outcome))
    }

    /// The optimum of the last solve, if it found one.
    pub fn objective(&self) -> Option<f64> {
        // SAFETY: the handle is live.
        let value = unsafe { sys::tenon_warm_linear_objective(self.raw()) };
        (!value.is_nan()).then_some(value)
    }

    /// No plan can be better than this.
    pub fn bound(&self) -> f64 {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_warm_linear_bound(self.raw()) }
    }

    /// Whether the last solve found a plan.
    pub fn has_values(&self) -> bool {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_warm_linear_has_values(self.raw()) != 0 }
    }

    /// Copies as many values of the last plan as fit, and returns how many there are.
    pub fn copy_values(&self, values: &mut [f64]) -> usize {
        let capacity = i32::try_from(values.len()).unwrap_or(i32::MAX);
        // SAFETY: the array holds at least `capacity` entries.
        unsafe { sys::tenon_warm_linear_values(self.raw(), values.as_mut_ptr(), capacity) }.max(0)
            as usize
    }

    /// Copies as many shadow prices of the last plan as fit, and returns how many there are.
    pub fn copy_duals(&self, prices: &mut [f64]) -> usize {
        let capacity = i32::try_from(prices.len()).unwrap_or(i32::MAX);
        // SAFETY: the array holds at least `capacity` entries.
        unsafe { sys::tenon_warm_linear_duals(self.raw(), prices.as_mut_ptr(), capacity) }.max(0)
            as usize
    }

    /// Copies as many reduced costs of the last plan as fit, and returns how many there are.
    pub fn copy_reduced_costs(&self, costs: &mut [f64]) -> usize {
        let capacity = i32::try_from(costs.len()).unwrap_or(i32::MAX);
        // SAFETY: the array holds at least `capacity` entries, here and below.
        let count = unsafe {
            sys::tenon_warm_linear_reduced_costs(self.raw(), costs.as_mut_ptr(), capacity)
        };
        count.max(0) as usize
    }

    /// Copies what as many rows of the last plan as fit add up to, and returns how many there are.
    pub fn copy_row_activity(&self, activity: &mut [f64]) -> usize {
        let capacity = i32::try_from(activity.len()).unwrap_or(i32::MAX);
        let count = unsafe {
            sys::tenon_warm_linear_row_activity(self.raw(), activity.as_mut_ptr(), capacity)
        };
        count.max(0) as usize
    }

    /// The answer of the last solve as a solution; an error if something has changed since.
    pub fn solution(&self) -> Result<Solution> {
        // SAFETY: the handle is live; out parameters are live.
        Solution::make(|out, err| unsafe { sys::tenon_warm_linear_solution(self.raw(), out, err) })
    }

    /// The problem as it stands.
    pub fn problem(&self) -> Result<Problem> {
        // SAFETY: the handle is live; out parameters are live.
        Problem::make(|out, err| unsafe { sys::tenon_warm_linear_problem(self.raw(), out, err) })
    }
}

fn list_length(list: &[i32]) -> Result<i32> {
    i32::try_from(list.len()).map_err(|_| Error::argument_error("list", "is too long"))
}
