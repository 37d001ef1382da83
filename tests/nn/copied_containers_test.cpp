// Containers of modules and parameters: what one walks over, and copies that share nothing.
#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "nn/nn.h"

namespace {

using namespace glassgrad;
using Keys = std::vector<std::string>;

TEST(CopiedContainers, ADictOfModulesIsACopyThroughout) {
  const nn::ModuleDict dict(std::make_shared<nn::ModuleDictImpl>(nn::ModuleDictImpl::Pairs{
      {"first", nn::Linear(2, 3).ptr()}, {"second", nn::Linear(3, 1).ptr()}}));
  EXPECT_EQ(dict->keys(), (Keys{"first", "second"}));
  EXPECT_EQ(dict->items()[1].first, "second");
  EXPECT_EQ(dict->values()[0], (*dict)["first"]);
  Keys walked;
  for (const auto& item : std::as_const(*dict)) walked.push_back(item.key());
  for (auto& item : *dict) walked.push_back(item.key());
  EXPECT_EQ(walked, (Keys{"first", "second", "first", "second"}));

  const auto copy = std::dynamic_pointer_cast<nn::ModuleDictImpl>(dict->clone());
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->keys(), dict->keys());
  Tensor& weight = copy->at<nn::LinearImpl>("first").weight;
  EXPECT_TRUE(weight.equal(dict->at<nn::LinearImpl>("first").weight));
  {
    const NoGradGuard no_grad;
    weight.add_(1);
  }
  EXPECT_FALSE(weight.equal(dict->at<nn::LinearImpl>("first").weight));
}

TEST(CopiedContainers, ADictOfParametersIsACopyThroughout) {
  nn::ParameterDict dict;
  dict->insert("w", ones({2}).set_requires_grad(true));
  dict->insert("fixed", zeros({3}));
  EXPECT_EQ(dict->size(), 2u);
  OrderedDict<std::string, Tensor> newer;
  newer.insert("w", full({2}, 7.0).set_requires_grad(true));
  dict->update(newer);  // in place of the old one
  EXPECT_EQ(dict->keys(), (Keys{"w", "fixed"}));
  EXPECT_EQ(std::as_const(*dict).get("w").sum().item<float>(), 14);
  EXPECT_EQ(dict->parameters()[0].sum().item<float>(), 14);
  Keys walked;
  for (const auto& item : std::as_const(*dict)) walked.push_back(item.key());
  for (auto& item : *dict) walked.push_back(item.key());
  EXPECT_EQ(walked, (Keys{"w", "fixed", "w", "fixed"}));

  const auto copy = std::dynamic_pointer_cast<nn::ParameterDictImpl>(dict->clone());
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->keys(), dict->keys());
  EXPECT_TRUE(copy->get("w").requires_grad() && copy->get("w").is_leaf());
  EXPECT_FALSE(copy->get("fixed").requires_grad());
  EXPECT_TRUE(copy->get("w").equal(dict->get("w")));
  EXPECT_NE(copy->get("w").data_ptr(), dict->get("w").data_ptr());
}

TEST(CopiedContainers, AListOfParametersIsACopyThroughout) {
  nn::ParameterList list;
  EXPECT_TRUE(list->is_empty());
  OrderedDict<std::string, Tensor> named;
  named.insert("a", full({1}, 2.0).set_requires_grad(true));
  named.insert("b", full({1}, 3.0));
  for (const auto& item : named) list->append(item);
  EXPECT_FALSE(list->is_empty());
  float sum = 0;
  for (const auto& item : std::as_const(*list)) sum += item.value().item<float>();
  for (auto& item : *list) sum += item.value().item<float>();
  EXPECT_EQ(sum, 10);

  const auto copy = std::dynamic_pointer_cast<nn::ParameterListImpl>(list->clone());
  ASSERT_TRUE(copy);
  ASSERT_EQ(copy->size(), 2u);
  EXPECT_TRUE(copy->at(0).requires_grad() && !copy->at(1).requires_grad());
  EXPECT_TRUE(copy->at(1).equal(list->at(1)));
  EXPECT_NE(copy->at(0).data_ptr(), list->at(0).data_ptr());
}

}  // namespace
