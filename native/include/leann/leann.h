/*
 * leann: codes for vectors and the scan over them, graphs and the walk over them. The only public
 * header; C99.
 *
 * Conventions
 *   Ownership  Every leann_*_create/train/blind/load/read/build/prune that succeeds gives an object that the caller
 *              frees with the matching *_free; freeing NULL is allowed. Arrays belong to the caller;
 *              none is kept after a call returns.
 *   Errors     Every function that can fail returns a leann_status; on anything but LEANN_OK outputs
 *              are untouched (or zeroed) and leann_last_error() explains it in one sentence. Nothing
 *              throws, aborts, exits or prints.
 *   Threads    Objects are immutable once made: any number of threads may use one at the same time.
 *              Freeing one while it is in use is the caller's error. leann_last_error() is per thread.
 *   Vectors    float32, row-major, n x dimension. Finite, else LEANN_INVALID_ARGUMENT names the row.
 *              The engine normalises each vector to unit length first (a zero vector stays zero):
 *              codes estimate the COSINE of a passage and a query.
 *   Codes      n x leann_coder_code_bytes(coder) bytes, row-major, no padding, no alignment needed.
 *   Portability  The same input and seed give the same coder and codes at every SIMD level within
 *              float rounding; a coder file is read alike on every platform.
 *
 * The coders
 *   transform  Learned. PCA; reverse water-filling gives each principal component 0 to 8 bits, a
 *              Lloyd-Max quantiser codes it; components are packed so that none straddles a byte;
 *              one more byte holds a scale, log-quantised, chosen so that the estimated inner product
 *              is unbiased (as RaBitQ does, arXiv 2405.12497).
 *   product    Learned. The first principal components in groups of equal weight; each byte of a code
 *              names one of its group's 256 codewords (optimised product quantisation, Ge, He, Ke and
 *              Sun, 2013), and the scale byte as above. Fewer bytes for the same error, but a larger
 *              coder: for many vectors, or for many collections.
 *   blind      Needs no data: a random rotation (seeded), then the same Gaussian Lloyd-Max quantiser
 *              for every component, and the scale byte (cf. TurboQuant, arXiv 2504.19874).
 *   All make the score of a code a sum of table look-ups, one per byte:
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
  LEANN_CORRUPT = 2,          /* bytes that are no such file, or damaged */
  LEANN_TOO_OLD = 3,          /* written by a version no longer read */
  LEANN_TOO_NEW = 4,          /* written by a later version */
  LEANN_OUT_OF_MEMORY = 5,
  LEANN_INTERNAL = 6 /* a defect of this library */
} leann_status;

/* How graphs compare. Codes always estimate the cosine. */
typedef enum leann_metric { LEANN_INNER_PRODUCT = 0, LEANN_L2 = 1 } leann_metric;

typedef struct leann_coder leann_coder; /* how vectors become codes */
typedef struct leann_query leann_query; /* one query's look-up tables for one coder */
typedef struct leann_graph leann_graph; /* who is near whom (HNSW) */
typedef struct leann_walk leann_walk;   /* one search over one graph, under way */

#define LEANN_MAX_DIMENSION 4096

/* The library's version, for example "0.1.0". Static. */
LEANN_API const char* leann_version(void);

/* The SIMD level in use: "scalar", "avx2", "avx512" or "neon". Chosen once, from what the processor
 * and the system support, capped by the environment variable LEANN_SIMD if it names a lower one. */
LEANN_API const char* leann_simd_level(void);

/* Why the last call on this thread failed; "" if none did. Valid until this thread's next call. */
LEANN_API const char* leann_last_error(void);

/* --- coders ------------------------------------------------------------------------------------ */

/* Learns a transform coder from n >= 16 vectors, 1 <= dimension <= LEANN_MAX_DIMENSION.
 * code_bytes (2..1025) counts the scale byte; it is capped at dimension + 1 and the coder's real
 * size is leann_coder_code_bytes(). threads >= 1; 0 means all processors.
 * Time is O(n d^2 + d^3): about a second for 16,000 x 384 on one core. */
LEANN_API leann_status leann_coder_train(const float* vectors, int64_t n, int32_t dimension,
                                         int32_t code_bytes, int32_t threads, leann_coder** out);

/* Learns a product coder of the first `components` principal components, code_bytes - 1 <= components
 * <= 255 * (code_bytes - 1); both are capped by the dimension. All else as above, but that thousands
 * of vectors make a good coder; time is about a second for 1,000 x 384 on one core. */
LEANN_API leann_status leann_coder_train_product(const float* vectors, int64_t n, int32_t dimension,
                                                 int32_t code_bytes, int32_t components,
                                                 int32_t threads, leann_coder** out);

/* Makes a blind coder with 1..8 bits a component; codes take ceil(dimension * bits / 8) + 1 bytes,
 * more where components of 3, 5, 6 or 7 bits leave bytes partly empty. */
LEANN_API leann_status leann_coder_blind(int32_t dimension, int32_t bits, uint64_t seed,
                                         leann_coder** out);

/* Reads a coder file: a protobuf message, see native/proto/coder.proto. The bytes may come from
 * anywhere: every field is checked before use. */
LEANN_API leann_status leann_coder_load(const uint8_t* data, int64_t size, leann_coder** out);

/* Writes the coder file. *size receives the bytes needed; with buffer NULL nothing else happens,
 * with capacity < *size it is LEANN_INVALID_ARGUMENT. Deterministic: equal coders, equal bytes. */
LEANN_API leann_status leann_coder_save(const leann_coder* coder, uint8_t* buffer, int64_t capacity,
                                        int64_t* size);

LEANN_API void leann_coder_free(leann_coder* coder);

LEANN_API int32_t leann_coder_dimension(const leann_coder* coder);
LEANN_API int32_t leann_coder_code_bytes(const leann_coder* coder);
LEANN_API int32_t leann_coder_is_learned(const leann_coder* coder); /* 0 blind, else 1 */
LEANN_API int64_t leann_coder_trained_on(const leann_coder* coder); /* vectors; 0 for blind */

/* Root mean square of (estimated - true cosine) over pairs of training vectors; for blind the value
 * expected for random directions. A first guess of a search's error before it has seen any. */
LEANN_API float leann_coder_error(const leann_coder* coder);

/* --- codes ------------------------------------------------------------------------------------- */

/* Encodes n >= 0 vectors into n * code_bytes bytes. threads as in leann_coder_train. */
LEANN_API leann_status leann_encode(const leann_coder* coder, const float* vectors, int64_t n,
                                    int32_t threads, uint8_t* codes);

/* The approximate unit vectors of n >= 0 codes, n x dimension; their inner product with a unit query
 * is the query's score. Not re-normalised. */
LEANN_API leann_status leann_decode(const leann_coder* coder, const uint8_t* codes, int64_t n,
                                    float* vectors);

/* --- search ------------------------------------------------------------------------------------ */

/* Prepares a query of the coder's dimension. Does not keep a reference to the coder. */
LEANN_API leann_status leann_query_create(const leann_coder* coder, const float* vector,
                                          leann_query** out);

LEANN_API void leann_query_free(leann_query* query);

/* The estimated cosine of each of the count rows named by ids (0 <= id < n). */
LEANN_API leann_status leann_score(const leann_query* query, const uint8_t* codes, int64_t n,
                                   const int32_t* ids, int32_t count, float* scores);

/* The top rows (1 <= top) of 0 <= n <= 2^31-1 codes by estimated cosine, best first, ties by lower
 * id. accept, if not NULL, is a bitset of at least (n + 63) / 64 words, least significant bit first:
 * only rows whose bit is set are considered. Writes at most top ids and scores and their number to
 * *found. Single-threaded. */
LEANN_API leann_status leann_scan(const leann_query* query, const uint8_t* codes, int64_t n,
                                  const uint64_t* accept, int32_t top, int32_t* ids, float* scores,
                                  int32_t* found);

/* --- graphs ------------------------------------------------------------------------------------ */

/* Reads an index file of the Python package LEANN (its HNSW backend), compact or not, with vectors or
 * without; see docs/formats/upstream-hnsw.md. The bytes may come from anywhere: every count, offset
 * and node is checked. LEANN_TOO_NEW: an index of another kind. */
LEANN_API leann_status leann_graph_read_upstream(const uint8_t* data, int64_t size,
                                                 leann_graph** out);

/* Writes such a file, compact and without vectors. *size receives the bytes needed; with buffer NULL
 * nothing else happens, with capacity < *size it is LEANN_INVALID_ARGUMENT. */
LEANN_API leann_status leann_graph_write_upstream(const leann_graph* graph, uint8_t* buffer,
                                                  int64_t capacity, int64_t* size);

/* Builds a graph (HNSW, arXiv 1603.09320) of 0 <= n <= 2^31-2 vectors, 1 <= dimension <=
 * LEANN_MAX_DIMENSION, compared as they are: for cosine the caller normalises. It holds no vectors.
 * m (2..512) is the most neighbours of a node above level 0, where it is 2 m; each is chosen among
 * ef_construction (1..65536) candidates. threads as in leann_coder_train: the same vectors and seed
 * give the same graph, whatever their number. */
LEANN_API leann_status leann_graph_build(const float* vectors, int64_t n, int32_t dimension,
                                         leann_metric metric, int32_t m, int32_t ef_construction,
                                         uint64_t seed, int32_t threads, leann_graph** out);

/* Builds a graph over 0 <= n <= 2^31-2 codes, node i for code i, to be searched by leann_graph_search:
 * of what the codes decode to, at unit length, by inner product. m, ef_construction, seed and threads as
 * in leann_graph_build. low_degree (1..1024) prunes it as leann_graph_prune does with a hub_share of
 * 0.02; 0 keeps all links. Needs n x dimension floats of memory while it works. */
LEANN_API leann_status leann_graph_build_coded(const leann_coder* coder, const uint8_t* codes,
                                               int64_t n, int32_t m, int32_t ef_construction,
                                               int32_t low_degree, uint64_t seed, int32_t threads,
                                               leann_graph** out);

/* Takes links out of level 0 (high-degree preserving pruning, arXiv 2506.08276): the hub_share
 * (0..1; 0.02 is usual) of nodes with the most links keep up to as many as the graph's longest list
 * has, all others at most low_degree (1..1024). vectors are those of the graph's nodes, count x
 * dimension. The new graph holds none; its upper levels are the old one's. */
LEANN_API leann_status leann_graph_prune(const leann_graph* graph, const float* vectors,
                                         int32_t low_degree, double hub_share, leann_graph** out);

/* Reads a graph file; see docs/formats/graph.md. The bytes may come from anywhere: every count and
 * node is checked. */
LEANN_API leann_status leann_graph_load(const uint8_t* data, int64_t size, leann_graph** out);

/* Writes a graph file, in about a byte an edge and without vectors. *size, buffer and capacity as
 * in leann_coder_save; finding the size takes as long as writing. Loaded, the graph has its nodes
 * numbered as before, and its lists sorted and without doubles. Deterministic: equal graphs, equal
 * bytes. */
LEANN_API leann_status leann_graph_save(const leann_graph* graph, uint8_t* buffer, int64_t capacity,
                                        int64_t* size);

LEANN_API void leann_graph_free(leann_graph* graph);

LEANN_API int32_t leann_graph_count(const leann_graph* graph);     /* nodes, 0 .. count - 1 */
LEANN_API int32_t leann_graph_dimension(const leann_graph* graph); /* values of a vector */
LEANN_API leann_metric leann_graph_metric(const leann_graph* graph);
LEANN_API int64_t leann_graph_edges(const leann_graph* graph);       /* of all levels, one way */
LEANN_API int32_t leann_graph_has_vectors(const leann_graph* graph); /* 1 if it holds them */

/* The count (0..the graph's) nodes that the graph names as neighbours most often, most first, ties by
 * lower number: those that walks meet most, whose vectors a caller may want to keep. */
LEANN_API leann_status leann_graph_hubs(const leann_graph* graph, int32_t count, int32_t* nodes);

/* The vectors of count nodes, count x dimension; LEANN_INVALID_ARGUMENT if it holds none. */
LEANN_API leann_status leann_graph_vectors(const leann_graph* graph, const int32_t* nodes,
                                           int32_t count, float* vectors);

/* As leann_scan, but by a walk over the graph that scores only the codes it meets: row i of the n codes
 * is node i's, and n the graph's count. The walk goes best first among the complexity (>= 1) nearest
 * accepted in sight, so that some of the true top may be missed. Where no more rows are accepted than
 * it would score, and where the graph leads to fewer than top of them, all accepted rows are scanned. *visited
 * receives the number of codes scored. */
LEANN_API leann_status leann_graph_search(const leann_graph* graph, const leann_query* query,
                                          const uint8_t* codes, int64_t n, const uint64_t* accept,
                                          int32_t top, int32_t complexity, int32_t* ids,
                                          float* scores, int32_t* found, int64_t* visited);

/* Begins a search for the k nearest (1 <= k) by a query of the graph's dimension, best first among
 * the complexity nearest seen (1 <= complexity; faiss calls it efSearch). The vectors are compared as
 * they are: for cosine the caller normalises. The graph must outlive the walk.
 *
 * batch (1 <= batch) is how many vectors to ask for at a time, if there is use for as many: above 1 it looks
 * around more nodes before it stops for vectors. 1 searches exactly as faiss does.
 *
 * A walk never asks back: while leann_walk_wanted gives nodes, leann_walk_provide takes their vectors.
 * One thread at a time. */
LEANN_API leann_status leann_walk_create(const leann_graph* graph, const float* query, int32_t k,
                                         int32_t complexity, int32_t batch, leann_walk** out);

LEANN_API void leann_walk_free(leann_walk* walk);

/* How many vectors are needed to go on; 0 when the walk is done. */
LEANN_API int32_t leann_walk_wanted_count(const leann_walk* walk);

/* Their nodes; the walk's own, until the next leann_walk_provide. Each is asked for once a walk. */
LEANN_API const int32_t* leann_walk_wanted(const leann_walk* walk);

/* Takes the vectors that are wanted, in that order, and goes on: leann_walk_wanted_count x dimension
 * finite values. */
LEANN_API leann_status leann_walk_provide(leann_walk* walk, const float* vectors);

/* Vectors asked for so far. */
LEANN_API int64_t leann_walk_recomputed(const leann_walk* walk);

/* What was found, best first, once the walk is done: at most k nodes and their scores, the inner
 * product or the negated squared distance, and their number in *found. */
LEANN_API leann_status leann_walk_found(const leann_walk* walk, int32_t* nodes, float* scores,
                                        int32_t* found);

#ifdef __cplusplus
}
#endif

#endif /* LEANN_LEANN_H */
