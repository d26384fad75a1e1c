use std::path::Path;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, document};
use crate::raw::{c_path, int32};
use crate::{Problem, Result, Solution};

/// Where a variable of a linear program stands in a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BasisStatus {
    /// In the basis.
    Basic,
    /// At its lower bound; a row: its activity is at its lower side.
    AtLower,
    /// At its upper bound or side.
    AtUpper,
    /// Not in the basis and without bounds, at zero.
    Free,
}

impl BasisStatus {
    fn raw(self) -> sys::tenon_basis_status {
        match self {
            BasisStatus::Basic => sys::TENON_BASIS_BASIC,
            BasisStatus::AtLower => sys::TENON_BASIS_AT_LOWER,
            BasisStatus::AtUpper => sys::TENON_BASIS_AT_UPPER,
            BasisStatus::Free => sys::TENON_BASIS_FREE,
        }
    }

    fn from_raw(raw: sys::tenon_basis_status) -> BasisStatus {
        match raw {
            sys::TENON_BASIS_AT_LOWER => BasisStatus::AtLower,
            sys::TENON_BASIS_AT_UPPER => BasisStatus::AtUpper,
            sys::TENON_BASIS_FREE => BasisStatus::Free,
            _ => BasisStatus::Basic,
        }
    }
}

/// A basis of a linear program: as many columns and rows together are basic as there are rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// One a column.
    pub columns: Vec<BasisStatus>,
    /// One a row.
    pub rows: Vec<BasisStatus>,
}

pub(crate) fn raw_statuses(statuses: &[BasisStatus]) -> Vec<sys::tenon_basis_status> {
    statuses.iter().map(|status| status.raw()).collect()
}

impl Basis {
    pub(crate) fn from_raw(
        columns: &[sys::tenon_basis_status],
        rows: &[sys::tenon_basis_status],
    ) -> Basis {
        let statuses = |raw: &[sys::tenon_basis_status]| {
            raw.iter().map(|status| BasisStatus::from_raw(*status)).collect()
        };
        Basis { columns: statuses(columns), rows: statuses(rows) }
    }
}

impl Problem {
    /// Reads a basis file of the MPS family, as other solvers write them.
    ///
    /// Errors: a name that is not in the problem, with line and byte.
    pub fn read_basis(&self, path: impl AsRef<Path>) -> Result<Basis> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: the arrays hold as many entries as said, here and below.
        self.basis_of(|columns, column_count, rows, row_count, err| unsafe {
            sys::tenon_problem_read_basis(
                current(),
                self.raw(),
                path.as_ptr(),
                columns,
                column_count,
                rows,
                row_count,
                err,
            )
        })
    }

    /// The same from the text of such a file.
    pub fn basis_from_text(&self, text: &str) -> Result<Basis> {
        self.basis_of(|columns, column_count, rows, row_count, err| unsafe {
            sys::tenon_problem_read_basis_buffer(
                current(),
                self.raw(),
                text.as_ptr().cast(),
                text.len() as i64,
                columns,
                column_count,
                rows,
                row_count,
                err,
            )
        })
    }

    fn basis_of(
        &self,
        read: impl FnOnce(
            *mut sys::tenon_basis_status,
            i32,
            *mut sys::tenon_basis_status,
            i32,
            *mut sys::tenon_error,
        ) -> sys::tenon_status,
    ) -> Result<Basis> {
        let (mut columns, mut rows) = (vec![0; self.columns()], vec![0; self.rows()]);
        let (column_count, row_count) =
            (int32("columns", columns.len())?, int32("rows", rows.len())?);
        call(|err| read(columns.as_mut_ptr(), column_count, rows.as_mut_ptr(), row_count, err))?;
        Ok(Basis::from_raw(&columns, &rows))
    }

    /// Writes a basis file; names are those of the MPS file.
    ///
    /// Errors: a basis of other counts than the problem's, or not as many basic as there are rows.
    pub fn write_basis(&self, path: impl AsRef<Path>, basis: &Basis) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        let (columns, rows) = (raw_statuses(&basis.columns), raw_statuses(&basis.rows));
        let (column_count, row_count) =
            (int32("columns", columns.len())?, int32("rows", rows.len())?);
        // SAFETY: the arrays hold as many entries as said.
        call(|err| unsafe {
            sys::tenon_problem_write_basis(
                self.raw(),
                path.as_ptr(),
                columns.as_ptr(),
                column_count,
                rows.as_ptr(),
                row_count,
                err,
            )
        })
    }
}

impl Problem {
    /// The text of a basis file.
    ///
    /// Errors: as [`Problem::write_basis`], but for files.
    ///
    /// ```
    /// use tenon::{Problem, ProblemFormat, SolveOptions};
    ///
    /// let problem = Problem::from_text("max\n obj: 3 x + 2 y\nst\n c: x + y <= 4\nend\n", ProblemFormat::Lp)?;
    /// let basis = problem.solve(&SolveOptions::new())?.basis().unwrap();
    /// let text = problem.basis_to_text(&basis)?;
    /// assert!(text.contains("XU x"));
    /// assert_eq!(problem.basis_from_text(&text)?, basis);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn basis_to_text(&self, basis: &Basis) -> Result<String> {
        let (columns, rows) = (raw_statuses(&basis.columns), raw_statuses(&basis.rows));
        let (column_count, row_count) =
            (int32("columns", columns.len())?, int32("rows", rows.len())?);
        // SAFETY: the arrays hold as many entries as said.
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_problem_write_basis_buffer(
                self.raw(),
                columns.as_ptr(),
                column_count,
                rows.as_ptr(),
                row_count,
                buffer,
                capacity,
                needed,
                err,
            )
        })
    }
}

type Getter =
    unsafe extern "C" fn(*const sys::tenon_solution, *mut sys::tenon_basis_status, i32) -> i32;

impl Solution {
    /// The optimal basis of a linear program without integers.
    ///
    /// ```
    /// use tenon::{BasisStatus, Problem, ProblemFormat, SolveOptions};
    ///
    /// let problem = Problem::from_text("max\n obj: 3 x + 2 y\nst\n c: x + y <= 4\nend\n", ProblemFormat::Lp)?;
    /// let basis = problem.solve(&SolveOptions::new())?.basis().unwrap();
    /// assert_eq!(basis.columns, [BasisStatus::Basic, BasisStatus::AtLower]);
    /// assert_eq!(basis.rows, [BasisStatus::AtUpper]);
    /// // The next solve begins there.
    /// let again = problem.solve(&SolveOptions::new().start_basis(basis))?;
    /// assert_eq!(again.objective(), Some(12.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn basis(&self) -> Option<Basis> {
        let statuses = |getter: Getter| {
            // SAFETY: capacity 0 asks for the count alone; the array then holds as many entries.
            unsafe {
                let count = getter(self.raw(), std::ptr::null_mut(), 0).max(0);
                let mut statuses = vec![0; count as usize];
                getter(self.raw(), statuses.as_mut_ptr(), count);
                statuses
            }
        };
        let columns = statuses(sys::tenon_solution_column_basis);
        let rows = statuses(sys::tenon_solution_row_basis);
        let none = columns.is_empty() && rows.is_empty();
        (!none).then(|| Basis::from_raw(&columns, &rows))
    }
}
