// Makes views.

#include "autograd/graph/view.h"

#include "autograd/graph/grad_mode.h"

namespace glassgrad {

Geometry geometry_of(const Tensor& x) {
  return {x.impl()->sizes, x.impl()->strides, x.storage_offset()};
}

Tensor make_view(const Tensor& x, IntArrayRef sizes, IntArrayRef strides, int64_t offset) {
  const TensorImpl& from = *x.impl();
  auto view = intrusive_ptr<TensorImpl>::take_new(new TensorImpl);
  view->storage = from.storage;
  view->data =
      static_cast<char*>(from.data) + offset * static_cast<int64_t>(elementSize(from.dtype));
  view->dtype = from.dtype;
  view->set_geometry(sizes, strides);
  view->base = from.base.defined() ? from.base : x;
  view->view_version = from.storage->version;
  view->creation_meta = from.base.defined() ? from.creation_meta : CreationMeta::Default;
  if (!GradMode::is_enabled()) view->creation_meta = CreationMeta::NoGradMode;
  return Tensor(std::move(view));
}

}  // namespace glassgrad
