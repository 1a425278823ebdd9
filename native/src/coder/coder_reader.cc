#include <cmath>
#include <cstddef>
#include <cstring>
#include <protozero/pbf_reader.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/crc32.h"
#include "base/error.h"
#include "coder/coder_fields.h"
#include "coder/coder_file.h"

namespace leann {
namespace {

// Fields are recognised by number and encoding. One of another encoding counts as unknown and is
// skipped, so that no reader below sees bytes that it cannot handle.
using protozero::tag_and_type;
using Wire = protozero::pbf_wire_type;

// Bounds that no coder written by this library comes near. Within them no sum of the engine
// overflows.
constexpr float kMaxUnit = 2;       // values of a unit vector: |mean_i|, |error|
constexpr float kMaxLevel = 16;     // components of unit vectors less their mean are below 2
constexpr float kMaxLogScale = 40;  // |log scale|
constexpr size_t kMaxDimension = LEANN_MAX_DIMENSION;

Error corrupt(const std::string& what) {
  return Error(LEANN_CORRUPT, "the coder file is damaged: " + what);
}

void require(bool condition, const char* what) {
  if (!condition) throw corrupt(what);
}

bool within(float value, float limit) { return std::fabs(value) <= limit; }  // false for a NaN

void require_within(const std::vector<float>& values, float limit, const char* what) {
  for (float value : values) require(within(value, limit), what);
}

// A packed repeated float of at most max_size values.
std::vector<float> read_floats(protozero::pbf_reader* reader, size_t max_size) {
  const auto range = reader->get_packed_float();
  require(range.size() <= max_size, "an array is too long");
  return std::vector<float>(range.begin(), range.end());
}

template <typename Byte>
std::vector<Byte> read_bytes(protozero::pbf_reader* reader, size_t max_size) {
  const protozero::data_view view = reader->get_view();
  require(view.size() <= max_size, "an array is too long");
  std::vector<Byte> bytes(view.size());
  if (!bytes.empty()) std::memcpy(bytes.data(), view.data(), view.size());
  return bytes;
}

// A PcaProjection as both learned kinds store it, though under different field numbers.
struct ProjectionFields {
  uint64_t trained_on = 0;
  std::vector<float> mean;
  std::vector<int8_t> basis;
  std::vector<float> basis_scale;

  // The projection from d values to r components.
  PcaProjection checked(size_t d, size_t r) && {
    require(trained_on <= INT64_MAX, "the number of training vectors is out of range");
    require(r >= 1 && r <= d, "the number of components is out of range");
    require(mean.size() == d, "the mean has the wrong size");
    require(basis.size() == r * d, "the basis has the wrong size");
    require(basis_scale.size() == r, "the basis has the wrong number of scales");
    require_within(mean, kMaxUnit, "the mean is out of range");
    require_within(basis_scale, kMaxUnit, "a scale of the basis is out of range");
    return PcaProjection(static_cast<int64_t>(trained_on), std::move(mean), std::move(basis),
                         std::move(basis_scale));
  }
};

ScalarQuantiser checked_levels(std::vector<uint8_t> bits, std::vector<float> levels) {
  size_t count = 0;
  for (uint8_t width : bits) {
    require(width >= 1 && width <= kMaxBits, "the bits of a component are out of range");
    count += size_t{1} << width;
  }
  require(levels.size() == count, "the levels have the wrong size");
  require_within(levels, kMaxLevel, "a level is out of range");
  const float* level = levels.data();
  for (uint8_t width : bits) {
    for (int32_t i = 1; i < 1 << width; ++i) {
      require(level[i - 1] <= level[i], "the levels do not ascend");
    }
    level += 1 << width;
  }
  return ScalarQuantiser(std::move(bits), std::move(levels));
}

Transform read_transform(protozero::pbf_reader reader, size_t dimension) {
  ProjectionFields projection;
  std::vector<uint8_t> bits;
  std::vector<float> levels;
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(transform_field::kTrainedOn, Wire::varint):
        projection.trained_on = reader.get_uint64();
        break;
      case tag_and_type(transform_field::kMean, Wire::length_delimited):
        projection.mean = read_floats(&reader, kMaxDimension);
        break;
      case tag_and_type(transform_field::kBits, Wire::length_delimited):
        bits = read_bytes<uint8_t>(&reader, kMaxDimension);
        break;
      case tag_and_type(transform_field::kBasis, Wire::length_delimited):
        projection.basis = read_bytes<int8_t>(&reader, kMaxDimension * kMaxDimension);
        break;
      case tag_and_type(transform_field::kBasisScale, Wire::length_delimited):
        projection.basis_scale = read_floats(&reader, kMaxDimension);
        break;
      case tag_and_type(transform_field::kLevels, Wire::length_delimited):
        levels = read_floats(&reader, kMaxDimension << kMaxBits);
        break;
      default:
        reader.skip();
    }
  }
  const size_t r = bits.size();
  return {std::move(projection).checked(dimension, r),
          checked_levels(std::move(bits), std::move(levels))};
}

Product read_product(protozero::pbf_reader reader, size_t dimension) {
  ProjectionFields projection;
  std::vector<uint8_t> group_sizes;
  std::vector<int8_t> codewords;
  std::vector<float> codeword_scale;
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(product_field::kTrainedOn, Wire::varint):
        projection.trained_on = reader.get_uint64();
        break;
      case tag_and_type(product_field::kMean, Wire::length_delimited):
        projection.mean = read_floats(&reader, kMaxDimension);
        break;
      case tag_and_type(product_field::kBasis, Wire::length_delimited):
        projection.basis = read_bytes<int8_t>(&reader, kMaxDimension * kMaxDimension);
        break;
      case tag_and_type(product_field::kBasisScale, Wire::length_delimited):
        projection.basis_scale = read_floats(&reader, kMaxDimension);
        break;
      case tag_and_type(product_field::kGroupSizes, Wire::length_delimited):
        group_sizes = read_bytes<uint8_t>(&reader, kMaxDimension);
        break;
      case tag_and_type(product_field::kCodewords, Wire::length_delimited):
        codewords = read_bytes<int8_t>(&reader, kMaxDimension * kCodewords);
        break;
      case tag_and_type(product_field::kCodewordScale, Wire::length_delimited):
        codeword_scale = read_floats(&reader, kMaxDimension);
        break;
      default:
        reader.skip();
    }
  }
  size_t r = 0;
  for (uint8_t size : group_sizes) {
    require(size >= 1, "a group is empty");
    r += size;
  }
  PcaProjection checked = std::move(projection).checked(dimension, r);
  require(codewords.size() == r * kCodewords, "the codewords have the wrong size");
  require(codeword_scale.size() == r, "the codewords have the wrong number of scales");
  require_within(codeword_scale, kMaxUnit, "a scale of the codewords is out of range");
  return {std::move(checked), ProductQuantiser(std::move(group_sizes), std::move(codewords),
                                               std::move(codeword_scale))};
}

Blind read_blind(protozero::pbf_reader reader, size_t dimension) {
  uint32_t bits = 0;
  uint64_t seed = 0;
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(blind_field::kBits, Wire::varint):
        bits = reader.get_uint32();
        break;
      case tag_and_type(blind_field::kSeed, Wire::fixed64):
        seed = reader.get_fixed64();
        break;
      default:
        reader.skip();
    }
  }
  require(bits >= 1 && bits <= kMaxBits, "the bits of a component are out of range");
  return Blind(static_cast<int32_t>(dimension), static_cast<int32_t>(bits), seed);
}

// The fields of the message Coder. The message of its kind is read last, when the dimension is known.
struct CoderFields {
  uint32_t dimension = 0, code_bytes = 0;
  float error = 0, scale_low = 0, scale_step = 0;
  int32_t kind = 0;  // the number of its field; 0 if there is none
  protozero::data_view kind_message;
};

CoderFields read_fields(protozero::pbf_reader reader) {
  CoderFields fields;
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(coder_field::kDimension, Wire::varint):
        fields.dimension = reader.get_uint32();
        break;
      case tag_and_type(coder_field::kCodeBytes, Wire::varint):
        fields.code_bytes = reader.get_uint32();
        break;
      case tag_and_type(coder_field::kError, Wire::fixed32):
        fields.error = reader.get_float();
        break;
      case tag_and_type(coder_field::kScaleLow, Wire::fixed32):
        fields.scale_low = reader.get_float();
        break;
      case tag_and_type(coder_field::kScaleStep, Wire::fixed32):
        fields.scale_step = reader.get_float();
        break;
      case tag_and_type(coder_field::kTransform, Wire::length_delimited):
      case tag_and_type(coder_field::kProduct, Wire::length_delimited):
      case tag_and_type(coder_field::kBlind, Wire::length_delimited):
        require(fields.kind == 0, "it holds two coders");
        fields.kind = static_cast<int32_t>(reader.tag());
        fields.kind_message = reader.get_view();
        break;
      default:
        reader.skip();
    }
  }
  return fields;
}

Coder::Kind read_kind(const CoderFields& fields) {
  const protozero::pbf_reader reader(fields.kind_message);
  switch (fields.kind) {
    case coder_field::kTransform:
      return read_transform(reader, fields.dimension);
    case coder_field::kProduct:
      return read_product(reader, fields.dimension);
    case coder_field::kBlind:
      return read_blind(reader, fields.dimension);
    default:
      throw corrupt("it holds no coder");
  }
}

Coder read_message(const protozero::data_view& message) {
  const CoderFields fields = read_fields(protozero::pbf_reader(message));
  require(fields.dimension >= 1 && fields.dimension <= kMaxDimension,
          "the dimension is out of range");
  require(within(fields.error, kMaxUnit) && fields.error >= 0, "the error is out of range");
  require(fields.scale_step > 0 && within(fields.scale_low, kMaxLogScale) &&
              within(fields.scale_low + 255 * fields.scale_step, kMaxLogScale),
          "the scales are out of range");
  Coder coder(read_kind(fields));
  coder.error = fields.error;
  coder.scales = Scales(fields.scale_low, fields.scale_step);
  require(fields.code_bytes == static_cast<uint32_t>(coder.code_bytes),
          "the size of a code does not match its components");
  return coder;
}

}  // namespace

Coder read_coder(const uint8_t* data, size_t size) {
  // The first field tells a coder file from other bytes, however damaged the rest is.
  const uint8_t start[] = {0x0d, kCoderMagic & 0xff, (kCoderMagic >> 8) & 0xff,
                           (kCoderMagic >> 16) & 0xff, kCoderMagic >> 24};
  if (size < sizeof start || std::memcmp(data, start, sizeof start) != 0) {
    throw Error(LEANN_CORRUPT, "this is not a coder file");
  }
  try {
    protozero::pbf_reader reader(reinterpret_cast<const char*>(data), size);
    uint32_t version = 0, crc = 0;
    protozero::data_view message;
    while (reader.next()) {
      switch (reader.tag_and_type()) {
        case tag_and_type(file_field::kVersion, Wire::varint):
          version = reader.get_uint32();
          require(version != 0, "its version is missing");
          if (version < kOldestCoderVersion) {
            throw Error(LEANN_TOO_OLD, "the coder file has version " + std::to_string(version) +
                                           ", which is no longer read");
          }
          if (version > kCoderVersion) {
            throw Error(LEANN_TOO_NEW, "the coder file has version " + std::to_string(version) +
                                           "; this library reads versions up to " +
                                           std::to_string(kCoderVersion));
          }
          break;
        case tag_and_type(file_field::kCrc32, Wire::fixed32):
          crc = reader.get_fixed32();
          break;
        case tag_and_type(file_field::kCoder, Wire::length_delimited):
          message = reader.get_view();
          break;
        default:
          reader.skip();
      }
    }
    require(version != 0, "its version is missing");
    require(crc == crc32(message.data(), message.size()), "its checksum is wrong");
    return read_message(message);
  } catch (const protozero::exception&) {
    throw corrupt("it is not a complete protobuf message");
  }
}

}  // namespace leann
