//! Steps that leave fewer columns.

use tenon_sys as sys;

use super::feature::fit;
use crate::error::c_text;
use crate::options::options;
use crate::raw::{blank, maybe, maybe_text};
use crate::{Error, Feature, Result, Table};

options! {
    /// How columns become principal components.
    pub struct PcaOptions {
        /// So many; without it as many as `share` needs.
        optional components: u32,
        /// Of the variance, in (0, 1].
        value share: f64 = 0.95,
        /// Columns are divided by their standard deviation; else only their mean is taken away.
        value standardise: bool = true,
        /// The columns stay beside the components.
        value keep_inputs: bool = false,
        /// Of the names: "pc1", "pc2", ..., "pc_error".
        value prefix: String = "pc".into(),
    }
}

/// Which columns are worth keeping.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Select {
    /// Those of a variance above this.
    Variance {
        /// In squared units of the column.
        above: f64,
    },
    /// One of each cluster of columns whose |r| reaches this.
    Correlation {
        /// In (0, 1); usually 0.95.
        threshold: f64,
    },
    /// Those whose p-value, of the target on the column, is at most this.
    FScore {
        /// The column to predict.
        target: String,
        /// Usually 0.05.
        p_value: f64,
    },
    /// Those that share more than this with the target, in nats.
    MutualInformation {
        /// The column to predict.
        target: String,
        /// In nats.
        above: f64,
    },
    /// Those with a nonzero coefficient under an L1 penalty.
    Lasso {
        /// The column to predict.
        target: String,
        /// Of the penalty that leaves none, in (0, 1); usually 0.1.
        penalty_share: f64,
    },
    /// The last to stay as the weakest of a model goes, in rounds; see [`SelectOptions::keep`].
    Recursive {
        /// The column to predict.
        target: String,
        /// Ridge penalty of the models.
        l2: f64,
    },
}

options! {
    /// Which columns are kept.
    pub struct SelectOptions {
        /// Which ones are worth it; without it those that vary at all.
        value rule: Select = Select::Variance { above: 0.0 },
        /// The best so many instead of a threshold.
        optional keep: u32,
        /// The target's value that counts as 1, of a logistic model.
        maybe_text positive_label: String,
        /// The target is a class, as text and truth values always are.
        value classes: bool = false,
        /// Lasso and recursive: a logistic model, else a linear one.
        value logistic: bool = false,
        /// Of mutual information.
        value bins: u32 = 16,
    }
}

impl Feature {
    /// Principal components, and the squared distance of a row from what they say of it, in place of
    /// the columns.
    pub fn pca(table: &Table, columns: &[&str], options: &PcaOptions) -> Result<Feature> {
        let prefix = c_text("prefix", &options.prefix)?;
        if options.components == Some(0) {
            return Err(Error::argument_error("components", "must be at least one"));
        }
        let raw = sys::tenon_pca_options {
            centre_only: i32::from(!options.standardise),
            components: i64::from(options.components.unwrap_or(0)),
            share: options.share,
            keep_inputs: i32::from(options.keep_inputs),
            prefix: prefix.as_ptr(),
            ..blank()
        };
        // SAFETY: `fit` lends what lives for the call, here and below.
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_pca(context, table, names, count, &raw, out, err)
        })
    }

    /// Drops number columns that are not worth keeping; every column that is not named stays. Scores
    /// are in the document.
    ///
    /// ```
    /// use tenon::features::{Select, SelectOptions};
    /// use tenon::{Feature, Table};
    ///
    /// let log = Table::from_csv_text("a,b,y\n1,4,2\n2,4,4\n3,4,6\n4,4,8\n")?;
    /// let step = Feature::select(&log, &["a", "b"], &SelectOptions::new())?;
    /// assert_eq!(step.apply(&log)?.names(), ["a", "y"]); // b never varies
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// Errors: no column would be kept.
    pub fn select(table: &Table, columns: &[&str], options: &SelectOptions) -> Result<Feature> {
        let mut raw = sys::tenon_select_options {
            keep: i64::from(options.keep.unwrap_or(0)),
            classes: i32::from(options.classes),
            logistic: i32::from(options.logistic),
            bins: i64::from(options.bins),
            ..blank()
        };
        let target = match &options.rule {
            Select::Variance { above } => {
                raw.rule = sys::TENON_SELECT_VARIANCE;
                raw.threshold = *above;
                None
            }
            Select::Correlation { threshold } => {
                raw.rule = sys::TENON_SELECT_CORRELATION;
                raw.threshold = *threshold;
                None
            }
            Select::FScore { target, p_value } => {
                raw.rule = sys::TENON_SELECT_F_SCORE;
                raw.threshold = *p_value;
                Some(target)
            }
            Select::MutualInformation { target, above } => {
                raw.rule = sys::TENON_SELECT_MUTUAL_INFORMATION;
                raw.threshold = *above;
                Some(target)
            }
            Select::Lasso { target, penalty_share } => {
                raw.rule = sys::TENON_SELECT_L1;
                raw.penalty_share = *penalty_share;
                Some(target)
            }
            Select::Recursive { target, l2 } => {
                raw.rule = sys::TENON_SELECT_RECURSIVE;
                raw.l2 = *l2;
                Some(target)
            }
        };
        let target = maybe_text("target", target.map(String::as_str))?;
        let label = maybe_text("positive_label", options.positive_label.as_deref())?;
        raw.target = maybe(&target);
        raw.positive_label = maybe(&label);
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_select(context, table, names, count, &raw, out, err)
        })
    }
}
