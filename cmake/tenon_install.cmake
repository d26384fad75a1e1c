# The installed tree: headers, both libraries, the tenon command, find_package and pkg-config files.
# Nothing in it names a build folder, so it may be moved.
include(CMakePackageConfigHelpers)

install(FILES capi/include/tenon.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/tenon DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS tenon_shared EXPORT tenon_targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS tenon_core EXPORT tenon_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${TENON_SEALED_ARCHIVE} DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET tenon_cli)
  install(TARGETS tenon_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
# Links to files of the source tree lead nowhere there: their words stay.
foreach(page IN ITEMS README.md README.zh-CN.md)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
  file(READ ${page} text)
  string(REGEX REPLACE "!?\\[([^]]*)\\]\\((src|capi|bench|examples|CONTRIBUTING)[^)]*\\)" "\\1" text "${text}")
  file(WRITE ${CMAKE_BINARY_DIR}/installed/${page} "${text}")
  install(FILES ${CMAKE_BINARY_DIR}/installed/${page} DESTINATION ${CMAKE_INSTALL_DOCDIR})
endforeach()
install(FILES capi/tenon.symbols DESTINATION ${CMAKE_INSTALL_DATADIR}/tenon)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/tenon)
install(EXPORT tenon_targets NAMESPACE tenon:: DESTINATION ${package})
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
file(RELATIVE_PATH TENON_PC_UP /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" TENON_PC_UP "${TENON_PC_UP}")
configure_file(cmake/tenon.pc.in ${CMAKE_BINARY_DIR}/tenon.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/tenon.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
