// The warm handle: the engine with a memory for what is asked of it between solves.
//
// What changes numbers only goes to the engine at once. What changes the shape is gathered and
// built in by one rebuild of the engine's matrix, which keeps basis and weights. Should memory run
// out in the middle of a rebuild, the program as it was is still there (`spare`), and the engine is
// made anew from it when it is needed next; so it is after a solve that ran out of memory.
#include "ilp/linear/warm_linear_impl.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include "base/clock.hpp"
#include "ilp/linear/linear_form.hpp"
#include "ilp/linear/sound_numbers.hpp"

namespace tenon {

WarmLinear::Impl::Impl(const Problem& problem)
    : sign(ilp::sign_of(problem.sense())),
      offset(problem.offset()),
      name(problem.name()),
      n(problem.columns()),
      m(problem.rows()) {
    column_names.reserve(static_cast<std::size_t>(n));
    for (std::int32_t j = 0; j < n; ++j) column_names.push_back(problem.column_name(j));
    row_names.reserve(static_cast<std::size_t>(m));
    for (std::int32_t i = 0; i < m; ++i) row_names.push_back(problem.row_name(i));
    ilp::LinearProgram lp = ilp::linear_form(problem);
    lp.offset = 0;  // added here: it may change without the engine
    simplex = std::make_unique<ilp::Simplex>(std::move(lp));
}

ilp::Simplex& WarmLinear::Impl::engine() {
    if (suspect) {
        auto fresh = std::make_unique<ilp::Simplex>(simplex->problem());
        fresh->set_basis(simplex->basis());
        simplex = std::move(fresh);
        suspect = false;
    }
    if (!simplex) {
        auto fresh = std::make_unique<ilp::Simplex>(spare->program);
        fresh->set_basis(spare->basis);
        simplex = std::move(fresh);
        spare.reset();
    }
    return *simplex;
}

template <class Change>
void WarmLinear::Impl::restructure(Change change) {
    ilp::Simplex& target = engine();
    Spare before{target.problem(), target.basis()};
    try {
        change(target);
    } catch (...) {
        spare.emplace(std::move(before));
        simplex.reset();
        answer = {};
        throw;
    }
}

void WarmLinear::Impl::build_in() {
    if (pending.empty()) return;
    restructure([&](ilp::Simplex& target) { pending.build_into(target); });
    pending.clear();
}

std::int32_t WarmLinear::Impl::engine_columns() const noexcept {
    return n - pending.new_columns();
}
std::int32_t WarmLinear::Impl::engine_rows() const noexcept {
    return m - pending.new_rows();
}

WarmLinear::WarmLinear(const Problem& problem) : impl_(std::make_unique<Impl>(problem)) {}
WarmLinear::~WarmLinear() = default;
WarmLinear::WarmLinear(WarmLinear&&) noexcept = default;
WarmLinear& WarmLinear::operator=(WarmLinear&&) noexcept = default;

std::int32_t WarmLinear::columns() const noexcept {
    return impl_->n;
}
std::int32_t WarmLinear::rows() const noexcept {
    return impl_->m;
}

void WarmLinear::set_offset(double offset) {
    if (!std::isfinite(offset))
        throw Error(Status::argument,
                    "the offset is " + format_double(offset) + "; it must be a finite number",
                    {.argument = "offset"});
    impl_->offset = offset;
    impl_->answer.current = false;
}

void WarmLinear::set_cost(std::int32_t column, double cost) {
    ilp::check_place("column", column, columns());
    ilp::check_finite("column", column, "the cost", cost);
    const double own = ilp::signed_value(impl_->sign, cost);
    const std::int32_t built = impl_->engine_columns();
    if (column < built)
        impl_->engine().set_cost(column, own);
    else
        impl_->pending.cost[static_cast<std::size_t>(column - built)] = own;
    impl_->answer.current = false;
}

void WarmLinear::set_bounds(std::int32_t column, double lower, double upper) {
    ilp::check_place("column", column, columns());
    const ilp::Sides sides = ilp::sound_sides("column", column, lower, upper);
    const std::int32_t built = impl_->engine_columns();
    if (column < built) {
        impl_->engine().set_bounds(column, sides.lower, sides.upper);
    } else {
        impl_->pending.lower[static_cast<std::size_t>(column - built)] = sides.lower;
        impl_->pending.upper[static_cast<std::size_t>(column - built)] = sides.upper;
    }
    impl_->answer.current = false;
}

void WarmLinear::set_row_bounds(std::int32_t row, double lower, double upper) {
    ilp::check_place("row", row, rows());
    const ilp::Sides sides = ilp::sound_sides("row", row, lower, upper);
    const std::int32_t built = impl_->engine_rows();
    if (row < built) {
        impl_->engine().set_row_bounds(row, sides.lower, sides.upper);
    } else {
        impl_->pending.row_lower[static_cast<std::size_t>(row - built)] = sides.lower;
        impl_->pending.row_upper[static_cast<std::size_t>(row - built)] = sides.upper;
    }
    impl_->answer.current = false;
}

void WarmLinear::set_coefficient(std::int32_t row, std::int32_t column, double value) {
    ilp::check_place("row", row, rows());
    ilp::check_place("column", column, columns());
    ilp::check_finite("row", row, "a coefficient", value);
    impl_->pending.set(row, column, value);
    impl_->answer.current = false;
}

std::int32_t WarmLinear::add_column(double lower, double upper, double cost,
                                    std::span<const std::int32_t> rows,
                                    std::span<const double> coefficients) {
    const std::int32_t column = columns();
    const ilp::Sides sides = ilp::sound_sides("column", column, lower, upper);
    ilp::check_finite("column", column, "the cost", cost);
    const ilp::Entries entries =
        ilp::sound_entries("column", column, "row", this->rows(), rows, coefficients);
    impl_->pending.add_column(ilp::signed_value(impl_->sign, cost), sides.lower, sides.upper,
                              column, entries.index, entries.value);
    impl_->answer.current = false;
    return impl_->n++;
}

std::int32_t WarmLinear::add_row(double lower, double upper, std::span<const std::int32_t> columns,
                                 std::span<const double> coefficients) {
    const std::int32_t row = rows();
    const ilp::Sides sides = ilp::sound_sides("row", row, lower, upper);
    const ilp::Entries entries =
        ilp::sound_entries("row", row, "column", this->columns(), columns, coefficients);
    impl_->pending.add_row(sides.lower, sides.upper, row, entries.index, entries.value);
    impl_->answer.current = false;
    return impl_->m++;
}

namespace {

std::vector<std::uint8_t> marks(const char* kind, std::span<const std::int32_t> list,
                                std::int32_t count) {
    std::vector<std::uint8_t> marked(static_cast<std::size_t>(count), 0);
    for (const std::int32_t k : list) {
        ilp::check_place(kind, k, count);
        marked[static_cast<std::size_t>(k)] = 1;
    }
    return marked;
}

void erase_marked(std::vector<std::string>& names, const std::vector<std::uint8_t>& marked) {
    std::size_t out = 0;
    for (std::size_t k = 0; k < names.size(); ++k) {
        if (marked[k]) continue;
        if (out != k) names[out] = std::move(names[k]);
        ++out;
    }
    names.resize(out);
}

}  // namespace

void WarmLinear::delete_columns(std::span<const std::int32_t> list) {
    const std::vector<std::uint8_t> marked = marks("column", list, columns());
    impl_->build_in();
    impl_->restructure([&](ilp::Simplex& target) { target.delete_columns(marked); });
    erase_marked(impl_->column_names, marked);
    impl_->n = impl_->simplex->columns();
    impl_->answer.current = false;
}

void WarmLinear::delete_rows(std::span<const std::int32_t> list) {
    const std::vector<std::uint8_t> marked = marks("row", list, rows());
    impl_->build_in();
    impl_->restructure([&](ilp::Simplex& target) { target.delete_rows(marked); });
    erase_marked(impl_->row_names, marked);
    impl_->m = impl_->simplex->rows();
    impl_->answer.current = false;
}

void WarmLinear::set_basis(const Basis& basis) {
    if (basis.column.size() != static_cast<std::size_t>(columns()) ||
        basis.row.size() != static_cast<std::size_t>(rows()))
        throw Error(Status::argument,
                    "the basis has " + std::to_string(basis.column.size()) + " columns and " +
                        std::to_string(basis.row.size()) + " rows, the program " +
                        std::to_string(columns()) + " and " + std::to_string(rows()) +
                        "; give one status for each",
                    {.argument = "basis"});
    impl_->build_in();
    ilp::Simplex& target = impl_->engine();
    impl_->suspect = true;  // until it is done
    target.set_basis(basis);
    impl_->suspect = false;
    impl_->answer.current = false;
}

Basis WarmLinear::basis() const {
    Basis basis = impl_->simplex ? impl_->simplex->basis() : impl_->spare->basis;
    const ilp::PendingChanges& added = impl_->pending;
    for (std::int32_t k = 0; k < added.new_columns(); ++k) {
        const double l = added.lower[static_cast<std::size_t>(k)];
        const double u = added.upper[static_cast<std::size_t>(k)];
        basis.column.push_back(l == -infinity && u == infinity ? BasisStatus::free_zero
                               : std::fabs(u) < std::fabs(l)   ? BasisStatus::at_upper
                                                               : BasisStatus::at_lower);
    }
    basis.row.resize(static_cast<std::size_t>(rows()), BasisStatus::basic);
    return basis;
}

Problem WarmLinear::problem() const {
    return impl_->problem();
}

}  // namespace tenon
