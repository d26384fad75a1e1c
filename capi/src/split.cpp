#include "handles.hpp"
#include "tenon/take.hpp"

using namespace tenon;
using namespace tenon::capi;

tenon_status tenon_table_split(const tenon_context* context, const tenon_table* table,
                               const tenon_split_options* options, tenon_table** train,
                               tenon_table** test, tenon_error* err) {
    return guard(err, [&] {
        required(train, "train");
        required(test, "test");
        if (train == test) refuse("test", "must not be the same pointer as train");
        const Table& source = required(table, "table").value;
        context_of(context).get().check_cancelled();
        const auto given = options_of(options, "options");
        // The rows in their new order and as parts, and what the parts hold.
        const Charge held(context_of(context),
                          8 * source.rows() + rows_bytes(source, source.rows()));
        SplitOptions split_options;
        if (given.test_share != 0) split_options.test_share = given.test_share;
        if (given.seed != 0) split_options.seed = given.seed;
        const Split split =
            given.stratify
                ? split_stratified(category_codes(context_of(context),
                                                  source.column(std::string_view(given.stratify))),
                                   split_options, context_of(context))
                : split_rows(source.rows(), split_options, context_of(context));
        context_of(context);  // throws where it is cancelled
        auto train_part = std::make_unique<tenon_table>(
            tenon_table{taken_rows(context_of(context), source, split.train)});
        *test = new tenon_table{taken_rows(context_of(context), source, split.test)};
        *train = train_part.release();
    });
}
