use std::ptr::null;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, Names};
use crate::options::{borrowed, options};
use crate::raw::{blank, maybe, maybe_text, same_length};
use crate::{Result, Table};

/// Which record is the nearest in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Nearest {
    /// The last one that is not later.
    #[default]
    Previous,
    /// The first one that is not earlier.
    Next,
    /// The nearer of them; the previous one if they are as near.
    Either,
}

options! {
    /// How records are joined by time.
    pub struct AsofOptions {
        /// A timestamp or number column of the left table; must be given.
        text time: String,
        /// That of the right one; without it of the same name.
        maybe_text right_time: String,
        /// Records match only if they are equal in these.
        texts keys: String,
        /// The right table's columns of them; empty: of the same names.
        texts right_keys: String,
        /// Which record is the nearest.
        value nearest: Nearest = Nearest::Previous,
        /// Farthest apart: seconds, or the column's unit if it is no timestamp.
        optional tolerance: f64,
        /// The right table's time becomes a column, too.
        value keep_time: bool = false,
        /// For names that are in both tables.
        value suffix: String = "_right".into(),
    }
}

impl Table {
    /// Every record here with the one of `right` that is nearest in time; missing cells where there is
    /// none. Neither table need be in order.
    ///
    /// ```
    /// use tenon::{AsofOptions, Table};
    ///
    /// let readings = Table::from_csv_text("second,heat\n3,10\n7,11\n")?;
    /// let faults = Table::from_csv_text("second,fault\n2,A\n6,B\n8,C\n")?;
    /// let joined = readings.join_asof(&faults, &AsofOptions::new().time("second"))?;
    /// assert_eq!((joined.text("fault", 0)?, joined.text("fault", 1)?), (Some("A"), Some("B")));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn join_asof(&self, right: &Table, options: &AsofOptions) -> Result<Table> {
        let time = c_text("time", &options.time)?;
        let right_time = maybe_text("right_time", options.right_time.as_deref())?;
        let keys = Names::new("keys", &borrowed(&options.keys))?;
        let right_keys = Names::new("right_keys", &borrowed(&options.right_keys))?;
        let suffix = c_text("suffix", &options.suffix)?;
        if !options.right_keys.is_empty() {
            same_length("right_keys", options.right_keys.len(), options.keys.len())?;
        }
        let raw = sys::tenon_asof_options {
            direction: match options.nearest {
                Nearest::Previous => sys::TENON_ASOF_PREVIOUS,
                Nearest::Next => sys::TENON_ASOF_NEXT,
                Nearest::Either => sys::TENON_ASOF_NEAREST,
            },
            time: time.as_ptr(),
            right_time: maybe(&right_time),
            keys: keys.pointer(),
            right_keys: if options.right_keys.is_empty() { null() } else { right_keys.pointer() },
            key_count: keys.count(),
            keep_time: i32::from(options.keep_time),
            has_tolerance: i32::from(options.tolerance.is_some()),
            tolerance: options.tolerance.unwrap_or(0.0),
            suffix: suffix.as_ptr(),
            ..blank()
        };
        // SAFETY: handles, options and names live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_join_asof(current(), self.raw(), right.raw(), &raw, out, err)
        })
    }
}
