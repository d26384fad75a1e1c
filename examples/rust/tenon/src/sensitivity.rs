use std::ptr::{null_mut, NonNull};

use tenon_sys as sys;

use crate::context::current;
use crate::error::call;
use crate::raw::blank;
use crate::{Error, Problem, Result, Solution};

/// One number of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The cost of a column.
    Cost,
    /// The lower side of a row.
    RowLower,
    /// The upper side of a row.
    RowUpper,
    /// The lower bound of a column.
    ColumnLower,
    /// The upper bound of a column.
    ColumnUpper,
    /// That a column is integer.
    Integrality,
}

impl Part {
    pub(crate) fn raw(self) -> sys::tenon_part {
        match self {
            Part::Cost => sys::TENON_PART_COST,
            Part::RowLower => sys::TENON_PART_ROW_LOWER,
            Part::RowUpper => sys::TENON_PART_ROW_UPPER,
            Part::ColumnLower => sys::TENON_PART_COLUMN_LOWER,
            Part::ColumnUpper => sys::TENON_PART_COLUMN_UPPER,
            Part::Integrality => sys::TENON_PART_INTEGRALITY,
        }
    }

    pub(crate) fn from_raw(raw: sys::tenon_part) -> Part {
        match raw {
            sys::TENON_PART_ROW_LOWER => Part::RowLower,
            sys::TENON_PART_ROW_UPPER => Part::RowUpper,
            sys::TENON_PART_COLUMN_LOWER => Part::ColumnLower,
            sys::TENON_PART_COLUMN_UPPER => Part::ColumnUpper,
            sys::TENON_PART_INTEGRALITY => Part::Integrality,
            _ => Part::Cost,
        }
    }
}

/// A variable of the basis: a column, or what stands for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasisVariable {
    /// A column by its number.
    Column(i32),
    /// A row by its number.
    Row(i32),
}

/// Where a range ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RangeEnd {
    /// The number there; infinite where it may move for ever.
    pub value: f64,
    /// The optimum there.
    pub objective: f64,
    /// Who enters the basis beyond it; `None`: nothing is feasible there.
    pub entering: Option<BasisVariable>,
    /// Whose place it takes; `None`: unbounded.
    pub leaving: Option<BasisVariable>,
}

/// How far a number may move before another basis is the best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// As it stands in the problem.
    pub value: f64,
    /// The lower end.
    pub lower: RangeEnd,
    /// The upper end.
    pub upper: RangeEnd,
}

/// Ranges of the costs, sides and bounds of an optimal linear program. Immutable.
#[derive(Debug)]
pub struct Sensitivity {
    handle: NonNull<sys::tenon_sensitivity>,
    columns: i32,
}

// SAFETY: a tenon_sensitivity is immutable.
unsafe impl Send for Sensitivity {}
unsafe impl Sync for Sensitivity {}

impl Drop for Sensitivity {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_sensitivity_free(self.handle.as_ptr()) }
    }
}

impl Sensitivity {
    /// Of an optimal solution of the problem, which must have no integer columns.
    pub fn analyse(problem: &Problem, solution: &Solution) -> Result<Sensitivity> {
        let mut out = null_mut();
        // SAFETY: problem and solution are live; out parameters are live.
        call(|err| unsafe {
            sys::tenon_sensitivity_analyse(current(), problem.raw(), solution.raw(), &mut out, err)
        })?;
        // SAFETY: the problem is live.
        let columns = unsafe { sys::tenon_problem_columns(problem.raw()) };
        NonNull::new(out)
            .map(|handle| Sensitivity { handle, columns })
            .ok_or_else(|| Error::argument_error("sensitivity", "was not made"))
    }

    fn variable(&self, number: i32) -> Option<BasisVariable> {
        match number {
            n if n < 0 => None,
            n if n < self.columns => Some(BasisVariable::Column(n)),
            n => Some(BasisVariable::Row(n - self.columns)),
        }
    }

    /// Both ends of the ranges of a part, one a column or row; see [`range`](Sensitivity::range) for what
    /// lies beyond them.
    ///
    /// ```
    /// use tenon::{Part, Problem, ProblemFormat, Sensitivity, SolveOptions};
    ///
    /// let lp = "max\n obj: 3 x + 2 y\nst\n c: x + y <= 4\nend\n";
    /// let problem = Problem::from_text(lp, ProblemFormat::Lp)?;
    /// let solution = problem.solve(&SolveOptions::new())?;
    /// let costs = Sensitivity::analyse(&problem, &solution)?.ranges(Part::Cost);
    /// assert_eq!(costs[0], (2.0, f64::INFINITY)); // below that y is the better one
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn ranges(&self, part: Part) -> Vec<(f64, f64)> {
        let (raw, part) = (self.handle.as_ptr(), part.raw());
        // SAFETY: capacity 0 asks for the count alone; the arrays then hold as many entries.
        unsafe {
            let count = sys::tenon_sensitivity_ranges(raw, part, null_mut(), null_mut(), 0).max(0);
            let (mut lower, mut upper) = (vec![0.0; count as usize], vec![0.0; count as usize]);
            let (low, high) = (lower.as_mut_ptr(), upper.as_mut_ptr());
            sys::tenon_sensitivity_ranges(raw, part, low, high, count);
            lower.into_iter().zip(upper).collect()
        }
    }

    /// The range of one number; `index` is the column or row.
    pub fn range(&self, part: Part, index: i32) -> Result<Range> {
        let mut raw: sys::tenon_range = blank();
        // SAFETY: the handle is live; raw is initialised.
        call(|err| unsafe {
            sys::tenon_sensitivity_range(self.handle.as_ptr(), part.raw(), index, &mut raw, err)
        })?;
        Ok(Range {
            value: raw.value,
            lower: RangeEnd {
                value: raw.lower,
                objective: raw.objective_at_lower,
                entering: self.variable(raw.lower_entering),
                leaving: self.variable(raw.lower_leaving),
            },
            upper: RangeEnd {
                value: raw.upper,
                objective: raw.objective_at_upper,
                entering: self.variable(raw.upper_entering),
                leaving: self.variable(raw.upper_leaving),
            },
        })
    }
}
