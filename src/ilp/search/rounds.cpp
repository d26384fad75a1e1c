#include "ilp/search/rounds.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <utility>

#include "base/parallel.hpp"
#include "ilp/node/search_parts.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

// Work of a round, of all workers together: a share of all work so far, but not so much that the
// caller waits long for news (a quarter of a second on one thread).
constexpr double round_share = 0.03;
constexpr double longest_round = 100'000'000;
// But so many nodes of middling work for each worker: otherwise one long node makes all others
// wait.
constexpr double least_nodes = 3;
// Nodes dealt to each worker at least. Otherwise as many as a worker took in the round before: what
// it takes next is then close to what it would take from all.
constexpr std::int64_t fewest_nodes = 2;
// One node in so many is dealt for its bound, the others for their estimate.
constexpr std::int64_t best_bound_interval = 10;

// What a worker may see of the caller: how to stop, and how much memory there is.
Context quiet(const Context& context) {
    Context out;
    out.cancel = context.cancel;
    out.budget = context.budget;
    return out;
}

}  // namespace

struct Rounds::Worker {
    struct Plan {
        std::vector<double> point;
        double objective;
        const char* source;
    };

    Worker(const Search& whole, const std::atomic<bool>& halted, int number)
        : context(quiet(whole.control_.context())),
          control(whole.control_, context, halted, whole.control_.work() / most_workers),
          search(
              whole, control, [this, &whole](std::span<const double> x) { return judge(whole, x); },
              1.0 / most_workers, static_cast<std::uint64_t>(number) + 1) {
        work_before = control.work();
        search.pseudo_costs_.keep_lessons(&lessons);
        search.options_.most_node_bytes = nullptr;
    }

    // Remembers what counts.
    Judged judge(const Search& whole, std::span<const double> point) {
        Judged out = whole.examine_(point);
        if (out.accepted &&
            (whole.options_.every_plan || out.objective < search.incumbent_.objective()))
            plans.push_back(
                {{point.begin(), point.end()}, out.objective, name_of(control.effort().current())});
        return out;
    }

    bool on_a_plunge() const { return search.has_next_ || !search.plunge_.empty(); }
    std::int64_t open_nodes() const {
        return static_cast<std::int64_t>(search.queue_.size() + search.plunge_.size()) +
               (search.has_next_ ? 1 : 0);
    }
    bool open() const { return on_a_plunge() || !search.queue_.empty(); }
    void drop_nodes() {
        search.has_next_ = false;
        search.plunge_.clear();
        search.queue_.clear();
    }

    void allow(std::int64_t work, std::int64_t most_work, std::int64_t nodes, double bound) {
        control.allow_work(most_work);
        search.pause_work_ = control.work() + std::max<std::int64_t>(1, work);
        picks_before = search.picks_;
        search.pause_nodes_ = nodes == Control::endless ? nodes : search.counters_.nodes + nodes;
        search.outer_bound_ = bound;
    }

    // With the best plan and the pseudo-costs of all.
    void run(const Search& whole) noexcept {
        try {
            control.effort().begin(control.work());
            search.incumbent_.adopt(whole.incumbent_);
            search.domain_.set_cutoff(search.incumbent_.strict_cutoff());
            search.pseudo_costs_.adopt(whole.pseudo_costs_);
            search.told_deep_ = whole.queue_.goes_deep();
            ran_dry = !search.grow_on();
            control.effort().turn_to(SearchPart::rest, control.work());
        } catch (...) {
            fault = std::current_exception();
        }
    }

    Context context;
    Control control;
    std::vector<PseudoCosts::Lesson> lessons;
    std::vector<Plan> plans;
    Search search;
    std::int64_t picks_before = 0;
    // That the whole has taken over.
    std::int64_t work_before, nodes_before = 0, cuts_before = 0;
    bool runs = false, ran_dry = false;
    std::exception_ptr fault;
};

Rounds::Rounds(Search& whole) : whole_(whole) {}

Rounds::~Rounds() = default;

std::int64_t Rounds::open() const {
    std::int64_t nodes = 0;
    for (const auto& worker : workers_) nodes += worker->open_nodes();
    return nodes;
}

double Rounds::bound() const {
    double least = infinity;
    for (const auto& worker : workers_)
        least = std::min({least, worker->search.open_bound(), worker->search.incumbent_.limit()});
    return least;
}

void Rounds::add_lps(SearchCounters& counters) const {
    for (const auto& worker : workers_) {
        counters.add_lps(worker->search.counters_);
        if (worker->search.conflicts_)
            counters.conflicts.add(worker->search.conflicts_->counters());
        counters.add_lps(worker->search.relaxation_.lp().counters());
        counters.add_lps(worker->search.incumbent_.lp_counters());
    }
}

void Rounds::run() {
    gather();
    add_workers();
    if (workers_.empty()) {
        whole_.pause_work_ = Control::endless;
        whole_.grow_on();
        return;
    }
    const Stint stint(whole_.control_, SearchPart::rounds);
    while (whole_.status_ == SearchStatus::proven) {
        if (whole_.control_.stopped() || !whole_.control_.node_allowed(whole_.counters_.nodes)) {
            whole_.status_ = SearchStatus::stopped;
            break;
        }
        if (!deal()) break;
        set_limits();
        work();
    }
}

// All open nodes of the search into its queue.
void Rounds::gather() {
    if (whole_.has_next_) {
        whole_.queue_.push(std::move(whole_.next_));
        whole_.has_next_ = false;
    }
    whole_.flush_plunge();
    whole_.domain_.undo_to(0);
    if (whole_.symmetry_) whole_.symmetry_->reset(whole_.domain_);
}

// As many as memory allows.
void Rounds::add_workers() {
    try {
        workers_.reserve(most_workers);
        for (int k = 0; k < most_workers; ++k)
            workers_.push_back(std::make_unique<Worker>(whole_, halted_, k));
    } catch (const std::bad_alloc&) {
    } catch (const Error& error) {
        if (error.status() != Status::budget) throw;
    }
}

bool Rounds::deal() {
    NodeQueue& queue = whole_.queue_;
    whole_.floor_ = std::min(whole_.floor_, queue.prune(whole_.incumbent_.gap_cutoff()));
    if (!whole_.refresh_global_bounds()) {
        queue.clear();
        for (const auto& worker : workers_) worker->drop_nodes();
    }
    if (whole_.restart_in_tree()) return false;
    whole_.watch_memory();
    deal_nodes();
    bool any = false;
    for (const auto& worker : workers_) any |= worker->runs = worker->open();
    return any;
}

// Open nodes go round the workers, first to those that are on no plunge. Where nodes are few,
// plunges give up their siblings.
void Rounds::deal_nodes() {
    NodeQueue& queue = whole_.queue_;
    const std::size_t wanted = static_cast<std::size_t>(nodes_each_) * workers_.size();
    if (queue.size() < wanted)
        for (const auto& worker : workers_) {
            worker->search.flush_plunge();
            take_nodes(*worker);
        }
    std::vector<Worker*> order;
    for (const bool plunging : {false, true})
        for (const auto& worker : workers_)
            if (worker->on_a_plunge() == plunging) order.push_back(worker.get());
    for (std::size_t k = 0; k < wanted && !queue.empty(); ++k) {
        whole_.current_bound_ = queue.least_bound();
        const bool by_bound = ++whole_.picks_ % best_bound_interval == 0 && !queue.goes_deep();
        Node node = by_bound ? queue.take_best_bound() : queue.take_first();
        order[k % order.size()]->search.queue_.push(std::move(node));
    }
    whole_.current_bound_ = infinity;
}

// For each worker. Where few run the round is short, so that there will be more.
std::int64_t Rounds::work_of_round(std::int64_t running) const {
    const auto all = static_cast<double>(whole_.control_.work());
    const double share = std::min(round_share * all, longest_round) / most_workers;
    const double node = nodes_ > 0 ? static_cast<double>(work_) / static_cast<double>(nodes_) : 0;
    return static_cast<std::int64_t>(std::max(share, least_nodes * node) *
                                     static_cast<double>(running) / most_workers);
}

// What is left of the solve's limits is divided among those that run.
void Rounds::set_limits() {
    std::int64_t running = 0;
    for (const auto& worker : workers_) running += worker->runs ? 1 : 0;
    const auto share_of = [](std::int64_t left, std::int64_t parts) {
        return left == Control::endless ? left : (left + parts - 1) / parts;
    };
    const std::int64_t most_work = share_of(whole_.control_.work_left(), running);
    const std::int64_t work = std::min(work_of_round(running), most_work);
    std::int64_t nodes_left = whole_.control_.nodes_left(whole_.counters_.nodes);
    state_ = whole_.state();
    for (const auto& worker : workers_) {
        if (!worker->runs) continue;
        const std::int64_t nodes = share_of(nodes_left, running--);
        if (nodes != Control::endless) nodes_left -= nodes;
        worker->runs = nodes > 0;
        worker->allow(work, most_work, nodes, state_.bound);
    }
}

void Rounds::work() {
    Context context;
    context.threads = whole_.control_.context().threads;
    context.executor = whole_.control_.context().executor;
    std::exception_ptr fault;
    try {
        parallel_blocks(
            context, static_cast<std::int64_t>(workers_.size()), 1,
            [this](std::int64_t k, std::int64_t, std::int64_t) {
                Worker& worker = *workers_[static_cast<std::size_t>(k)];
                if (worker.runs) worker.run(whole_);
                if (worker.fault) halted_ = true;
            },
            [this] { report(); });
    } catch (...) {
        fault = std::current_exception();
    }
    for (const auto& worker : workers_)
        if (!fault) fault = worker->fault;
    // Memory that ran out must not take the plans with it.
    try {
        take_back();
    } catch (const std::bad_alloc&) {
        if (!fault) throw;
    }
    if (fault) std::rethrow_exception(fault);
}

// On the caller's thread, while others may work.
void Rounds::report() {
    Control& control = whole_.control_;
    try {
        control.report(state_);
        if (control.stopped()) halted_ = true;
    } catch (...) {
        halted_ = true;
        throw;
    }
}

// In the order of the workers. Plans last: they are told to the caller, with the state of the tree.
void Rounds::take_back() {
    std::int64_t picks = 0;
    for (const auto& worker : workers_) {
        // One that ran out of nodes would have taken more.
        const std::int64_t own = worker->search.picks_ - worker->picks_before;
        picks = std::max(picks, worker->runs && worker->ran_dry ? 2 * own : own);
        take_counters(*worker);
    }
    nodes_each_ = std::max(picks, fewest_nodes);
    for (const auto& worker : workers_) take_nodes(*worker);
    for (const auto& worker : workers_) take_plans(*worker);
}

void Rounds::take_counters(Worker& worker) {
    Search& search = worker.search;
    const std::int64_t nodes =
        search.counters_.nodes - std::exchange(worker.nodes_before, search.counters_.nodes);
    const std::int64_t work =
        worker.control.work() - std::exchange(worker.work_before, worker.control.work());
    nodes_ += nodes;
    work_ += work;
    whole_.counters_.nodes += nodes;
    whole_.counters_.cuts +=
        search.counters_.cuts - std::exchange(worker.cuts_before, search.counters_.cuts);
    whole_.control_.add_work(work);
    whole_.control_.effort().take_over(worker.control.effort(), work);
    worker.control.effort().begin(worker.control.work());
    for (const PseudoCosts::Lesson& lesson : worker.lessons) whole_.pseudo_costs_.learn(lesson);
    worker.lessons.clear();
    whole_.floor_ = std::min(whole_.floor_, std::exchange(search.floor_, infinity));
    whole_.unresolved_ |= search.unresolved_;
    whole_.closed_by_judge_ |= search.closed_by_judge_;
    whole_.judge_floor_ = std::min(whole_.judge_floor_, search.judge_floor_);
    if (search.status_ == SearchStatus::proven) return;
    whole_.status_ = search.status_;
    whole_.control_.stop(worker.control.reason());
}

void Rounds::take_nodes(Worker& worker) {
    NodeQueue& queue = worker.search.queue_;
    while (!queue.empty()) {
        whole_.current_bound_ = queue.least_bound();
        whole_.queue_.push(queue.take_best_bound());
    }
    whole_.current_bound_ = infinity;
}

void Rounds::take_plans(Worker& worker) {
    for (const Worker::Plan& plan : std::exchange(worker.plans, {}))
        if (whole_.options_.every_plan || plan.objective < whole_.incumbent_.objective())
            whole_.take_workers_plan(plan.point, plan.source);
}

}  // namespace tenon::ilp
