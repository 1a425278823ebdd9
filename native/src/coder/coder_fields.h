// The numbers in native/proto/coder.proto.
#ifndef LEANN_CODER_CODER_FIELDS_H_
#define LEANN_CODER_CODER_FIELDS_H_

#include <cstdint>

namespace leann {

constexpr uint32_t kCoderMagic = 0x44434e4c;  // "LNCD"
constexpr uint32_t kCoderVersion = 1;         // the version written
constexpr uint32_t kOldestCoderVersion = 1;   // the oldest version still read

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

}  // namespace leann

#endif  // LEANN_CODER_CODER_FIELDS_H_
