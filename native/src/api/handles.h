// What the opaque types of leann.h are.
#ifndef LEANN_API_HANDLES_H_
#define LEANN_API_HANDLES_H_

#include "coder/coder.h"
#include "graph/graph.h"
#include "graph/walk.h"
#include "leann/leann.h"
#include "scan/query.h"

struct leann_coder {
  leann::Coder coder;
};

struct leann_query {
  leann::Query query;
};

struct leann_graph {
  leann::Graph graph;
};

struct leann_walk {
  const leann::Graph* graph;
  leann::Walk walk;
};

#endif  // LEANN_API_HANDLES_H_
