//! Models of a target of several classes, at the end of a pipeline.

use std::ptr::null_mut;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, text};
use crate::raw::{blank, int32};
use crate::{Model, Result, Table};

/// How a model foretells the classes of records.
#[derive(Debug)]
#[non_exhaustive]
pub struct ClassEvaluation {
    /// Share of right classes.
    pub accuracy: f64,
    /// Mean negative log-likelihood.
    pub log_loss: f64,
    /// A record a class: `class`, `records`, `predicted`, `precision`, `recall`, `f1`.
    pub by_class: Table,
    /// A record a class: `truth`, and a column a class, the weight of records foretold as it.
    pub confusion: Table,
}

impl Model {
    /// The classes of a multinomial or ordinal model, in the order of probabilities; of others none.
    pub fn classes(&self) -> Vec<String> {
        // SAFETY: the handle is live; out of range gives NULL.
        let count = unsafe { sys::tenon_model_classes(self.raw()) };
        (0..count).map(|i| text(unsafe { sys::tenon_model_class(self.raw(), i) })).collect()
    }

    /// The probability of each class for one record.
    ///
    /// ```
    /// use tenon::{Model, PipelineOptions, Table};
    ///
    /// let log = Table::from_csv_text(
    ///     "load,kind\n1,none\n2,none\n3,belt\n4,none\n5,belt\n6,shaft\n7,belt\n8,shaft\n9,shaft\n",
    /// )?;
    /// let options = PipelineOptions::multinomial("kind").numeric(&["load"]).l2(0.1);
    /// let model = Model::pipeline(&log, &options)?;
    /// assert_eq!(model.classes(), ["belt", "none", "shaft"]);
    /// let heavy = model.score_classes(&[9.0])?;
    /// assert!(heavy[2] > 0.5 && (heavy.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn score_classes(&self, record: &[f64]) -> Result<Vec<f64>> {
        let count = int32("record", record.len())?;
        let mut scores = vec![0.0; self.classes().len()];
        let classes = int32("classes", scores.len())?;
        // SAFETY: pointers and counts are those of live slices.
        call(|err| unsafe {
            let scores = scores.as_mut_ptr();
            sys::tenon_model_score(self.raw(), record.as_ptr(), count, scores, classes, err)
        })?;
        Ok(scores)
    }

    /// Of every record the likeliest class, `predicted TARGET`, and `probability of CLASS` for each.
    pub fn classify(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live, here and below.
        Table::make(|out, err| unsafe {
            sys::tenon_model_classify(current(), self.raw(), table.raw(), out, err)
        })
    }

    /// Of a model of several classes, a record a coefficient: `class`, `name`, `estimate`,
    /// `standard_error`, `z`, `p_value`, `low`, `high`, `odds_ratio`, `odds_low`, `odds_high`, `dropped`.
    pub fn class_coefficients(&self) -> Result<Table> {
        Table::make(|out, err| unsafe { sys::tenon_model_class_coefficients(self.raw(), out, err) })
    }

    /// How the classes of a table's target are foretold.
    pub fn evaluate_classes(&self, table: &Table) -> Result<ClassEvaluation> {
        let mut raw: sys::tenon_multi_class_measures = blank();
        let (mut by_class, mut confusion) = (null_mut(), null_mut());
        call(|err| unsafe {
            sys::tenon_model_evaluate_classes(
                current(),
                self.raw(),
                table.raw(),
                &mut raw,
                &mut by_class,
                &mut confusion,
                err,
            )
        })?;
        Ok(ClassEvaluation {
            accuracy: raw.accuracy,
            log_loss: raw.log_loss,
            by_class: Table::owned(by_class)?,
            confusion: Table::owned(confusion)?,
        })
    }
}
