// Times the engine's loops on synthetic vectors, on one thread, each next to a memcpy of as many
// bytes, which shows how much of the time is memory traffic. Takes Google Benchmark's options;
// LEANN_SIMD caps the instruction set.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "coder/blind.h"
#include "coder/encode.h"
#include "coder/train.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "simd/kernels.h"
#include "synthetic.h"

namespace {

constexpr int32_t kDimension = 384, kTop = 100;
constexpr int64_t kVectors = 16000, kEncoded = 1000, kScanned = 1000000;

using Floats = std::vector<float>;
using Codes = std::vector<uint8_t>;

// Registers work() and a memcpy of `bytes`: the size of all its input, each byte counted once.
template <typename Work>
void measure(const std::string& name, size_t bytes, Work work) {
  const auto report = [bytes](benchmark::State* state) {
    state->SetBytesProcessed(state->iterations() * static_cast<int64_t>(bytes));
  };
  benchmark::RegisterBenchmark(name.c_str(), [work, report](benchmark::State& state) {
    for (auto _ : state) {
      work();
      benchmark::ClobberMemory();
    }
    report(&state);
  });
  benchmark::RegisterBenchmark((name + "/memcpy").c_str(),
                               [bytes, report](benchmark::State& state) {
                                 // Written to, because untouched pages are all one page.
                                 const Codes from(bytes, 1);
                                 Codes to(bytes, 2);
                                 for (auto _ : state) {
                                   std::memcpy(to.data(), from.data(), bytes);
                                   benchmark::DoNotOptimize(to.data());
                                   benchmark::ClobberMemory();
                                 }
                                 report(&state);
                               });
}

size_t values_of(const leann::PcaProjection& projection) {
  return projection.mean.size() + projection.basis.size();
}
size_t values_of(const leann::RotationProjection&) { return 0; }
size_t values_of(const leann::ScalarQuantiser& quantiser) { return quantiser.levels.size(); }
size_t values_of(const leann::ProductQuantiser& quantiser) { return quantiser.codewords.size(); }

// Approximately what encoding, decoding and preparing a query read of a coder.
size_t bytes_of(const leann::Coder& coder) {
  const auto values = [](const auto& kind) {
    return values_of(kind.projection) + values_of(kind.quantiser);
  };
  return sizeof(float) * (std::visit(values, coder.kind) + coder.scales.values.size());
}

void measure_dot_products(const Floats& vectors, const float* query) {
  const leann::Kernels* kernels = &leann::kernels();
  const float* x = vectors.data();
  constexpr size_t kBytes = sizeof(float) * kDimension;
  measure("dot product, 384 floats", 2 * kBytes,
          [=] { benchmark::DoNotOptimize(kernels->dot(x, query, kDimension)); });
  const auto out = std::make_shared<Floats>(kVectors);
  measure("dot products, 16,000 x 384 floats", (kVectors + 1) * kBytes, [=] {
    kernels->matrix_vector(x, static_cast<int32_t>(kVectors), kDimension, query, out->data());
  });
}

void measure_coder(const std::string& name, const std::shared_ptr<const leann::Coder>& coder,
                   const Floats& vectors, const float* query) {
  const float* x = vectors.data();
  const auto code_bytes = static_cast<size_t>(coder->code_bytes);
  constexpr size_t kVectorBytes = sizeof(float) * kDimension;

  // The vectors' codes, repeated up to a million.
  const auto codes = std::make_shared<Codes>(kScanned * code_bytes);
  const size_t own = kVectors * code_bytes;
  leann::encode(*coder, x, kVectors, 1, codes->data());
  for (size_t i = own; i < codes->size(); ++i) (*codes)[i] = (*codes)[i - own];

  const auto prepared = std::make_shared<const leann::Query>(leann::make_query(*coder, query));
  const auto ids = std::make_shared<std::vector<int32_t>>(kTop);
  const auto scores = std::make_shared<Floats>(kTop);
  measure("scan 1,000,000 codes, " + name, codes->size(), [=] {
    leann::scan_top(*prepared, leann::kernels(), codes->data(), kScanned, nullptr, kTop,
                    ids->data(), scores->data());
  });
  measure("prepare a query, " + name, kVectorBytes + bytes_of(*coder),
          [=] { benchmark::DoNotOptimize(leann::make_query(*coder, query)); });
  const auto encoded = std::make_shared<Codes>(kEncoded * code_bytes);
  measure("encode 1,000 vectors, " + name, kEncoded * kVectorBytes + bytes_of(*coder),
          [=] { leann::encode(*coder, x, kEncoded, 1, encoded->data()); });
  const auto decoded = std::make_shared<Floats>(kEncoded * kDimension);
  measure("decode 1,000 codes, " + name, kEncoded * code_bytes + bytes_of(*coder),
          [=] { leann::decode(*coder, codes->data(), kEncoded, decoded->data()); });
}

// Without a memcpy: training computes far more than it reads.
template <typename Train>
std::shared_ptr<const leann::Coder> measure_training(const std::string& name, Train train) {
  benchmark::RegisterBenchmark(name.c_str(), [train](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(train());
  });
  return std::make_shared<const leann::Coder>(train());
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("simd", leann::kernels().name);

  const Floats vectors = leann::clustered_vectors(kVectors, kDimension, 1);
  const Floats query = leann::clustered_vectors(1, kDimension, 2);
  const float* x = vectors.data();
  measure_dot_products(vectors, query.data());
  const auto transform = measure_training("train on 16,000 vectors, transform 33 B", [x] {
    return leann::train_coder(x, kVectors, kDimension, 33, 1);
  });
  // The size that is shipped for the bundled model.
  const auto product = measure_training("train on 1,000 vectors, product 23 B", [x] {
    return leann::train_product_coder(x, 1000, kDimension, 23, 224, 1);
  });
  measure_coder("transform 33 B", transform, vectors, query.data());
  measure_coder("product 23 B", product, vectors, query.data());
  const auto blind = std::make_shared<const leann::Coder>(leann::blind_coder(kDimension, 4, 1));
  measure_coder("blind 193 B", blind, vectors, query.data());
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
