// The error of every operation says which operation it is: in its text, or in the line of its call.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "tests/autograd/calls/calls.h"
#include "tests/support/check_calls.h"

namespace calls {
namespace {

/// Of "linalg::inv(const Tensor&)" inv, of "Tensor::add_(const Scalar&)" add, of "operator+=" add.
std::string name_of(const std::string& signature) {
  static const std::map<std::string, std::string> signs = {
      {"!", "logical_not"}, {"!=", "ne"}, {"%", "remainder"},   {"&&", "logical_and"},
      {"&", "bitwise_and"}, {"*", "mul"}, {"+", "add"},         {"-", "sub"},
      {"/", "div"},         {"<", "lt"},  {"<=", "le"},         {"==", "eq"},
      {">", "gt"},          {">=", "ge"}, {"^", "bitwise_xor"}, {"|", "bitwise_or"},
      {"||", "logical_or"}};
  std::string name = signature.substr(0, signature.find('('));
  if (name.starts_with("operator")) {
    name = name.substr(8);
    const bool in_place = name.size() > 1 && name.back() == '=' && !signs.contains(name);
    return signs.at(in_place ? name.substr(0, name.size() - 1) : name);
  }
  if (const std::size_t space = name.rfind("::"); space != name.npos) name = name.substr(space + 2);
  for (const std::string& end : {std::string("_out"), std::string("_")})
    if (name.ends_with(end) && !name.ends_with("__")) name.resize(name.size() - end.size());
  for (const std::string& space : {std::string("linalg_"), std::string("special_")})
    if (name.starts_with(space)) name.erase(0, space.size());
  return name;
}

/// The operation that another name of it calls, or nothing. Questions and shorthands of one call
/// count too.
std::string called_by(const std::string& name) {
  static const std::map<std::string, std::string> others = {
      {"__and__", "bitwise_and"},
      {"__iand__", "bitwise_and"},
      {"__ilshift__", "bitwise_left_shift"},
      {"__ior__", "bitwise_or"},
      {"__irshift__", "bitwise_right_shift"},
      {"__ixor__", "bitwise_xor"},
      {"__lshift__", "bitwise_left_shift"},
      {"__or__", "bitwise_or"},
      {"__rshift__", "bitwise_right_shift"},
      {"__xor__", "bitwise_xor"},
      {"_cast_Double", "to"},
      {"_cast_Float", "to"},
      {"_cast_Int", "to"},
      {"_cast_Long", "to"},
      {"absolute", "abs"},
      {"arccos", "acos"},
      {"arccosh", "acosh"},
      {"arcsin", "asin"},
      {"arcsinh", "asinh"},
      {"arctan", "atan"},
      {"arctan2", "atan2"},
      {"arctanh", "atanh"},
      {"argwhere", "nonzero"},
      {"broadcast_to", "expand"},
      {"clip", "clamp"},
      {"concat", "cat"},
      {"concatenate", "cat"},
      {"divide", "div"},
      {"expand_as", "expand"},
      {"expit", "sigmoid"},
      {"fix", "trunc"},
      {"floor_divide", "div"},
      {"gammaln", "lgamma"},
      {"ger", "outer"},
      {"greater", "gt"},
      {"_index_put_impl", "index_put_"},
      {"gammainc", "igamma"},
      {"gammaincc", "igammac"},
      {"greater_equal", "ge"},
      {"hstack", "cat"},
      {"inverse", "inv"},
      {"less", "lt"},
      {"less_equal", "le"},
      {"mH", "adjoint"},
      {"mT", "adjoint"},
      {"matrix_H", "adjoint"},
      {"moveaxis", "movedim"},
      {"multigammaln", "mvlgamma"},
      {"multiply", "mul"},
      {"negative", "neg"},
      {"not_equal", "ne"},
      {"pinverse", "pinv"},
      {"psi", "digamma"},
      {"reshape_as", "reshape"},
      {"row_stack", "vstack"},
      {"sgn", "sign"},
      {"subtract", "sub"},
      {"swapaxes", "transpose"},
      {"swapdims", "transpose"},
      {"toType", "to"},
      {"trapz", "trapezoid"},
      {"true_divide", "div"},
      {"type_as", "to"},
      {"unique_dim_consecutive", "unique_consecutive"},
      {"unsafe_chunk", "chunk"},
      {"unsafe_split", "split"},
      {"unsafe_split_with_sizes", "split_with_sizes"},
      {"vdot", "dot"},
      {"view_as", "view"},
      {"vstack", "cat"},
      {"max", "maximum"},
      {"min", "minimum"},
      {"nuclear_norm", "matrix_norm"}};
  const auto found = others.find(name);
  return found == others.end() ? name : found->second;
}

/// Whether an error says that it is this call's.
bool is_named(const std::string& signature, const std::string& error) {
  const std::string name = name_of(signature);
  const std::string called = called_by(name);
  if (names(error, name) || names(error, called) || names(error, called_by(called))) return true;
  if (!signature.starts_with("operator")) return false;
  // 1 < x is x > 1, and some operators of a number and a tensor are no call of another function.
  static const std::map<std::string, std::string> mirrored = {
      {"lt", "gt"}, {"le", "ge"}, {"gt", "lt"}, {"ge", "le"}};
  const auto other = mirrored.find(name);
  return error.find("in " + signature.substr(0, signature.find('('))) != error.npos ||
         (signature == "operator-(Traced)" && names(error, "neg")) ||
         (signature.find("(const Scalar&") != signature.npos && other != mirrored.end() &&
          names(error, other->second));
}

/// Why an error need not say which call it is, or nothing.
std::string reason_to_be_silent(const std::string& signature, const std::string& error) {
  const std::string name = signature.substr(0, signature.find('('));
  static const std::set<std::string> questions = {"dim",
                                                  "ndimension",
                                                  "numel",
                                                  "size",
                                                  "sizes",
                                                  "strides",
                                                  "storage_offset",
                                                  "itemsize",
                                                  "element_size",
                                                  "nbytes",
                                                  "scalar_type",
                                                  "is_contiguous",
                                                  "is_floating_point",
                                                  "is_leaf",
                                                  "is_non_overlapping_and_dense",
                                                  "is_same_size",
                                                  "is_set_to",
                                                  "is_set_to",
                                                  "is_signed",
                                                  "is_view",
                                                  "requires_grad",
                                                  "retains_grad",
                                                  "result_type",
                                                  "detach"};
  static const std::set<std::string> like_others = {"expand_as", "reshape_as", "type_as",
                                                    "view_as"};
  const bool is_undefined = error.find("an undefined Tensor in C++") != error.npos;
  const std::string question = name.starts_with("Tensor::") ? name.substr(8) : name;
  if (is_undefined && questions.contains(question))
    return "a question, and no operation, has no line";
  if (is_undefined && like_others.contains(question))
    return "the other tensor is asked before the operation begins";
  if (error.starts_with("slice step cannot be zero"))
    return "Slice says so, before there is a call";
  return "";
}

bool is_named_or_silent(const std::string& signature, const std::string& error) {
  return is_named(signature, error) || !reason_to_be_silent(signature, error).empty();
}

TEST(NamedErrors, OfEveryCall) { expect_named_errors(all_calls(), is_named_or_silent, 30); }

}  // namespace
}  // namespace calls
