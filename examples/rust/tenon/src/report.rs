use std::path::Path;
use std::ptr::{null, null_mut};

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, document, Names};
use crate::raw::{blank, c_path, handle, int64};
use crate::{Model, OrderPlan, Problem, Result, Solution, Table};

/// The words of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese.
    Chinese,
}

handle! {
    /// One self-contained HTML page; sections appear in the order they are added.
    ///
    /// ```
    /// use tenon::{Language, Report, Table};
    ///
    /// let table = Table::from_csv_text("heat,status\n1.5,OK\n2.5,FAIL\n")?;
    /// let mut report = Report::new(Language::English, "Line 3", "")?;
    /// report.text("Shift", "Nothing <odd> happened.")?.table("Log", &table, 100)?;
    /// assert!(report.html()?.contains("Nothing &lt;odd&gt; happened."));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Report, sys::tenon_report, sys::tenon_report_free, moved
}

impl Report {
    /// Without sections. An empty title is the language's own, an empty subtitle is none.
    pub fn new(language: Language, title: &str, subtitle: &str) -> Result<Report> {
        let (title, subtitle) = (c_text("title", title)?, c_text("subtitle", subtitle)?);
        let or_null = |text: &std::ffi::CString| {
            if text.as_bytes().is_empty() {
                null()
            } else {
                text.as_ptr()
            }
        };
        let mut raw: sys::tenon_report_options = blank();
        raw.language = match language {
            Language::English => sys::TENON_ENGLISH,
            Language::Chinese => sys::TENON_CHINESE,
        };
        raw.title = or_null(&title);
        raw.subtitle = or_null(&subtitle);
        let mut out = null_mut();
        // SAFETY: options and texts live for the call.
        call(|err| unsafe { sys::tenon_report_create(&raw, &mut out, err) })?;
        Report::owned(out)
    }

    fn add(
        &mut self,
        body: impl FnOnce(*mut sys::tenon_report, *mut sys::tenon_error) -> sys::tenon_status,
    ) -> Result<&mut Self> {
        let handle = self.handle.as_ptr();
        call(|err| body(handle, err))?;
        Ok(self)
    }

    /// A heading and a paragraph.
    pub fn text(&mut self, heading: &str, paragraph: &str) -> Result<&mut Self> {
        let (heading, paragraph) = (c_text("heading", heading)?, c_text("paragraph", paragraph)?);
        // SAFETY: everything borrowed lives for the call, here and below.
        self.add(|report, err| unsafe {
            sys::tenon_report_add_text(report, heading.as_ptr(), paragraph.as_ptr(), err)
        })
    }

    /// A row of large figures: labels and their values.
    pub fn figures(&mut self, heading: &str, figures: &[(&str, &str)]) -> Result<&mut Self> {
        let heading = c_text("heading", heading)?;
        let labels =
            Names::new("labels", &figures.iter().map(|figure| figure.0).collect::<Vec<_>>())?;
        let values =
            Names::new("values", &figures.iter().map(|figure| figure.1).collect::<Vec<_>>())?;
        self.add(|report, err| unsafe {
            sys::tenon_report_add_figures(
                report,
                heading.as_ptr(),
                labels.pointer(),
                values.pointer(),
                labels.count(),
                err,
            )
        })
    }

    /// At most so many records of a table.
    pub fn table(&mut self, heading: &str, table: &Table, max_rows: usize) -> Result<&mut Self> {
        let heading = c_text("heading", heading)?;
        self.add(|report, err| unsafe {
            sys::tenon_report_add_table(report, heading.as_ptr(), table.raw(), int64(max_rows), err)
        })
    }

    /// What the columns of a table hold.
    pub fn profile(&mut self, table: &Table) -> Result<&mut Self> {
        self.add(|report, err| unsafe {
            sys::tenon_report_add_profile(report, current(), table.raw(), err)
        })
    }

    /// What was done to a table, and what a model's own steps did in training.
    pub fn changes(&mut self, table: Option<&Table>, model: Option<&Model>) -> Result<&mut Self> {
        let table = table.map_or(null(), Table::raw);
        let model = model.map_or(null(), Model::raw);
        self.add(|report, err| unsafe { sys::tenon_report_add_changes(report, table, model, err) })
    }

    /// Where cells are missing.
    pub fn missing_map(&mut self, table: &Table) -> Result<&mut Self> {
        self.add(|report, err| unsafe {
            sys::tenon_report_add_missing_map(report, table.raw(), err)
        })
    }

    /// Coefficients with intervals, fit, warnings.
    pub fn model(&mut self, model: &Model) -> Result<&mut Self> {
        self.add(|report, err| unsafe { sys::tenon_report_add_model(report, model.raw(), err) })
    }

    /// How good a model is on a table.
    pub fn evaluation(&mut self, model: &Model, table: &Table) -> Result<&mut Self> {
        self.add(|report, err| unsafe {
            sys::tenon_report_add_evaluation(report, current(), model.raw(), table.raw(), err)
        })
    }

    /// Two columns against each other, coloured by what the model predicts.
    pub fn scatter(
        &mut self,
        model: Option<&Model>,
        table: &Table,
        x: &str,
        y: &str,
    ) -> Result<&mut Self> {
        let (x, y) = (c_text("x", x)?, c_text("y", y)?);
        let model = model.map_or(null(), Model::raw);
        self.add(|report, err| unsafe {
            sys::tenon_report_add_scatter(
                report,
                current(),
                model,
                table.raw(),
                x.as_ptr(),
                y.as_ptr(),
                err,
            )
        })
    }

    /// A plan of orders, as a chart and as tables.
    pub fn plan(&mut self, plan: &OrderPlan) -> Result<&mut Self> {
        self.add(|report, err| unsafe { sys::tenon_report_add_plan(report, plan.raw(), err) })
    }

    /// What a solve found.
    pub fn solution(&mut self, problem: &Problem, solution: &Solution) -> Result<&mut Self> {
        self.add(|report, err| unsafe {
            sys::tenon_report_add_solution(report, problem.raw(), solution.raw(), err)
        })
    }

    /// The page.
    pub fn html(&self) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_report_to_html(self.handle.as_ptr(), buffer, capacity, needed, err)
        })
    }

    /// Writes the page, new, synced and renamed.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        call(|err| unsafe { sys::tenon_report_write(self.handle.as_ptr(), path.as_ptr(), err) })
    }
}
