//! Steps that turn categories into numbers.

use std::ptr::null_mut;

use tenon_sys as sys;

use super::feature::fit;
use super::EncodeOptions;
use crate::options::options;
use crate::raw::{blank, maybe, maybe_text};
use crate::{Feature, Result, Table};

options! {
    /// How categories become how often they are.
    pub struct FrequencyOptions {
        /// How many cells; else their share of the present ones.
        value counts: bool = false,
        /// A column with more is refused.
        value max_categories: u32 = 1_000_000,
    }
}

options! {
    /// How categories become the mean of the target in them.
    pub struct TargetOptions {
        /// The target column; must be given.
        text target: String,
        /// The text of the value that counts as 1; without it the target is a number.
        maybe_text positive_label: String,
        /// Rows of the overall mean in each category; 0: none.
        value smoothing: f64 = 10.0,
        /// Each row of the training table is encoded from the other folds.
        value folds: u32 = 5,
        /// Of the folds.
        value seed: u64 = 0,
        /// A column with more is refused.
        value max_categories: u32 = 1_000_000,
    }
}

impl Feature {
    /// Categories become 0/1 columns or their place in the sorted dictionary.
    pub fn encode(table: &Table, columns: &[&str], options: &EncodeOptions) -> Result<Feature> {
        let raw = options.raw();
        // SAFETY: `fit` lends what lives for the call, here and below.
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_encode(context, table, names, count, &raw, out, err)
        })
    }

    /// Categories become how often the fit saw them; unknown ones 0.
    pub fn frequency(
        table: &Table,
        columns: &[&str],
        options: &FrequencyOptions,
    ) -> Result<Feature> {
        let raw = sys::tenon_frequency_options {
            counts: i32::from(options.counts),
            max_categories: i64::from(options.max_categories),
            ..blank()
        };
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_frequency(context, table, names, count, &raw, out, err)
        })
    }

    /// Categories become the mean of the target in them, drawn to the mean of all: the step, and the
    /// table with each row encoded from the other folds. Fit models on that table, since to apply the
    /// step to the rows it was fitted on would tell the model their target.
    ///
    /// ```
    /// use tenon::features::TargetOptions;
    /// use tenon::{Feature, Table};
    ///
    /// let log = Table::from_csv_text("line,wear\nA,1\nA,3\nB,9\nB,11\nA,2\nB,10\n")?;
    /// let options = TargetOptions::new().target("wear").smoothing(0.0).folds(3);
    /// let (step, training) = Feature::target(&log, &["line"], &options)?;
    /// assert_eq!(step.apply(&Table::from_csv_text("line\nB\n")?)?.numbers("line")?, [Some(10.0)]);
    /// assert_ne!(training.numbers("line")?[0], Some(2.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn target(
        table: &Table,
        columns: &[&str],
        options: &TargetOptions,
    ) -> Result<(Feature, Table)> {
        let target = maybe_text("target", Some(&options.target))?;
        let label = maybe_text("positive_label", options.positive_label.as_deref())?;
        let raw = sys::tenon_target_options {
            target: maybe(&target),
            positive_label: maybe(&label),
            smoothing: if options.smoothing == 0.0 { -1.0 } else { options.smoothing },
            folds: i64::from(options.folds),
            seed: options.seed,
            max_categories: i64::from(options.max_categories),
            ..blank()
        };
        let mut training = null_mut();
        let step = fit(table, columns, |context, table, names, count, out, err| unsafe {
            let training = &mut training;
            sys::tenon_feature_fit_target(context, table, names, count, &raw, training, out, err)
        })?;
        Ok((step, Table::owned(training)?))
    }
}
