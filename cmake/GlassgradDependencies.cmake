# What the library itself needs. Tests and benchmarks look for their own frameworks.
include(CheckCXXSourceCompiles)

# A project that adds this one as a subdirectory links with these targets too: let it see them.
function(glassgrad_require package target)
  if(NOT TARGET ${target})
    find_package(${package} REQUIRED)
    set_target_properties(${target} PROPERTIES IMPORTED_GLOBAL TRUE)
  endif()
endfunction()

glassgrad_require(Threads Threads::Threads)

# fmt formats error texts and printed tensors. It is used in .cpp files alone, so that users compile
# without it; a static library still has to name it for the linker.
glassgrad_require(fmt fmt::fmt)

# zlib expands what is compressed, and nlohmann-json reads the header of a safetensors file. Both are
# used in .cpp files alone; nlohmann-json is headers, which nobody needs but who builds the library.
glassgrad_require(ZLIB ZLIB::ZLIB)
glassgrad_require(nlohmann_json nlohmann_json::nlohmann_json)

# glibc's vector versions of expf, logf, tanhf: GCC calls them from loops over functions that are
# declared simd("notinbranch").
function(glassgrad_check_libmvec)
  set(CMAKE_REQUIRED_FLAGS "-O3 -fno-math-errno -fopenmp-simd")
  set(CMAKE_REQUIRED_LIBRARIES mvec m)
  check_cxx_source_compiles(
    [[
      #include <features.h>
      #if !defined(__GLIBC__) || !defined(__x86_64__) || defined(__clang__)
      #error "needs GCC and glibc on x86-64"
      #endif
      typedef float vec __attribute__((vector_size(16)));
      extern "C" vec _ZGVbN4v_expf(vec);
      extern "C" vec _ZGVbN4v_tanhf(vec);
      int main(int argc, char**) {
        vec x = {float(argc), 0, 0, 0};
        return int((_ZGVbN4v_expf(x) + _ZGVbN4v_tanhf(x))[0]) != 0;
      }
    ]]
    GLASSGRAD_HAVE_LIBMVEC)
endfunction()
glassgrad_check_libmvec()
