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
