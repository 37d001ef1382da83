#pragma once
// In which order workers' results are handed on.

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace glassgrad::data::detail::sequencers {

/// Decides in which order results that carry a `sequence_number` are handed on.
template <class Result>
struct Sequencer {
  using ResultProducer = std::function<std::optional<Result>()>;
  virtual ~Sequencer() = default;
  virtual std::optional<Result> next(ResultProducer next_result) = 0;
};

/// As they come.
template <class Result>
struct NoSequencer final : Sequencer<Result> {
  using typename Sequencer<Result>::ResultProducer;
  std::optional<Result> next(ResultProducer next_result) override { return next_result(); }
};

/// By their number; those that come too early wait. At most `max_jobs` may be on their way.
template <class Result>
struct OrderedSequencer final : Sequencer<Result> {
  using typename Sequencer<Result>::ResultProducer;
  explicit OrderedSequencer(size_t max_jobs) : buffer_(max_jobs) {}

  std::optional<Result> next(ResultProducer next_result) override {
    while (!slot(next_number_)) {
      std::optional<Result> result = next_result();
      if (!result) return result;
      slot(result->sequence_number) = std::move(result);
    }
    return std::exchange(slot(next_number_++), std::nullopt);
  }

 private:
  std::optional<Result>& slot(size_t number) { return buffer_[number % buffer_.size()]; }

  size_t next_number_ = 0;
  std::vector<std::optional<Result>> buffer_;
};

}  // namespace glassgrad::data::detail::sequencers
