# The sealed archive beside a host's own Eigen, fmt and nlohmann/json, linked statically.
#
# First the worst host there can be: it defines every symbol of tenon's C++ code and of its guests itself,
# each as a function that traps. Linked with the archive there may be no clash, and nothing may be called
# in the place of the archive's own. Then a real host, host.cpp, with the guests in OTHER (a folder of
# headers in other versions) where that is given, and else those of this machine with other settings.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
set(log ${ROOT}/examples/data/log.csv)
set(system -lstdc++ -lm -lpthread ${ZLIB})

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE result OUTPUT_VARIABLE text
                  ERROR_VARIABLE words)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    string(SUBSTRING "${text}${words}" 0 3000 words)
    message(FATAL_ERROR "${command} (${result})\n${words}")
  endif()
  set(output "${text}" PARENT_SCOPE)
endfunction()

# Symbols of tenon:: and of the guests in the unsealed library, as traps in assembly text.
run(${NM} --defined-only --extern-only ${CORE})
string(REGEX MATCHALL "_Z[A-Za-z0-9_.]*(5tenon|5Eigen|3fmt|8nlohmann)[A-Za-z0-9_.]*" names "${output}")
list(REMOVE_DUPLICATES names)
list(LENGTH names count)
if(count LESS 1000)
  message(FATAL_ERROR "only ${count} symbols to define were found in ${CORE}")
endif()
list(JOIN names "\n.globl " text)
file(WRITE ${WORK}/traps.s ".text\n.globl ${text}\n")
list(JOIN names ":\n" text)
file(APPEND ${WORK}/traps.s "${text}:\n.byte 0x0f, 0x0b\n.section .note.GNU-stack,\"\",@progbits\n")
run(${CC} -c traps.s -o traps.o)
foreach(program IN ITEMS first_model first_plan)
  run(${CC} -std=c99 -I${ROOT}/capi/include ${ROOT}/examples/c/${program}.c traps.o ${ARCHIVE} ${system} -o ${program})
endforeach()
run(./first_model ${log} model.json)
if(NOT output MATCHES "probability of failure 0\\.[0-9]+")
  message(FATAL_ERROR "beside ${count} traps first_model printed\n${output}")
endif()
run(./first_plan)
if(NOT output MATCHES "cost 980, proven at least 980")
  message(FATAL_ERROR "beside ${count} traps first_plan printed\n${output}")
endif()

# The same host with the unsealed code in place of the archive must not link: the traps are real.
execute_process(COMMAND ${CC} -std=c99 -I${ROOT}/capi/include ${ROOT}/examples/c/first_plan.c traps.o
                        -Wl,--whole-archive ${CORE} -Wl,--no-whole-archive ${system} -o unsealed
                WORKING_DIRECTORY ${WORK} RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE words)
if(result EQUAL 0 OR NOT words MATCHES "multiple definition")
  message(FATAL_ERROR "the unsealed library linked beside the traps: this test sees nothing")
endif()

set(include "")
foreach(folder IN LISTS OTHER)
  list(APPEND include -I${folder})
endforeach()
run(${CXX} -std=c++20 -O1 -w ${include} -isystem ${EIGEN} -I${ROOT}/capi/include -DFMT_HEADER_ONLY
    -DEIGEN_DONT_VECTORIZE -DEIGEN_MAX_ALIGN_BYTES=0 -DJSON_DIAGNOSTICS=1
    ${ROOT}/tests/install/own_guests/host.cpp ${ARCHIVE} ${system} -o host)
run(./host ${log} host_model.json)
message(STATUS "sealed: ${count} symbols of a host do not clash; ${output}")
