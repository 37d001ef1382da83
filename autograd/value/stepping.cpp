// Where a debugger stops in the backward pass of Values. Nothing else stands in this file: see
// autograd/graph/debugger.cpp.

#include "autograd/value/stepping.h"

GlassgradValues glassgrad_values = {0, 0, 0};

__attribute__((noinline, used)) void glassgrad_value_begins(const glassgrad::ValueNode* node,
                                                            const glassgrad::ValueNode* root) {
  asm volatile("" : : "r"(node), "r"(root));
}
