#include "plan/order_model.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "plan/least_days.hpp"

namespace tenon::plan {

namespace {

std::string place_text(const OrderBook& book, std::int32_t machine, std::int32_t day) {
    std::string text = " on ";
    text += book.machines[static_cast<std::size_t>(machine)].name;
    text += " day ";
    text += std::to_string(day);
    return text;
}

// The rank of each machine among those with the same hours, cost and families, from 0.
std::vector<std::int32_t> ranks_among_equals(const OrderBook& book) {
    std::vector<std::int32_t> sorted(book.machines.size()), rank(book.machines.size(), 0);
    std::iota(sorted.begin(), sorted.end(), 0);
    const auto machine = [&](std::int32_t m) -> const Machine& {
        return book.machines[static_cast<std::size_t>(m)];
    };
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::int32_t a, std::int32_t b) {
        return std::tie(machine(a).hours, machine(a).cost, machine(a).takes) <
               std::tie(machine(b).hours, machine(b).cost, machine(b).takes);
    });
    for (std::size_t k = 1; k < sorted.size(); ++k) {
        const Machine &a = machine(sorted[k - 1]), &b = machine(sorted[k]);
        if (a.hours == b.hours && a.cost == b.cost && a.takes == b.takes)
            rank[static_cast<std::size_t>(sorted[k])] =
                rank[static_cast<std::size_t>(sorted[k - 1])] + 1;
    }
    return rank;
}

// Orders from the longest, ties by row: the numbering k that breaks the symmetry.
std::vector<std::int32_t> by_length(const OrderBook& book) {
    std::vector<std::int32_t> sorted(book.orders.size());
    std::iota(sorted.begin(), sorted.end(), 0);
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::int32_t a, std::int32_t b) {
        return book.orders[static_cast<std::size_t>(a)].hours >
               book.orders[static_cast<std::size_t>(b)].hours;
    });
    return sorted;
}

class ModelBuilder {
  public:
    ModelBuilder(const Context& context, const OrderBook& book) : context_(context), book_(book) {}

    OrderModel build() {
        model_.problem.set_name("orders");
        choose_candidates();
        add_run_columns();
        add_setup_columns();
        add_order_rows();
        for (std::size_t place = 0; place < places_.size(); ++place) add_place_rows(place);
        for (std::size_t f = 0; f < book_.families.size(); ++f) add_family_row(f);
        return std::move(model_);
    }

  private:
    std::size_t place_of(std::int32_t machine, std::int32_t day) const noexcept {
        return static_cast<std::size_t>(machine) * static_cast<std::size_t>(book_.days) +
               static_cast<std::size_t>(day - 1);
    }

    // takes_[o * machines + m]: the order has candidates on the machine.
    void choose_candidates() {
        const std::size_t machines = book_.machines.size(), orders = book_.orders.size();
        takes_.assign(orders * machines, false);
        const std::vector<std::int32_t> rank = ranks_among_equals(book_);
        std::vector<std::int32_t> fitting(machines, 0);  // orders so far that fit the machine
        for (const std::int32_t o : by_length(book_)) {
            context_.check_cancelled();
            for (std::size_t m = 0; m < machines; ++m) {
                if (!book_.fits(book_.orders[static_cast<std::size_t>(o)], book_.machines[m]))
                    continue;
                takes_[static_cast<std::size_t>(o) * machines + m] = rank[m] <= fitting[m]++;
            }
        }
    }

    // A name that is free, should names of orders and machines run into each other.
    std::string free_name(const std::string& wish) const {
        std::string name = wish;
        for (int k = 2; model_.problem.find_column(name); ++k)
            name = wish + " #" + std::to_string(k);
        return name;
    }

    void add_run_columns() {
        places_.resize(book_.machines.size() * static_cast<std::size_t>(book_.days));
        model_.first_candidate.push_back(0);
        for (std::int32_t o = 0; o < static_cast<std::int32_t>(book_.orders.size()); ++o) {
            context_.check_cancelled();
            const Order& order = book_.orders[static_cast<std::size_t>(o)];
            for (std::int32_t day = 1; day <= book_.days; ++day)
                for (std::int32_t m = 0; m < static_cast<std::int32_t>(book_.machines.size()); ++m)
                    add_run_column(o, order, m, day);
            model_.first_candidate.push_back(model_.candidates.size());
            model_.skip_column.push_back(
                order.skip_cost
                    ? model_.problem.add_column(free_name("skip " + order.name), ColumnType::binary,
                                                0, 1, *order.skip_cost)
                    : -1);
        }
    }

    void add_run_column(std::int32_t o, const Order& order, std::int32_t m, std::int32_t day) {
        const auto machine = static_cast<std::size_t>(m);
        if (!takes_[static_cast<std::size_t>(o) * book_.machines.size() + machine]) return;
        Candidate candidate{.order = o, .machine = m, .day = day, .column = -1};
        candidate.column = model_.problem.add_column(
            free_name(order.name + place_text(book_, m, day)), ColumnType::binary, 0, 1,
            book_.cost_of(order, book_.machines[machine], day));
        places_[place_of(m, day)].push_back(model_.candidates.size());
        model_.candidates.push_back(candidate);
    }

    // One y a family, machine and day with two candidates or more. Candidates of a place are put
    // together by family.
    void add_setup_columns() {
        if (!book_.needs_setups()) return;
        for (std::vector<std::size_t>& place : places_) {
            context_.check_cancelled();
            std::stable_sort(place.begin(), place.end(), [&](std::size_t a, std::size_t b) {
                return family_of(a) < family_of(b);
            });
            for (std::size_t first = 0, last = 0; first < place.size(); first = last) {
                while (last < place.size() && family_of(place[last]) == family_of(place[first]))
                    ++last;
                add_setup_column(std::span(place).subspan(first, last - first));
            }
        }
    }

    void add_setup_column(std::span<const std::size_t> group) {
        Candidate& first = model_.candidates[group.front()];
        const Machine& machine = book_.machines[static_cast<std::size_t>(first.machine)];
        const double cost = book_.setup_cost_on(machine);
        if (group.size() == 1) {
            first.alone = true;
            const auto x = static_cast<std::size_t>(first.column);
            model_.problem.set_cost(first.column, model_.problem.cost()[x] + cost);
            return;
        }
        const std::int32_t y = model_.problem.add_column(
            free_name("set up " + book_.families[static_cast<std::size_t>(family_of(group[0]))] +
                      place_text(book_, first.machine, first.day)),
            ColumnType::binary, 0, 1, cost);
        for (const std::size_t c : group) model_.candidates[c].setup = y;
    }

    std::int32_t family_of(std::size_t candidate) const {
        const auto order = static_cast<std::size_t>(model_.candidates[candidate].order);
        return book_.orders[order].family;
    }

    void add_order_rows() {
        for (std::size_t o = 0; o < book_.orders.size(); ++o) {
            index_.clear();
            for (std::size_t c = model_.first_candidate[o]; c < model_.first_candidate[o + 1]; ++c)
                index_.push_back(model_.candidates[c].column);
            if (model_.skip_column[o] >= 0) index_.push_back(model_.skip_column[o]);
            value_.assign(index_.size(), 1.0);
            add_row("make " + book_.orders[o].name, 1, 1);
        }
    }

    void add_row(const std::string& wish, double lower, double upper) {
        std::string name = wish;
        for (int k = 2; model_.problem.find_row(name); ++k) name = wish + " #" + std::to_string(k);
        model_.problem.add_row(std::move(name), lower, upper, index_, value_);
    }

    // Hours of the machine and day, and the links between its candidates and their set-ups.
    void add_place_rows(std::size_t place) {
        context_.check_cancelled();
        const std::vector<std::size_t>& candidates = places_[place];
        if (candidates.empty()) return;
        const Candidate& any = model_.candidates[candidates.front()];
        const Machine& machine = book_.machines[static_cast<std::size_t>(any.machine)];
        const std::string where = place_text(book_, any.machine, any.day);
        start_row();
        std::int32_t last_setup = -1;
        for (const std::size_t c : candidates) {
            const Candidate& candidate = model_.candidates[c];
            put(candidate.column, hours_of(candidate) + (candidate.alone ? book_.setup_hours : 0));
            if (candidate.setup >= 0 && candidate.setup != last_setup)
                put(candidate.setup, book_.setup_hours);
            last_setup = candidate.setup;
        }
        add_row("hours" + where, -infinity, machine.hours);
        for (std::size_t first = 0, last = 0; first < candidates.size(); first = last) {
            const std::int32_t setup = model_.candidates[candidates[first]].setup;
            for (last = first + 1; setup >= 0 && last < candidates.size() &&
                                   model_.candidates[candidates[last]].setup == setup;)
                ++last;
            if (setup >= 0)
                add_setup_rows(std::span(candidates).subspan(first, last - first), setup, machine,
                               where);
        }
    }

    void add_setup_rows(std::span<const std::size_t> group, std::int32_t setup,
                        const Machine& machine, const std::string& where) {
        start_row();
        for (const std::size_t c : group)
            put(model_.candidates[c].column, hours_of(model_.candidates[c]));
        put(setup, book_.setup_hours - machine.hours);
        const std::string& family = book_.families[static_cast<std::size_t>(family_of(group[0]))];
        add_row("hours of " + family + where, -infinity, 0);
        for (const std::size_t c : group) {
            const Candidate& candidate = model_.candidates[c];
            start_row();
            put(candidate.column, 1);
            put(setup, -1);
            add_row("set-up for " + book_.orders[static_cast<std::size_t>(candidate.order)].name +
                        where,
                    -infinity, 0);
        }
    }

    // As many set-ups of the family as its orders need at least, when packed into days.
    void add_family_row(std::size_t family) {
        if (!book_.needs_setups()) return;
        std::vector<double> hours;
        for (const Order& order : book_.orders)
            if (static_cast<std::size_t>(order.family) == family && !order.skip_cost)
                hours.push_back(order.hours);
        double longest = 0;
        for (const Machine& machine : book_.machines)
            if (machine.takes[family]) longest = std::max(longest, machine.hours);
        const std::int64_t least = least_days(hours, longest - book_.setup_hours);
        if (least < 2) return;  // one is implied by the rows of the orders
        start_row();
        for (const std::vector<std::size_t>& place : places_) {
            std::int32_t last_setup = -1;
            for (const std::size_t c : place) {
                const Candidate& candidate = model_.candidates[c];
                if (static_cast<std::size_t>(family_of(c)) != family) continue;
                if (candidate.alone) put(candidate.column, 1);
                if (candidate.setup >= 0 && candidate.setup != last_setup) put(candidate.setup, 1);
                last_setup = candidate.setup;
            }
        }
        add_row("set-ups of " + book_.families[family], static_cast<double>(least), infinity);
    }

    double hours_of(const Candidate& candidate) const noexcept {
        return book_.orders[static_cast<std::size_t>(candidate.order)].hours;
    }
    void start_row() {
        index_.clear();
        value_.clear();
    }
    void put(std::int32_t column, double value) {
        index_.push_back(column);
        value_.push_back(value);
    }

    const Context& context_;
    const OrderBook& book_;
    OrderModel model_;
    std::vector<bool> takes_;
    std::vector<std::vector<std::size_t>> places_;  // candidates by machine and day
    std::vector<std::int32_t> index_;
    std::vector<double> value_;
};

}  // namespace

OrderModel build_order_model(const Context& context, const OrderBook& book) {
    return ModelBuilder(context, book).build();
}

}  // namespace tenon::plan
