// The parts of the checks that are the same for all exercises.
#include "check.h"

#include <cstdio>
#include <cstdlib>

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#include <csignal>
#endif

template class std::vector<double>;
template class std::vector<int>;
template class std::function<double(double)>;

namespace check {
namespace {

struct Failure {};

#if __has_include(<execinfo.h>)
// Of a program that crashes: the addresses of the functions that it was in, for course.py.
void tell_where(int number) {
  void* frames[40];
  std::fflush(stdout);
  backtrace_symbols_fd(frames, backtrace(frames, 40), 2);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void tell_where_it_crashes() {
  static char stack[1 << 16];  // its own is used up when a function has called itself for ever
  stack_t other = {};
  other.ss_sp = stack;
  other.ss_size = sizeof stack;
  sigaltstack(&other, nullptr);
  struct sigaction action = {};
  action.sa_handler = tell_where;
  action.sa_flags = SA_ONSTACK;
  for (const int number : {SIGSEGV, SIGABRT, SIGFPE}) sigaction(number, &action, nullptr);
}
#else
void tell_where_it_crashes() {}
#endif

}  // namespace

Suspect::Suspect(double value, const char* mistake) : value{value}, mistake(mistake) {}
Suspect::Suspect(Numbers value, const char* mistake) : value(std::move(value)), mistake(mistake) {}
Suspect::~Suspect() = default;
Suspect::Suspect(const Suspect&) = default;

double Random::uniform(double low, double high) {
  return low + (high - low) * (double(engine_() >> 11) / 9007199254740992.0);
}

int Random::integer(int low, int high) { return low + int(engine_() % uint64_t(high - low + 1)); }

Numbers Random::numbers(int count, double low, double high) {
  Numbers result;
  for (int i = 0; i < count; ++i) result.push_back(uniform(low, high));
  return result;
}

std::string text(double number, int digits) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.*g", digits, number);
  return buffer;
}

std::string text(const Numbers& numbers, int digits) {
  if (numbers.size() == 1) return text(numbers[0], digits);
  std::string result = "[";
  for (size_t i = 0; i < numbers.size() && i < 12; ++i)
    result += (i ? ", " : "") + text(numbers[i], digits);
  return result + (numbers.size() > 12 ? ", ...]" : "]");
}

void note(const std::string& line) { std::printf("note: %s\n", line.c_str()); }

void fail(const std::string& what, const std::string& why) {
  std::printf("failed: %s\n", what.c_str());
  if (!why.empty()) std::printf("mistake: %s\n", why.c_str());
  throw Failure();
}

void that(bool holds, const std::string& what, const std::string& why) {
  if (!holds) fail(what, why);
}

bool is_near(const Numbers& a, const Numbers& b, double tolerance) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const bool same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])) ||
                      std::abs(a[i] - b[i]) <= tolerance * std::max(1.0, std::abs(b[i]));
    if (!same) return false;
  }
  return true;
}

void near(const std::string& what, const Numbers& got, const Numbers& expected, Suspects suspects,
          double tolerance) {
  if (is_near(got, expected, tolerance)) return;
  int digits = 6;  // or as many as show a difference: 12.0453 beside 12.0453 is no help
  while (digits < 17 && text(got, digits) == text(expected, digits)) ++digits;
  std::printf("failed: %s\nexpected: %s\ncame: %s\n", what.c_str(), text(expected, digits).c_str(),
              text(got, digits).c_str());
  if (got.size() != expected.size()) {
    std::printf("mistake: %zu numbers were expected, %zu came\n", expected.size(), got.size());
    throw Failure();
  }
  for (const Suspect& suspect : suspects) {
    if (!is_near(got, suspect.value, tolerance)) continue;
    std::printf("mistake: %s\n", suspect.mistake.c_str());
    break;
  }
  throw Failure();
}

void near(const std::string& what, double got, double expected, Suspects suspects,
          double tolerance) {
  near(what, Numbers{got}, Numbers{expected}, suspects, tolerance);
}

double difference(const std::function<double(double)>& f, double x, double h) {
  return (f(x + h) - f(x - h)) / (2 * h);
}

int run(int argc, char** argv, const std::function<void(Random&)>& checks) {
  const unsigned long long seed =
      argc > 1 ? std::strtoull(argv[1], nullptr, 10) : std::random_device{}();
  tell_where_it_crashes();
  try {
    Random random(seed);
    checks(random);
    return 0;
  } catch (const Failure&) {
  } catch (const std::exception& error) {
    std::printf("failed: the code threw an exception\nmistake: %s\n", error.what());
  }
  std::printf("seed: %llu\n", seed);
  return 1;
}

}  // namespace check
