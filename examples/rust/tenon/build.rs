//! Lets the tests and examples of this crate find a shared library that is not installed.

fn main() {
    if let Ok(folder) = std::env::var("DEP_TENON_LIB_DIR") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
