// Factors of rectangles, bytes read as another type, numbers under the stream's fill, pointers that
// do not own, values of an archive that are lists.
#include <torch/torch.h>

#include <cstdio>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <unordered_map>

using torch::Tensor;

template <class F>
void show(const char* name, F f) {
  std::cout << "-- " << name << "\n";
  try {
    f();
  } catch (const c10::Error& error) {
    std::cout << error.what_without_backtrace() << "\n";
  }
}

struct Named : c10::intrusive_ptr_target {
  explicit Named(std::string name) : name(std::move(name)) {}
  ~Named() override { std::cout << "~" << name << "\n"; }
  void release_resources() override { std::cout << "released " << name << "\n"; }
  std::string name;
};
struct Loud : Named {
  Loud() : Named("loud") {}
};

// An operator with a gradient of its own, as extensions write it.
struct Cube : torch::autograd::Function<Cube> {
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& x) {
    at::AutoDispatchBelowADInplaceOrView guard;
    ctx->save_for_backward({x});
    const Tensor y = x * x * x;
    std::cout << y.requires_grad() << "\n";
    return y;
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                 torch::autograd::variable_list grads) {
    return {grads[0] * 3 * ctx->get_saved_variables()[0].pow(2)};
  }
};

int main() {
  torch::manual_seed(3);
  const auto leaf = [](torch::IntArrayRef sizes) {
    return torch::randn(sizes, torch::kDouble).requires_grad_();
  };
  for (const Tensor& a : {leaf({3, 5}), leaf({5, 3}), leaf({2, 2, 3})}) {
    show("factors", [&] {
      const auto [p, l, u] = torch::linalg_lu(a);
      std::cout << p << l << u << torch::allclose(p.matmul(l).matmul(u), a) << "\n";
      (l.pow(2).sum() + u.exp().sum()).backward();
      std::cout << a.grad() << "\n";
    });
    show("both in one", [&] {
      const auto [lu, pivots] = torch::linalg_lu_factor(a);
      a.grad().zero_();
      lu.pow(3).sum().backward();
      std::cout << lu << pivots << a.grad() << "\n";
      std::cout << std::get<2>(torch::lu_unpack(lu, pivots)).sizes() << "\n";
    });
  }
  show("det", [&] {
    const Tensor a = torch::diag(torch::tensor({1., 0., 3.}, torch::kDouble)).requires_grad_();
    std::cout << torch::autograd::grad({torch::det(a)}, {a}, {}, true, true)[0].abs() << "\n";
  });

  const Tensor f = torch::tensor({1.0f, 2.0f, -3.5f});
  show("bits", [&] { std::cout << f.view(torch::kInt) << f.view(torch::kByte).sizes() << "\n"; });
  show("bytes", [&] {
    std::cout << torch::tensor({1, 2, 3, 4}, torch::kByte).view(torch::kShort)
              << torch::ones({2, 4}).view(torch::kDouble).strides()
              << torch::ones({2, 3}).t().view(torch::kInt).strides() << "\n";
    const Tensor y = torch::zeros({2});
    y.view(torch::kInt).fill_(0x3f800000);
    std::cout << y << torch::ones({3}, torch::requires_grad()).view(torch::kInt).requires_grad()
              << "\n";
  });
  show("halves", [&] { f.view(torch::kDouble); });
  show("columns", [&] { torch::ones({2, 3}).t().view(torch::kShort); });
  show("a number", [&] { torch::ones({}).view(torch::kByte); });
  show("nothing", [] { std::cout << Tensor().numel() << "\n"; });

  show("left", [&] {
    std::cout << std::left << std::setw(8) << "name" << f << torch::ones({2, 2}) << "\n"
              << std::right;
    std::cout << std::setfill('0') << std::setw(3) << 7 << "\n"
              << f << torch::rand({2, 2, 2}) << torch::full({}, 2.5) << std::setfill(' ') << "\n";
    at::print(torch::arange(12).view({1, 12}), 30);
    std::cout << "\n";
  });

  show("pointers", [] {
    auto a = c10::make_intrusive<Named>("a");
    c10::weak_intrusive_ptr<Named> weak(a);
    std::cout << weak.use_count() << weak.weak_use_count() << weak.expired() << "\n";
    const auto kept = weak.lock();
    a.reset();
    std::cout << kept->name << kept.use_count() << weak.expired() << "\n";
  });
  show("gone", [] {
    auto a = c10::make_intrusive<Named>("b");
    const c10::weak_intrusive_ptr<Named> weak(a);
    a.reset();
    std::cout << weak.expired() << static_cast<bool>(weak.lock()) << "\n";
  });
  show("handed over", [] {
    c10::intrusive_ptr<Named> base = c10::make_intrusive<Loud>();
    const auto loud = c10::dynamic_intrusive_pointer_cast<Loud>(base);
    Named* const raw = base.release();
    const auto again = c10::intrusive_ptr<Named>::reclaim(raw);
    std::unordered_map<c10::intrusive_ptr<Named>, int> numbers{{again, 4}};
    std::cout << base.defined() << loud.use_count() << numbers[again] << "\n";
  });

  show("values", [] {
    torch::serialize::OutputArchive out;
    c10::Dict<std::string, int64_t> dict;
    dict.insert("k", 5);
    out.write("list", c10::IValue(std::vector<double>{1.5, 2.5}));
    out.write("dict", c10::IValue(dict));
    out.write("pair", c10::IValue(std::make_tuple(1, std::string("x"))));
    std::stringstream bytes;
    out.save_to(bytes);
    out.save_to("rectangles_values.pt");
    torch::serialize::InputArchive of_bytes, of_file;
    of_bytes.load_from(bytes);
    of_file.load_from("rectangles_values.pt");
    std::remove("rectangles_values.pt");
    c10::IValue value;
    for (auto* in : {&of_bytes, &of_file})
      for (const char* key : {"list", "dict", "pair"}) {
        in->read(key, value);
        std::cout << value << value.isDoubleList() << "\n";
      }
    const c10::IValue device(torch::Device("cuda:1"));
    std::cout << device << device.isDevice() << device.toDevice().index() << device.tagKind()
              << "\n";
  });
  show("reversed", [] {
    const std::vector<int64_t> v{1, 2, 3};
    const c10::ArrayRef<int64_t> all(v);
    for (auto it = all.rbegin(); it != all.rend(); ++it) std::cout << *it;
    std::cout << "\n";
  });
  show("operator", [] {
    const Tensor x = torch::tensor({1., 2.}).requires_grad_();
    Cube::apply(x).sum().backward();
    std::cout << x.grad() << "\n";
  });
}
