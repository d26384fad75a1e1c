//! Steps that bring number columns into another form.

use tenon_sys as sys;

use super::feature::fit;
use super::Scaling;
use crate::options::options;
use crate::raw::{blank, int32, not_empty, pointer};
use crate::{Feature, Result, Table};

/// Which powers are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PowerFamily {
    /// Of any number.
    #[default]
    YeoJohnson,
    /// Of numbers above 0 only; others are refused.
    BoxCox,
}

options! {
    /// How numbers are drawn towards a normal distribution.
    pub struct PowerOptions {
        /// Which powers are tried.
        value family: PowerFamily = PowerFamily::YeoJohnson,
        /// Less the mean, over the standard deviation; else the power alone.
        value standardise: bool = true,
    }
}

options! {
    /// How numbers become their rank.
    pub struct QuantileOptions {
        /// Normal quantiles, held within 5.2; else shares in [0, 1].
        value normal: bool = false,
        /// References kept a column, 2 to 1,000,000.
        value quantiles: u32 = 1000,
    }
}

/// Where bins end.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Bins {
    /// So many of one width.
    EqualWidth(u32),
    /// So many of one count; equal edges are merged.
    EqualCount(u32),
    /// At these edges, ascending.
    Edges(Vec<f64>),
}

/// What becomes of numbers beyond the outer edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Outside {
    /// They fall into the first or the last bin.
    #[default]
    Nearest,
    /// A missing cell.
    Missing,
    /// An error that names row, column and value.
    Error,
}

options! {
    /// How numbers are cut into bins: edge i <= x < edge i + 1, the last bin with its upper edge.
    pub struct BinOptions {
        /// Where bins end.
        value bins: Bins = Bins::EqualWidth(10),
        /// What becomes of numbers beyond the outer edges.
        value outside: Outside = Outside::Nearest,
        /// Text such as "[20, 25)"; else the bin's number from 0.
        value labels: bool = false,
    }
}

options! {
    /// Which products of columns are appended.
    pub struct PolynomialOptions {
        /// 2 to 6.
        value degree: u32 = 2,
        /// Products of different columns only.
        value interactions_only: bool = false,
    }
}

impl Feature {
    /// Numbers on one scale, in place.
    pub fn scale(table: &Table, columns: &[&str], scaling: Scaling) -> Result<Feature> {
        // SAFETY: `fit` lends what lives for the call, here and below.
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_scale(context, table, names, count, scaling.raw(), out, err)
        })
    }

    /// Numbers drawn towards a normal distribution, with the likeliest exponent.
    pub fn power(table: &Table, columns: &[&str], options: &PowerOptions) -> Result<Feature> {
        let raw = sys::tenon_power_options {
            family: match options.family {
                PowerFamily::YeoJohnson => sys::TENON_POWER_YEO_JOHNSON,
                PowerFamily::BoxCox => sys::TENON_POWER_BOX_COX,
            },
            raw: i32::from(!options.standardise),
            ..blank()
        };
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_power(context, table, names, count, &raw, out, err)
        })
    }

    /// Numbers become their rank among those of the fit.
    pub fn quantile(table: &Table, columns: &[&str], options: &QuantileOptions) -> Result<Feature> {
        let raw = sys::tenon_quantile_options {
            normal: i32::from(options.normal),
            quantiles: i64::from(options.quantiles),
            ..blank()
        };
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_quantile(context, table, names, count, &raw, out, err)
        })
    }

    /// Numbers cut into bins, in place.
    ///
    /// ```
    /// use tenon::features::{BinOptions, Bins};
    /// use tenon::{Feature, Table};
    ///
    /// let log = Table::from_csv_text("heat\n1\n15\n40\n")?;
    /// let options = BinOptions::new().bins(Bins::Edges(vec![0.0, 10.0, 20.0])).labels(true);
    /// let binned = Feature::bins(&log, &["heat"], &options)?.apply(&log)?;
    /// assert_eq!(binned.text("heat", 0)?, Some("[0, 10)"));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn bins(table: &Table, columns: &[&str], options: &BinOptions) -> Result<Feature> {
        let mut raw = sys::tenon_bin_options {
            outside: match options.outside {
                Outside::Nearest => sys::TENON_OUTSIDE_NEAREST,
                Outside::Missing => sys::TENON_OUTSIDE_MISSING,
                Outside::Error => sys::TENON_OUTSIDE_ERROR,
            },
            labels: i32::from(options.labels),
            ..blank()
        };
        match &options.bins {
            Bins::EqualWidth(bins) => {
                raw.rule = sys::TENON_BINS_EQUAL_WIDTH;
                raw.bins = i64::from(*bins);
            }
            Bins::EqualCount(bins) => {
                raw.rule = sys::TENON_BINS_EQUAL_COUNT;
                raw.bins = i64::from(*bins);
            }
            Bins::Edges(edges) => {
                raw.rule = sys::TENON_BINS_EDGES;
                raw.edges = pointer(not_empty(edges));
                raw.edge_count = int32("edges", edges.len())?;
            }
        }
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_bins(context, table, names, count, &raw, out, err)
        })
    }

    /// Appends "a^2", "a*b", ... up to the degree; more than 10,000 terms are refused.
    pub fn polynomial(
        table: &Table,
        columns: &[&str],
        options: &PolynomialOptions,
    ) -> Result<Feature> {
        let raw = sys::tenon_polynomial_options {
            degree: i64::from(options.degree),
            interactions_only: i32::from(options.interactions_only),
            ..blank()
        };
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_polynomial(context, table, names, count, &raw, out, err)
        })
    }
}
