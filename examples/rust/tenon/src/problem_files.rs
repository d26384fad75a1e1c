//! Problems, plans and starts as files and texts.

use std::path::Path;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, document};
use crate::raw::{c_path, int32};
use crate::{Problem, ProblemFormat, Result, Solution};

impl Problem {
    /// Writes a file in the format that its name says (.lp, .json, any other: MPS; each also with .gz),
    /// new, synced and renamed. Numbers read back equal.
    ///
    /// Errors: the file cannot be written; JSON: a name that is not UTF-8.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<()> {
        self.write_raw(path.as_ref(), sys::TENON_FORMAT_BY_NAME)
    }

    /// The same in a format that the name need not say.
    pub fn write_as(&self, path: impl AsRef<Path>, format: ProblemFormat) -> Result<()> {
        self.write_raw(path.as_ref(), format.raw())
    }

    fn write_raw(&self, path: &Path, format: sys::tenon_problem_format) -> Result<()> {
        let path = c_path("path", path)?;
        // SAFETY: handle and path are live, here and below.
        call(|err| unsafe { sys::tenon_problem_write(self.raw(), path.as_ptr(), format, err) })
    }

    /// A start for [`SolveOptions::start`](crate::SolveOptions::start) from a solution file of tenon,
    /// HiGHS, SCIP or MIPLIB, or from lines of name and value: a value a column, NaN where the file does
    /// not say.
    ///
    /// Errors: a name that is no column, with line and byte.
    pub fn read_start(&self, path: impl AsRef<Path>) -> Result<Vec<f64>> {
        let path = c_path("path", path.as_ref())?;
        let mut values = vec![f64::NAN; self.columns()];
        let count = int32("columns", values.len())?;
        // SAFETY: the array holds as many entries as said.
        call(|err| unsafe {
            let (path, to) = (path.as_ptr(), values.as_mut_ptr());
            sys::tenon_problem_read_start(current(), self.raw(), path, to, count, err)
        })?;
        Ok(values)
    }

    /// The same from the text of such a file.
    ///
    /// ```
    /// use tenon::{Problem, ProblemFormat, SolveOptions};
    ///
    /// let problem = Problem::from_text("max\n obj: 3 x + 2 y\nst\n c: x + y <= 4\nend\n", ProblemFormat::Lp)?;
    /// let plan = problem.solve(&SolveOptions::new())?.to_text(&problem)?;
    /// assert_eq!(problem.start_from_text(&plan)?, [4.0, 0.0]);
    /// assert!(problem.start_from_text("x 1\n")?[1].is_nan());
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn start_from_text(&self, text: &str) -> Result<Vec<f64>> {
        let mut values = vec![f64::NAN; self.columns()];
        let count = int32("columns", values.len())?;
        // SAFETY: pointers and lengths are those of live slices.
        call(|err| unsafe {
            let (bytes, length) = (text.as_ptr().cast(), text.len() as i64);
            let to = values.as_mut_ptr();
            sys::tenon_problem_read_start_buffer(
                current(),
                self.raw(),
                bytes,
                length,
                to,
                count,
                err,
            )
        })?;
        Ok(values)
    }
}

impl Solution {
    /// Writes the plan as text, name and value of every column; for linear programs also activities and
    /// prices. The problem is the one that was solved.
    ///
    /// Errors: a problem of another size; the file cannot be written.
    pub fn write(&self, problem: &Problem, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        call(|err| unsafe {
            sys::tenon_solution_write(self.raw(), problem.raw(), path.as_ptr(), err)
        })
    }

    /// The same text.
    pub fn to_text(&self, problem: &Problem) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            let problem = problem.raw();
            sys::tenon_solution_write_buffer(self.raw(), problem, buffer, capacity, needed, err)
        })
    }
}
