# The guests of the source files. None of them is visible to users of the library.
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB)

add_library(tenon_guests INTERFACE)
target_link_libraries(tenon_guests INTERFACE Eigen3::Eigen fmt::fmt-header-only
                                             nlohmann_json::nlohmann_json Threads::Threads)
# fmt must not look at the locale of the host.
target_compile_definitions(tenon_guests INTERFACE EIGEN_MPL2_ONLY
                                                  "FMT_STATIC_THOUSANDS_SEPARATOR=','")
if(ZLIB_FOUND)
  target_link_libraries(tenon_guests INTERFACE ZLIB::ZLIB)
  target_compile_definitions(tenon_guests INTERFACE TENON_HAVE_ZLIB)
else()
  message(STATUS "tenon: zlib not found; .gz files will be refused with a clear error")
endif()
