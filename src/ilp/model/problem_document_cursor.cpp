#include "ilp/model/problem_document_cursor.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "ilp/model/text_place.hpp"

namespace tenon::ilp {

const DocumentCursor::Members DocumentCursor::root_members{
    {"format", "format_version", "sense", "offset", "columns", "rows", "name", "library_version"},
    8,
    6};
const DocumentCursor::Members DocumentCursor::column_members{
    {"name", "type", "lower", "upper", "cost"}, 5, 5};
const DocumentCursor::Members DocumentCursor::row_members{
    {"name", "lower", "upper", "columns", "coefficients"}, 5, 5};

bool DocumentCursor::key(std::string name, std::size_t place) {
    place_ = place;
    if (skipped_ > 0) return false;
    key_ = std::move(name);
    const auto begin = members().name.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(members().count);
    const auto found = std::find(begin, end, key_);
    known_ = found != end;
    if (!known_) return false;
    const unsigned bit = 1u << (found - begin);
    if (seen() & bit) refuse("the member is there twice");
    seen() |= bit;
    return true;
}

bool DocumentCursor::open(bool object, std::size_t place) {
    place_ = place;
    if (passes_over()) {
        ++skipped_;
        return false;
    }
    const At next = inner(object);
    if (next == At::end) refuse(expected());
    at_ = next;
    if (at_ == At::column) ++column_;
    if (at_ == At::row) ++row_;
    if (object) {
        seen() = 0;
        key_.clear();
    }
    entry_ = 0;
    return true;
}

bool DocumentCursor::close(std::size_t place) {
    place_ = place;
    if (skipped_ > 0) {
        --skipped_;
        return false;
    }
    if (in_object()) check_members();
    return true;
}

void DocumentCursor::leave() noexcept {
    at_ = outer();
    known_ = true;
}

bool DocumentCursor::scalar(std::size_t place) {
    place_ = place;
    return !passes_over();
}

// Where an object or array leads from here; end: none is expected.
DocumentCursor::At DocumentCursor::inner(bool object) const noexcept {
    switch (at_) {
        case At::start:
            return object ? At::root : At::end;
        case At::columns:
            return object ? At::column : At::end;
        case At::rows:
            return object ? At::row : At::end;
        case At::root:
            if (object) return At::end;
            return key_ == "columns" ? At::columns : key_ == "rows" ? At::rows : At::end;
        case At::row:
            if (object) return At::end;
            return key_ == "columns"        ? At::row_columns
                   : key_ == "coefficients" ? At::row_coefficients
                                            : At::end;
        default:
            return At::end;
    }
}

DocumentCursor::At DocumentCursor::outer() const noexcept {
    switch (at_) {
        case At::columns:
        case At::rows:
            return At::root;
        case At::column:
            return At::columns;
        case At::row:
            return At::rows;
        case At::row_columns:
        case At::row_coefficients:
            return At::row;
        default:
            return At::end;
    }
}

const char* DocumentCursor::expected() const noexcept {
    switch (at_) {
        case At::start:
        case At::columns:
        case At::rows:
            return "an object is expected";
        case At::row_columns:
            return "the place of a column is expected";
        case At::row_coefficients:
            return "a number is expected";
        default:
            return "a value of another kind is expected";
    }
}

std::string DocumentCursor::pointer() const {
    std::string out;
    if (at_ == At::columns || at_ == At::column) out = "/columns";
    if (at_ >= At::rows && at_ <= At::row_coefficients) out = "/rows";
    if (at_ == At::column) out += "/" + std::to_string(column_);
    if (at_ >= At::row && at_ <= At::row_coefficients) out += "/" + std::to_string(row_);
    if (at_ == At::row_columns) return out + "/columns/" + std::to_string(entry_);
    if (at_ == At::row_coefficients) return out + "/coefficients/" + std::to_string(entry_);
    if (in_object() && !key_.empty()) out += "/" + excerpt(key_, 60);
    return out.empty() ? "/" : out;
}

void DocumentCursor::check_members() {
    key_.clear();
    for (std::size_t k = 0; k < members().required; ++k)
        if (!(seen() & (1u << k)))
            refuse("the member \"" + std::string(members().name[k]) + "\" is not there");
}

void DocumentCursor::refuse(const std::string& what, Status status) const {
    refuse_text(text_, place_, "problem document at " + pointer() + ": " + what, status);
}

}  // namespace tenon::ilp
