# cmake -P cmake/demo.cmake
# cmake -DINPUT=file.csv -DTARGET=column -P cmake/demo.cmake
#
# Builds tenon and runs its main job; see README.md. Also: -DLANG=zh, -DOUTPUT=folder.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/tenon_setup.cmake)

if(DEFINED INPUT AND NOT DEFINED TARGET)
  message(FATAL_ERROR "Name the column to learn with -DTARGET=column")
endif()
if(DEFINED TARGET AND NOT DEFINED INPUT)
  message(FATAL_ERROR "Name the file that has the column with -DINPUT=file.csv")
endif()
# The shell's folder, not the project's, is where a user's paths start.
if(NOT DEFINED OUTPUT OR OUTPUT STREQUAL "")
  set(OUTPUT ${CMAKE_SOURCE_DIR})
endif()
get_filename_component(OUTPUT "${OUTPUT}" ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})

tenon_install_packages(${TENON_BUILD_PACKAGES})
tenon_build(build -DTENON_BUILD_TESTS=OFF)

set(arguments ${OUTPUT})
if(LANG STREQUAL "zh")
  list(PREPEND arguments --zh)
endif()
if(DEFINED INPUT)
  get_filename_component(INPUT "${INPUT}" ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
  list(APPEND arguments ${INPUT} ${TARGET})
endif()
find_program(demo tenon_demo PATHS ${TENON_ROOT}/build/examples ${TENON_ROOT}/build/examples/Release
             NO_DEFAULT_PATH REQUIRED)
tenon_run(${demo} ${arguments})
