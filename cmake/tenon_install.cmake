# The installed tree: headers, the libraries, the tenon command, find_package and pkg-config files.
# Nothing in it names a build folder, so it may be moved.
include(CMakePackageConfigHelpers)

install(FILES capi/include/tenon.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/tenon DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
if(TENON_WANT_SHARED)
  install(TARGETS tenon_shared EXPORT tenon_targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
          RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
install(TARGETS tenon_core EXPORT tenon_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TENON_WANT_STATIC)
  install(FILES ${TENON_SEALED_ARCHIVE} DESTINATION ${CMAKE_INSTALL_LIBDIR})
endif()
if(TARGET tenon_cli)
  install(TARGETS tenon_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
# Links to files of the source tree lead nowhere there: their words stay.
foreach(page IN ITEMS README.md README.zh-CN.md)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
  file(READ ${page} text)
  string(REGEX REPLACE "!?\\[([^]]*)\\]\\((src|capi|bench|examples|tests|CONTRIBUTING)[^)]*\\)" "\\1" text "${text}")
  file(WRITE ${CMAKE_BINARY_DIR}/installed/${page} "${text}")
  install(FILES ${CMAKE_BINARY_DIR}/installed/${page} DESTINATION ${CMAKE_INSTALL_DOCDIR})
endforeach()
include(tenon_spdx)
tenon_spdx(${CMAKE_BINARY_DIR}/tenon.spdx.json)
install(FILES capi/tenon.symbols ${CMAKE_BINARY_DIR}/tenon.spdx.json
        DESTINATION ${CMAKE_INSTALL_DATADIR}/tenon)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/tenon)
install(EXPORT tenon_targets NAMESPACE tenon:: DESTINATION ${package})
if(TENON_WANT_STATIC)
  # Where the archive of a configuration is, in the words of CMake's own files of exported targets.
  get_filename_component(archive ${TENON_SEALED_ARCHIVE} NAME)
  set(place "\"\${_IMPORT_PREFIX}/${CMAKE_INSTALL_LIBDIR}/${archive}\"")
  set(config $<UPPER_CASE:$<CONFIG>>)
  set(file ${CMAKE_BINARY_DIR}/tenon_archive-$<LOWER_CASE:$<CONFIG>>.cmake)
  file(GENERATE OUTPUT ${file} CONTENT
       "set_property(TARGET tenon::tenon_static APPEND PROPERTY IMPORTED_CONFIGURATIONS ${config})
set_property(TARGET tenon::tenon_static PROPERTY IMPORTED_LOCATION_${config} ${place})
")
  install(FILES ${file} DESTINATION ${package})
endif()
configure_package_config_file(cmake/tenon-config.cmake.in ${CMAKE_BINARY_DIR}/tenon-config.cmake
                              INSTALL_DESTINATION ${package} PATH_VARS CMAKE_INSTALL_INCLUDEDIR
                              CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/tenon-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/tenon-config.cmake
              ${CMAKE_BINARY_DIR}/tenon-config-version.cmake DESTINATION ${package})

# pkg-config, with the prefix found from the file's own place.
set(TENON_PC_ZLIB "")
if(ZLIB_FOUND)
  set(TENON_PC_ZLIB "-lz")
endif()
set(TENON_PC_PRIVATE "${TENON_PC_ZLIB} -lstdc++ -lm -lpthread")
set(TENON_PC_LIBS "-ltenon")
if(NOT TENON_WANT_SHARED) # an archive alone: a program needs these whether it says --static or not
  string(APPEND TENON_PC_LIBS " ${TENON_PC_PRIVATE}")
endif()
file(RELATIVE_PATH TENON_PC_UP /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" TENON_PC_UP "${TENON_PC_UP}")
configure_file(cmake/tenon.pc.in ${CMAKE_BINARY_DIR}/tenon.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/tenon.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
