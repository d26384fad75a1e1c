# cmake -P cmake/windows.cmake
#
# Builds tenon for Windows on Debian (MinGW-w64) and runs the tests of the rooms with wine.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/tenon_setup.cmake)

tenon_install_packages(g++-mingw-w64-x86-64-posix libz-mingw-w64-dev wine64 ninja-build
                       libeigen3-dev libfmt-dev nlohmann-json3-dev doctest-dev)

# The guests are headers alone. They get a folder without the headers of this machine's C library.
set(guests ${TENON_ROOT}/build-windows/guests)
file(COPY /usr/include/eigen3/ DESTINATION ${guests}/include)
file(COPY /usr/include/fmt /usr/include/nlohmann /usr/include/doctest DESTINATION ${guests}/include)
function(guest package version target) # and what it defines
  set(folder ${guests}/cmake/${package})
  file(WRITE ${folder}/${package}Config.cmake
       "if(NOT TARGET ${target})\n  add_library(${target} INTERFACE IMPORTED)\n"
       "  target_include_directories(${target} INTERFACE ${guests}/include)\n"
       "  target_compile_definitions(${target} INTERFACE ${ARGN})\nendif()\n")
  file(WRITE ${folder}/${package}ConfigVersion.cmake
       "set(PACKAGE_VERSION ${version})\nset(PACKAGE_VERSION_COMPATIBLE TRUE)\n")
  set(guest_folders ${guest_folders} -D${package}_DIR=${folder} PARENT_SCOPE)
endfunction()
guest(Eigen3 3.4 Eigen3::Eigen)
guest(fmt 9.1 fmt::fmt-header-only FMT_HEADER_ONLY=1)
guest(nlohmann_json 3.11 nlohmann_json::nlohmann_json)
guest(doctest 2.4 doctest::doctest)

set(bin ${TENON_ROOT}/build-windows/bin) # programs find the DLL beside them
tenon_build(build-windows -DCMAKE_TOOLCHAIN_FILE=${TENON_ROOT}/cmake/mingw.cmake ${guest_folders}
            -DZLIB_LIBRARY=/usr/x86_64-w64-mingw32/lib/libz.a
            -DCMAKE_RUNTIME_OUTPUT_DIRECTORY=${bin} -DTENON_BUILD_TESTS=ON)

find_program(ctest ctest REQUIRED)
set(ENV{WINEDEBUG} -all)
tenon_run(${ctest} --test-dir build-windows --output-on-failure --no-tests=error --parallel 2
          --label-regex room)
