# What users' projects do besides, compiled with each of them: folders that are called as ours and
# come first on the include path, many warnings, no exceptions, no run-time type information.
get_property(includes DIRECTORY PROPERTY INCLUDE_DIRECTORIES)
if(NOT includes MATCHES "/own_folders")
  message(FATAL_ERROR "the folders that are called as ours are not on the include path")
endif()

add_library(consumer_checks OBJECT ../own_folders.cpp ../strict.cpp ../no_exceptions.cpp ../no_rtti.cpp)
target_link_libraries(consumer_checks PRIVATE glassgrad::glassgrad)
# Compilers keep silent about headers of the system, which CMake takes imported targets for.
set_target_properties(consumer_checks PROPERTIES NO_SYSTEM_FROM_IMPORTED ON)
set_source_files_properties(
  ../strict.cpp PROPERTIES COMPILE_OPTIONS
                           "-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Wsign-conversion;-Werror")
set_source_files_properties(../no_exceptions.cpp PROPERTIES COMPILE_OPTIONS -fno-exceptions)
set_source_files_properties(../no_rtti.cpp PROPERTIES COMPILE_OPTIONS -fno-rtti)
