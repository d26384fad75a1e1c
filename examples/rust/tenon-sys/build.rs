//! Finds the tenon library: `TENON_LIB_DIR` (a folder that holds it), else pkg-config.
//! `TENON_STATIC=1` links the archive.

use std::env;
use std::process::Command;

fn link_kind() -> &'static str {
    match env::var("TENON_STATIC") {
        Ok(value) if value != "0" => "static",
        _ => "dylib",
    }
}

/// What the archive needs besides itself: `Libs.private` of the pkg-config file beside it.
fn private_libraries(folder: &str) -> Vec<String> {
    let text = std::fs::read_to_string(format!("{folder}/pkgconfig/tenon.pc")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Libs.private:"));
    line.unwrap_or("-lstdc++ -lm -lpthread -lz")
        .split_whitespace()
        .filter_map(|flag| flag.strip_prefix("-l").map(str::to_owned))
        .collect()
}

fn from_folder(folder: &str) {
    println!("cargo:rustc-link-search=native={folder}");
    println!("cargo:rustc-link-lib={}=tenon", link_kind());
    println!("cargo:lib_dir={folder}");
    if link_kind() == "static" {
        for library in private_libraries(folder) {
            println!("cargo:rustc-link-lib=dylib={library}");
        }
    }
}

fn from_pkg_config() -> Result<(), String> {
    let output = Command::new("pkg-config")
        .args(["--variable=libdir", "tenon >= 0.1"])
        .output()
        .map_err(|e| format!("pkg-config did not run: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    from_folder(String::from_utf8_lossy(&output.stdout).trim());
    Ok(())
}

fn main() {
    println!("cargo:rerun-if-env-changed=TENON_LIB_DIR");
    println!("cargo:rerun-if-env-changed=TENON_STATIC");
    println!("cargo:rerun-if-env-changed=PKG_CONFIG_PATH");
    if let Ok(folder) = env::var("TENON_LIB_DIR") {
        from_folder(&folder);
    } else if let Err(why) = from_pkg_config() {
        panic!("tenon was not found: {why}\nSet TENON_LIB_DIR to the folder that holds the library, or PKG_CONFIG_PATH.");
    }
}
