#include "tenon/data_profile.hpp"

#include <limits>
#include <utility>

#include "base/held_bytes.hpp"
#include "base/utf8.hpp"
#include "table/column_partial.hpp"
#include "table/correlation_partial.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_correlated = 64;

bool correlates(Type type) {
    return type == Type::float64 || type == Type::int64;
}

}  // namespace

struct ProfilePartial::Impl {
    std::vector<std::string> names;
    std::vector<ColumnPartial> columns;
    CorrelationPartial correlation;
    std::int64_t rows = 0;
    bool begun = false;

    std::vector<std::size_t> correlated() const {
        std::vector<std::size_t> out;
        for (std::size_t j = 0; j < columns.size() && out.size() < most_correlated; ++j)
            if (correlates(columns[j].type())) out.push_back(j);
        return out;
    }

    void add(const Context& context, const Table& slice);
    void merge(const Impl& later);

    void check(const std::vector<std::string>& other_names, const std::vector<Type>& types) const {
        bool same = names == other_names;
        for (std::size_t j = 0; same && j < types.size(); ++j) same = columns[j].type() == types[j];
        if (!same)
            throw Error(Status::argument,
                        "the columns are not those of the slices before; add slices of one table",
                        {.argument = "slice"});
    }
};

ProfilePartial::ProfilePartial() : impl_(std::make_unique<Impl>()) {}
ProfilePartial::~ProfilePartial() = default;
ProfilePartial::ProfilePartial(ProfilePartial&&) noexcept = default;
ProfilePartial& ProfilePartial::operator=(ProfilePartial&&) noexcept = default;

void ProfilePartial::Impl::add(const Context& context, const Table& slice) {
    std::vector<Type> types;
    for (std::int32_t j = 0; j < slice.columns(); ++j) types.push_back(slice.column(j).type());
    if (std::exchange(begun, true)) {
        check(slice.names(), types);
    } else {
        names = slice.names();
        for (const Type type : types) columns.emplace_back(type);
    }
    HeldBytes held(context);
    for (std::int32_t j = 0; j < slice.columns(); ++j) {
        Progress progress;
        progress.phase = "profile";
        progress.share = static_cast<double>(j) / static_cast<double>(slice.columns());
        context.report(progress);
        ColumnPartial& column = columns[static_cast<std::size_t>(j)];
        column.add(context, slice.column(j));
        held.add(column.bytes());
    }
    std::vector<Column> numbers;
    for (const std::size_t j : correlated())
        numbers.push_back(slice.column(static_cast<std::int32_t>(j)));
    correlation.add(context, numbers, slice.rows());
    rows += slice.rows();
}

void ProfilePartial::Impl::merge(const Impl& later) {
    std::vector<Type> types;
    for (const ColumnPartial& column : later.columns) types.push_back(column.type());
    check(later.names, types);
    for (std::size_t j = 0; j < columns.size(); ++j) columns[j].merge(later.columns[j]);
    correlation.merge(later.correlation);
    rows += later.rows;
}

// Both work on a copy, which takes the place of the profile at the end: a call that fails halfway,
// for want of memory or because it was cancelled, has changed nothing.
void ProfilePartial::add(const Context& context, const Table& slice) {
    auto next = std::make_unique<Impl>(*impl_);
    next->add(context, slice);
    impl_ = std::move(next);
}

void ProfilePartial::merge(const ProfilePartial& later) {
    if (!later.impl_->begun) return;
    auto next = std::make_unique<Impl>(impl_->begun ? *impl_ : *later.impl_);
    if (impl_->begun) next->merge(*later.impl_);
    impl_ = std::move(next);
}

DataProfile ProfilePartial::finish() const {
    DataProfile out;
    out.rows = impl_->rows;
    for (std::size_t j = 0; j < impl_->columns.size(); ++j)
        out.columns.push_back(impl_->columns[j].finish(impl_->names[j]));
    for (const std::size_t j : impl_->correlated()) out.correlated.push_back(impl_->names[j]);
    out.correlation = impl_->correlation.finish(out.correlated.size());
    const auto varying = impl_->correlated();
    for (std::size_t k = 0; k < varying.size(); ++k)
        if (const ColumnDetail& one = out.columns[varying[k]]; !(one.minimum < one.maximum))
            out.correlation[k * (varying.size() + 1)] = std::numeric_limits<double>::quiet_NaN();
    return out;
}

DataProfile data_profile(const Context& context, const Table& table) {
    ProfilePartial partial;
    partial.add(context, table);
    return partial.finish();
}

}  // namespace tenon
