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

fn from_folder(folder: &str) {
    println!("cargo:rustc-link-search=native={folder}");
    println!("cargo:rustc-link-lib={}=tenon", link_kind());
    println!("cargo:lib_dir={folder}");
    if link_kind() == "static" {
        println!("cargo:rustc-link-lib=dylib=stdc++");
        println!("cargo:rustc-link-lib=dylib=z");
    }
}

fn from_pkg_config() -> Result<(), String> {
    let output = Command::new("pkg-config")
        .args(["--libs", "--cflags", "tenon >= 0.1"])
        .output()
        .map_err(|e| format!("pkg-config did not run: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    for flag in String::from_utf8_lossy(&output.stdout).split_whitespace() {
        if let Some(folder) = flag.strip_prefix("-L") {
            println!("cargo:rustc-link-search=native={folder}");
            println!("cargo:lib_dir={folder}");
        } else if let Some(library) = flag.strip_prefix("-l") {
            println!("cargo:rustc-link-lib={library}");
        }
    }
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
