use std::ptr::null;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, Names};
use crate::options::{borrowed, options};
use crate::raw::{blank, same_length};
use crate::{Result, Table};

/// What a group of records is brought down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Aggregate {
    /// Present cells.
    Count,
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// Standard deviation, divided by n - 1.
    Sd,
    /// The median.
    Median,
    /// The first present cell.
    First,
    /// The last.
    Last,
    /// Different values.
    Distinct,
}

impl Aggregate {
    fn raw(self) -> sys::tenon_aggregate {
        match self {
            Aggregate::Count => sys::TENON_AGGREGATE_COUNT,
            Aggregate::Sum => sys::TENON_AGGREGATE_SUM,
            Aggregate::Mean => sys::TENON_AGGREGATE_MEAN,
            Aggregate::Min => sys::TENON_AGGREGATE_MIN,
            Aggregate::Max => sys::TENON_AGGREGATE_MAX,
            Aggregate::Sd => sys::TENON_AGGREGATE_SD,
            Aggregate::Median => sys::TENON_AGGREGATE_MEDIAN,
            Aggregate::First => sys::TENON_AGGREGATE_FIRST,
            Aggregate::Last => sys::TENON_AGGREGATE_LAST,
            Aggregate::Distinct => sys::TENON_AGGREGATE_DISTINCT,
        }
    }
}

options! {
    /// How two tables are joined.
    pub struct JoinOptions {
        /// Columns of the left table that must be equal; must be given.
        texts keys: String,
        /// Those of the right one; empty: of the same names.
        texts right_keys: String,
        /// Records without a partner stay, with missing cells.
        value keep_unmatched: bool = false,
        /// For names that are in both tables.
        value suffix: String = "_right".into(),
    }
}

impl Table {
    /// Every pair of a record here and one of `right` that are equal in all keys; a missing key is equal to
    /// nothing.
    ///
    /// ```
    /// use tenon::{JoinOptions, Table};
    ///
    /// let log = Table::from_csv_text("machine,heat\nM1,1\nM2,2\nM3,3\n")?;
    /// let plant = Table::from_csv_text("name,line\nM1,A\nM2,B\n")?;
    /// let pairs = JoinOptions::new().keys(&["machine"]).right_keys(&["name"]);
    /// assert_eq!(log.join(&plant, &pairs)?.rows(), 2);
    /// let all = pairs.keep_unmatched(true);
    /// assert_eq!(log.join(&plant, &all)?.texts("line")?, [Some("A"), Some("B"), None]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn join(&self, right: &Table, options: &JoinOptions) -> Result<Table> {
        let keys = Names::new("keys", &borrowed(&options.keys))?;
        let right_keys = Names::new("right_keys", &borrowed(&options.right_keys))?;
        let suffix = c_text("suffix", &options.suffix)?;
        if !options.right_keys.is_empty() {
            same_length("right_keys", options.right_keys.len(), options.keys.len())?;
        }
        let raw = sys::tenon_join_options {
            key_count: keys.count(),
            keys: keys.pointer(),
            right_keys: if options.right_keys.is_empty() { null() } else { right_keys.pointer() },
            keep_unmatched: i32::from(options.keep_unmatched),
            suffix: suffix.as_ptr(),
            ..blank()
        };
        // SAFETY: handles, options and names live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_join(current(), self.raw(), right.raw(), &raw, out, err)
        })
    }

    /// One record a group of records that are equal in the keys (none: all records), with columns such as
    /// `mean_heat`, given as (aggregate, column).
    ///
    /// ```
    /// use tenon::Aggregate::{Count, Mean};
    ///
    /// let log = tenon::Table::from_csv_text("machine,heat\nM1,1\nM2,2\nM1,3\n")?;
    /// let by_machine = log.aggregate(&["machine"], &[(Mean, "heat"), (Count, "heat")])?;
    /// assert_eq!(by_machine.numbers("mean_heat")?, [Some(2.0), Some(2.0)]);
    /// assert_eq!(by_machine.integers("count_heat")?, [Some(2), Some(1)]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn aggregate(&self, keys: &[&str], aggregates: &[(Aggregate, &str)]) -> Result<Table> {
        let keys = Names::new("keys", keys)?;
        let columns =
            Names::new("columns", &aggregates.iter().map(|entry| entry.1).collect::<Vec<_>>())?;
        let kinds: Vec<_> = aggregates.iter().map(|entry| entry.0.raw()).collect();
        // SAFETY: the arrays hold as many entries as said, and live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_aggregate(
                current(),
                self.raw(),
                keys.pointer(),
                keys.count(),
                kinds.as_ptr(),
                columns.pointer(),
                null(),
                columns.count(),
                out,
                err,
            )
        })
    }
}
