#include "tenon/encode.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> machine{"machine"};

Table one(Column column) {
    return Table({"machine"}, {std::move(column)});
}

std::string cells(const Table& table, const std::string& name) {
    const Column& column = table.column(name);
    std::string out;
    for (std::int64_t row = 0; row < column.size(); ++row)
        out.append(row ? " " : "").append(column.valid(row) ? column.cell_text(row) : ".");
    return out;
}

Error refusal(const Table& table, const EncodeOptions& options = {},
              const std::vector<std::string>& columns = machine) {
    try {
        Encoder::fit({}, table, columns, options).apply({}, table);
    } catch (const Error& error) {
        return error;
    }
    return Error(Status::ok, "");
}

const Table seen =
    one(Column::from_text({"M-2", "M-10", "", "M-2", "?"}, {true, true, true, true, false}));

}  // namespace

TEST_CASE("one-hot columns stand in place of their column, in the order of bytes") {
    const Table table({"a", "machine", "z"},
                      {Column::from_int64({1, 2, 3, 4, 5}), seen.column("machine"),
                       Column::from_int64({1, 2, 3, 4, 5})});
    const Table out = Encoder::fit({}, table, machine).apply({}, table);
    CHECK(out.names() ==
          std::vector<std::string>{"a", "machine=", "machine=M-10", "machine=M-2", "z"});
    CHECK(out.column("machine=").type() == Type::boolean);
    CHECK(cells(out, "machine=") == "false false true false .");
    CHECK(cells(out, "machine=M-10") == "false true false false .");
    CHECK(cells(out, "machine=M-2") == "true false false true .");
    CHECK(out.changes().back().reason ==
          "3 categories, one 0/1 column each; 1 missing cell stays missing");
}

TEST_CASE("each present row has exactly one category") {
    Random random(31);
    std::vector<std::string> texts;
    std::vector<bool> present;
    for (int i = 0; i < 500; ++i) {
        texts.push_back(std::to_string(random.below(40)));
        present.push_back(random.below(6) > 0);
    }
    const Table table = one(Column::from_text(texts, present).slice(3, 480));
    const Encoder encoder = Encoder::fit({}, table, machine);
    const Table out = encoder.apply({}, table);
    std::set<std::string> distinct;
    for (std::int64_t row = 0; row < 480; ++row) {
        const bool there = table.column("machine").valid(row);
        std::int64_t raised = 0;
        for (std::int32_t c = 0; c < out.columns(); ++c) {
            REQUIRE(out.column(c).valid(row) == there);
            if (!there || !out.column(c).boolean(row)) continue;
            ++raised;
            REQUIRE(out.name(c) == "machine=" + std::string(table.column("machine").text(row)));
        }
        REQUIRE(raised == (there ? 1 : 0));
        if (there) distinct.insert(std::string(table.column("machine").text(row)));
    }
    // A std::set of strings is sorted by bytes, too.
    CHECK(encoder.dictionaries()[0].categories ==
          std::vector<std::string>(distinct.begin(), distinct.end()));
}

TEST_CASE("ordinal codes are places in the dictionary") {
    const EncodeOptions options{.kind = EncoderKind::ordinal};
    const Encoder encoder = Encoder::fit({}, seen, machine, options);
    const Table out = encoder.apply({}, seen);
    CHECK(out.column("machine").type() == Type::int64);
    CHECK(cells(out, "machine") == "2 1 0 2 .");
    for (std::int64_t row = 0; row < 4; ++row)
        CHECK(out.column("machine").number(row) ==
              static_cast<double>(encoder.code(0, seen.column("machine").text(row))));
    CHECK(encoder.code(0, "M-3") == -1);
    CHECK(encoder.code(0, "M-20") == -1);
    CHECK(encoder.code(7, "M-2") == -1);
}

TEST_CASE("bool and int64 cells are categories by their text") {
    const Table numbers = one(Column::from_int64({9, 10, -1, 9}));
    const Encoder encoder = Encoder::fit({}, numbers, machine, {.kind = EncoderKind::ordinal});
    CHECK(encoder.dictionaries()[0].categories == std::vector<std::string>{"-1", "10", "9"});
    CHECK(cells(encoder.apply({}, numbers), "machine") == "2 1 0 2");
    CHECK(cells(encoder.apply({}, one(Column::from_text({"10", "9"}))), "machine") == "1 2");
    const Table flags = one(Column::from_boolean({true, false}));
    CHECK(Encoder::fit({}, flags, machine).apply({}, flags).names() ==
          std::vector<std::string>{"machine=false", "machine=true"});
}

TEST_CASE("drop_first leaves out the reference") {
    const Table out = Encoder::fit({}, seen, machine, {.drop_first = true}).apply({}, seen);
    CHECK(out.names() == std::vector<std::string>{"machine=M-10", "machine=M-2"});
    CHECK(cells(out, "machine=M-2") == "true false false true .");
    const Table same({"machine", "x"}, {Column::from_text({"a"}), Column::from_int64({1})});
    CHECK(Encoder::fit({}, same, machine, {.drop_first = true}).apply({}, same).names() ==
          std::vector<std::string>{"x"});
    CHECK(refusal(one(Column::from_text({"a"})), {.drop_first = true}).status() == Status::data);
}

TEST_CASE("an unknown category follows the stated policy") {
    const Table other = one(Column::from_text({"M-2", "M-99"}));
    const auto encoded = [&](EncoderKind kind, Unknown unknown) {
        return Encoder::fit({}, seen, machine, {.kind = kind, .unknown = unknown}).apply({}, other);
    };
    CHECK(cells(encoded(EncoderKind::ordinal, Unknown::missing), "machine") == "2 .");
    CHECK(cells(encoded(EncoderKind::ordinal, Unknown::zero), "machine") == "2 -1");
    CHECK(cells(encoded(EncoderKind::one_hot, Unknown::missing), "machine=M-2") == "true .");
    CHECK(cells(encoded(EncoderKind::one_hot, Unknown::missing), "machine=M-10") == "false .");
    const Table zero = encoded(EncoderKind::one_hot, Unknown::zero);
    CHECK(cells(zero, "machine=M-2") == "true false");
    CHECK(zero.changes().back().reason ==
          "3 categories, one 0/1 column each; 1 cell of an unknown category made all zero");
    try {
        encoded(EncoderKind::one_hot, Unknown::error);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.status() == Status::data);
        CHECK(error.where().row == 1);
        CHECK(error.where().argument == "machine");
        CHECK(error.message().find("column \"machine\", row 1: category \"M-99\"") == 0);
    }
}

TEST_CASE("dictionaries replay from stored values, and the table's history stays") {
    const Table table = seen.with_change({"read", "", 0, 0, "made in the test"});
    const Encoder fitted = Encoder::fit({}, table, machine);
    const Encoder stored(fitted.options(), fitted.dictionaries());
    const Table a = fitted.apply({}, table), b = stored.apply({}, table);
    CHECK(a.names() == b.names());
    for (const auto& name : a.names()) CHECK(cells(a, name) == cells(b, name));
    REQUIRE(a.changes().size() == 2);
    CHECK(a.changes()[0].reason == "made in the test");
    CHECK(a.changes()[1].step == "encode one-hot");
}

TEST_CASE("a new column never takes the name of one that is there") {
    const Table taken({"machine", "machine=a"},
                      {Column::from_text({"a"}), Column::from_int64({1})});
    CHECK(refusal(taken).status() == Status::argument);
    CHECK(refusal(taken).where().argument == "machine=a");
    const Table meeting({"m", "m=a"}, {Column::from_text({"a=b"}), Column::from_text({"b"})});
    CHECK(refusal(meeting, {}, {"m", "m=a"}).status() == Status::argument);
}

TEST_CASE("too many categories are an identifier, and refused") {
    std::vector<std::string> ids;
    for (int i = 0; i < 50; ++i) ids.push_back("order " + std::to_string(i));
    const Table table = one(Column::from_text(ids));
    CHECK(refusal(table, {.max_categories = 50}).status() == Status::ok);
    const Error error = refusal(table, {.max_categories = 49});
    CHECK(error.status() == Status::data);
    CHECK(error.message().find("more than 49 categories in its first 50 rows") !=
          std::string::npos);
}

TEST_CASE("codes do not depend on the number of threads") {
    Random random(32);
    std::vector<std::int64_t> values(200'000);
    for (auto& value : values) value = static_cast<std::int64_t>(random.below(900));
    const Table table = one(Column::from_int64(values));
    const Encoder encoder = Encoder::fit({}, table, machine, {.kind = EncoderKind::ordinal});
    Context four;
    four.threads = 4;
    const auto a = encoder.apply({}, table), b = encoder.apply(four, table);
    const auto codes_a = a.column(0).int64s(), codes_b = b.column(0).int64s();
    CHECK(std::equal(codes_a.begin(), codes_a.end(), codes_b.begin()));
}

TEST_CASE("what cannot be encoded is refused with the column and the reason") {
    CHECK(refusal(one(Column::from_float64({1.5}))).status() == Status::type);
    CHECK(refusal(one(Column::from_timestamp({1}))).status() == Status::type);
    CHECK(refusal(one(Column::from_text({"a"}, {false}))).status() == Status::data);
    CHECK(refusal(one(Column::from_text({}))).status() == Status::data);
    CHECK(refusal(seen, {.max_categories = 0}).status() == Status::argument);
    CHECK(refusal(seen, {}, {"shift"}).status() == Status::not_found);
    CHECK(refusal(seen, {}, {"machine", "machine"}).status() == Status::argument);
    CHECK_THROWS_AS(Encoder({}, {{"machine", {"b", "a"}}}), Error);
    CHECK_THROWS_AS(Encoder({}, {{"machine", {"a", "a"}}}), Error);
    CHECK_THROWS_AS(Encoder({}, {{"machine", {}}}), Error);
    const Table none = one(Column::from_text({}));
    CHECK(Encoder({}, {{"machine", {"a", "b"}}}).apply({}, none).columns() == 2);
}

TEST_CASE("whole numbers and truth values are not the categories of each other") {
    const std::vector<std::string> names{"x"};
    const Table numbers({"x"}, {Column::from_int64({0, 1, 1})});
    const Table truths({"x"}, {Column::from_boolean({false, true, true})});
    for (const auto unknown : {Unknown::error, Unknown::missing}) {
        EncodeOptions options;
        options.unknown = unknown;
        CHECK_THROWS_AS((void)Encoder::fit({}, numbers, names, options).apply({}, truths), Error);
        CHECK_THROWS_AS((void)Encoder::fit({}, truths, names, options).apply({}, numbers), Error);
        (void)Encoder::fit({}, numbers, names, options).apply({}, numbers);
    }
}
