use std::os::raw::c_char;
use std::ptr::null;

use tenon_sys as sys;

use super::Matrix;
use crate::error::Names;
use crate::raw::{blank, pointer, same_length};
use crate::{Error, Result};

/// What a model is fitted on when it is not a [`Table`](crate::Table): a matrix of features, a target a
/// record, and what else may come with each record.
///
/// ```
/// use tenon::models::Samples;
/// use tenon::LinearOptions;
///
/// let heat = [[1.0], [2.0], [3.0], [4.0]];
/// let wear = [2.1, 3.9, 6.2, 7.8];
/// let samples = Samples::new(&heat, &wear).names(&["heat"]).weights(&[1.0, 1.0, 1.0, 0.0]);
/// let model = LinearOptions::new().fit(&samples)?;
/// assert_eq!(model.coefficients()?[1].name, "heat");
/// assert!((model.coefficients()?[1].estimate - 2.05).abs() < 1e-12);
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Samples<'a> {
    features: Matrix<'a>,
    target: &'a [f64],
    names: Option<&'a [&'a str]>,
    weights: Option<&'a [f64]>,
    offset: Option<&'a [f64]>,
    exposure: Option<&'a [f64]>,
    clusters: Option<&'a [i64]>,
}

impl<'a> Samples<'a> {
    /// Features, and a target a record: a number, or 0 and 1 for two classes, or 0, 1, 2, ... for
    /// several.
    pub fn new(features: impl Into<Matrix<'a>>, target: &'a [f64]) -> Samples<'a> {
        Samples {
            features: features.into(),
            target,
            names: None,
            weights: None,
            offset: None,
            exposure: None,
            clusters: None,
        }
    }

    /// Features alone, for [`LinearOptions::fit_targets`](crate::LinearOptions::fit_targets).
    pub fn features_only(features: impl Into<Matrix<'a>>) -> Samples<'a> {
        Samples::new(features, &[])
    }

    /// Names of the features, one a column; without them x1, x2, ...
    pub fn names(mut self, names: &'a [&'a str]) -> Self {
        self.names = Some(names);
        self
    }

    /// At least 0, one a record; a record of weight 0 counts nowhere.
    pub fn weights(mut self, weights: &'a [f64]) -> Self {
        self.weights = Some(weights);
        self
    }

    /// Added to the linear predictor, one number a record.
    pub fn offset(mut self, offset: &'a [f64]) -> Self {
        self.offset = Some(offset);
        self
    }

    /// Above 0, one a record: the mean is that per unit of exposure. Models with a log link only.
    pub fn exposure(mut self, exposure: &'a [f64]) -> Self {
        self.exposure = Some(exposure);
        self
    }

    /// Records of equal numbers vary together; of least squares, logistic regression and generalised linear
    /// models with [`StandardErrors::Cluster`](super::StandardErrors::Cluster).
    pub fn clusters(mut self, clusters: &'a [i64]) -> Self {
        self.clusters = Some(clusters);
        self
    }

    /// How many records.
    pub fn rows(&self) -> usize {
        self.features.rows()
    }

    /// Checks every length and calls with the library's form; `takes` is what of the extras the fit
    /// knows.
    pub(crate) fn lend<T>(
        &self,
        takes: &[Extra],
        body: impl FnOnce(&RawSamples) -> Result<T>,
    ) -> Result<T> {
        same_length("target", self.target.len(), self.rows())?;
        self.lend_features(takes, body)
    }

    /// The same whatever the target is, which must not be read then.
    pub(crate) fn lend_features<T>(
        &self,
        takes: &[Extra],
        body: impl FnOnce(&RawSamples) -> Result<T>,
    ) -> Result<T> {
        let rows = self.rows();
        let numbers = [
            (Extra::Weights, "weights", self.weights),
            (Extra::Offset, "offset", self.offset),
            (Extra::Exposure, "exposure", self.exposure),
        ];
        for (extra, name, list) in numbers {
            check(extra, name, list.map(<[f64]>::len), takes, rows)?;
        }
        check(Extra::Clusters, "clusters", self.clusters.map(<[i64]>::len), takes, rows)?;
        if let Some(names) = self.names {
            same_length("names", names.len(), self.features.columns())?;
        }
        let names = self.names.map(|names| Names::new("names", names)).transpose()?;
        body(&RawSamples {
            features: self.features.raw(),
            target: self.target.as_ptr(),
            names: names.as_ref().map_or(null(), Names::pointer),
            extras: sys::tenon_row_extras {
                weights: pointer(self.weights),
                offset: pointer(self.offset),
                exposure: pointer(self.exposure),
                clusters: pointer(self.clusters),
                ..blank()
            },
            clusters: pointer(self.clusters),
        })
    }
}

/// What may come with each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extra {
    Weights,
    Offset,
    Exposure,
    Clusters,
}

/// [`Samples`] as the library takes them; pointers of live lists of the right length.
pub(crate) struct RawSamples {
    pub(crate) features: sys::tenon_matrix,
    pub(crate) target: *const f64,
    pub(crate) names: *const *const c_char,
    pub(crate) extras: sys::tenon_row_extras,
    pub(crate) clusters: *const i64,
}

fn check(
    extra: Extra,
    name: &str,
    length: Option<usize>,
    takes: &[Extra],
    rows: usize,
) -> Result<()> {
    match length {
        None => Ok(()),
        Some(_) if !takes.contains(&extra) => {
            Err(Error::argument_error(name, "are not taken by this fit"))
        }
        Some(length) => same_length(name, length, rows),
    }
}
