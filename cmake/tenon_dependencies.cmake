# The guests of the source files. None of them is visible to users of the library.

# A host that takes tenon in by add_subdirectory may bring targets of its own, which find_package leaves
# alone whatever their version. Then tenon is compiled against the host's copy, if that is new enough.
# tenon_guest(TARGET NAME MINIMUM HEADER MACRO...): the version is in the numbers of the macros, one after
# the other (or 10000 and 100 times one number, as fmt has it).
function(tenon_guest target name minimum header)
  if(NOT TARGET ${target})
    find_package(${name} ${minimum} REQUIRED CONFIG)
    set(${name}_VERSION "${${name}_VERSION}" PARENT_SCOPE)
    return()
  endif()
  get_target_property(folders ${target} INTERFACE_INCLUDE_DIRECTORIES)
  string(REGEX REPLACE "\\$<BUILD_INTERFACE:([^>]*)>" "\\1" folders "${folders}")
  foreach(folder IN LISTS folders)
    if(NOT EXISTS "${folder}/${header}")
      continue()
    endif()
    file(READ "${folder}/${header}" text)
    set(version "")
    foreach(macro IN LISTS ARGN)
      if(NOT text MATCHES "#[ \t]*define[ \t]+${macro}[ \t]+([0-9]+)")
        break()
      endif()
      set(number ${CMAKE_MATCH_1})
      if(number GREATER_EQUAL 10000)
        math(EXPR major "${number} / 10000")
        math(EXPR minor "${number} / 100 % 100")
        math(EXPR patch "${number} % 100")
        set(number ${major}.${minor}.${patch})
      endif()
      list(APPEND version ${number})
    endforeach()
    list(JOIN version "." version)
    if(version AND version VERSION_LESS minimum)
      message(FATAL_ERROR "tenon needs ${name} ${minimum}, and the project around it has ${target} of version ${version} in ${folder}")
    endif()
    message(STATUS "tenon: compiled against the ${name} ${version} of the project around it")
    set(${name}_VERSION "${version}" PARENT_SCOPE)
    return()
  endforeach()
  message(STATUS "tenon: compiled against the ${target} of the project around it, whose version is not known")
endfunction()

tenon_guest(Eigen3::Eigen Eigen3 3.4 Eigen/src/Core/util/Macros.h EIGEN_WORLD_VERSION EIGEN_MAJOR_VERSION
            EIGEN_MINOR_VERSION)
tenon_guest(fmt::fmt-header-only fmt 9 fmt/core.h FMT_VERSION)
tenon_guest(nlohmann_json::nlohmann_json nlohmann_json 3.11 nlohmann/detail/abi_macros.hpp
            NLOHMANN_JSON_VERSION_MAJOR NLOHMANN_JSON_VERSION_MINOR NLOHMANN_JSON_VERSION_PATCH)
find_package(Threads REQUIRED)
find_package(ZLIB)

add_library(tenon_guests INTERFACE)
target_link_libraries(tenon_guests INTERFACE Eigen3::Eigen fmt::fmt-header-only
                                             nlohmann_json::nlohmann_json Threads::Threads)
# fmt must not look at the locale of the host.
target_compile_definitions(tenon_guests INTERFACE EIGEN_MPL2_ONLY
                                                  "FMT_STATIC_THOUSANDS_SEPARATOR=','")
if(ZLIB_FOUND)
  target_link_libraries(tenon_guests INTERFACE ZLIB::ZLIB)
  target_compile_definitions(tenon_guests INTERFACE TENON_HAVE_ZLIB)
else()
  message(STATUS "tenon: zlib not found; .gz files will be refused with a clear error")
endif()
