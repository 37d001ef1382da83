// A step of a 784-H-10 network with the gradients derived by hand, matrix products by OpenBLAS, a
// step of Adam in one pass over memory.

#include <algorithm>
#include <memory>

#include "benchmarks/against/hand.h"

namespace against {
namespace {

/// C = A B (+ C), row-major; a transposed operand is given as it lies in memory.
void product(float* c, const float* a, int trans_a, const float* b, int trans_b, int64_t m,
             int64_t n, int64_t k, float beta = 0) {
  blas().sgemm(kRowMajor, trans_a, trans_b, int(m), int(n), int(k), 1, a,
               int(trans_a == kTrans ? m : k), b, int(trans_b == kTrans ? k : n), beta, c, int(n));
}

struct Parameter {
  std::vector<float> value, gradient, momentum;

  Parameter(int64_t rows, int64_t columns, uint64_t seed) {
    const float bound = seed ? 1 / std::sqrt(static_cast<float>(columns)) : 0;
    value = numbers(rows * columns, -bound, bound, seed);
    gradient.resize(value.size());
    momentum.resize(value.size());
  }

  void step() {
    float* __restrict__ w = value.data();
    float* __restrict__ v = momentum.data();
    const float* g = gradient.data();
    for (size_t i = 0; i < value.size(); ++i) {
      v[i] = float(kMomentum) * v[i] + g[i];
      w[i] -= float(kRate) * v[i];
    }
  }
};

struct Network {
  int64_t batch, width;
  Parameter w1{width, kInputs, 11}, b1{1, width, 0}, w2{kClasses, width, 12}, b2{1, kClasses, 0};
  std::vector<float> x = numbers(batch * kInputs, 0, 1, 7);
  std::vector<float> h = room(width), z = room(kClasses), dz = room(kClasses), dh = room(width);

  Network(int64_t samples, int64_t hidden) : batch(samples), width(hidden) {}
  std::vector<float> room(int64_t columns) const { return std::vector<float>(batch * columns); }

  double step() {
    layer(h, x, w1, b1, kInputs, width);
    for (float& value : h) value = std::max(value, 0.0f);
    layer(z, h, w2, b2, width, kClasses);
    const double loss = cross_entropy();

    gradients(dz, h, w2, b2, width, kClasses);
    product(dh.data(), dz.data(), kNoTrans, w2.value.data(), kNoTrans, batch, width, kClasses);
    for (size_t i = 0; i < dh.size(); ++i) dh[i] = h[i] > 0 ? dh[i] : 0;
    gradients(dh, x, w1, b1, kInputs, width);
    for (Parameter* p : {&w1, &b1, &w2, &b2}) p->step();
    return loss;
  }

  // out = in w^T + b
  void layer(std::vector<float>& out, const std::vector<float>& in, const Parameter& w,
             const Parameter& b, int64_t inputs, int64_t outputs) const {
    for (int64_t n = 0; n < batch; ++n)
      std::copy(b.value.begin(), b.value.end(), out.begin() + n * outputs);
    product(out.data(), in.data(), kNoTrans, w.value.data(), kTrans, batch, outputs, inputs, 1);
  }
  // dw = dout^T in, db = the sum of dout's rows
  void gradients(const std::vector<float>& dout, const std::vector<float>& in, Parameter& w,
                 Parameter& b, int64_t inputs, int64_t outputs) const {
    product(w.gradient.data(), dout.data(), kTrans, in.data(), kNoTrans, outputs, inputs, batch);
    float* __restrict__ sums = b.gradient.data();
    std::fill_n(sums, outputs, 0.0f);
    for (int64_t n = 0; n < batch; ++n)
      for (int64_t j = 0; j < outputs; ++j) sums[j] += dout[n * outputs + j];
  }
  // Mean of -log softmax(z)[label], where sample n has label n mod 10; dz = (softmax - one-hot) / N
  double cross_entropy() {
    double loss = 0;
    for (int64_t n = 0; n < batch; ++n) {
      const float* from = &z[n * kClasses];
      float* to = &dz[n * kClasses];
      const int64_t label = n % kClasses;
      const float most = *std::max_element(from, from + kClasses);
      float sum = 0;
      for (int64_t j = 0; j < kClasses; ++j) sum += to[j] = std::exp(from[j] - most);
      loss += std::log(sum) - (from[label] - most);
      for (int64_t j = 0; j < kClasses; ++j)
        to[j] = (to[j] / sum - (j == label ? 1.0f : 0.0f)) / static_cast<float>(batch);
    }
    return loss / static_cast<double>(batch);
  }
};

Job step(int64_t batch, int64_t width) {
  auto network = std::make_shared<Network>(batch, width);
  double losses = 0;
  for (int i = 0; i < 5; ++i) losses += network->step();
  for (int i = 5; i < warm_up_steps(batch, width); ++i) network->step();
  return {[=] { network->step(); }, [=] { return losses; }};
}

Job matmul(int64_t n) {
  const float bound = 1 / std::sqrt(static_cast<float>(n));
  auto a = numbers(n * n, -bound, bound, 1), b = numbers(n * n, -bound, bound, 2);
  auto c = std::make_shared<std::vector<float>>(n * n);
  return {[=] { product(c->data(), a.data(), kNoTrans, b.data(), kNoTrans, n, n, n); },
          [=] { return fingerprint(c->data(), n * n); }};
}

struct Adam {
  std::vector<float> p = numbers(kAdamParameters, -1, 1), g = numbers(kAdamParameters, -1, 1, 2);
  std::vector<float> m = std::vector<float>(kAdamParameters), v = m;
  int t = 0;

  void step() {
    constexpr float kBeta1 = 0.9f, kBeta2 = 0.999f, kEps = 1e-8f;
    ++t;
    const auto rate = static_cast<float>(1e-3 / (1 - std::pow(0.9, t)));
    const auto scale = static_cast<float>(1 / std::sqrt(1 - std::pow(0.999, t)));
    float* __restrict__ pp = p.data(), * __restrict__ pm = m.data(), * __restrict__ pv = v.data();
    const float* pg = g.data();
    for (int64_t i = 0; i < kAdamParameters; ++i) {
      pm[i] = kBeta1 * pm[i] + (1 - kBeta1) * pg[i];
      pv[i] = kBeta2 * pv[i] + (1 - kBeta2) * pg[i] * pg[i];
      pp[i] -= rate * pm[i] / (std::sqrt(pv[i]) * scale + kEps);
    }
  }
};

Job adam() {
  auto state = std::make_shared<Adam>();
  for (int i = 0; i < 3; ++i) state->step();
  const double after_three = fingerprint(state->p.data(), kAdamParameters);
  return {[=] { state->step(); }, [=] { return after_three; }};
}

}  // namespace

void offer_training_by_hand() {
  for (const bool flush : {false, true})
    for (const int64_t width : kHidden)
      for (const int64_t batch : kBatches)
        offer({"step/" + std::to_string(batch) + "x" + std::to_string(width) +
                   (flush ? "/flush" : "/default"),
               1, [=] { return step(batch, width); }, flush});
  for (const int64_t n : kMatrices)
    offer({"matmul/" + std::to_string(n), 2.0 * static_cast<double>(n * n * n),
           [=] { return matmul(n); }});
  offer({"adam/1M", static_cast<double>(kAdamParameters), adam});
}

}  // namespace against
