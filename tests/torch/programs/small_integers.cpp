// Element types of one and two bytes: their arithmetic wraps around, their sums are int64, and what
// promotes them.
#include <torch/torch.h>

#include <iostream>
#include <sstream>

namespace {

template <class F>
void show(const char* name, F f) {
  std::cout << name << "\n";
  try {
    std::cout << f() << "\n";
  } catch (const std::exception& e) {
    std::string text = e.what();
    std::cout << text.substr(0, text.find('\n')) << "\n";
  }
}

#define SHOW(...) show(#__VA_ARGS__, [&] { return __VA_ARGS__; })

void arithmetic(const torch::Tensor& a, const torch::Tensor& b) {
  SHOW(a + b);
  SHOW(a - b);
  SHOW(a * b);
  SHOW(a / b);
  SHOW(a + 100);
  SHOW(a + 1.5);
  SHOW(a.remainder(b));
  SHOW(a.fmod(b));
  SHOW(torch::div(a, b, "floor"));
  SHOW(torch::div(a, b, "trunc"));
  SHOW(-a);
  SHOW(a.abs());
  SHOW(a.pow(2));
  SHOW(torch::pow(a, b));
  SHOW(a.square());
  SHOW(a.sign());
  SHOW(a.clamp(-3, 50));
  SHOW(a.clamp_min(2));
  SHOW(torch::maximum(a, b));
  SHOW(torch::minimum(a, b));
  SHOW(a.bitwise_and(b));
  SHOW(a.bitwise_or(b));
  SHOW(a.bitwise_xor(b));
  SHOW(a.bitwise_not());
  SHOW(torch::bitwise_left_shift(a, torch::ones_like(a)));
  SHOW(torch::bitwise_right_shift(a, torch::ones_like(a)));
  SHOW(a == b);
  SHOW(a < b);
  SHOW(a >= 3);
  SHOW(a.logical_and(b));
  SHOW(a.logical_not());
  SHOW(torch::where(a > b, a, b));
  SHOW(a.exp());
  SHOW(a.sqrt());
  SHOW(a.relu());
  SHOW(torch::addcmul(a, a, b));
}

void reductions(const torch::Tensor& a) {
  SHOW(a.sum());
  SHOW(a.sum(0));
  SHOW(a.prod());
  SHOW(a.mean());
  SHOW(a.to(torch::kFloat).mean());
  SHOW(a.max());
  SHOW(a.min());
  SHOW(a.argmax());
  SHOW(std::get<0>(a.max(0)));
  SHOW(std::get<1>(a.min(0)));
  SHOW(a.amax(0));
  SHOW(a.any());
  SHOW(a.all());
  SHOW(a.cumsum(0));
  SHOW(a.cumprod(0));
  SHOW(std::get<0>(a.sort()));
  SHOW(a.argsort());
  SHOW(std::get<0>(a.topk(2)));
  SHOW(a.median());
  SHOW(std::get<0>(torch::mode(a)));
  SHOW(a.nonzero());
  SHOW(a.count_nonzero());
  SHOW(std::get<0>(torch::_unique2(a)));
  SHOW(a.dot(a));
  SHOW(torch::norm(a));
  SHOW(torch::bincount(a.abs()));
}

void indexing(const torch::Tensor& a) {
  const torch::Tensor places = torch::tensor({2, 0});
  SHOW(a.index_select(0, places));
  SHOW(a.gather(0, places));
  SHOW(a.take(places));
  SHOW(a.index({places}));
  SHOW(a.index({a > 2}));
  SHOW(a.masked_select(a > 2));
  SHOW(a.masked_fill(a > 2, 9));
  SHOW(a.index_fill(0, places, 5));
  SHOW(a.index_add(0, places, a.slice(0, 0, 2)));
  SHOW(a.scatter(0, places, 7));
  SHOW(a.scatter_add(0, places, a.slice(0, 0, 2)));
  SHOW(torch::cat({a, a}));
  SHOW(torch::cat({a, torch::ones({1})}));
  SHOW(torch::stack({a, a}));
  SHOW(a.flip(0));
  SHOW(a.roll(1));
  SHOW(a.repeat({2}));
  SHOW(a.tril());
  SHOW(a.unsqueeze(0).matmul(a.unsqueeze(1)));
  SHOW(a.unsqueeze(0).tril());
  SHOW(a.view({2, 2}).t());
  SHOW(a.view({2, 2}).mm(a.view({2, 2})));
  SHOW(torch::einsum("i,j->ij", {a, a}));
  SHOW(a.fill_(300));
  SHOW(a.clone().fill_(-3));
  SHOW(a.zero_());
  SHOW(torch::full_like(a, 100));
}

void creation(torch::ScalarType type) {
  const auto options = torch::dtype(type);
  SHOW(torch::zeros({2}, options));
  SHOW(torch::ones({2, 2}, options));
  SHOW(torch::full({2}, -7, options));
  SHOW(torch::arange(5, options));
  SHOW(torch::arange(-3, 6, 2, options));
  SHOW(torch::linspace(0, 100, 5, options));
  SHOW(torch::eye(2, options));
  torch::manual_seed(1);
  SHOW(torch::randint(-50, 100, {6}, options));
  SHOW(torch::randperm(6, options));
  SHOW(torch::empty({4}, options).random_());
  SHOW(torch::empty({4}, options).bernoulli_(0.5));
  SHOW(torch::tensor({1.9, -1.9, 300.5}).to(type));
  SHOW(torch::tensor({1, -1, 300, 70000}).to(type));
  SHOW(torch::empty({0}, options));
  SHOW(torch::empty({2}, options).element_size());
  SHOW(torch::empty({2}, options).dtype());
  SHOW(torch::empty({2}, options).is_signed());
}

void promotion() {
  const torch::ScalarType types[] = {torch::kBool, torch::kByte, torch::kChar,  torch::kShort,
                                     torch::kInt,  torch::kLong, torch::kFloat, torch::kDouble};
  for (const auto a : types) {
    for (const auto b : types)
      std::cout << torch::promoteTypes(a, b) << " "
                << torch::result_type(torch::ones({2}, a), torch::ones({}, b)) << " "
                << torch::result_type(torch::ones({2}, a), torch::ones({2}, b)) << ", ";
    std::cout << "\n";
  }
}

}  // namespace

int main() {
  const auto a8 = torch::tensor(std::vector<int8_t>{100, -128, 7, 3});
  const auto b8 = torch::tensor(std::vector<int8_t>{100, -1, -2, 3});
  const auto a16 = torch::tensor(std::vector<int16_t>{30000, -32768, 7, 3});
  const auto b16 = torch::tensor(std::vector<int16_t>{30000, -1, -2, 3});
  std::cout << a8.dtype() << " " << a16.dtype() << " " << torch::tensor(int8_t(3)).dtype() << " "
            << torch::tensor({int16_t(3)}).dtype() << "\n";
  arithmetic(a8, b8);

  arithmetic(a8, b16);
  for (const auto& t : {a8, a16}) {
    reductions(t);
    indexing(t.clone());
    creation(t.scalar_type());
  }
  promotion();
  SHOW(a8.item<int8_t>());
  SHOW(int(a8[0].item<int8_t>()));
  SHOW(a16[0].item<int16_t>());
  SHOW(a16[0].item<int8_t>());
  SHOW(int(a8.data_ptr<int8_t>()[1]));
  SHOW(a16.accessor<int16_t, 1>()[0]);
  SHOW(a8.data_ptr<int16_t>()[0]);
  std::stringstream file;
  torch::save(a16, file);
  torch::Tensor again;
  torch::load(again, file);
  SHOW(again);
}
