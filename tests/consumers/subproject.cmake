# What a project that builds the library with itself must not get: our tests, programs, benchmarks,
# install rules and compiler flags.
foreach(target tests_support apps_support logistic_regression benchmarks)
  if(TARGET ${target})
    message(FATAL_ERROR "glassgrad brings its target ${target} into this project")
  endif()
endforeach()

get_target_property(options glassgrad INTERFACE_COMPILE_OPTIONS)
get_target_property(definitions glassgrad INTERFACE_COMPILE_DEFINITIONS)
if(options OR definitions)
  message(FATAL_ERROR "glassgrad brings its compiler flags into this project: ${options} ${definitions}")
endif()

get_target_property(options glassgrad_autograd COMPILE_OPTIONS)
if(options MATCHES "-Wall")
  message(FATAL_ERROR "glassgrad warns about its own sources in this project")
endif()

# Without a build type the library would be slow; with one it is the project's to say, but that most of a
# Release has no use for -O3.
string(REPLACE "CONFIG:Release>>:-O2" "" options "${options}")
get_property(is_multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT is_multi_config)
  if(NOT CMAKE_BUILD_TYPE AND NOT options MATCHES "-O[23]")
    message(FATAL_ERROR "without a build type glassgrad is compiled without optimization: ${options}")
  elseif(CMAKE_BUILD_TYPE AND options MATCHES "-O")
    message(FATAL_ERROR "glassgrad overrides the build type of this project: ${options}")
  endif()
endif()
