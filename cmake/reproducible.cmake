# cmake -P cmake/reproducible.cmake
#
# Builds the libraries twice, in folders of other names and depths, and compares every object, archive
# and library bit by bit. Also: -DTARGETS=tenon_room_base for a part; -DLAUNCHER=ccache to try the links
# alone, from objects that a cache has (the objects are then no witness).
cmake_minimum_required(VERSION 3.25)
get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
if(NOT DEFINED WORK)
  set(WORK ${root}/build-reproducible)
endif()
if(NOT DEFINED TARGETS)
  set(TARGETS tenon_shared tenon_sealed tenon_core)
endif()
if(NOT DEFINED LAUNCHER)
  set(LAUNCHER "")
  set(ENV{CCACHE_DISABLE} 1) # also where the compiler itself is a link to it
endif()
foreach(variable IN ITEMS CC CXX)
  if(DEFINED ${variable})
    set(ENV{${variable}} ${${variable}})
  endif()
endforeach()
find_program(ninja ninja)
set(generator "")
if(ninja)
  set(generator -G Ninja)
endif()
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)

file(REMOVE_RECURSE ${WORK})
# name|sources|build
set(first "${WORK}/one|${WORK}/one/build")
set(second "${WORK}/another/folder/of/sources|${WORK}/b")
foreach(place IN ITEMS first second)
  string(REPLACE "|" ";" folders "${${place}}")
  list(GET folders 0 sources)
  list(GET folders 1 build)
  foreach(part IN ITEMS CMakeLists.txt LICENSE README.md README.zh-CN.md CHANGELOG.md include src capi cmake)
    file(COPY ${root}/${part} DESTINATION ${sources})
  endforeach()
  execute_process(COMMAND ${CMAKE_COMMAND} ${generator} -S ${sources} -B ${build} -DCMAKE_BUILD_TYPE=Release
                          -DTENON_BUILD_TESTS=OFF -DTENON_BUILD_EXAMPLES=OFF -Wno-dev
                          -DCMAKE_C_COMPILER_LAUNCHER=${LAUNCHER} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} --parallel ${cores} --target ${TARGETS}
                  OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${text}")
  endif()
  file(GLOB_RECURSE made RELATIVE ${build} ${build}/src/*.o ${build}/capi/*.o ${build}/*.a ${build}/*.so.*
                                           ${build}/*.spdx.json)
  list(SORT made)
  set(made_${place} "${made}")
  set(build_${place} ${build})
endforeach()

if(NOT made_first STREQUAL made_second OR NOT made_first)
  message(FATAL_ERROR "the two builds made other files:\n${made_first}\n${made_second}")
endif()
set(differ "")
foreach(file IN LISTS made_first)
  file(SHA256 ${build_first}/${file} one)
  file(SHA256 ${build_second}/${file} two)
  if(NOT one STREQUAL two)
    list(APPEND differ ${file})
  endif()
endforeach()
if(differ)
  list(JOIN differ "\n  " words)
  message(FATAL_ERROR "these files differ between two builds of the same sources (in ${WORK}):\n  ${words}")
endif()
list(LENGTH made_first count)
message(STATUS "${count} files, bit-identical from two folders")
file(REMOVE_RECURSE ${WORK})
