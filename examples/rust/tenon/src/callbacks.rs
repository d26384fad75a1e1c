use std::any::Any;
use std::ffi::CStr;
use std::mem::size_of;
use std::ops::ControlFlow;
use std::os::raw::c_void;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::ptr::NonNull;
use std::slice::from_raw_parts;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call};
use crate::problem::entries;
use crate::solve_options::RawOptions;
use crate::{Branching, NewPlans, PlanVerdict, Problem, Result, Solution, SolveOptions};

/// A point in the caller's columns, and where the solve stands.
#[derive(Debug, Clone, Copy)]
pub struct SolvePoint<'a> {
    /// One value a column.
    pub values: &'a [f64],
    /// Of the point.
    pub objective: f64,
    /// No plan can be better; infinite while nothing is known.
    pub bound: f64,
    /// The best plan so far.
    pub incumbent: Option<f64>,
    /// Nodes processed.
    pub nodes: i64,
}

/// The rows that one call of a callback hands back.
#[derive(Debug)]
pub struct NewRows<'a> {
    handle: NonNull<sys::tenon_new_rows>,
    call: std::marker::PhantomData<&'a mut ()>,
}

impl NewRows<'_> {
    /// `lower <= sum of coefficient * column <= upper`. An empty name: one is made.
    pub fn add(&mut self, name: &str, bounds: (f64, f64), terms: &[(i32, f64)]) -> Result<()> {
        let name = c_text("name", name)?;
        let (count, columns, coefficients) = entries(terms)?;
        // SAFETY: the handle is lent for the callback's call; both arrays hold `count` entries.
        call(|err| unsafe {
            sys::tenon_new_rows_add(
                self.handle.as_ptr(),
                name.as_ptr(),
                bounds.0,
                bounds.1,
                count,
                columns.as_ptr(),
                coefficients.as_ptr(),
                err,
            )
        })
    }
}

type OnPlan<'a> = Box<dyn FnMut(&SolvePoint) -> ControlFlow<()> + 'a>;
type OnPoint<'a> = Box<dyn FnMut(&SolvePoint, &mut NewRows) -> ControlFlow<()> + 'a>;
type ForPlans<'a> = Box<dyn FnMut(&SolvePoint, &mut NewPlans) -> ControlFlow<()> + 'a>;
type OnVerdict<'a> = Box<dyn FnMut(&PlanVerdict) -> ControlFlow<()> + 'a>;
type ForBranching<'a> = Box<dyn FnMut(&SolvePoint, &mut Branching) -> ControlFlow<()> + 'a>;

/// What a host says during a solve. `Break` ends it with the best plan so far; a panic ends it and
/// goes on in the caller of the solve.
///
/// ```
/// use std::ops::ControlFlow;
/// use tenon::{Callbacks, ColumnType, Problem, Sense, SolveOptions};
///
/// let mut problem = Problem::new(Sense::Maximize)?;
/// let a = problem.add_column("a", ColumnType::Binary, (0.0, 1.0), 3.0)?;
/// let b = problem.add_column("b", ColumnType::Binary, (0.0, 1.0), 2.0)?;
/// let mut callbacks = Callbacks::new().lazy_rows(move |point, rows| {
///     if point.values[a as usize] + point.values[b as usize] > 1.5 {
///         rows.add("one of them", (f64::NEG_INFINITY, 1.0), &[(a, 1.0), (b, 1.0)]).unwrap();
///     }
///     ControlFlow::Continue(())
/// });
/// let solution = problem.solve_with(&SolveOptions::default(), &mut callbacks)?;
/// assert_eq!(solution.objective(), Some(3.0));
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Default)]
#[must_use]
pub struct Callbacks<'a> {
    incumbent: Option<OnPlan<'a>>,
    lazy_rows: Option<OnPoint<'a>>,
    user_cuts: Option<OnPoint<'a>>,
    user_plans: Option<ForPlans<'a>>,
    plan_verdict: Option<OnVerdict<'a>>,
    user_branching: Option<ForBranching<'a>>,
    panic: Option<Box<dyn Any + Send>>,
}

impl std::fmt::Debug for Callbacks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Callbacks")
            .field("incumbent", &self.incumbent.is_some())
            .field("lazy_rows", &self.lazy_rows.is_some())
            .field("user_cuts", &self.user_cuts.is_some())
            .field("user_plans", &self.user_plans.is_some())
            .field("plan_verdict", &self.plan_verdict.is_some())
            .field("user_branching", &self.user_branching.is_some())
            .finish()
    }
}

impl<'a> Callbacks<'a> {
    /// None.
    pub fn new() -> Callbacks<'a> {
        Callbacks::default()
    }

    /// Each time a plan becomes the best one.
    pub fn incumbent(mut self, body: impl FnMut(&SolvePoint) -> ControlFlow<()> + 'a) -> Self {
        self.incumbent = Some(Box::new(body));
        self
    }

    /// Asked about every point before it becomes a plan: hand back a row that it breaks, or none.
    pub fn lazy_rows(
        mut self,
        body: impl FnMut(&SolvePoint, &mut NewRows) -> ControlFlow<()> + 'a,
    ) -> Self {
        self.lazy_rows = Some(Box::new(body));
        self
    }

    /// Asked at fractional optima of the relaxation: rows that every plan keeps.
    pub fn user_cuts(
        mut self,
        body: impl FnMut(&SolvePoint, &mut NewRows) -> ControlFlow<()> + 'a,
    ) -> Self {
        self.user_cuts = Some(Box::new(body));
        self
    }

    /// Asked for plans, whole or partial, at fractional optima of the relaxation: at the root, and
    /// once at each node. They are judged when the call has returned.
    pub fn user_plans(
        mut self,
        body: impl FnMut(&SolvePoint, &mut NewPlans) -> ControlFlow<()> + 'a,
    ) -> Self {
        self.user_plans = Some(Box::new(body));
        self
    }

    /// Told what became of each of those plans.
    pub fn plan_verdict(mut self, body: impl FnMut(&PlanVerdict) -> ControlFlow<()> + 'a) -> Self {
        self.plan_verdict = Some(Box::new(body));
        self
    }

    /// Asked for a branching at nodes with a fractional optimum; where none is chosen, or the column
    /// has no two sides left there, tenon chooses.
    pub fn user_branching(
        mut self,
        body: impl FnMut(&SolvePoint, &mut Branching) -> ControlFlow<()> + 'a,
    ) -> Self {
        self.user_branching = Some(Box::new(body));
        self
    }

    fn run(&mut self, body: impl FnOnce(&mut Self) -> ControlFlow<()>) -> i32 {
        if self.panic.is_some() {
            return 1;
        }
        match catch_unwind(AssertUnwindSafe(|| body(self))) {
            Ok(flow) => i32::from(flow.is_break()),
            Err(panic) => {
                self.panic = Some(panic);
                1
            }
        }
    }
}

/// # Safety
/// `point` is one that the library lends to a callback.
unsafe fn point_of<'a>(point: *const sys::tenon_solve_point) -> SolvePoint<'a> {
    unsafe {
        let raw = &*point;
        let values =
            if raw.count > 0 { from_raw_parts(raw.values, raw.count as usize) } else { &[][..] };
        SolvePoint {
            values,
            objective: raw.objective,
            bound: raw.bound,
            incumbent: (!raw.incumbent.is_nan()).then_some(raw.incumbent),
            nodes: raw.nodes,
        }
    }
}

// In those below: SAFETY: the library hands back the `user` of the solve, a Callbacks that is
// borrowed mutably for it, on the same thread and never twice at once.
unsafe extern "C" fn on_plan(point: *const sys::tenon_solve_point, user: *mut c_void) -> i32 {
    unsafe {
        (*user.cast::<Callbacks>()).run(|own| match &mut own.incumbent {
            Some(body) => body(&point_of(point)),
            None => ControlFlow::Continue(()),
        })
    }
}

unsafe fn on_point(
    point: *const sys::tenon_solve_point,
    rows: *mut sys::tenon_new_rows,
    body: Option<&mut OnPoint>,
) -> ControlFlow<()> {
    unsafe {
        match (body, NonNull::new(rows)) {
            (Some(body), Some(handle)) => {
                body(&point_of(point), &mut NewRows { handle, call: std::marker::PhantomData })
            }
            _ => ControlFlow::Continue(()),
        }
    }
}

unsafe extern "C" fn on_lazy_rows(
    point: *const sys::tenon_solve_point,
    rows: *mut sys::tenon_new_rows,
    user: *mut c_void,
) -> i32 {
    unsafe { (*user.cast::<Callbacks>()).run(|own| on_point(point, rows, own.lazy_rows.as_mut())) }
}

unsafe extern "C" fn on_user_cuts(
    point: *const sys::tenon_solve_point,
    rows: *mut sys::tenon_new_rows,
    user: *mut c_void,
) -> i32 {
    unsafe { (*user.cast::<Callbacks>()).run(|own| on_point(point, rows, own.user_cuts.as_mut())) }
}

unsafe extern "C" fn for_plans(
    point: *const sys::tenon_solve_point,
    plans: *mut sys::tenon_new_plans,
    user: *mut c_void,
) -> i32 {
    unsafe {
        (*user.cast::<Callbacks>()).run(|own| match (&mut own.user_plans, NonNull::new(plans)) {
            (Some(body), Some(handle)) => body(&point_of(point), &mut NewPlans::lent(handle)),
            _ => ControlFlow::Continue(()),
        })
    }
}

unsafe extern "C" fn on_verdict(verdict: *const sys::tenon_plan_verdict, user: *mut c_void) -> i32 {
    unsafe {
        (*user.cast::<Callbacks>()).run(|own| match &mut own.plan_verdict {
            Some(body) => {
                let raw = &*verdict;
                let reason = CStr::from_ptr(raw.reason).to_string_lossy();
                body(&PlanVerdict {
                    number: raw.number as usize,
                    objective: (raw.taken != 0).then_some(raw.objective),
                    reason: &reason,
                })
            }
            None => ControlFlow::Continue(()),
        })
    }
}

unsafe extern "C" fn for_branching(
    point: *const sys::tenon_solve_point,
    branching: *mut sys::tenon_branching,
    user: *mut c_void,
) -> i32 {
    unsafe {
        (*user.cast::<Callbacks>()).run(|own| {
            match (&mut own.user_branching, NonNull::new(branching)) {
                (Some(body), Some(handle)) => body(&point_of(point), &mut Branching::lent(handle)),
                _ => ControlFlow::Continue(()),
            }
        })
    }
}

impl Problem {
    /// Solves with callbacks.
    pub fn solve_with(
        &self,
        options: &SolveOptions,
        callbacks: &mut Callbacks,
    ) -> Result<Solution> {
        self.solve_raw_with(options.raw()?, callbacks)
    }

    pub(crate) fn solve_raw_with(
        &self,
        mut options: RawOptions,
        callbacks: &mut Callbacks,
    ) -> Result<Solution> {
        let user: *mut Callbacks = callbacks;
        // SAFETY: of the callbacks' own fields only whether they are there is read.
        let own = unsafe { &*user };
        let table = sys::tenon_solve_callbacks {
            struct_size: size_of::<sys::tenon_solve_callbacks>() as u32,
            reserved: 0,
            incumbent: own.incumbent.as_ref().map(|_| on_plan as _),
            lazy_rows: own.lazy_rows.as_ref().map(|_| on_lazy_rows as _),
            user_cuts: own.user_cuts.as_ref().map(|_| on_user_cuts as _),
            user: user.cast(),
            user_plans: own.user_plans.as_ref().map(|_| for_plans as _),
            plan_verdict: own.plan_verdict.as_ref().map(|_| on_verdict as _),
            user_branching: own.user_branching.as_ref().map(|_| for_branching as _),
        };
        options.table.callbacks = &table;
        // SAFETY: the problem is not changed; options, table and what they point to live for the call.
        let solution = Solution::make(|out, err| unsafe {
            sys::tenon_problem_solve(current(), self.raw(), &options.table, out, err)
        });
        if let Some(panic) = callbacks.panic.take() {
            resume_unwind(panic);
        }
        solution
    }
}
