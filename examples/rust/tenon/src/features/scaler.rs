use tenon_sys as sys;

use crate::context::current;
use crate::error::Names;
use crate::raw::handle;
use crate::{Result, Table};

/// How numbers are brought to one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Scaling {
    /// Less the mean, over the standard deviation.
    #[default]
    Standard,
    /// Less the smallest, over the range.
    MinMax,
    /// Less the median, over the interquartile range.
    Robust,
}

impl Scaling {
    pub(crate) fn raw(self) -> sys::tenon_scaling {
        match self {
            Scaling::Standard => sys::TENON_SCALING_STANDARD,
            Scaling::MinMax => sys::TENON_SCALING_MIN_MAX,
            Scaling::Robust => sys::TENON_SCALING_ROBUST,
        }
    }
}

handle! {
    /// Centre and scale of number columns, learned from one table. Immutable. As a step of a pipeline:
    /// [`Feature::scale`](crate::Feature::scale).
    ///
    /// ```
    /// use tenon::features::{Scaler, Scaling};
    /// use tenon::Table;
    ///
    /// let scaler = Scaler::fit(&Table::from_csv_text("heat\n0\n10\n")?, &["heat"], Scaling::MinMax)?;
    /// let tomorrow = scaler.apply(&Table::from_csv_text("heat\n5\n20\n")?)?;
    /// assert_eq!(tomorrow.numbers("heat")?, [Some(0.5), Some(2.0)]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Scaler, sys::tenon_scaler, sys::tenon_scaler_free, shared
}

impl Scaler {
    /// Learns from some number columns; one without spread has scale 1.
    ///
    /// Errors: a column that is not there, twice, or not of numbers; no present number, an infinite one.
    pub fn fit(table: &Table, columns: &[&str], scaling: Scaling) -> Result<Scaler> {
        let columns = Names::new("columns", columns)?;
        // SAFETY: handle and names live for the call.
        Scaler::make(|out, err| unsafe {
            let (names, count) = (columns.pointer(), columns.count());
            sys::tenon_scaler_fit(current(), table.raw(), names, count, scaling.raw(), out, err)
        })
    }

    /// The table with those columns scaled, as real numbers.
    pub fn apply(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_scaler_apply(current(), self.raw(), table.raw(), out, err)
        })
    }
}
