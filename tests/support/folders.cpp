#include "tests/support/folders.h"

namespace test_support {

std::string source_path(const std::string& name) {
  const std::string root = GLASSGRAD_SOURCE_DIR;
  return name.empty() ? root : root + "/" + name;
}

std::string app_path(const std::string& name) { return GLASSGRAD_APPS_DIR "/" + name; }

}  // namespace test_support
