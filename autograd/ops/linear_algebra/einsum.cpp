// Einstein's notation for sums of products.

#include <algorithm>
#include <string>
#include <vector>

#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

/// A tensor whose dimensions have letters. Those of an ellipsis are called 0, 1, ... from the last.
struct Term {
  Tensor tensor;
  std::string labels;

  bool has(char label) const { return labels.find(label) != labels.npos; }
  int64_t size(char label) const { return tensor.sizes()[labels.find(label)]; }
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "i...j" of `rank` dimensions: "i10j" where the ellipsis stands for two.
std::string expand_ellipsis(const std::string& text, int64_t rank, size_t operand) {
  std::string labels;
  const size_t dots = text.find("...");
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == dots) {
      const int64_t covered = rank - static_cast<int64_t>(text.size() - 3);
      check(covered >= 0 && covered <= 10,
            "einsum(): the number of subscripts in the equation ({}) does not match the number of "
            "dimensions ({}) for operand {}",
            text.size() - 3, rank, operand);
      for (int64_t k = covered; k-- > 0;) labels += static_cast<char>('0' + k);
      i += 2;
      continue;
    }
    check(is_letter(text[i]),
          "einsum(): invalid subscript given at index {} in the equation '{}', "
          "subscripts must be in [a-zA-Z]",
          i, text);
    labels += text[i];
  }
  return labels;
}

/// The elements where the indices of a repeated letter are equal.
Term diagonal_of_repeated(Term term) {
  for (size_t i = 0; i < term.labels.size(); ++i) {
    const size_t again = term.labels.find(term.labels[i], i + 1);
    if (again == term.labels.npos) continue;
    check(term.tensor.sizes()[i] == term.tensor.sizes()[again],
          "einsum(): subscript {} is repeated for operand but the sizes don't match, {} != {}",
          term.labels[i], term.tensor.sizes()[again], term.tensor.sizes()[i]);
    const char label = term.labels[i];
    term.tensor = term.tensor.diagonal(0, static_cast<int64_t>(i), static_cast<int64_t>(again));
    term.labels.erase(again, 1);  // the diagonal comes last
    term.labels.erase(i, 1);
    term.labels += label;
    i = static_cast<size_t>(-1);
  }
  return term;
}

/// The dimensions in the order of `labels`; one of size 1 for each that the term does not have.
Tensor arranged(const Term& term, const std::string& labels) {
  Dims order;
  for (const char label : labels)
    if (term.has(label)) order.push_back(static_cast<int64_t>(term.labels.find(label)));
  Tensor x = term.tensor.permute(order);
  for (size_t d = 0; d < labels.size(); ++d)
    if (!term.has(labels[d])) x = x.unsqueeze(static_cast<int64_t>(d));
  return x;
}

/// Sums over the labels that nobody asks for.
Term summed(Term term, const std::string& wanted) {
  Dims dims;
  std::string left;
  for (size_t d = 0; d < term.labels.size(); ++d) {
    if (wanted.find(term.labels[d]) == wanted.npos)
      dims.push_back(static_cast<int64_t>(d));
    else
      left += term.labels[d];
  }
  if (dims.empty()) return term;
  return {term.tensor.sum(IntArrayRef(dims)), left};
}

/// The product of two terms, summed over the labels that nobody asks for: a batched matrix product,
/// [batch, left, inner] x [batch, inner, right].
Term contracted(const Term& given_a, const Term& given_b, const std::string& wanted) {
  const auto is_wanted = [&](char label) { return wanted.find(label) != wanted.npos; };
  const auto all = [&](const Term& own, const Term& other) {
    std::string needed = wanted;
    for (const char label : own.labels)
      if (other.has(label)) needed += label;
    return needed;
  };
  const Term a = summed(given_a, all(given_a, given_b)), b = summed(given_b, all(given_b, given_a));

  std::string batch, left, inner, right;
  Dims batch_sizes, left_sizes, inner_sizes, right_sizes;
  for (const char label : a.labels) {
    if (!b.has(label)) {
      left += label;
      left_sizes.push_back(a.size(label));
      continue;
    }
    const int64_t size = std::max(a.size(label), b.size(label));
    check((a.size(label) == size || a.size(label) == 1) &&
              (b.size(label) == size || b.size(label) == 1),
          "einsum(): operands do not broadcast: subscript {} has sizes {} and {}", label,
          a.size(label), b.size(label));
    (is_wanted(label) ? batch : inner) += label;
    (is_wanted(label) ? batch_sizes : inner_sizes).push_back(size);
  }
  for (const char label : b.labels) {
    if (a.has(label)) continue;
    right += label;
    right_sizes.push_back(b.size(label));
  }
  const auto as_batch = [](const Tensor& x, const Dims& first, const Dims& second,
                           const Dims& third) {
    Dims sizes(first);
    for (const int64_t size : second) sizes.push_back(size);
    for (const int64_t size : third) sizes.push_back(size);
    return x.expand(sizes).reshape(
        {count_elements(first), count_elements(second), count_elements(third)});
  };
  const Tensor x =
      as_batch(arranged(a, batch + left + inner), batch_sizes, left_sizes, inner_sizes);
  const Tensor y =
      as_batch(arranged(b, batch + inner + right), batch_sizes, inner_sizes, right_sizes);
  Dims sizes(batch_sizes);
  for (const int64_t size : left_sizes) sizes.push_back(size);
  for (const int64_t size : right_sizes) sizes.push_back(size);
  return {bmm(x, y).reshape(sizes), batch + left + right};
}

std::vector<std::string> split(const std::string& text, char sign) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (c == sign)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

/// Without an arrow: what occurs once, in alphabetical order, behind the ellipsis.
std::string implied_output(const std::string& all) {
  std::string ellipsis, output;
  for (char c = '9'; c >= '0'; --c)
    if (all.find(c) != all.npos) ellipsis += c;
  std::string letters = all;
  std::sort(letters.begin(), letters.end());
  for (const char c : letters)
    if (is_letter(c) && std::count(all.begin(), all.end(), c) == 1) output += c;
  return ellipsis + output;
}

}  // namespace

Tensor einsum(const std::string& equation, TensorList tensors, Caller caller) {
  caller.enter();
  check(!tensors.empty(), "einsum(): must provide at least one operand");
  std::string text;
  for (const char c : equation)
    if (c != ' ') text += c;
  const size_t arrow = text.find("->");
  const std::vector<std::string> inputs = split(text.substr(0, arrow), ',');
  check(inputs.size() == tensors.size(),
        "einsum(): the equation '{}' has {} operands, but {} tensors were provided", equation,
        inputs.size(), tensors.size());

  std::vector<Term> terms;
  std::string all_labels;
  size_t covered = 0;  // dimensions of the widest ellipsis
  for (size_t i = 0; i < tensors.size(); ++i) {
    const std::string labels = expand_ellipsis(inputs[i], tensors[i].dim(), i);
    check(static_cast<int64_t>(labels.size()) == tensors[i].dim(),
          "einsum(): the number of subscripts in the equation ({}) does not match the number of "
          "dimensions ({}) for operand {}{}",
          labels.size(), tensors[i].dim(), i,
          inputs[i].find("...") == std::string::npos ? " and no ellipsis was given" : "");
    covered = std::max<size_t>(
        covered, std::count_if(labels.begin(), labels.end(), [](char c) { return !is_letter(c); }));
    all_labels += labels;
    terms.push_back(diagonal_of_repeated({tensors[i], labels}));
  }
  std::string output;
  if (arrow == text.npos) {
    output = implied_output(all_labels);
  } else {
    const std::string right = text.substr(arrow + 2);
    const size_t named = right.size() - (right.find("...") == right.npos ? 0 : 3);
    output = expand_ellipsis(
        right, static_cast<int64_t>(named + (named == right.size() ? 0 : covered)), 0);
  }
  for (size_t i = 0; i < output.size(); ++i) {
    check(output.find(output[i], i + 1) == output.npos,
          "einsum(): output subscript {} appears more than once in the output", output[i]);
    check(std::any_of(terms.begin(), terms.end(), [&](const Term& t) { return t.has(output[i]); }),
          "einsum(): output subscript {} does not appear in the equation for any input operand",
          output[i]);
  }

  Term product = terms[0];
  for (size_t i = 1; i < terms.size(); ++i) {
    std::string wanted = output;
    for (size_t later = i + 1; later < terms.size(); ++later) wanted += terms[later].labels;
    product = contracted(product, terms[i], wanted);
  }
  return arranged(summed(product, output), output);
}

}  // namespace glassgrad
