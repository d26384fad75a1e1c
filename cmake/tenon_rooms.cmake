# Compile options of every target of this project, and the way a room is built.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(tenon_options INTERFACE)
if(MSVC)
  target_compile_options(tenon_options INTERFACE /W4 /utf-8 /permissive-
                         $<$<BOOL:${TENON_WARNINGS_AS_ERRORS}>:/WX>)
else()
  target_compile_options(
    tenon_options
    INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wvla
              $<$<BOOL:${TENON_WARNINGS_AS_ERRORS}>:-Werror>
              # The same bits from every compiler: no fused multiply-add unless written.
              -ffp-contract=off
              # Paths of the build machine stay out of the objects.
              -ffile-prefix-map=${CMAKE_CURRENT_SOURCE_DIR}=.
              # Unused parts of the guests do not reach the library.
              -ffunction-sections -fdata-sections
              # The library can be closed again (dlclose), and the sealed archive sealed.
              $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fno-gnu-unique>
              # Padding before functions and branches costs a fortieth of the code; loops keep theirs.
              $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-fno-align-functions
              -fno-align-jumps -fno-align-labels>
              # gcc 12 sets these off in correct code (Eigen 3.4; text sums, GCC bug 105651).
              $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized
              -Wno-array-bounds -Wno-stringop-overflow -Wno-restrict>)
endif()
if(CMAKE_CXX_FLAGS_RELEASE STREQUAL "-O3 -DNDEBUG") # CMake's own choice, not the user's
  # -O3 costs a third more code for nothing where no loop over data is; sources with such loops are
  # named in src/sizes.cmake.
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()
set(TENON_ALIGNED $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-falign-functions -falign-jumps -falign-labels>)
set(TENON_HOT $<$<AND:$<CONFIG:Release>,$<NOT:$<CXX_COMPILER_ID:MSVC>>>:-O3> ${TENON_ALIGNED})
set(TENON_SMALL $<$<AND:$<CONFIG:Release>,$<NOT:$<CXX_COMPILER_ID:MSVC>>>:-Os>)
if(TENON_SANITIZE)
  target_compile_options(tenon_options INTERFACE -fsanitize=${TENON_SANITIZE}
                                                 -fno-omit-frame-pointer
                                                 -fno-sanitize-recover=all)
  target_link_options(tenon_options INTERFACE -fsanitize=${TENON_SANITIZE})
endif()

# tenon_room(NAME FOLDER...): object library tenon_room_NAME from all sources of the folders.
# Rooms without sources yet are left out.
set_property(GLOBAL PROPERTY TENON_ROOMS "")
function(tenon_room name)
  set(sources "")
  foreach(folder IN LISTS ARGN)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  if(NOT sources)
    return()
  endif()
  add_library(tenon_room_${name} OBJECT ${sources})
  target_include_directories(
    tenon_room_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(tenon_room_${name} PRIVATE tenon_options PUBLIC tenon_guests)
  set_property(GLOBAL APPEND PROPERTY TENON_ROOMS tenon_room_${name})
endfunction()

# tenon_small(NAME [ONLY|EXCEPT SOURCE...]): sources of a room, by their names without ".cpp", that have
# no loop anyone waits for. They are compiled for size, which halves them; the answers are the same.
# tenon_hot(...): those with loops that gain by -O3. tenon_aligned(...): those with loops that gain by padding.
function(tenon_compile_as flags name)
  cmake_parse_arguments(PARSE_ARGV 2 of "" "" "ONLY;EXCEPT")
  get_target_property(sources tenon_room_${name} SOURCES)
  set(known "")
  foreach(source IN LISTS sources)
    get_filename_component(stem ${source} NAME_WE)
    list(APPEND known ${stem})
    if((of_ONLY AND stem IN_LIST of_ONLY) OR (NOT of_ONLY AND NOT stem IN_LIST of_EXCEPT))
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "${flags}")
    endif()
  endforeach()
  foreach(stem IN LISTS of_ONLY of_EXCEPT)
    if(NOT stem IN_LIST known)
      message(FATAL_ERROR "room ${name} has no source ${stem}.cpp: mend the list in ${CMAKE_CURRENT_LIST_FILE}")
    endif()
  endforeach()
endfunction()
function(tenon_small name)
  tenon_compile_as("${TENON_SMALL}" ${name} ${ARGN})
endfunction()
function(tenon_aligned name)
  tenon_compile_as("${TENON_ALIGNED}" ${name} ${ARGN})
endfunction()
function(tenon_hot name)
  tenon_compile_as("${TENON_HOT}" ${name} ${ARGN})
endfunction()
