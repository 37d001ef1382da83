// What a framework offers to the comparison.
#include "benchmarks/against/framework.h"

namespace against {

void offer_all() {
  offer_small();
  offer_elementwise();
  offer_training();
  offer_layers();
}

void set_threads(int threads) { torch::set_num_threads(threads); }
void set_flush_to_zero(bool flush) { torch::globalContext().setFlushDenormal(flush); }

}  // namespace against
