# The version script of tenon.symbols: each function in the node of the release it is there since; and
# how a list with two releases comes out, linked for real.
cmake_minimum_required(VERSION 3.25)
include(${ROOT}/cmake/tenon_symbols.cmake)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

# library -> node of each exported function, "name@@NODE" as nm -D has it
function(check_nodes library list)
  execute_process(COMMAND ${NM} -D --defined-only --with-symbol-versions ${library} OUTPUT_VARIABLE text
                  COMMAND_ERROR_IS_FATAL ANY)
  file(STRINGS ${list} lines REGEX "^tenon_")
  foreach(line IN LISTS lines)
    string(REPLACE " " "@@TENON_" symbol "${line}")
    if(NOT text MATCHES " T ${symbol}\n")
      message(FATAL_ERROR "${library} does not export ${symbol}")
    endif()
  endforeach()
endfunction()

check_nodes(${SHARED} ${ROOT}/capi/tenon.symbols)

file(WRITE ${WORK}/two.symbols "tenon_b 0.10\ntenon_a 0.2\ntenon_c 0.2\n")
file(WRITE ${WORK}/two.c "int tenon_a(void) { return 1; }\nint tenon_b(void) { return 2; }\nint tenon_c(void) { return 3; }\nint hidden(void) { return 4; }\n")
tenon_version_script(${WORK}/two.symbols text)
if(NOT text MATCHES "^TENON_0\\.2 {.*local:.*};\nTENON_0\\.10 {[^l]*global:[^}]*tenon_b;\n} TENON_0\\.2;\n$")
  message(FATAL_ERROR "two releases came out as\n${text}")
endif()
file(WRITE ${WORK}/two.map "${text}")
execute_process(COMMAND ${CC} -shared -fPIC ${WORK}/two.c -Wl,--version-script=${WORK}/two.map
                        -o ${WORK}/libtwo.so COMMAND_ERROR_IS_FATAL ANY)
check_nodes(${WORK}/libtwo.so ${WORK}/two.symbols)
execute_process(COMMAND ${NM} -D --defined-only ${WORK}/libtwo.so OUTPUT_VARIABLE text)
if(text MATCHES "hidden")
  message(FATAL_ERROR "the second node lets other symbols out")
endif()
message(STATUS "each export is in the node of its release")
