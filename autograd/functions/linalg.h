#pragma once
// Products of matrices and vectors.

#include <initializer_list>
#include <string>

#include "../tensor/tensor.h"

namespace glassgrad {

/// C = A B, C_ij = sum_k A_ik B_kj.
/// @param self [N, K]  @param mat2 [K, M]  @return [N, M]; saves the factor whose partner requires
/// grad
/// @throws Error  if a rank is not 2, the inner sizes differ, or the types differ
Tensor mm(Traced self, const Tensor& mat2);
/// y_i = sum_k A_ik x_k.  [N, K] x [K] -> [N]
Tensor mv(Traced self, const Tensor& vec);
/// y = sum_k a_k b_k.  [K] x [K] -> []
Tensor dot(Traced self, const Tensor& other);
/// C_b = A_b B_b.  [B, N, K] x [B, K, M] -> [B, N, M]
Tensor bmm(Traced self, const Tensor& mat2);
/// y = beta * self + alpha * mat1 mat2; self broadcasts to [N, M].
Tensor addmm(Traced self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta = 1,
             const Scalar& alpha = 1);
/// C_ij = a_i b_j.  [N] x [M] -> [N, M]
Tensor outer(Traced self, const Tensor& vec2);
Tensor ger(Traced self, const Tensor& vec2);
/// dot.
Tensor vdot(Traced self, const Tensor& other);
/// Sums of products over the last dimensions: y[i.., j..] = sum_k self[i.., k] other[j.., k]; with
/// a single number, the product.
Tensor inner(Traced self, const Tensor& other);
/// y = beta * self + alpha * mat vec;  + alpha * vec1 vec2^T;  + alpha * the sum of batch1[b]
/// batch2[b];  + alpha * batch1[b] batch2[b] in each matrix b. self broadcasts.
Tensor addmv(Traced self, const Tensor& mat, const Tensor& vec, const Scalar& beta = 1,
             const Scalar& alpha = 1);
Tensor addr(Traced self, const Tensor& vec1, const Tensor& vec2, const Scalar& beta = 1,
            const Scalar& alpha = 1);
Tensor addbmm(Traced self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1,
              const Scalar& alpha = 1);
Tensor baddbmm(Traced self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1,
               const Scalar& alpha = 1);
/// The product of matrices, multiplied in the cheapest order.
Tensor chain_matmul(TensorList matrices, Caller = {});
/// dot, mv, mm or a batched product by the ranks, as Python's `@`; leading dimensions broadcast.
Tensor matmul(Traced self, const Tensor& other);
/// c = a x b, the vector at right angles to both, along `dim`, the first of size 3 if left out.
/// @throws Error  if that dimension is not of size 3
Tensor cross(Traced self, const Tensor& other, optional<int64_t> dim = nullopt);
/// The Kronecker product: every element of self times the whole of other. [N, M] x [K, L] ->
/// [N K, M L]; missing leading dimensions count as ones.
Tensor kron(Traced self, const Tensor& other);
/// The sum of products over pairs of dimensions, dims_self[i] with dims_other[i]; the others of
/// self stay, then those of other.  @throws Error  if sizes of a pair differ
Tensor tensordot(Traced self, const Tensor& other, IntArrayRef dims_self, IntArrayRef dims_other);
/// Sums of products in Einstein's notation: "ij,jk->ik" is a matrix product, "ii" a trace,
/// "b...->..." a sum. A letter names a dimension; what is not in the output is summed over. Without
/// an arrow the output has the letters that occur once, in alphabetical order.
/// @throws Error  if letters and dimensions do not match
Tensor einsum(const std::string& equation, TensorList tensors, Caller = {});
inline Tensor einsum(const std::string& equation, std::initializer_list<Tensor> tensors,
                     Caller caller = {}) {
  return einsum(equation, TensorList(tensors.begin(), tensors.size()), caller);
}
/// y = x W^T + b, one node.
/// @param input [*, in]  @param weight [out, in]  @param bias [out] or undefined  @return [*, out]
Tensor linear(Traced input, const Tensor& weight, const Tensor& bias = {});

}  // namespace glassgrad
