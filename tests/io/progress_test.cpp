#include "io/progress.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "io/atomic_file.h"
#include "io/byte_source.h"
#include "tests/support/program.h"

namespace glassgrad::io {
namespace {

TEST(Progress, IsReportedInParts) {
  const test_support::Folder folder;
  const std::string bytes(2 * kMostAtATime + 5, 'x');
  std::vector<uint64_t> written, read;
  {
    const ProgressReport report([&](uint64_t done) { written.push_back(done); });
    AtomicFile file(folder.path("a"));
    file.write(bytes);
    file.commit();
  }
  EXPECT_GE(written.size(), 3u);
  for (size_t k = 1; k < written.size(); ++k) {
    EXPECT_GT(written[k], written[k - 1]);
    EXPECT_LE(written[k] - written[k - 1], kMostAtATime);
  }
  EXPECT_EQ(written.back(), bytes.size());
  const size_t reports = written.size();
  {
    const ProgressReport report([&](uint64_t done) { read.push_back(done); });
    EXPECT_EQ(ByteSource(folder.path("a")).read(0, bytes.size()), bytes);
  }
  EXPECT_GE(read.size(), 3u);
  EXPECT_EQ(read.back(), bytes.size());
  EXPECT_EQ(written.size(), reports);  // nobody is told any more
}

}  // namespace
}  // namespace glassgrad::io
