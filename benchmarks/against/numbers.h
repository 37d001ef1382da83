#pragma once
// Inputs that every side makes alike, and what its results are compared by.

#include <cmath>
#include <cstdint>
#include <vector>

namespace against {

/// n numbers in [low, high), from a linear congruential generator (Knuth's MMIX).
inline std::vector<float> numbers(int64_t n, float low, float high, uint64_t seed = 1) {
  std::vector<float> values(static_cast<size_t>(n));
  uint64_t state = seed;
  for (float& value : values) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    value = low + (high - low) * static_cast<float>(state >> 40) / (1 << 24);
  }
  return values;
}

/// Grows with every value, by an amount that depends on its sign and its place.
inline double fingerprint(const float* values, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i)
    sum += static_cast<double>(std::fabs(values[i]) + 0.5f * values[i]) *
           static_cast<double>(1 + i % 7);
  return sum;
}

// --- sizes that every side runs ---

struct Size {
  const char* name;
  int64_t rows, columns;
  int64_t count() const { return rows * columns; }
};
constexpr Size kSizes[] = {{"1K", 32, 32}, {"1M", 1024, 1024}};

constexpr int64_t kInputs = 784, kClasses = 10;
constexpr int64_t kBatches[] = {1, 64, 256, 1024};
constexpr int64_t kHidden[] = {128, 1024};
constexpr double kRate = 0.01, kMomentum = 0.9;

/// Steps before a training step is timed: enough for the momentum of weights that no longer learn
/// to become denormal, if that may happen (0.9^830 is below the smallest normal float).
inline int warm_up_steps(int64_t batch, int64_t hidden) {
  return batch * hidden <= 64 * 128 ? 1500 : batch * hidden <= 64 * 1024 ? 150 : 20;
}

constexpr int64_t kMatrices[] = {64, 256, 1024};
constexpr int64_t kAdamParameters = 1 << 20;

// --- what grows ---

/// first, 2 first, 4 first, ... up to last.
inline std::vector<int64_t> doublings(int64_t first, int64_t last) {
  std::vector<int64_t> sizes;
  for (int64_t n = first; n <= last; n *= 2) sizes.push_back(n);
  return sizes;
}

}  // namespace against
