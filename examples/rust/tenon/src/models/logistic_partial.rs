use std::any::Any;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::os::raw::c_void;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};

use tenon_sys as sys;

use super::partial_rows::partial;
use super::samples::{Extra, Samples};
use super::{Glm, LinearPartial};
use crate::context::current;
use crate::error::{c_text, call};
use crate::raw::{bytes_of, count, handle, maybe, maybe_text};
use crate::{Error, LogisticOptions, Model, Result, Table};

handle! {
    /// One pass over some rows of a fit that visits them again and again, at a point that it knows: see
    /// [`LogisticOptions::fit_passes`], and `fit_passes` of [`Glm`], of models of classes, of Huber's and
    /// of quantile regression. Merged in any order and grouping, the same slices give the same
    /// bits. The bytes of an empty partial are all that a worker elsewhere needs to know.
    LogisticPartial, sys::tenon_logistic_partial, sys::tenon_logistic_partial_free, moved
}

partial! {
    LogisticPartial,
    /// Adds the rows of a slice, whose target is 0 or 1, or in the range of the family, with weights where
    /// they are given; offset and exposure are for models of counts and amounts. A call that fails has
    /// added nothing.
    add: sys::tenon_logistic_partial_add_rows,
    takes: [Extra::Weights, Extra::Offset, Extra::Exposure],
    add_table: sys::tenon_logistic_partial_add_table,
    /// Adds the rows of another partial of the same pass.
    merge: sys::tenon_logistic_partial_merge,
    rows: sys::tenon_logistic_partial_rows,
    to_bytes: sys::tenon_logistic_partial_to_bytes,
    from_bytes: sys::tenon_logistic_partial_from_bytes
}

/// The empty partial of one pass of [`LogisticOptions::fit_passes`], lent to the closure that adds all
/// rows to it.
#[derive(Debug)]
pub struct LogisticPass<'a> {
    // Not a `&mut LogisticPartial`: that could be replaced, which would free the library's own.
    partial: ManuallyDrop<LogisticPartial>,
    call: PhantomData<&'a mut ()>,
}

impl LogisticPass<'_> {
    /// As [`LogisticPartial::add`].
    pub fn add(&mut self, slice: &Samples) -> Result<()> {
        self.partial.add(slice)
    }

    /// As [`LogisticPartial::add_table`].
    pub fn add_table(
        &mut self,
        table: &Table,
        target: &str,
        weights: Option<&str>,
    ) -> Result<usize> {
        self.partial.add_table(table, target, weights)
    }

    /// Adds what a worker made of these [`bytes`](LogisticPass::to_bytes).
    pub fn merge(&mut self, worked: &LogisticPartial) -> Result<()> {
        self.partial.merge(worked)
    }

    /// All that a worker elsewhere needs to know: [`LogisticPartial::from_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.partial.to_bytes()
    }
}

// What the library's callback is handed; an error or a panic of the host's waits here for the end of the
// call.
struct Pass<F> {
    body: F,
    error: Option<Error>,
    panic: Option<Box<dyn Any + Send>>,
}

unsafe extern "C" fn on_pass<F: FnMut(&mut LogisticPass) -> Result<()>>(
    partial: *mut sys::tenon_logistic_partial,
    user: *mut c_void,
) -> sys::tenon_status {
    // SAFETY: user is the Pass of the running call, on its thread.
    let pass = unsafe { &mut *user.cast::<Pass<F>>() };
    pass.visit(|body| body(&mut lent(partial)?))
}

unsafe extern "C" fn on_fold_pass<F: FnMut(&mut [LogisticPass]) -> Result<()>>(
    folds: *const *mut sys::tenon_logistic_partial,
    count: i32,
    user: *mut c_void,
) -> sys::tenon_status {
    // SAFETY: user is the Pass of the running call, on its thread; there are as many partials as said.
    let pass = unsafe { &mut *user.cast::<Pass<F>>() };
    let folds = unsafe { std::slice::from_raw_parts(folds, count as usize) };
    pass.visit(|body| {
        let mut lent: Vec<_> = folds.iter().map(|fold| lent(*fold)).collect::<Result<_>>()?;
        body(&mut lent)
    })
}

fn lent<'a>(partial: *mut sys::tenon_logistic_partial) -> Result<LogisticPass<'a>> {
    let partial = ManuallyDrop::new(LogisticPartial::owned(partial)?);
    Ok(LogisticPass { partial, call: PhantomData })
}

impl<F> Pass<F> {
    fn new(body: F) -> Pass<F> {
        Pass { body, error: None, panic: None }
    }

    // One visit of the rows; what goes wrong waits.
    fn visit(&mut self, run: impl FnOnce(&mut F) -> Result<()>) -> sys::tenon_status {
        match catch_unwind(AssertUnwindSafe(|| run(&mut self.body))) {
            Ok(Ok(())) => sys::TENON_OK,
            Ok(Err(error)) => {
                self.error = Some(error);
                sys::TENON_E_DATA
            }
            Err(panic) => {
                self.panic = Some(panic);
                sys::TENON_E_CANCELLED
            }
        }
    }

    // What the fit came to, or what was thrown in it.
    fn end<T>(mut self, fitted: Result<T>) -> Result<T> {
        if let Some(panic) = self.panic.take() {
            resume_unwind(panic);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => fitted,
        }
    }
}

impl LogisticOptions {
    /// The model of [`LogisticOptions::fit`] on rows that are anywhere: `first` is a partial of them
    /// whose target is 0 or 1, and `pass` adds all of them to what it is lent, some 7
    /// to 14 times, on this thread. An error of `pass` ends the fit and is returned.
    ///
    /// ```
    /// use tenon::models::{LinearPartial, Samples};
    /// use tenon::LogisticOptions;
    ///
    /// let heat = [[1.0], [2.0], [3.0], [2.5], [2.8], [2.6], [1.9]];
    /// let failed = [0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0];
    /// let slices = [Samples::new(&heat[..3], &failed[..3]), Samples::new(&heat[3..], &failed[3..])];
    /// let mut first = LinearPartial::new(&["heat"])?;
    /// slices.iter().try_for_each(|slice| first.add(slice))?;
    /// let model = LogisticOptions::new()
    ///     .fit_passes(&first, |pass| slices.iter().try_for_each(|slice| pass.add(slice)))?;
    /// let whole = LogisticOptions::new().fit(&Samples::new(&heat, &failed))?;
    /// assert!((model.score(&[2.7])? - whole.score(&[2.7])?).abs() < 1e-9);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_passes<F>(&self, first: &LinearPartial, pass: F) -> Result<Model>
    where
        F: FnMut(&mut LogisticPass) -> Result<()>,
    {
        run_passes(pass, |visit, user| {
            self.lend(|raw| {
                // SAFETY: the pass lives for the call, which alone uses it; options do, too.
                Model::make(|out, err| unsafe {
                    sys::tenon_logistic_fit_passes(
                        current(),
                        first.raw(),
                        visit,
                        user,
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }
}

impl Glm {
    /// The model of [`Glm::fit`] on rows that are anywhere, as [`LogisticOptions::fit_passes`]; a shape
    /// must be given.
    ///
    /// ```
    /// use tenon::models::{Glm, LinearPartial, Samples};
    ///
    /// let heat = [[1.0], [2.0], [3.0], [2.5]];
    /// let faults = [1.0, 3.0, 7.0, 4.0];
    /// let slices = [Samples::new(&heat[..3], &faults[..3]), Samples::new(&heat[3..], &faults[3..])];
    /// let mut first = LinearPartial::new(&["heat"])?;
    /// slices.iter().try_for_each(|slice| first.add(slice))?;
    /// let model = Glm::poisson()
    ///     .fit_passes(&first, |pass| slices.iter().try_for_each(|slice| pass.add(slice)))?;
    /// let whole = Glm::poisson().fit(&Samples::new(&heat, &faults))?;
    /// assert!((model.score(&[2.7])? / whole.score(&[2.7])? - 1.0).abs() < 1e-9);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_passes<F>(&self, first: &LinearPartial, pass: F) -> Result<Model>
    where
        F: FnMut(&mut LogisticPass) -> Result<()>,
    {
        self.lend(|raw| {
            run_passes(pass, |visit, user| {
                // SAFETY: the pass lives for the call, which alone uses it; options do, too.
                Model::make(|out, err| unsafe {
                    sys::tenon_glm_fit_passes(
                        current(),
                        first.raw(),
                        visit,
                        user,
                        self.raw_family(),
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }
}

// Runs the fit with the pass behind function and pointer, and hands on what the pass threw.
pub(super) fn run_passes<F, T>(
    pass: F,
    fit: impl FnOnce(sys::tenon_logistic_pass_function, *mut c_void) -> Result<T>,
) -> Result<T>
where
    F: FnMut(&mut LogisticPass) -> Result<()>,
{
    let mut pass = Pass::new(pass);
    let user: *mut Pass<F> = &mut pass;
    let fitted = fit(Some(on_pass::<F>), user.cast());
    pass.end(fitted)
}

// The same with a partial for every fold.
pub(super) fn run_fold_passes<F, T>(
    pass: F,
    fit: impl FnOnce(sys::tenon_fold_pass_function, *mut c_void) -> Result<T>,
) -> Result<T>
where
    F: FnMut(&mut [LogisticPass]) -> Result<()>,
{
    let mut pass = Pass::new(pass);
    let user: *mut Pass<F> = &mut pass;
    let fitted = fit(Some(on_fold_pass::<F>), user.cast());
    pass.end(fitted)
}
