# conan create, shared and static, from the system's -dev packages; the test package runs each time.
# A cache of its own (CONAN_HOME in the build folder): nothing of the user's is read or changed.
cmake_minimum_required(VERSION 3.25)
set(ENV{CONAN_HOME} ${WORK}/home)
set(ENV{CONAN_NON_INTERACTIVE} 1)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/home)
# No remote: what the recipe needs is on this machine or the test fails.
file(WRITE ${WORK}/home/remotes.json "{\"remotes\": []}\n")

# Where a cache of the compiler is used, the package's objects are those of the build beside it.
set(ENV{CCACHE_BASEDIR} ${ROOT})
set(ENV{CCACHE_NOHASHDIR} 1)
set(ENV{CCACHE_IGNOREOPTIONS} "-m64 -Werror")
set(ENV{CMAKE_C_COMPILER_LAUNCHER} "${LAUNCHER}")
set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${LAUNCHER}")

find_program(ninja ninja)
set(generator "")
if(ninja)
  set(generator -c "tools.cmake.cmaketoolchain:generator=Ninja")
endif()

# Conan builds the test package where it lies: a copy, so that the source tree stays clean.
file(COPY ${ROOT}/cmake/conan/test_package DESTINATION ${WORK} PATTERN build EXCLUDE)

foreach(shared IN ITEMS True False)
  execute_process(
    COMMAND ${CONAN} create ${ROOT} --profile:all=${ROOT}/cmake/conan/debian --build=missing ${generator}
            -o tenon/*:shared=${shared} --test-folder=${WORK}/test_package
    WORKING_DIRECTORY ${WORK} RESULT_VARIABLE result OUTPUT_FILE ${WORK}/log_${shared}.txt
    ERROR_FILE ${WORK}/log_${shared}.txt) # Conan speaks on both
  file(READ ${WORK}/log_${shared}.txt text)
  if(NOT result EQUAL 0 OR NOT text MATCHES "tenon ${VERSION}: small 1, large 0")
    string(REGEX MATCH "([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)$" end "${text}")
    message(FATAL_ERROR "conan create, shared=${shared}, ended with ${result}; ${WORK}/log_${shared}.txt ends:\n${end}")
  endif()

endforeach()

# Each package holds the kind that was asked for, and not the other.
file(GLOB folders ${WORK}/home/p/b/*/p)
set(kinds "")
foreach(folder IN LISTS folders)
  file(GLOB shared ${folder}/lib/libtenon.so)
  file(GLOB archive ${folder}/lib/libtenon.a)
  if((shared AND archive) OR NOT EXISTS ${folder}/include/tenon.h OR NOT EXISTS ${folder}/share/tenon/tenon.spdx.json)
    message(FATAL_ERROR "${folder} holds both kinds, or lacks its header or list")
  endif()
  foreach(library IN LISTS shared archive)
    get_filename_component(kind ${library} EXT)
    list(APPEND kinds ${kind})
  endforeach()
endforeach()
list(SORT kinds)
if(NOT kinds STREQUAL ".a;.so")
  message(FATAL_ERROR "the packages hold ${kinds}")
endif()
message(STATUS "tenon ${VERSION}: conan create shared and static, both used by a program in C")
