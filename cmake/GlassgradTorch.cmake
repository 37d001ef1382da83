# Headers under all the paths by which programs include libtorch's (torch/headers.txt), in a folder of
# their own; glassgrad::torch is the library by the name that such programs look for.
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
target_include_directories(glassgrad INTERFACE $<BUILD_INTERFACE:${glassgrad_torch_headers_dir}>)
target_link_libraries(glassgrad_torch INTERFACE glassgrad)
