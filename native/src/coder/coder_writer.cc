#include <protozero/pbf_writer.hpp>
#include <string>
#include <variant>
#include <vector>

#include "base/crc32.h"
#include "coder/coder_fields.h"
#include "coder/coder_file.h"

namespace leann {
namespace {

using Writer = protozero::pbf_writer;

template <typename Byte>
void add_bytes(protozero::pbf_tag_type field, const std::vector<Byte>& bytes, Writer* writer) {
  writer->add_bytes(field, reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void add_floats(protozero::pbf_tag_type field, const std::vector<float>& values, Writer* writer) {
  writer->add_packed_float(field, values.begin(), values.end());
}

void add_kind(const Transform& kind, Writer* coder) {
  Writer writer(*coder, coder_field::kTransform);
  writer.add_uint64(transform_field::kTrainedOn, static_cast<uint64_t>(kind.projection.trained_on));
  add_floats(transform_field::kMean, kind.projection.mean, &writer);
  add_bytes(transform_field::kBits, kind.quantiser.bits, &writer);
  add_bytes(transform_field::kBasis, kind.projection.basis_int8, &writer);
  add_floats(transform_field::kBasisScale, kind.projection.basis_scale, &writer);
  add_floats(transform_field::kLevels, kind.quantiser.levels, &writer);
}

void add_kind(const Product& kind, Writer* coder) {
  Writer writer(*coder, coder_field::kProduct);
  writer.add_uint64(product_field::kTrainedOn, static_cast<uint64_t>(kind.projection.trained_on));
  add_floats(product_field::kMean, kind.projection.mean, &writer);
  add_bytes(product_field::kBasis, kind.projection.basis_int8, &writer);
  add_floats(product_field::kBasisScale, kind.projection.basis_scale, &writer);
  add_bytes(product_field::kGroupSizes, kind.quantiser.group_sizes, &writer);
  add_bytes(product_field::kCodewords, kind.quantiser.codewords_int8, &writer);
  add_floats(product_field::kCodewordScale, kind.quantiser.codeword_scale, &writer);
}

void add_kind(const Blind& kind, Writer* coder) {
  Writer writer(*coder, coder_field::kBlind);
  writer.add_uint32(blind_field::kBits, static_cast<uint32_t>(kind.bits));
  writer.add_fixed64(blind_field::kSeed, kind.seed);
}

}  // namespace

std::string write_coder(const Coder& coder) {
  std::string message;
  {
    Writer writer(message);
    writer.add_uint32(coder_field::kDimension, static_cast<uint32_t>(coder.dimension));
    writer.add_uint32(coder_field::kCodeBytes, static_cast<uint32_t>(coder.code_bytes));
    writer.add_float(coder_field::kError, coder.error);
    writer.add_float(coder_field::kScaleLow, coder.scales.low);
    writer.add_float(coder_field::kScaleStep, coder.scales.step);
    std::visit([&](const auto& kind) { add_kind(kind, &writer); }, coder.kind);
  }
  std::string file;
  Writer writer(file);
  writer.add_fixed32(file_field::kMagic, kCoderMagic);
  writer.add_uint32(file_field::kVersion, kCoderVersion);
  writer.add_fixed32(file_field::kCrc32, crc32(message.data(), message.size()));
  writer.add_bytes(file_field::kCoder, message);
  return file;
}

}  // namespace leann
