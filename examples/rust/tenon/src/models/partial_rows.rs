//! What partials of every kind of fit have in common: rows that are added, merged and written as bytes.

/// The methods of a partial by the functions of the library behind them.
macro_rules! partial {
    ($name:ident,
     $(#[$of_add:meta])* add: $add:path, takes: $takes:expr, add_table: $add_table:path,
     $(#[$of_merge:meta])* merge: $merge:path, rows: $rows:path, to_bytes: $to_bytes:path,
     from_bytes: $from_bytes:path) => {
        impl $name {
            $(#[$of_add])*
            pub fn add(&mut self, slice: &Samples) -> Result<()> {
                let partial = self.raw_mut();
                slice.lend(&$takes, |lent| {
                    // SAFETY: everything borrowed lives for the call, here and below.
                    call(|err| unsafe {
                        $add(
                            partial,
                            current(),
                            &lent.features,
                            lent.target,
                            &lent.extras,
                            err,
                        )
                    })
                })
            }

            /// Adds the rows of a table whose columns have the names of the features, and returns how
            /// many were left out because a cell is missing or NaN.
            pub fn add_table(
                &mut self,
                table: &Table,
                target: &str,
                weights: Option<&str>,
            ) -> Result<usize> {
                let (target, weights) =
                    (c_text("target", target)?, maybe_text("weights", weights)?);
                let mut left_out = 0;
                let partial = self.raw_mut();
                call(|err| unsafe {
                    $add_table(
                        partial,
                        current(),
                        table.raw(),
                        target.as_ptr(),
                        maybe(&weights),
                        &mut left_out,
                        err,
                    )
                })?;
                Ok(count(left_out))
            }

            $(#[$of_merge])*
            pub fn merge(&mut self, other: &$name) -> Result<()> {
                let partial = self.raw_mut();
                // SAFETY: they are two handles, since one is borrowed mutably.
                call(|err| unsafe { $merge(partial, other.raw(), err) })
            }

            /// How many rows it knows of.
            pub fn rows(&self) -> usize {
                count(unsafe { $rows(self.raw()) })
            }

            /// The same on every machine.
            pub fn to_bytes(&self) -> Result<Vec<u8>> {
                // SAFETY: the buffer has the capacity given.
                bytes_of(|buffer, capacity, needed, err| unsafe {
                    $to_bytes(self.raw(), buffer.cast(), capacity, needed, err)
                })
            }

            /// A partial from its bytes, of which nothing is trusted.
            pub fn from_bytes(bytes: &[u8]) -> Result<$name> {
                // SAFETY: pointer and length are those of a live slice.
                $name::make(|out, err| unsafe {
                    $from_bytes(bytes.as_ptr().cast(), bytes.len() as i64, out, err)
                })
            }
        }
    };
}
pub(crate) use partial;
