//! Pipelines on data that do not fit in memory.

use std::any::Any;
use std::os::raw::c_void;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::path::Path;

use tenon_sys as sys;

use super::PipelineOptions;
use crate::context::current;
use crate::raw::{blank, c_path};
use crate::{ArrowStream, CsvBatch, CsvOptions, Error, Model, Result, Table};

// What the library's callbacks are handed. An error or a panic of the host's waits here for the end of
// the call.
struct Source<F, I> {
    open: F,
    tables: Option<I>,
    caught: Caught,
}

#[derive(Default)]
struct Caught {
    error: Option<Error>,
    panic: Option<Box<dyn Any + Send>>,
}

impl Caught {
    /// What `body` gives, or `None` when it fails.
    fn run<T>(&mut self, body: impl FnOnce() -> Result<T>) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(body)) {
            Ok(Ok(value)) => return Some(value),
            Ok(Err(error)) => self.error = Some(error),
            Err(panic) => self.panic = Some(panic),
        }
        None
    }

    /// The host's own failure, if there was one; else what the call gave.
    fn or(self, made: Result<Model>) -> Result<Model> {
        if let Some(panic) = self.panic {
            resume_unwind(panic);
        }
        self.error.map_or(made, Err)
    }
}

// In the three below: SAFETY: the library hands back the `user` of the running call, on its thread and
// never twice at once.
unsafe extern "C" fn on_next<F, I>(
    out: *mut *mut sys::tenon_table,
    user: *mut c_void,
) -> sys::tenon_status
where
    F: FnMut() -> Result<I>,
    I: Iterator<Item = Result<Table>>,
{
    unsafe {
        let Source { open, tables, caught } = &mut *user.cast::<Source<F, I>>();
        let next = caught.run(|| {
            let tables = match tables {
                Some(tables) => tables,
                None => tables.insert(open()?),
            };
            tables.next().transpose()
        });
        match next {
            Some(Some(table)) => {
                *out = table.into_raw();
                sys::TENON_OK
            }
            Some(None) => sys::TENON_OK,
            None => sys::TENON_E_DATA,
        }
    }
}

unsafe extern "C" fn on_rewind<F, I>(user: *mut c_void) -> i32 {
    unsafe {
        let source = &mut *user.cast::<Source<F, I>>();
        let tables = source.tables.take();
        let dropped = source.caught.run(|| {
            drop(tables);
            Ok(())
        });
        i32::from(dropped.is_none())
    }
}

struct Opener<F> {
    open: F,
    caught: Caught,
}

unsafe extern "C" fn on_open<F>(stream: *mut sys::ArrowArrayStream, user: *mut c_void) -> i32
where
    F: FnMut() -> Result<ArrowStream>,
{
    unsafe {
        let Opener { open, caught } = &mut *user.cast::<Opener<F>>();
        match caught.run(open) {
            Some(opened) => {
                stream.write(opened.into_raw());
                0
            }
            None => 1,
        }
    }
}

impl Model {
    /// [`Model::pipeline`] over tables of the same columns, one after the other: one pass for least
    /// squares on number columns, one more for categories and a text target, some ten for a logistic
    /// model. `open` begins a pass; its first error ends the fit and is returned.
    ///
    /// Records with a missing cell in a used column are left out; `outliers`, `impute` and `scaling` are
    /// refused. How the tables are cut is of no account to least squares,
    /// and to other estimates but for rounding.
    ///
    /// ```
    /// use tenon::{Model, PipelineOptions, Table};
    ///
    /// let parts = ["x,y\n1,2.1\n2,3.9\n", "x,y\n3,6.2\n4,7.8\n"];
    /// let options = PipelineOptions::linear("y").numeric(&["x"]);
    /// let model =
    ///     Model::pipeline_tables(|| Ok(parts.iter().map(|csv| Table::from_csv_text(csv))), &options)?;
    /// assert!((model.score(&[5.0])? - 9.85).abs() < 1e-12);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn pipeline_tables<F, I>(open: F, options: &PipelineOptions) -> Result<Model>
    where
        F: FnMut() -> Result<I>,
        I: Iterator<Item = Result<Table>>,
    {
        let mut source = Source { open, tables: None, caught: Caught::default() };
        let user: *mut Source<F, I> = &mut source;
        let raw_source = sys::tenon_table_source {
            next: Some(on_next::<F, I>),
            rewind: Some(on_rewind::<F, I>),
            user: user.cast(),
            ..blank()
        };
        let made = options.lend(|raw| {
            // SAFETY: the source lives for the call, which alone uses it; options do, too.
            Model::make(|out, err| unsafe {
                sys::tenon_pipeline_fit_source(current(), &raw_source, raw, out, err)
            })
        });
        source.caught.or(made)
    }

    /// The same over the batches of a delimited file, read once for every pass.
    pub fn pipeline_csv(
        path: impl AsRef<Path>,
        reading: &CsvOptions,
        batch: &CsvBatch,
        options: &PipelineOptions,
    ) -> Result<Model> {
        let path = c_path("path", path.as_ref())?;
        let batch = batch.raw();
        reading.lend(|csv| {
            options.lend(|raw| {
                // SAFETY: everything borrowed lives for the call.
                Model::make(|out, err| unsafe {
                    sys::tenon_pipeline_fit_csv(
                        current(),
                        path.as_ptr(),
                        csv,
                        &batch,
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }

    /// The same over the batches of an Arrow stream, opened once for every pass.
    pub fn pipeline_arrow<F>(open: F, options: &PipelineOptions) -> Result<Model>
    where
        F: FnMut() -> Result<ArrowStream>,
    {
        let mut opener = Opener { open, caught: Caught::default() };
        let user: *mut Opener<F> = &mut opener;
        let made = options.lend(|raw| {
            // SAFETY: the opener lives for the call, which alone uses it; options do, too.
            Model::make(|out, err| unsafe {
                sys::tenon_pipeline_fit_arrow(
                    current(),
                    Some(on_open::<F>),
                    user.cast(),
                    raw,
                    out,
                    err,
                )
            })
        });
        opener.caught.or(made)
    }
}
