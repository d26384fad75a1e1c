use std::path::Path;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call};
use crate::raw::{c_path, handle};
use crate::{Error, Result, Solution, SolveOptions};

/// Which way the objective goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The least cost.
    Minimize,
    /// The most profit.
    Maximize,
}

impl Sense {
    pub(crate) fn raw(self) -> sys::tenon_sense {
        match self {
            Sense::Minimize => sys::TENON_MINIMIZE,
            Sense::Maximize => sys::TENON_MAXIMIZE,
        }
    }
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

impl ColumnType {
    pub(crate) fn raw(self) -> sys::tenon_column_type {
        match self {
            ColumnType::Continuous => sys::TENON_CONTINUOUS,
            ColumnType::Integer => sys::TENON_INTEGER,
            ColumnType::Binary => sys::TENON_BINARY,
        }
    }

    pub(crate) fn from_raw(raw: sys::tenon_column_type) -> ColumnType {
        match raw {
            sys::TENON_INTEGER => ColumnType::Integer,
            sys::TENON_BINARY => ColumnType::Binary,
            _ => ColumnType::Continuous,
        }
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
        // SAFETY: out parameters are live.
        Problem::make(|out, err| unsafe { sys::tenon_problem_create(sense.raw(), out, err) })
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
        let mut index = 0;
        // SAFETY: the handle is borrowed mutably; name lives for the call.
        call(|err| unsafe {
            sys::tenon_problem_add_column(
                self.handle.as_ptr(),
                name.as_ptr(),
                kind.raw(),
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
