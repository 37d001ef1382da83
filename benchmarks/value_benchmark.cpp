// glassgrad::Value beside the gradient derived by hand and a naive port of micrograd, each from
// forward to the release of the graph. The sides take turns within one run and must compute the
// same; the counters are medians: ns an operation for each side, and what one side costs relative
// to another.
//   tutorial   an iteration of logistic regression on two points, written with exp and log: 28
//              operations
//   moons      an epoch of micrograd's demo, a 2-16-16-1 ReLU network on 100 points with hinge loss
//              and L2: 65,077 operations
//   chain      x = x * 1.0000001 + 0.1

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <glassgrad/value.h>
#include "benchmarks/naive_value.h"

namespace {

using glassgrad::Value;

// ---- sides that take turns ----

/// One way to do the work; returns a number that all of them must agree on.
struct Side {
  std::string name;
  std::function<double()> work;
  std::vector<double> nanoseconds = {};

  double median() {
    std::nth_element(nanoseconds.begin(), nanoseconds.begin() + nanoseconds.size() / 2,
                     nanoseconds.end());
    return nanoseconds[nanoseconds.size() / 2];
  }
};

/// What this thread has computed for, in nanoseconds: other programs do not count.
double cpu_time() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

/// The first run puts caches and malloc's lists into the state that this side leaves behind.
double run_timed(Side& side) {
  side.work();
  const double start = cpu_time();
  const double result = side.work();
  side.nanoseconds.push_back(cpu_time() - start);
  return result;
}

void check_same(const Side& side, double result, double expected) {
  if (std::fabs(result - expected) <= 1e-9 * std::fabs(expected)) return;
  std::fprintf(stderr, "%s: got %.17g, expected %.17g\n", side.name.c_str(), result, expected);
  std::exit(1);
}

/// sides: by hand, Value, and perhaps the naive port; `operations` are in one call of `work`.
void compare(benchmark::State& state, double operations, std::vector<Side> sides) {
  for (auto _ : state) {
    const double expected = run_timed(sides[0]);
    for (size_t i = 1; i < sides.size(); ++i) check_same(sides[i], run_timed(sides[i]), expected);
  }
  for (Side& side : sides) state.counters["ns/op " + side.name] = side.median() / operations;
  state.counters["Value:hand"] = sides[1].median() / sides[0].median();
  if (sides.size() > 2) state.counters["naive:Value"] = sides[2].median() / sides[1].median();
}

// ---- tutorial ----

constexpr int kIterations = 1000;

double point(int i) { return -2 + 0.1 * i; }
double label(int i) { return point(i) > 0.2 ? 1 : 0; }

// Backpropagation through the same operations, derived on paper.
double tutorial_by_hand() {
  double w = 0.3, b = -0.2;
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    double gw = 0, gb = 0, loss = 0;
    for (int k = 0; k < 2; ++k) {
      const int i = (2 * iteration + k) % 40;
      const double x = point(i), y = label(i);
      const double e = std::exp(-(w * x + b)), p = 1 / (1 + e);
      loss -= y * std::log(p) + (1 - y) * std::log(1 - p);
      const double p_grad = -(y / p - (1 - y) / (1 - p)) / 2;
      const double z_grad = p_grad * e * p * p;
      gw += z_grad * x;
      gb += z_grad;
    }
    benchmark::DoNotOptimize(loss);
    w -= gw / 2;
    b -= gb / 2;
  }
  return w + b;
}

template <class V>
double tutorial() {
  V w(0.3), b(-0.2);
  const auto loss_of = [&](int i) {
    const double x = point(i), y = label(i);
    const V p = 1 / (1 + exp(-(w * x + b)));
    return -(y * log(p) + (1 - y) * log(1 - p));
  };
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    const int i = 2 * iteration % 40;
    const V loss = (loss_of(i) + loss_of(i + 1)) * 0.5;
    w.zero_grad();
    b.zero_grad();
    loss.backward();
    w.set_data(w.data() - w.grad() / 2);
    b.set_data(b.data() - b.grad() / 2);
  }
  return w.data() + b.data();
}

void BM_Value_tutorial(benchmark::State& state) {
  compare(
      state, 28.0 * kIterations,
      {{"hand", tutorial_by_hand}, {"Value", tutorial<Value>}, {"naive", tutorial<naive::Value>}});
}
BENCHMARK(BM_Value_tutorial)->Unit(benchmark::kMicrosecond);

// ---- moons ----

constexpr int kPoints = 100, kHidden = 16, kMoonsOperations = 65077;
constexpr double kDecay = 1e-4;

/// Two half circles, without noise: coordinates and labels -1 and 1.
struct Moons {
  std::vector<double> x, y, label;
  Moons() {
    for (int i = 0; i < kPoints; ++i) {
      const double angle = M_PI * (i / 2) / (kPoints / 2 - 1);
      const bool upper = i % 2 == 0;
      x.push_back(upper ? std::cos(angle) : 1 - std::cos(angle));
      y.push_back(upper ? std::sin(angle) : 0.5 - std::sin(angle));
      label.push_back(upper ? -1 : 1);
    }
  }
};

/// Parameters of the network, layer by layer: a neuron's weights, then its bias.
template <class V>
std::vector<V> initial_parameters() {
  std::vector<V> parameters;
  for (int i = 0; i < (2 + 1) * kHidden + (kHidden + 1) * kHidden + kHidden + 1; ++i)
    parameters.push_back(V(std::sin(1.7 * i + 0.3)));
  return parameters;
}

template <class V>
std::vector<V> layer(const std::vector<V>& input, const V*& parameter, int outputs, bool has_relu) {
  std::vector<V> result;
  result.reserve(outputs);
  for (int i = 0; i < outputs; ++i) {
    const V* const weight = parameter;
    V sum = weight[input.size()];
    for (size_t k = 0; k < input.size(); ++k) sum += weight[k] * input[k];
    result.push_back(has_relu ? relu(std::move(sum)) : std::move(sum));
    parameter += input.size() + 1;
  }
  return result;
}

template <class V>
V moons_loss(const Moons& moons, const std::vector<V>& parameters) {
  V loss = 0;
  for (int i = 0; i < kPoints; ++i) {
    const V* parameter = parameters.data();
    const std::vector<V> hidden = layer<V>({moons.x[i], moons.y[i]}, parameter, kHidden, true);
    const std::vector<V> again = layer<V>(hidden, parameter, kHidden, true);
    const V score = layer<V>(again, parameter, 1, false)[0];
    loss += relu(1 + -moons.label[i] * score);
  }
  V decay = 0;
  for (const V& p : parameters) decay += p * p;
  return loss * (1.0 / kPoints) + kDecay * decay;
}

template <class V>
double moons_epoch(const Moons& moons, const std::vector<V>& parameters) {
  for (V p : parameters) p.zero_grad();
  const V loss = moons_loss(moons, parameters);
  loss.backward();
  double sum = loss.data();
  for (const V& p : parameters) sum += p.grad();
  return sum;
}

/// result = W input + b, before ReLU.
void layer_by_hand(const double* parameter, const double* input, int inputs, double* result,
                   int outputs) {
  for (int i = 0; i < outputs; ++i, parameter += inputs + 1) {
    result[i] = parameter[inputs];
    for (int k = 0; k < inputs; ++k) result[i] += parameter[k] * input[k];
  }
}

/// grad of the layer's parameters and of its input from that of its result.
void layer_backward_by_hand(const double* parameter, const double* input, int inputs,
                            const double* result_grad, int outputs, double* grad,
                            double* input_grad) {
  for (int k = 0; k < inputs; ++k) input_grad[k] = 0;
  for (int i = 0; i < outputs; ++i, parameter += inputs + 1, grad += inputs + 1) {
    for (int k = 0; k < inputs; ++k) {
      grad[k] += result_grad[i] * input[k];
      input_grad[k] += result_grad[i] * parameter[k];
    }
    grad[inputs] += result_grad[i];
  }
}

double moons_by_hand(const Moons& moons, const std::vector<double>& parameters) {
  const double* const first = parameters.data();
  const double* const second = first + 3 * kHidden;
  const double* const third = second + (kHidden + 1) * kHidden;
  std::vector<double> grad(parameters.size());
  double* const first_grad = grad.data();
  double* const second_grad = first_grad + 3 * kHidden;
  double* const third_grad = second_grad + (kHidden + 1) * kHidden;

  double loss = 0, decay = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double input[2] = {moons.x[i], moons.y[i]};
    double hidden[kHidden], again[kHidden], score;
    layer_by_hand(first, input, 2, hidden, kHidden);
    for (double& h : hidden) h = std::max(h, 0.0);
    layer_by_hand(second, hidden, kHidden, again, kHidden);
    for (double& h : again) h = std::max(h, 0.0);
    layer_by_hand(third, again, kHidden, &score, 1);
    const double margin = 1 - moons.label[i] * score;
    if (margin <= 0) continue;
    loss += margin;

    const double score_grad = -moons.label[i] / kPoints;
    double hidden_grad[kHidden], again_grad[kHidden], input_grad[2];
    layer_backward_by_hand(third, again, kHidden, &score_grad, 1, third_grad, again_grad);
    for (int k = 0; k < kHidden; ++k) again_grad[k] *= again[k] > 0;
    layer_backward_by_hand(second, hidden, kHidden, again_grad, kHidden, second_grad, hidden_grad);
    for (int k = 0; k < kHidden; ++k) hidden_grad[k] *= hidden[k] > 0;
    layer_backward_by_hand(first, input, 2, hidden_grad, kHidden, first_grad, input_grad);
  }
  double sum = 0;
  for (size_t i = 0; i < parameters.size(); ++i) {
    decay += parameters[i] * parameters[i];
    sum += grad[i] + 2 * kDecay * parameters[i];
  }
  return sum + loss / kPoints + kDecay * decay;
}

void BM_Value_moons(benchmark::State& state) {
  const Moons moons;
  const auto numbers = initial_parameters<double>();
  const auto values = initial_parameters<Value>();
  const auto naive_values = initial_parameters<naive::Value>();
  compare(state, kMoonsOperations,
          {{"hand", [&] { return moons_by_hand(moons, numbers); }},
           {"Value", [&] { return moons_epoch(moons, values); }},
           {"naive", [&] { return moons_epoch(moons, naive_values); }}});
}
BENCHMARK(BM_Value_moons)->Unit(benchmark::kMillisecond);

// ---- chain ----

double chain_by_hand(int operations) {
  double x = 1, slope = 1;
  for (int i = 0; i < operations; i += 2) {
    x = x * 1.0000001 + 0.1;
    slope *= 1.0000001;
    benchmark::DoNotOptimize(slope);
  }
  return slope;
}

template <class V>
double chain(int operations) {
  const V x(1);
  V y = x;
  for (int i = 0; i < operations; i += 2) y = y * 1.0000001 + 0.1;
  y.backward();
  return x.grad();
}

void BM_Value_chain(benchmark::State& state) {
  const auto operations = static_cast<int>(state.range(0));
  std::vector<Side> sides = {{"hand", [&] { return chain_by_hand(operations); }},
                             {"Value", [&] { return chain<Value>(operations); }}};
  // The naive port recurses: a longer chain overflows its stack.
  if (operations <= 50'000)
    sides.push_back({"naive", [&] { return chain<naive::Value>(operations); }});
  compare(state, operations, sides);
}
BENCHMARK(BM_Value_chain)
    ->Arg(50'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

// ---- memory ----

double resident_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double kilobytes; word == "VmRSS:" && status >> kilobytes) return 1024 * kilobytes;
  return NAN;
}

/// Fills `sums` with short sums, for the naive port frees them by recursion, and returns the
/// resident memory that each of the `nodes` adds.
template <class V>
double bytes_per_node(std::vector<V>& sums, int nodes) {
  const double before = resident_bytes();
  for (int i = 0; i < nodes; ++i) {
    if (i % 1000 == 0) sums.emplace_back(1);
    sums.back() += sums.front();
  }
  return (resident_bytes() - before) / nodes;
}

void BM_Value_bytes(benchmark::State& state) {
  for (auto _ : state) {
    // A new thread has no memory to spare yet; both sides live until its end.
    std::thread([&] {
      std::vector<Value> values;
      std::vector<naive::Value> naive_values;
      state.counters["bytes/node Value"] = bytes_per_node(values, 10'000'000);
      state.counters["bytes/node naive"] = bytes_per_node(naive_values, 1'000'000);
    }).join();
  }
}
BENCHMARK(BM_Value_bytes)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
