use std::mem::size_of;
use std::ptr::null_mut;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call};
use crate::problem::entries;
use crate::solve_options::RawOptions;
use crate::{Error, Problem, Result, Sense, Solution, SolveOptions};

fn count_of<T>(list: &[T]) -> Result<i32> {
    i32::try_from(list.len()).map_err(|_| Error::argument_error("list", "is too long"))
}

type AddList = unsafe extern "C" fn(
    *mut sys::tenon_problem,
    *const std::os::raw::c_char,
    i32,
    *const i32,
    *mut i32,
    *mut sys::tenon_error,
) -> sys::tenon_status;

type AddOne = unsafe extern "C" fn(
    *mut sys::tenon_problem,
    *const std::os::raw::c_char,
    i32,
    *mut i32,
    *mut sys::tenon_error,
) -> sys::tenon_status;

/// What planners mean beyond linear rows, written as ordinary rows and columns. Where a bound is
/// missing for that, the error names the column.
impl Problem {
    /// `lower <= sum <= upper` whenever the binary column is 1 (`active`) or 0.
    pub fn add_indicator(
        &mut self,
        name: &str,
        binary: i32,
        active: bool,
        bounds: (f64, f64),
        terms: &[(i32, f64)],
    ) -> Result<()> {
        let name = c_text("name", name)?;
        let (count, columns, coefficients) = entries(terms)?;
        let problem = self.raw_mut();
        // SAFETY: the handle is borrowed mutably; both arrays hold `count` entries.
        call(|err| unsafe {
            sys::tenon_problem_add_indicator(
                problem,
                name.as_ptr(),
                binary,
                i32::from(active),
                bounds.0,
                bounds.1,
                count,
                columns.as_ptr(),
                coefficients.as_ptr(),
                err,
            )
        })
    }

    /// At most one of the columns is not zero.
    pub fn add_sos1(&mut self, name: &str, columns: &[i32]) -> Result<()> {
        let (name, count, problem) = (c_text("name", name)?, count_of(columns)?, self.raw_mut());
        // SAFETY: the handle is borrowed mutably; the list holds `count` entries.
        call(|err| unsafe {
            sys::tenon_problem_add_sos1(problem, name.as_ptr(), count, columns.as_ptr(), err)
        })
    }

    /// At most two of the columns are not zero, and those are neighbours in the order given.
    pub fn add_sos2(&mut self, name: &str, columns: &[i32]) -> Result<()> {
        let (name, count, problem) = (c_text("name", name)?, count_of(columns)?, self.raw_mut());
        // SAFETY: the handle is borrowed mutably; the list holds `count` entries.
        call(|err| unsafe {
            sys::tenon_problem_add_sos2(problem, name.as_ptr(), count, columns.as_ptr(), err)
        })
    }

    /// The column is zero or lies within the limits.
    pub fn make_semi(&mut self, name: &str, column: i32, limits: (f64, f64)) -> Result<()> {
        let (name, problem) = (c_text("name", name)?, self.raw_mut());
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe {
            sys::tenon_problem_make_semi(problem, name.as_ptr(), column, limits.0, limits.1, err)
        })
    }

    /// A new column y = f(x), linear between the points (x, y); its number.
    pub fn add_piecewise(&mut self, name: &str, column: i32, points: &[(f64, f64)]) -> Result<i32> {
        let (name, count, problem) = (c_text("name", name)?, count_of(points)?, self.raw_mut());
        let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        let mut index = 0;
        // SAFETY: the handle is borrowed mutably; both arrays hold `count` entries.
        call(|err| unsafe {
            sys::tenon_problem_add_piecewise(
                problem,
                name.as_ptr(),
                column,
                count,
                x.as_ptr(),
                y.as_ptr(),
                &mut index,
                err,
            )
        })?;
        Ok(index)
    }

    /// f(x) is added to the objective.
    pub fn add_piecewise_cost(
        &mut self,
        name: &str,
        column: i32,
        points: &[(f64, f64)],
    ) -> Result<()> {
        let (name, count, problem) = (c_text("name", name)?, count_of(points)?, self.raw_mut());
        let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        // SAFETY: the handle is borrowed mutably; both arrays hold `count` entries.
        call(|err| unsafe {
            sys::tenon_problem_add_piecewise_cost(
                problem,
                name.as_ptr(),
                column,
                count,
                x.as_ptr(),
                y.as_ptr(),
                err,
            )
        })
    }

    fn add_of_list(&mut self, add: AddList, name: &str, columns: &[i32]) -> Result<i32> {
        let (name, count, problem) = (c_text("name", name)?, count_of(columns)?, self.raw_mut());
        let mut index = 0;
        // SAFETY: the handle is borrowed mutably; the list holds `count` entries.
        call(|err| unsafe {
            add(problem, name.as_ptr(), count, columns.as_ptr(), &mut index, err)
        })?;
        Ok(index)
    }

    fn add_of_one(&mut self, add: AddOne, name: &str, column: i32) -> Result<i32> {
        let (name, problem) = (c_text("name", name)?, self.raw_mut());
        let mut index = 0;
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe { add(problem, name.as_ptr(), column, &mut index, err) })?;
        Ok(index)
    }

    /// A new binary column: 1 if and only if all of the columns are.
    pub fn add_and(&mut self, name: &str, columns: &[i32]) -> Result<i32> {
        self.add_of_list(sys::tenon_problem_add_and, name, columns)
    }

    /// A new binary column: 1 if and only if any of the columns is.
    pub fn add_or(&mut self, name: &str, columns: &[i32]) -> Result<i32> {
        self.add_of_list(sys::tenon_problem_add_or, name, columns)
    }

    /// A new binary column: 1 if and only if the column is not.
    pub fn add_not(&mut self, name: &str, column: i32) -> Result<i32> {
        self.add_of_one(sys::tenon_problem_add_not, name, column)
    }

    /// A new column equal to |x|.
    pub fn add_absolute(&mut self, name: &str, column: i32) -> Result<i32> {
        self.add_of_one(sys::tenon_problem_add_absolute, name, column)
    }

    /// A new column equal to the largest of the columns.
    pub fn add_maximum(&mut self, name: &str, columns: &[i32]) -> Result<i32> {
        self.add_of_list(sys::tenon_problem_add_maximum, name, columns)
    }

    /// A new column equal to the least of the columns.
    pub fn add_minimum(&mut self, name: &str, columns: &[i32]) -> Result<i32> {
        self.add_of_list(sys::tenon_problem_add_minimum, name, columns)
    }
}

/// One of several objectives.
#[derive(Debug, Clone)]
pub struct Objective {
    /// For messages.
    pub name: String,
    /// Which way it goes.
    pub sense: Sense,
    /// One cost a column.
    pub cost: Vec<f64>,
    /// A constant.
    pub offset: f64,
    /// Higher ones are solved first; equal ones as one weighted sum.
    pub priority: i32,
    /// Its share of that sum; positive.
    pub weight: f64,
    /// What later priorities may give away of its value. Objectives of equal priority are one sum, which
    /// is held: together they may give away the weighted sum of these, whichever of them it comes from.
    pub absolute_tolerance: f64,
    /// The same, times the value; the larger of the two counts.
    pub relative_tolerance: f64,
}

impl Objective {
    /// With weight 1 and without tolerances.
    pub fn new(name: &str, sense: Sense, cost: Vec<f64>, priority: i32) -> Objective {
        Objective {
            name: name.to_owned(),
            sense,
            cost,
            offset: 0.0,
            priority,
            weight: 1.0,
            absolute_tolerance: 0.0,
            relative_tolerance: 0.0,
        }
    }
}

impl Problem {
    /// Solves priority after priority. With the solution comes the value of each objective at the
    /// plan, NaN without one.
    pub fn solve_objectives(
        &self,
        objectives: &[Objective],
        options: &SolveOptions,
    ) -> Result<(Solution, Vec<f64>)> {
        self.solve_raw_objectives(objectives, &options.raw()?)
    }

    pub(crate) fn solve_raw_objectives(
        &self,
        objectives: &[Objective],
        options: &RawOptions,
    ) -> Result<(Solution, Vec<f64>)> {
        let names = objectives
            .iter()
            .map(|objective| c_text("name", &objective.name))
            .collect::<Result<Vec<_>>>()?;
        let mut raw = Vec::with_capacity(objectives.len());
        for (objective, name) in objectives.iter().zip(&names) {
            raw.push(sys::tenon_objective {
                struct_size: size_of::<sys::tenon_objective>() as u32,
                sense: match objective.sense {
                    Sense::Minimize => sys::TENON_MINIMIZE,
                    Sense::Maximize => sys::TENON_MAXIMIZE,
                },
                name: name.as_ptr(),
                cost: objective.cost.as_ptr(),
                count: count_of(&objective.cost)?,
                priority: objective.priority,
                offset: objective.offset,
                weight: objective.weight,
                absolute_tolerance: objective.absolute_tolerance,
                relative_tolerance: objective.relative_tolerance,
            });
        }
        let count = count_of(&raw)?;
        let mut reached = vec![f64::NAN; raw.len()];
        // SAFETY: the problem is not changed; all arrays hold `count` entries and live for the call.
        let solution = Solution::make(|out, err| unsafe {
            sys::tenon_problem_solve_objectives(
                current(),
                self.raw(),
                raw.as_ptr(),
                count,
                &options.table,
                reached.as_mut_ptr(),
                out,
                err,
            )
        })?;
        Ok((solution, reached))
    }
}

/// A plan of the pool.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolPlan {
    /// Its objective.
    pub objective: f64,
    /// One value a column.
    pub values: Vec<f64>,
}

impl Solution {
    /// The best plans that were met, best first, if [`SolveOptions::pool_size`] asked for them.
    pub fn pool(&self) -> Vec<PoolPlan> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_solution_pool_count(self.raw()) }.max(0);
        (0..count)
            .map(|plan| {
                // SAFETY: the handle is live; capacity 0 asks for the count only.
                let size =
                    unsafe { sys::tenon_solution_pool_values(self.raw(), plan, null_mut(), 0) };
                let mut values = vec![0.0; size.max(0) as usize];
                // SAFETY: the array holds `size` entries.
                let objective = unsafe {
                    sys::tenon_solution_pool_values(self.raw(), plan, values.as_mut_ptr(), size);
                    sys::tenon_solution_pool_objective(self.raw(), plan)
                };
                PoolPlan { objective, values }
            })
            .collect()
    }
}
