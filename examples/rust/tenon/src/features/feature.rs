use std::os::raw::c_char;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{document, text, Names};
use crate::raw::handle;
use crate::{Result, Table};

handle! {
    /// A fitted feature step: makes the same new columns of any table that has the columns it reads.
    ///
    /// ```
    /// use tenon::{Feature, Table, WindowOptions};
    ///
    /// let log = Table::from_csv_text("machine,heat\nA,1\nB,5\nA,2\nA,4\n")?;
    /// let options = WindowOptions::new().groups(&["machine"]).lags([1]).rows(2);
    /// let windows = Feature::windows(&log, &["heat"], &options)?;
    /// let made = windows.apply(&log)?;
    /// assert_eq!(made.numbers("heat_lag1")?, [None, None, Some(1.0), Some(2.0)]);
    /// assert_eq!(made.numbers("heat_mean_2rows")?[3], Some(1.5));
    ///
    /// let kept = Feature::from_json(&windows.to_json()?)?;
    /// assert_eq!(kept.outputs(), windows.outputs());
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Feature, sys::tenon_feature, sys::tenon_feature_free, shared
}

/// Fits a step on some columns: `body` is the call, lent context, table, names and their number.
pub(super) fn fit(
    table: &Table,
    columns: &[&str],
    body: impl FnOnce(
        *const sys::tenon_context,
        *const sys::tenon_table,
        *const *const c_char,
        i32,
        *mut *mut sys::tenon_feature,
        *mut sys::tenon_error,
    ) -> sys::tenon_status,
) -> Result<Feature> {
    let columns = Names::new("columns", columns)?;
    Feature::make(|out, err| {
        body(current(), table.raw(), columns.pointer(), columns.count(), out, err)
    })
}

impl Feature {
    /// A saved step of any kind.
    pub fn from_json(json: &str) -> Result<Feature> {
        // SAFETY: pointer and length are those of a live slice.
        Feature::make(|out, err| unsafe {
            sys::tenon_feature_from_json(json.as_ptr().cast(), json.len() as i64, out, err)
        })
    }

    /// One document; learned numbers read back to the same bits.
    pub fn to_json(&self) -> Result<String> {
        // SAFETY: the buffer has the capacity given.
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_feature_to_json(self.raw(), buffer, capacity, needed, err)
        })
    }

    /// The table with the new columns.
    pub fn apply(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_feature_apply(current(), self.raw(), table.raw(), out, err)
        })
    }

    /// "scale", "windows", "pca", ...
    pub fn kind(&self) -> String {
        // SAFETY: the handle is live.
        text(unsafe { sys::tenon_feature_kind(self.raw()) })
    }

    /// The columns it reads.
    pub fn inputs(&self) -> Vec<String> {
        // SAFETY: the handle is live.
        self.names(unsafe { sys::tenon_feature_inputs(self.raw()) }, sys::tenon_feature_input)
    }

    /// The columns it makes.
    pub fn outputs(&self) -> Vec<String> {
        // SAFETY: the handle is live.
        self.names(unsafe { sys::tenon_feature_outputs(self.raw()) }, sys::tenon_feature_output)
    }

    fn names(
        &self,
        count: i32,
        name: unsafe extern "C" fn(*const sys::tenon_feature, i32) -> *const c_char,
    ) -> Vec<String> {
        // SAFETY: the handle is live and each index is below the count.
        (0..count).map(|i| text(unsafe { name(self.raw(), i) })).collect()
    }
}
