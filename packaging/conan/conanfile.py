"""glassgrad for Conan 2."""
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load


class Glassgrad(ConanFile):
    name = "glassgrad"
    description = "A small, readable automatic differentiation library with PyTorch's C++ interface"
    license = "MIT"
    topics = ("autograd", "machine-learning", "teaching")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True}
    implements = ["auto_shared_fpic"]

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def set_version(self):
        header = load(self, os.path.join(self._root, "include", "glassgrad", "version.h"))
        self.version = ".".join(re.findall(r"VERSION_(?:MAJOR|MINOR|PATCH) (\d+)$", header, re.M))

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "README.md", "CHANGELOG.md", "cmake/*", "include/*", "autograd/*",
                        "nn/*", "optim/*", "data/*", "io/*", "serialize/*", "torch/*", "debugger/*", "docs/*.md"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def requirements(self):
        self.requires("fmt/[>=9]")
        self.requires("zlib/[>=1.2.11 <2]")
        self.requires("nlohmann_json/[>=3.11]", visible=False)

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for part in ("TESTS", "APPS", "BENCHMARKS"):
            toolchain.cache_variables[f"GLASSGRAD_BUILD_{part}"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        self.cpp_info.libs = ["glassgrad"]
        self.cpp_info.includedirs = ["include/glassgrad/include", "include/glassgrad/torch_headers"]
        self.cpp_info.set_property("cmake_file_name", "glassgrad")
        self.cpp_info.set_property("cmake_target_name", "glassgrad::glassgrad")
        if self.settings.os == "Linux":
            self.cpp_info.system_libs = ["pthread", "dl", "m"]
            if self.settings.compiler == "gcc" and self.settings.arch == "x86_64":
                self.cpp_info.system_libs.append("mvec")
