use tenon_sys as sys;

use super::PipelineOptions;
use crate::context::current;
use crate::raw::int32;
use crate::{Model, Result, Table};

impl Model {
    /// Cleaning, features and a model, fitted together: what is scored later goes through the same steps.
    ///
    /// ```
    /// use tenon::clean::ImputeOptions;
    /// use tenon::{Model, PipelineOptions, Table};
    ///
    /// let log = Table::from_csv_text(
    ///     "heat,line,status\n1,A,OK\n,B,OK\n3,A,FAIL\n2,B,OK\n4,B,FAIL\n2.5,A,FAIL\n3.5,B,OK\n1.5,A,OK\n",
    /// )?;
    /// let options = PipelineOptions::logistic("status", "FAIL")
    ///     .numeric(&["heat"])
    ///     .categorical(&["line"])
    ///     .impute(ImputeOptions::new())
    ///     .l2(0.1);
    /// let model = Model::pipeline(&log, &options)?;
    /// let hot = model.score(&[4.0, model.category(1, "A")?])?;
    /// assert!(hot > model.score(&[1.0, model.category(1, "A")?])?);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// Errors: contradictory options; a column that is not there or of another type; missing cells
    /// without `impute`, with their place; a target of one class.
    pub fn pipeline(table: &Table, options: &PipelineOptions) -> Result<Model> {
        options.lend(|raw| {
            // SAFETY: everything borrowed lives for the call.
            Model::make(|out, err| unsafe {
                sys::tenon_pipeline_fit(current(), table.raw(), raw, out, err)
            })
        })
    }

    /// The curve of true over false positives, a record a threshold. Logistic models only.
    pub fn roc(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_model_roc(current(), self.raw(), table.raw(), out, err)
        })
    }

    /// Predicted against observed shares in so many bins. Logistic models only.
    pub fn calibration(&self, table: &Table, bins: u32) -> Result<Table> {
        let bins = int32("bins", bins as usize)?;
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_model_calibration(current(), self.raw(), table.raw(), bins, out, err)
        })
    }
}
