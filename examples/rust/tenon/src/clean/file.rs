use std::path::Path;
use std::ptr::null_mut;

use tenon_sys as sys;

use super::CleanPlan;
use crate::context::current;
use crate::error::call;
use crate::raw::{blank, c_path, count};
use crate::{
    CsvBatch, CsvOptions, CsvWriteOptions, JsonlOptions, JsonlWriteOptions, Result, Table,
};

/// What cleaning a file came to.
#[derive(Debug)]
#[non_exhaustive]
pub struct CleanedFile {
    /// Records that were read.
    pub rows_before: usize,
    /// Records that were written.
    pub rows_after: usize,
    /// Batches; `None`: the whole file was read at once.
    pub batches: Option<usize>,
    /// The step, from 1, that needs the whole file and made that so.
    pub step_across_rows: Option<usize>,
    /// As [`Table::changes`].
    pub changes: Table,
    /// As [`Table::findings`].
    pub findings: Table,
}

impl CleanedFile {
    /// Takes over both tables.
    fn from_raw(
        done: &sys::tenon_cleaned_file,
        changes: *mut sys::tenon_table,
        findings: *mut sys::tenon_table,
    ) -> Result<CleanedFile> {
        let positive = |number: i64| Some(count(number)).filter(|number| *number > 0);
        Ok(CleanedFile {
            rows_before: count(done.rows_before),
            rows_after: count(done.rows_after),
            batches: positive(done.batches),
            step_across_rows: positive(done.step_across_rows),
            changes: Table::owned(changes)?,
            findings: Table::owned(findings)?,
        })
    }
}

impl CleanPlan {
    /// The first step, from 1, that looks at several rows together.
    pub fn step_across_rows(&self) -> Option<usize> {
        // SAFETY: the handle is live.
        let step = unsafe { sys::tenon_clean_plan_step_across_rows(self.raw()) };
        usize::try_from(step).ok().filter(|step| *step > 0)
    }

    /// Cleans a delimited file into another, in memory that does not grow with it where the steps allow
    /// that. The output is what reading, [`apply`](CleanPlan::apply) and writing the whole would give,
    /// to the last byte, written new, synced and renamed at the end.
    ///
    /// ```
    /// use tenon::clean::CleanPlan;
    /// use tenon::{CsvBatch, CsvOptions, CsvWriteOptions, Table};
    ///
    /// # let folder = std::env::temp_dir();
    /// # let input = folder.join(format!("tenon-doc-clean-{}.csv", std::process::id()));
    /// # let output = input.with_extension("out");
    /// # std::fs::write(&input, "heat\n1\n\n3\n").unwrap();
    /// let plan = CleanPlan::parse(r#"{"steps": [{"step": "fill", "method": "median"}]}"#)?;
    /// let (fitted, _) = plan.fit(&Table::read_csv(&input)?)?;
    /// let done = fitted.apply_file(
    ///     &input,
    ///     &output,
    ///     &CsvOptions::default(),
    ///     &CsvBatch::new().rows(2),
    ///     &CsvWriteOptions::new(),
    /// )?;
    /// assert_eq!((done.rows_after, done.batches), (3, Some(2)));
    /// assert_eq!(std::fs::read_to_string(&output).unwrap(), "heat\n1\n2\n3\n");
    /// # std::fs::remove_file(input).unwrap();
    /// # std::fs::remove_file(output).unwrap();
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn apply_file(
        &self,
        input: impl AsRef<Path>,
        output: impl AsRef<Path>,
        reading: &CsvOptions,
        batch: &CsvBatch,
        writing: &CsvWriteOptions,
    ) -> Result<CleanedFile> {
        let input = c_path("input", input.as_ref())?;
        let output = c_path("output", output.as_ref())?;
        let batch = batch.raw();
        let mut done: sys::tenon_cleaned_file = blank();
        let (mut changes, mut findings) = (null_mut(), null_mut());
        reading.lend(|reading| {
            writing.lend(|writing| {
                // SAFETY: everything borrowed lives for the call.
                call(|err| unsafe {
                    sys::tenon_clean_plan_apply_file(
                        current(),
                        self.raw(),
                        input.as_ptr(),
                        reading,
                        &batch,
                        output.as_ptr(),
                        writing,
                        &mut done,
                        &mut changes,
                        &mut findings,
                        err,
                    )
                })
            })
        })?;
        CleanedFile::from_raw(&done, changes, findings)
    }

    /// The same of JSON Lines.
    pub fn apply_jsonl_file(
        &self,
        input: impl AsRef<Path>,
        output: impl AsRef<Path>,
        reading: &JsonlOptions,
        batch: &CsvBatch,
        writing: &JsonlWriteOptions,
    ) -> Result<CleanedFile> {
        let input = c_path("input", input.as_ref())?;
        let output = c_path("output", output.as_ref())?;
        let (batch, writing) = (batch.raw(), writing.raw());
        let mut done: sys::tenon_cleaned_file = blank();
        let (mut changes, mut findings) = (null_mut(), null_mut());
        reading.lend(|reading| {
            // SAFETY: everything borrowed lives for the call.
            call(|err| unsafe {
                sys::tenon_clean_plan_apply_jsonl_file(
                    current(),
                    self.raw(),
                    input.as_ptr(),
                    reading,
                    &batch,
                    output.as_ptr(),
                    &writing,
                    &mut done,
                    &mut changes,
                    &mut findings,
                    err,
                )
            })
        })?;
        CleanedFile::from_raw(&done, changes, findings)
    }
}
