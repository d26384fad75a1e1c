# The libraries export exactly tenon.symbols and import nothing a quiet guest must not use.
cmake_minimum_required(VERSION 3.25)
include(${ROOT}/cmake/tenon_symbols.cmake)
tenon_read_symbols(${ROOT}/capi/tenon.symbols listed)
list(SORT listed)

function(symbols_of out)
  execute_process(COMMAND ${NM} ${ARGN} OUTPUT_VARIABLE text RESULT_VARIABLE result ERROR_QUIET)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "nm failed: ${ARGN}")
  endif()
  string(REGEX REPLACE "[\r\n]+" ";" lines "${text}")
  set(names "")
  foreach(line IN LISTS lines)
    if(line MATCHES "([A-Za-z]) ([^ ]+)$")
      set(kind ${CMAKE_MATCH_1})
      string(REGEX REPLACE "@.*" "" name "${CMAKE_MATCH_2}")
      if(NOT kind STREQUAL "A")
        list(APPEND names ${name})
      endif()
    endif()
  endforeach()
  list(SORT names)
  list(REMOVE_DUPLICATES names)
  set(${out} "${names}" PARENT_SCOPE)
endfunction()

function(compare what found)
  set(extra ${found})
  list(REMOVE_ITEM extra ${listed})
  set(absent ${listed})
  list(REMOVE_ITEM absent ${found})
  if(extra OR absent)
    message(FATAL_ERROR "${what}: not in tenon.symbols: ${extra}; listed but not exported: ${absent}")
  endif()
  list(LENGTH found count)
  message(STATUS "${what}: ${count} exports, as listed")
endfunction()

symbols_of(dynamic -D --defined-only --extern-only ${SHARED})
compare("shared library" "${dynamic}")
symbols_of(sealed --defined-only --extern-only ${STATIC})
compare("sealed archive" "${sealed}")

# Output, process control, environment, locale, hidden state. (strtod is there because nlohmann's
# lexer calls it; its value, which depends on the locale, is not used: see src/base/json_read.cpp.)
set(forbidden
    printf vprintf puts putchar fputs fputc perror
    exit _exit _Exit quick_exit atexit signal sigaction raise kill
    getenv secure_getenv setenv putenv setlocale uselocale newlocale
    rand srand random srandom drand48 time localtime gmtime mktime asctime strtok
    system popen fork execve chdir
    abort fprintf vfprintf __printf_chk __fprintf_chk __vfprintf_chk __assert_fail stdout stderr
    pthread_sigmask syslog openlog
    atof strtof _ZSt4cout _ZSt4cerr _ZSt4clog _ZSt3cin
    _ZNSt6localeC1Ev _ZNSt8ios_base4InitC1Ev)
symbols_of(imports -D --undefined-only ${SHARED})
foreach(name IN LISTS forbidden)
  if(name IN_LIST imports)
    message(FATAL_ERROR "the shared library imports ${name}, which a quiet guest must not use")
  endif()
endforeach()
symbols_of(static_imports --undefined-only ${STATIC})
foreach(name IN LISTS forbidden)
  if(name IN_LIST static_imports)
    message(FATAL_ERROR "the sealed archive imports ${name}, which a quiet guest must not use")
  endif()
endforeach()
list(LENGTH imports count)
message(STATUS "${count} imports, none forbidden")

# No thread-local state, and hardly any state at all: what is writable are constants made at their first
# use (an empty list, a table of words) and the vector sizes that Eigen looks up once.
if(READELF)
  execute_process(COMMAND ${READELF} -SW ${SHARED} OUTPUT_VARIABLE sections COMMAND_ERROR_IS_FATAL ANY)
  if(sections MATCHES "\\.(tbss|tdata)")
    message(FATAL_ERROR "the shared library has thread-local state (${CMAKE_MATCH_0})")
  endif()
  foreach(section IN ITEMS "\\.data" "\\.bss")
    if(NOT sections MATCHES " ${section} +[A-Z]+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+) ")
      message(FATAL_ERROR "no section ${section} was found")
    endif()
    math(EXPR bytes "0x${CMAKE_MATCH_1}")
    if(bytes GREATER 2048)
      message(FATAL_ERROR "${bytes} writable bytes in ${section}: a guest keeps no state")
    endif()
  endforeach()
  message(STATUS "no thread-local state, a few writable bytes")
endif()
