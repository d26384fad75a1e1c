use std::mem::{size_of, zeroed};
use std::ptr::null;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, Names};
use crate::{Error, Model, Result, Table};

/// Cleaning, features and a model as one value.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineOptions {
    /// The column to predict.
    pub target: String,
    /// Number and truth columns.
    pub numeric: Vec<String>,
    /// Category columns; the first category of each is the reference.
    pub categorical: Vec<String>,
    /// The target's value that counts as 1; `None`: a linear model.
    pub positive_label: Option<String>,
    /// Missing numbers are filled with the median; else they are refused.
    pub fill_missing: bool,
    /// Outliers are clipped to the bounds of the rule of medians.
    pub clip_outliers: bool,
    /// Penalty on standardised features.
    pub l2: f64,
}

impl PipelineOptions {
    /// A logistic model of whether `target` is `positive_label`.
    pub fn logistic(target: &str, positive_label: &str) -> PipelineOptions {
        PipelineOptions {
            positive_label: Some(positive_label.to_owned()),
            ..PipelineOptions::linear(target)
        }
    }

    /// A linear model of `target`.
    pub fn linear(target: &str) -> PipelineOptions {
        PipelineOptions {
            target: target.to_owned(),
            numeric: Vec::new(),
            categorical: Vec::new(),
            positive_label: None,
            fill_missing: false,
            clip_outliers: false,
            l2: 0.0,
        }
    }
}

impl Model {
    /// Cleaning, features and a model, fitted together: what is scored later goes through the same steps.
    ///
    /// ```
    /// use tenon::{Model, PipelineOptions, Table};
    ///
    /// let log = Table::from_csv_text(
    ///     "heat,line,status\n1,A,OK\n,B,OK\n3,A,FAIL\n2,B,OK\n4,B,FAIL\n2.5,A,FAIL\n3.5,B,OK\n1.5,A,OK\n",
    /// )?;
    /// let mut options = PipelineOptions::logistic("status", "FAIL");
    /// options.numeric = vec!["heat".into()];
    /// options.categorical = vec!["line".into()];
    /// options.fill_missing = true;
    /// options.l2 = 0.1;
    /// let model = Model::pipeline(&log, &options)?;
    /// let hot = model.score(&[4.0, model.category(1, "A")?])?;
    /// assert!(hot > model.score(&[1.0, model.category(1, "A")?])?);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn pipeline(table: &Table, options: &PipelineOptions) -> Result<Model> {
        let names = |argument, list: &[String]| {
            Names::new(argument, &list.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let (numeric, categorical) =
            (names("numeric", &options.numeric)?, names("categorical", &options.categorical)?);
        let target = c_text("target", &options.target)?;
        let label = options
            .positive_label
            .as_ref()
            .map(|label| c_text("positive_label", label))
            .transpose()?;
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let (mut raw, mut outliers, mut impute, mut linear, mut logistic) = unsafe {
            (
                zeroed::<sys::tenon_pipeline_options>(),
                zeroed::<sys::tenon_outlier_options>(),
                zeroed::<sys::tenon_impute_options>(),
                zeroed::<sys::tenon_linear_options>(),
                zeroed::<sys::tenon_logistic_options>(),
            )
        };
        outliers.struct_size = size_of::<sys::tenon_outlier_options>() as u32;
        outliers.action = sys::TENON_OUTLIER_CLIP;
        impute.struct_size = size_of::<sys::tenon_impute_options>() as u32;
        linear.struct_size = size_of::<sys::tenon_linear_options>() as u32;
        linear.l2 = options.l2;
        logistic.struct_size = size_of::<sys::tenon_logistic_options>() as u32;
        logistic.l2 = options.l2;
        logistic.positive_label = label.as_ref().map_or(null(), |label| label.as_ptr());
        raw.struct_size = size_of::<sys::tenon_pipeline_options>() as u32;
        raw.kind =
            if label.is_some() { sys::TENON_MODEL_LOGISTIC } else { sys::TENON_MODEL_LINEAR };
        raw.target = target.as_ptr();
        raw.numeric = numeric.pointer();
        raw.numeric_count = numeric.count();
        raw.categorical = categorical.pointer();
        raw.categorical_count = categorical.count();
        raw.outliers = if options.clip_outliers { &outliers } else { null() };
        raw.impute = if options.fill_missing { &impute } else { null() };
        raw.linear = &linear;
        raw.logistic = &logistic;
        // SAFETY: everything borrowed lives for the call.
        Model::make(|out, err| unsafe {
            sys::tenon_pipeline_fit(current(), table.raw(), &raw, out, err)
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
        let bins =
            i32::try_from(bins).map_err(|_| Error::argument_error("bins", "are too many"))?;
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_model_calibration(current(), self.raw(), table.raw(), bins, out, err)
        })
    }
}
