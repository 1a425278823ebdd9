#include "coder/coder_file.h"

#include <cmath>
#include <cstring>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>
#include <vector>

#include "base/crc32.h"
#include "base/error.h"
#include "coder/blind.h"

namespace leann {
namespace {

constexpr uint32_t kMagic = 0x44434e4c;  // "LNCD"
constexpr uint32_t kVersion = 1;         // the one written
constexpr uint32_t kOldestVersion = 1;   // the oldest one read

// The fields, by number and encoding: one of another encoding is unknown and skipped, so that no
// reader below meets bytes it is not made for.
using protozero::tag_and_type;
using Wire = protozero::pbf_wire_type;

namespace file_field {
enum { kMagic = 1, kVersion = 2, kCrc32 = 3, kCoder = 4 };
}
namespace coder_field {
enum {
  kDimension = 1,
  kCodeBytes = 2,
  kError = 3,
  kScaleLow = 4,
  kScaleStep = 5,
  kTransform = 6,
  kBlind = 7,
  kProduct = 8
};
}
namespace transform_field {
enum { kTrainedOn = 1, kMean = 2, kBits = 3, kBasis = 4, kBasisScale = 5, kLevels = 6 };
}
namespace product_field {
enum {
  kTrainedOn = 1,
  kMean = 2,
  kBasis = 3,
  kBasisScale = 4,
  kGroupSizes = 5,
  kCodewords = 6,
  kCodewordScale = 7
};
}
namespace blind_field {
enum { kBits = 1, kSeed = 2 };
}

// Bounds that no coder this library writes comes near. Within them no sum of the engine overflows.
constexpr float kMostOfUnit = 2;     // of a unit vector: |mean_i|, |error|
constexpr float kMostLevel = 16;     // components of unit vectors less their mean are below 2
constexpr float kMostLogScale = 40;  // |log scale|

Error corrupt(const std::string& what) {
  return Error(LEANN_CORRUPT, "the coder file is damaged: " + what);
}

void require(bool condition, const char* what) {
  if (!condition) throw corrupt(what);
}

bool within(float value, float most) { return std::fabs(value) <= most; }  // false for a NaN

void require_within(const std::vector<float>& values, float most, const char* what) {
  for (float value : values) require(within(value, most), what);
}

// A packed repeated float, of at most `most` values.
std::vector<float> read_floats(protozero::pbf_reader* reader, size_t most) {
  const auto range = reader->get_packed_float();
  require(range.size() <= most, "an array is too long");
  return std::vector<float>(range.begin(), range.end());
}

template <typename Byte>
std::vector<Byte> read_bytes(protozero::pbf_reader* reader, size_t most) {
  const protozero::data_view view = reader->get_view();
  require(view.size() <= most, "an array is too long");
  std::vector<Byte> bytes(view.size());
  if (!bytes.empty()) std::memcpy(bytes.data(), view.data(), view.size());
  return bytes;
}

int64_t read_trained_on(protozero::pbf_reader* reader) {
  const uint64_t value = reader->get_uint64();
  require(value <= INT64_MAX, "the number of training vectors is out of range");
  return static_cast<int64_t>(value);
}

void read_transform(protozero::pbf_reader reader, Coder* coder) {
  constexpr size_t kMost = LEANN_MAX_DIMENSION;
  coder->learned = true;
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(transform_field::kTrainedOn, Wire::varint):
        coder->trained_on = read_trained_on(&reader);
        break;
      case tag_and_type(transform_field::kMean, Wire::length_delimited):
        coder->mean = read_floats(&reader, kMost);
        break;
      case tag_and_type(transform_field::kBits, Wire::length_delimited):
        coder->bits = read_bytes<uint8_t>(&reader, kMost);
        break;
      case tag_and_type(transform_field::kBasis, Wire::length_delimited):
        coder->basis_int8 = read_bytes<int8_t>(&reader, kMost * kMost);
        break;
      case tag_and_type(transform_field::kBasisScale, Wire::length_delimited):
        coder->basis_scale = read_floats(&reader, kMost);
        break;
      case tag_and_type(transform_field::kLevels, Wire::length_delimited):
        coder->levels = read_floats(&reader, kMost << kMaxBits);
        break;
      default:
        reader.skip();
    }
  }
}

void read_product(protozero::pbf_reader reader, Coder* coder) {
  constexpr size_t kMost = LEANN_MAX_DIMENSION;
  coder->learned = true;
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(product_field::kTrainedOn, Wire::varint):
        coder->trained_on = read_trained_on(&reader);
        break;
      case tag_and_type(product_field::kMean, Wire::length_delimited):
        coder->mean = read_floats(&reader, kMost);
        break;
      case tag_and_type(product_field::kBasis, Wire::length_delimited):
        coder->basis_int8 = read_bytes<int8_t>(&reader, kMost * kMost);
        break;
      case tag_and_type(product_field::kBasisScale, Wire::length_delimited):
        coder->basis_scale = read_floats(&reader, kMost);
        break;
      case tag_and_type(product_field::kGroupSizes, Wire::length_delimited):
        coder->group_sizes = read_bytes<uint8_t>(&reader, kMost);
        break;
      case tag_and_type(product_field::kCodewords, Wire::length_delimited):
        coder->codewords_int8 = read_bytes<int8_t>(&reader, kMost * kCodewords);
        break;
      case tag_and_type(product_field::kCodewordScale, Wire::length_delimited):
        coder->codeword_scale = read_floats(&reader, kMost);
        break;
      default:
        reader.skip();
    }
  }
  require(coder->product(), "the groups are missing");
}

// The mean, and a basis of r components.
void check_projection(const Coder& coder, size_t r) {
  const auto d = static_cast<size_t>(coder.dimension);
  require(r >= 1 && r <= d, "the number of components is out of range");
  require(coder.mean.size() == d, "the mean has the wrong size");
  require(coder.basis_int8.size() == r * d, "the basis has the wrong size");
  require(coder.basis_scale.size() == r, "the basis has the wrong number of scales");
  require_within(coder.mean, kMostOfUnit, "the mean is out of range");
  require_within(coder.basis_scale, kMostOfUnit, "a scale of the basis is out of range");
}

void check_product(const Coder& coder) {
  size_t r = 0;
  for (uint8_t size : coder.group_sizes) {
    require(size >= 1, "a group is empty");
    r += size;
  }
  check_projection(coder, r);
  require(coder.codewords_int8.size() == r * kCodewords, "the codewords have the wrong size");
  require(coder.codeword_scale.size() == r, "the codewords have the wrong number of scales");
  require_within(coder.codeword_scale, kMostOfUnit, "a scale of the codewords is out of range");
}

void check_transform(const Coder& coder) {
  const size_t r = coder.bits.size();
  check_projection(coder, r);
  size_t levels = 0;
  for (uint8_t bits : coder.bits) {
    require(bits >= 1 && bits <= kMaxBits, "the bits of a component are out of range");
    levels += size_t{1} << bits;
  }
  require(coder.levels.size() == levels, "the levels have the wrong size");
  require_within(coder.levels, kMostLevel, "a level is out of range");
  const float* level = coder.levels.data();
  for (uint8_t bits : coder.bits) {
    for (int32_t i = 1; i < 1 << bits; ++i) {
      require(level[i - 1] <= level[i], "the levels do not ascend");
    }
    level += 1 << bits;
  }
}

void read_blind(protozero::pbf_reader reader, Coder* coder) {
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(blind_field::kBits, Wire::varint): {
        const uint32_t bits = reader.get_uint32();
        require(bits >= 1 && bits <= kMaxBits, "the bits of a component are out of range");
        coder->blind_bits = static_cast<int32_t>(bits);
        break;
      }
      case tag_and_type(blind_field::kSeed, Wire::fixed64):
        coder->seed = reader.get_fixed64();
        break;
      default:
        reader.skip();
    }
  }
}

struct Header {
  uint32_t code_bytes = 0;
  bool has_kind = false;
};

Header read_message(protozero::pbf_reader reader, Coder* coder) {
  Header header;
  uint32_t dimension = 0;
  while (reader.next()) {
    switch (reader.tag_and_type()) {
      case tag_and_type(coder_field::kDimension, Wire::varint):
        dimension = reader.get_uint32();
        break;
      case tag_and_type(coder_field::kCodeBytes, Wire::varint):
        header.code_bytes = reader.get_uint32();
        break;
      case tag_and_type(coder_field::kError, Wire::fixed32):
        coder->error = reader.get_float();
        break;
      case tag_and_type(coder_field::kScaleLow, Wire::fixed32):
        coder->scale_low = reader.get_float();
        break;
      case tag_and_type(coder_field::kScaleStep, Wire::fixed32):
        coder->scale_step = reader.get_float();
        break;
      case tag_and_type(coder_field::kTransform, Wire::length_delimited):
        require(!header.has_kind, "it holds two coders");
        header.has_kind = true;
        read_transform(reader.get_message(), coder);
        break;
      case tag_and_type(coder_field::kProduct, Wire::length_delimited):
        require(!header.has_kind, "it holds two coders");
        header.has_kind = true;
        read_product(reader.get_message(), coder);
        break;
      case tag_and_type(coder_field::kBlind, Wire::length_delimited):
        require(!header.has_kind, "it holds two coders");
        header.has_kind = true;
        read_blind(reader.get_message(), coder);
        break;
      default:
        reader.skip();
    }
  }
  require(dimension >= 1 && dimension <= LEANN_MAX_DIMENSION, "the dimension is out of range");
  coder->dimension = static_cast<int32_t>(dimension);
  return header;
}

std::unique_ptr<Coder> read_checked(const protozero::data_view& view) {
  auto coder = std::make_unique<Coder>();
  const Header header = read_message(protozero::pbf_reader(view), coder.get());
  require(header.has_kind, "it holds no coder");
  require(within(coder->error, kMostOfUnit) && coder->error >= 0, "the error is out of range");
  require(coder->scale_step > 0 && within(coder->scale_low, kMostLogScale) &&
              within(coder->scale_low + 255 * coder->scale_step, kMostLogScale),
          "the scales are out of range");
  if (coder->learned) {
    if (coder->product()) {
      check_product(*coder);
    } else {
      check_transform(*coder);
    }
    coder->derive();
  } else {
    require(coder->blind_bits != 0, "the bits of a component are missing");
    const std::unique_ptr<Coder> read = std::move(coder);
    coder = blind_coder(read->dimension, read->blind_bits, read->seed);
    coder->error = read->error;
    coder->scale_low = read->scale_low;
    coder->scale_step = read->scale_step;
    coder->derive_scales();
  }
  require(header.code_bytes == static_cast<uint32_t>(coder->code_bytes),
          "the size of a code does not fit its components");
  return coder;
}

template <typename Byte>
void add_bytes(protozero::pbf_tag_type field, const std::vector<Byte>& bytes,
               protozero::pbf_writer* writer) {
  writer->add_bytes(field, reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace

std::string write_coder(const Coder& coder) {
  std::string message;
  {
    protozero::pbf_writer writer(message);
    writer.add_uint32(coder_field::kDimension, static_cast<uint32_t>(coder.dimension));
    writer.add_uint32(coder_field::kCodeBytes, static_cast<uint32_t>(coder.code_bytes));
    writer.add_float(coder_field::kError, coder.error);
    writer.add_float(coder_field::kScaleLow, coder.scale_low);
    writer.add_float(coder_field::kScaleStep, coder.scale_step);
    if (coder.product()) {
      protozero::pbf_writer product(writer, coder_field::kProduct);
      product.add_uint64(product_field::kTrainedOn, static_cast<uint64_t>(coder.trained_on));
      product.add_packed_float(product_field::kMean, coder.mean.begin(), coder.mean.end());
      add_bytes(product_field::kBasis, coder.basis_int8, &product);
      product.add_packed_float(product_field::kBasisScale, coder.basis_scale.begin(),
                               coder.basis_scale.end());
      add_bytes(product_field::kGroupSizes, coder.group_sizes, &product);
      add_bytes(product_field::kCodewords, coder.codewords_int8, &product);
      product.add_packed_float(product_field::kCodewordScale, coder.codeword_scale.begin(),
                               coder.codeword_scale.end());
    } else if (coder.learned) {
      protozero::pbf_writer transform(writer, coder_field::kTransform);
      transform.add_uint64(transform_field::kTrainedOn, static_cast<uint64_t>(coder.trained_on));
      transform.add_packed_float(transform_field::kMean, coder.mean.begin(), coder.mean.end());
      add_bytes(transform_field::kBits, coder.bits, &transform);
      add_bytes(transform_field::kBasis, coder.basis_int8, &transform);
      transform.add_packed_float(transform_field::kBasisScale, coder.basis_scale.begin(),
                                 coder.basis_scale.end());
      transform.add_packed_float(transform_field::kLevels, coder.levels.begin(),
                                 coder.levels.end());
    } else {
      protozero::pbf_writer blind(writer, coder_field::kBlind);
      blind.add_uint32(blind_field::kBits, static_cast<uint32_t>(coder.blind_bits));
      blind.add_fixed64(blind_field::kSeed, coder.seed);
    }
  }
  std::string file;
  protozero::pbf_writer writer(file);
  writer.add_fixed32(file_field::kMagic, kMagic);
  writer.add_uint32(file_field::kVersion, kVersion);
  writer.add_fixed32(file_field::kCrc32, crc32(message.data(), message.size()));
  writer.add_bytes(file_field::kCoder, message);
  return file;
}

std::unique_ptr<Coder> read_coder(const uint8_t* data, size_t size) {
  // The first field tells a coder file from any other bytes, however damaged the rest is.
  const uint8_t start[] = {0x0d, kMagic & 0xff, (kMagic >> 8) & 0xff, (kMagic >> 16) & 0xff,
                           kMagic >> 24};
  if (size < sizeof start || std::memcmp(data, start, sizeof start) != 0) {
    throw Error(LEANN_CORRUPT, "these bytes are no coder file");
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
          if (version < kOldestVersion) {
            throw Error(LEANN_TOO_OLD, "the coder file has version " + std::to_string(version) +
                                           ", which is no longer read");
          }
          if (version > kVersion) {
            throw Error(LEANN_TOO_NEW, "the coder file has version " + std::to_string(version) +
                                           ", later than the " + std::to_string(kVersion) +
                                           " that this library reads");
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
    return read_checked(message);
  } catch (const protozero::exception&) {
    throw corrupt("it is no whole protobuf message");
  }
}

}  // namespace leann
