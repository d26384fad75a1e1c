# Configured by add_subdirectory, tenon leaves what is the host's as it is, whether the host chose or not.
cmake_minimum_required(VERSION 3.25)
foreach(type IN ITEMS "" Debug)
  file(REMOVE_RECURSE ${WORK})
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${ROOT}/tests/install/subproject -B ${WORK} -G ${GENERATOR}
                          -DROOT=${ROOT} -DCMAKE_BUILD_TYPE=${type} -DCMAKE_C_COMPILER=${CC}
                          -DCMAKE_CXX_COMPILER=${CXX}
                  RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE words)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "a host of build type \"${type}\" (${result})\n${words}")
  endif()
endforeach()

# Guests that the host brings as targets of its own are taken if they are new enough, and named if not.
foreach(version IN ITEMS 80101 100201)
  file(REMOVE_RECURSE ${WORK})
  file(WRITE ${WORK}/own/fmt/core.h "#define FMT_VERSION ${version}\n")
  file(WRITE ${WORK}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)
project(host C CXX)
add_library(own_fmt INTERFACE)
add_library(fmt::fmt-header-only ALIAS own_fmt)
target_include_directories(own_fmt INTERFACE $<BUILD_INTERFACE:\${CMAKE_CURRENT_SOURCE_DIR}/own>)
add_subdirectory(${ROOT} tenon)
")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK} -B ${WORK}/build -G ${GENERATOR}
                          -DCMAKE_C_COMPILER=${CC} -DCMAKE_CXX_COMPILER=${CXX}
                  RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE words)
  if(version LESS 90000 AND (result EQUAL 0 OR NOT words MATCHES "tenon needs fmt 9"))
    message(FATAL_ERROR "a host with fmt ${version}: ${result}\n${text}${words}")
  elseif(version GREATER 90000 AND (NOT result EQUAL 0 OR NOT text MATCHES "the fmt 10\\.2\\.1 of the project"))
    message(FATAL_ERROR "a host with fmt ${version}: ${result}\n${text}${words}")
  endif()
endforeach()
