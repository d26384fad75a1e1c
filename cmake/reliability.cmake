# cmake -P cmake/reliability.cmake
#
# Builds the reliability engines, runs them and writes what they counted to build-test/reliability.json:
# one member an engine. -DFULL=ON (ahead of -P) for the full sizes; -DBUILD=folder for a build folder that
# is configured; -DRUN=OFF to join what the last run left; -DREADME=ON to put the table of promises between
# its marks in README.md. Fails if an engine fails.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/tenon_setup.cmake)
if(NOT DEFINED BUILD)
  set(BUILD ${TENON_ROOT}/build-test)
endif()
get_filename_component(BUILD ${BUILD} ABSOLUTE)
set(engines memory budget files cut kill load cancel truth)
set(fuzzed csv jsonl arrow documents calls)

if(NOT DEFINED RUN OR RUN)
  if(NOT EXISTS ${BUILD}/CMakeCache.txt)
    tenon_install_packages(${TENON_BUILD_PACKAGES} doctest-dev)
    tenon_run(${CMAKE_COMMAND} -S ${TENON_ROOT} -B ${BUILD} -DCMAKE_BUILD_TYPE=Release -DTENON_BUILD_TESTS=ON
              -Wno-dev --log-level=WARNING)
  endif()
  list(TRANSFORM engines PREPEND reliability_ OUTPUT_VARIABLE programs)
  list(TRANSFORM fuzzed PREPEND replay_ OUTPUT_VARIABLE replays)
  list(APPEND programs ${replays} test_ilp_search)
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  tenon_run(${CMAKE_COMMAND} --build ${BUILD} --config Release --parallel ${cores} --target ${programs})
  set(size 0)
  if(FULL)
    set(size 1)
  endif()
  # One at a time: some of them measure.
  find_program(ctest ctest REQUIRED)
  tenon_run(${CMAKE_COMMAND} -E env TENON_FULL=${size} ${ctest} --test-dir ${BUILD} -L reliability
            --output-on-failure --no-tests=error)
endif()

set(all "{}")
list(TRANSFORM fuzzed PREPEND fuzz_ OUTPUT_VARIABLE fuzz_engines)
foreach(engine IN LISTS engines ITEMS plans ${fuzz_engines})
  if(NOT EXISTS ${BUILD}/reliability/${engine}.json)
    message(WARNING "${engine} has not run")
    continue()
  endif()
  file(READ ${BUILD}/reliability/${engine}.json counts)
  string(JSON all SET "${all}" ${engine} "${counts}")
endforeach()
file(WRITE ${BUILD}/reliability.json "${all}\n")

# number(OUT ENGINE MEMBER...): with commas between groups of three digits.
function(number out)
  string(JSON value ERROR_VARIABLE none GET "${all}" ${ARGN})
  if(none)
    set(value "-")
  endif()
  string(REGEX REPLACE "^([0-9]+\\.[0-9])[0-9]*$" "\\1" value "${value}") # one decimal
  while(value MATCHES "^[0-9]+[0-9][0-9][0-9](,|$)")
    string(REGEX REPLACE "^([0-9]+)([0-9][0-9][0-9])(,|$)" "\\1,\\2\\3" value "${value}")
  endwhile()
  set(${out} "${value}" PARENT_SCOPE)
endfunction()
# A share as whole percents, cut off.
function(percent out)
  string(JSON value ERROR_VARIABLE none GET "${all}" ${ARGN})
  if(value MATCHES "^1")
    set(value 100)
  elseif(value MATCHES "^0\\.([0-9])([0-9]?)")
    set(value "${CMAKE_MATCH_1}${CMAKE_MATCH_2}")
    string(REGEX REPLACE "^([0-9])$" "\\10" value "${value}")
  else()
    set(value "-")
  endif()
  set(${out} "${value}" PARENT_SCOPE)
endfunction()

foreach(pair IN ITEMS memory/scenarios memory/faults memory/refused memory/findings files/faults files/told files/findings
                      cut/formats cut/texts cut/findings
                      kill/kills kill/in_the_middle_of_a_write kill/findings load/create_solve_free
                      load/scores_on_eight_threads load/scenarios_at_once load/findings cancel/calls cancel/cancels
                      cancel/p99_ms cancel/cpu_p99_ms truth/checks truth/findings plans/programs plans/answers plans/findings
                      budget/calls)
  string(REPLACE "/" ";" path ${pair})
  string(REPLACE "/" "_" name ${pair})
  number(${name} ${path})
endforeach()
# Inputs of all targets together; one that did not come to its end has counted none.
set(fuzz_inputs 0)
set(fuzz_ended 0)
foreach(target IN LISTS fuzzed)
  string(JSON inputs ERROR_VARIABLE none GET "${all}" fuzz_${target} inputs)
  if(NOT none)
    math(EXPR fuzz_inputs "${fuzz_inputs} + ${inputs}")
    math(EXPR fuzz_ended "${fuzz_ended} + 1")
  endif()
endforeach()
list(LENGTH fuzzed fuzz_targets)
math(EXPR fuzz_broken "${fuzz_targets} - ${fuzz_ended}")
string(JSON all SET "${all}" fuzz "{\"inputs\": ${fuzz_inputs}}")
number(fuzz_inputs fuzz inputs)
percent(counted budget counted_of_large)
string(JSON is_full ERROR_VARIABLE none GET "${all}" memory full)
set(size "quick run")
if(is_full EQUAL 1)
  set(size "full run")
endif()
set(table "| promise | how it is tried | last ${size} | broken |
| --- | --- | --- | --- |
| memory that runs out is a status; nothing leaks; the same handles then work | each allocation of ${memory_scenarios} scenarios fails, once or for good | ${memory_faults} faults | ${memory_findings} |
| a file that fails is a status with its place; the old file stays whole | short reads, interrupts, errors at a byte, no space, refused renames | ${files_faults} faults | ${files_findings} |
| what was cut or changed on its way is refused, or means what it says | ${cut_formats} formats cut at each byte, and with bytes changed | ${cut_texts} texts | ${cut_findings} |
| a killed writer leaves the old document or the new one | SIGKILL at random moments, ${kill_in_the_middle_of_a_write} of them inside a write | ${kill_kills} kills | ${kill_findings} |
| nothing grows, any order of free, the same bits on many threads | create, solve, free; one model on eight threads; all scenarios at once | ${load_create_solve_free} rounds, ${load_scores_on_eight_threads} scores | ${load_findings} |
| cancel returns within 100 ms | ${cancel_calls} kinds of long calls, cancelled at random moments | ${cancel_cancels} cancels, 99 % within ${cancel_p99_ms} ms | measured |
| models do not depend on how the data lie | order of rows and columns, layout, CSV or Arrow; gradients; leaks | ${truth_checks} checks | ${truth_findings} |
| plans are what they are said to be | random integer programs against enumeration, parts of the solver on and off | ${plans_programs} programs, ${plans_answers} answers | ${plans_findings} |
| bytes and calls from outside never end the program | ${fuzz_targets} fuzz targets: CSV, JSON Lines, Arrow, documents, sequences of C calls | ${fuzz_inputs} inputs | ${fuzz_broken} |
| the byte budget knows the large blocks | peak that it counted over peak of the allocator, ${budget_calls} calls | ${counted} % | measured |
")
message("${table}")
if(README)
  file(READ ${TENON_ROOT}/README.md text)
  string(FIND "${text}" "<!-- promises -->" from)
  string(FIND "${text}" "<!-- end of promises -->" to)
  if(from EQUAL -1 OR to LESS from)
    message(FATAL_ERROR "README.md has no marks <!-- promises --> and <!-- end of promises -->")
  endif()
  string(SUBSTRING "${text}" 0 ${from} head)
  string(SUBSTRING "${text}" ${to} -1 tail)
  file(WRITE ${TENON_ROOT}/README.md "${head}<!-- promises -->\n${table}${tail}")
endif()
