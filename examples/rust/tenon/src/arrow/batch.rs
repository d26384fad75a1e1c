use std::mem::zeroed;
use std::slice::from_raw_parts;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, text};
use crate::raw::int64;
use crate::{Result, Table};

/// The columns of a table as Arrow arrays, without a copy; they may outlive the table.
///
/// ```
/// use tenon::{ArrowBatch, ArrowColumn, Table};
///
/// let table = Table::from_csv_text("heat,machine\n1.5,M-1\n,M-2\n2.5,\n")?;
/// let batch = ArrowBatch::of(&table)?;
/// drop(table);
/// match batch.column(0) {
///     ArrowColumn::Float64(heat) => assert_eq!(heat.iter().flatten().sum::<f64>(), 4.0),
///     other => panic!("heat is {other:?}"),
/// }
/// match batch.column(1) {
///     ArrowColumn::Text(machine) => {
///         assert_eq!(machine.iter().collect::<Vec<_>>(), [Some("M-1"), Some("M-2"), None]);
///     }
///     other => panic!("machine is {other:?}"),
/// }
/// # Ok::<(), tenon::Error>(())
/// ```
pub struct ArrowBatch {
    array: sys::ArrowArray,
    schema: sys::ArrowSchema,
}

impl std::fmt::Debug for ArrowBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ArrowBatch")
            .field("rows", &self.rows())
            .field("columns", &self.columns())
            .finish()
    }
}

// SAFETY: the arrays are immutable and own what they point to; release may run on any thread.
unsafe impl Send for ArrowBatch {}
unsafe impl Sync for ArrowBatch {}

impl Drop for ArrowBatch {
    fn drop(&mut self) {
        if let Some(release) = self.array.release {
            // SAFETY: not released yet; it clears its own pointer.
            unsafe { release(&mut self.array) }
        }
        if let Some(release) = self.schema.release {
            // SAFETY: as above.
            unsafe { release(&mut self.schema) }
        }
    }
}

/// One column of an [`ArrowBatch`], borrowed from it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum ArrowColumn<'a> {
    /// 64-bit real numbers.
    Float64(Values<'a, f64>),
    /// 64-bit integers.
    Int64(Values<'a, i64>),
    /// Truth values.
    Bool(Bits<'a>),
    /// UTF-8 text.
    Text(Texts<'a>),
    /// Microseconds since 1970-01-01.
    Timestamp(Values<'a, i64>),
}

/// Which cells are there.
#[derive(Debug, Clone, Copy)]
struct Validity<'a> {
    bits: Option<&'a [u8]>,
    offset: usize,
}

impl Validity<'_> {
    fn is_there(&self, row: usize) -> bool {
        self.bits.map_or(true, |bits| bit(bits, self.offset + row))
    }
}

fn bit(bits: &[u8], place: usize) -> bool {
    bits[place / 8] >> (place % 8) & 1 == 1
}

/// Numbers of a column.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a, T> {
    values: &'a [T],
    validity: Validity<'a>,
}

impl<'a, T: Copy> Values<'a, T> {
    /// All of them; what stands in a missing cell means nothing.
    pub fn raw(&self) -> &'a [T] {
        self.values
    }

    /// Cell by cell, `None` where missing.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<T>> + 'a {
        let (values, validity) = (self.values, self.validity);
        (0..values.len()).map(move |row| validity.is_there(row).then(|| values[row]))
    }
}

/// Truth values of a column.
#[derive(Debug, Clone, Copy)]
pub struct Bits<'a> {
    bits: &'a [u8],
    offset: usize,
    rows: usize,
    validity: Validity<'a>,
}

impl<'a> Bits<'a> {
    /// Cell by cell, `None` where missing.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<bool>> + 'a {
        let this = *self;
        (0..this.rows)
            .map(move |row| this.validity.is_there(row).then(|| bit(this.bits, this.offset + row)))
    }
}

/// Texts of a column.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    offsets: &'a [i64],
    bytes: &'a [u8],
    validity: Validity<'a>,
}

impl<'a> Texts<'a> {
    /// Cell by cell, `None` where missing.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&'a str>> + 'a {
        let this = *self;
        let place = move |row: usize| usize::try_from(this.offsets[row]).unwrap_or(0);
        (0..this.offsets.len().saturating_sub(1)).map(move |row| {
            if !this.validity.is_there(row) {
                return None;
            }
            // The library's texts are UTF-8; it checked them when they came in.
            std::str::from_utf8(&this.bytes[place(row)..place(row + 1)]).ok()
        })
    }
}

impl ArrowBatch {
    pub(super) fn released() -> ArrowBatch {
        // SAFETY: zero is a released struct.
        unsafe { ArrowBatch { array: zeroed(), schema: zeroed() } }
    }

    pub(super) fn is_released(&self) -> bool {
        self.array.release.is_none()
    }

    pub(super) fn array_mut(&mut self) -> *mut sys::ArrowArray {
        &mut self.array
    }

    pub(super) fn schema_mut(&mut self) -> *mut sys::ArrowSchema {
        &mut self.schema
    }

    /// The whole table as one batch.
    pub fn of(table: &Table) -> Result<ArrowBatch> {
        let mut batch = ArrowBatch::released();
        // SAFETY: all three are live; the structs are filled, or left released.
        call(|err| unsafe {
            sys::tenon_table_export_arrow(table.raw(), &mut batch.array, &mut batch.schema, err)
        })?;
        Ok(batch)
    }

    /// A table of the batch's memory, without a copy.
    pub fn into_table(mut self) -> Result<Table> {
        // SAFETY: both structs are live and moved from: the library takes them even when it fails, and clears
        // their release.
        Table::make(|out, err| unsafe {
            sys::tenon_table_import_arrow(current(), &mut self.array, &mut self.schema, out, err)
        })
    }

    /// The two structs of the Arrow C Data Interface, for another library (of the `arrow` crate:
    /// `FFI_ArrowArray` and `FFI_ArrowSchema`, which have this layout). The receiver releases them.
    pub fn into_raw(self) -> (sys::ArrowArray, sys::ArrowSchema) {
        let batch = std::mem::ManuallyDrop::new(self);
        // SAFETY: moved out once; the batch is not dropped.
        unsafe { (std::ptr::read(&batch.array), std::ptr::read(&batch.schema)) }
    }

    /// A table from another library's structs, without a copy where its types have one. Both are released by the
    /// library, also when it fails; offsets, lengths, texts and codes are checked before first use.
    ///
    /// # Safety
    ///
    /// Both must be valid structs of the Arrow C Data Interface that nobody else releases.
    pub unsafe fn table_from_raw(
        mut array: sys::ArrowArray,
        mut schema: sys::ArrowSchema,
    ) -> Result<Table> {
        // SAFETY: promised by the caller.
        Table::make(|out, err| unsafe {
            sys::tenon_table_import_arrow(current(), &mut array, &mut schema, out, err)
        })
    }

    /// How many records.
    pub fn rows(&self) -> usize {
        usize::try_from(self.array.length).unwrap_or(0)
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        usize::try_from(self.array.n_children).unwrap_or(0)
    }

    /// Name of a column.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    pub fn name(&self, column: usize) -> String {
        assert!(column < self.columns(), "there is no column {column}");
        // SAFETY: there are as many children in the schema as in the array.
        text(unsafe { (**self.schema.children.add(column)).name })
    }

    /// A column.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    pub fn column(&self, column: usize) -> ArrowColumn<'_> {
        assert!(column < self.columns(), "there is no column {column}");
        // SAFETY: the library exports as many children as it says, with the buffers that the type asks for,
        // each of the length that length and offset ask for; they live as long as the batch.
        unsafe {
            let child = &**self.array.children.add(column);
            let format = text((**self.schema.children.add(column)).format);
            let (rows, offset) = (child.length as usize, child.offset as usize);
            let buffer = |place: usize| *child.buffers.add(place);
            let bytes = (offset + rows + 7) / 8;
            let bits = buffer(0).cast::<u8>();
            let validity =
                Validity { bits: (!bits.is_null()).then(|| from_raw_parts(bits, bytes)), offset };
            match format.as_str() {
                "g" => ArrowColumn::Float64(Values {
                    values: &from_raw_parts(buffer(1).cast(), offset + rows)[offset..],
                    validity,
                }),
                "b" => ArrowColumn::Bool(Bits {
                    bits: from_raw_parts(buffer(1).cast(), bytes),
                    offset,
                    rows,
                    validity,
                }),
                "U" => {
                    let offsets: &[i64] = if rows == 0 {
                        &[]
                    } else {
                        &from_raw_parts(buffer(1).cast(), offset + rows + 1)[offset..]
                    };
                    let end = offsets.last().map_or(0, |end| *end as usize);
                    ArrowColumn::Text(Texts {
                        offsets,
                        bytes: from_raw_parts(buffer(2).cast(), end),
                        validity,
                    })
                }
                "l" => ArrowColumn::Int64(Values {
                    values: &from_raw_parts(buffer(1).cast(), offset + rows)[offset..],
                    validity,
                }),
                _ => ArrowColumn::Timestamp(Values {
                    values: &from_raw_parts(buffer(1).cast(), offset + rows)[offset..],
                    validity,
                }),
            }
        }
    }
}

impl Table {
    /// The table in batches of at most `rows` records that share its memory.
    ///
    /// ```
    /// let table = tenon::Table::from_csv_text("a\n1\n2\n3\n")?;
    /// let sizes: Vec<_> = table.batches(2).map(|batch| batch.map(|b| b.rows())).collect::<Result<_, _>>()?;
    /// assert_eq!(sizes, [2, 1]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn batches(&self, rows: usize) -> impl Iterator<Item = Result<ArrowBatch>> + '_ {
        let step = rows.max(1);
        (0..self.rows())
            .step_by(step)
            .map(move |first| ArrowBatch::of(&self.slice(first, step.min(self.rows() - first))?))
    }

    /// Records [first, first + count), all of which must exist; nothing is copied.
    pub fn slice(&self, first: usize, count: usize) -> Result<Table> {
        // SAFETY: the handle is live; the range is checked by the library.
        Table::make(|out, err| unsafe {
            sys::tenon_table_slice(self.raw(), int64(first), int64(count), out, err)
        })
    }
}
