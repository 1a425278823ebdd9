// Walks.
#include <vector>

#include "api/call.h"
#include "api/handles.h"
#include "base/vectors.h"

using namespace leann;  // which the functions of the C ABI are not in

leann_status leann_walk_create(const leann_graph* graph, const float* query, int32_t k,
                               int32_t complexity, int32_t batch, leann_walk** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_not_null(graph, "graph");
    require_not_null(query, "query");
    require_range(k, 1, INT32_MAX, "k");
    require_range(complexity, 1, INT32_MAX, "complexity");
    require_range(batch, 1, INT32_MAX, "batch");
    const int32_t dimension = graph->graph.dimension;
    check_finite(query, 1, dimension, 1);
    *out = new leann_walk{
        &graph->graph,
        Walk(graph->graph, std::vector<float>(query, query + dimension), k, complexity, batch)};
  });
}

void leann_walk_free(leann_walk* walk) { delete walk; }

int32_t leann_walk_wanted_count(const leann_walk* walk) {
  return static_cast<int32_t>(walk->walk.wanted().size());
}

const int32_t* leann_walk_wanted(const leann_walk* walk) { return walk->walk.wanted().data(); }

leann_status leann_walk_provide(leann_walk* walk, const float* vectors) {
  return guarded([&] {
    require_not_null(walk, "walk");
    const auto wanted = static_cast<int64_t>(walk->walk.wanted().size());
    if (wanted == 0) throw invalid_argument("the walk is done and needs no vectors");
    require_not_null(vectors, "vectors");
    check_finite(vectors, wanted, walk->graph->dimension, 1);
    walk->walk.provide(vectors);
  });
}

int64_t leann_walk_recomputed(const leann_walk* walk) { return walk->walk.recomputed(); }

leann_status leann_walk_found(const leann_walk* walk, int32_t* nodes, float* scores,
                              int32_t* found) {
  return guarded([&] {
    require_not_null(found, "found");
    *found = 0;
    require_not_null(walk, "walk");
    if (!walk->walk.wanted().empty()) throw invalid_argument("the walk still needs vectors");
    const auto best = walk->walk.found();
    if (!best.empty()) {
      require_not_null(nodes, "nodes");
      require_not_null(scores, "scores");
    }
    for (size_t i = 0; i < best.size(); ++i) {
      nodes[i] = best[i].second;
      scores[i] = -best[i].first;
    }
    *found = static_cast<int32_t>(best.size());
  });
}
