// Whether all ranks have the same, before they rely on it.
#include "distributed/agree.h"

#include <algorithm>
#include <climits>
#include <cstring>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::distributed {

namespace {

void broadcast_now(ProcessGroup& group, const Tensor& tensor, int root) {
  BroadcastOptions options;
  options.rootRank = root;
  std::vector<Tensor> list = {tensor};
  group.broadcast(list, options)->wait();
}

/// The text of rank `root`, on all ranks.
std::string text_of(ProcessGroup& group, const std::string& own, int root) {
  const Tensor size = full({1}, static_cast<int64_t>(own.size()), kLong);
  broadcast_now(group, size, root);
  const Tensor bytes = empty({size.item<int64_t>()}, kByte);
  auto* const begin = static_cast<char*>(bytes.data_ptr());
  if (group.getRank() == root) std::memcpy(begin, own.data(), own.size());
  broadcast_now(group, bytes, root);
  return std::string(begin, static_cast<size_t>(bytes.numel()));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1)
    lines.push_back(text.substr(begin, end - begin));
  return lines;
}

std::string line_of(const std::vector<std::string>& lines, size_t number) {
  return number < lines.size() ? lines[number] : "nothing more";
}

}  // namespace

void check_agreement(ProcessGroup& group, const std::vector<std::string>& lines, const char* what) {
  const std::vector<std::string> expected = split(text_of(group, joined(lines), 0));
  const auto different =
      std::mismatch(lines.begin(), lines.end(), expected.begin(), expected.end());
  const bool is_same = different.first == lines.end() && different.second == expected.end();
  const int64_t place = different.first - lines.begin();

  // The smallest of place and rank, so that one rank is found that all talk about.
  const int64_t own = is_same ? INT64_MAX : place * group.getSize() + group.getRank();
  std::vector<Tensor> first = {full({1}, own, kLong)};
  AllreduceOptions smallest;
  smallest.reduceOp = ReduceOp::MIN;
  group.allreduce(first, smallest)->wait();
  const auto found = first[0].item<int64_t>();
  if (found == INT64_MAX) return;
  const int rank = static_cast<int>(found % group.getSize());
  const auto number = static_cast<size_t>(found / group.getSize());
  const std::string line = text_of(group, line_of(lines, number), rank);
  check(false, "{}: expected the same on all ranks, but rank {} has {} where rank 0 has {}", what,
        rank, line, line_of(expected, number));
}

void broadcast_values(ProcessGroup& group, const std::vector<Tensor>& tensors) {
  const NoGradGuard no_grad;
  std::vector<intrusive_ptr<Work>> works;
  std::vector<Tensor> sent;
  for (const Tensor& tensor : tensors) {
    std::vector<Tensor> list = {tensor.detach().contiguous()};
    works.push_back(group.broadcast(list));
    sent.push_back(list[0]);
  }
  for (size_t i = 0; i < tensors.size(); ++i) {
    works[i]->wait();
    if (!sent[i].is_alias_of(tensors[i])) tensors[i].copy_(sent[i]);
  }
}

}  // namespace glassgrad::distributed
