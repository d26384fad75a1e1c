use std::path::Path;
use std::ptr::null_mut;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, document};
use crate::raw::{c_path, handle, int64};
use crate::{CsvOptions, JsonlOptions, Result, Table};

handle! {
    /// An ordered list of cleaning steps, written as JSON; fitted on one table and applied to the next
    /// with the same result to the last byte. A plan is a value: fitting gives a new one.
    ///
    /// ```
    /// use tenon::{CleanPlan, Table};
    ///
    /// let log = Table::from_csv_text("machine,heat\nM-1,20\n m-1,21\nM-1,\nM-1,22\n")?;
    /// let plan = CleanPlan::parse(r#"{"steps": [
    ///     {"step": "text", "columns": ["machine"]},
    ///     {"step": "categories", "columns": ["machine"]},
    ///     {"step": "fill", "method": "median"}]}"#)?;
    /// let (fitted, cleaned) = plan.fit(&log)?;
    /// assert_eq!(cleaned.numbers("heat")?[2], Some(21.0));
    /// assert_eq!(fitted.why(&log, 1, "machine")?.rows(), 2);
    ///
    /// let kept = CleanPlan::parse(&fitted.to_json()?)?; // learns nothing new
    /// let tomorrow = Table::from_csv_text("machine,heat\nm-1,\n")?;
    /// assert_eq!(kept.apply(&tomorrow)?.numbers("heat")?, [Some(21.0)]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    CleanPlan, sys::tenon_clean_plan, sys::tenon_clean_plan_free, shared
}

impl CleanPlan {
    /// A plan from its JSON, written by hand or by [`to_json`](Self::to_json). The argument of an
    /// error is the place of the fault: "/steps/1/columns".
    pub fn parse(json: &str) -> Result<CleanPlan> {
        let mut out = null_mut();
        // SAFETY: pointer and length are those of a live slice.
        call(|err| unsafe {
            sys::tenon_clean_plan_parse(json.as_ptr().cast(), json.len() as i64, &mut out, err)
        })?;
        CleanPlan::owned(out)
    }

    /// Learns each step from the table as the steps before left it: the fitted plan, and the table
    /// cleaned by it.
    pub fn fit(&self, table: &Table) -> Result<(CleanPlan, Table)> {
        let mut out = null_mut();
        let cleaned = Table::make(|cleaned, err| unsafe {
            // SAFETY: both handles are live; both results are taken over below.
            sys::tenon_clean_plan_fit(current(), self.raw(), table.raw(), cleaned, &mut out, err)
        })?;
        Ok((CleanPlan::owned(out)?, cleaned))
    }

    /// The table cleaned by what was learned.
    pub fn apply(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_clean_plan_apply(current(), self.raw(), table.raw(), out, err)
        })
    }

    /// Reads the next file for a fitted plan: text of the fit is text, and decimal and thousands marks and
    /// the order of day and month are those of the file of the fit, unless the options say otherwise.
    pub fn read_csv(&self, path: impl AsRef<Path>, options: &CsvOptions) -> Result<Table> {
        let path = c_path("path", path.as_ref())?;
        options.lend(|raw| {
            // SAFETY: handle, path and options live for the call, here and below.
            Table::make(|out, err| unsafe {
                let path = path.as_ptr();
                sys::tenon_clean_plan_read_csv(current(), self.raw(), path, raw, out, err)
            })
        })
    }

    /// The same of JSON Lines, whose columns without a value are there, all missing.
    pub fn read_jsonl(&self, path: impl AsRef<Path>, options: &JsonlOptions) -> Result<Table> {
        let path = c_path("path", path.as_ref())?;
        options.lend(|raw| {
            Table::make(|out, err| unsafe {
                let path = path.as_ptr();
                sys::tenon_clean_plan_read_jsonl(current(), self.raw(), path, raw, out, err)
            })
        })
    }

    /// Which steps changed a cell (of the table before cleaning), in order: a record a step with `step`,
    /// `kind`, `column`, `before`, `after` and `reason`; without a column where the step removed the row.
    pub fn why(&self, table: &Table, row: usize, column: &str) -> Result<Table> {
        let column = c_text("column", column)?;
        // SAFETY: handles and text are live.
        Table::make(|out, err| unsafe {
            sys::tenon_clean_plan_why(
                current(),
                self.raw(),
                table.raw(),
                int64(row),
                column.as_ptr(),
                out,
                err,
            )
        })
    }

    /// Whether it has learned from a table.
    pub fn is_fitted(&self) -> bool {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_clean_plan_is_fitted(self.raw()) != 0 }
    }

    /// The plan's document, with what it learned.
    pub fn to_json(&self) -> Result<String> {
        // SAFETY: the buffer has the capacity given.
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_clean_plan_to_json(self.raw(), buffer, capacity, needed, err)
        })
    }

    /// Saves that document: written new, synced, and renamed over an old one.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: handle and path are live.
        call(|err| unsafe { sys::tenon_clean_plan_save(self.raw(), path.as_ptr(), err) })
    }

    /// A plan from a file that holds its document.
    pub fn load(path: impl AsRef<Path>) -> Result<CleanPlan> {
        let path = c_path("path", path.as_ref())?;
        let mut out = null_mut();
        // SAFETY: path lives for the call.
        call(|err| unsafe { sys::tenon_clean_plan_load(current(), path.as_ptr(), &mut out, err) })?;
        CleanPlan::owned(out)
    }

    /// What every step is called, takes and does.
    pub fn help() -> Result<String> {
        // SAFETY: the buffer has the capacity given.
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_clean_plan_help(buffer, capacity, needed, err)
        })
    }
}
