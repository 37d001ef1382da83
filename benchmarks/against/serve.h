#pragma once
// One side of a comparison (loops by hand, glassgrad, libtorch) as a program that
// benchmarks/compare starts and asks for one piece of work at a time, so that the sides take turns
// on one core.
//
// Lines in, lines out:
//   list            every work: its name, how many items it is counted in; then an empty line
//   open NAME       makes the inputs, does the work once; answers with a fingerprint of the results
//   run COUNT       does it COUNT times; answers with wall time, processor time (both in ns) and
//                   page faults
//   close           frees everything

#include <functional>
#include <string>

namespace against {

/// A piece of work with its inputs made.
struct Job {
  std::function<void()> call;
  /// A number that is the same for every side that has computed the same.
  std::function<double()> fingerprint;
};

struct Work {
  std::string name;
  double items;  ///< what a time is divided by
  std::function<Job()> open;
  bool flush_to_zero = false;
};

/// Adds to the works that this side offers.
void offer(Work work);

// --- each side defines ---

void offer_all();
void set_threads(int threads);
/// Whether denormal numbers count as 0, for the calling thread.
void set_flush_to_zero(bool flush);

}  // namespace against
