# TenonNative.cs is what generate.py makes of today's header.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND ${PYTHON} ${ROOT}/examples/csharp/generate.py ${ROOT}/capi/include/tenon.h
                        ${ROOT}/capi/tenon.symbols ${WORK}/TenonNative.cs COMMAND_ERROR_IS_FATAL ANY)
file(READ ${WORK}/TenonNative.cs made)
file(READ ${ROOT}/examples/csharp/TenonNative.cs kept)
if(NOT made STREQUAL kept)
  message(FATAL_ERROR "examples/csharp/TenonNative.cs is not of this tenon.h; run examples/csharp/generate.py")
endif()
string(REGEX MATCHALL "DllImport" imports "${made}")
list(LENGTH imports count)
message(STATUS "TenonNative.cs is current: ${count} functions")
