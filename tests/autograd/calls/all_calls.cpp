// All rows in one list.
#include "tests/autograd/calls/calls.h"

namespace calls {

Rows all_calls() {
  Rows all;
  for (const Rows& rows : {rows_0(), rows_1(), rows_2()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace calls
