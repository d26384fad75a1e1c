# Installs, moves the tree, and builds callers against it through pkg-config and find_package.
cmake_minimum_required(VERSION 3.25)
set(expected_plan "cost 980, proven at least 980\nrun stamp\nrun mill\nrun paint\n")
set(log ${ROOT}/examples/data/log.csv)

function(run out)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK} OUTPUT_VARIABLE text
                  ERROR_VARIABLE words RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${text}${words}")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(check_programs model plan replan)
  run(text ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${prefix}/${LIBDIR} ${plan})
  if(NOT text STREQUAL expected_plan)
    message(FATAL_ERROR "${plan} printed:\n${text}")
  endif()
  run(text ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${prefix}/${LIBDIR} ${model} ${log}
      ${WORK}/model.json)
  if(NOT text MATCHES "^rows [0-9]+ of [0-9]+\naccuracy 0\\.[0-9]+  auc 0\\.[0-9]+  log_loss [0-9.]+\nprobability of failure 0\\.[0-9]+\n$")
    message(FATAL_ERROR "${model} printed:\n${text}")
  endif()
  run(text ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${prefix}/${LIBDIR} ${replan} 3)
  if(NOT text MATCHES "minute 0: profit 544\\.11; .*minute 2: profit 559\\.54; ")
    message(FATAL_ERROR "${replan} printed:\n${text}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(ignored ${CMAKE_COMMAND} --install ${BUILD} --config ${CONFIG} --prefix ${WORK}/first)
file(RENAME ${WORK}/first ${WORK}/moved)
set(prefix ${WORK}/moved)

# No path of the build machine may be left in what is installed as text.
file(GLOB_RECURSE texts ${prefix}/*.cmake ${prefix}/*.pc)
foreach(file IN LISTS texts)
  file(READ ${file} text)
  string(FIND "${text}" "${BUILD}" place)
  if(NOT place EQUAL -1)
    message(FATAL_ERROR "${file} names the build folder")
  endif()
endforeach()

# Links of the pages lead to files that are there.
file(GLOB_RECURSE pages ${prefix}/*.md)
foreach(page IN LISTS pages)
  file(READ ${page} text)
  get_filename_component(folder ${page} DIRECTORY)
  string(REPLACE "](" "link(" text "${text}")  # a bracket would join the members of a list
  string(REGEX MATCHALL "link\\([^)]+\\)" links "${text}")
  foreach(link IN LISTS links)
    string(REGEX REPLACE "^link\\(([^)#]*).*" "\\1" target "${link}")
    if(NOT target MATCHES "^(https?:|$)" AND NOT EXISTS ${folder}/${target})
      message(FATAL_ERROR "${page} links to ${target}, which is not installed")
    endif()
  endforeach()
endforeach()

# pkg-config, C99 and C++20, shared and the sealed archive
find_program(pkg_config pkg-config)
if(pkg_config)
  set(pc ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${prefix}/${LIBDIR}/pkgconfig ${pkg_config})
  run(flags ${pc} --cflags --libs tenon)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  run(private ${pc} --static --libs-only-l tenon)
  string(REPLACE "-ltenon" "" private "${private}")
  separate_arguments(private UNIX_COMMAND "${private}")
  run(cflags ${pc} --cflags tenon)
  separate_arguments(cflags UNIX_COMMAND "${cflags}")
  foreach(program IN ITEMS first_model first_plan replan)
    set(source ${ROOT}/examples/c/${program}.c)
    run(ignored ${CC} -std=c99 -Wall -Wextra -Wpedantic -Werror ${source} ${flags} -o ${program}_c)
    run(ignored ${CXX} -x c++ -std=c++20 -Wall -Wextra -Werror ${source} ${flags} -o ${program}_cpp)
    run(ignored ${CC} -std=c99 ${source} ${cflags} ${prefix}/${LIBDIR}/libtenon.a ${private}
        -o ${program}_static)
  endforeach()
  foreach(kind IN ITEMS c cpp static)
    check_programs(${WORK}/first_model_${kind} ${WORK}/first_plan_${kind} ${WORK}/replan_${kind})
  endforeach()
else()
  message(STATUS "skipped: pkg-config is not here")
endif()

# find_package: the C interface shared and static (a project in C alone), and the C++ one
foreach(static IN ITEMS OFF ON)
  set(tour ON)
  if(static)
    set(tour OFF)
  endif()
  run(ignored ${CMAKE_COMMAND} -G ${GENERATOR} -S ${ROOT}/tests/install/consumer -B consumer_${static}
      -DCMAKE_PREFIX_PATH=${prefix} -DTENON_STATIC=${static} -DTOUR=${tour} -DEXAMPLES=${ROOT}/examples
      -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=${CC} -DCMAKE_CXX_COMPILER=${CXX})
  run(ignored ${CMAKE_COMMAND} --build consumer_${static})
  check_programs(${WORK}/consumer_${static}/first_model ${WORK}/consumer_${static}/first_plan
                 ${WORK}/consumer_${static}/replan)
  if(tour)
    run(text ${WORK}/consumer_${static}/tour)
    if(NOT text MATCHES "load worth 220, optimal")
      message(FATAL_ERROR "tour printed:\n${text}")
    endif()
  endif()
endforeach()

# Rust, found by pkg-config (shared) and by its folder (the archive)
find_program(cargo cargo)
if(cargo)
  file(COPY ${ROOT}/examples/rust DESTINATION ${WORK} PATTERN target EXCLUDE)
  foreach(how IN ITEMS PKG_CONFIG_PATH=${prefix}/${LIBDIR}/pkgconfig
                       "TENON_LIB_DIR=${prefix}/${LIBDIR};TENON_STATIC=1")
    run(ignored ${CMAKE_COMMAND} -E env ${how} LD_LIBRARY_PATH=${prefix}/${LIBDIR}
        CARGO_TARGET_DIR=${WORK}/rust_target ${cargo} test --offline --quiet
        --manifest-path ${WORK}/rust/Cargo.toml)
  endforeach()
else()
  message(STATUS "skipped: cargo is not here")
endif()

# Components are the names behind tenon::; one that is none is refused with a reason.
foreach(component IN ITEMS core shared nothing)
  file(WRITE ${WORK}/${component}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)
project(components C CXX)
find_package(tenon CONFIG REQUIRED COMPONENTS ${component})
")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK}/${component} -B ${WORK}/${component}/build
                          -DCMAKE_PREFIX_PATH=${prefix}
                  RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE words)
  if(component STREQUAL "nothing")
    if(result EQUAL 0 OR NOT words MATCHES "it has no component")
      message(FATAL_ERROR "find_package(tenon COMPONENTS nothing): ${result}\n${words}")
    endif()
  elseif(NOT result EQUAL 0)
    message(FATAL_ERROR "find_package(tenon COMPONENTS ${component}): ${words}")
  endif()
endforeach()

# A newer version than the installed one is refused.
file(MAKE_DIRECTORY ${WORK}/newer)
file(WRITE ${WORK}/newer/CMakeLists.txt
     "cmake_minimum_required(VERSION 3.25)\nproject(newer C CXX)\nfind_package(tenon 9.0 CONFIG REQUIRED)\n")
execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK}/newer -B ${WORK}/newer/build
                        -DCMAKE_PREFIX_PATH=${prefix} RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
if(result EQUAL 0)
  message(FATAL_ERROR "find_package(tenon 9.0) accepted version 0.1.0")
endif()

# The installed command runs where it is.
run(text ${prefix}/bin/tenon --version)
if(NOT text MATCHES "^tenon 0\\.1\\.0")
  message(FATAL_ERROR "tenon --version printed:\n${text}")
endif()
message(STATUS "installed, moved and used from C, C++, pkg-config and find_package")
