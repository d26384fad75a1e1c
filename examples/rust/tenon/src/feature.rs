use std::mem::size_of;
use std::os::raw::c_char;
use std::ptr::{null, null_mut, NonNull};

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, document, text, Names};
use crate::{Error, Result, Table};

/// How numbers are brought to one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scaling {
    /// Less the mean, over the standard deviation.
    Standard,
    /// Less the smallest, over the range.
    MinMax,
    /// Less the median, over the interquartile range.
    Robust,
}

/// How far rows look back.
#[derive(Debug, Clone, Default)]
pub struct WindowOptions {
    /// Rows look back among rows of equal cells here.
    pub groups: Vec<String>,
    /// A timestamp or number that orders rows; `None`: as the table does.
    pub time: Option<String>,
    /// Rows back, from 1: `"<column>_lag1"`.
    pub lags: Vec<i64>,
    /// Mean and standard deviation of so many rows before; 0: no window.
    pub rows: i64,
    /// The row itself is in its window.
    pub include_self: bool,
}

/// A fitted feature step: makes the same new columns of any table that has the columns it reads.
///
/// ```
/// use tenon::{Feature, Table, WindowOptions};
///
/// let log = Table::from_csv_text("machine,heat\nA,1\nB,5\nA,2\nA,4\n")?;
/// let options = WindowOptions { groups: vec!["machine".into()], lags: vec![1], rows: 2, ..Default::default() };
/// let windows = Feature::windows(&log, &["heat"], &options)?;
/// let made = windows.apply(&log)?;
/// assert_eq!(made.numbers("heat_lag1")?, [None, None, Some(1.0), Some(2.0)]);
/// assert_eq!(made.numbers("heat_mean_2rows")?[3], Some(1.5));
///
/// let kept = Feature::from_json(&windows.to_json()?)?;
/// assert_eq!(kept.outputs(), windows.outputs());
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub struct Feature {
    handle: NonNull<sys::tenon_feature>,
}

// SAFETY: a tenon_feature is immutable and may be used by any number of threads at once.
unsafe impl Send for Feature {}
unsafe impl Sync for Feature {}

impl Drop for Feature {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_feature_free(self.handle.as_ptr()) }
    }
}

impl Feature {
    fn make(
        body: impl FnOnce(*mut *mut sys::tenon_feature, *mut sys::tenon_error) -> sys::tenon_status,
    ) -> Result<Feature> {
        let mut out = null_mut();
        call(|err| body(&mut out, err))?;
        NonNull::new(out)
            .map(|handle| Feature { handle })
            .ok_or_else(|| Error::argument_error("feature", "was not made"))
    }

    fn raw(&self) -> *const sys::tenon_feature {
        self.handle.as_ptr()
    }

    /// Numbers on one scale, in place.
    pub fn scale(table: &Table, columns: &[&str], scaling: Scaling) -> Result<Feature> {
        let columns = Names::new("columns", columns)?;
        let scaling = match scaling {
            Scaling::Standard => sys::TENON_SCALING_STANDARD,
            Scaling::MinMax => sys::TENON_SCALING_MIN_MAX,
            Scaling::Robust => sys::TENON_SCALING_ROBUST,
        };
        // SAFETY: handle and names live for the call.
        Feature::make(|out, err| unsafe {
            sys::tenon_feature_fit_scale(
                current(),
                table.raw(),
                columns.pointer(),
                columns.count(),
                scaling,
                out,
                err,
            )
        })
    }

    /// Numbers drawn towards a normal distribution (Yeo-Johnson), with the likeliest exponent.
    pub fn power(table: &Table, columns: &[&str]) -> Result<Feature> {
        let columns = Names::new("columns", columns)?;
        // SAFETY: handle and names live for the call; no options are the usual ones.
        Feature::make(|out, err| unsafe {
            sys::tenon_feature_fit_power(
                current(),
                table.raw(),
                columns.pointer(),
                columns.count(),
                null(),
                out,
                err,
            )
        })
    }

    /// Month, weekday and hour of times, as new columns.
    pub fn calendar(table: &Table, columns: &[&str]) -> Result<Feature> {
        let columns = Names::new("columns", columns)?;
        // SAFETY: handle and names live for the call; no options are the usual ones.
        Feature::make(|out, err| unsafe {
            sys::tenon_feature_fit_calendar(
                current(),
                table.raw(),
                columns.pointer(),
                columns.count(),
                null(),
                out,
                err,
            )
        })
    }

    /// Lags and rolling statistics, which never look ahead, as new columns.
    pub fn windows(table: &Table, columns: &[&str], options: &WindowOptions) -> Result<Feature> {
        let columns = Names::new("columns", columns)?;
        let groups: Vec<&str> = options.groups.iter().map(String::as_str).collect();
        let groups = Names::new("groups", &groups)?;
        let time = match &options.time {
            Some(name) => Some(c_text("time", name)?),
            None => None,
        };
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let mut raw: sys::tenon_window_options = unsafe { std::mem::zeroed() };
        raw.struct_size = size_of::<sys::tenon_window_options>() as u32;
        raw.groups = groups.pointer();
        raw.group_count = groups.count();
        raw.time = time.as_ref().map_or(null(), |name| name.as_ptr());
        raw.lags = options.lags.as_ptr();
        raw.lag_count = i32::try_from(options.lags.len()).unwrap_or(i32::MAX);
        raw.rows = options.rows;
        raw.include_self = i32::from(options.include_self);
        // SAFETY: handle, names, lags and options live for the call.
        Feature::make(|out, err| unsafe {
            sys::tenon_feature_fit_windows(
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

    /// Principal components "pc1", "pc2", ... that hold this share of the variance, in place of the columns.
    pub fn pca(table: &Table, columns: &[&str], share: f64) -> Result<Feature> {
        let columns = Names::new("columns", columns)?;
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let mut raw: sys::tenon_pca_options = unsafe { std::mem::zeroed() };
        raw.struct_size = size_of::<sys::tenon_pca_options>() as u32;
        raw.share = share;
        // SAFETY: handle, names and options live for the call.
        Feature::make(|out, err| unsafe {
            sys::tenon_feature_fit_pca(
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
