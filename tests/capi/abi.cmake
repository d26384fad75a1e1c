# The interface compared with the recorded ones, the first header's and capi/abi/: whatever is not an
# addition fails. Then the gate itself is tried with changed headers, so that it is known to close.
cmake_minimum_required(VERSION 3.25)
include(${ROOT}/cmake/tenon_abi.cmake)
set(header ${ROOT}/capi/include/tenon.h)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

function(skeleton name text_header)
  file(MAKE_DIRECTORY ${WORK}/${name})
  configure_file(${text_header} ${WORK}/${name}/tenon.h COPYONLY)
  tenon_abi_map(${WORK}/${name}/tenon.h ${WORK}/${name}/tenon.map)
  tenon_abi_skeleton(${WORK}/${name}/tenon.h ${WORK}/${name}/tenon.map ${WORK}/${name}/libtenon.so ${CC})
endfunction()

# What abidiff finds besides additions: new functions, and members behind the end of what a struct
# was (never in its padding, which an older caller's struct_size counts as given).
function(differences from to out)
  execute_process(COMMAND ${ABIDIFF} --no-added-syms --leaf-changes-only ${from} ${to}
                  RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE words)
  if(NOT result EQUAL 0 AND NOT result EQUAL 4 AND NOT result EQUAL 12)
    message(FATAL_ERROR "abidiff failed (${result}): ${text}${words}")
  endif()
  string(REPLACE "\n" ";" lines "${text}")
  set(found "")
  foreach(line IN LISTS lines)
    if(line MATCHES "^Removed/Changed/Added .* summary: 0 Removed, 0 Changed"
       OR line MATCHES "^(Leaf changes|Changed leaf types) summary: "
       OR line MATCHES "^'struct [A-Za-z_]+( at .*)?' changed:$" OR line MATCHES "^ *[0-9]+ data member insertions?:$"
       OR line MATCHES "^ *[0-9]+ impacted interfaces?" OR line STREQUAL "")
      continue()
    elseif(line MATCHES "^ *type size changed from ([0-9]+) to [0-9]+ \\(in bits\\)$")
      set(end ${CMAKE_MATCH_1})
    elseif(line MATCHES "^ *'.*', at offset ([0-9]+) \\(in bits\\)" AND CMAKE_MATCH_1 GREATER_EQUAL end)
      continue()
    else()
      string(APPEND found "${line}\n")
    endif()
  endforeach()
  if(found)
    set(found "${text}")
  endif()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

skeleton(first ${ROOT}/tests/capi/first_header/tenon.h)
skeleton(now ${header})
file(GLOB recorded ${ROOT}/capi/abi/*.abi)
if(NOT recorded)
  message(FATAL_ERROR "no interface is recorded in capi/abi")
endif()
foreach(old IN ITEMS ${WORK}/first/libtenon.so ${recorded})
  differences(${old} ${WORK}/now/libtenon.so found)
  if(found)
    message(FATAL_ERROR "the interface is not what ${old} promises, plus additions:\n${found}")
  endif()
endforeach()

# Constants are no symbols: those of the first header keep their values.
file(STRINGS ${ROOT}/tests/capi/first_header/tenon.h constants REGEX "^#define TENON_[A-Z0-9_]+ +\\(?-?[0-9]+")
file(READ ${header} text)
foreach(line IN LISTS constants)
  string(REGEX MATCH "^#define (TENON_[A-Z0-9_]+) +(\\(?-?[0-9]+\\)?)" ignored "${line}")
  set(name ${CMAKE_MATCH_1})
  set(value ${CMAKE_MATCH_2})
  string(FIND "${text}" "#define ${name} ${value}" place)
  if(place EQUAL -1 AND NOT name MATCHES "VERSION")
    message(FATAL_ERROR "${name} was ${value} in the first header")
  endif()
endforeach()

# The gate: each change of the header, and whether it may pass.
file(READ ${header} original)
string(REPLACE ";" "<semicolon>" original "${original}")
function(changed name verdict from to)
  string(FIND "${original}" "${from}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "${name}: the header no longer holds \"${from}\"")
  endif()
  string(REPLACE "${from}" "${to}" text "${original}")
  string(REPLACE "<semicolon>" ";" text "${text}")
  file(WRITE ${WORK}/${name}.h "${text}")
  skeleton(${name} ${WORK}/${name}.h)
  differences(${WORK}/now/libtenon.so ${WORK}/${name}/libtenon.so found)
  if(verdict STREQUAL "refused" AND NOT found)
    message(FATAL_ERROR "the gate let through: ${name}")
  elseif(verdict STREQUAL "allowed" AND found)
    message(FATAL_ERROR "the gate refused an addition: ${name}\n${found}")
  endif()
endfunction()

changed(function_added allowed "TENON_API const char *tenon_version(void)<semicolon>"
        "TENON_API const char *tenon_version(void)<semicolon>\nTENON_API int32_t tenon_added(int32_t x)<semicolon>")
changed(member_appended allowed "} tenon_context_options<semicolon>"
        "    int64_t appended<semicolon>\n} tenon_context_options<semicolon>")
changed(function_removed refused "TENON_API const char *tenon_version(void)<semicolon>" "")
changed(argument_added refused "int32_t header_abi_version, tenon_error"
        "int32_t header_abi_version, int32_t more, tenon_error")
changed(argument_retyped refused "int32_t header_abi_version, tenon_error"
        "int64_t header_abi_version, tenon_error")
changed(result_retyped refused "TENON_API int32_t tenon_abi_version(void)"
        "TENON_API int64_t tenon_abi_version(void)")
changed(member_inserted refused "    int64_t byte_budget<semicolon>"
        "    int64_t inserted<semicolon> int64_t byte_budget<semicolon>")
changed(member_retyped refused "    int64_t byte_budget<semicolon>" "    double byte_budget<semicolon>")
changed(member_removed refused "    tenon_log_function log<semicolon>" "")
changed(array_shortened refused "char message[936]<semicolon>" "char message[512]<semicolon>")
changed(callback_changed refused "const char *line, int64_t length, void *user)"
        "const char *line, int32_t length, void *user)")
message(STATUS "only additions since the first header and since the recorded interface; eleven changes tried")
