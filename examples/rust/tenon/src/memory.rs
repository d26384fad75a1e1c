use std::ptr::null_mut;

use tenon_sys as sys;

use crate::context::current;
use crate::error::call;
use crate::raw::handle;
use crate::solve_options::RawOptions;
use crate::{Callbacks, Objective, Problem, Result, Solution, SolveOptions};

handle! {
    /// What a solve remembers for the next one of nearly the same problem: a bound, a side or a cost
    /// moved, orders came or went.
    ///
    /// Columns and rows are matched by their names. Nothing remembered is believed that does not hold for
    /// the problem at hand, so answers are as good as without a memory; of several equally good plans it
    /// may be another one. Linear programs without integers and solves with lazy rows or user cuts
    /// neither read nor write it; see [`WarmLinear`](crate::WarmLinear) for the former.
    ///
    /// ```
    /// use tenon::{ColumnType, Problem, Sense, SolveMemory, SolveOptions};
    ///
    /// let bench = |wood: f64| -> tenon::Result<Problem> {
    ///     let mut problem = Problem::new(Sense::Maximize)?;
    ///     let chairs = problem.add_column("chairs", ColumnType::Integer, (0.0, 9.0), 3.0)?;
    ///     let tables = problem.add_column("tables", ColumnType::Integer, (0.0, 9.0), 5.0)?;
    ///     problem.add_row("wood", (f64::NEG_INFINITY, wood), &[(chairs, 3.0), (tables, 4.0)])?;
    ///     Ok(problem)
    /// };
    /// let mut memory = SolveMemory::new()?;
    /// let options = SolveOptions::default();
    /// let today = bench(17.0)?.solve_remembering(&options, &mut memory)?;
    /// assert_eq!(today.objective(), Some(20.0));
    /// let tomorrow = bench(15.0)?.solve_remembering(&options, &mut memory)?;
    /// assert_eq!(tomorrow.objective(), bench(15.0)?.solve(&options)?.objective());
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// It goes from thread to thread, but serves one solve at a time:
    ///
    /// ```compile_fail,E0499
    /// # use tenon::{Problem, Sense, SolveMemory, SolveOptions};
    /// # let mut memory = SolveMemory::new().unwrap();
    /// let solve = |memory: &mut SolveMemory| {
    ///     let problem = Problem::new(Sense::Minimize).unwrap();
    ///     problem.solve_remembering(&SolveOptions::default(), memory).unwrap();
    /// };
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| solve(&mut memory));
    ///     scope.spawn(|| solve(&mut memory));
    /// });
    /// ```
    SolveMemory, sys::tenon_solve_memory, sys::tenon_solve_memory_free, moved
}

impl SolveMemory {
    /// That knows nothing yet.
    pub fn new() -> Result<SolveMemory> {
        let mut out = null_mut();
        // SAFETY: out parameters are live.
        call(|err| unsafe { sys::tenon_solve_memory_create(&mut out, err) })?;
        SolveMemory::owned(out)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        // SAFETY: the handle is borrowed mutably.
        unsafe { sys::tenon_solve_memory_clear(self.handle.as_ptr()) }
    }

    /// Problems whose answers are kept, at most 8.
    pub fn problems(&self) -> usize {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_solve_memory_problems(self.handle.as_ptr()) }.max(0) as usize
    }
}

/// The caller holds the mutable borrow of the memory until the solve has returned.
fn remembering<'a>(options: &'a SolveOptions, memory: &mut SolveMemory) -> Result<RawOptions<'a>> {
    let mut raw = options.raw()?;
    raw.table.memory = memory.handle.as_ptr();
    Ok(raw)
}

impl Problem {
    /// Solves with what earlier solves left in the memory, and leaves there what this one finds.
    pub fn solve_remembering(
        &self,
        options: &SolveOptions,
        memory: &mut SolveMemory,
    ) -> Result<Solution> {
        let raw = remembering(options, memory)?;
        // SAFETY: the problem is not changed; the memory is borrowed mutably; the rest is live.
        Solution::make(|out, err| unsafe {
            sys::tenon_problem_solve(current(), self.raw(), &raw.table, out, err)
        })
    }

    /// The same with callbacks.
    pub fn solve_remembering_with(
        &self,
        options: &SolveOptions,
        memory: &mut SolveMemory,
        callbacks: &mut Callbacks,
    ) -> Result<Solution> {
        self.solve_raw_with(remembering(options, memory)?, callbacks)
    }

    /// [`Problem::solve_objectives`] with a memory, which all priorities share.
    pub fn solve_objectives_remembering(
        &self,
        objectives: &[Objective],
        options: &SolveOptions,
        memory: &mut SolveMemory,
    ) -> Result<(Solution, Vec<f64>)> {
        self.solve_raw_objectives(objectives, &remembering(options, memory)?)
    }
}
