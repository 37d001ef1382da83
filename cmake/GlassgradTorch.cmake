# Target glassgrad::torch, for programs written for libtorch: the library, and headers under all the
# paths by which such programs include libtorch's (torch/headers.txt). They lie in a folder of their
# own, so that users of glassgrad::glassgrad have no <ATen/ATen.h> on their include path.
set(glassgrad_torch_headers_dir "${PROJECT_BINARY_DIR}/torch_headers")

function(glassgrad_write_torch_headers)
  set(list "${PROJECT_SOURCE_DIR}/torch/headers.txt")
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${list}")
  file(STRINGS "${list}" headers REGEX "^[^#]")
  # libtorch's own folder for the C++ interface, which some programs spell out.
  set(spelled_out torch/torch.h ${headers})
  list(FILTER spelled_out INCLUDE REGEX "^torch/")
  list(FILTER spelled_out EXCLUDE REGEX "^torch/csrc/")
  list(TRANSFORM spelled_out PREPEND torch/csrc/api/include/)
  foreach(header IN LISTS headers spelled_out)
    file(CONFIGURE OUTPUT "${glassgrad_torch_headers_dir}/${header}"
         CONTENT "#pragma once\n#include <torch/torch.h>\n")
  endforeach()
endfunction()
glassgrad_write_torch_headers()

add_library(glassgrad_torch INTERFACE)
add_library(glassgrad::torch ALIAS glassgrad_torch)
set_target_properties(glassgrad_torch PROPERTIES EXPORT_NAME torch)
target_include_directories(
  glassgrad_torch INTERFACE $<BUILD_INTERFACE:${glassgrad_torch_headers_dir}>
                            $<INSTALL_INTERFACE:include/glassgrad/torch_headers>)
target_link_libraries(glassgrad_torch INTERFACE glassgrad)
