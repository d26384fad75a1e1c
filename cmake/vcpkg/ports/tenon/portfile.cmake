# An overlay port: it builds the tree it lies in, with no download, patch or edit.
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../../.." ABSOLUTE)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DTENON_BUILD_TESTS=OFF
    -DTENON_BUILD_EXAMPLES=OFF
    -DTENON_WARNINGS_AS_ERRORS=OFF
    -DTENON_INSTALL=ON
    -DCMAKE_INSTALL_DOCDIR=share/tenon/doc
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME tenon CONFIG_PATH lib/cmake/tenon)
vcpkg_fixup_pkgconfig()

# Headers and documents are those of the release build.
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")

file(INSTALL "${CURRENT_PORT_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
