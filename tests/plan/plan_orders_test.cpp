#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tenon/check.hpp"
#include "tenon/error.hpp"
#include "tenon/plan.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

struct OrderRow {
    std::string name, family;
    double hours;
    std::int64_t due;
    double late_cost = 1;
    std::optional<double> skip_cost = {};
};

struct MachineRow {
    std::string name;
    double hours;
    double cost = 0;
    std::string families = "";
};

struct Book {
    std::vector<OrderRow> orders;
    std::vector<MachineRow> machines;
    OrderPlanOptions options;
};

Table orders_table(const std::vector<OrderRow>& rows) {
    std::vector<std::string> name, family;
    std::vector<double> hours, late, skip;
    std::vector<std::int64_t> due;
    std::vector<bool> has_skip;
    for (const OrderRow& row : rows) {
        name.push_back(row.name);
        family.push_back(row.family);
        hours.push_back(row.hours);
        due.push_back(row.due);
        late.push_back(row.late_cost);
        skip.push_back(row.skip_cost.value_or(0));
        has_skip.push_back(row.skip_cost.has_value());
    }
    return Table({"order", "family", "hours", "due_day", "late_cost_per_day", "skip_cost"},
                 {Column::from_text(name), Column::from_text(family), Column::from_float64(hours),
                  Column::from_int64(due), Column::from_float64(late),
                  Column::from_float64(skip, has_skip)});
}

Table machines_table(const std::vector<MachineRow>& rows) {
    std::vector<std::string> name, families;
    std::vector<double> hours, cost;
    for (const MachineRow& row : rows) {
        name.push_back(row.name);
        hours.push_back(row.hours);
        cost.push_back(row.cost);
        families.push_back(row.families);
    }
    return Table({"machine", "hours_per_day", "cost_per_hour", "families"},
                 {Column::from_text(name), Column::from_float64(hours), Column::from_float64(cost),
                  Column::from_text(families)});
}

OrderPlan plan(const Book& book) {
    return plan_orders({}, orders_table(book.orders), machines_table(book.machines), book.options);
}

bool takes(const MachineRow& machine, const std::string& family) {
    return machine.families.empty() ||
           (";" + machine.families + ";").find(";" + family + ";") != std::string::npos;
}

// The cost of an assignment by the words of plan.hpp: place[o] = machine * days + day - 1, or -1
// for skipped; nullopt where it breaks a rule.
std::optional<double> cost_of(const Book& book, const std::vector<int>& place) {
    const int days = book.options.days;
    double cost = 0;
    std::map<int, double> used;
    std::set<std::pair<int, std::string>> setups;
    for (std::size_t o = 0; o < place.size(); ++o) {
        const OrderRow& order = book.orders[o];
        if (place[o] < 0) {
            if (!order.skip_cost) return std::nullopt;
            cost += *order.skip_cost;
            continue;
        }
        const MachineRow& machine = book.machines[static_cast<std::size_t>(place[o] / days)];
        if (!takes(machine, order.family)) return std::nullopt;
        const std::int64_t day = place[o] % days + 1;
        cost += order.late_cost * static_cast<double>(std::max<std::int64_t>(0, day - order.due));
        cost += machine.cost * order.hours;
        used[place[o]] += order.hours;
        if (setups.insert({place[o], order.family}).second) {
            used[place[o]] += book.options.setup_hours;
            cost += book.options.setup_cost + machine.cost * book.options.setup_hours;
        }
    }
    for (const auto& [at, hours] : used)
        if (hours > book.machines[static_cast<std::size_t>(at / days)].hours + 1e-9)
            return std::nullopt;
    return cost;
}

std::optional<double> best_by_enumeration(const Book& book) {
    const int places = static_cast<int>(book.machines.size()) * book.options.days;
    std::vector<int> place(book.orders.size(), -1);
    std::optional<double> best;
    for (;;) {
        if (const auto cost = cost_of(book, place); cost && (!best || *cost < *best)) best = cost;
        std::size_t o = 0;
        while (o < place.size() && ++place[o] == places) place[o++] = -1;
        if (o == place.size()) return best;
    }
}

// Every rule of plan.hpp, from the tables of the plan alone.
void verify(const Book& book, const OrderPlan& plan) {
    REQUIRE(plan.solution.has_values);
    CHECK(check_point(plan.problem, plan.solution.values).feasible);
    const Table& schedule = plan.schedule;
    const auto text = [&](const char* column, std::int64_t row) {
        return std::string(schedule.column(column).text(row));
    };
    const auto number = [&](const char* column, std::int64_t row) {
        return schedule.column(column).number(row);
    };
    std::set<std::string> made(plan.skipped.begin(), plan.skipped.end());
    CHECK(made.size() == plan.skipped.size());
    double total = 0;
    for (const OrderRow& order : book.orders)
        if (made.count(order.name)) {
            REQUIRE(order.skip_cost);
            total += *order.skip_cost;
        }
    struct Place {
        double used = 0, setup = 0, until = 0;
        std::string family;
        std::set<std::string> families;
    };
    std::map<std::pair<std::string, double>, Place> places;
    std::pair<std::string, double> before;
    for (std::int64_t row = 0; row < schedule.rows(); ++row) {
        const auto order =
            std::find_if(book.orders.begin(), book.orders.end(),
                         [&](const auto& at) { return at.name == text("order", row); });
        const auto machine =
            std::find_if(book.machines.begin(), book.machines.end(),
                         [&](const auto& at) { return at.name == text("machine", row); });
        REQUIRE(order != book.orders.end());
        REQUIRE(machine != book.machines.end());
        CHECK(made.insert(order->name).second);
        CHECK(order->family == text("family", row));
        CHECK(takes(*machine, order->family));
        const double day = number("day", row);
        CHECK(day >= 1);
        CHECK(day <= book.options.days);
        const double late = std::max(0.0, day - static_cast<double>(order->due));
        CHECK(number("due_day", row) == static_cast<double>(order->due));
        CHECK(number("days_late", row) == late);
        CHECK(number("cost", row) ==
              doctest::Approx(late * order->late_cost + machine->cost * order->hours));
        total += number("cost", row);
        Place& place = places[{machine->name, day}];
        if (place.family != order->family) {
            CHECK(place.families.insert(order->family).second);  // set up once a day
            place.family = order->family;
            place.until += book.options.setup_hours;
            place.setup += book.options.setup_hours;
            total += book.options.setup_cost + machine->cost * book.options.setup_hours;
        }
        CHECK(number("start_hour", row) == doctest::Approx(place.until));
        place.until += order->hours;
        CHECK(number("end_hour", row) == doctest::Approx(place.until));
        CHECK(place.until <= machine->hours + 1e-6);
    }
    CHECK(made.size() == book.orders.size());
    CHECK(total == doctest::Approx(plan.solution.objective));
    REQUIRE(plan.load.rows() ==
            static_cast<std::int64_t>(book.machines.size()) * book.options.days);
    for (std::int64_t row = 0; row < plan.load.rows(); ++row) {
        const Place& place = places[{std::string(plan.load.column("machine").text(row)),
                                     plan.load.column("day").number(row)}];
        CHECK(plan.load.column("hours_used").number(row) == doctest::Approx(place.until));
        CHECK(plan.load.column("setup_hours").number(row) == doctest::Approx(place.setup));
    }
}

Book random_book(Random& random, std::size_t orders, std::size_t machines, int days) {
    Book book;
    book.options.days = days;
    book.options.setup_hours = static_cast<double>(random.below(3)) * 0.5;
    book.options.setup_cost = static_cast<double>(random.below(3)) * 5;
    book.options.solve.relative_gap = 0;
    const std::vector<std::string> families{"red", "green", "blue"};
    for (std::size_t o = 0; o < orders; ++o) {
        OrderRow row{"P-" + std::to_string(o), families[random.below(3)],
                     0.5 * static_cast<double>(1 + random.below(10)),
                     static_cast<std::int64_t>(1 + random.below(static_cast<std::uint64_t>(days))),
                     static_cast<double>(random.below(20))};
        if (random.below(3) == 0) row.skip_cost = static_cast<double>(random.below(60));
        book.orders.push_back(row);
    }
    for (std::size_t m = 0; m < machines; ++m) {
        MachineRow row{"M-" + std::to_string(m), 4 + 2 * static_cast<double>(random.below(3)),
                       static_cast<double>(random.below(3))};
        if (random.below(3) == 0) row.families = "red;blue";
        if (m > 0 && random.below(2)) {  // the same machine twice
            const std::string name = row.name;
            row = book.machines.back();
            row.name = name;
        }
        book.machines.push_back(row);
    }
    return book;
}

Error error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error was thrown");
    return {Status::ok, ""};
}

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

Book small() {
    return {.orders = {{"P-1", "red", 4, 1}, {"P-2", "red", 3, 2, 10}, {"P-3", "blue", 5, 1, 5}},
            .machines = {{"M-1", 8, 2}, {"M-2", 8, 1, "blue"}},
            .options = {.days = 2, .setup_hours = 0.5, .setup_cost = 7, .solve = {}}};
}

}  // namespace

TEST_CASE("a small week: every order once, in order, at the least cost") {
    const Book book = small();
    const OrderPlan out = plan(book);
    CHECK(out.solution.outcome == Outcome::optimal);
    verify(book, out);
    // Both red orders on M-1 on day 1 behind one set-up, the blue one on M-2.
    CHECK(out.solution.objective == doctest::Approx(2 * 7 + 5 + 2 * 7 + 0.5 * 2 + 0.5));
    CHECK(out.schedule.rows() == 3);
    CHECK(has(out.explanation, "All 3 orders are planned on 2 machines over 2 days."));
    CHECK(has(out.explanation, "No order is late."));
    CHECK(has(out.explanation, "M-1 on day 1 (7.5 of 8 hours, 94 %)"));
}

TEST_CASE("random small books cost what enumeration finds, or have no plan where it finds none") {
    Random random(61);
    int planned = 0, refused = 0;
    for (int k = 0; k < 150; ++k) {
        const Book book = random_book(random, 2 + random.below(3), 1 + random.below(2),
                                      1 + static_cast<int>(random.below(3)));
        CAPTURE(k);
        const OrderPlan out = plan(book);
        const auto best = best_by_enumeration(book);
        if (!best) {
            CHECK(out.solution.outcome == Outcome::infeasible);
            CHECK_FALSE(out.solution.has_values);
            CHECK(has(out.explanation, "There is no plan"));
            CHECK(out.schedule.rows() == 0);
            ++refused;
            continue;
        }
        CHECK(out.solution.outcome == Outcome::optimal);
        verify(book, out);
        CHECK(out.solution.objective == doctest::Approx(*best).epsilon(1e-9));
        ++planned;
    }
    CHECK(planned > 50);
    CHECK(refused > 10);
}

TEST_CASE("larger books with identical machines give sound plans") {
    Random random(62);
    for (int k = 0; k < 3; ++k) {
        Book book = random_book(random, 14, 3, 4);
        for (OrderRow& order : book.orders) order.skip_cost = 200;
        book.machines[1] = book.machines[0];
        book.machines[1].name = "twin";
        book.options.solve.relative_gap = 0.01;
        book.options.solve.node_limit = 200;
        verify(book, plan(book));
    }
}

TEST_CASE("orders that nobody can make in time are late, and orders not worth it are skipped") {
    Book book = small();
    book.orders.push_back({"P-4", "blue", 7, 1, 30});
    book.orders.push_back({"P-5", "blue", 1, 1, 1, 0.25});
    const OrderPlan out = plan(book);
    verify(book, out);
    CHECK(out.skipped == std::vector<std::string>{"P-5"});
    CHECK(has(out.explanation, "Late: P-"));
    CHECK(has(out.explanation, "Skipped: P-5 (0.25)."));
    CHECK(has(out.explanation, "4 of 5 orders are planned"));
}

TEST_CASE("names that run into each other still make a plan") {
    const Book book{.orders = {{"a on b", "f", 1, 1}, {"a", "f", 1, 1}},
                    .machines = {{"c", 8}, {"b on c", 8}},
                    .options = {}};
    verify(book, plan(book));
}

TEST_CASE("why there is no plan: a family that no machine takes") {
    Book book = small();
    book.orders.push_back({"P-9", "green", 1, 1});
    for (MachineRow& machine : book.machines) machine.families = "red;blue";
    const OrderPlan out = plan(book);
    CHECK(out.solution.outcome == Outcome::infeasible);
    CHECK(has(out.explanation, "P-9 is of family green, which no machine takes"));
    CHECK(out.load.rows() == 4);
}

TEST_CASE("why there is no plan: an order longer than any day") {
    Book book = small();
    book.orders[2].hours = 7.75;
    const OrderPlan out = plan(book);
    CHECK(out.solution.outcome == Outcome::infeasible);
    CHECK(has(out.explanation, "P-3 needs 7.75 hours and 0.5 for its set-up"));
    book.options.setup_hours = 0;
    CHECK(plan(book).solution.outcome == Outcome::optimal);
}

TEST_CASE("why there is no plan: more hours than the machines have") {
    Book book = small();
    for (int k = 0; k < 6; ++k) book.orders.push_back({"more " + std::to_string(k), "red", 2.5, 2});
    const OrderPlan out = plan(book);
    CHECK(out.solution.outcome == Outcome::infeasible);
    CHECK(has(out.explanation, "can run on M-1 only and need 22 hours and at least 3 set-ups"));
}

TEST_CASE("why there is no plan: large orders that cannot share a day") {
    const Book book{.orders = {{"a", "f", 4.5, 1}, {"b", "f", 4.5, 1}, {"c", "f", 4.5, 1}},
                    .machines = {{"m", 8}},
                    .options = {.days = 2, .setup_hours = 0, .setup_cost = 0, .solve = {}}};
    const OrderPlan out = plan(book);
    CHECK(out.solution.outcome == Outcome::infeasible);
    CHECK(has(out.explanation, "no two of them fit into one day"));
}

TEST_CASE("why there is no plan: nothing that counting can prove") {
    // 3 + 3 + 2 twice fills two days of 8 exactly, but 3, 3, 3, 3, 4 does not split into 8 and 8.
    const Book book{.orders = {{"a", "f", 3, 1},
                               {"b", "f", 3, 1},
                               {"c", "f", 3, 1},
                               {"d", "f", 3, 1},
                               {"e", "f", 4, 1}},
                    .machines = {{"m", 8}},
                    .options = {.days = 2, .setup_hours = 0, .setup_cost = 0, .solve = {}}};
    const OrderPlan out = plan(book);
    CHECK(out.solution.outcome == Outcome::infeasible);
    CHECK(has(out.explanation, "taken whole"));
}

TEST_CASE("numbered orders and families, missing optional columns and cells") {
    const Table orders({"order", "family", "hours", "due_day"},
                       {Column::from_int64({1001, 1002}), Column::from_int64({7, 8}),
                        Column::from_int64({2, 3}), Column::from_float64({1, 1})});
    const Table machines({"machine", "hours_per_day", "families"},
                         {Column::from_text({"m", "n"}), Column::from_int64({8, 8}),
                          Column::from_int64({8, 0}, {true, false})});
    const OrderPlan out = plan_orders({}, orders, machines);
    REQUIRE(out.solution.outcome == Outcome::optimal);
    CHECK(out.solution.objective == 0);
    REQUIRE(out.schedule.rows() == 2);
    CHECK(out.schedule.column("order").text(0).substr(0, 3) == "100");
}

TEST_CASE("wrong tables are refused with the table, the column and the row") {
    const Book book = small();
    const Table orders = orders_table(book.orders), machines = machines_table(book.machines);
    const auto with = [&](const char* column, Column cells) {
        return error_of(
            [&] { plan_orders({}, orders.with_column(column, std::move(cells)), machines); });
    };
    CHECK(error_of([&] { plan_orders({}, orders.without_column("hours"), machines); }).status() ==
          Status::not_found);
    CHECK(error_of([&] { plan_orders({}, orders, machines.without_column("machine")); }).status() ==
          Status::not_found);
    CHECK(with("hours", Column::from_text({"1", "2", "3"})).status() == Status::type);
    CHECK(with("order", Column::from_float64({1, 2, 3})).status() == Status::type);

    const Error negative = with("hours", Column::from_float64({1, -2, 3}));
    CHECK(negative.status() == Status::data);
    CHECK(negative.where().row == 1);
    CHECK(negative.where().column == 2);
    CHECK(has(negative.message(), "orders, column \"hours\", row 1: -2"));
    CHECK(with("hours", Column::from_float64({1, 2, 3}, {true, true, false})).where().row == 2);
    CHECK(with("hours", Column::from_float64({infinity, 2, 3})).where().row == 0);
    CHECK(has(with("order", Column::from_text({"a", "b", "a"})).message(), "already in row 0"));
    CHECK(has(with("due_day", Column::from_int64({1, 9, 1})).message(), "whole day from 1 to 5"));
    CHECK(has(with("due_day", Column::from_float64({1, 1.5, 1})).message(), "whole day"));
    CHECK(with("due_day", Column::from_int64({0, 1, 1})).status() == Status::data);
    CHECK(with("late_cost_per_day", Column::from_float64({1, 1, -1})).where().row == 2);
    CHECK(with("skip_cost", Column::from_float64({-1, 1, 1})).where().row == 0);
    CHECK(with("family", Column::from_text({"a", "", "b"})).where().row == 1);

    CHECK(error_of([&] { plan_orders({}, orders.slice(0, 0), machines); }).status() ==
          Status::data);
    CHECK(error_of([&] { plan_orders({}, orders, machines.slice(0, 0)); }).status() ==
          Status::data);
    CHECK(error_of([&] {
              plan_orders({}, orders,
                          machines.with_column("hours_per_day", Column::from_float64({8, -1})));
          })
              .where()
              .row == 1);
}

TEST_CASE("wrong options are refused by name") {
    const Book book = small();
    const auto with = [&](OrderPlanOptions options) {
        return error_of([&] {
                   plan_orders({}, orders_table(book.orders), machines_table(book.machines),
                               options);
               })
            .where()
            .argument;
    };
    CHECK(with({.days = 0, .solve = {}}) == "days");
    CHECK(with({.days = 100000, .solve = {}}) == "days");
    CHECK(with({.setup_hours = -1, .solve = {}}) == "setup_hours");
    CHECK(with({.setup_cost = std::numeric_limits<double>::quiet_NaN(), .solve = {}}) ==
          "setup_cost");
}
