/// A struct of options: public fields with documented defaults, and a method a field that sets it, so that
/// `Huber::new().threshold(2.0)` reads as a sentence. Each field begins with how its method takes it:
///
/// * `value`: as it is;
/// * `optional`: the value inside the `Option`;
/// * `text`, `maybe_text`: a `&str`;
/// * `texts`: a slice of `&str`;
/// * `list`: anything that becomes a `Vec`.
macro_rules! options {
    (@type value $t:ty) => { $t };
    (@type optional $t:ty) => { Option<$t> };
    (@type text $t:ty) => { $t };
    (@type maybe_text $t:ty) => { Option<$t> };
    (@type texts $t:ty) => { Vec<$t> };
    (@type list $t:ty) => { Vec<$t> };

    (@default $value:expr) => { $value };
    (@default) => { Default::default() };

    (@set value $(#[$about:meta])* $field:ident $t:ty) => {
        $(#[$about])*
        pub fn $field(mut self, value: $t) -> Self {
            self.$field = value;
            self
        }
    };
    (@set optional $(#[$about:meta])* $field:ident $t:ty) => {
        $(#[$about])*
        pub fn $field(mut self, value: $t) -> Self {
            self.$field = Some(value);
            self
        }
    };
    (@set text $(#[$about:meta])* $field:ident $t:ty) => {
        $(#[$about])*
        pub fn $field(mut self, value: &str) -> Self {
            self.$field = value.into();
            self
        }
    };
    (@set maybe_text $(#[$about:meta])* $field:ident $t:ty) => {
        $(#[$about])*
        pub fn $field(mut self, value: &str) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    (@set texts $(#[$about:meta])* $field:ident $t:ty) => {
        $(#[$about])*
        pub fn $field(mut self, values: &[&str]) -> Self {
            self.$field = values.iter().map(|value| (*value).to_owned()).collect();
            self
        }
    };
    (@set list $(#[$about:meta])* $field:ident $t:ty) => {
        $(#[$about])*
        pub fn $field(mut self, values: impl Into<Vec<$t>>) -> Self {
            self.$field = values.into();
            self
        }
    };

    ($(#[$about:meta])* pub struct $name:ident {
        $($(#[$field_about:meta])* $kind:ident $field:ident: $t:ty $(= $default:expr)?,)*
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        #[must_use]
        pub struct $name {
            $($(#[$field_about])* pub $field: options!(@type $kind $t),)*
        }

        impl Default for $name {
            fn default() -> Self {
                $name { $($field: options!(@default $($default)?),)* }
            }
        }

        impl $name {
            /// With the defaults that its fields tell.
            pub fn new() -> Self {
                $name::default()
            }

            $(options!(@set $kind $(#[$field_about])* $field $t);)*
        }
    };
}

pub(crate) use options;

/// The texts of a list, for [`Names`](crate::error::Names).
pub(crate) fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
