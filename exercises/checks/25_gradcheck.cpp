// Checks 25_gradcheck.h.
#include "25_gradcheck.h"

#include "check_glass.h"

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// y = x^3 with dy/dx = rule(x).
template <int rule>
struct Cube : torch::autograd::Function<Cube<rule>> {
  static torch::Tensor forward(AutogradContext* context, torch::Tensor x) {
    context->save_for_backward({x});
    return x * x * x;
  }
  static variable_list backward(AutogradContext* context, variable_list grads) {
    const torch::Tensor x = context->get_saved_variables()[0];
    if (rule == 0) return {grads[0] * 3 * x * x};
    if (rule == 1) return {grads[0] * 3 * x};
    return {grads[0] * 3 * x * x * 1.01};
  }
};

std::vector<torch::Tensor> inputs;

torch::Tensor spied(torch::Tensor x) {
  inputs.push_back(x.detach().clone());
  if (x.scalar_type() != torch::kDouble)
    check::fail("f is called with numbers of float32",
                "differences of float32 are noise: make the input torch::kDouble");
  return Cube<0>::apply(x);
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int64_t n = random.integer(2, 4);
    try {
      check::that(is_right(spied, {n, 3}), "a right rule, dy/dx = 3 x^2, is called wrong");
      check::that(!inputs.empty(), "f is never called");
      check::that(inputs[0].sizes().vec() == std::vector<int64_t>{n, 3},
                  "the input has other sizes than asked for");
      const check::Numbers first = check::numbers(inputs[0]);
      check::that(*std::min_element(first.begin(), first.end()) !=
                      *std::max_element(first.begin(), first.end()),
                  "all elements of the input are equal",
                  "a number such as 0 or 1 hides mistakes (1^2 is 1): take random ones");
      check::that(!is_right([](torch::Tensor x) { return Cube<1>::apply(x); }, {n}),
                  "the rule 3 x of x^3 is called right", "what does is_right compare?");
      check::that(!is_right([](torch::Tensor x) { return Cube<2>::apply(x); }, {n}),
                  "a rule that is 1 % too large is called right", "the tolerances are too wide");
    } catch (const torch::Error& error) {
      const std::string said = error.what();
      check::fail("is_right throws: " + said,
                  said.find("requires_grad") != said.npos
                      ? "the input does not require grad: nothing would be compared"
                  : said.find("Double") != said.npos
                      ? "the input is float32: differences of float32 are noise"
                      : "gradcheck throws unless raise_exception is false");
    }
  });
}
