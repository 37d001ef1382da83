// Writes tests/golden/torch/cpp_*.pt: files of libtorch's own torch::save.

#include <fstream>

#include "tests/support/library.h"

struct NetImpl : torch::nn::Module {
  torch::nn::Linear hidden = register_module("hidden", torch::nn::Linear(3, 2));
  torch::nn::BatchNorm1d norm = register_module("norm", torch::nn::BatchNorm1d(2));
  torch::nn::Sequential tail =
      register_module("tail", torch::nn::Sequential(torch::nn::ReLU(), torch::nn::Linear(2, 1)));
  torch::Tensor forward(torch::Tensor x) { return tail->forward(norm(hidden(x))); }
};
TORCH_MODULE(Net);

void write(const std::string& path, const torch::IValue& value) {
  const std::vector<char> bytes = torch::pickle_save(value);
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
}

int main() {
  const std::string folder = GLASSGRAD_SOURCE_DIR "/tests/golden/torch/";
  torch::manual_seed(1);
  Net net;
  net->forward(torch::arange(12, torch::kFloat).reshape({4, 3}));
  net->eval();
  torch::save(net, folder + "cpp_net.pt");
  torch::save(net->forward(torch::arange(12, torch::kFloat).reshape({4, 3})).detach(),
              folder + "cpp_output.pt");
  torch::save(torch::arange(6).reshape({2, 3}).t(), folder + "cpp_tensor.pt");
  torch::save(std::vector<torch::Tensor>{torch::ones(2), torch::eye(2, torch::kDouble)},
              folder + "cpp_list.pt");

  torch::serialize::OutputArchive archive, nested;
  archive.write("epoch", torch::IValue(3));
  archive.write("lr", torch::IValue(0.5));
  archive.write("name", torch::IValue("x"));
  archive.write("done", torch::IValue(true));
  archive.write("ints", torch::IValue(std::vector<int64_t>{1, 2}));
  archive.write("tensors", torch::IValue(std::vector<torch::Tensor>{torch::ones(1)}));
  archive.write("none", torch::IValue());
  nested.write("w", torch::ones(1));
  archive.write("nested", nested);
  archive.save_to(folder + "cpp_archive.pt");

  c10::Dict<std::string, at::Tensor> dict;
  dict.insert("w", torch::ones({2}));
  write(folder + "cpp_dict.pt", dict);
  c10::impl::GenericList list(c10::AnyType::get());
  list.push_back(torch::ones(1));
  list.push_back(3);
  list.push_back(std::vector<double>{1, 2});
  list.push_back(std::vector<int64_t>{1, 2});
  list.push_back(c10::ivalue::Tuple::create({1, 2.5, true, c10::IValue()}));
  write(folder + "cpp_values.pt", list);
}
