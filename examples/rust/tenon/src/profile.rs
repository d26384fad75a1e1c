use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, document};
use crate::raw::handle;
use crate::{Report, Result, Table};

handle! {
    /// What the columns of a table hold, in one pass and bounded memory: types, missing and distinct
    /// values, quantiles, histograms, stuck runs, order, gaps in time, correlations. Slices of one table
    /// are added in order, or profiled apart and merged in that order.
    ///
    /// ```
    /// use tenon::{Profile, Table};
    ///
    /// let mut profile = Profile::new()?;
    /// profile.add(&Table::from_csv_text("heat\n1\n2\n")?)?;
    /// let mut later = Profile::new()?;
    /// later.add(&Table::from_csv_text("heat\n3\n\n")?)?;
    /// profile.merge(&later)?;
    /// assert!(profile.text()?.contains("heat"));
    /// assert!(profile.json()?.starts_with('{'));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Profile, sys::tenon_profile, sys::tenon_profile_free, moved
}

impl Profile {
    /// Of nothing yet.
    pub fn new() -> Result<Profile> {
        // SAFETY: the out parameter is live.
        Profile::make(|out, err| unsafe { sys::tenon_profile_create(out, err) })
    }

    /// Adds the next slice. Errors: columns of other names or types than those before.
    pub fn add(&mut self, slice: &Table) -> Result<()> {
        let profile = self.raw_mut();
        // SAFETY: the handle is borrowed mutably, here and below.
        call(|err| unsafe { sys::tenon_profile_add(profile, current(), slice.raw(), err) })
    }

    /// Adds what was learned of later slices.
    pub fn merge(&mut self, later: &Profile) -> Result<()> {
        let profile = self.raw_mut();
        call(|err| unsafe { sys::tenon_profile_merge(profile, later.raw(), err) })
    }

    /// All of it as one JSON object.
    pub fn json(&self) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_profile_json(self.raw(), buffer, capacity, needed, err)
        })
    }

    /// Some lines for people.
    pub fn text(&self) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_profile_text(self.raw(), buffer, capacity, needed, err)
        })
    }
}

impl Report {
    /// A section of distributions, frequent values, stuck sensors, time and gaps, correlations.
    pub fn data_profile(&mut self, profile: &Profile) -> Result<&mut Self> {
        let report = self.raw_mut();
        // SAFETY: the handle is borrowed mutably.
        call(|err| unsafe { sys::tenon_report_add_data_profile(report, profile.raw(), err) })?;
        Ok(self)
    }
}
