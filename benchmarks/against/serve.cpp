// How a program answers the comparison's questions.
#include "benchmarks/against/serve.h"

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <sstream>
#include <vector>

namespace against {
namespace {

std::vector<Work>& works() {
  static std::vector<Work> all;
  return all;
}

double nanoseconds(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

long page_faults() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

void list() {
  for (const Work& work : works()) std::printf("%s %.17g\n", work.name.c_str(), work.items);
  std::printf("\n");
}

Job open(const std::string& name) {
  for (const Work& work : works()) {
    if (work.name != name) continue;
    set_flush_to_zero(work.flush_to_zero);
    Job job = work.open();
    job.call();
    std::printf("%.17g\n", job.fingerprint());
    return job;
  }
  std::fprintf(stderr, "open: there is no work '%s'\n", name.c_str());
  std::exit(1);
}

void run(const Job& job, long count) {
  const long faults = page_faults();
  const double wall = nanoseconds(CLOCK_MONOTONIC), cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
  for (long i = 0; i < count; ++i) job.call();
  const double cpu_end = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
  std::printf("%.0f %.0f %ld\n", nanoseconds(CLOCK_MONOTONIC) - wall, cpu_end - cpu,
              page_faults() - faults);
}

void serve() {
  Job job;
  for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
    std::istringstream words(line);
    std::string command, name;
    long count;
    words >> command;
    if (command == "list") list();
    if (command == "open" && words >> name) job = open(name);
    if (command == "run" && words >> count) run(job, count);
    if (command == "close") job = {};
  }
}

}  // namespace

void offer(Work work) { works().push_back(std::move(work)); }

}  // namespace against

int main(int argc, char** argv) {
  against::set_threads(argc > 1 ? std::atoi(argv[1]) : 1);
  against::offer_all();
  against::serve();
}
