# cmake -P cmake/test.cmake
#
# Builds tenon with everything and runs all tests, two at once. Also: -DLABEL=name for the tests of one
# label; -DPACKAGES=ON for those that build all sources once more each (Conan, vcpkg, the bundled crate).
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/tenon_setup.cmake)

tenon_install_packages(${TENON_BUILD_PACKAGES} doctest-dev libbenchmark-dev pkg-config binutils)
tenon_build(build-test -DTENON_BUILD_TESTS=ON -DTENON_BUILD_BENCH=ON)

find_program(ctest ctest REQUIRED)
set(arguments --test-dir ${TENON_ROOT}/build-test --output-on-failure --no-tests=error
              --build-config Release --parallel 2)
if(NOT PACKAGES AND NOT LABEL STREQUAL "package")
  list(APPEND arguments --label-exclude package)
endif()
if(DEFINED LABEL)
  list(APPEND arguments --label-regex ${LABEL})
endif()
tenon_run(${ctest} ${arguments})
