# Every export is declared in tenon.h, defined once in capi/src, and has one guard.
cmake_minimum_required(VERSION 3.25)
include(${ROOT}/cmake/tenon_symbols.cmake)
tenon_read_symbols(${ROOT}/capi/tenon.symbols listed)
file(READ ${ROOT}/capi/include/tenon.h header)
file(GLOB sources ${ROOT}/capi/src/*.cpp)
set(all "")
foreach(source IN LISTS sources)
  file(READ ${source} text)
  string(APPEND all "\n${text}")
endforeach()

foreach(name IN LISTS listed)
  if(NOT header MATCHES "[ *]${name}\\(")
    message(FATAL_ERROR "${name} is listed but not declared in tenon.h")
  endif()
  # The whole body is the guard's.
  if(NOT all MATCHES "[ *]${name}\\([^{;]*\\) {[ \n]*(return )?guard(_value|_void)?\\(")
    message(FATAL_ERROR "${name} does not begin with a guard")
  endif()
endforeach()

string(REGEX MATCHALL "\nTENON_API [^;(]*\\(" declared "${header}")
string(REGEX MATCHALL "\n(tenon_[a-z_]+|void|const [a-z_]+|[a-z0-9_]+_t|double)\\*? \\*?tenon_[a-z0-9_]+\\(" defined "${all}")
string(REGEX MATCHALL "[^a-z_](guard|guard_value|guard_void)\\(" guards "${all}")
list(LENGTH listed count_listed)
list(LENGTH declared count_declared)
list(LENGTH defined count_defined)
# guard.cpp holds no calls of guards; their definitions are templates in guard.hpp.
list(LENGTH guards count_guards)
message(STATUS "${count_listed} listed, ${count_declared} declared, ${count_defined} defined, "
               "${count_guards} guarded")
if(NOT count_listed EQUAL count_declared OR NOT count_listed EQUAL count_defined
   OR NOT count_listed EQUAL count_guards)
  message(FATAL_ERROR "the numbers must be equal")
endif()
