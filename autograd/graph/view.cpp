// Makes views.

#include "autograd/graph/view.h"

#include "autograd/graph/grad_mode.h"

namespace glassgrad {

Geometry geometry_of(const Tensor& x) {
  return {x.impl()->sizes, x.impl()->strides, x.storage_offset()};
}

Tensor make_view(const Tensor& x, IntArrayRef sizes, IntArrayRef strides, int64_t offset) {
  const TensorImpl& from = *x.impl();
  intrusive_ptr<TensorImpl> view = TensorImpl::sharing(from);
  view->data =
      static_cast<char*>(from.data) + offset * static_cast<int64_t>(elementSize(from.dtype));
  view->set_geometry(sizes, strides);
  TensorExtras& extras = view->make_extras();
  extras.base = from.is_view() ? from.extras->base : x;
  extras.view_version = from.version_counter->value;
  if (!GradMode::is_enabled())
    extras.creation_meta = CreationMeta::NoGradMode;
  else if (from.is_view())
    extras.creation_meta = from.extras->creation_meta;
  return Tensor(std::move(view));
}

}  // namespace glassgrad
