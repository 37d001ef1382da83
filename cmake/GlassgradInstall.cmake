# `cmake --install` gives a package for find_package(glassgrad) and for pkg-config. Both find their
# own prefix, so the installed tree may be moved. Parts (components): runtime, the library that programs
# load; development; the same two of glassgrad::distributed; debugger; apps; documentation. Without `--component` all of them.
include(CMakePackageConfigHelpers)

set(glassgrad_include_dir "${CMAKE_INSTALL_INCLUDEDIR}/glassgrad")
set(glassgrad_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/glassgrad")
set(glassgrad_pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

# ---- headers ----
# The interface is include/, and what its headers include: they name one another by relative paths,
# so that the tree works wherever it lies, and a folder of the same name in a user's include path
# does not come between.
function(glassgrad_collect_headers header)
  get_property(known GLOBAL PROPERTY GLASSGRAD_HEADERS)
  if(header IN_LIST known)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY GLASSGRAD_HEADERS ${header})
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  get_filename_component(folder ${header} DIRECTORY)
  file(STRINGS ${header} lines REGEX "^#include \"")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^#include \"(.*)\".*" "\\1" included "${line}")
    get_filename_component(included "${folder}/${included}" ABSOLUTE)
    glassgrad_collect_headers(${included})
  endforeach()
endfunction()

file(GLOB_RECURSE glassgrad_interface CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/*.h")
foreach(header IN LISTS glassgrad_interface)
  glassgrad_collect_headers(${header})
endforeach()
get_property(glassgrad_headers GLOBAL PROPERTY GLASSGRAD_HEADERS)
foreach(header IN LISTS glassgrad_headers)
  file(RELATIVE_PATH name "${PROJECT_SOURCE_DIR}" ${header})
  get_filename_component(folder ${name} DIRECTORY)
  install(FILES ${header} DESTINATION ${glassgrad_include_dir}/${folder} COMPONENT development)
endforeach()

# ---- library and CMake package ----
install(
  TARGETS glassgrad glassgrad_torch
  EXPORT glassgradTargets
  RUNTIME COMPONENT runtime
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development
  INCLUDES DESTINATION ${glassgrad_include_dir}/include ${glassgrad_include_dir}/torch_headers)
install(DIRECTORY "${glassgrad_torch_headers_dir}" DESTINATION ${glassgrad_include_dir} COMPONENT development)
install(EXPORT glassgradTargets NAMESPACE glassgrad:: DESTINATION ${glassgrad_cmake_dir} COMPONENT development)

# A component: find_package(glassgrad COMPONENTS distributed).
if(TARGET glassgrad_distributed)
  install(
    TARGETS glassgrad_distributed glassgrad_torch_distributed
    EXPORT glassgradDistributedTargets
    RUNTIME COMPONENT distributed_runtime
    LIBRARY COMPONENT distributed_runtime NAMELINK_COMPONENT distributed
    ARCHIVE COMPONENT distributed
    INCLUDES DESTINATION ${glassgrad_include_dir}/include ${glassgrad_include_dir}/c10d_headers)
  install(DIRECTORY "${glassgrad_c10d_headers_dir}" DESTINATION ${glassgrad_include_dir} COMPONENT distributed)
  install(EXPORT glassgradDistributedTargets NAMESPACE glassgrad:: DESTINATION ${glassgrad_cmake_dir}
          COMPONENT distributed)
endif()

get_target_property(glassgrad_library_type glassgrad TYPE)
configure_package_config_file(
  cmake/glassgradConfig.cmake.in "${PROJECT_BINARY_DIR}/glassgradConfig.cmake"
  INSTALL_DESTINATION ${glassgrad_cmake_dir})
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/glassgradConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/glassgradConfig.cmake"
              "${PROJECT_BINARY_DIR}/glassgradConfigVersion.cmake"
        DESTINATION ${glassgrad_cmake_dir} COMPONENT development)

# ---- for find_package(Torch) ----
# Where CMake does not look by itself: who has libtorch too chooses by CMAKE_PREFIX_PATH.
set(glassgrad_torch_dir "${CMAKE_INSTALL_DATADIR}/glassgrad/torch")
configure_package_config_file(
  cmake/TorchConfig.cmake.in "${PROJECT_BINARY_DIR}/TorchConfig.cmake"
  INSTALL_DESTINATION ${glassgrad_torch_dir}
  PATH_VARS glassgrad_cmake_dir glassgrad_include_dir)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/TorchConfigVersion.cmake" VERSION 1.13.1 COMPATIBILITY AnyNewerVersion)
install(FILES "${PROJECT_BINARY_DIR}/TorchConfig.cmake" "${PROJECT_BINARY_DIR}/TorchConfigVersion.cmake"
        DESTINATION ${glassgrad_torch_dir} COMPONENT development)

# ---- pkg-config ----
# The linker's options for what the library itself links with. A shared library names them itself; a
# static one needs them on every link line, so that `pkg-config --libs` without --static is enough.
function(glassgrad_linker_options result)
  set(options -pthread)
  foreach(library IN LISTS CMAKE_DL_LIBS)
    list(APPEND options -l${library})
  endforeach()
  if(GLASSGRAD_HAVE_LIBMVEC)
    list(APPEND options -lmvec)
  endif()
  list(JOIN options " " options)
  set(${result} "${options}" PARENT_SCOPE)
endfunction()

glassgrad_linker_options(glassgrad_pc_options)
set(glassgrad_pc_libs "-L\${libdir} -lglassgrad")
if(glassgrad_library_type STREQUAL "SHARED_LIBRARY")
  set(glassgrad_pc_private ".private")
  set(glassgrad_pc_libs_private "${glassgrad_pc_options}")
else()
  string(APPEND glassgrad_pc_libs " ${glassgrad_pc_options}")
endif()
file(RELATIVE_PATH glassgrad_pc_prefix "/${glassgrad_pkgconfig_dir}" "/")
string(REGEX REPLACE "/$" "" glassgrad_pc_prefix "${glassgrad_pc_prefix}")
configure_file(cmake/glassgrad.pc.in "${PROJECT_BINARY_DIR}/glassgrad.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/glassgrad.pc" DESTINATION ${glassgrad_pkgconfig_dir} COMPONENT development)

# ---- debuggers ----
# gdb loads what lies under auto-load/<path of the library>-gdb.py by itself; where the library is
# static, or lldb is used, a line in the user's own start-up file does (docs/book/08-stepping.md).
set(glassgrad_debugger_dir "${CMAKE_INSTALL_DATADIR}/glassgrad/debugger")
file(GLOB glassgrad_debugger_files debugger/*.py debugger/*.natvis debugger/*.json)
install(FILES ${glassgrad_debugger_files} DESTINATION ${glassgrad_debugger_dir} COMPONENT debugger)
if(glassgrad_library_type STREQUAL "SHARED_LIBRARY")
  file(RELATIVE_PATH glassgrad_from_library "/${CMAKE_INSTALL_LIBDIR}" "/${glassgrad_debugger_dir}")
  file(WRITE "${PROJECT_BINARY_DIR}/libglassgrad-gdb.py"
       "import gdb, os\n"
       "folder = os.path.dirname(os.path.realpath(gdb.current_objfile().filename))\n"
       "gdb.execute('source ' + os.path.join(folder, '${glassgrad_from_library}', 'glassgrad_gdb.py'))\n")
  install(
    FILES "${PROJECT_BINARY_DIR}/libglassgrad-gdb.py"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/gdb/auto-load\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}"
    RENAME "libglassgrad.so.${PROJECT_VERSION}-gdb.py"
    COMPONENT debugger)
endif()

# ---- programs ----
# Their names are those of folders, too plain for bin/: `glassgrad logistic_regression ARGS...` runs one.
set(glassgrad_apps_dir "${CMAKE_INSTALL_LIBEXECDIR}/glassgrad")
if(GLASSGRAD_BUILD_APPS)
  get_property(glassgrad_apps DIRECTORY apps PROPERTY BUILDSYSTEM_TARGETS)
  foreach(app IN LISTS glassgrad_apps)
    get_target_property(type ${app} TYPE)
    if(type STREQUAL "EXECUTABLE")
      file(RELATIVE_PATH library "/${glassgrad_apps_dir}" "/${CMAKE_INSTALL_LIBDIR}")
      set_target_properties(${app} PROPERTIES INSTALL_RPATH "$ORIGIN/${library}")
      install(TARGETS ${app} DESTINATION ${glassgrad_apps_dir} COMPONENT apps)
      # The library's debug information is for those who link it, and three quarters of a program.
      if(CMAKE_STRIP)
        set(installed "\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${glassgrad_apps_dir}/${app}")
        install(CODE "execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-debug \"${installed}\")" COMPONENT apps)
      endif()
    endif()
  endforeach()
  file(RELATIVE_PATH glassgrad_from_bin "/${CMAKE_INSTALL_BINDIR}" "/${glassgrad_apps_dir}")
  configure_file(cmake/glassgrad.sh.in "${PROJECT_BINARY_DIR}/glassgrad.sh" @ONLY)
  install(PROGRAMS "${PROJECT_BINARY_DIR}/glassgrad.sh" DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME glassgrad
          COMPONENT apps)
  install(DIRECTORY apps/logistic_regression/data DESTINATION ${CMAKE_INSTALL_DATADIR}/glassgrad COMPONENT apps)
endif()

# ---- documentation, as in the source tree, so that its links lead on ----
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documentation)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright COMPONENT documentation)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT documentation
        FILES_MATCHING PATTERN "*.md" PATTERN "*.png" PATTERN "*.svg" PATTERN "examples/*.cpp" PATTERN "examples/*.py")
