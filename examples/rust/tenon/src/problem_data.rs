//! What a problem holds, as one that was read from a file, and what of it may be changed.

use std::ptr::null_mut;

use tenon_sys as sys;

use crate::error::{c_text, call, text};
use crate::raw::int32;
use crate::{ColumnType, Problem, Result, Sense};

/// The coefficients of rows, none of them zero.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Entries {
    /// Row `k` has the places `row_start[k]..row_start[k + 1]`.
    pub row_start: Vec<i64>,
    /// Row after row, and within a row in rising order.
    pub columns: Vec<i32>,
    /// Of these columns.
    pub coefficients: Vec<f64>,
}

impl Problem {
    /// Which way the objective goes; the costs stay as they are.
    ///
    /// ```
    /// use tenon::{ColumnType, Problem, ProblemFormat, Sense, SolveOptions};
    ///
    /// let mut problem = Problem::from_text("min\n obj: 3 x + 2 y + 5\nst\n c: x + 2 y >= 4\nend\n", ProblemFormat::Lp)?;
    /// assert_eq!((problem.sense(), problem.offset()), (Sense::Minimize, 5.0));
    /// assert_eq!((problem.costs()?, problem.row_bounds()?), (vec![3.0, 2.0], vec![(4.0, f64::INFINITY)]));
    /// assert_eq!(problem.entries(0, 1)?.coefficients, [1.0, 2.0]);
    /// assert_eq!(problem.row_terms(0)?, [(0, 1.0), (1, 2.0)]);
    ///
    /// problem.set_sense(Sense::Maximize)?;
    /// problem.set_type(0, ColumnType::Binary)?;
    /// problem.set_bounds(1, (0.0, 2.0))?;
    /// assert!(problem.has_integers());
    /// assert_eq!(problem.types()?, [ColumnType::Binary, ColumnType::Continuous]);
    /// assert_eq!(problem.bounds()?, [(0.0, 1.0), (0.0, 2.0)]);
    /// assert_eq!(problem.solve(&SolveOptions::new())?.objective(), Some(12.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn set_sense(&mut self, sense: Sense) -> Result<()> {
        let handle = self.raw_mut();
        // SAFETY: the handle is borrowed mutably, here and below.
        call(|err| unsafe { sys::tenon_problem_set_sense(handle, sense.raw(), err) })
    }

    /// What values a column may take; bounds of one that becomes binary are cut to 0 and 1.
    ///
    /// Errors: no such column; bounds between which a binary column has no value.
    pub fn set_type(&mut self, column: i32, kind: ColumnType) -> Result<()> {
        let handle = self.raw_mut();
        call(|err| unsafe { sys::tenon_problem_set_type(handle, column, kind.raw(), err) })
    }

    /// The name of the problem; empty: none.
    pub fn set_name(&mut self, name: &str) -> Result<()> {
        let name = c_text("name", name)?;
        let handle = self.raw_mut();
        call(|err| unsafe { sys::tenon_problem_set_name(handle, name.as_ptr(), err) })
    }

    /// The name of the problem; empty without one.
    pub fn name(&self) -> String {
        // SAFETY: the handle is live, here and below.
        text(unsafe { sys::tenon_problem_name(self.raw()) })
    }

    /// Which way the objective goes.
    pub fn sense(&self) -> Sense {
        match unsafe { sys::tenon_problem_sense(self.raw()) } {
            sys::TENON_MAXIMIZE => Sense::Maximize,
            _ => Sense::Minimize,
        }
    }

    /// The constant of the objective.
    pub fn offset(&self) -> f64 {
        unsafe { sys::tenon_problem_offset(self.raw()) }
    }

    /// Whether a column is integer or binary.
    pub fn has_integers(&self) -> bool {
        unsafe { sys::tenon_problem_has_integers(self.raw()) != 0 }
    }

    /// The cost of each column.
    pub fn costs(&self) -> Result<Vec<f64>> {
        let (count, mut costs) = (int32("columns", self.columns())?, vec![0.0; self.columns()]);
        // SAFETY: the arrays hold as many entries as there are columns or rows, here and below.
        call(|err| unsafe {
            let (to, no, none) = (costs.as_mut_ptr(), null_mut(), null_mut());
            sys::tenon_problem_get_columns(self.raw(), 0, count, to, no, no, none, err)
        })?;
        Ok(costs)
    }

    /// The bounds of each column; none are infinite.
    pub fn bounds(&self) -> Result<Vec<(f64, f64)>> {
        let count = int32("columns", self.columns())?;
        let (mut lower, mut upper) = (vec![0.0; self.columns()], vec![0.0; self.columns()]);
        call(|err| unsafe {
            let (low, high) = (lower.as_mut_ptr(), upper.as_mut_ptr());
            let (no, none) = (null_mut(), null_mut());
            sys::tenon_problem_get_columns(self.raw(), 0, count, no, low, high, none, err)
        })?;
        Ok(lower.into_iter().zip(upper).collect())
    }

    /// The type of each column.
    pub fn types(&self) -> Result<Vec<ColumnType>> {
        let (count, mut types) = (int32("columns", self.columns())?, vec![0; self.columns()]);
        call(|err| unsafe {
            let (to, no) = (types.as_mut_ptr(), null_mut());
            sys::tenon_problem_get_columns(self.raw(), 0, count, no, no, no, to, err)
        })?;
        Ok(types.into_iter().map(ColumnType::from_raw).collect())
    }

    /// The sides of each row; none are infinite.
    pub fn row_bounds(&self) -> Result<Vec<(f64, f64)>> {
        let count = int32("rows", self.rows())?;
        let (mut lower, mut upper) = (vec![0.0; self.rows()], vec![0.0; self.rows()]);
        call(|err| unsafe {
            let (low, high) = (lower.as_mut_ptr(), upper.as_mut_ptr());
            sys::tenon_problem_get_rows(self.raw(), 0, count, low, high, err)
        })?;
        Ok(lower.into_iter().zip(upper).collect())
    }

    /// The coefficients of `count` rows from `first` on.
    ///
    /// Errors: rows that are not there.
    pub fn entries(&self, first: i32, count: i32) -> Result<Entries> {
        let mut needed = 0i64;
        // SAFETY: without arrays the rows are checked and their coefficients counted.
        call(|err| unsafe {
            let (start, columns, values) = (null_mut(), null_mut(), null_mut());
            let problem = self.raw();
            sys::tenon_problem_get_entries(
                problem,
                first,
                count,
                start,
                columns,
                values,
                0,
                &mut needed,
                err,
            )
        })?;
        let size = usize::try_from(needed).unwrap_or(0);
        let mut entries = Entries {
            row_start: vec![0; usize::try_from(count).unwrap_or(0) + 1],
            columns: vec![0; size],
            coefficients: vec![0.0; size],
        };
        // SAFETY: the arrays are as large as was just asked.
        call(|err| unsafe {
            sys::tenon_problem_get_entries(
                self.raw(),
                first,
                count,
                entries.row_start.as_mut_ptr(),
                entries.columns.as_mut_ptr(),
                entries.coefficients.as_mut_ptr(),
                needed,
                null_mut(),
                err,
            )
        })?;
        Ok(entries)
    }

    /// The terms of one row, as [`Problem::add_row`] takes them.
    ///
    /// Errors: no such row.
    pub fn row_terms(&self, row: i32) -> Result<Vec<(i32, f64)>> {
        let entries = self.entries(row, 1)?;
        Ok(entries.columns.into_iter().zip(entries.coefficients).collect())
    }
}
