#include "graph/coded_build.h"

#include <cstddef>
#include <vector>

#include "base/parallel.h"
#include "base/vectors.h"
#include "graph/prune.h"

namespace leann {
namespace {

// Unit vectors with the same inner products as the decoded vectors at unit length, but shorter: the
// components that the coder keeps, and one value for the part of its mean that they do not have.
std::vector<float> component_vectors(const Coder& coder, const std::vector<float>& mean,
                                     const uint8_t* codes, int32_t n, int32_t threads) {
  const size_t d = mean.size();
  std::vector<float> vectors(static_cast<size_t>(n) * d);
  parallel_for(n, 256, threads, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      float* vector = &vectors[static_cast<size_t>(row) * d];
      coder.decode_components(codes + row * coder.code_bytes, vector);
      for (size_t i = 0; i < d; ++i) vector[i] += mean[i];
      normalise(vector, static_cast<int32_t>(d), vector);
    }
  });
  return vectors;
}

}  // namespace

Graph build_coded_graph(const Coder& coder, const uint8_t* codes, int32_t n, int32_t low_degree,
                        const BuildOptions& options) {
  const std::vector<float> mean = coder.mean_components();
  const std::vector<float> vectors = component_vectors(coder, mean, codes, n, options.threads);
  const Space space{vectors.data(), static_cast<int32_t>(mean.size()), LEANN_INNER_PRODUCT};
  Graph graph = build_graph(space, n, options);
  if (low_degree > 0) graph = prune_graph(space, graph, low_degree, kHubShare);
  graph.dimension = coder.dimension;
  return graph;
}

}  // namespace leann
