// Averages the gradients of all ranks while backward still runs.
#include "distributed/reducer.h"

#include <algorithm>
#include <utility>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/functions/pointwise.h"
#include "autograd/graph/engine.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/types/format.h"
#include "autograd/types/visit.h"
#include "distributed/agree.h"
#include "distributed/buckets.h"

namespace glassgrad::distributed {

namespace {

constexpr double kMB = 1024 * 1024;

/// A parameter whose gradient is averaged.
struct Parameter {
  Parameter(std::string path, Tensor parameter)
      : name(std::move(path)), tensor(std::move(parameter)) {}

  std::string name;
  Tensor tensor;
  intrusive_ptr<autograd::Node> accumulator;  ///< held, or the hook would be gone with it
  size_t hook = 0;                            ///< its number among the accumulator's
  size_t bucket = 0, place = 0;
  bool is_ready = false;  ///< in this backward
};

/// Gradients that travel together, one after the other in `flat`. Behind them stands for each of
/// them on how many ranks it is there.
struct Bucket {
  std::vector<size_t> parameters;
  std::vector<Tensor> parts;  ///< of `flat`, in the parameters' shapes
  Tensor flat, used;
  size_t missing = 0;
  intrusive_ptr<Work> work;
};

/// "parameter 'fc.weight' Float[10, 4]"
std::vector<std::string> described(const Reducer::Named& tensors, const char* kind) {
  std::vector<std::string> lines;
  for (const auto& item : tensors) {
    const Tensor& tensor = item.value();
    lines.push_back(fmt::format("{} '{}' {}{}{}", kind, item.key(), tensor.scalar_type(),
                                tensor.sizes(), tensor.requires_grad() ? ", trained" : ""));
  }
  return lines;
}

/// What each rank brings to the sum: its gradient times `weight` or, where that is 0, over the
/// ranks.
struct Share {
  double weight;
  int ranks;

  template <class T>
  T operator()(T x) const {
    return weight > 0 ? x * static_cast<T>(weight) : x / static_cast<T>(ranks);
  }
};

/// In one pass: gradients are larger than the processor's cache.
void write_share(const Share& share, const Tensor& part, const Tensor& gradient) {
  if (is_half(gradient.scalar_type())) {  // kept, not computed with
    part.copy_(share.weight > 0 ? gradient * share.weight : gradient / share.ranks);
    return;
  }
  const Tensor from = gradient.contiguous();
  visit_floating(gradient.scalar_type(), [&]<class T>() {
    const T* const x = from.data_ptr<T>();
    T* const y = part.data_ptr<T>();
    for (int64_t i = 0; i < from.numel(); ++i) y[i] = share(x[i]);
  });
}

}  // namespace

struct Reducer::State {
  DataParallelOptions options;
  intrusive_ptr<ProcessGroup> group;
  std::vector<Parameter> parameters;
  std::vector<Tensor> buffers;
  std::vector<Bucket> buckets;
  size_t next_bucket = 0;  ///< the first that has not left

  bool is_synchronising = true;
  bool is_in_backward = false;
  int64_t samples = 0;  ///< of this rank since the last reduction
  Tensor all_samples;   ///< of all ranks, when its work is over
  intrusive_ptr<Work> counting;
  double weight = 0;  ///< of this rank; 0: the same as the others

  void make_buckets();
  void hook(size_t number);
  std::string afterwards(size_t number, const std::vector<const autograd::Node*>& ran) const;
  void gradient_is_complete(size_t number);
  void begin_backward();
  void take_gradient(Parameter& parameter, bool is_used);
  void send_full_buckets();
  void end_backward();
  void take_result(Bucket& bucket);
};

Reducer::Reducer(Named parameters, Named buffers, intrusive_ptr<ProcessGroup> group,
                 const DataParallelOptions& options)
    : state_(std::make_unique<State>()) {
  check(static_cast<bool>(group), "DistributedDataParallel: expected a process group");
  state_->options = options;
  state_->group = std::move(group);
  if (state_->group->getSize() == 1) return;

  std::vector<std::string> lines = described(parameters, "parameter");
  for (std::string& line : described(buffers, "buffer")) lines.push_back(std::move(line));
  lines.push_back(fmt::format("buckets of {} and {} MB, broadcast_buffers {}, batch_dim {}",
                              options.first_bucket_mb, options.bucket_cap_mb,
                              options.broadcast_buffers, options.batch_dim));
  check_agreement(*state_->group, lines, "DistributedDataParallel");
  std::vector<Tensor> all = parameters.values();
  state_->buffers = buffers.values();
  all.insert(all.end(), state_->buffers.begin(), state_->buffers.end());
  broadcast_values(*state_->group, all);

  for (const auto& item : parameters)
    if (item.value().requires_grad()) state_->parameters.emplace_back(item.key(), item.value());
  state_->make_buckets();
  for (size_t i = 0; i < state_->parameters.size(); ++i) state_->hook(i);
}

Reducer::~Reducer() {
  for (const Parameter& parameter : state_->parameters) {
    parameter.accumulator->hooks().post.remove(parameter.hook);
    parameter.accumulator->hooks().afterwards = nullptr;
  }
}

const DataParallelOptions& Reducer::options() const { return state_->options; }
ProcessGroup& Reducer::group() const { return *state_->group; }

bool Reducer::set_sync(bool on) { return std::exchange(state_->is_synchronising, on); }

void Reducer::begin_forward(int64_t samples) {
  State& state = *state_;
  if (state.group->getSize() == 1 || !GradMode::is_enabled()) return;
  check(!state.is_in_backward,
        "DistributedDataParallel: the backward before this forward was ended by an exception; the "
        "ranks no longer agree");
  state.samples += samples;
  if (!state.is_synchronising) return;
  if (state.options.broadcast_buffers) broadcast_values(*state.group, state.buffers);
  if (state.options.batch_dim < 0) return;
  if (state.counting) state.counting->wait();  // a second forward before backward
  state.all_samples = full({1}, state.samples, kLong);
  std::vector<Tensor> list = {state.all_samples};
  state.counting = state.group->allreduce(list);
}

void Reducer::State::make_buckets() {
  std::vector<GradientSize> sizes;
  for (const Parameter& parameter : parameters)
    sizes.push_back({parameter.tensor.nbytes(), parameter.tensor.scalar_type()});
  for (auto& numbers : distributed::make_buckets(sizes, size_t(options.first_bucket_mb * kMB),
                                                 size_t(options.bucket_cap_mb * kMB))) {
    Bucket bucket;
    bucket.parameters = std::move(numbers);
    const auto count = static_cast<int64_t>(bucket.parameters.size());
    int64_t elements = 0;
    for (const size_t number : bucket.parameters) elements += parameters[number].tensor.numel();
    bucket.flat = zeros({elements + count}, parameters[bucket.parameters[0]].tensor.scalar_type());
    int64_t begin = 0;
    for (size_t place = 0; place < bucket.parameters.size(); ++place) {
      Parameter& parameter = parameters[bucket.parameters[place]];
      parameter.bucket = buckets.size();
      parameter.place = place;
      const int64_t size = parameter.tensor.numel();
      bucket.parts.push_back(bucket.flat.narrow(0, begin, size).view(parameter.tensor.sizes()));
      begin += size;
    }
    bucket.used = bucket.flat.narrow(0, begin, count);
    buckets.push_back(std::move(bucket));
  }
}

void Reducer::State::hook(size_t number) {
  Parameter& parameter = parameters[number];
  parameter.accumulator = autograd::gradient_edge(parameter.tensor).function;
  parameter.hook = parameter.accumulator->hooks().post.push_back(
      [this, number](const auto&, const auto&) { gradient_is_complete(number); });
  parameter.accumulator->hooks().afterwards = [this, number](const auto& ran) {
    return afterwards(number, ran);
  };
}

/// What gradient_is_complete would do, in words.
std::string Reducer::State::afterwards(size_t number,
                                       const std::vector<const autograd::Node*>& ran) const {
  if (!is_synchronising) return "stays on this rank (no_sync), and is averaged by a later backward";
  Journey journey{{}, {}, {}, group->getSize(), options.overlap};
  for (const Bucket& bucket : buckets) journey.buckets.push_back(bucket.parameters);
  for (const Parameter& parameter : parameters) {
    journey.names.push_back(parameter.name);
    journey.is_there.push_back(std::ranges::find(ran, parameter.accumulator.get()) != ran.end());
  }
  return journey.text(number);
}

void Reducer::State::gradient_is_complete(size_t number) {
  if (!is_synchronising) return;
  check(!GradMode::is_enabled(),
        "DistributedDataParallel: backward(create_graph = true) into parameters is not supported; "
        "use autograd::grad for the inner gradient");
  if (!is_in_backward) begin_backward();
  Parameter& parameter = parameters[number];
  check(!parameter.is_ready,
        "DistributedDataParallel: the gradient of '{}' has come twice in one backward, the second "
        "time behind a backward inside of it",
        parameter.name);
  take_gradient(parameter, /*is_used=*/true);
  if (options.overlap) send_full_buckets();
}

void Reducer::State::begin_backward() {
  is_in_backward = true;
  next_bucket = 0;
  for (Parameter& parameter : parameters) parameter.is_ready = false;
  for (Bucket& bucket : buckets) bucket.missing = bucket.parameters.size();

  weight = 0;
  if (counting) {
    std::exchange(counting, {})->wait();
    const auto all = all_samples.item<int64_t>();
    if (all != samples * group->getSize())
      weight = static_cast<double>(samples) / static_cast<double>(all);
    else if (all == 0)
      samples = 1;
  } else {
    samples = 1;
  }
  autograd::after_backward([this] { end_backward(); });
}

void Reducer::State::take_gradient(Parameter& parameter, bool is_used) {
  const NoGradGuard no_grad;
  Bucket& bucket = buckets[parameter.bucket];
  const Tensor& gradient = autograd::gradient_of(parameter.tensor);
  const Tensor& part = bucket.parts[parameter.place];
  // No sample, no gradient: the mean over none is no number.
  if (gradient.defined() && samples > 0)
    write_share({weight, group->getSize()}, part, gradient);
  else
    part.zero_();
  bucket.used[static_cast<int64_t>(parameter.place)].fill_(is_used ? 1 : 0);
  parameter.is_ready = true;
  --bucket.missing;
}

/// Full buckets leave in their order, on all ranks the same, whichever is full first.
void Reducer::State::send_full_buckets() {
  const NoGradGuard no_grad;
  while (next_bucket < buckets.size() && buckets[next_bucket].missing == 0) {
    Bucket& bucket = buckets[next_bucket++];
    std::vector<Tensor> list = {bucket.flat};
    bucket.work = group->allreduce(list);
  }
  // MPI works when it is called: this drives on what is on its way.
  for (size_t i = 0; i < next_bucket; ++i)
    if (buckets[i].work) buckets[i].work->isCompleted();
}

void Reducer::State::end_backward() {
  for (Parameter& parameter : parameters)
    if (!parameter.is_ready) take_gradient(parameter, /*is_used=*/false);
  send_full_buckets();
  for (Bucket& bucket : buckets) {
    std::exchange(bucket.work, {})->wait();
    take_result(bucket);
  }
  is_in_backward = false;
  samples = 0;
}

void Reducer::State::take_result(Bucket& bucket) {
  const NoGradGuard no_grad;
  for (size_t place = 0; place < bucket.parameters.size(); ++place) {
    if (!(bucket.used[static_cast<int64_t>(place)] > 0).item<bool>()) continue;
    Tensor& gradient = autograd::gradient_of(parameters[bucket.parameters[place]].tensor);
    if (gradient.defined())
      gradient.copy_(bucket.parts[place]);
    else
      gradient = bucket.parts[place].clone();
  }
}

}  // namespace glassgrad::distributed
