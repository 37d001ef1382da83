// Prints what every call gives: print_calls KIND DRAWS [FIRST [LAST [PART OF A NAME]]]. A line
// before each call says which it is, for the case that it does not return. For
// tools/compare_libtorch.py.
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "tests/autograd/calls/calls.h"

namespace {

using torch::Tensor;

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text)
    result += c == '\n' ? std::string("\\n") : std::string(1, c == '\t' ? ' ' : c);
  return result;
}

std::string numbers_of(const Tensor& tensor) {
  std::ostringstream out;
  if (tensor.numel() > 10000) return "many";
  const Tensor plain = tensor.detach().to(torch::kDouble).contiguous();
  out.precision(tensor.scalar_type() == torch::kDouble ? 17 : 9);
  for (std::int64_t i = 0; i < plain.numel() && i < 200; ++i)
    out << plain.data_ptr<double>()[i] << ' ';
  return out.str();
}

void print(const char* what, const Tensor& tensor) {
  if (!tensor.defined()) {
    std::printf("\t%s undefined", what);
    return;
  }
  std::ostringstream out;
  out << torch::toString(tensor.scalar_type()) << tensor.sizes() << "|";
  if (tensor.numel() > 1)
    for (std::int64_t d = 0; d < tensor.dim(); ++d)
      out << (tensor.size(d) > 1 ? tensor.stride(d) : 0) << ",";
  out << "|" << tensor.requires_grad() << tensor.is_leaf() << tensor.is_view() << "|"
      << numbers_of(tensor);
  std::printf("\t%s %s", what, out.str().c_str());
  if (tensor.numel() <= 30 && tensor.dim() < 5 && !std::strcmp(what, "result")) {
    std::ostringstream text;
    text << tensor;
    std::printf("|%s", escaped(text.str()).c_str());
  }
}

/// sum w_i y_i, with weights that depend on the place alone.
Tensor weighted(const Tensor& y) {
  Tensor weights = torch::empty(y.sizes(), torch::kDouble);
  for (std::int64_t i = 0; i < y.numel(); ++i)
    weights.data_ptr<double>()[i] = 0.3 + static_cast<double>(i * 7 % 11) / 8;
  return (y.to(torch::kDouble) * weights).sum();
}

Tensor loss_of(const std::vector<Tensor>& results) {
  Tensor loss;
  for (const Tensor& y : results)
    if (y.defined() && y.requires_grad() && y.numel() < 10000 && y.is_floating_point())
      loss = loss.defined() ? loss + weighted(y) : weighted(y);
  return loss;
}

void print_gradients(const calls::Input& in, const std::vector<Tensor>& results) {
  std::vector<Tensor> leaves;
  for (const Tensor& leaf : in.leaves())
    if (leaf.requires_grad()) leaves.push_back(leaf);
  const Tensor loss = loss_of(results);
  if (!loss.defined() || leaves.empty()) return;
  const std::vector<Tensor> first = torch::autograd::grad({loss}, leaves, {}, true, true, true);
  for (const Tensor& g : first) print("grad", g);
  const Tensor again = loss_of(first);
  if (!again.defined()) return;
  for (const Tensor& g : torch::autograd::grad({again}, leaves, {}, true, false, true))
    print("second", g);
}

void print_call(const calls::Call& call, int draw, calls::Kind kind) {
  std::printf("%s#%d\t", call.name, draw);
  std::fflush(stdout);
  calls::Input in(calls::seed_of(call.name, draw), kind);
  calls::Output out;
  torch::manual_seed(static_cast<std::uint64_t>(draw));
  alarm(2);
  const char* stage = "call";
  try {
    call.run(in, out);
    std::printf("%s\t%s", escaped(in.describe()).c_str(), out.text.c_str());
    stage = "look";
    const bool has_values = !std::strstr(call.name, "empty") && !std::strstr(call.name, "resize_");
    for (const Tensor& result : out.tensors)
      if (has_values) print("result", result);
    stage = "backward";
    print_gradients(in, out.tensors);
  } catch (const torch::Error& error) {
    std::printf("\t%s threw %s", stage, escaped(error.msg()).substr(0, 300).c_str());
  } catch (const std::exception& error) {
    std::printf("\t%s threw other %s", stage, escaped(error.what()).substr(0, 300).c_str());
  }
  if (!std::strcmp(stage, "call")) std::printf("\t%s", escaped(in.describe()).c_str());
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, int otherwise) {
    return argc > i ? std::atoi(argv[i]) : otherwise;
  };
  const calls::Kind kind =
      argc > 1 && !std::strcmp(argv[1], "bad") ? calls::Kind::kBad : calls::Kind::kGood;
  const std::vector<calls::Call> all = calls::all_calls();
  const int draws = argument(2, 10), first = argument(3, 0);
  const int last = std::min(argument(4, INT_MAX), static_cast<int>(all.size()) * draws);
  for (int i = first; i < last; ++i) {
    const calls::Call& call = all[static_cast<std::size_t>(i / draws)];
    if (argc > 5 && !std::strstr(call.name, argv[5])) continue;
    std::printf("%d\t", i);
    print_call(call, i % draws, kind);
  }
}
