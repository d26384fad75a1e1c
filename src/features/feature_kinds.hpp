// Every kind of feature step with the function that reads it back: the visible table.
#pragma once

#include <memory>
#include <string_view>

#include "base/json_member.hpp"
#include "features/feature_step.hpp"

namespace tenon::features {

using StepPointer = std::shared_ptr<const FeatureStep>;

StepPointer read_scale(const JsonMember& document);
StepPointer read_encode(const JsonMember& document);
StepPointer read_power(const JsonMember& document);
StepPointer read_quantile(const JsonMember& document);
StepPointer read_frequency(const JsonMember& document);
StepPointer read_target(const JsonMember& document);
StepPointer read_bins(const JsonMember& document);
StepPointer read_polynomial(const JsonMember& document);
StepPointer read_calendar(const JsonMember& document);
StepPointer read_windows(const JsonMember& document);
StepPointer read_spectrum(const JsonMember& document);
StepPointer read_pca(const JsonMember& document);
StepPointer read_select(const JsonMember& document);

struct FeatureKind {
    std::string_view name;
    StepPointer (*read)(const JsonMember& document);
};

inline constexpr FeatureKind feature_kinds[] = {
    {"scale", read_scale},       {"encode", read_encode},         {"power", read_power},
    {"quantile", read_quantile}, {"frequency", read_frequency},   {"target", read_target},
    {"bins", read_bins},         {"polynomial", read_polynomial}, {"calendar", read_calendar},
    {"windows", read_windows},   {"spectrum", read_spectrum},     {"pca", read_pca},
    {"select", read_select},
};

}  // namespace tenon::features
