#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tenon/encode.hpp"
#include "tenon/error.hpp"

using namespace tenon;

TEST_CASE("equal cells share a code, in order of first appearance; missing cells have -1") {
    const Context context;
    using Codes = std::vector<std::int64_t>;
    CHECK(category_codes(context,
                         Column::from_text({"b", "a", "b", "x"}, {true, true, true, false})) ==
          Codes{0, 1, 0, -1});
    CHECK(category_codes(context, Column::from_int64({7, -7, 7})) == Codes{0, 1, 0});
    CHECK(category_codes(context, Column::from_boolean({true, false, true})) == Codes{0, 1, 0});
    CHECK(category_codes(context, Column::from_float64({0.0, -0.0, std::nan("1"), std::nan("2"),
                                                        1.5})) == Codes{0, 0, 1, 1, 2});
    CHECK(category_codes(context, Column::from_text({})).empty());
}

TEST_CASE("coding a column stops when it is cancelled") {
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    CHECK_THROWS_AS(category_codes(context, Column::from_int64({1})), Error);
}
