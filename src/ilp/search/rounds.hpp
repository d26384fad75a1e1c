// The tree in rounds: workers search parts of it side by side, on as many threads as there are.
//
// There are always as many workers, whatever the number of threads. At the beginning of a round the
// coordinator deals open nodes to them, with the best plan and all pseudo-costs that are known.
// Each worker searches below its nodes as search/tree.cpp does, with a domain, a relaxation, random
// numbers and budgets of its own, until it has done the work of the round; it sees nothing of the
// others. When all have ended the coordinator takes back, in the order of the workers, the nodes
// that are open, plans, lessons for pseudo-costs, and counters. Threads only decide when a worker
// does its part, and the clock decides nothing, so that the tree is the same for any number of
// threads.
//
// A worker keeps the plunge that it is on, with its warm relaxation, from one round to the next.
// The work of a round is a share of all work so far: news are never older than that share. Plans
// are judged twice, by the worker's judge, which tells nobody, and by the search's own judge when
// the round has ended: whatever calls the caller runs on the caller's thread.
//
// T. Ralphs, Y. Shinano, T. Berthold, T. Koch: Parallel solvers for mixed integer linear
// optimization, in Handbook of Parallel Constraint Reasoning, Springer, 2018 (rounds with
// deterministic work as barriers).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

class Rounds {
  public:
    static constexpr int most_workers = 8;

    // The search stands between two nodes.
    explicit Rounds(Search& whole);
    ~Rounds();

    // To the end of the tree, or until the search stops.
    void run();

    // The least bound of what the workers hold; and no plan that they found costs less.
    double bound() const;
    std::int64_t open() const;  // nodes
    void add_lps(SearchCounters& counters) const;

  private:
    struct Worker;

    void gather();
    void add_workers();
    bool deal();  // false: nothing is open, or the search begins anew
    void deal_nodes();
    std::int64_t work_of_round(std::int64_t running) const;
    void set_limits();
    void work();
    void take_back();
    void take_counters(Worker& worker);
    void take_nodes(Worker& worker);
    void take_plans(Worker& worker);
    void report();

    Search& whole_;
    std::atomic<bool> halted_{false};
    std::vector<std::unique_ptr<Worker>> workers_;
    std::int64_t nodes_each_ = 4;        // dealt to each worker
    std::int64_t nodes_ = 0, work_ = 0;  // of all workers
    SearchState state_;                  // when the round began
};

}  // namespace tenon::ilp
