use tenon_sys as sys;

use crate::raw::blank;
use crate::{Error, Result};

/// A view of numbers in memory: rows are records, columns are features.
///
/// ```
/// use tenon::models::Matrix;
///
/// let of_arrays = Matrix::from(&[[1.0, 2.0], [3.0, 4.0]]);
/// let row_by_row = Matrix::new(&[1.0, 2.0, 3.0, 4.0], 2)?;
/// let column_by_column = Matrix::column_major(&[1.0, 3.0, 2.0, 4.0], 2)?;
/// assert_eq!((of_arrays.rows(), of_arrays.columns()), (2, 2));
/// assert!(of_arrays.row(1).eq([3.0, 4.0]));
/// assert!(column_by_column.row(1).eq(row_by_row.row(1)));
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    data: &'a [f64],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// Rows of so many columns, one after the other; the length must be a multiple of it.
    pub fn new(data: &'a [f64], columns: usize) -> Result<Matrix<'a>> {
        let rows = parts_of(data.len(), columns, "columns")?;
        Ok(Matrix { data, rows, columns, row_stride: columns, column_stride: 1 })
    }

    /// Columns of so many rows, one after the other; the length must be a multiple of it.
    pub fn column_major(data: &'a [f64], rows: usize) -> Result<Matrix<'a>> {
        let columns = parts_of(data.len(), rows, "rows")?;
        Ok(Matrix { data, rows, columns, row_stride: 1, column_stride: rows })
    }

    /// One column: as many rows as there are numbers.
    pub fn column(data: &'a [f64]) -> Matrix<'a> {
        Matrix { data, rows: data.len(), columns: 1, row_stride: 1, column_stride: 1 }
    }

    /// How many records.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many features.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The numbers of a record.
    ///
    /// # Panics
    ///
    /// If there is no such record.
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = f64> + 'a {
        assert!(row < self.rows, "there is no row {row}");
        let this = *self;
        (0..this.columns).map(move |j| this.data[row * this.row_stride + j * this.column_stride])
    }

    pub(crate) fn raw(&self) -> sys::tenon_matrix {
        sys::tenon_matrix {
            data: self.data.as_ptr(),
            rows: self.rows as i64,
            columns: self.columns as i64,
            row_stride: self.row_stride as i64,
            column_stride: self.column_stride as i64,
            ..blank()
        }
    }
}

fn parts_of(length: usize, size: usize, name: &str) -> Result<usize> {
    match size {
        0 => Err(Error::argument_error(name, "must be at least one")),
        size if length % size != 0 => Err(Error::argument_error(
            "data",
            &format!("hold {length} numbers, no multiple of {size}"),
        )),
        size => Ok(length / size),
    }
}

impl<'a, const N: usize> From<&'a [[f64; N]]> for Matrix<'a> {
    fn from(rows: &'a [[f64; N]]) -> Matrix<'a> {
        // SAFETY: arrays lie one after the other without a gap.
        let data = unsafe { std::slice::from_raw_parts(rows.as_ptr().cast(), rows.len() * N) };
        Matrix { data, rows: rows.len(), columns: N, row_stride: N, column_stride: 1 }
    }
}

impl<'a, const N: usize, const M: usize> From<&'a [[f64; N]; M]> for Matrix<'a> {
    fn from(rows: &'a [[f64; N]; M]) -> Matrix<'a> {
        Matrix::from(&rows[..])
    }
}

impl<'a, const N: usize> From<&'a Vec<[f64; N]>> for Matrix<'a> {
    fn from(rows: &'a Vec<[f64; N]>) -> Matrix<'a> {
        Matrix::from(&rows[..])
    }
}
