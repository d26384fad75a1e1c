"""Recipe for Conan 2. How it is tried: tests/install/conan.cmake; profiles: cmake/conan/."""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain
from conan.tools.files import load


class Tenon(ConanFile):
    name = "tenon"
    license = "MIT"
    description = "Decisions from production data, in-process, behind a stable C ABI"
    topics = ("data-cleaning", "machine-learning", "integer-programming", "arrow")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}
    default_options = {"shared": True, "fmt/*:header_only": True}
    exports_sources = ("CMakeLists.txt", "LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md",
                       "include/*", "src/*", "capi/*", "cmake/*")
    test_package_folder = "cmake/conan/test_package"

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "CMakeLists.txt"))
        self.version = re.search(r"project\(tenon VERSION ([0-9.]+)", text).group(1)

    def requirements(self):
        # Sealed inside the library: a consumer may have these in other versions, or not at all.
        sealed = {"visible": False, "libs": False, "headers": True}
        self.requires("eigen/[>=3.4.0 <4]", **sealed)
        self.requires("fmt/[>=9.1.0 <12]", **sealed)
        self.requires("nlohmann_json/[>=3.11.2 <4]", **sealed)
        self.requires("zlib/[>=1.2.11 <2]")

    def validate(self):
        if self.settings.get_safe("compiler.cppstd"):
            check_min_cppstd(self, 20)

    def layout(self):
        self.folders.source = "."
        self.folders.build = "build"
        self.folders.generators = "build/generators"

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["BUILD_SHARED_LIBS"] = bool(self.options.shared)
        toolchain.cache_variables["TENON_BUILD_TESTS"] = False
        toolchain.cache_variables["TENON_BUILD_EXAMPLES"] = False
        toolchain.cache_variables["TENON_WARNINGS_AS_ERRORS"] = False
        toolchain.cache_variables["TENON_INSTALL"] = True
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        # CMake finds the package's own files; what follows is for the other generators.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.set_property("pkg_config_name", "tenon")
        self.cpp_info.builddirs = ["lib/cmake/tenon"]
        self.cpp_info.libs = ["tenon"]
        if not self.options.shared and self.settings.os in ("Linux", "FreeBSD"):
            # The archive holds C++: a project in C need not name its runtime.
            self.cpp_info.system_libs = ["stdc++", "m", "pthread"]
