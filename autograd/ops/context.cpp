// Settings of the whole program.
#include "autograd/functions/context.h"

#include "autograd/base/check.h"
#include "autograd/kernels/threads.h"

namespace glassgrad {

void set_num_threads(int count) {
  check(count > 0, "set_num_threads: Expected positive number of threads, but got {}", count);
  kernels::set_num_threads(count);
}
int get_num_threads() { return kernels::num_threads(); }

bool Context::setFlushDenormal(bool on) { return kernels::set_flush_denormal(on); }

Context& globalContext() {
  static Context context;
  return context;
}

}  // namespace glassgrad
