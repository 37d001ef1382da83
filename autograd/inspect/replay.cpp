// What a page of a backward pass shows: nodes and tensors in words.
#include "autograd/inspect/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/graph/accumulate_grad.h"
#include "autograd/graph/debugger.h"
#include "autograd/inspect/replay_page.h"

namespace glassgrad {

namespace autograd {

namespace {

constexpr int64_t kMostWritten = 8;  // elements of a tensor in full
constexpr int64_t kMostShades = 32;  // rows and columns of a picture
constexpr int64_t kMostPlanes = 16;  // images or feature maps
constexpr size_t kMostNodes = 1000;

std::string shape_of(const Tensor& t) {
  std::string sizes;
  for (const int64_t size : t.sizes()) sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
  return "[" + sizes + "]";
}

/// The mean over a block of the picture of a matrix.
double block(const double* x, int64_t rows, int64_t columns, int64_t height, int64_t width,
             int64_t row, int64_t column) {
  double sum = 0;
  int64_t count = 0;
  for (int64_t i = row * rows / height; i < (row + 1) * rows / height; ++i)
    for (int64_t j = column * columns / width; j < (column + 1) * columns / width; ++j, ++count)
      sum += x[i * columns + j];
  return sum / static_cast<double>(count);
}

/// Blocks of one matrix after another, each in its own row of the result.
void shade(Picture& picture, const Tensor& values, int64_t planes, int64_t rows, int64_t columns) {
  const int64_t height = std::min(rows, kMostShades), width = std::min(columns, kMostShades);
  std::vector<double> blocks;
  double greatest = 0;
  for (int64_t plane = 0; plane < planes; ++plane)
    for (int64_t i = 0; i < height; ++i)
      for (int64_t j = 0; j < width; ++j) {
        const double* const x = values.data_ptr<double>() + plane * rows * columns;
        blocks.push_back(block(x, rows, columns, height, width, i, j));
        if (std::isfinite(blocks.back())) greatest = std::max(greatest, std::abs(blocks.back()));
      }
  picture.columns = width;
  picture.shades.resize(static_cast<size_t>(planes));
  for (size_t i = 0; i < blocks.size(); ++i) {
    const double part = greatest > 0 ? blocks[i] / greatest : 0;
    picture.shades[i / static_cast<size_t>(height * width)] += fmt::format(
        "{:02x}", std::isfinite(part) ? static_cast<int>(std::lround(127 + 127 * part)) : 255);
  }
}

/// A matrix as one picture, of more dimensions each plane of the last two.
void shade(Picture& picture, const Tensor& values) {
  const IntArrayRef sizes = values.sizes();
  const int64_t columns = sizes.empty() ? 1 : sizes.back();
  if (sizes.size() < 3 || sizes[sizes.size() - 2] == 1 || columns == 1) {
    shade(picture, values, 1, values.numel() / columns, columns);
    return;
  }
  const int64_t rows = sizes[sizes.size() - 2], planes = values.numel() / (rows * columns);
  if (planes > kMostPlanes)
    picture.text += fmt::format("; the first {} of {} planes", kMostPlanes, planes);
  shade(picture, values, std::min(planes, kMostPlanes), rows, columns);
}

}  // namespace

Picture picture_of(const Tensor& t, std::string name) {
  Picture picture{std::move(name), "none", {}, 0};
  if (!t.defined()) return picture;
  picture.text = shape_of(t);
  const Tensor values = t.detach().to(kDouble).contiguous();
  const double* const x = values.data_ptr<double>();
  const int64_t count = values.numel();
  if (count <= kMostWritten) {
    picture.text += ":";
    for (int64_t i = 0; i < count; ++i) picture.text += fmt::format(" {:.4g}", x[i]);
    return picture;
  }
  double least = INFINITY, greatest = -INFINITY, sum = 0;
  int64_t finite = 0;
  for (int64_t i = 0; i < count; ++i) {
    if (!std::isfinite(x[i])) continue;
    least = std::min(least, x[i]), greatest = std::max(greatest, x[i]), sum += x[i];
    ++finite;
  }
  if (finite > 0)
    picture.text += fmt::format(" min {:.4g}, mean {:.4g}, max {:.4g}", least,
                                sum / static_cast<double>(finite), greatest);
  if (finite < count) picture.text += fmt::format(", {} NaN or Inf", count - finite);
  shade(picture, values);
  return picture;
}

namespace {

/// What the program calls its tensors.
class Names {
 public:
  explicit Names(const NamedTensors& given) : given_(given) {}

  /// Of a value: the name given, or the tensor's own; "" if it has none. Saved values are aliases.
  std::string of(const Tensor& t) const {
    if (!t.defined()) return "";
    for (const auto& [name, known] : given_)
      if (known.defined() && (known.is_same(t) || is_alias(known, t))) return name;
    return t.name();
  }
  /// Of the result that the node has made in forward.
  std::string made_by(const Node* node) const {
    for (const auto& [name, known] : given_)
      if (known.defined() && known.grad_fn().get() == node) return name;
    return "";
  }

 private:
  static bool is_alias(const Tensor& a, const Tensor& b) {
    return a.numel() > 0 && a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() &&
           a.strides() == b.strides() && a.data_ptr() == b.data_ptr();
  }
  const NamedTensors& given_;
};

PageNode page_node(const BackwardStep& step, const Names& names) {
  PageNode shown;
  shown.node = step.node.get();
  shown.title = step.title();
  if (const auto* leaf = dynamic_cast<const AccumulateGrad*>(shown.node)) {
    const std::string name = names.of(leaf->variable);
    if (!name.empty()) shown.title = "AccumulateGrad of " + name;
    shown.tensors.push_back(picture_of(leaf->variable, "parameter"));
  } else {
    shown.place = step.place(), shown.source = step.source();
    if (shown.node->time_step() >= 0)
      shown.place += fmt::format(", time step {}", shown.node->time_step());
  }
  shown.made = names.made_by(shown.node);
  shown.formula = step.formula(), shown.numbers = step.numbers();
  for (const Tensor& t : step.upstream) shown.tensors.push_back(picture_of(t, "upstream"));
  for (const Tensor& t : step.saved) {
    const std::string name = names.of(t);
    shown.tensors.push_back(picture_of(t, name.empty() ? "saved" : "saved " + name));
  }
  for (size_t i = 0; i < step.produced.size(); ++i) {
    shown.produced.push_back(picture_of(step.produced[i], fmt::format("to input {}", i)));
    shown.targets.push_back(step.node->next_edge(i).function.get());
  }
  return shown;
}

/// A line of the program in a loop makes a node in each round: "2 of 3 that this line has made".
void count_rounds(std::vector<PageNode>& nodes) {
  std::map<std::pair<std::string, std::string>, std::vector<PageNode*>> groups;
  for (PageNode& node : nodes)
    if (!node.place.empty()) groups[{node.place, node.title}].push_back(&node);
  for (auto& [key, group] : groups) {
    if (group.size() < 2) continue;
    std::sort(group.begin(), group.end(), [](const PageNode* a, const PageNode* b) {
      return a->node->sequence_nr() < b->node->sequence_nr();
    });
    for (size_t i = 0; i < group.size(); ++i)
      group[i]->place +=
          fmt::format(" (number {} of the {} that this line has made)", i + 1, group.size());
  }
}

/// What hooks would have done, each after the nodes before it.
void tell_afterwards(std::vector<PageNode>& nodes) {
  std::vector<const Node*> ran;
  for (PageNode& shown : nodes) {
    ran.push_back(shown.node);
    if (!shown.node->has_hooks()) continue;
    const auto& afterwards = const_cast<Node*>(shown.node)->hooks().afterwards;
    if (afterwards) shown.afterwards = afterwards(ran);
  }
}

}  // namespace
}  // namespace autograd

std::string replay_page(const Tensor& loss, const NamedTensors& names) {
  const autograd::Names known(names);
  std::vector<autograd::PageNode> nodes;
  bool is_whole = true;
  autograd::rehearse_backward(loss, [&](const autograd::BackwardStep& step) {
    is_whole = nodes.size() < autograd::kMostNodes;
    if (is_whole) nodes.push_back(autograd::page_node(step, known));
    return is_whole;
  });
  autograd::count_rounds(nodes);
  autograd::tell_afterwards(nodes);
  return autograd::page_of(nodes, is_whole);
}

NamedTensors detail::joined(NamedTensors first, const NamedTensors& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

void write_replay(const Tensor& loss, const std::string& path, const NamedTensors& names) {
  const std::string page = replay_page(loss, names);
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  file << page;
  file.close();
  check(!file.fail(), "write_replay: '{}' cannot be written: {}", path,
        errno ? std::strerror(errno) : "unknown error");
}

}  // namespace glassgrad

const char* glassgrad_write_replay(const glassgrad::TensorImpl* loss, const char* path) {
  static std::string error;
  error.clear();
  try {
    using namespace glassgrad;
    write_replay(Tensor(intrusive_ptr<TensorImpl>(const_cast<TensorImpl*>(loss))), path);
  } catch (const std::exception& thrown) {
    error = thrown.what();
  }
  return error.c_str();
}
