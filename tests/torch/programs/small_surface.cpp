// Values of several types and lists that are assigned to, memory with the channels last, options of
// a loader, gradients required of what is loaded, factors with infos, binomial numbers.
#include <torch/torch.h>

#include <iostream>
#include <sstream>

using torch::Tensor;

struct Numbers : torch::data::datasets::Dataset<Numbers> {
  torch::data::Example<> get(size_t i) override {
    return {torch::full({1}, static_cast<float>(i)), torch::tensor(static_cast<int64_t>(i))};
  }
  torch::optional<size_t> size() const override { return 5; }
};

template <class F>
void show(const char* name, F f) {
  std::cout << "-- " << name << "\n";
  try {
    f();
  } catch (const c10::Error& error) {
    std::cout << error.what_without_backtrace() << "\n";
  }
}

void print_geometry(const Tensor& x) {
  std::cout << x.strides() << x.is_contiguous()
            << x.is_contiguous(torch::MemoryFormat::ChannelsLast) << x.suggest_memory_format()
            << "\n";
}

int main() {
  show("values", [] {
    for (const c10::IValue& value :
         {c10::IValue(3), c10::IValue(2.5), c10::IValue(-4.0), c10::IValue(1e12), c10::IValue(true),
          c10::IValue("text"), c10::IValue(), c10::IValue(std::vector<int64_t>{1, 2}),
          c10::IValue(std::vector<double>{1.5, 2.0}),
          c10::IValue(std::make_tuple(1, std::string("z"))), c10::IValue(std::make_tuple(7)),
          c10::IValue(torch::ones(2))})
      std::cout << value.tagKind() << " " << value << "\n";
    std::cout << c10::IValue(3).to<int64_t>() << c10::IValue("a").to<std::string>()
              << c10::IValue().toOptional<int64_t>().has_value()
              << c10::IValue(4).toOptional<int64_t>().value() << "\n";
    std::cout << (c10::IValue(3) == c10::IValue(3)) << (c10::IValue(3) == c10::IValue(4))
              << (c10::IValue("a") == c10::IValue("a"))
              << (c10::IValue(std::vector<int64_t>{1, 2}) ==
                  c10::IValue(std::vector<int64_t>{1, 3}))
              << (c10::IValue() == c10::IValue(1)) << "\n";
  });
  show("lists", [] {
    c10::List<int64_t> numbers({4, 5});
    numbers.push_back(6);
    numbers[0] = 9;
    numbers[1] = numbers[2];
    const int64_t last = numbers[2];
    std::cout << numbers.get(0) << numbers.get(1) << last << c10::IValue(numbers) << "\n";
    c10::List<std::string> names;
    names.push_back("a");
    names[0] = std::string("b");
    std::cout << names.get(0) << "\n";
    c10::List<Tensor> tensors;
    tensors.push_back(torch::ones(1));
    tensors[0] = torch::zeros(2);
    const Tensor first = tensors[0];
    std::cout << first.sizes() << "\n";
  });
  show("channels last", [] {
    const Tensor x = torch::arange(24, torch::kFloat).view({1, 3, 2, 4});
    print_geometry(x);
    const Tensor last = x.contiguous(torch::MemoryFormat::ChannelsLast);
    print_geometry(last);
    print_geometry(last.contiguous());
    print_geometry(x.to(torch::MemoryFormat::ChannelsLast));
    print_geometry(x.clone(torch::MemoryFormat::ChannelsLast));
    print_geometry(torch::empty({2, 3, 4, 5}, torch::MemoryFormat::ChannelsLast));
    print_geometry(torch::empty_like(last));
    print_geometry(torch::zeros_like(x, torch::MemoryFormat::ChannelsLast));
    print_geometry(torch::ones({2, 1, 4, 4}));
    print_geometry(torch::ones({2, 3, 1, 1}));
    std::cout
        << last.equal(x) << last.is_same(last.contiguous(torch::MemoryFormat::ChannelsLast))
        << torch::zeros_like(x, torch::MemoryFormat::Preserve).strides()
        << torch::ones({1, 2, 2, 2, 2}).contiguous(torch::MemoryFormat::ChannelsLast3d).strides()
        << torch::TensorOptions(torch::MemoryFormat::ChannelsLast) << "\n";
    const Tensor w = torch::ones({1, 3, 2, 2}, torch::requires_grad());
    const Tensor y = w.contiguous(torch::MemoryFormat::ChannelsLast);
    (y * y).sum().backward();
    std::cout << y.grad_fn()->name() << w.grad().sum().item<float>() << w.grad().sizes() << "\n";
    torch::ones({2, 3}).contiguous(torch::MemoryFormat::ChannelsLast);
  });
  show("loader", [] {
    auto loader =
        torch::data::make_data_loader(Numbers().map(torch::data::transforms::Stack<>()),
                                      torch::data::DataLoaderOptions(2).workers(1).drop_last(true));
    const auto& options = loader->options();
    std::cout << options.batch_size << options.workers << options.max_jobs << options.drop_last
              << options.enforce_ordering << options.timeout.has_value() << "\n";
  });
  show("what is loaded", [] {
    std::stringstream one, two, three;
    torch::save(torch::ones(2, torch::requires_grad()) * 2, one);
    Tensor x, there = torch::zeros(2);
    torch::load(x, one);
    std::cout << x.requires_grad() << x.is_leaf();
    one.seekg(0);
    torch::load(there, one);
    std::cout << there.requires_grad() << there.sum().item<float>() << "\n";
    torch::save(std::vector<Tensor>{torch::ones(1), torch::ones(1, torch::requires_grad())}, two);
    std::vector<Tensor> list;
    torch::load(list, two);
    std::cout << list[0].requires_grad() << list[1].requires_grad() << "\n";
    torch::serialize::OutputArchive out;
    out.write("w", torch::ones(1, torch::requires_grad()));
    out.write("b", torch::ones(1), /*is_buffer=*/true);
    out.save_to(three);
    torch::serialize::InputArchive in;
    in.load_from(three);
    Tensor w, b;
    in.read("w", w);
    in.read("b", b, true);
    std::cout << w.requires_grad() << b.requires_grad() << "\n";
  });
  show("factors", [] {
    const Tensor a = torch::tensor({{4., 2.}, {2., 3.}}), bad = torch::tensor({{1., 2.}, {2., 1.}});
    const Tensor b = torch::tensor({{2.}, {1.}});
    const auto [l, info] = at::linalg_cholesky_ex(a);
    std::cout << l << info << std::get<1>(at::linalg_cholesky_ex(bad))
              << std::get<1>(at::linalg_cholesky_ex(torch::stack({a, bad}))) << "\n";
    const auto [x, fine] = at::linalg_solve_ex(a, b);
    std::cout << x << fine << std::get<1>(at::linalg_solve_ex(torch::ones({2, 2}), b)) << "\n";
    std::cout << std::get<0>(at::linalg_inv_ex(a)) << "\n";
    const auto [y, mean, scale] =
        torch::native_layer_norm(torch::tensor({{1., 2., 6.}, {0., 4., 8.}}), {3}, {}, {}, 1e-5);
    std::cout << y << mean << scale << "\n";
  });
  show("binomial", [] {
    torch::manual_seed(3);
    const Tensor count = torch::full({6}, 40.), few = torch::full({6}, 8.);
    const Tensor prob = torch::tensor({0.5, 0.3, 0.9, 0.05, 0., 1.});
    std::cout << at::binomial(count, prob) << at::binomial(few, prob)
              << at::binomial(count.to(torch::kDouble), prob.to(torch::kDouble)) << "\n";
  });
}
