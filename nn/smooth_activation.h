#pragma once
// Activations with a derivative everywhere, or nearly so, each a block: options, function, module.
// autograd/functions/activation.h has the functions of those whose block has none.

#include <string>

#include "../autograd/base/arg.h"
#include "cloneable.h"

namespace glassgrad::nn {

/// y = 1 / (1 + e^-x).
class SigmoidImpl : public Cloneable<SigmoidImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Sigmoid);

/// y = tanh x.
class TanhImpl : public Cloneable<TanhImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Tanh);

// --- LogSigmoid ---

namespace functional {
/// y = -ln(1 + e^-x).
Tensor logsigmoid(Traced input);
}  // namespace functional

/// functional::logsigmoid as a module.
class LogSigmoidImpl : public Cloneable<LogSigmoidImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(LogSigmoid);

// --- Softsign ---

namespace functional {
/// y = x / (1 + |x|).
Tensor softsign(Traced input);
}  // namespace functional

/// functional::softsign as a module.
class SoftsignImpl : public Cloneable<SoftsignImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softsign);

// --- Tanhshrink ---

namespace functional {
/// y = x - tanh x.
Tensor tanhshrink(Traced input);
}  // namespace functional

/// functional::tanhshrink as a module.
class TanhshrinkImpl : public Cloneable<TanhshrinkImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Tanhshrink);

// --- SiLU ---

namespace functional {
/// y = x / (1 + e^-x).
Tensor silu(Traced input);
}  // namespace functional

/// functional::silu as a module.
class SiLUImpl : public Cloneable<SiLUImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(SiLU);

// --- Mish ---

namespace functional {
/// y = x * tanh(ln(1 + e^x)).
Tensor mish(Traced input);
}  // namespace functional

/// functional::mish as a module.
class MishImpl : public Cloneable<MishImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Mish);

// --- Softplus ---

/// Options of Softplus.
struct SoftplusOptions {
  TORCH_ARG(double, beta) = 1.0;
  TORCH_ARG(double, threshold) = 20.0;
};

namespace functional {
using SoftplusFuncOptions = SoftplusOptions;
/// y = ln(1 + e^(beta * x)) / beta, and x itself where beta * x > threshold.
Tensor softplus(Traced input, const SoftplusFuncOptions& options = {});
}  // namespace functional

/// functional::softplus as a module.
class SoftplusImpl : public CloneableWithOptions<SoftplusImpl, SoftplusOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softplus);

// --- GELU ---

/// Options of GELU.
struct GELUOptions {
  TORCH_ARG(std::string, approximate) = "none";  ///< or "tanh"
};

namespace functional {
using GELUFuncOptions = GELUOptions;
/// y = x * Phi(x), Phi the distribution function of the normal distribution.
Tensor gelu(Traced input, const GELUFuncOptions& options = {});
}  // namespace functional

/// functional::gelu as a module.
class GELUImpl : public CloneableWithOptions<GELUImpl, GELUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(GELU);

// --- ELU ---

/// Options of ELU.
struct ELUOptions {
  TORCH_ARG(double, alpha) = 1.0;
  TORCH_ARG(bool, inplace) = false;
};

namespace functional {
using ELUFuncOptions = ELUOptions;
/// y = x for x > 0, alpha * (e^x - 1) otherwise.
Tensor elu(Traced input, const ELUFuncOptions& options = {});
}  // namespace functional

/// functional::elu as a module.
class ELUImpl : public CloneableWithOptions<ELUImpl, ELUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(ELU);

// --- SELU ---

/// Options of SELU; convert from `inplace`.
struct SELUOptions {
  SELUOptions(bool inplace = false) : inplace_(inplace) {}
  TORCH_ARG(bool, inplace);
};

namespace functional {
using SELUFuncOptions = SELUOptions;
/// ELU with alpha 1.6733 times 1.0507, which keeps mean 0 and variance 1.
Tensor selu(Traced input, const SELUFuncOptions& options = {});
}  // namespace functional

/// functional::selu as a module.
class SELUImpl : public CloneableWithOptions<SELUImpl, SELUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(SELU);

// --- CELU ---

/// Options of CELU.
struct CELUOptions {
  TORCH_ARG(double, alpha) = 1.0;
  TORCH_ARG(bool, inplace) = false;
};

namespace functional {
using CELUFuncOptions = CELUOptions;
/// y = max(0, x) + min(0, alpha * (e^(x / alpha) - 1)).
Tensor celu(Traced input, const CELUFuncOptions& options = {});
}  // namespace functional

/// functional::celu as a module.
class CELUImpl : public CloneableWithOptions<CELUImpl, CELUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(CELU);

// --- GLU ---

/// Options of GLU; convert from `dim`.
struct GLUOptions {
  GLUOptions(int64_t dim = -1) : dim_(dim) {}
  TORCH_ARG(int64_t, dim);
};

namespace functional {
using GLUFuncOptions = GLUOptions;
/// y = a / (1 + e^-b), a and b the halves of x along dim.
Tensor glu(Traced input, const GLUFuncOptions& options = {});
}  // namespace functional

/// functional::glu as a module.
class GLUImpl : public CloneableWithOptions<GLUImpl, GLUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(GLU);

}  // namespace glassgrad::nn
