/*
 * leann: codes for vectors and the scan over them, graphs and the walk over them. The only public
 * header; C99. Long because it is the only one: each function has a line for each parameter.
 *
 * Conventions, which hold for every function unless it says otherwise
 *
 *   1. Ownership   A function with an `out` parameter creates an object. The caller frees it with
 *                  the matching leann_*_free; freeing NULL does nothing. Arrays belong to the
 *                  caller, and none is kept after a call returns.
 *   2. Errors      A function that can fail returns a leann_status. Any of them may return
 *                  LEANN_INVALID_ARGUMENT, LEANN_OUT_OF_MEMORY or LEANN_INTERNAL; others are listed
 *                  under @return. After anything but LEANN_OK outputs are unchanged or zero, and
 *                  leann_last_error() explains the failure in one sentence. Nothing throws, aborts,
 *                  exits or prints. A function without a status does not check its arguments.
 *   3. Threads     Objects are immutable once created: any number of threads may use one at the
 *                  same time. A leann_walk is the exception. Freeing an object while it is in use
 *                  is an error of the caller. leann_last_error() is per thread.
 *   4. Vectors     float32, row-major, n x dimension, finite; else LEANN_INVALID_ARGUMENT names the
 *                  first bad row. Coders normalise each vector to unit length (a zero vector stays
 *                  zero), so codes estimate the COSINE of a passage and a query. Graphs compare
 *                  vectors as they are: for the cosine the caller normalises them.
 *   5. Codes       n x leann_coder_code_bytes() bytes, row-major, without padding or alignment.
 *   6. Parameters  1 <= dimension <= LEANN_MAX_DIMENSION. threads is a number of threads, at most
 *                  65536; 0 means one for each processor. Results do not depend on it.
 *   7. Files       A function that writes a file sets *size to the bytes it takes. With a NULL
 *                  buffer it does nothing else; with capacity < *size it returns
 *                  LEANN_INVALID_ARGUMENT. Equal objects give equal bytes. A function that reads a
 *                  file accepts bytes from any source: every field is checked before it is used.
 *   8. Portability The same input and seed give the same coder and the same codes at every SIMD
 *                  level, within float rounding. Files mean the same on every platform.
 *
 * Coders
 *
 *   transform  Learned. PCA; reverse water-filling gives each principal component 0 to 8 bits, and
 *              a Lloyd-Max quantiser codes it. Components are packed so that none straddles two
 *              bytes. One more byte, the scale byte, holds a log-quantised scale that makes the
 *              estimated inner product unbiased (as in RaBitQ, arXiv 2405.12497).
 *   product    Learned. The first principal components, in groups of equal weight; each byte of a
 *              code names one of its group's 256 codewords (optimised product quantisation, Ge, He,
 *              Ke and Sun, 2013). Then the scale byte. Fewer bytes for the same error, but a larger
 *              coder: for many vectors, or for a coder shared by many collections.
 *   blind      Needs no data. A seeded random rotation, then the same Gaussian Lloyd-Max quantiser
 *              for every component (cf. TurboQuant, arXiv 2504.19874). Then the scale byte.
 *
 *   In all of them the score of a code is a sum of table look-ups, one for each byte:
 *              score = bias + scale(code) * sum_j table[j][code[j]].
 */
#ifndef LEANN_LEANN_H
#define LEANN_LEANN_H

#include <stdint.h>

#if defined(_WIN32)
#define LEANN_API __declspec(dllexport)
#else
#define LEANN_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum leann_status {
  LEANN_OK = 0,
  LEANN_INVALID_ARGUMENT = 1, /* a value outside the range stated here */
  LEANN_CORRUPT = 2,          /* not a file of this kind, or a damaged one */
  LEANN_TOO_OLD = 3,          /* written by a version that is no longer supported */
  LEANN_TOO_NEW = 4,          /* written by a later version */
  LEANN_OUT_OF_MEMORY = 5,
  LEANN_INTERNAL = 6 /* a bug in this library */
} leann_status;

/* How a graph compares vectors. Codes always estimate the cosine. */
typedef enum leann_metric { LEANN_INNER_PRODUCT = 0, LEANN_L2 = 1 } leann_metric;

typedef struct leann_coder leann_coder; /* turns vectors into codes */
typedef struct leann_query leann_query; /* the look-up tables of one query for one coder */
typedef struct leann_graph leann_graph; /* links between near vectors (HNSW) */
typedef struct leann_walk leann_walk;   /* one search in progress over one graph */

#define LEANN_MAX_DIMENSION 4096

/* --- library ----------------------------------------------------------------------------------- */

/*
 * @brief The library's version, for example "0.1.0".
 * @return A static string.
 */
LEANN_API const char* leann_version(void);

/*
 * @brief The SIMD level in use, chosen once: the best that the processor and the operating system
 *        support, or a lower one if the environment variable LEANN_SIMD names it.
 * @return "scalar", "avx2", "avx512" or "neon"; a static string.
 */
LEANN_API const char* leann_simd_level(void);

/*
 * @brief Why the last call on this thread failed.
 * @return One sentence, or "" if it did not fail. Valid until this thread's next call.
 */
LEANN_API const char* leann_last_error(void);

/* --- coders ------------------------------------------------------------------------------------ */

/*
 * @brief Learns a transform coder. Takes O(n d^2 + d^3): about a second for 16,000 x 384 on one
 *        core.
 * @param vectors     n x dimension
 * @param n           number of vectors, >= 16; beyond 65,536 evenly spaced ones are used
 * @param code_bytes  size of a code with its scale byte, 2..1025; capped at dimension + 1, so ask
 *                    leann_coder_code_bytes() for the actual size
 */
LEANN_API leann_status leann_coder_train(const float* vectors, int64_t n, int32_t dimension,
                                         int32_t code_bytes, int32_t threads, leann_coder** out);

/*
 * @brief Learns a product coder. Good ones need thousands of vectors. Takes about a second for
 *        1,000 x 384 on one core.
 * @param vectors     n x dimension
 * @param n           number of vectors, >= 16; beyond 65,536 evenly spaced ones are used
 * @param code_bytes  size of a code with its scale byte, 2..1025; capped at dimension + 1
 * @param components  number of principal components to keep, code_bytes - 1 .. 255 * (code_bytes -
 *                    1); capped at the dimension
 */
LEANN_API leann_status leann_coder_train_product(const float* vectors, int64_t n, int32_t dimension,
                                                 int32_t code_bytes, int32_t components,
                                                 int32_t threads, leann_coder** out);

/*
 * @brief Creates a blind coder. Its codes take ceil(dimension / floor(8 / bits)) + 1 bytes.
 * @param bits  bits per component, 1..8
 * @param seed  of the random rotation
 */
LEANN_API leann_status leann_coder_blind(int32_t dimension, int32_t bits, uint64_t seed,
                                         leann_coder** out);

/*
 * @brief Reads a coder file: a protobuf message, see native/proto/coder.proto.
 * @param data  size bytes
 * @return LEANN_CORRUPT, LEANN_TOO_OLD, LEANN_TOO_NEW
 */
LEANN_API leann_status leann_coder_load(const uint8_t* data, int64_t size, leann_coder** out);

/*
 * @brief Writes a coder file.
 * @param buffer    capacity bytes, or NULL to ask for the size only
 * @param size      receives the size of the file in bytes
 */
LEANN_API leann_status leann_coder_save(const leann_coder* coder, uint8_t* buffer, int64_t capacity,
                                        int64_t* size);

/* @brief Frees a coder. Queries made with it stay valid. */
LEANN_API void leann_coder_free(leann_coder* coder);

/* @return The dimension of the vectors that it encodes. */
LEANN_API int32_t leann_coder_dimension(const leann_coder* coder);

/* @return The size of a code in bytes, 2..4097, its scale byte included. */
LEANN_API int32_t leann_coder_code_bytes(const leann_coder* coder);

/* @return 1 for a transform or product coder, 0 for a blind one. */
LEANN_API int32_t leann_coder_is_learned(const leann_coder* coder);

/* @return The number of vectors that it was given to learn from; 0 for a blind coder. */
LEANN_API int64_t leann_coder_trained_on(const leann_coder* coder);

/*
 * @brief A first guess of a search's error, before any search.
 * @return The root mean square of (estimated - true cosine), 0..2: over pairs of training vectors,
 *         or for a blind coder the value expected for random directions.
 */
LEANN_API float leann_coder_error(const leann_coder* coder);

/* --- codes ------------------------------------------------------------------------------------- */

/*
 * @brief Encodes vectors.
 * @param vectors  n x dimension, of any length
 * @param n        number of vectors, >= 0
 * @param codes    receives n codes
 */
LEANN_API leann_status leann_encode(const leann_coder* coder, const float* vectors, int64_t n,
                                    int32_t threads, uint8_t* codes);

/*
 * @brief Decodes codes to approximate unit vectors. The inner product of one with a unit query is
 *        the query's score for the code. They are not normalised again. Single-threaded.
 * @param codes    n codes, of any bytes
 * @param n        number of codes, >= 0
 * @param vectors  receives n x dimension values
 */
LEANN_API leann_status leann_decode(const leann_coder* coder, const uint8_t* codes, int64_t n,
                                    float* vectors);

/* --- search ------------------------------------------------------------------------------------ */

/*
 * @brief Prepares a query. It does not refer to the coder afterwards.
 * @param vector  the coder's dimension
 */
LEANN_API leann_status leann_query_create(const leann_coder* coder, const float* vector,
                                          leann_query** out);

/* @brief Frees a query. */
LEANN_API void leann_query_free(leann_query* query);

/*
 * @brief Estimates the cosine of the query and some rows.
 * @param codes   n codes of the query's coder
 * @param n       number of codes, 0..2^31 - 1
 * @param ids     count row numbers, each 0..n - 1
 * @param count   >= 0
 * @param scores  receives count values
 */
LEANN_API leann_status leann_score(const leann_query* query, const uint8_t* codes, int64_t n,
                                   const int32_t* ids, int32_t count, float* scores);

/*
 * @brief Finds the rows with the highest estimated cosine: best first, ties by lower id.
 *        Single-threaded.
 * @param codes   n codes of the query's coder
 * @param n       number of codes, 0..2^31 - 1
 * @param accept  NULL for all rows, or a bitset of (n + 63) / 64 words, least significant bit
 *                first: only rows whose bit is set are considered
 * @param top     maximum number of results, >= 1
 * @param ids     receives at most top row numbers
 * @param scores  receives their scores
 * @param found   receives the number of results
 */
LEANN_API leann_status leann_scan(const leann_query* query, const uint8_t* codes, int64_t n,
                                  const uint64_t* accept, int32_t top, int32_t* ids, float* scores,
                                  int32_t* found);

/* --- graphs ------------------------------------------------------------------------------------ */

/*
 * @brief Reads an index file of the Python package LEANN (its HNSW backend), compact or not, with
 *        or without vectors; see docs/formats/upstream-hnsw.md.
 * @param data  size bytes
 * @return LEANN_CORRUPT; LEANN_TOO_NEW for an index of another kind
 */
LEANN_API leann_status leann_graph_read_upstream(const uint8_t* data, int64_t size,
                                                 leann_graph** out);

/*
 * @brief Writes such an index file, compact and without vectors.
 * @param buffer    capacity bytes, or NULL to ask for the size only
 * @param size      receives the size of the file in bytes
 */
LEANN_API leann_status leann_graph_write_upstream(const leann_graph* graph, uint8_t* buffer,
                                                  int64_t capacity, int64_t* size);

/*
 * @brief Builds a graph (HNSW, arXiv 1603.09320) that does not keep the vectors. The same vectors
 *        and seed give the same graph on every platform.
 * @param vectors          n x dimension
 * @param n                number of vectors, 0..2^31 - 2
 * @param m                maximum number of neighbours of a node on each level above 0, 2..512; on
 *                         level 0 it is 2 * m
 * @param ef_construction  number of candidates among which neighbours are chosen, 1..65536
 * @param seed             of the levels and the order of insertion
 */
LEANN_API leann_status leann_graph_build(const float* vectors, int64_t n, int32_t dimension,
                                         leann_metric metric, int32_t m, int32_t ef_construction,
                                         uint64_t seed, int32_t threads, leann_graph** out);

/*
 * @brief Builds a graph over codes, for leann_graph_search: node i stands for code i. Codes are
 *        compared by the cosine of what they decode to. Needs up to n x dimension floats of memory
 *        while it works.
 * @param codes            n codes of the coder
 * @param n                number of codes, 0..2^31 - 2
 * @param m                as in leann_graph_build
 * @param ef_construction  as in leann_graph_build
 * @param low_degree       0 keeps all links; 1..1024 prunes them as leann_graph_prune does with a
 *                         hub_share of 0.02
 * @param seed             as in leann_graph_build
 */
LEANN_API leann_status leann_graph_build_coded(const leann_coder* coder, const uint8_t* codes,
                                               int64_t n, int32_t m, int32_t ef_construction,
                                               int32_t low_degree, uint64_t seed, int32_t threads,
                                               leann_graph** out);

/*
 * @brief Removes links from level 0 (high-degree preserving pruning, arXiv 2506.08276). Higher
 *        levels are copied; vectors are left out. Single-threaded.
 * @param vectors     of the graph's nodes: count x dimension
 * @param low_degree  maximum number of links of a node that is not a hub, 1..1024
 * @param hub_share   share of the nodes, those with the most links, that are hubs, 0..1 (usually
 *                    0.02); a hub keeps up to as many links as the graph's longest list has
 */
LEANN_API leann_status leann_graph_prune(const leann_graph* graph, const float* vectors,
                                         int32_t low_degree, double hub_share, leann_graph** out);

/*
 * @brief Reads a graph file; see docs/formats/graph.md.
 * @param data  size bytes
 * @return LEANN_CORRUPT, LEANN_TOO_OLD, LEANN_TOO_NEW
 */
LEANN_API leann_status leann_graph_load(const uint8_t* data, int64_t size, leann_graph** out);

/*
 * @brief Writes a graph file, without vectors and in about a byte per edge. Asking for the size
 *        takes as long as writing. Loading it gives the same nodes, with lists sorted and free of
 *        duplicates.
 * @param buffer    capacity bytes, or NULL to ask for the size only
 * @param size      receives the size of the file in bytes
 */
LEANN_API leann_status leann_graph_save(const leann_graph* graph, uint8_t* buffer, int64_t capacity,
                                        int64_t* size);

/* @brief Frees a graph. No walk over it may be in progress. */
LEANN_API void leann_graph_free(leann_graph* graph);

/* @return The number of nodes, which are 0 .. count - 1. */
LEANN_API int32_t leann_graph_count(const leann_graph* graph);

/* @return The dimension of the nodes' vectors. */
LEANN_API int32_t leann_graph_dimension(const leann_graph* graph);

/* @return How the nodes' vectors are compared. */
LEANN_API leann_metric leann_graph_metric(const leann_graph* graph);

/* @return The number of directed edges on all levels. */
LEANN_API int64_t leann_graph_edges(const leann_graph* graph);

/* @return 1 if the graph has its nodes' vectors, else 0. */
LEANN_API int32_t leann_graph_has_vectors(const leann_graph* graph);

/*
 * @brief The nodes that most lists of neighbours name: most first, ties by lower number. Walks
 *        visit these most often, so a caller may want to keep their vectors.
 * @param count  number of nodes wanted, 0..the graph's
 * @param nodes  receives count nodes
 */
LEANN_API leann_status leann_graph_hubs(const leann_graph* graph, int32_t count, int32_t* nodes);

/*
 * @brief Copies vectors out of a graph that has them.
 * @param nodes    count nodes
 * @param count    >= 0
 * @param vectors  receives count x dimension values
 * @return LEANN_INVALID_ARGUMENT if the graph has no vectors
 */
LEANN_API leann_status leann_graph_vectors(const leann_graph* graph, const int32_t* nodes,
                                           int32_t count, float* vectors);

/*
 * @brief Like leann_scan, but a best-first search of the graph, which scores only the codes that it
 *        visits and may therefore miss some of the best. Scans instead if the search would score at
 *        least as many codes as are accepted, or if it reaches fewer than top of them.
 *        Single-threaded.
 * @param query       for the coder that the codes are of
 * @param codes       n codes, code i being node i's
 * @param n           number of codes, which must be the graph's count
 * @param accept      as in leann_scan
 * @param top         as in leann_scan
 * @param complexity  number of nearest accepted nodes kept while searching, >= 1; top if that is
 *                    more
 * @param ids         as in leann_scan
 * @param scores      as in leann_scan
 * @param found       as in leann_scan
 * @param visited     receives the number of codes scored
 */
LEANN_API leann_status leann_graph_search(const leann_graph* graph, const leann_query* query,
                                          const uint8_t* codes, int64_t n, const uint64_t* accept,
                                          int32_t top, int32_t complexity, int32_t* ids,
                                          float* scores, int32_t* found, int64_t* visited);

/* --- walks -------------------------------------------------------------------------------------- */

/*
 * @brief Starts a search for the nearest nodes of a graph whose vectors the caller has or computes.
 *        As long as leann_walk_wanted() names nodes, leann_walk_provide() takes their vectors; then
 *        leann_walk_found() gives the result. Only one thread may use a walk at a time.
 * @param graph       must outlive the walk
 * @param query       the graph's dimension
 * @param k           maximum number of results, >= 1
 * @param complexity  number of nearest nodes kept while searching, >= 1 (efSearch in faiss)
 * @param batch       number of vectors to ask for at a time if that many are of use, >= 1; more
 *                    than 1 visits further nodes before it stops for vectors, 1 searches exactly as
 *                    faiss does
 */
LEANN_API leann_status leann_walk_create(const leann_graph* graph, const float* query, int32_t k,
                                         int32_t complexity, int32_t batch, leann_walk** out);

/* @brief Frees a walk, finished or not. */
LEANN_API void leann_walk_free(leann_walk* walk);

/* @return The number of vectors that the walk needs next; 0 when it is done. */
LEANN_API int32_t leann_walk_wanted_count(const leann_walk* walk);

/*
 * @brief The nodes whose vectors the walk needs next. A walk asks for each node at most once.
 * @return leann_walk_wanted_count() nodes. The walk's own, until the next leann_walk_provide().
 */
LEANN_API const int32_t* leann_walk_wanted(const leann_walk* walk);

/*
 * @brief Takes the vectors that the walk needs and continues the search.
 * @param vectors  leann_walk_wanted_count() x dimension, in the order of leann_walk_wanted()
 * @return LEANN_INVALID_ARGUMENT if the walk is done
 */
LEANN_API leann_status leann_walk_provide(leann_walk* walk, const float* vectors);

/* @return The number of vectors provided so far. */
LEANN_API int64_t leann_walk_recomputed(const leann_walk* walk);

/*
 * @brief The result of a walk that is done: best first.
 * @param nodes   receives at most k nodes
 * @param scores  receives their scores: the inner product, or the negated squared distance
 * @param found   receives the number of results
 * @return LEANN_INVALID_ARGUMENT if the walk is not done
 */
LEANN_API leann_status leann_walk_found(const leann_walk* walk, int32_t* nodes, float* scores,
                                        int32_t* found);

#ifdef __cplusplus
}
#endif

#endif /* LEANN_LEANN_H */
