#include "plan/order_data.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon::plan {

namespace {

// Choices of order, machine and day. Past this the rows take gigabytes and no search would end.
constexpr double most_candidates = 5e6;
constexpr std::int32_t most_days = 3660;  // ten years: more is a slip, not a plan

// One column of a table, with errors that name the table, the column and the row.
class Field {
  public:
    Field(const Table& table, const char* table_name, const char* name)
        : table_name_(table_name),
          name_(name),
          index_(table.index_of(name)),
          column_(&table.column(index_)) {}

    [[noreturn]] void refuse(std::int64_t row, const std::string& what,
                             Status status = Status::data) const {
        std::string message = std::string(table_name_) + ", column \"" + name_ + "\"";
        if (row >= 0) message += ", row " + std::to_string(row);
        message += ": ";
        message += what;
        throw Error(status, std::move(message),
                    {.argument = table_name_, .row = row, .column = index_});
    }

    // Names may be numbers: "1001" read from a file is a whole number there.
    void need_names() const {
        if (column_->type() != Type::text && column_->type() != Type::int64)
            refuse(
                -1,
                std::string("text is needed here, but the column is ") + type_name(column_->type()),
                Status::type);
    }
    void need_numbers() const {
        if (column_->type() != Type::float64 && column_->type() != Type::int64)
            refuse(-1,
                   std::string("numbers are needed here, but the column is ") +
                       type_name(column_->type()) + "; convert it or correct its cells",
                   Status::type);
    }

    bool missing(std::int64_t row) const { return !column_->valid(row); }
    std::string optional_name(std::int64_t row) const {
        return missing(row) ? std::string() : column_->cell_text(row);
    }
    std::string name(std::int64_t row) const {
        std::string text = optional_name(row);
        if (text.empty()) refuse(row, "the name is missing");
        if (invalid_utf8_at(text) != std::string_view::npos) refuse(row, "this is not UTF-8");
        return text;
    }
    // NaN where missing.
    double number(std::int64_t row) const { return column_->number(row); }
    double needed(std::int64_t row, bool zero_allowed) const {
        const double value = number(row);
        if (missing(row) || std::isnan(value)) refuse(row, "the number is missing");
        if (!std::isfinite(value) || value < 0 || (value == 0 && !zero_allowed))
            refuse(row, format_double(value) + " is not a finite number " +
                            (zero_allowed ? "of at least 0" : "above 0"));
        return value;
    }

  private:
    const char* table_name_;
    const char* name_;
    std::int32_t index_;
    const Column* column_;
};

class Names {
  public:
    // The index of a name, new or known.
    std::int32_t index_of(const std::string& name) {
        const auto [at, fresh] = index_.emplace(name, static_cast<std::int32_t>(names_.size()));
        if (fresh) names_.push_back(name);
        return at->second;
    }
    std::optional<std::int32_t> find(const std::string& name) const {
        const auto at = index_.find(name);
        return at == index_.end() ? std::nullopt : std::optional(at->second);
    }
    std::vector<std::string>& list() noexcept { return names_; }

  private:
    std::unordered_map<std::string, std::int32_t> index_;
    std::vector<std::string> names_;
};

void need_rows(const Table& table, const char* name) {
    if (table.rows() == 0)
        throw Error(Status::data,
                    std::string("the table of ") + name + " has no rows; there is nothing to plan",
                    {.argument = name});
}

void need_new(Names& seen, const Field& field, const std::string& name, std::int64_t row) {
    if (const auto first = seen.find(name))
        field.refuse(row, "\"" + excerpt(name) + "\" is already in row " + std::to_string(*first) +
                              "; names must be unique");
    seen.index_of(name);
}

std::int32_t due_day_of(const Field& due, std::int64_t row, std::int32_t days) {
    const double value = due.number(row);
    if (due.missing(row) || std::isnan(value)) due.refuse(row, "the day is missing");
    if (value < 1 || value > days || value != std::floor(value))
        due.refuse(row, format_double(value) + " is not a whole day from 1 to " +
                            std::to_string(days) + "; correct it or raise the number of days");
    return static_cast<std::int32_t>(value);
}

void read_orders(const Table& table, OrderBook& book, Names& families) {
    constexpr const char* where = "orders";
    const Field name(table, where, "order"), family(table, where, "family");
    const Field hours(table, where, "hours"), due(table, where, "due_day");
    std::optional<Field> late, skip;
    if (table.find("late_cost_per_day")) late.emplace(table, where, "late_cost_per_day");
    if (table.find("skip_cost")) skip.emplace(table, where, "skip_cost");
    name.need_names();
    family.need_names();
    hours.need_numbers();
    due.need_numbers();
    if (late) late->need_numbers();
    if (skip) skip->need_numbers();
    Names seen;
    book.orders.reserve(static_cast<std::size_t>(table.rows()));
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        Order order;
        order.name = name.name(row);
        need_new(seen, name, order.name, row);
        order.family = families.index_of(family.name(row));
        order.hours = hours.needed(row, false);
        order.due_day = due_day_of(due, row, book.days);
        if (late && !late->missing(row)) order.late_cost = late->needed(row, true);
        if (skip && !skip->missing(row) && !std::isnan(skip->number(row)))
            order.skip_cost = skip->needed(row, true);
        book.orders.push_back(std::move(order));
    }
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// "gear; shaft" or "gear shaft"; one family whose own name holds a blank is taken as a whole.
std::vector<bool> families_of(const std::string& cell, const Names& families, std::size_t count) {
    std::vector<bool> takes(count, false);
    std::string_view rest = trimmed(cell);
    const auto mark = [&](std::string_view word) {
        if (const auto at = families.find(std::string(trimmed(word))))
            takes[static_cast<std::size_t>(*at)] = true;
    };
    if (rest.empty()) return std::vector<bool>(count, true);
    const char separator = rest.find(';') != std::string_view::npos ? ';' : ' ';
    if (separator == ' ' && families.find(std::string(rest))) {
        mark(rest);
        return takes;
    }
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(separator), rest.size());
        mark(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return takes;
}

void read_machines(const Table& table, OrderBook& book, Names& families) {
    constexpr const char* where = "machines";
    const Field name(table, where, "machine"), hours(table, where, "hours_per_day");
    std::optional<Field> cost, takes;
    if (table.find("cost_per_hour")) cost.emplace(table, where, "cost_per_hour");
    if (table.find("families")) takes.emplace(table, where, "families");
    name.need_names();
    hours.need_numbers();
    if (cost) cost->need_numbers();
    if (takes) takes->need_names();
    Names seen;
    const std::size_t count = families.list().size();
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        Machine machine;
        machine.name = name.name(row);
        need_new(seen, name, machine.name, row);
        machine.hours = hours.needed(row, true);
        if (cost && !cost->missing(row)) machine.cost = cost->needed(row, true);
        machine.takes =
            families_of(takes ? takes->optional_name(row) : std::string(), families, count);
        book.machines.push_back(std::move(machine));
    }
}

void check_options(const OrderPlanOptions& options) {
    const auto refuse = [](const char* name, const std::string& what) {
        throw Error(Status::argument, std::string(name) + " " + what, {.argument = name});
    };
    if (options.days < 1 || options.days > most_days)
        refuse("days", "is " + std::to_string(options.days) + "; it must be from 1 to " +
                           std::to_string(most_days));
    if (!std::isfinite(options.setup_hours) || options.setup_hours < 0)
        refuse("setup_hours", "must be a finite number of at least 0");
    if (!std::isfinite(options.setup_cost) || options.setup_cost < 0)
        refuse("setup_cost", "must be a finite number of at least 0");
}

}  // namespace

OrderBook read_order_book(const Table& orders, const Table& machines,
                          const OrderPlanOptions& options) {
    check_options(options);
    need_rows(orders, "orders");
    need_rows(machines, "machines");
    const double most = static_cast<double>(machines.rows()) * static_cast<double>(orders.rows()) *
                        static_cast<double>(options.days);
    if (most > most_candidates)
        throw Error(Status::data,
                    std::to_string(orders.rows()) + " orders on " +
                        std::to_string(machines.rows()) + " machines over " +
                        std::to_string(options.days) +
                        " days are too many for one plan; split the days or the machines",
                    {.argument = "orders"});
    OrderBook book;
    book.days = options.days;
    book.setup_hours = options.setup_hours;
    book.setup_cost = options.setup_cost;
    Names families;
    read_orders(orders, book, families);
    read_machines(machines, book, families);
    book.families = std::move(families.list());
    return book;
}

}  // namespace tenon::plan
