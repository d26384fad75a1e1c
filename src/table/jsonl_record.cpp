#include "table/jsonl_record.hpp"

#include <utility>

#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon {

void JsonRecord::begin() noexcept {
    cells_.clear();
    path_.clear();
    parents_.clear();
    array_closers_.clear();
}

void JsonRecord::begin_element() {
    if (std::exchange(element_, true)) array_.push_back(',');
}

void JsonRecord::scalar(JsonScalar value, std::size_t) {
    if (in_array()) {
        begin_element();
        if (const std::string* const text = value.if_text())
            append_json_text(array_, *text);
        else if (const bool* const truth = value.if_boolean())
            array_ += *truth ? "true" : "false";
        else if (const std::int64_t* const integer = value.if_integer())
            append_int64(array_, *integer);
        else if (const double* const real = value.if_real())
            append_double(array_, *real);
        else
            array_ += "null";
        return;
    }
    if (parents_.empty()) throw Error(Status::parse, "the line is not an object in { }");
    cells_.push_back({name_, std::move(value), {}});
}

void JsonRecord::number(double value, std::string_view written, std::size_t place) {
    if (in_array()) {
        begin_element();
        array_ += written;
        return;
    }
    scalar(JsonScalar(value), place);
    cells_.back().written = written;
}

void JsonRecord::key(std::string name, std::size_t) {
    if (in_array()) {
        begin_element();
        append_json_text(array_, name);
        array_.push_back(':');
        element_ = false;
        return;
    }
    name_ = path_ + name;
}

void JsonRecord::open(bool object, std::size_t) {
    if (in_array() || !object) {
        if (!in_array()) {
            if (parents_.empty())
                throw Error(
                    Status::parse,
                    "the line is an array; write one object a line, without the array around "
                    "them");
            array_.clear();
            element_ = false;
        }
        begin_element();
        array_.push_back(object ? '{' : '[');
        array_closers_.push_back(object ? '}' : ']');
        element_ = false;
        return;
    }
    const bool outermost = parents_.empty();
    parents_.push_back(path_.size());
    if (!outermost) path_ = name_ + '.';
}

void JsonRecord::close(std::size_t) {
    if (in_array()) {
        array_.push_back(array_closers_.back());
        array_closers_.pop_back();
        element_ = true;
        if (!in_array()) cells_.push_back({name_, JsonScalar(array_), {}});
        return;
    }
    path_.resize(parents_.back());
    parents_.pop_back();
}

}  // namespace tenon
