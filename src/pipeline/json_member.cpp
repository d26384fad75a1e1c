#include "pipeline/json_member.hpp"

#include <cmath>
#include <limits>

#include "tenon/error.hpp"

namespace tenon {

void JsonMember::refuse(const std::string& what) const {
    throw Error(Status::corrupt,
                "the pipeline document contradicts its format at " + (path_.empty() ? "/" : path_) +
                    ": " + what,
                {.argument = path_});
}

JsonMember JsonMember::operator[](const char* name) const {
    if (!value_.is_object()) refuse("an object is expected");
    const auto member = value_.find(name);
    if (member == value_.end()) refuse("the member \"" + std::string(name) + "\" is not there");
    return JsonMember(*member, path_ + "/" + name);
}

std::vector<JsonMember> JsonMember::items() const {
    if (!value_.is_array()) refuse("an array is expected");
    std::vector<JsonMember> out;
    out.reserve(value_.size());
    for (std::size_t i = 0; i < value_.size(); ++i)
        out.emplace_back(value_[i], path_ + "/" + std::to_string(i));
    return out;
}

const std::string& JsonMember::text() const {
    if (!value_.is_string()) refuse("a text is expected");
    return value_.get_ref<const std::string&>();
}

bool JsonMember::boolean() const {
    if (!value_.is_boolean()) refuse("true or false is expected");
    return value_.get<bool>();
}

double JsonMember::real() const {
    if (value_.is_number()) return value_.get<double>();
    if (value_.is_string()) {
        const std::string& said = value_.get_ref<const std::string&>();
        if (said == "nan") return std::numeric_limits<double>::quiet_NaN();
        if (said == "inf") return std::numeric_limits<double>::infinity();
        if (said == "-inf") return -std::numeric_limits<double>::infinity();
    }
    refuse("a number is expected");
}

double JsonMember::finite() const {
    const double value = real();
    if (!std::isfinite(value)) refuse("a finite number is expected");
    return value;
}

std::int64_t JsonMember::count() const {
    if (!value_.is_number_integer() ||
        value_.get<std::uint64_t>() >
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        refuse("a count is expected");
    return value_.get<std::int64_t>();
}

std::vector<std::string> JsonMember::texts() const {
    std::vector<std::string> out;
    for (const JsonMember& item : items()) out.push_back(item.text());
    return out;
}

}  // namespace tenon
