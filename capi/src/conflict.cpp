#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

ConflictOptions conflict_options(const tenon_conflict_options* options) {
    const auto given = options_of(options, "options");
    ConflictOptions result;
    if (given.time_limit_seconds != 0) result.time_limit_seconds = given.time_limit_seconds;
    if (given.trial_work_limit < 0) refuse("trial_work_limit", "must not be negative");
    if (given.trial_work_limit > 0) result.trial_work_limit = given.trial_work_limit;
    return result;
}

}  // namespace

tenon_status tenon_problem_find_conflict(const tenon_context* context, const tenon_problem* problem,
                                         const tenon_conflict_options* options,
                                         tenon_conflict** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Problem& explained = required(problem, "problem").value;
        Conflict conflict =
            find_conflict(solve_context_of(context), explained, conflict_options(options));
        std::string text = explain_conflict(explained, conflict);
        std::vector<std::string> members;
        for (const ConflictMember& member : conflict.members)
            members.push_back(part_text(explained, member.part, member.index));
        give_handle(out, std::move(conflict), std::move(text), std::move(members));
    });
}

void tenon_conflict_free(tenon_conflict* conflict) {
    guard_void([&] { delete conflict; });
}

tenon_outcome tenon_conflict_outcome(const tenon_conflict* conflict) {
    return guard_value(tenon_outcome{0}, [&] {
        return conflict ? static_cast<tenon_outcome>(conflict->value.outcome) : tenon_outcome{0};
    });
}

int32_t tenon_conflict_is_minimal(const tenon_conflict* conflict) {
    return guard_value(std::int32_t{0},
                       [&] { return std::int32_t{conflict && conflict->value.minimal}; });
}

int32_t tenon_conflict_is_proved(const tenon_conflict* conflict) {
    return guard_value(std::int32_t{0},
                       [&] { return std::int32_t{conflict && conflict->value.proved}; });
}

int32_t tenon_conflict_farkas(const tenon_conflict* conflict, double* multipliers,
                              int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        const std::vector<double>& y = required(conflict, "conflict").value.farkas;
        return static_cast<std::int32_t>(
            give_values(std::span<const double>(y), multipliers, capacity));
    });
}

int32_t tenon_conflict_members(const tenon_conflict* conflict) {
    return guard_value(std::int32_t{-1}, [&] {
        return static_cast<std::int32_t>(required(conflict, "conflict").value.members.size());
    });
}

tenon_status tenon_conflict_get_member(const tenon_conflict* conflict, int32_t index,
                                       tenon_conflict_member* member, tenon_error* err) {
    return guard(err, [&] {
        const std::vector<ConflictMember>& members = required(conflict, "conflict").value.members;
        if (index < 0 || static_cast<std::size_t>(index) >= members.size())
            refuse("index", "is " + std::to_string(index) + "; there are " +
                                std::to_string(members.size()) + " members");
        const ConflictMember& from = members[static_cast<std::size_t>(index)];
        tenon_conflict_member result = TENON_CONFLICT_MEMBER_INIT;
        result.part = static_cast<tenon_part>(from.part);
        result.index = from.index;
        result.needed = from.needed ? 1 : 0;
        give(member, result, "member");
    });
}

const char* tenon_conflict_member_text(const tenon_conflict* conflict, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&] {
        return required(conflict, "conflict")
            .member_texts.at(static_cast<std::size_t>(index))
            .c_str();
    });
}

const char* tenon_conflict_text(const tenon_conflict* conflict) {
    return guard_value("", [&] { return conflict ? conflict->text.c_str() : ""; });
}
