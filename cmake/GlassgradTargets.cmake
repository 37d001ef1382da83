# One small function for every kind of target.

# A build without a type would be neither fast nor debuggable. Only ours to decide at top level.
function(glassgrad_default_build_type type)
  get_property(is_multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(PROJECT_IS_TOP_LEVEL AND NOT is_multi_config AND NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE ${type} CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
  endif()
endfunction()

# GLASSGRAD_QUICK: what the tutorial needs, in a third of the time. Nothing is optimized or compiled for
# several instruction sets, nothing can be stepped, and logistic_regression reads no tables.
macro(glassgrad_build_quickly)
  set(CMAKE_CXX_FLAGS_RELEASE "-O0 -DNDEBUG")
  set(GLASSGRAD_DEBUG_INFO OFF)
  add_compile_definitions(GLASSGRAD_NO_TARGET_CLONES)
endmacro()

# With GCC, another level of optimization than Release's -O3 for a target.
function(glassgrad_optimize target level)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT GLASSGRAD_QUICK)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O${level}>)
  endif()
endfunction()

# The compiler's cache, where it is installed: a build of what has been built before, in this folder or
# another copy of the project, takes a fraction of its time. Precompiled headers would differ from one
# copy to the next.
macro(glassgrad_use_ccache)
  find_program(GLASSGRAD_CCACHE ccache)
  mark_as_advanced(GLASSGRAD_CCACHE)
  if(PROJECT_IS_TOP_LEVEL AND GLASSGRAD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" ${GLASSGRAD_CCACHE})
    set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
  endif()
endmacro()

# For the library's own objects in a project that has no build type: without one they would be five
# times as slow. A project that says -O... itself is taken at its word.
function(glassgrad_find_optimization result)
  set(flags "")
  get_property(is_multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  get_property(options DIRECTORY PROPERTY COMPILE_OPTIONS)
  if(NOT is_multi_config AND NOT CMAKE_BUILD_TYPE AND NOT "${CMAKE_CXX_FLAGS};${options}" MATCHES "(^|[ ;])[-/]O")
    separate_arguments(flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS_RELEASE}")
    message(STATUS "glassgrad: there is no CMAKE_BUILD_TYPE, so the library is compiled as Release "
                   "(${CMAKE_CXX_FLAGS_RELEASE})")
  endif()
  set(${result} "${flags}" PARENT_SCOPE)
endfunction()

# Sanitizers concern every object of the build, so these are options of the directory.
macro(glassgrad_enable_sanitizers)
  if(${ARGC})
    string(REPLACE ";" "," glassgrad_sanitizers "${ARGN}")
    add_compile_options(-fsanitize=${glassgrad_sanitizers} -fno-sanitize-recover=all
                        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${glassgrad_sanitizers})
    # Functions compiled for several instruction sets are chosen by a resolver that runs before the
    # sanitizers' runtime is ready.
    add_compile_definitions(GLASSGRAD_NO_TARGET_CLONES)
  endif()
endmacro()

# What reads files and what walks graphs tells a fuzz target which of its branches were taken. Other
# programs take no notice: the address sanitizer answers for them.
function(glassgrad_watch_readers)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR NOT "address" IN_LIST GLASSGRAD_SANITIZE)
    message(FATAL_ERROR "GLASSGRAD_BUILD_FUZZERS needs Clang, and GLASSGRAD_SANITIZE with address: use "
                        "the preset asan-ubsan")
  endif()
  foreach(target glassgrad_io glassgrad_serialize glassgrad_data glassgrad_autograd_graph apps_support
                 logistic_regression_lib)
    if(TARGET ${target})
      target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
  endforeach()
endfunction()

# What every target of the project compiles with; nothing of it reaches a user of the library.
# Results are the same in every bit wherever fused multiply-add stays explicit (-ffp-contract=off).
function(glassgrad_set_flags target)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  target_compile_features(${target} PRIVATE cxx_std_20)
  # Our files name ours from the root of the project; BEFORE, in case a user's folders are called
  # the same.
  target_include_directories(${target} BEFORE PRIVATE "${PROJECT_SOURCE_DIR}")
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(
      ${target}
      PRIVATE -ffp-contract=off
              # lldb 14 is lost in a function of two pieces, a hot one and a cold one.
              $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:RelWithDebInfo>>:-fno-reorder-blocks-and-partition>)
    if(PROJECT_IS_TOP_LEVEL OR GLASSGRAD_WERROR)
      target_compile_options(
        ${target}
        PRIVATE -Wall -Wextra $<$<BOOL:${GLASSGRAD_WERROR}>:-Werror>
                # GCC 12 sees overlapping copies in std::string's operator+ (its bug 105651).
                $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
    endif()
  endif()
endfunction()

# Flags of the library's own objects. None of them changes a result: errno and traps are not looked
# at, `omp simd` is a hint, and no caller replaces our functions at load time.
function(glassgrad_set_library_flags target)
  glassgrad_set_flags(${target})
  target_compile_options(${target} PRIVATE ${glassgrad_optimization})
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(
      ${target}
      PRIVATE -fno-math-errno -fno-trapping-math -fopenmp-simd -fno-semantic-interposition
              # Where a thread's variables are is known when the program is linked or starts.
              -ftls-model=initial-exec
              # Clang warns where it cannot follow the `omp simd` hint.
              $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-pass-failed>
              # Formulas join conditions without a jump, for tensors too.
              $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-bitwise-instead-of-logical>)
  endif()
  # An optimized library can be stepped too. What gives every variable a place in every line is left out:
  # it would take as long to compile as all other debug information.
  if(GLASSGRAD_DEBUG_INFO AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(
      ${target} PRIVATE $<$<CONFIG:Release,MinSizeRel>:-g2 -gz>
                        $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release,MinSizeRel>>:-fno-var-tracking>)
  endif()
  # Lines of the library's own files are not lines of a user's program (autograd/base/caller.h).
  target_compile_definitions(${target} PRIVATE GLASSGRAD_LIBRARY)
  target_link_libraries(${target} PRIVATE fmt::fmt Threads::Threads)
endfunction()

# Collects `pattern` below a folder of the project, without the folders in it that are named after EXCLUDE.
function(glassgrad_glob result folder pattern)
  cmake_parse_arguments(arg "" "" "EXCLUDE" ${ARGN})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/${pattern}")
  foreach(excluded IN LISTS arg_EXCLUDE)
    list(FILTER files EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${folder}/${excluded}/")
  endforeach()
  set(${result} ${files} PARENT_SCOPE)
endfunction()

# Several sources to a compilation, for they spend most of it on the same headers: a build takes half
# its time. Not in Debug, where whoever changes one file compiles only that; unless it is for a
# sanitizer or a machine (GLASSGRAD_JOIN_SOURCES). glassgrad_join_sources(<target> [<sources together, 16>])
function(glassgrad_join_sources target)
  if(GLASSGRAD_SANITIZE OR GLASSGRAD_JOIN_SOURCES OR NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    set(batch 16)
    if(ARGN)
      set(batch ${ARGN})
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${batch})
    # To GCC the sources are headers then, whose anonymous namespaces would be another in each file;
    # and it would inline less, for a file so large.
    target_compile_options(
      ${target}
      PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>
              $<$<CXX_COMPILER_ID:GNU>:--param=large-unit-insns=1000000>)
  endif()
endfunction()

# Files of a debugger's hooks, each alone in its compilation (they say why), and with the places of its
# variables.
function(glassgrad_set_hooks)
  set(places "")
  if(GLASSGRAD_DEBUG_INFO AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(places "$<$<CONFIG:Release,MinSizeRel>:-fvar-tracking>")
  endif()
  set_source_files_properties(
    ${ARGN}
    PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON
               COMPILE_DEFINITIONS
               "GLASSGRAD_DEBUGGER_DIR=\"${CMAKE_INSTALL_FULL_DATADIR}/glassgrad/debugger\""
               COMPILE_OPTIONS "${places}")
endfunction()

# The objects of one folder, as target glassgrad_<folder>, with _ for each /:
# glassgrad_add_folder(<folder> [NO_UNITY] [BEYOND_TUTORIAL] [OPTIMIZE <level>] [EXCLUDE <subfolder>...]).
# Less is optimized (2 by default) than Release says, for it takes half the time to compile; GCC's -O3 is for
# loops over elements. A folder of headers needs no target.
function(glassgrad_add_folder folder)
  cmake_parse_arguments(arg "NO_UNITY;BEYOND_TUTORIAL" "OPTIMIZE" "EXCLUDE" ${ARGN})
  if(NOT DEFINED arg_OPTIMIZE)
    set(arg_OPTIMIZE 2)
  endif()
  glassgrad_glob(sources ${folder} "*.cpp" EXCLUDE ${arg_EXCLUDE})
  if(NOT sources)
    return()
  endif()
  string(REPLACE "/" "_" target glassgrad_${folder})
  add_library(${target} OBJECT ${sources})
  glassgrad_set_library_flags(${target})
  if(NOT arg_NO_UNITY)
    glassgrad_join_sources(${target})
  endif()
  # Only kernels and formulas have loops over elements. Elsewhere a "vector" is two fields of a small
  # object, and loading both at once waits for the stores that have just written them one by one.
  if(NOT folder MATCHES "/(kernels|pointwise)$" AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE -fno-tree-vectorize -fno-tree-slp-vectorize)
    glassgrad_optimize(${target} ${arg_OPTIMIZE})
  endif()
  set_property(GLOBAL APPEND PROPERTY GLASSGRAD_FOLDER_TARGETS ${target})
  if(NOT arg_BEYOND_TUTORIAL)
    set_property(GLOBAL APPEND PROPERTY GLASSGRAD_TUTORIAL_TARGETS ${target})
  endif()
endfunction()

# A folder with loops over elements, which alone see the vector math library. An optimizing compiler takes
# them one by one: there it is the loops that take long, not their headers.
function(glassgrad_add_kernels folder)
  string(REPLACE "/" "_" target glassgrad_${folder})
  if(GLASSGRAD_QUICK OR GLASSGRAD_SANITIZE OR GLASSGRAD_JOIN_SOURCES)
    glassgrad_add_folder(${folder})
  else()
    glassgrad_add_folder(${folder} NO_UNITY)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # What GCC does beyond -O2 and vectors doubles the time of the build and gains nothing, but for
      # comparisons, blocks of sums and products with small matrices.
      get_target_property(sources ${target} SOURCES)
      list(FILTER sources EXCLUDE REGEX "/kernels/(binary|row_sums|winograd)\\.cpp$")
      # Nodes are stepped through, loops are not: these need no names of types.
      if(folder MATCHES "/kernels$")
        set(debug_info ";-g1")
      endif()
      set_source_files_properties(
        ${sources} PROPERTIES COMPILE_OPTIONS
        "$<$<CONFIG:Release>:-O2;-ftree-loop-vectorize;-fvect-cost-model=dynamic${debug_info}>")
    endif()
  endif()
  # Sums of a convolution promise no bits: a product and a sum may become one instruction.
  if(folder MATCHES "/kernels$" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set_source_files_properties(${folder}/row_sums.cpp ${folder}/winograd.cpp
                                PROPERTIES COMPILE_OPTIONS -ffp-contract=fast)
  endif()
  if(GLASSGRAD_HAVE_LIBMVEC)
    target_compile_definitions(${target} PRIVATE GLASSGRAD_HAVE_LIBMVEC)
  endif()
endfunction()

# The library that users link: all folders in one, static unless BUILD_SHARED_LIBS says otherwise. And
# what of it the tutorial needs, which takes half as long to build.
function(glassgrad_add_library)
  get_property(folders GLOBAL PROPERTY GLASSGRAD_FOLDER_TARGETS)
  glassgrad_link_folders(glassgrad "" ${folders})
  add_library(glassgrad::glassgrad ALIAS glassgrad)
  glassgrad_set_version(glassgrad)
  get_property(folders GLOBAL PROPERTY GLASSGRAD_TUTORIAL_TARGETS)
  glassgrad_link_folders(glassgrad_tutorial "STATIC;EXCLUDE_FROM_ALL" ${folders})
endfunction()

# The version that a shared library's name carries. Before 1.0 a minor version may change the interface.
function(glassgrad_set_version library)
  set(soversion ${PROJECT_VERSION_MAJOR})
  if(soversion EQUAL 0)
    set(soversion 0.${PROJECT_VERSION_MINOR})
  endif()
  set_target_properties(${library} PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${soversion})
endfunction()

# One library of the objects of several folders.
function(glassgrad_link_folders name kind) # FOLDER...
  list(TRANSFORM ARGN REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_library(${name} ${kind} ${objects})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX POSITION_INDEPENDENT_CODE ON)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                               $<INSTALL_INTERFACE:include/glassgrad/include>)
  target_link_libraries(
    ${name}
    PUBLIC Threads::Threads
    PRIVATE fmt::fmt ZLIB::ZLIB ${CMAKE_DL_LIBS}
            $<$<BOOL:${GLASSGRAD_HAVE_LIBMVEC}>:mvec>)
endfunction()

# A program: its sources without main.cpp are a library <name>_lib, so that tests can link them.
function(glassgrad_add_app name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp")
  set(parts ${sources})
  list(FILTER sources INCLUDE REGEX "/main\\.cpp$")
  list(FILTER parts EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  glassgrad_set_flags(${name})
  target_link_libraries(${name} PRIVATE apps_support)
  if(parts)
    add_library(${name}_lib STATIC ${parts})
    glassgrad_set_flags(${name}_lib)
    glassgrad_join_sources(${name}_lib)
    # Half the time to compile; what a program computes, the library does.
    glassgrad_optimize(${name}_lib 1)
    target_link_libraries(${name}_lib PUBLIC apps_support)
    target_link_libraries(${name} PRIVATE ${name}_lib)
  endif()
endfunction()

# A library of helpers shared by the programs of one folder; only an interface as long as the folder
# has no sources. Which library they stand on is the program's to say (GLASSGRAD_TUTORIAL).
function(glassgrad_add_support target folder)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
  set(library $<IF:$<BOOL:$<TARGET_PROPERTY:GLASSGRAD_TUTORIAL>>,glassgrad_tutorial,glassgrad>)
  if(sources)
    add_library(${target} STATIC ${sources})
    glassgrad_set_flags(${target})
    glassgrad_join_sources(${target})
    glassgrad_optimize(${target} 1)
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/include")
    target_link_libraries(${target} PUBLIC fmt::fmt Threads::Threads ${ARGN} INTERFACE ${library})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE fmt::fmt ${ARGN} ${library})
  endif()
endfunction()

# A program of GoogleTest is one test of CTest: to start a process for each TEST takes longer than most.
# A single one: <program> --gtest_filter=Suite.Name.
function(glassgrad_add_gtest name program)
  add_test(NAME ${name} COMMAND ${program} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES TIMEOUT 1200)
endfunction()

# All tests below tests/<folder> in one executable <folder>_test:
# glassgrad_add_tests(<folder> [NO_UNITY] [<libraries>...]).
function(glassgrad_add_tests folder)
  cmake_parse_arguments(arg "NO_UNITY" "" "" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*_test.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(${folder}_test ${sources})
  glassgrad_set_flags(${folder}_test)
  if(NOT arg_NO_UNITY)
    glassgrad_join_sources(${folder}_test 5)  # few, for tests are changed most
  endif()
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    # What is tested is optimized as ever. The tests themselves are not: with sanitizers they would
    # take three times as long to compile.
    target_compile_options(${folder}_test PRIVATE $<$<CONFIG:Debug,Release>:-O0>)
  endif()
  target_link_libraries(${folder}_test PRIVATE tests_support GTest::gtest_main ${arg_UNPARSED_ARGUMENTS})
  # Clang then compiles a file of tests in less than half the time; GCC gains nothing, and sees to it that
  # every file includes what it needs.
  list(LENGTH sources count)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND count GREATER 2)
    target_precompile_headers(${folder}_test PRIVATE <gtest/gtest.h>)
    foreach(header autograd/functions.h nn/nn.h optim/optim.h)
      if(header MATCHES "^${folder}/" OR (folder MATCHES "^(nn|optim|serialize)$" AND NOT header MATCHES "^optim"))
        target_precompile_headers(${folder}_test PRIVATE "${PROJECT_SOURCE_DIR}/${header}")
      endif()
    endforeach()
  endif()
  glassgrad_add_gtest(${folder}.tests ${folder}_test)
endfunction()

# benchmarks/<name>_benchmark.cpp is an executable of Google Benchmark.
function(glassgrad_add_benchmark source)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  glassgrad_set_flags(${name})
  target_link_libraries(${name} PRIVATE glassgrad::glassgrad fmt::fmt benchmark::benchmark_main)
  set_property(GLOBAL APPEND PROPERTY GLASSGRAD_BENCHMARKS ${name})
endfunction()
