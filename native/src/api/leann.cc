// The C ABI: checks arguments, calls the engine, turns exceptions into statuses.
#include "leann/leann.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#include "base/error.h"
#include "base/vectors.h"
#include "coder/blind.h"
#include "coder/coder_file.h"
#include "coder/encode.h"
#include "coder/train.h"
#include "graph/build.h"
#include "graph/coded_build.h"
#include "graph/coded_search.h"
#include "graph/graph.h"
#include "graph/hubs.h"
#include "graph/packed.h"
#include "graph/prune.h"
#include "graph/walk.h"
#include "scan/query.h"
#include "scan/scan.h"
#include "simd/kernels.h"
#include "upstream/hnsw_file.h"

struct leann_coder {
  std::unique_ptr<const leann::Coder> coder;
};

struct leann_query {
  std::unique_ptr<const leann::Query> query;
};

struct leann_graph {
  leann::Graph graph;
};

struct leann_walk {
  const leann::Graph* graph;
  leann::Walk walk;
};

namespace {

using leann::invalid_argument;

// A plain array, so that keeping a message needs no memory that may be lacking.
thread_local char last_error[512] = "";

void keep_error(const char* message) {
  std::strncpy(last_error, message, sizeof last_error - 1);
  last_error[sizeof last_error - 1] = '\0';
}

// Runs what an entry point does; nothing thrown leaves it.
template <typename Work>
leann_status guarded(Work work) noexcept {
  last_error[0] = '\0';
  try {
    work();
    return LEANN_OK;
  } catch (const leann::Error& error) {
    keep_error(error.what());
    return error.status();
  } catch (const std::bad_alloc&) {
    keep_error("not enough memory");
    return LEANN_OUT_OF_MEMORY;
  } catch (const std::length_error&) {
    keep_error("not enough memory");
    return LEANN_OUT_OF_MEMORY;
  } catch (const std::exception& error) {
    keep_error(error.what());
    return LEANN_INTERNAL;
  } catch (...) {
    keep_error("an unknown failure");
    return LEANN_INTERNAL;
  }
}

void require_not_null(const void* pointer, const char* name) {
  if (pointer == nullptr) throw invalid_argument(std::string(name) + " is null");
}

void require_range(int64_t value, int64_t low, int64_t high, const char* name) {
  if (value < low || value > high) {
    throw invalid_argument(std::string(name) + " is " + std::to_string(value) + ", not in " +
                           std::to_string(low) + ".." + std::to_string(high));
  }
}

void require_rows(const void* rows, int64_t n, const char* name) {
  require_range(n, 0, INT64_MAX / (4 * LEANN_MAX_DIMENSION), "n");
  if (n > 0) require_not_null(rows, name);
}

void require_threads(int32_t threads) { require_range(threads, 0, 1 << 16, "threads"); }

void require_training(const float* vectors, int64_t n, int32_t dimension, int32_t code_bytes,
                      int32_t threads, leann_coder** out) {
  require_not_null(out, "out");
  *out = nullptr;
  require_range(dimension, 1, LEANN_MAX_DIMENSION, "dimension");
  require_range(code_bytes, 2, 1025, "code_bytes");
  require_threads(threads);
  if (n < 16) {
    throw invalid_argument("a coder needs at least 16 vectors to learn from, not " +
                           std::to_string(n));
  }
  require_rows(vectors, n, "vectors");
  leann::check_finite(vectors, n, dimension, threads);
}

leann::BuildOptions build_options(int32_t m, int32_t ef_construction, uint64_t seed,
                                  int32_t threads) {
  require_range(m, 2, leann::kMostM, "m");
  require_range(ef_construction, 1, 1 << 16, "ef_construction");
  require_threads(threads);
  leann::BuildOptions options;
  options.m = m;
  options.ef_construction = ef_construction;
  options.seed = seed;
  options.threads = threads;
  return options;
}

leann_coder* hand_out(std::unique_ptr<const leann::Coder> coder) {
  auto handle = std::make_unique<leann_coder>();
  handle->coder = std::move(coder);
  return handle.release();
}

// Hands a file to a caller who may first ask for its size.
template <typename File>
void write_out(const File& file, const char* name, uint8_t* buffer, int64_t capacity,
               int64_t* size) {
  *size = static_cast<int64_t>(file.size());
  if (buffer == nullptr) return;
  if (capacity < *size) {
    throw invalid_argument(std::string(name) + " takes " + std::to_string(file.size()) +
                           " bytes, the buffer holds " + std::to_string(capacity));
  }
  std::memcpy(buffer, file.data(), file.size());
}

constexpr int64_t kMostRows = INT32_MAX;  // so that a row's number is an int32_t

}  // namespace

const char* leann_version(void) { return LEANN_VERSION; }

const char* leann_simd_level(void) { return leann::kernels().name; }

const char* leann_last_error(void) { return last_error; }

leann_status leann_coder_train(const float* vectors, int64_t n, int32_t dimension,
                               int32_t code_bytes, int32_t threads, leann_coder** out) {
  return guarded([&] {
    require_training(vectors, n, dimension, code_bytes, threads, out);
    *out = hand_out(leann::train_coder(vectors, n, dimension, code_bytes, threads));
  });
}

leann_status leann_coder_train_product(const float* vectors, int64_t n, int32_t dimension,
                                       int32_t code_bytes, int32_t components, int32_t threads,
                                       leann_coder** out) {
  return guarded([&] {
    require_training(vectors, n, dimension, code_bytes, threads, out);
    require_range(components, code_bytes - 1, 255 * (code_bytes - 1), "components");
    *out = hand_out(
        leann::train_product_coder(vectors, n, dimension, code_bytes, components, threads));
  });
}

leann_status leann_coder_blind(int32_t dimension, int32_t bits, uint64_t seed, leann_coder** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_range(dimension, 1, LEANN_MAX_DIMENSION, "dimension");
    require_range(bits, 1, leann::kMaxBits, "bits");
    *out = hand_out(leann::blind_coder(dimension, bits, seed));
  });
}

leann_status leann_coder_load(const uint8_t* data, int64_t size, leann_coder** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_range(size, 0, INT64_MAX, "size");
    if (size > 0) require_not_null(data, "data");
    *out = hand_out(leann::read_coder(data, static_cast<size_t>(size)));
  });
}

leann_status leann_coder_save(const leann_coder* coder, uint8_t* buffer, int64_t capacity,
                              int64_t* size) {
  return guarded([&] {
    require_not_null(coder, "coder");
    require_not_null(size, "size");
    write_out(leann::write_coder(*coder->coder), "the coder file", buffer, capacity, size);
  });
}

void leann_coder_free(leann_coder* coder) { delete coder; }

int32_t leann_coder_dimension(const leann_coder* coder) { return coder->coder->dimension; }

int32_t leann_coder_code_bytes(const leann_coder* coder) { return coder->coder->code_bytes; }

int32_t leann_coder_is_learned(const leann_coder* coder) { return coder->coder->learned ? 1 : 0; }

int64_t leann_coder_trained_on(const leann_coder* coder) { return coder->coder->trained_on; }

float leann_coder_error(const leann_coder* coder) { return coder->coder->error; }

leann_status leann_encode(const leann_coder* coder, const float* vectors, int64_t n,
                          int32_t threads, uint8_t* codes) {
  return guarded([&] {
    require_not_null(coder, "coder");
    require_threads(threads);
    require_rows(vectors, n, "vectors");
    require_rows(codes, n, "codes");
    leann::check_finite(vectors, n, coder->coder->dimension, threads);
    leann::encode(*coder->coder, vectors, n, threads, codes);
  });
}

leann_status leann_decode(const leann_coder* coder, const uint8_t* codes, int64_t n,
                          float* vectors) {
  return guarded([&] {
    require_not_null(coder, "coder");
    require_rows(codes, n, "codes");
    require_rows(vectors, n, "vectors");
    leann::decode(*coder->coder, codes, n, vectors);
  });
}

leann_status leann_query_create(const leann_coder* coder, const float* vector, leann_query** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_not_null(coder, "coder");
    require_not_null(vector, "vector");
    leann::check_finite(vector, 1, coder->coder->dimension, 1);
    auto handle = std::make_unique<leann_query>();
    handle->query = leann::make_query(*coder->coder, vector);
    *out = handle.release();
  });
}

void leann_query_free(leann_query* query) { delete query; }

leann_status leann_score(const leann_query* query, const uint8_t* codes, int64_t n,
                         const int32_t* ids, int32_t count, float* scores) {
  return guarded([&] {
    require_not_null(query, "query");
    require_range(n, 0, kMostRows, "n");
    require_rows(codes, n, "codes");
    require_range(count, 0, INT32_MAX, "count");
    if (count > 0) {
      require_not_null(ids, "ids");
      require_not_null(scores, "scores");
    }
    for (int32_t i = 0; i < count; ++i) {
      if (ids[i] < 0 || ids[i] >= n) {
        throw invalid_argument("ids[" + std::to_string(i) + "] is " + std::to_string(ids[i]) +
                               ", but there are " + std::to_string(n) + " codes");
      }
    }
    leann::score_rows(*query->query, leann::kernels(), codes, ids, count, scores);
  });
}

leann_status leann_scan(const leann_query* query, const uint8_t* codes, int64_t n,
                        const uint64_t* accept, int32_t top, int32_t* ids, float* scores,
                        int32_t* found) {
  return guarded([&] {
    require_not_null(found, "found");
    *found = 0;
    require_not_null(query, "query");
    require_range(n, 0, kMostRows, "n");
    require_rows(codes, n, "codes");
    require_range(top, 1, INT32_MAX, "top");
    require_not_null(ids, "ids");
    require_not_null(scores, "scores");
    *found = leann::scan_top(*query->query, leann::kernels(), codes, n, accept, top, ids, scores);
  });
}

// --- graphs ----------------------------------------------------------------------------------------

leann_status leann_graph_read_upstream(const uint8_t* data, int64_t size, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_range(size, 0, INT64_MAX, "size");
    if (size > 0) require_not_null(data, "data");
    *out = new leann_graph{leann::read_hnsw_file(data, size)};
  });
}

leann_status leann_graph_write_upstream(const leann_graph* graph, uint8_t* buffer, int64_t capacity,
                                        int64_t* size) {
  return guarded([&] {
    require_not_null(size, "size");
    *size = 0;
    require_not_null(graph, "graph");
    write_out(leann::write_hnsw_file(graph->graph), "the index file", buffer, capacity, size);
  });
}

leann_status leann_graph_build(const float* vectors, int64_t n, int32_t dimension,
                               leann_metric metric, int32_t m, int32_t ef_construction,
                               uint64_t seed, int32_t threads, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_range(dimension, 1, LEANN_MAX_DIMENSION, "dimension");
    require_range(n, 0, kMostRows - 1, "n");
    require_rows(vectors, n, "vectors");
    require_range(metric, LEANN_INNER_PRODUCT, LEANN_L2, "metric");
    const leann::BuildOptions options = build_options(m, ef_construction, seed, threads);
    leann::check_finite(vectors, n, dimension, threads);
    const leann::Space space{vectors, dimension, metric};
    *out = new leann_graph{leann::build_graph(space, static_cast<int32_t>(n), options)};
  });
}

leann_status leann_graph_build_coded(const leann_coder* coder, const uint8_t* codes, int64_t n,
                                     int32_t m, int32_t ef_construction, int32_t low_degree,
                                     uint64_t seed, int32_t threads, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_not_null(coder, "coder");
    require_range(n, 0, kMostRows - 1, "n");
    require_rows(codes, n, "codes");
    require_range(low_degree, 0, 2 * leann::kMostM, "low_degree");
    *out = new leann_graph{
        leann::build_coded_graph(*coder->coder, codes, static_cast<int32_t>(n), low_degree,
                                 build_options(m, ef_construction, seed, threads))};
  });
}

leann_status leann_graph_prune(const leann_graph* graph, const float* vectors, int32_t low_degree,
                               double hub_share, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_not_null(graph, "graph");
    const leann::Graph& whole = graph->graph;
    require_rows(vectors, whole.count(), "vectors");
    require_range(low_degree, 1, 2 * leann::kMostM, "low_degree");
    if (!(hub_share >= 0 && hub_share <= 1)) {
      throw invalid_argument("hub_share is " + std::to_string(hub_share) + ", not within 0..1");
    }
    leann::check_finite(vectors, whole.count(), whole.dimension, 1);
    const leann::Space space{vectors, whole.dimension, whole.metric};
    *out = new leann_graph{leann::prune_graph(space, whole, low_degree, hub_share)};
  });
}

leann_status leann_graph_load(const uint8_t* data, int64_t size, leann_graph** out) {
  return guarded([&] {
    require_not_null(out, "out");
    *out = nullptr;
    require_range(size, 0, INT64_MAX, "size");
    if (size > 0) require_not_null(data, "data");
    *out = new leann_graph{leann::read_graph_file(data, static_cast<size_t>(size))};
  });
}

leann_status leann_graph_save(const leann_graph* graph, uint8_t* buffer, int64_t capacity,
                              int64_t* size) {
  return guarded([&] {
    require_not_null(graph, "graph");
    require_not_null(size, "size");
    write_out(leann::write_graph_file(graph->graph), "the graph file", buffer, capacity, size);
  });
}

void leann_graph_free(leann_graph* graph) { delete graph; }

int32_t leann_graph_count(const leann_graph* graph) { return graph->graph.count(); }

int32_t leann_graph_dimension(const leann_graph* graph) { return graph->graph.dimension; }

leann_metric leann_graph_metric(const leann_graph* graph) { return graph->graph.metric; }

int64_t leann_graph_edges(const leann_graph* graph) {
  return static_cast<int64_t>(graph->graph.neighbours.size());
}

int32_t leann_graph_has_vectors(const leann_graph* graph) {
  return graph->graph.vectors.empty() ? 0 : 1;
}

leann_status leann_graph_hubs(const leann_graph* graph, int32_t count, int32_t* nodes) {
  return guarded([&] {
    require_not_null(graph, "graph");
    require_range(count, 0, graph->graph.count(), "count");
    require_rows(nodes, count, "nodes");
    const std::vector<int32_t> hubs = leann::find_hubs(graph->graph, count);
    std::copy(hubs.begin(), hubs.end(), nodes);
  });
}

leann_status leann_graph_vectors(const leann_graph* graph, const int32_t* nodes, int32_t count,
                                 float* vectors) {
  return guarded([&] {
    require_not_null(graph, "graph");
    require_rows(nodes, count, "nodes");
    require_rows(vectors, count, "vectors");
    if (count > 0 && graph->graph.vectors.empty()) {
      throw invalid_argument("the graph holds no vectors");
    }
    for (int32_t i = 0; i < count; ++i) {
      require_range(nodes[i], 0, int64_t{graph->graph.count()} - 1, "a node");
    }
    const auto dimension = static_cast<size_t>(graph->graph.dimension);
    for (int32_t i = 0; i < count; ++i) {
      std::memcpy(vectors + static_cast<size_t>(i) * dimension,
                  &graph->graph.vectors[static_cast<size_t>(nodes[i]) * dimension],
                  dimension * sizeof(float));
    }
  });
}

leann_status leann_graph_search(const leann_graph* graph, const leann_query* query,
                                const uint8_t* codes, int64_t n, const uint64_t* accept,
                                int32_t top, int32_t complexity, int32_t* ids, float* scores,
                                int32_t* found, int64_t* visited) {
  return guarded([&] {
    require_not_null(found, "found");
    *found = 0;
    require_not_null(visited, "visited");
    *visited = 0;
    require_not_null(graph, "graph");
    require_not_null(query, "query");
    if (n != graph->graph.count()) {
      throw invalid_argument("there are " + std::to_string(n) + " codes for " +
                             std::to_string(graph->graph.count()) + " nodes");
    }
    require_rows(codes, n, "codes");
    require_range(top, 1, INT32_MAX, "top");
    require_range(complexity, 1, INT32_MAX, "complexity");
    require_not_null(ids, "ids");
    require_not_null(scores, "scores");
    *found = leann::search_top(graph->graph, *query->query, leann::kernels(), codes, accept, top,
                               complexity, ids, scores, visited);
  });
}

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
    leann::check_finite(query, 1, dimension, 1);
    *out = new leann_walk{&graph->graph,
                          leann::Walk(graph->graph, std::vector<float>(query, query + dimension), k,
                                      complexity, batch)};
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
    if (wanted == 0) throw invalid_argument("the walk wants no vectors");
    require_not_null(vectors, "vectors");
    leann::check_finite(vectors, wanted, walk->graph->dimension, 1);
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
    if (!walk->walk.wanted().empty()) throw invalid_argument("the walk is not done");
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
