use tenon_sys as sys;

use crate::error::{call, document, text};
use crate::{Model, Result, Table};

impl Model {
    /// The column that the model predicts; empty for a model of bare numbers.
    pub fn target(&self) -> String {
        // SAFETY: the text belongs to the live handle, here and below.
        text(unsafe { sys::tenon_model_target(self.raw()) })
    }

    /// The column of exposures that came with the records of the fit; empty where there was none.
    pub fn exposure(&self) -> String {
        text(unsafe { sys::tenon_model_exposure(self.raw()) })
    }

    /// The column of offsets that came with the records of the fit; empty where there was none.
    pub fn offset(&self) -> String {
        text(unsafe { sys::tenon_model_offset(self.raw()) })
    }

    /// The target's value whose probability a score is; empty for a linear model.
    pub fn positive_label(&self) -> String {
        text(unsafe { sys::tenon_model_positive_label(self.raw()) })
    }

    /// What the model's own steps did to the training data.
    pub fn changes(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe { sys::tenon_model_changes(self.raw(), out, err) })
    }

    /// The model as one JSON document.
    pub fn to_json(&self) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_model_to_json(self.raw(), buffer, capacity, needed, err)
        })
    }

    /// A model from its document; its scores are bit-equal to those of the one that was written.
    ///
    /// ```
    /// use tenon::{LinearOptions, Model, Table};
    ///
    /// let table = Table::from_csv_text("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n")?;
    /// let model = Model::linear(&table, &["x"], "y", &LinearOptions::default())?;
    /// let again = Model::from_json(&model.to_json()?)?;
    /// assert_eq!(again.score(&[2.5])?.to_bits(), model.score(&[2.5])?.to_bits());
    /// assert_eq!(again.target(), "y");
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn from_json(document: &str) -> Result<Model> {
        // SAFETY: pointer and length are those of a live slice.
        Model::make(|out, err| unsafe {
            sys::tenon_model_from_json(document.as_ptr().cast(), document.len() as i64, out, err)
        })
    }

    /// The number that [`Model::score`] takes for a category of an input; -1 if the model does not know it.
    pub fn category(&self, input: i32, category: &str) -> Result<f64> {
        let mut code = 0.0;
        // SAFETY: pointer and length are those of a live slice.
        call(|err| unsafe {
            sys::tenon_model_category(
                self.raw(),
                input,
                category.as_ptr().cast(),
                category.len() as i64,
                &mut code,
                err,
            )
        })?;
        Ok(code)
    }

    /// Whether an input is a category.
    pub fn is_categorical(&self, input: i32) -> bool {
        // SAFETY: the handle is live.
        unsafe { sys::tenon_model_input_is_categorical(self.raw(), input) > 0 }
    }
}

/// Compiler and options of the library that is linked, one line.
pub fn build_info() -> String {
    // SAFETY: the library returns a static, terminated text.
    text(unsafe { sys::tenon_build_info() })
}

/// Grows when functions are added to the library that is linked.
pub fn abi_version() -> i32 {
    // SAFETY: nothing is borrowed.
    unsafe { sys::tenon_abi_version() }
}

/// Whether the library that is linked has all that this crate was written after; an error says both versions.
pub fn check_version() -> Result<()> {
    // SAFETY: nothing is borrowed.
    call(|err| unsafe { sys::tenon_check_version(sys::TENON_ABI_VERSION, err) })
}
