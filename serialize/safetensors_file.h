#pragma once
// Internal: the safetensors format on any source and target of bytes.

#include <functional>
#include <string>
#include <string_view>

#include "io/byte_source.h"
#include "serialize/safetensors.h"

namespace glassgrad::serialize {

using StateDict = OrderedDict<std::string, Tensor>;
using Metadata = OrderedDict<std::string, std::string>;
using ByteSink = std::function<void(std::string_view)>;

/// In the metadata: the names of the tensors that require gradients, a line's end after each.
constexpr const char* kRequiresGrad = "requires_grad";

void write_safetensors(const StateDict& tensors, const Metadata& metadata, const ByteSink& sink);
/// `metadata`, where it is given, gets what read_safetensors_metadata would read.
StateDict read_safetensors(const io::ByteSource& source, Metadata* metadata = nullptr);
Metadata read_safetensors_metadata(const io::ByteSource& source);

}  // namespace glassgrad::serialize
