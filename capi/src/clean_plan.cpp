#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

void add_text(ColumnBuilder& column, const std::optional<std::string>& text) {
    if (text)
        column.add_text(*text);
    else
        column.add_missing();
}

Table table_of(const std::vector<CellChange>& changes) {
    ColumnBuilder step(Type::int64), kind(Type::text), column(Type::text), before(Type::text),
        after(Type::text), reason(Type::text);
    for (const CellChange& change : changes) {
        step.add_int64(change.step);
        kind.add_text(change.kind);
        add_text(column,
                 change.column.empty() ? std::nullopt : std::optional<std::string>(change.column));
        add_text(before, change.before);
        add_text(after, change.after);
        reason.add_text(change.reason);
    }
    return Table({"step", "kind", "column", "before", "after", "reason"},
                 {step.finish(), kind.finish(), column.finish(), before.finish(), after.finish(),
                  reason.finish()});
}

}  // namespace

tenon_status tenon_clean_plan_parse(const char* text, int64_t length, tenon_clean_plan** out,
                                    tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, CleanPlan::parse(buffer(text, length, "text")));
    });
}

tenon_status tenon_clean_plan_fit(const tenon_context* context, const tenon_clean_plan* plan,
                                  const tenon_table* table, tenon_table** cleaned,
                                  tenon_clean_plan** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        Table result;
        auto fitted = std::make_unique<tenon_clean_plan>(
            tenon_clean_plan{required(plan, "plan")
                                 .value.fit(context_of(context), required(table, "table").value,
                                            cleaned ? &result : nullptr)});
        if (cleaned) give_handle(cleaned, std::move(result));
        *out = fitted.release();
    });
}

tenon_status tenon_clean_plan_apply(const tenon_context* context, const tenon_clean_plan* plan,
                                    const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(plan, "plan")
                             .value.apply(context_of(context), required(table, "table").value));
    });
}

tenon_status tenon_clean_plan_why(const tenon_context* context, const tenon_clean_plan* plan,
                                  const tenon_table* table, int64_t row, const char* column,
                                  tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(
            out, table_of(required(plan, "plan")
                              .value.why(context_of(context), required(table, "table").value, row,
                                         required_text(column, "column"))));
    });
}

tenon_status tenon_clean_plan_to_json(const tenon_clean_plan* plan, char* buffer, int64_t capacity,
                                      int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(required(plan, "plan").value.to_json(), buffer, capacity, needed, "buffer");
    });
}

tenon_status tenon_clean_plan_save(const tenon_clean_plan* plan, const char* path,
                                   tenon_error* err) {
    return guard(
        err, [&] { required(plan, "plan").value.save(std::string(required_text(path, "path"))); });
}

tenon_status tenon_clean_plan_load(const tenon_context* context, const char* path,
                                   tenon_clean_plan** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    CleanPlan::load(context_of(context), std::string(required_text(path, "path"))));
    });
}

int32_t tenon_clean_plan_is_fitted(const tenon_clean_plan* plan) {
    return guard_value(int32_t{0}, [&] { return plan && plan->value.fitted() ? 1 : 0; });
}

void tenon_clean_plan_free(tenon_clean_plan* plan) {
    guard_void([&] { delete plan; });
}

tenon_status tenon_clean_plan_help(char* buffer, int64_t capacity, int64_t* needed,
                                   tenon_error* err) {
    return guard(err, [&] { give_text(clean_step_help(), buffer, capacity, needed, "buffer"); });
}
