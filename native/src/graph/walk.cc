#include "graph/walk.h"

#include <algorithm>

#include "graph/space.h"

namespace leann {

Walk::Walk(const Graph& graph, std::vector<float> query, int32_t k, int32_t complexity,
           int32_t batch)
    : graph_(graph),
      query_(std::move(query)),
      k_(k),
      complexity_(complexity),
      batch_(static_cast<size_t>(batch)),
      nearest_(graph.entry_point),
      level_(graph.top_level),
      seen_(static_cast<size_t>(graph.count())) {
  if (graph.count() == 0) stage_ = Stage::kDone;
  advance();
}

void Walk::provide(const float* vectors) {
  for (size_t i = 0; i < wanted_.size(); ++i) {
    distances_[wanted_[i]] = distance(vectors + i * static_cast<size_t>(graph_.dimension));
  }
  advance();
}

// Continues until vectors are needed or the walk is done.
void Walk::advance() {
  wanted_.clear();
  while (stage_ != Stage::kDone && step()) {
  }
}

// False if it cannot continue without vectors.
bool Walk::step() {
  switch (stage_) {
    case Stage::kEntry:
      need(nearest_);
      if (!wanted_.empty()) return false;
      stage_ = Stage::kDescend;
      return true;
    case Stage::kDescend:
      return descend();
    case Stage::kSearch:
      return search();
    case Stage::kDone:
      break;
  }
  return true;
}

void Walk::need(int32_t node) {
  if (distances_.find(node) == distances_.end()) wanted_.push_back(node);
}

bool Walk::descend() {
  if (level_ <= 0) {
    add(nearest_);
    stage_ = Stage::kSearch;
    return true;
  }
  const Neighbours around = graph_.of(nearest_, level_);
  for (int32_t node : around) need(node);
  if (!wanted_.empty()) return false;
  const int32_t before = nearest_;
  for (int32_t node : around) {
    if (distances_[node] < distances_[nearest_]) nearest_ = node;
  }
  if (nearest_ == before) --level_;
  return true;
}

bool Walk::search() {
  if (pending_.empty()) {
    if (!visit_next()) {
      stage_ = Stage::kDone;
      return true;
    }
    // The walk has to stop for vectors anyway, so it asks for a whole batch.
    while (!wanted_.empty() && wanted_.size() < batch_ && visit_next()) {
    }
    if (!wanted_.empty()) return false;
  }
  for (int32_t node : pending_) add(node);
  pending_.clear();
  return true;
}

// Visits the nearest node not visited yet: its neighbours become pending. False if there is no such
// node, or none near enough.
bool Walk::visit_next() {
  auto next = candidates_.end();
  for (auto c = candidates_.begin(); c != candidates_.end(); ++c) {
    if (!c->visited && (next == candidates_.end() || c->distance < next->distance)) next = c;
  }
  if (next == candidates_.end()) return false;
  const float limit = next->distance;
  const auto nearer = std::count_if(candidates_.begin(), candidates_.end(),
                                    [&](const Candidate& c) { return c.distance < limit; });
  if (nearer >= complexity_) return false;
  next->visited = true;
  for (int32_t node : graph_.of(next->node, 0)) {
    // Marked at once, because a list from another program may name a node twice.
    if (!seen_[static_cast<size_t>(node)]) {
      seen_[static_cast<size_t>(node)] = true;
      pending_.push_back(node);
      need(node);
    }
  }
  return true;
}

void Walk::add(int32_t node) {
  seen_[static_cast<size_t>(node)] = true;
  const float d = distances_[node];
  if (best_.size() < static_cast<size_t>(k_) || d < best_.front().first) {
    if (best_.size() == static_cast<size_t>(k_)) {
      std::pop_heap(best_.begin(), best_.end());
      best_.pop_back();
    }
    best_.emplace_back(d, node);
    std::push_heap(best_.begin(), best_.end());
  }
  const auto farther = [](const Candidate& a, const Candidate& b) {
    return a.distance < b.distance;
  };
  if (candidates_.size() == static_cast<size_t>(std::max(complexity_, k_))) {
    if (d >= candidates_.front().distance) return;
    std::pop_heap(candidates_.begin(), candidates_.end(), farther);
    candidates_.pop_back();
  }
  candidates_.push_back({d, node, false});
  std::push_heap(candidates_.begin(), candidates_.end(), farther);
}

float Walk::distance(const float* vector) const {
  return leann::distance(graph_.metric, query_.data(), vector,
                         static_cast<size_t>(graph_.dimension));
}

std::vector<std::pair<float, int32_t>> Walk::found() const {
  std::vector<std::pair<float, int32_t>> sorted = best_;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace leann
