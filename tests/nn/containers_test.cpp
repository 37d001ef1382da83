// Lists and dictionaries of modules and parameters.
#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

using Names = std::vector<std::string>;

TEST(Containers, PrintAsLibtorchDoes) { nn_cases::expect_same(nn_cases::container_cases()); }

TEST(ModuleList, IsAListOfChildren) {
  ModuleList list(Linear(2, 1), Tanh());
  list->push_back(Dropout(0.5));
  list->insert(1, ReLU());
  EXPECT_EQ(list->size(), 4u);
  EXPECT_EQ(list->named_children().keys(), (Names{"0", "1", "2", "3"}));
  EXPECT_EQ(list->at<LinearImpl>(0).options.in_features(), 2);
  EXPECT_TRUE(list->ptr<ReLUImpl>(1));
  EXPECT_FALSE(list->ptr<LinearImpl>(1));
  EXPECT_EQ(list[3]->name(), "torch::nn::DropoutImpl");
  EXPECT_EQ(list->named_parameters().keys(), (Names{"0.weight", "0.bias"}));
  ModuleList longer;
  longer->extend(*list);
  EXPECT_EQ(longer->size(), 4u);
  EXPECT_EQ(longer->ptr(2), list->ptr(2));
  EXPECT_THROW(list->ptr(4), Error);
  EXPECT_THROW(list->insert(9, Tanh()), Error);
}

TEST(ModuleList, ClonesItsModules) {
  ModuleList list(Linear(2, 1));
  const auto copy = std::dynamic_pointer_cast<ModuleListImpl>(list->clone());
  EXPECT_TRUE(equal(copy->at<LinearImpl>(0).weight, list->at<LinearImpl>(0).weight));
  EXPECT_FALSE(copy->at<LinearImpl>(0).weight.is_alias_of(list->at<LinearImpl>(0).weight));
}

TEST(ModuleDict, IsADictionaryOfChildren) {
  ModuleDict dict;
  dict->update(ModuleDictImpl::Pairs{{"b", Linear(2, 1).ptr()}, {"a", Tanh().ptr()}});
  EXPECT_EQ(dict->keys(), (Names{"b", "a"}));
  EXPECT_EQ(dict->named_parameters().keys(), (Names{"b.weight", "b.bias"}));
  EXPECT_TRUE(dict->contains("a"));
  EXPECT_EQ(dict->at<LinearImpl>("b").options.in_features(), 2);
  EXPECT_EQ(dict["a"]->name(), "torch::nn::TanhImpl");
  EXPECT_ERROR(dict["c"], "'c' is not defined");
  dict->update(ModuleDictImpl::Pairs{{"b", Linear(5, 1).ptr()}});
  EXPECT_EQ(dict->at<LinearImpl>("b").options.in_features(), 5);
  EXPECT_EQ(dict->pop("a")->name(), "torch::nn::TanhImpl");
  EXPECT_EQ(dict->size(), 1u);
  dict->clear();
  EXPECT_TRUE(dict->empty());
}

TEST(ParameterList, IsAListOfParameters) {
  ParameterList list(ones({2}).requires_grad_(), zeros({1}));
  list->append(full({3}, 2.0));
  EXPECT_EQ(list->size(), 3u);
  EXPECT_EQ(list->named_parameters().keys(), (Names{"0", "1", "2"}));
  EXPECT_TRUE(list->at(0).requires_grad());
  EXPECT_FALSE(list->at(1).requires_grad());
  EXPECT_EQ(list[2].numel(), 3);
  list->extend(std::vector<Tensor>{ones({1})});
  EXPECT_EQ(list->size(), 4u);
  EXPECT_THROW(list->at(4), Error);
}

TEST(ParameterDict, IsADictionaryOfParameters) {
  ParameterDict dict;
  dict->insert("w", ones({2}).requires_grad_());
  dict->insert("b", zeros({1}));
  EXPECT_EQ(dict->keys(), (Names{"w", "b"}));
  EXPECT_EQ(dict->parameters().size(), 2u);
  EXPECT_TRUE(dict["w"].requires_grad());
  EXPECT_FALSE(dict["b"].requires_grad());
  EXPECT_ERROR(dict->get("c"), "'c' is not defined");
  EXPECT_EQ(dict->pop("w").numel(), 2);
  EXPECT_FALSE(dict->contains("w"));
  EXPECT_EQ(dict->values().size(), 1u);
  dict->clear();
  EXPECT_TRUE(dict->empty());
}

}  // namespace
}  // namespace glassgrad::nn
