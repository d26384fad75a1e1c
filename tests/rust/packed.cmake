# The crates as `cargo package` packs them: what is in them, with and without vendor/, that they are small
# enough for a registry, and what `bundled` says where there are no sources.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/pack.cmake)
unset(ENV{TENON_LIB_DIR})
unset(ENV{TENON_SOURCE_DIR})
file(REMOVE_RECURSE ${WORK}/packed_tree)
copy_tree(${WORK}/packed_tree)

function(expect_files text)
  foreach(file IN LISTS ARGN)
    if(NOT "\n${text}" MATCHES "\n${file}\n")
      message(FATAL_ERROR "the packed crate lacks ${file}:\n${text}")
    endif()
  endforeach()
endfunction()

list_files(${WORK}/packed_tree tenon)
expect_files("${files}" Cargo.toml README.md build.rs src/lib.rs examples/first_steps.rs)

pack(${WORK}/packed_tree ${WORK}/packed_bare)
expect_files("${files}" Cargo.toml README.md build.rs src/lib.rs src/bindings.rs)
if(files MATCHES "vendor|bindings.sh")
  message(FATAL_ERROR "the packed crate holds more than it should:\n${files}")
endif()
set(ENV{CARGO_TARGET_DIR} ${WORK}/packed_target)
execute_process(COMMAND ${CARGO} build --offline --features bundled --package tenon
                        --manifest-path ${WORK}/packed_bare/Cargo.toml
                RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE words)
if(result EQUAL 0 OR NOT words MATCHES "its sources are not in [^\n]*/tenon-sys/vendor, nor in"
   OR NOT words MATCHES "Set TENON_SOURCE_DIR to a source tree of tenon" OR words MATCHES "panicked")
  message(FATAL_ERROR "cargo build --features bundled without sources (${result}):\n${text}${words}")
endif()

execute_process(COMMAND sh ${WORK}/packed_tree/examples/rust/tenon-sys/vendor.sh COMMAND_ERROR_IS_FATAL ANY)
pack(${WORK}/packed_tree ${WORK}/packed_full)
expect_files("${files}" vendor/CMakeLists.txt vendor/LICENSE vendor/capi/tenon.symbols vendor/capi/include/tenon.h
             vendor/cmake/tenon_rooms.cmake vendor/src/CMakeLists.txt src/bindings.rs)
file(SIZE ${packed} bytes)
if(bytes GREATER 10485760)
  message(FATAL_ERROR "the packed crate has ${bytes} bytes; a registry takes 10 MiB")
endif()
message(STATUS "packed with its sources: ${bytes} bytes")
