from conan import ConanFile
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout


class Tenon(ConanFile):
    name = "tenon"
    version = "0.1.0"
    license = "MIT"
    description = "Decisions from production data, in-process, behind a stable C ABI"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}
    default_options = {"shared": True}
    exports_sources = ("CMakeLists.txt", "LICENSE", "README.md", "CHANGELOG.md", "include/*", "src/*",
                       "capi/*", "cmake/*")

    def requirements(self):
        self.requires("eigen/3.4.0")
        self.requires("fmt/9.1.0")
        self.requires("nlohmann_json/3.11.2")
        self.requires("zlib/[>=1.2.11 <2]")

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["TENON_BUILD_TESTS"] = False
        toolchain.cache_variables["TENON_BUILD_EXAMPLES"] = False
        toolchain.cache_variables["TENON_INSTALL"] = True
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/tenon"]
        self.cpp_info.libs = ["tenon"]
