// Arrow types that became common later, time zones, and streams that give.
#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include "table/arrow_abi.hpp"
#include "table/arrow_decimal.hpp"
#include "tenon/arrow.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// One column, laid out by hand.
struct One {
    ArrowArray array{}, child{};
    ArrowSchema schema{}, child_schema{};
    ArrowArray* children[1] = {&child};
    ArrowSchema* child_schemas[1] = {&child_schema};
    std::vector<const void*> buffers;
    const void* root[1] = {nullptr};

    One(const char* format, std::int64_t rows, std::vector<const void*> given)
        : buffers(std::move(given)) {
        child.length = array.length = rows;
        child.n_buffers = static_cast<std::int64_t>(buffers.size());
        child.buffers = buffers.data();
        array.n_buffers = array.n_children = schema.n_children = 1;
        array.buffers = root;
        array.children = children;
        schema.format = "+s";
        schema.children = child_schemas;
        child_schema.format = format;
        child_schema.name = "v";
        child.release = array.release = [](ArrowArray* a) { a->release = nullptr; };
        child_schema.release = schema.release = [](ArrowSchema* s) { s->release = nullptr; };
    }
    Table import() { return import_arrow({}, &array, &schema); }
    std::string refusal() {
        try {
            import();
        } catch (const Error& error) {
            CHECK(error.where().argument == "v");
            return error.message();
        }
        return "";
    }
};

struct View {
    std::int32_t length;
    char text[12];
};
View short_view(const char* text) {
    View view{static_cast<std::int32_t>(std::strlen(text)), {}};
    std::memcpy(view.text, text, static_cast<std::size_t>(view.length));
    return view;
}
View long_view(std::int32_t length, const char* prefix, std::int32_t buffer, std::int32_t offset) {
    View view{length, {}};
    std::memcpy(view.text, prefix, 4);
    std::memcpy(view.text + 4, &buffer, 4);
    std::memcpy(view.text + 8, &offset, 4);
    return view;
}

const char text_one[] = "a text of some length";
const char text_two[] = "..and another one here";

}  // namespace

TEST_CASE("text arrives from views, short and long, of several buffers") {
    const View views[] = {short_view("twelve bytes"), long_view(21, "a te", 0, 0), short_view(""),
                          long_view(20, "and ", 1, 2)};
    const std::int64_t sizes[] = {21, 22};
    One one("vu", 4, {nullptr, views, text_one, text_two, sizes});
    const Table table = one.import();
    CHECK(table.column(0).text(0) == "twelve bytes");
    CHECK(table.column(0).text(1) == text_one);
    CHECK(table.column(0).text(2) == "");
    CHECK(table.column(0).text(3) == "and another one here");
}

TEST_CASE("a view that points out of what there is is refused, with its row") {
    const std::int64_t sizes[] = {21};
    const auto refusal = [&](View view) {
        const View views[] = {short_view("fine"), view};
        return One("vu", 2, {nullptr, views, text_one, sizes}).refusal();
    };
    CHECK(refusal(long_view(22, "a te", 0, 0)).find("outside the buffer") != std::string::npos);
    CHECK(refusal(long_view(21, "a te", 0, 1)).find("row 1") != std::string::npos);
    CHECK(refusal(long_view(13, "a te", 0, -1)).find("outside") != std::string::npos);
    CHECK(refusal(long_view(13, "a te", 1, 0)).find("no buffer") != std::string::npos);
    CHECK(refusal(long_view(13, "a te", -1, 0)).find("no buffer") != std::string::npos);
    CHECK(refusal(long_view(13, "b te", 0, 0)).find("does not begin") != std::string::npos);
    CHECK(refusal(long_view(-1, "a te", 0, 0)).find("negative") != std::string::npos);
    CHECK(refusal(short_view("\xff")).find("UTF-8") != std::string::npos);
    const View views[] = {short_view("fine"), long_view(13, "a te", 0, 0)};
    CHECK(One("vu", 2, {nullptr, views}).refusal().find("buffers") != std::string::npos);
    CHECK(One("vu", 2, {nullptr, views, text_one, nullptr}).refusal().find("sizes") !=
          std::string::npos);
    CHECK(One("vu", 2, {nullptr, nullptr, sizes}).refusal().find("null") != std::string::npos);
}

TEST_CASE("decimals become the nearest double") {
    CHECK(decimal_value(12345, 0, 2) == 123.45);
    CHECK(decimal_value(~std::uint64_t{0}, ~std::uint64_t{0}, 1) == -0.1);
    CHECK(decimal_value(0, 0, 5) == 0);
    CHECK(decimal_value(5, 0, -3) == 5000);
    CHECK(decimal_value(1, 0, 38) == 1e-38);
    CHECK(decimal_value(0, 1, 0) == 18446744073709551616.0);
    CHECK(decimal_value(9007199254740993, 0, 0) == 9007199254740992.0);
    CHECK(decimal_value(0, std::uint64_t{1} << 63, 0) == -0x1p127);
    const std::uint64_t words[] = {12345, 0, static_cast<std::uint64_t>(-5), ~std::uint64_t{0}};
    One one("d:10,2", 2, {nullptr, words});
    const Table table = one.import();
    CHECK(table.column(0).type() == Type::float64);
    CHECK(table.column(0).number(0) == 123.45);
    CHECK(table.column(0).number(1) == -0.05);
}

TEST_CASE("decimals with more digits than a double, and parts of a microsecond, are counted") {
    const std::uint64_t words[] = {12345,
                                   0,
                                   9007199254740993,
                                   0,
                                   9007199254740992,
                                   0,
                                   static_cast<std::uint64_t>(-9007199254740993),
                                   ~std::uint64_t{0}};
    const Table whole = One("d:20,0", 4, {nullptr, words}).import();
    REQUIRE(whole.findings().size() == 1);
    CHECK(whole.findings()[0].kind == "digits lost");
    CHECK(whole.findings()[0].line == -1);
    CHECK(whole.findings()[0].text.find("first row 1") != std::string::npos);
    CHECK(whole.findings()[0].text.find("2 cells") != std::string::npos);
    CHECK(whole.findings()[0].text.find("9007199254740993") != std::string::npos);
    CHECK(One("d:20,4", 1, {nullptr, words}).import().findings().empty());
    CHECK(decimal_text(5, 0, 3) == "0.005");
    CHECK(decimal_text(static_cast<std::uint64_t>(-5), ~std::uint64_t{0}, -2) == "-500");

    const std::int64_t values[] = {1000, 1'700'000'000, 1'700'000'001, -1};
    const Table times = One("tsn:", 4, {nullptr, values}).import();
    REQUIRE(times.findings().size() == 1);
    CHECK(times.findings()[0].kind == "times cut");
    CHECK(times.findings()[0].line == -1);
    CHECK(times.findings()[0].text.find("first row 2") != std::string::npos);
    CHECK(times.findings()[0].text.find("2 cells") != std::string::npos);
}

TEST_CASE("times of all units; with a zone in UTC and told of, without one as written") {
    const std::int64_t values[] = {-1, 1'700'000'000};
    const std::pair<const char*, std::int64_t> units[] = {
        {"tss:", -1'000'000}, {"tsm:", -1'000}, {"tsu:", -1}, {"tsn:", -1}};
    for (const auto& [format, micros] : units)
        for (const char* zone : {"", "UTC", "Asia/Shanghai"}) {
            const std::string whole = std::string(format).append(zone);
            One one(whole.c_str(), 2, {nullptr, values});
            const Table table = one.import();
            CHECK(table.column(0).type() == Type::timestamp);
            CHECK(table.column(0).int64s()[0] == micros);
            const std::size_t cut = format[2] == 'n' ? 1 : 0;
            REQUIRE(table.findings().size() == (*zone ? 1 : 0) + cut);
            if (*zone) {
                CHECK(table.findings()[0].kind == "time zone");
                CHECK(table.findings()[0].column == 0);
                CHECK(table.findings()[0].text.find(zone) != std::string::npos);
            }
        }
}

TEST_CASE("a table goes out as a stream of batches that share its memory") {
    const Table table({"n", "t", "b"},
                      {Column::from_int64({1, 2, 3, 4, 5}, {true, true, false, true, true}),
                       Column::from_text({"a", "", "ccc", "d", "e"}),
                       Column::from_boolean({true, false, true, true, false})});
    for (const std::int64_t batch : {0, 1, 2, 5, 100}) {
        ArrowArrayStream stream{};
        export_arrow_stream(table, &stream, batch);
        const Table back = import_arrow_stream({}, &stream);
        CHECK(!stream.release);
        REQUIRE(back.rows() == 5);
        CHECK_FALSE(back.column(0).valid(2));
        for (std::int64_t row = 0; row < 5; ++row) {
            CHECK(back.column(0).cell_text(row) == table.column(0).cell_text(row));
            CHECK(back.column(1).text(row) == table.column(1).text(row));
            CHECK(back.column(2).boolean(row) == table.column(2).boolean(row));
        }
        if (batch == 0 || batch >= 5)
            CHECK(back.column(0).buffers().values == table.column(0).buffers().values);
    }
}

TEST_CASE("batches outlive their stream and the table") {
    ArrowArray first{}, second{}, third{};
    ArrowSchema schema{};
    {
        ArrowArrayStream stream{};
        export_arrow_stream(Table({"x"}, {Column::from_float64({1, 2, 3})}), &stream, 2);
        REQUIRE(stream.get_next(&stream, &first) == 0);
        REQUIRE(stream.get_schema(&stream, &schema) == 0);
        REQUIRE(stream.get_next(&stream, &second) == 0);
        REQUIRE(stream.get_next(&stream, &third) == 0);
        CHECK(!stream.get_last_error(&stream));
        stream.release(&stream);
    }
    CHECK(!third.release);
    CHECK(static_cast<const double*>(first.children[0]->buffers[1])[1] == 2);
    CHECK(second.length == 1);
    CHECK(static_cast<const double*>(second.children[0]->buffers[1])[0] == 3);
    first.release(&first);
    second.release(&second);
    schema.release(&schema);
}

TEST_CASE("a table without rows, and one without columns, survive a stream") {
    ArrowArrayStream stream{};
    export_arrow_stream(Table({"x"}, {Column::from_text({})}), &stream);
    const Table none = import_arrow_stream({}, &stream);
    CHECK(none.rows() == 0);
    CHECK(none.column("x").type() == Type::text);
    export_arrow_stream(Table(), &stream);
    CHECK(import_arrow_stream({}, &stream).columns() == 0);
    CHECK_THROWS_AS(export_arrow_stream(Table(), &stream, -1), Error);
    CHECK_THROWS_AS(export_arrow_stream(Table(), nullptr), Error);
}
