// Images at the places of a grid: recorded as picks of the neighbours and their weights.
#include "autograd/functions/image.h"
#include "autograd/ops/op.h"

namespace glassgrad {
namespace {

/// From [-1, 1] to [0, in - 1] or, without align_corners, to [-0.5, in - 0.5].
Tensor to_places(const Tensor& x, int64_t in, bool align_corners) {
  const double n = static_cast<double>(in);
  return align_corners ? (x + 1) / 2 * (n - 1) : ((x + 1) * n - 1) / 2;
}

/// Inside [low, high], mirrored at the ends as often as it takes.
Tensor mirrored_at(const Tensor& x, double low, double high) {
  if (low == high) return zeros_like(x);
  const double span = high - low;
  const Tensor distance = (x - low).abs(), turns = (distance.detach() / span).floor();
  const Tensor rest = distance - turns * span;
  return where(turns.remainder(2) == 0, rest + low, (span - rest) + low);
}

Tensor inside(const Tensor& places, int64_t in, int64_t padding_mode, bool align_corners) {
  if (padding_mode == 0) return places;
  Tensor x = places;
  const double n = static_cast<double>(in);
  if (padding_mode == 2)
    x = align_corners ? mirrored_at(x, 0, n - 1) : mirrored_at(x, -0.5, n - 0.5);
  return hardtanh(x, 0, n - 1);  // no gradient at the border, nor beyond
}

/// x [N, C, elements] at whole-numbered places, one tensor [N, M] for each dimension; 0 outside.
Tensor picked(const Tensor& x, IntArrayRef in, const std::vector<Tensor>& places) {
  Tensor at, is_inside;
  for (size_t d = 0; d < in.size(); ++d) {
    const Tensor here = (places[d] >= 0).logical_and(places[d] < in[d]);
    const Tensor place = places[d].masked_fill(here.logical_not(), 0).to(kLong);
    at = d == 0 ? place : at * in[d] + place;
    is_inside = d == 0 ? here : is_inside.logical_and(here);
  }
  const int64_t n = x.size(0), c = x.size(1), m = at.size(1);
  const Tensor values = x.gather(2, at.unsqueeze(1).expand({n, c, m}));
  return values * is_inside.to(x.scalar_type()).unsqueeze(1);
}

void check_grid(const Tensor& input, const Tensor& grid) {
  check(input.scalar_type() == grid.scalar_type(),
        "grid_sampler(): expected input and grid to have same dtype, but input has {} and grid has "
        "{}",
        input.scalar_type(), grid.scalar_type());
  check(input.dim() == grid.dim() && (input.dim() == 4 || input.dim() == 5),
        "grid_sampler(): expected {}D input and grid with same number of dimensions, but got input "
        "with sizes {} and grid with sizes {}",
        input.dim() == 5 ? 5 : 4, input.sizes(), grid.sizes());
  check(input.size(0) == grid.size(0),
        "grid_sampler(): expected grid and input to have same batch size, but got input with sizes "
        "{} and grid with sizes {}",
        input.sizes(), grid.sizes());
  check(grid.size(-1) == input.dim() - 2,
        "grid_sampler(): expected grid to have size {} in last dimension, but got grid with sizes "
        "{}",
        input.dim() - 2, grid.sizes());
  for (int64_t d = 2; d < input.dim(); ++d)
    check(input.size(d) > 0,
          "grid_sampler(): expected input to have non-empty spatial dimensions, but input has "
          "sizes {} with dimension {} being empty",
          input.sizes(), d);
}

}  // namespace

Tensor grid_sampler(Traced traced, const Tensor& grid, int64_t interpolation_mode,
                    int64_t padding_mode, bool align_corners) {
  const Tensor& input = traced.enter();
  check_grid(input, grid);
  check(interpolation_mode == 0 || interpolation_mode == 1,
        "grid_sampler(): interpolation mode {} is not implemented, use 0 (linear) or 1 (nearest)",
        interpolation_mode);
  const size_t spatial = static_cast<size_t>(input.dim() - 2);
  const Dims in(input.sizes().slice(2));
  const int64_t n = input.size(0), c = input.size(1);
  const Tensor x = input.reshape({n, c, -1});
  // The grid names x first, memory z or y.
  std::vector<Tensor> places(spatial), lower(spatial);
  for (size_t d = 0; d < spatial; ++d) {
    const Tensor at = grid.select(-1, static_cast<int64_t>(spatial - 1 - d)).reshape({n, -1});
    places[d] = inside(to_places(at, in[d], align_corners), in[d], padding_mode, align_corners);
    lower[d] = places[d].detach().floor();
  }
  Dims sizes(grid.sizes());
  for (size_t d = spatial; d > 0; --d) sizes[d + 1] = grid.sizes()[d];
  sizes[1] = c;
  if (interpolation_mode == 1) {
    for (Tensor& place : places) place = place.detach().round();
    return picked(x, in, places).reshape(sizes);
  }
  Tensor y;
  for (size_t corner = 0; corner < size_t{1} << spatial; ++corner) {
    std::vector<Tensor> at(spatial);
    Tensor weight;
    for (size_t d = 0; d < spatial; ++d) {
      const bool upper = corner >> d & 1;
      at[d] = upper ? lower[d] + 1 : lower[d];
      const Tensor share = upper ? places[d] - lower[d] : (lower[d] + 1) - places[d];
      weight = d == 0 ? share : weight * share;
    }
    const Tensor part = picked(x, in, at) * weight.unsqueeze(1);
    y = corner == 0 ? part : y + part;
  }
  return y.reshape(sizes);
}

Tensor affine_grid_generator(Traced traced, IntArrayRef size, bool align_corners) {
  const Tensor& theta = traced.enter();
  check(size.size() == 4 || size.size() == 5,
        "AffineGridGenerator needs 4d (spatial) or 5d (volumetric) inputs.");
  const size_t spatial = size.size() - 2;
  std::vector<Tensor> axes;
  for (size_t d = 0; d < spatial; ++d) {
    const int64_t n = size[2 + d];
    const Tensor axis =
        n <= 1 ? zeros({n}, theta.scalar_type()) : linspace(-1, 1, n, theta.scalar_type());
    const double share = static_cast<double>(n - 1) / static_cast<double>(n);
    axes.push_back(align_corners ? axis : axis * share);
  }
  const std::vector<Tensor> grid = meshgrid(axes);
  std::vector<Tensor> base(grid.rbegin(), grid.rend());  // x, y, (z,) 1
  base.push_back(ones_like(grid[0]));
  const Tensor places = stack(base, -1).reshape({1, -1, static_cast<int64_t>(spatial) + 1});
  std::vector<int64_t> sizes = {size[0]};
  sizes.insert(sizes.end(), size.begin() + 2, size.end());
  sizes.push_back(static_cast<int64_t>(spatial));
  return places.matmul(theta.transpose(1, 2)).reshape(sizes);
}

}  // namespace glassgrad
