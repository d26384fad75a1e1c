#include <string>

#include "table/column_store.hpp"
#include "tenon/error.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct ColumnBuilder::Impl {
    ColumnStore store;

    void expect(bool fits, const char* given) const {
        if (!fits)
            throw Error(Status::type, std::string("a cell of type ") + given +
                                          " was added to a builder of a " +
                                          type_name(store.type()) + " column");
    }
};

ColumnBuilder::ColumnBuilder(Type type) : impl_(std::make_unique<Impl>(Impl{ColumnStore(type)})) {}
ColumnBuilder::~ColumnBuilder() = default;
ColumnBuilder::ColumnBuilder(ColumnBuilder&&) noexcept = default;
ColumnBuilder& ColumnBuilder::operator=(ColumnBuilder&&) noexcept = default;

void ColumnBuilder::reserve(std::int64_t rows) {
    impl_->store.reserve(rows);
}

void ColumnBuilder::add_missing() {
    impl_->store.add_missing();
}

void ColumnBuilder::add_float64(double value) {
    impl_->expect(impl_->store.type() == Type::float64, "float64");
    impl_->store.add_float64(value);
}

void ColumnBuilder::add_int64(std::int64_t value) {
    const Type type = impl_->store.type();
    impl_->expect(type == Type::int64 || type == Type::timestamp, "int64");
    impl_->store.add_int64(value);
}

void ColumnBuilder::add_boolean(bool value) {
    impl_->expect(impl_->store.type() == Type::boolean, "bool");
    impl_->store.add_boolean(value);
}

void ColumnBuilder::add_text(std::string_view value) {
    impl_->expect(impl_->store.type() == Type::text, "text");
    impl_->store.add_text(value);
}

std::int64_t ColumnBuilder::size() const noexcept {
    return impl_->store.rows();
}

Column ColumnBuilder::finish() {
    return impl_->store.finish();
}

}  // namespace tenon
