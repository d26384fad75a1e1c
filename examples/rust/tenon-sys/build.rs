//! Finds the tenon library, in this order:
//!
//! 1. `TENON_LIB_DIR`, a folder that holds it;
//! 2. with the feature `bundled`, the sources, which are built here by CMake into the archive (Eigen, fmt,
//!    nlohmann/json and zlib must be installed): those of `TENON_SOURCE_DIR`, else of `vendor/` in this crate,
//!    else of the tree that the crate lies in;
//! 3. pkg-config.
//!
//! `TENON_STATIC=1` links the archive in 1 and 3. `TENON_BUILD_DIR` keeps what 2 builds in a folder of its own,
//! between runs of cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn private_libraries(folder: &str) -> Vec<String> {
    // What the archive needs besides itself: `Libs.private` of the pkg-config file beside it.
    let text = std::fs::read_to_string(format!("{folder}/pkgconfig/tenon.pc")).unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Libs.private:"));
    line.unwrap_or("-lstdc++ -lm -lpthread -lz")
        .split_whitespace()
        .filter_map(|flag| flag.strip_prefix("-l").map(str::to_owned))
        .collect()
}

fn link(folder: &str, archive: bool) {
    println!("cargo:rustc-link-search=native={folder}");
    println!(
        "cargo:rustc-link-lib={}=tenon",
        if archive { "static" } else { "dylib" }
    );
    println!("cargo:lib_dir={folder}");
    if archive {
        for library in private_libraries(folder) {
            println!("cargo:rustc-link-lib=dylib={library}");
        }
    }
}

fn wants_archive() -> bool {
    matches!(env::var("TENON_STATIC"), Ok(value) if value != "0")
}

fn run(command: &mut Command) -> Result<(), String> {
    let words = format!("{command:?}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{words} ended with {status}")),
        Err(why) => Err(format!("{words} did not run: {why}")),
    }
}

fn sources() -> Result<PathBuf, String> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let given = env::var("TENON_SOURCE_DIR").map(PathBuf::from);
    let places = match given {
        Ok(folder) => vec![folder],
        Err(_) => vec![here.join("vendor"), here.join("../../..")],
    };
    places
        .iter()
        .find(|folder| folder.join("capi/tenon.symbols").exists())
        .cloned()
        .ok_or_else(|| {
            let places: Vec<_> = places
                .iter()
                .map(|folder| folder.display().to_string())
                .collect();
            format!(
                "its sources are not in {}.\nSet TENON_SOURCE_DIR to a source tree of tenon, take a crate \
                 that was packaged after vendor.sh, or leave the feature `bundled` and set TENON_LIB_DIR to the \
                 folder that holds a built library.",
                places.join(", nor in ")
            )
        })
}

fn from_sources() -> Result<(), String> {
    let sources = sources()?;
    for part in ["CMakeLists.txt", "include", "src", "capi", "cmake"] {
        println!("cargo:rerun-if-changed={}", sources.join(part).display());
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    let build = env::var("TENON_BUILD_DIR").map_or_else(|_| out.join("build"), PathBuf::from);
    let installed = out.join("installed");
    run(Command::new("cmake")
        .arg("-S")
        .arg(&sources)
        .arg("-B")
        .arg(&build)
        .args([
            "-DCMAKE_BUILD_TYPE=Release",
            "-DBUILD_SHARED_LIBS=OFF",
            "-DTENON_INSTALL=ON",
        ])
        .args([
            "-DTENON_BUILD_TESTS=OFF",
            "-DTENON_BUILD_EXAMPLES=OFF",
            "-DTENON_BUILD_BENCH=OFF",
        ])
        .args([
            "-DTENON_WARNINGS_AS_ERRORS=OFF",
            "-DCMAKE_INSTALL_LIBDIR=lib",
        ])
        .arg(format!("-DCMAKE_INSTALL_PREFIX={}", installed.display())))?;
    let jobs = env::var("NUM_JOBS").unwrap_or_else(|_| "1".to_owned());
    run(Command::new("cmake").arg("--build").arg(&build).args([
        "--config",
        "Release",
        "--parallel",
        &jobs,
    ]))?;
    run(Command::new("cmake")
        .arg("--install")
        .arg(&build)
        .args(["--config", "Release"]))?;
    link(&folder_text(&installed.join("lib"))?, true);
    Ok(())
}

fn folder_text(folder: &Path) -> Result<String, String> {
    folder
        .to_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("{} is not UTF-8", folder.display()))
}

fn from_pkg_config() -> Result<(), String> {
    let output = Command::new("pkg-config")
        .args(["--variable=libdir", "tenon >= 0.1"])
        .output()
        .map_err(|e| format!("pkg-config did not run: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    link(
        String::from_utf8_lossy(&output.stdout).trim(),
        wants_archive(),
    );
    Ok(())
}

fn main() {
    for variable in [
        "TENON_LIB_DIR",
        "TENON_STATIC",
        "TENON_SOURCE_DIR",
        "TENON_BUILD_DIR",
        "PKG_CONFIG_PATH",
    ] {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    let found = if let Ok(folder) = env::var("TENON_LIB_DIR") {
        link(&folder, wants_archive());
        Ok(())
    } else if env::var_os("CARGO_FEATURE_BUNDLED").is_some() {
        from_sources().map_err(|why| format!("tenon could not be built: {why}"))
    } else {
        from_pkg_config().map_err(|why| {
            format!(
                "tenon was not found: {}\nSet TENON_LIB_DIR to the folder that holds the library, or \
                 PKG_CONFIG_PATH, or take the feature `bundled`, which builds it.",
                why.trim_end()
            )
        })
    };
    if let Err(why) = found {
        eprintln!("{why}");
        std::process::exit(1);
    }
}
