#include <map>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

// A code a distinct cell text; missing cells are a class of their own.
std::vector<std::int64_t> strata_of(const Column& column) {
    std::map<std::string, std::int64_t> codes;
    std::vector<std::int64_t> strata(static_cast<std::size_t>(column.size()));
    constexpr std::int64_t missing_class = -1;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        std::int64_t& code = strata[static_cast<std::size_t>(row)];
        if (!column.valid(row)) {
            code = missing_class;
            continue;
        }
        const auto next = static_cast<std::int64_t>(codes.size());
        code = codes.emplace(column.cell_text(row), next).first->second;
    }
    return strata;
}

}  // namespace

tenon_status tenon_table_split(const tenon_context* context, const tenon_table* table,
                               const tenon_split_options* options, tenon_table** train,
                               tenon_table** test, tenon_error* err) {
    return guard(err, [&] {
        required(train, "train");
        required(test, "test");
        const Table& source = required(table, "table").value;
        context_of(context).check_cancelled();
        const auto given = options_of(options, "options");
        SplitOptions split_options;
        if (given.test_share != 0) split_options.test_share = given.test_share;
        if (given.seed != 0) split_options.seed = given.seed;
        const Split split =
            given.stratify
                ? split_stratified(strata_of(source.column(std::string_view(given.stratify))),
                                   split_options)
                : split_rows(source.rows(), split_options);
        auto train_part = std::make_unique<tenon_table>(source.take(split.train));
        *test = new tenon_table{source.take(split.test)};
        *train = train_part.release();
    });
}
