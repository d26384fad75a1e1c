# Export control: everything comes from one list, capi/tenon.symbols ("name since" a line).

function(tenon_read_symbols file out)
  file(STRINGS ${file} lines REGEX "^tenon_")
  set(names "")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE " .*" "" name "${line}")
    list(APPEND names ${name})
  endforeach()
  set(${out} "${names}" PARENT_SCOPE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endfunction()

# The ELF version script: one node a release that added functions, TENON_0.1, then TENON_0.2 on top of
# it, so that a program made with a newer library names what the older one lacks when it starts.
function(tenon_version_script file out)
  file(STRINGS ${file} lines REGEX "^tenon_")
  set(releases "")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^(tenon_[a-z0-9_]+) ([0-9]+\\.[0-9]+)$")
      message(FATAL_ERROR "${file}: \"${line}\" is not a name and the release it is there since")
    endif()
    list(APPEND releases ${CMAKE_MATCH_2})
    string(APPEND names_${CMAKE_MATCH_2} "    ${CMAKE_MATCH_1};\n")
  endforeach()
  list(REMOVE_DUPLICATES releases)
  list(SORT releases COMPARE NATURAL)
  set(text "")
  set(below "")
  foreach(release IN LISTS releases)
    string(APPEND text "TENON_${release} {\n  global:\n${names_${release}}")
    if(NOT below)
      string(APPEND text "  local:\n    *;\n")
    endif()
    string(APPEND text "}${below};\n")
    set(below " TENON_${release}")
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Writes a file only where its text changes, so that configuring anew links nothing anew.
function(tenon_write file text)
  file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
endfunction()

# Functions whose code is equal, of templates over types of one shape and the like, become one where the
# linker can tell that nobody compares their addresses: gold does, and it keeps apart those that catch
# different exceptions. lld needs tables that gcc does not write.
option(TENON_FOLD_CODE "Fold functions of equal code in the shared library, where the linker is gold" ON)
function(tenon_fold_code target)
  if(NOT TENON_FOLD_CODE OR TENON_SANITIZE OR NOT CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    return()
  endif()
  include(CheckLinkerFlag)
  check_linker_flag(CXX "-fuse-ld=gold;-Wl,--icf=safe" TENON_GOLD_FOLDS)
  if(TENON_GOLD_FOLDS)
    target_link_options(${target} PRIVATE -fuse-ld=gold -Wl,--icf=safe)
  endif()
endfunction()

# An ELF version script, a macOS list or a Windows .def, linked into target.
function(tenon_export_only target file)
  tenon_read_symbols(${file} names)
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  if(APPLE)
    list(TRANSFORM names PREPEND "_")
    list(JOIN names "\n" text)
    tenon_write(${folder}/tenon.exports "${text}\n")
    target_link_options(${target} PRIVATE -Wl,-exported_symbols_list,${folder}/tenon.exports)
  elseif(WIN32)
    list(JOIN names "\n  " text)
    tenon_write(${folder}/tenon.def "EXPORTS\n  ${text}\n")
    target_sources(${target} PRIVATE ${folder}/tenon.def)
  else()
    tenon_version_script(${file} text)
    tenon_write(${folder}/tenon.map "${text}")
    target_link_options(${target} PRIVATE -Wl,--version-script=${folder}/tenon.map
                        -Wl,--no-undefined -Wl,--gc-sections -Wl,-O1)
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${folder}/tenon.map)
    tenon_fold_code(${target})
  endif()
endfunction()

# One relocatable object with every symbol local but the listed ones, in an archive. Without the
# binutils (MSVC, macOS) a plain archive is made.
function(tenon_sealed_archive target file objects)
  tenon_read_symbols(${file} names)
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  set(archive ${folder}/${CMAKE_STATIC_LIBRARY_PREFIX}tenon${CMAKE_STATIC_LIBRARY_SUFFIX})
  list(JOIN names "\n" text)
  tenon_write(${folder}/tenon.keep "${text}\n")
  set(roots "")
  foreach(name IN LISTS names)
    list(APPEND roots -u ${name})
  endforeach()
  if(CMAKE_OBJCOPY AND CMAKE_LINKER AND UNIX AND NOT APPLE)
    add_custom_command(
      OUTPUT ${archive}
      COMMAND ${CMAKE_LINKER} -r --force-group-allocation --gc-sections
              --gc-keep-exported ${roots} -o tenon_all.o ${objects}
      COMMAND ${CMAKE_OBJCOPY} --keep-global-symbols=tenon.keep
              # Frames of discarded sections and build-machine notes have no use any more.
              --remove-section=.comment tenon_all.o tenon_sealed.o
      COMMAND ${CMAKE_COMMAND} -E rm -f ${archive}
      COMMAND ${CMAKE_AR} rcD ${archive} tenon_sealed.o
      DEPENDS ${objects} ${folder}/tenon.keep
      WORKING_DIRECTORY ${folder}
      COMMAND_EXPAND_LISTS VERBATIM)
  else()
    add_library(${target}_plain STATIC EXCLUDE_FROM_ALL ${objects})
    add_custom_command(
      OUTPUT ${archive} COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_FILE:${target}_plain> ${archive}
      DEPENDS ${target}_plain)
  endif()
  add_custom_target(${target} DEPENDS ${archive})
  set(TENON_SEALED_ARCHIVE ${archive} CACHE INTERNAL "the sealed static library")
endfunction()
