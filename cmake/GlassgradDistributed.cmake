# distributed/ is a library of its own, so that nobody else needs MPI: glassgrad::distributed, and
# glassgrad::torch_distributed for programs that include libtorch's headers (distributed/headers.txt).
# Their headers name no header of MPI.
function(glassgrad_find_mpi)
  # OpenMPI's C++ interface is gone from the standard, and warns.
  set(MPI_CXX_SKIP_MPICXX ON)
  if(GLASSGRAD_DISTRIBUTED STREQUAL "REQUIRED")
    find_package(MPI REQUIRED COMPONENTS CXX)
  elseif(GLASSGRAD_DISTRIBUTED AND NOT GLASSGRAD_SANITIZE)
    find_package(MPI QUIET COMPONENTS CXX)
  endif()
  # The target MPI::MPI_CXX says nothing: CMake makes it where there is no MPI as well.
  if(MPI_CXX_FOUND)
    set_target_properties(MPI::MPI_CXX PROPERTIES IMPORTED_GLOBAL TRUE)
  endif()
  set(glassgrad_mpi_found "${MPI_CXX_FOUND}" PARENT_SCOPE)
endfunction()
glassgrad_find_mpi()
if(NOT glassgrad_mpi_found)
  return()
endif()

glassgrad_glob(glassgrad_distributed_sources distributed "*.cpp")
add_library(glassgrad_distributed ${glassgrad_distributed_sources})
add_library(glassgrad::distributed ALIAS glassgrad_distributed)
glassgrad_set_library_flags(glassgrad_distributed)
set_target_properties(glassgrad_distributed PROPERTIES EXPORT_NAME distributed)
glassgrad_set_version(glassgrad_distributed)
target_link_libraries(glassgrad_distributed PUBLIC glassgrad PRIVATE MPI::MPI_CXX)

# libtorch's headers bring <mpi.h> along.
set(glassgrad_c10d_headers_dir "${PROJECT_BINARY_DIR}/c10d_headers")
function(glassgrad_write_c10d_headers)
  set(list "${PROJECT_SOURCE_DIR}/distributed/headers.txt")
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${list}")
  file(STRINGS "${list}" headers REGEX "^[^#]")
  foreach(header IN LISTS headers)
    set(mpi "")
    if(header MATCHES "MPI")
      set(mpi "#include <mpi.h>\n\n")
    endif()
    file(CONFIGURE OUTPUT "${glassgrad_c10d_headers_dir}/${header}"
         CONTENT "#pragma once\n${mpi}#include <torch/distributed.h>\n")
  endforeach()
endfunction()
glassgrad_write_c10d_headers()

add_library(glassgrad_torch_distributed INTERFACE)
add_library(glassgrad::torch_distributed ALIAS glassgrad_torch_distributed)
set_target_properties(glassgrad_torch_distributed PROPERTIES EXPORT_NAME torch_distributed)
target_include_directories(
  glassgrad_torch_distributed INTERFACE $<BUILD_INTERFACE:${glassgrad_c10d_headers_dir}>)
target_compile_definitions(
  glassgrad_torch_distributed INTERFACE USE_C10D_MPI OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX)
target_link_libraries(glassgrad_torch_distributed
                      INTERFACE glassgrad_torch glassgrad_distributed MPI::MPI_CXX)
