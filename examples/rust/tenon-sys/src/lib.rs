//! Raw bindings to the C interface of tenon, `tenon.h`. The header is the documentation; the
//! `tenon` crate is the safe way to use it.
#![allow(non_camel_case_types, non_snake_case, clippy::all)]

include!("bindings.rs");
