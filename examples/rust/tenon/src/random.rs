use std::ptr::null_mut;

use tenon_sys as sys;

use crate::error::call;
use crate::raw::handle;
use crate::Result;

handle! {
    /// Random numbers (Philox4x32-10): the same seed and stream give the same numbers on every platform.
    ///
    /// ```
    /// let mut one = tenon::Random::new(7, 0)?;
    /// let mut same = tenon::Random::new(7, 0)?;
    /// assert_eq!(one.normal().to_bits(), same.normal().to_bits());
    /// assert!(one.below(6) < 6);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Random, sys::tenon_random, sys::tenon_random_free, moved
}

impl Random {
    /// Streams of one seed are independent.
    pub fn new(seed: u64, stream: u64) -> Result<Random> {
        let mut out = null_mut();
        // SAFETY: the out parameter is live.
        call(|err| unsafe { sys::tenon_random_create(seed, stream, &mut out, err) })?;
        Random::owned(out)
    }

    /// In [0, 1).
    pub fn uniform(&mut self) -> f64 {
        // SAFETY: the handle is live and borrowed mutably, as below.
        unsafe { sys::tenon_random_uniform(self.handle.as_ptr()) }
    }

    /// Mean 0, standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        // SAFETY: as above.
        unsafe { sys::tenon_random_normal(self.handle.as_ptr()) }
    }

    /// In [0, limit).
    pub fn below(&mut self, limit: u64) -> u64 {
        // SAFETY: as above.
        unsafe { sys::tenon_random_below(self.handle.as_ptr(), limit) }
    }
}
