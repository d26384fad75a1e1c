//! What a model says of records beyond its score: how sure it is, and why.

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call};
use crate::evaluate::ScoreKind;
use crate::options::options;
use crate::raw::{int32, maybe_text};
use crate::{Model, Result, Table};

options! {
    /// How importance of inputs is measured.
    pub struct ImportanceOptions {
        /// Shuffles of each input.
        value repeats: u32 = 5,
        /// The score whose fall counts.
        value score: ScoreKind = ScoreKind::Automatic,
        /// Of the classes, for scores that need one.
        value threshold: f64 = 0.5,
        /// Of the shuffles.
        value seed: u64 = 42,
    }
}

options! {
    /// How dependence on an input is measured.
    pub struct DependenceOptions {
        /// Quantiles of a number's cells that are tried.
        value points: u32 = 20,
        /// Records that are followed, drawn; without it all of them.
        optional records: u32,
        /// Of the draw.
        value seed: u64 = 42,
        /// Of a model of several classes the one whose probability is told.
        maybe_text of_class: String,
    }
}

/// What predictions do as one input moves.
#[derive(Debug)]
#[non_exhaustive]
pub struct Dependence {
    /// value or category, mean, sd.
    pub mean: Table,
    /// row, place (of the value), predicted.
    pub curves: Table,
}

impl Model {
    /// Of every record: `prediction`, `mean_low` and `mean_high` (interval of the expected value), `low`
    /// and `high` (of one new measurement). Least-squares models only.
    ///
    /// ```
    /// use tenon::{LinearOptions, Model, Table};
    ///
    /// let table = Table::from_csv_text("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n")?;
    /// let model = Model::linear(&table, &["x"], "y", &LinearOptions::new())?;
    /// let sure = model.predict_intervals(&table, 0.95)?;
    /// assert!(sure.numbers("low")?[0] < sure.numbers("mean_low")?[0]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn predict_intervals(&self, table: &Table, confidence: f64) -> Result<Table> {
        // SAFETY: both handles are live, here and below.
        Table::make(|out, err| unsafe {
            let table = table.raw();
            sys::tenon_model_predict_intervals(current(), self.raw(), table, confidence, out, err)
        })
    }

    /// Of the records a least-squares model was fitted on: `row`, `fitted`, `residual`, `leverage`,
    /// `studentized`, and `cook`, Cook's distance.
    pub fn diagnostics(&self, table: &Table) -> Result<Table> {
        Table::make(|out, err| unsafe {
            sys::tenon_model_diagnostics(current(), self.raw(), table.raw(), out, err)
        })
    }

    /// What each input adds to the score of each record: (intercept), a column a used input, and
    /// (score), their sum: the prediction, or of a logistic model the log of the odds. Of a multinomial
    /// model the records come once for each class but the first, which the column (class) tells.
    pub fn contributions(&self, table: &Table) -> Result<Table> {
        Table::make(|out, err| unsafe {
            sys::tenon_model_contributions(current(), self.raw(), table.raw(), out, err)
        })
    }

    /// By how much the score falls when the cells of one input are shuffled: the score as it is, and a
    /// record an input, the largest loss first: input, loss, sd. Judge on records that the model was
    /// not fitted on.
    pub fn importance(&self, table: &Table, options: &ImportanceOptions) -> Result<(f64, Table)> {
        let repeats = int32("repeats", options.repeats as usize)?;
        let mut score = f64::NAN;
        let losses = Table::make(|out, err| unsafe {
            sys::tenon_model_importance(
                current(),
                self.raw(),
                table.raw(),
                repeats,
                options.score.raw(),
                options.threshold,
                options.seed,
                &mut score,
                out,
                err,
            )
        })?;
        Ok((score, losses))
    }

    /// Predictions with one input set to each of some quantiles of its cells, or to each category.
    pub fn dependence(
        &self,
        table: &Table,
        input: &str,
        options: &DependenceOptions,
    ) -> Result<Dependence> {
        let input = c_text("input", input)?;
        let points = int32("points", options.points as usize)?;
        let of_class = maybe_text("of_class", options.of_class.as_deref())?;
        let records = i64::from(options.records.unwrap_or(0));
        let (mut mean, mut curves) = (std::ptr::null_mut(), std::ptr::null_mut());
        call(|err| unsafe {
            match &of_class {
                None => sys::tenon_model_dependence(
                    current(),
                    self.raw(),
                    table.raw(),
                    input.as_ptr(),
                    points,
                    records,
                    options.seed,
                    &mut mean,
                    &mut curves,
                    err,
                ),
                Some(of_class) => sys::tenon_model_class_dependence(
                    current(),
                    self.raw(),
                    table.raw(),
                    of_class.as_ptr(),
                    input.as_ptr(),
                    points,
                    records,
                    options.seed,
                    &mut mean,
                    &mut curves,
                    err,
                ),
            }
        })?;
        Ok(Dependence { mean: Table::owned(mean)?, curves: Table::owned(curves)? })
    }
}
