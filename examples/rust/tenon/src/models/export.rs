use std::path::Path;

use tenon_sys as sys;

use crate::error::{call, document};
use crate::raw::{bytes_of, c_path};
use crate::{Model, Result};

/// What an exported ONNX model is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OnnxOperators {
    /// Plain operators in double, and LabelEncoder for categories.
    #[default]
    Doubles,
    /// Operators of ai.onnx.ml, in float.
    Ml,
}

impl OnnxOperators {
    fn raw(self) -> sys::tenon_onnx_operators {
        match self {
            OnnxOperators::Doubles => sys::TENON_ONNX_DOUBLES,
            OnnxOperators::Ml => sys::TENON_ONNX_ML,
        }
    }
}

impl Model {
    /// The model with its steps as an ONNX model (IR 7), for scoring elsewhere. Each input is of its
    /// column's name and of shape \[rows, 1\]; outputs are "prediction", or "label" and
    /// "probabilities".
    ///
    /// Errors: a name that is not UTF-8; a model with feature steps is not supported.
    pub fn to_onnx(&self, operators: OnnxOperators) -> Result<Vec<u8>> {
        // SAFETY: the buffer has the capacity given.
        bytes_of(|buffer, capacity, needed, err| unsafe {
            let operators = operators.raw();
            sys::tenon_model_to_onnx(self.raw(), operators, buffer.cast(), capacity, needed, err)
        })
    }

    /// The same as a file, written new, synced and renamed.
    pub fn save_onnx(&self, path: impl AsRef<Path>, operators: OnnxOperators) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: handle and path are live, here and below.
        call(|err| unsafe {
            sys::tenon_model_save_onnx(self.raw(), operators.raw(), path.as_ptr(), err)
        })
    }

    /// The model with its steps as a PMML 4.4 document.
    pub fn to_pmml(&self) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_model_to_pmml(self.raw(), buffer, capacity, needed, err)
        })
    }

    /// The same as a file, written new, synced and renamed.
    pub fn save_pmml(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        call(|err| unsafe { sys::tenon_model_save_pmml(self.raw(), path.as_ptr(), err) })
    }

    /// Coefficients trained elsewhere as a model for scoring: a JSON object of names, coefficients and
    /// family ("linear" or "logistic"), where they are intercept, scaler {"means", "sds"}, target and
    /// positive_label, too.
    ///
    /// ```
    /// let model = tenon::Model::from_coefficients(
    ///     r#"{"names": ["heat"], "coefficients": [2.0], "intercept": 1.0, "family": "linear"}"#,
    /// )?;
    /// assert_eq!(model.score(&[3.0])?, 7.0);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// Errors: no JSON; a member that is missing, or of another type or length, with its place.
    pub fn from_coefficients(json: &str) -> Result<Model> {
        // SAFETY: pointer and length are those of a live slice.
        Model::make(|out, err| unsafe {
            let length = json.len() as i64;
            sys::tenon_model_from_coefficients(json.as_ptr().cast(), length, out, err)
        })
    }
}
