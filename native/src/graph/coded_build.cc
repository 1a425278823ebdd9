#include "graph/coded_build.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "base/parallel.h"
#include "base/vectors.h"
#include "coder/encode.h"
#include "graph/prune.h"

namespace leann {
namespace {

// Unit vectors with the same inner products as what the codes decode to, but shorter: the components
// that a coder keeps are all in which these differ, and what else its mean has is one value for all.
class ComponentVectors {
 public:
  explicit ComponentVectors(const Coder& coder)
      : coder_(coder), mean_(static_cast<size_t>(dimension())) {
    if (!coder.learned) return;
    coder.project(coder.mean.data(), mean_.data());
    double rest = 0;
    for (float value : coder.mean) rest += static_cast<double>(value) * value;
    for (float value : mean_) rest -= static_cast<double>(value) * value;
    mean_.back() = static_cast<float>(std::sqrt(std::max(0.0, rest)));
  }

  int32_t dimension() const { return coder_.components() + (coder_.learned ? 1 : 0); }

  std::vector<float> of(const uint8_t* codes, int32_t n, int32_t threads) const {
    const auto d = static_cast<size_t>(dimension());
    std::vector<float> vectors(static_cast<size_t>(n) * d);
    parallel_for(n, 256, threads, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        float* vector = &vectors[static_cast<size_t>(row) * d];
        decode_components(coder_, codes + row * coder_.code_bytes, vector);
        for (size_t i = 0; i < d; ++i) vector[i] += mean_[i];
        normalise(vector, dimension(), vector);
      }
    });
    return vectors;
  }

 private:
  const Coder& coder_;
  std::vector<float> mean_;
};

}  // namespace

Graph build_coded_graph(const Coder& coder, const uint8_t* codes, int32_t n, int32_t low_degree,
                        const BuildOptions& options) {
  const ComponentVectors components(coder);
  const std::vector<float> vectors = components.of(codes, n, options.threads);
  const Space space{vectors.data(), components.dimension(), LEANN_INNER_PRODUCT};
  Graph graph = build_graph(space, n, options);
  if (low_degree > 0) graph = prune_graph(space, graph, low_degree, kHubShare);
  graph.dimension = coder.dimension;
  return graph;
}

}  // namespace leann
