// What wrong calls throw. Texts without a literal here are PyTorch's, from tests/golden/ops.txt;
// the literal ones are those of libtorch 1.13.1's C++ interface, which differ from Python's or
// cannot be provoked there.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "tests/autograd/ops/table/ops_table.h"

namespace {

using torch::Tensor;
using torch::indexing::Slice;
using Integers = std::vector<std::int64_t>;
using Bound = torch::optional<torch::Scalar>;

struct WrongCall {
  std::string name;
  std::function<void()> call;
  std::string text = {};  // empty: the golden one of this name
};

void PrintTo(const WrongCall& wrong, std::ostream* out) { *out << wrong.name; }

template <class... Sizes>
Tensor ones(Sizes... sizes) {
  return torch::ones(Integers{sizes...});
}
template <class... Values>
Tensor integers(Values... values) {
  return torch::tensor(Integers{values...}, torch::kInt64);
}
Tensor leaf() { return torch::zeros({2}, torch::requires_grad()); }
Tensor scalar() { return torch::tensor(1.0); }
Tensor bools() { return torch::ones({2}, torch::kBool); }

std::vector<WrongCall> arithmetic() {
  return {
      {"add_sizes", [] { ones(2, 3) + ones(2, 4); }},
      {"add_in_place_shape", [] { ones(3).add_(ones(2, 3)); }},
      {"add_in_place_type", [] { integers(1, 1).add_(ones(2)); }},
      {"sub_bool", [] { bools() - bools(); }},
      {"neg_bool", [] { -bools(); }},
      {"int_negative_power", [] { integers(2).pow(-1); }},
      {"clamp_nothing", [] { torch::clamp(ones(2), Bound(), Bound()); }},
      {"where_condition", [] { torch::where(ones(2), ones(2), ones(2)); }},
      {"undefined", [] { Tensor() + ones(2); },
       "Expected a proper Tensor but got None (or an undefined Tensor in C++)"},
  };
}

std::vector<WrongCall> products() {
  return {
      {"mm_shapes", [] { torch::mm(ones(2, 3), ones(2, 3)); }},
      {"mm_rank", [] { torch::mm(ones(3), ones(3, 2)); }},
      {"mm_rank2", [] { torch::mm(ones(2, 3), ones(3)); }},
      {"mm_types",
       [] {
         torch::mm(ones(2, 2), torch::ones({2, 2}, torch::kFloat64));
       }},
      {"matmul_shapes", [] { torch::matmul(ones(2, 3), ones(4, 5)); }},
      {"matmul_zero_dim", [] { torch::matmul(scalar(), ones(2)); }},
      {"mv_shapes", [] { torch::mv(ones(2, 3), ones(2)); }},
      {"dot_sizes", [] { torch::dot(ones(2), ones(3)); }},
      {"dot_rank", [] { torch::dot(ones(2, 2), ones(2)); }},
      {"bmm_rank", [] { torch::bmm(ones(2, 2), ones(2, 2, 2)); }},
      {"bmm_shapes", [] { torch::bmm(ones(2, 2, 3), ones(2, 2, 3)); }},
      {"addmm_shapes", [] { torch::addmm(ones(2, 2), ones(2, 3), ones(3, 4)); }},
      {"outer_rank", [] { torch::outer(ones(2, 2), ones(2)); }},
  };
}

std::vector<WrongCall> shapes() {
  return {
      {"view_shape", [] { ones(2, 3).view(4); }},
      {"view_not_contiguous", [] { ones(2, 3).t().view(6); }},
      {"view_two_unknown",
       [] {
         ones(2, 3).view({-1, -1});
       }},
      {"view_negative",
       [] {
         ones(2, 3).view({-2, 3});
       }},
      {"reshape_shape",
       [] {
         ones(2, 3).reshape({4, -1});
       }},
      {"reshape_ambiguous",
       [] {
         ones(0).reshape({-1, 0});
       }},
      {"item_many", [] { ones(2, 3).item(); }},
      {"select_index", [] { ones(3).select(0, 5); }},
      {"select_zero_dim", [] { scalar().select(0, 0); }},
      {"transpose_dim", [] { ones(2, 2).transpose(0, 2); }},
      {"t_rank", [] { ones(2, 2, 2).t(); }},
      {"permute_count", [] { ones(2, 2).permute({0}); },
       "number of dimensions in the tensor input does not match the length of the desired ordering "
       "of dimensions"},
      {"permute_repeated",
       [] {
         ones(2, 2).permute({0, 0});
       }},
      {"unsqueeze_dim", [] { ones(2).unsqueeze(3); }},
      {"narrow_length", [] { ones(3).narrow(0, 2, 2); }},
      {"slice_step", [] { ones(3).slice(0, 0, 3, 0); }, "slice step must be positive"},
      {"expand_size", [] { ones(2).expand(3); }},
      {"expand_rank", [] { ones(2, 3).expand(3); },
       "the number of sizes provided (1) must be greater or equal to the number of dimensions in "
       "the tensor (2)"},
      {"flatten_order", [] { ones(2, 2).flatten(1, 0); }},
      {"cat_empty_list", [] { torch::cat(std::vector<Tensor>()); }},
      {"cat_sizes",
       [] {
         torch::cat({ones(2, 3), ones(2, 4)});
       }},
      {"cat_ranks",
       [] {
         torch::cat({ones(2, 3), ones(2)});
       }},
      {"cat_zero_dim",
       [] {
         torch::cat({scalar(), scalar()});
       }},
      {"stack_sizes",
       [] {
         torch::stack({ones(2), ones(3)});
       }},
      {"stack_empty_list", [] { torch::stack(std::vector<Tensor>()); }},
      {"split_sizes",
       [] {
         torch::split_with_sizes(ones(3), {1, 1});
       }},
      {"split_negative", [] { ones(3).split(-1); }},
      {"chunk_zero", [] { ones(3).chunk(0); }},
      {"arange_step", [] { torch::arange(0, 3, 0.0); }},
      {"arange_sign", [] { torch::arange(0, 3, -1); }},
      {"zeros_negative", [] { torch::zeros(-1); }},
  };
}

std::vector<WrongCall> indexing() {
  return {
      {"index_out_of_range", [] { ones(3).index({integers(3)}); }},
      {"index_too_many",
       [] {
         ones(3).index({integers(0), integers(0)});
       },
       "too many indices for tensor of dimension 1"},
      {"index_float", [] { ones(3).index({ones(1)}); }},
      {"index_mask_shape", [] { ones(3).index({bools()}); }},
      {"index_shapes",
       [] {
         ones(3, 3).index({integers(0, 1), integers(0, 1, 2)});
       }},
      {"index_slice_step", [] { ones(3).index({Slice(0, 3, -1)}); },
       "step must be greater than zero"},
      {"index_put_shape", [] { ones(3).index_put_({integers(0, 1)}, ones(3)); }},
      {"index_put_type",
       [] { ones(3).index_put_({integers(0)}, torch::ones({1}, torch::kFloat64)); }},
      {"gather_type", [] { ones(3).gather(0, ones(1)); }},
      {"gather_range", [] { ones(3).gather(0, integers(3)); }},
      {"gather_rank", [] { ones(3, 3).gather(0, integers(0)); }},
      {"index_select_range", [] { ones(3).index_select(0, integers(3)); }},
      {"index_select_type", [] { ones(3).index_select(0, ones(1)); }},
      {"masked_fill_dims", [] { ones(2).masked_fill(bools(), ones(2)); }},
      {"masked_select_type", [] { ones(3).masked_select(ones(3)); }},
  };
}

std::vector<WrongCall> reductions_and_losses() {
  return {
      {"layer_norm_types",
       [] { torch::layer_norm(ones(2, 3), {3}, ones(3), torch::ones({3}, torch::kDouble)); },
       "expected scalar type Float but found Double"},
      {"sum_dim", [] { ones(3).sum(3); }},
      {"sum_dim_repeated",
       [] {
         ones(2, 2).sum(Integers{0, 0});
       }},
      {"mean_int", [] { integers(1, 2).mean(); }},
      {"max_empty", [] { ones(0).max(); }},
      {"max_dim_empty", [] { ones(2, 0).max(1); }},
      {"argmax_empty", [] { ones(0).argmax(); }},
      {"argmax_dim_empty", [] { ones(2, 0).argmax(1); }},
      {"var_int", [] { integers(1, 2).var(); }},
      {"softmax_dim", [] { ones(2).softmax(1); }},
      {"softmax_int", [] { integers(1, 2).softmax(0); }, "not implemented for 'Long'"},
      {"softplus_int", [] { torch::softplus(integers(1)); }, "not implemented for 'Long'"},
      {"bce_range", [] { torch::binary_cross_entropy(ones(1) * 1.5, ones(1)); }},
      {"bce_logits_size", [] { torch::binary_cross_entropy_with_logits(ones(2), ones(3)); }},
      {"mse_sizes", [] { torch::mse_loss(ones(2), ones(3)); }},
      {"nll_target", [] { torch::nll_loss(ones(2, 3), integers(0, 5)); }},
      {"nll_batch", [] { torch::nll_loss(ones(2, 3), integers(0)); }},
      {"nll_type", [] { torch::nll_loss(ones(2, 3), ones(2)); }},
      {"nll_weight", [] { torch::nll_loss(ones(2, 3), integers(0, 1), ones(2)); }},
      {"smooth_l1_beta", [] { torch::smooth_l1_loss(ones(2), ones(2), 1, -1.0); }},
      {"huber_delta", [] { torch::huber_loss(ones(2), ones(2), 1, 0.0); }},
  };
}

void backward_twice() {
  const Tensor y = (leaf() * leaf()).sum();
  y.backward();
  y.backward();
}

void change_saved_value() {
  const Tensor b = torch::ones({2, 2}, torch::requires_grad()) + 1;
  const Tensor c = b * b;
  b.add_(1);
  c.sum().backward();
}

void change_view_made_without_grad() {
  const Tensor base = leaf() * 1;
  Tensor view;
  {
    torch::NoGradGuard guard;
    view = base[0];
  }
  view.mul_(2);
}

std::vector<WrongCall> differentiation() {
  return {
      {"requires_grad_int", [] { integers(1).set_requires_grad(true); },
       "Only Tensors of floating point and complex dtype can require gradients"},
      {"requires_grad_int_option",
       [] { torch::zeros({2}, torch::dtype(torch::kInt64).requires_grad(true)); },
       "Only Tensors of floating point and complex dtype can require gradients"},
      {"requires_grad_interior", [] { (leaf() * 2).requires_grad_(false); },
       "you can only change requires_grad flags of leaf variables."},
      {"backward_not_scalar", [] { (leaf() * 2).backward(); }},
      {"backward_no_graph", [] { ones().backward(); }},
      {"backward_twice", backward_twice},
      {"backward_gradient_shape", [] { (leaf() * 2).backward(ones(3)); }, "expected shape"},
      {"backward_no_inputs", [] { leaf().sum().backward({}, false, false, std::vector<Tensor>()); },
       "cannot be empty"},
      {"grad_unused", [] { torch::autograd::grad({(leaf() * 2).sum()}, {leaf()}); },
       "Set allow_unused=True"},
      {"grad_no_inputs", [] { torch::autograd::grad({(leaf() * 2).sum()}, {}); },
       "grad requires non-empty inputs."},
      {"saved_changed", change_saved_value,
       "one of the variables needed for gradient computation has been modified by an inplace "
       "operation: [CPUFloatType "
       "[2, 2]], which is output 0 of AddBackward1, is at version 1; expected version 0 instead. "
       "Hint:"},
      {"leaf_in_place", [] { leaf().add_(1); }},
      {"leaf_view_in_place", [] { leaf()[0].add_(1); }},
      {"no_grad_view", change_view_made_without_grad,
       "A view was created in no_grad mode and is being modified inplace"},
      {"expanded_in_place", [] { ones(1).expand(2).add_(1); }},
      {"remove_hook", [] { leaf().remove_hook(3); }, "Invalid index"},
      {"data_ptr_type", [] { ones(2).data_ptr<double>(); },
       "expected scalar type Double but found Float"},
  };
}

std::vector<WrongCall> literals() {
  return {
      {"tensor_bool_double",
       [] {
         torch::tensor({{true, 2.0, 3}});
       },
       "Expected all elements of the tensor to have the same scalar type: Bool, but got element of "
       "scalar type: Double"},
      {"tensor_bool_int",
       [] {
         torch::tensor({true, 1});
       },
       "Expected all elements of the tensor to have the same scalar type: Bool, but got element of "
       "scalar type: Int"},
      {"tensor_int_double",
       [] {
         torch::tensor({1, 2.0});
       },
       "Expected all elements of the tensor to have the same scalar type: Int, but got element of "
       "scalar type: Double"},
      {"tensor_ragged",
       [] {
         torch::tensor({{5, 6}, {7}});
       },
       "Expected all sub-lists to have sizes: 2 (e.g. {5, 6}), but got sub-list {7} with sizes: 1"},
  };
}

std::vector<WrongCall> all_calls() {
  std::vector<WrongCall> all;
  for (const auto& group : {arithmetic(), products(), shapes(), indexing(), reductions_and_losses(),
                            differentiation(), literals()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

class ErrorTable : public testing::TestWithParam<WrongCall> {};

TEST_P(ErrorTable, SaysWhatPyTorchSays) {
  const WrongCall& wrong = GetParam();
  const std::string expected =
      wrong.text.empty() ? ops_table::golden_table().errors.at(wrong.name) : wrong.text;
  try {
    wrong.call();
  } catch (const std::exception& error) {
    EXPECT_NE(std::string(error.what()).find(expected), std::string::npos)
        << "expected: " << expected << "\nthrown:   " << error.what();
    return;
  }
  FAIL() << "nothing was thrown; expected: " << expected;
}

TEST(ErrorCoverage, EveryGoldenErrorHasACall) {
  std::set<std::string> known;
  for (const WrongCall& wrong : all_calls()) known.insert(wrong.name);
  for (const auto& [name, text] : ops_table::golden_table().errors)
    EXPECT_EQ(known.count(name), 1u) << name;
}

INSTANTIATE_TEST_SUITE_P(, ErrorTable, testing::ValuesIn(all_calls()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
