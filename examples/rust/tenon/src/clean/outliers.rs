use tenon_sys as sys;

use crate::context::current;
use crate::error::Names;
use crate::options::options;
use crate::raw::{blank, handle};
use crate::{Result, Table};

/// What lies outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OutlierRule {
    /// |x - median| > factor * 1.4826 * MAD; the usual factor is 3.5.
    #[default]
    Mad,
    /// Outside of the quartiles by factor * their distance; 1.5.
    Iqr,
    /// As `Mad`, in a window around each record; 3.
    Hampel,
    /// |x - mean| > factor * standard deviation; 3.
    Z,
    /// As `Z`, by the other readings in a window around; 3.
    Rolling,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OutlierAction {
    /// A truth column `<name> outlier` tells.
    #[default]
    Flag,
    /// It moves to the nearest bound, or the window's centre.
    Clip,
    /// The cell becomes missing.
    Missing,
    /// The record goes.
    Drop,
}

options! {
    /// How outliers are found, and what becomes of them.
    pub struct OutlierOptions {
        /// What lies outside.
        value rule: OutlierRule = OutlierRule::Mad,
        /// What becomes of it.
        value action: OutlierAction = OutlierAction::Flag,
        /// Of the rule; without it its usual one.
        optional factor: f64,
        /// Records of a window, odd, at least 3.
        value window: u32 = 7,
    }
}

impl OutlierOptions {
    pub(crate) fn raw(&self) -> sys::tenon_outlier_options {
        sys::tenon_outlier_options {
            rule: match self.rule {
                OutlierRule::Mad => sys::TENON_OUTLIER_MAD,
                OutlierRule::Iqr => sys::TENON_OUTLIER_IQR,
                OutlierRule::Hampel => sys::TENON_OUTLIER_HAMPEL,
                OutlierRule::Z => sys::TENON_OUTLIER_Z,
                OutlierRule::Rolling => sys::TENON_OUTLIER_ROLLING,
            },
            action: match self.action {
                OutlierAction::Flag => sys::TENON_OUTLIER_FLAG,
                OutlierAction::Clip => sys::TENON_OUTLIER_CLIP,
                OutlierAction::Missing => sys::TENON_OUTLIER_MISSING,
                OutlierAction::Drop => sys::TENON_OUTLIER_DROP,
            },
            factor: self.factor.unwrap_or(0.0),
            window: i64::from(self.window),
            ..blank()
        }
    }
}

handle! {
    /// Finds outliers of any table by bounds that it has learned from one. Immutable.
    ///
    /// ```
    /// use tenon::clean::{OutlierAction, OutlierFilter, OutlierOptions};
    /// use tenon::Table;
    ///
    /// let log = Table::from_csv_text("heat\n1\n2\n3\n2\n1\n3\n2\n")?;
    /// let options = OutlierOptions::new().action(OutlierAction::Missing);
    /// let filter = OutlierFilter::fit(&log, &["heat"], &options)?;
    /// let tomorrow = Table::from_csv_text("heat\n2\n900\n")?;
    /// assert_eq!(filter.apply(&tomorrow)?.numbers("heat")?, [Some(2.0), None]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    OutlierFilter, sys::tenon_outlier_filter, sys::tenon_outlier_filter_free, shared
}

impl OutlierFilter {
    /// Learns the bounds of some number columns. Errors: a column that is not there, twice, or not of
    /// numbers; no finite reading; a negative factor, an even window.
    pub fn fit(table: &Table, columns: &[&str], options: &OutlierOptions) -> Result<OutlierFilter> {
        let columns = Names::new("columns", columns)?;
        let raw = options.raw();
        // SAFETY: everything borrowed lives for the call.
        OutlierFilter::make(|out, err| unsafe {
            sys::tenon_outlier_filter_fit(
                current(),
                table.raw(),
                columns.pointer(),
                columns.count(),
                &raw,
                out,
                err,
            )
        })
    }

    /// As [`fit`](OutlierFilter::fit), group by group: each one's readings are judged as if they were
    /// a table of their own. A group that the fit did not see has the bounds of all records.
    ///
    /// ```
    /// use tenon::clean::{OutlierAction, OutlierFilter, OutlierOptions};
    /// use tenon::Table;
    ///
    /// let mut text = String::from("m,x\n");
    /// for i in 0..9 {
    ///     text += &format!("A,{}\nB,{}\n", 10 + i % 3, 1000 + i % 3);
    /// }
    /// let log = Table::from_csv_text(&(text + "A,1000\n"))?;
    /// let options = OutlierOptions::new().action(OutlierAction::Drop);
    /// let filter = OutlierFilter::fit_by(&log, &["x"], &["m"], &options)?;
    /// assert_eq!(filter.apply(&log)?.rows(), 18);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_by(
        table: &Table,
        columns: &[&str],
        group: &[&str],
        options: &OutlierOptions,
    ) -> Result<OutlierFilter> {
        let columns = Names::new("columns", columns)?;
        let group = Names::new("group", group)?;
        let raw = options.raw();
        // SAFETY: everything borrowed lives for the call.
        OutlierFilter::make(|out, err| unsafe {
            sys::tenon_outlier_filter_fit_by(
                current(),
                table.raw(),
                columns.pointer(),
                columns.count(),
                group.pointer(),
                group.count(),
                &raw,
                out,
                err,
            )
        })
    }

    /// The table with what lies outside flagged, clipped, cleared or dropped.
    pub fn apply(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_outlier_filter_apply(current(), self.raw(), table.raw(), out, err)
        })
    }
}
