use std::ptr::null_mut;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, document, text};
use crate::raw::blank;
use crate::{Problem, Result, Solution};

/// The formats a problem is read from and written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemFormat {
    /// MPS, fixed or free.
    Mps,
    /// LP text.
    Lp,
    /// The library's own document, exact to the bit.
    Json,
}

impl ProblemFormat {
    pub(crate) fn raw(self) -> sys::tenon_problem_format {
        match self {
            ProblemFormat::Mps => sys::TENON_FORMAT_MPS,
            ProblemFormat::Lp => sys::TENON_FORMAT_LP,
            ProblemFormat::Json => sys::TENON_FORMAT_JSON,
        }
    }
}

/// What the independent judge says of a point.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether all rows, bounds and integers hold.
    pub feasible: bool,
    /// Exactly rounded.
    pub objective: f64,
    /// Over rows and bounds.
    pub max_violation: f64,
    /// Largest distance of an integer column to an integer.
    pub max_integrality: f64,
    /// The most violated row or column.
    pub worst: String,
}

impl Problem {
    /// Reads a problem from memory.
    ///
    /// ```
    /// use tenon::{Problem, ProblemFormat, SolveOptions};
    ///
    /// let problem = Problem::from_text("max\n obj: 3 x + 2 y\nst\n c: x + y <= 4\nend\n", ProblemFormat::Lp)?;
    /// let solution = problem.solve(&SolveOptions::default())?;
    /// assert_eq!(solution.objective(), Some(12.0));
    /// assert_eq!(solution.duals(), [3.0]);
    /// assert!(problem.check(&[4.0, 0.0], 0.0)?.feasible);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn from_text(problem: &str, format: ProblemFormat) -> Result<Problem> {
        // SAFETY: pointer and length are those of a live slice.
        Problem::make(|out, err| unsafe {
            sys::tenon_problem_read_buffer(
                current(),
                problem.as_ptr().cast(),
                problem.len() as i64,
                format.raw(),
                out,
                err,
            )
        })
    }

    /// The problem as text.
    pub fn to_text(&self, format: ProblemFormat) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_problem_write_buffer(self.raw(), format.raw(), buffer, capacity, needed, err)
        })
    }

    /// A column's cost.
    pub fn set_cost(&mut self, column: i32, cost: f64) -> Result<()> {
        let handle = self.raw_mut();
        // SAFETY: the handle is borrowed mutably, here and below.
        call(|err| unsafe { sys::tenon_problem_set_cost(handle, column, cost, err) })
    }

    /// A column's bounds.
    pub fn set_bounds(&mut self, column: i32, bounds: (f64, f64)) -> Result<()> {
        let handle = self.raw_mut();
        call(|err| unsafe {
            sys::tenon_problem_set_bounds(handle, column, bounds.0, bounds.1, err)
        })
    }

    /// A row's sides.
    pub fn set_row_bounds(&mut self, row: i32, bounds: (f64, f64)) -> Result<()> {
        let handle = self.raw_mut();
        call(|err| unsafe {
            sys::tenon_problem_set_row_bounds(handle, row, bounds.0, bounds.1, err)
        })
    }

    /// A constant of the objective.
    pub fn set_offset(&mut self, offset: f64) -> Result<()> {
        let handle = self.raw_mut();
        call(|err| unsafe { sys::tenon_problem_set_offset(handle, offset, err) })
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        // SAFETY: the handle is live.
        usize::try_from(unsafe { sys::tenon_problem_columns(self.raw()) }).unwrap_or(0)
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        // SAFETY: the handle is live, here and below.
        usize::try_from(unsafe { sys::tenon_problem_rows(self.raw()) }).unwrap_or(0)
    }

    /// How many coefficients that are not zero.
    pub fn nonzeros(&self) -> usize {
        usize::try_from(unsafe { sys::tenon_problem_nonzeros(self.raw()) }).unwrap_or(0)
    }

    /// A column's name; empty if there is no such column.
    pub fn column_name(&self, column: i32) -> String {
        text(unsafe { sys::tenon_problem_column_name(self.raw(), column) })
    }

    /// A row's name; empty if there is no such row.
    pub fn row_name(&self, row: i32) -> String {
        text(unsafe { sys::tenon_problem_row_name(self.raw(), row) })
    }

    /// The column of a name.
    pub fn find_column(&self, name: &str) -> Option<i32> {
        let name = c_text("name", name).ok()?;
        let column = unsafe { sys::tenon_problem_find_column(self.raw(), name.as_ptr()) };
        (column >= 0).then_some(column)
    }

    /// The row of a name.
    pub fn find_row(&self, name: &str) -> Option<i32> {
        let name = c_text("name", name).ok()?;
        let row = unsafe { sys::tenon_problem_find_row(self.raw(), name.as_ptr()) };
        (row >= 0).then_some(row)
    }

    /// The independent judge: evaluates any point. `feasibility` 0: one in a million.
    pub fn check(&self, point: &[f64], feasibility: f64) -> Result<Verdict> {
        let count = i32::try_from(point.len()).unwrap_or(i32::MAX);
        let mut raw: sys::tenon_verdict = blank();
        // SAFETY: pointer and count are those of a live slice.
        call(|err| unsafe {
            sys::tenon_problem_check(self.raw(), point.as_ptr(), count, feasibility, &mut raw, err)
        })?;
        Ok(Verdict {
            feasible: raw.feasible != 0,
            objective: raw.objective,
            max_violation: raw.max_violation,
            max_integrality: raw.max_integrality,
            worst: text(raw.worst.as_ptr()),
        })
    }
}

type Getter = unsafe extern "C" fn(*const sys::tenon_solution, *mut f64, i32) -> i32;

impl Solution {
    pub(crate) fn numbers_of(&self, getter: Getter) -> Vec<f64> {
        // SAFETY: capacity 0 asks for the count alone; the array then holds as many entries.
        unsafe {
            let count = getter(self.raw(), null_mut(), 0).max(0);
            let mut values = vec![0.0; count as usize];
            getter(self.raw(), values.as_mut_ptr(), count);
            values
        }
    }

    /// What each row adds up to; empty without a plan.
    pub fn row_activity(&self) -> Vec<f64> {
        self.numbers_of(sys::tenon_solution_row_activity)
    }

    /// The shadow price of each row of a linear program; else empty.
    pub fn duals(&self) -> Vec<f64> {
        self.numbers_of(sys::tenon_solution_duals)
    }

    /// The reduced cost of each column of a linear program; else empty.
    pub fn reduced_costs(&self) -> Vec<f64> {
        self.numbers_of(sys::tenon_solution_reduced_costs)
    }

    /// Relative gap between plan and bound.
    pub fn gap(&self) -> f64 {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_solution_gap(self.raw()) }
    }

    /// Whether there is a plan.
    pub fn has_values(&self) -> bool {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_solution_has_values(self.raw()) != 0 }
    }
}
