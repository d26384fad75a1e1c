# The steps of `cargo package`, for the tests of what comes out of it. Needs ROOT and CARGO.

# What the crates and the feature `bundled` need of the tree, in the same places.
function(copy_tree to)
  file(COPY ${ROOT}/examples/rust DESTINATION ${to}/examples PATTERN target EXCLUDE PATTERN vendor EXCLUDE)
  foreach(part IN ITEMS CMakeLists.txt LICENSE README.md README.zh-CN.md CHANGELOG.md include src capi cmake)
    file(COPY ${ROOT}/${part} DESTINATION ${to})
  endforeach()
endfunction()

# `files`: what a packed crate holds.
function(list_files tree crate)
  execute_process(COMMAND ${CARGO} package --offline --quiet --allow-dirty --list --package ${crate}
                          --manifest-path ${tree}/examples/rust/Cargo.toml
                  OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  set(files "${text}" PARENT_SCOPE)
endfunction()

# A workspace of tenon and the packed tenon-sys; `files`: what the latter holds, `packed`: its archive.
function(pack tree to)
  list_files(${tree} tenon-sys)
  set(files "${files}" PARENT_SCOPE)
  file(REMOVE_RECURSE ${to})
  set(ENV{CARGO_TARGET_DIR} ${to}/package)
  execute_process(COMMAND ${CARGO} package --offline --quiet --allow-dirty --no-verify --package tenon-sys
                          --manifest-path ${tree}/examples/rust/Cargo.toml COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB archive ${to}/package/package/tenon-sys-*.crate)
  file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${to})
  file(GLOB folder ${to}/tenon-sys-*)
  file(RENAME ${folder} ${to}/tenon-sys)
  file(COPY ${tree}/examples/rust/Cargo.toml ${tree}/examples/rust/tenon DESTINATION ${to})
  set(packed ${archive} PARENT_SCOPE)
endfunction()
