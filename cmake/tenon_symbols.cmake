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

# An ELF version script, a macOS list or a Windows .def, linked into target.
function(tenon_export_only target file)
  tenon_read_symbols(${file} names)
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  if(APPLE)
    list(TRANSFORM names PREPEND "_")
    list(JOIN names "\n" text)
    file(WRITE ${folder}/tenon.exports "${text}\n")
    target_link_options(${target} PRIVATE -Wl,-exported_symbols_list,${folder}/tenon.exports)
  elseif(WIN32)
    list(JOIN names "\n  " text)
    file(WRITE ${folder}/tenon.def "EXPORTS\n  ${text}\n")
    target_sources(${target} PRIVATE ${folder}/tenon.def)
  else()
    list(JOIN names ";\n    " text)
    file(WRITE ${folder}/tenon.map "TENON_0.1 {\n  global:\n    ${text};\n  local:\n    *;\n};\n")
    target_link_options(${target} PRIVATE -Wl,--version-script=${folder}/tenon.map
                        -Wl,--no-undefined -Wl,--gc-sections -Wl,-O1)
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${folder}/tenon.map)
  endif()
endfunction()

# One relocatable object with every symbol local but the listed ones, in an archive. Without the
# binutils (MSVC, macOS) a plain archive is made.
function(tenon_sealed_archive target file objects)
  tenon_read_symbols(${file} names)
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  set(archive ${folder}/${CMAKE_STATIC_LIBRARY_PREFIX}tenon${CMAKE_STATIC_LIBRARY_SUFFIX})
  list(JOIN names "\n" text)
  file(WRITE ${folder}/tenon.keep "${text}\n")
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
    add_library(${target}_plain STATIC ${objects})
    add_custom_command(
      OUTPUT ${archive} COMMAND ${CMAKE_COMMAND} -E copy $<TARGET_FILE:${target}_plain> ${archive}
      DEPENDS ${target}_plain)
  endif()
  add_custom_target(${target} ALL DEPENDS ${archive})
  set(TENON_SEALED_ARCHIVE ${archive} CACHE INTERNAL "the sealed static library")
endfunction()
