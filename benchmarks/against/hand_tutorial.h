#pragma once
// The tutorial's training with the derivative worked out on paper.

#include <algorithm>
#include <cmath>

namespace against {

struct TutorialByHand {
  static constexpr int kEpochs = 50, kPoints = 40;
  // What nn::Linear(1, 1) draws after manual_seed(0).
  static constexpr float kWeight = -0x1.eaa8p-8f, kBias = 0x1.12a8bcp-1f;

  float x[kPoints], y[kPoints];

  TutorialByHand() {
    for (int i = 0; i < kPoints; ++i) {
      x[i] = static_cast<float>(-2 + 0.1 * i);
      y[i] = x[i] > 0.2f ? 1 : 0;
    }
  }

  /// The sum of the losses of all iterations, each of two points.
  double train() const {
    double sum = 0;
    float w = kWeight, b = kBias;
    for (int epoch = 0; epoch < kEpochs; ++epoch)
      for (int i = 0; i < kPoints; i += 2) {
        float loss = 0, gw = 0, gb = 0;
        for (int k = i; k < i + 2; ++k) {
          const float p = 1 / (1 + std::exp(-(x[k] * w + b)));
          loss += (y[k] - 1) * std::max(std::log(1 - p), -100.0f) -
                  y[k] * std::max(std::log(p), -100.0f);
          const float gp = (p - y[k]) / std::max((1 - p) * p, 1e-12f) / 2;
          const float gz = gp * (1 - p) * p;
          gw += gz * x[k];
          gb += gz;
        }
        sum += loss / 2;
        w -= 2 * gw;
        b -= 2 * gb;
      }
    return sum;
  }
};

}  // namespace against
