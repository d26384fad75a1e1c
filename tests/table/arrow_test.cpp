#include "tenon/arrow.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <new>

#include "table/arrow_abi.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// A record batch of one column made by hand, which counts its releases. Everything may be bent
// before it is handed over.
class Batch {
  public:
    Batch(const char* format, std::int64_t length, std::vector<const void*> given)
        : buffers(std::move(given)) {
        child.length = length;
        child.null_count = -1;
        child.n_buffers = static_cast<std::int64_t>(buffers.size());
        child.buffers = buffers.data();
        child.release = [](ArrowArray* a) { a->release = nullptr; };
        child_schema.format = format;
        child_schema.name = "v";
        child_schema.release = [](ArrowSchema* s) { s->release = nullptr; };
        array.length = length;
        array.n_buffers = 1;
        array.n_children = 1;
        array.buffers = root_buffers;
        array.children = children;
        array.private_data = this;
        array.release = [](ArrowArray* a) {
            ++static_cast<Batch*>(a->private_data)->array_releases;
            a->release = nullptr;
        };
        schema.format = "+s";
        schema.n_children = 1;
        schema.children = child_schemas;
        schema.private_data = this;
        schema.release = [](ArrowSchema* s) {
            ++static_cast<Batch*>(s->private_data)->schema_releases;
            s->release = nullptr;
        };
    }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    Table import() { return import_arrow(Context(), &array, &schema); }

    std::vector<const void*> buffers;
    const void* root_buffers[1] = {nullptr};
    ArrowArray array{}, child{}, dictionary{};
    ArrowSchema schema{}, child_schema{}, dictionary_schema{};
    ArrowArray* children[1] = {&child};
    ArrowSchema* child_schemas[1] = {&child_schema};
    int array_releases = 0, schema_releases = 0;
};

void check_refused(Batch& batch, Status status, const char* words = "") {
    try {
        batch.import();
        FAIL_CHECK("not refused");
    } catch (const Error& error) {
        CHECK(error.status() == status);
        CHECK_MESSAGE(error.message().find(words) != std::string::npos, error.message());
    }
    CHECK(batch.array_releases == 1);
    CHECK(batch.schema_releases == 1);
}

const double reals[] = {1.5, 2.5, 3.5, 4.5};
const std::int64_t large_offsets[] = {0, 1, 1, 3, 6};
const std::int32_t small_offsets[] = {0, 1, 1, 3, 6};
const char words[] = "abc\xE6\xB8\xA9";
const std::uint8_t second_missing[] = {0b1101};

// Of a type that is converted, since the values are gone afterwards.
template <class T>
Table import_values(const char* format, const std::vector<T>& values) {
    Batch batch(format, static_cast<std::int64_t>(values.size()), {nullptr, values.data()});
    return batch.import();
}

}  // namespace

TEST_CASE("float64 arrives without a copy and is released once, with the last table") {
    Batch batch("g", 4, {second_missing, reals});
    {
        Column kept;
        {
            const Table table = batch.import();
            CHECK(batch.schema_releases == 1);
            CHECK(table.column("v").float64s().data() == reals);
            CHECK(table.column("v").missing() == 1);
            CHECK(std::isnan(table.column("v").number(1)));
            kept = table.column("v").slice(2, 2);
        }
        CHECK(batch.array_releases == 0);
        CHECK(kept.number(1) == 4.5);
    }
    CHECK(batch.array_releases == 1);
}

TEST_CASE("offsets of the array and of its parent add up") {
    Batch batch("g", 4, {second_missing, reals});
    batch.array.offset = 1;
    batch.array.length = 2;
    batch.child.offset = 1;
    batch.child.length = 3;
    const Table table = batch.import();
    CHECK(table.rows() == 2);
    CHECK(table.column("v").number(0) == 3.5);
    CHECK(table.column("v").missing() == 0);

    const std::uint8_t bits[] = {0b10110110, 0b1};
    Batch flags("b", 6, {second_missing, bits});
    flags.buffers[0] = nullptr;
    flags.child.offset = 3;
    flags.array.length = 6;
    const Table truths = flags.import();
    for (int i = 0; i < 6; ++i)
        CHECK(truths.column("v").boolean(i) == ((bits[(i + 3) / 8] >> ((i + 3) % 8) & 1) != 0));
}

TEST_CASE("text arrives with 64-bit and with 32-bit offsets") {
    Batch large("U", 4, {second_missing, large_offsets, words});
    const Table a = large.import();
    CHECK(a.column("v").buffers().offsets == large_offsets);
    Batch small("u", 4, {second_missing, small_offsets, words});
    const Table b = small.import();
    CHECK(b.column("v").buffers().values == words);
    for (const Table* t : {&a, &b}) {
        const Column& v = t->column("v");
        CHECK(v.text(0) == "a");
        CHECK_FALSE(v.valid(1));
        CHECK(v.text(2) == "bc");
        CHECK(v.text(3) == "\xE6\xB8\xA9");
    }
}

TEST_CASE("other numbers and times become the column types") {
    CHECK(import_values<std::int8_t>("c", {-5, 7}).column(0).int64s()[0] == -5);
    CHECK(import_values<std::uint8_t>("C", {200}).column(0).number(0) == 200);
    CHECK(import_values<std::int16_t>("s", {-300}).column(0).number(0) == -300);
    CHECK(import_values<std::uint16_t>("S", {60000}).column(0).number(0) == 60000);
    CHECK(import_values<std::int32_t>("i", {-70000}).column(0).number(0) == -70000);
    CHECK(import_values<std::uint32_t>("I", {4000000000}).column(0).number(0) == 4000000000.0);
    CHECK(import_values<std::uint64_t>("L", {5}).column(0).type() == Type::int64);
    CHECK_THROWS_AS(import_values<std::uint64_t>("L", {~0ULL}), Error);
    CHECK(import_values<float>("f", {0.5F}).column(0).number(0) == 0.5);
    const Table half = import_values<std::uint16_t>("e", {0x3C00, 0xC000, 0x0001, 0x7C00, 0x7E00});
    CHECK(half.column(0).number(0) == 1);
    CHECK(half.column(0).number(1) == -2);
    CHECK(half.column(0).number(2) == std::ldexp(1.0, -24));
    CHECK(std::isinf(half.column(0).number(3)));
    CHECK(std::isnan(half.column(0).float64s()[4]));
    CHECK(import_values<std::int32_t>("tdD", {1}).column(0).int64s()[0] == 86'400'000'000);
    CHECK(import_values<std::int64_t>("tdm", {2}).column(0).int64s()[0] == 2000);
    CHECK(import_values<std::int64_t>("tss:", {-1}).column(0).int64s()[0] == -1'000'000);
    CHECK(import_values<std::int64_t>("tsm:UTC", {3}).column(0).int64s()[0] == 3000);
    CHECK(import_values<std::int64_t>("tsn:", {-1}).column(0).int64s()[0] == -1);
    CHECK(import_values<std::int64_t>("tsn:", {1999}).column(0).int64s()[0] == 1);
    Batch micros("tsu:", 3, {nullptr, large_offsets});
    CHECK(micros.import().column("v").type() == Type::timestamp);
    CHECK_THROWS_AS(import_values<std::int64_t>("tss:", {std::numeric_limits<std::int64_t>::max()}),
                    Error);
    Batch nothing("n", 3, {});
    CHECK(nothing.import().column("v").missing() == 3);
}

TEST_CASE("values at odd addresses are copied") {
    alignas(8) char bytes[8 * 4 + 1];
    std::memcpy(bytes + 1, reals, sizeof reals);
    Batch batch("g", 4, {nullptr, bytes + 1});
    CHECK(batch.import().column("v").number(3) == 4.5);
}

TEST_CASE("dictionaries are decoded; codes outside are refused") {
    const std::int8_t codes[] = {3, 0, 2, 2};
    const auto with_dictionary = [](Batch& batch) {
        static const void* buffers[] = {second_missing, small_offsets, words};
        batch.dictionary.length = 4;
        batch.dictionary.n_buffers = 3;
        batch.dictionary.buffers = buffers;
        batch.child.dictionary = &batch.dictionary;
        batch.dictionary_schema.format = "u";
        batch.child_schema.dictionary = &batch.dictionary_schema;
    };
    Batch batch("c", 4, {nullptr, codes});
    with_dictionary(batch);
    const Table table = batch.import();
    CHECK(table.column("v").text(0) == "\xE6\xB8\xA9");
    CHECK(table.column("v").text(3) == "bc");
    for (const std::int8_t bad : {std::int8_t{-1}, std::int8_t{4}}) {
        const std::int8_t wrong[] = {0, bad, 0, 0};
        Batch outside("c", 4, {nullptr, wrong});
        with_dictionary(outside);
        check_refused(outside, Status::data, "row 1");
        Batch hidden("c", 4, {second_missing, wrong});  // under a missing cell it does not matter
        with_dictionary(hidden);
        CHECK(hidden.import().column("v").missing() == 1);
    }
    Batch lost("c", 4, {nullptr, codes});
    with_dictionary(lost);
    lost.child.dictionary = nullptr;
    check_refused(lost, Status::data, "dictionary");
}

TEST_CASE("malformed arrays are refused and released once") {
    const std::int64_t falling[] = {0, 3, 1, 3, 6}, negative[] = {-1, 0, 1, 2, 3},
                       inside[] = {0, 1, 1, 4, 6};
    const char broken[] = "abc\xE6\xB8x";
    using Bend = std::function<void(Batch&)>;
    const Bend bends[] = {
        [](Batch& b) { b.array.length = -1; },
        [](Batch& b) { b.array.offset = -1; },
        [](Batch& b) { b.array.length = std::numeric_limits<std::int64_t>::max(); },
        [](Batch& b) { b.array.n_children = 2; },
        [](Batch& b) { b.array.children = nullptr; },
        [](Batch& b) { b.array.n_buffers = 2; },
        [](Batch& b) { b.array.buffers = nullptr; },
        [](Batch& b) { b.root_buffers[0] = second_missing; },
        [](Batch& b) { b.array.null_count = 1; },
        [](Batch& b) { b.children[0] = nullptr; },
        [](Batch& b) { b.child.release = nullptr; },
        [](Batch& b) { b.child.length = -4; },
        [](Batch& b) { b.child.length = 3; },
        [](Batch& b) { b.child.offset = -1; },
        [](Batch& b) { b.child.offset = std::numeric_limits<std::int64_t>::max(); },
        [](Batch& b) { b.child.null_count = 9; },
        [](Batch& b) { b.child.null_count = 1; },  // but no bitmap
        [](Batch& b) { b.child.n_buffers = 2; },
        [](Batch& b) { b.child.n_children = 1; },
        [](Batch& b) { b.child.buffers = nullptr; },
        [](Batch& b) { b.buffers[1] = nullptr; },
        [](Batch& b) { b.buffers[2] = nullptr; },
        [](Batch& b) { b.child.dictionary = &b.dictionary; },
        [&](Batch& b) { b.buffers[1] = falling; },
        [&](Batch& b) { b.buffers[1] = negative; },
        [&](Batch& b) { b.buffers[1] = inside; },
        [&](Batch& b) { b.buffers[2] = broken; },
        [](Batch& b) { b.schema.format = "g"; },
        [](Batch& b) { b.schema.format = nullptr; },
        [](Batch& b) { b.schema.n_children = -1; },
        [](Batch& b) { b.schema.children = nullptr; },
        [](Batch& b) { b.child_schemas[0] = nullptr; },
        [](Batch& b) { b.child_schema.format = nullptr; },
        [](Batch& b) { b.child_schema.name = "\xFF"; },
    };
    for (std::size_t i = 0; i < std::size(bends); ++i) {
        CAPTURE(i);
        Batch batch("U", 4, {nullptr, large_offsets, words});
        bends[i](batch);
        check_refused(batch, Status::data);
    }
    for (const char* format :
         {"z", "+l", "d:10", "d:0,2", "d:39,2", "d:10,2,256", "d:10,99", "tts", "", "tsx:", "vz"}) {
        CAPTURE(format);
        Batch batch(format, 4, {nullptr, reals});
        check_refused(batch, Status::unsupported);
    }
}

TEST_CASE("broken text under missing cells is let be") {
    const std::int64_t offsets[] = {0, 1, 3, 4, 4};
    const char bytes[] =
        "a\xFF\xFE"
        "b";
    Batch batch("U", 4, {second_missing, offsets, bytes});
    const Table table = batch.import();
    CHECK(table.column("v").text(0) == "a");
    CHECK(table.column("v").text(2) == "b");
}

TEST_CASE("what is null or released is refused, and the other half still released") {
    Batch batch("g", 4, {nullptr, reals});
    CHECK_THROWS_AS(import_arrow(Context(), nullptr, &batch.schema), Error);
    CHECK(batch.schema_releases == 1);
    CHECK_THROWS_AS(import_arrow(Context(), &batch.array, &batch.schema), Error);
    CHECK(batch.array_releases == 1);
    CHECK_THROWS_AS(import_arrow(Context(), &batch.array, nullptr), Error);
    CHECK(batch.array_releases == 1);
    CHECK_THROWS_AS(import_arrow_stream(Context(), nullptr), Error);
    CHECK_THROWS_AS(export_arrow(Table(), nullptr, &batch.schema), Error);
}

TEST_CASE("columns of one name are refused, nameless ones get one") {
    Batch batch("g", 4, {nullptr, reals});
    batch.child_schema.name = nullptr;
    CHECK(batch.import().name(0) == "c1");
    ArrowArray array{};
    const Table twice({"a", "b"}, {Column::from_float64({1, 2}), Column::from_float64({3, 4})});
    ArrowSchema schema{};
    export_arrow(twice, &array, &schema);
    schema.children[1]->name = "a";
    CHECK_THROWS_AS(import_arrow(Context(), &array, &schema), Error);
    CHECK(!array.release);
    CHECK(!schema.release);
}

namespace {

Table random_table(Random& random, std::int64_t rows) {
    constexpr Type types[] = {Type::float64, Type::int64, Type::boolean, Type::text,
                              Type::timestamp};
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (int i = 0; i < 10; ++i) {
        ColumnBuilder builder(types[i % 5]);
        for (std::int64_t row = 0; row < rows; ++row) {
            if (i >= 5 && random.uniform() < 0.4) {
                builder.add_missing();
                continue;
            }
            const auto n = static_cast<std::int64_t>(random.below(50));
            switch (types[i % 5]) {
                case Type::float64:
                    builder.add_float64(static_cast<double>(n) / 4);
                    break;
                case Type::boolean:
                    builder.add_boolean(n % 2 != 0);
                    break;
                case Type::text:
                    builder.add_text(std::to_string(n) + "温");
                    break;
                default:
                    builder.add_int64(n);
                    break;
            }
        }
        names.push_back(std::string("c") + std::to_string(i));
        columns.push_back(builder.finish());
    }
    return Table(names, columns);
}

void check_equal(const Table& a, const Table& b) {
    REQUIRE(a.names() == b.names());
    REQUIRE(a.rows() == b.rows());
    for (std::int32_t c = 0; c < a.columns(); ++c) {
        REQUIRE(a.column(c).type() == b.column(c).type());
        REQUIRE(a.column(c).missing() == b.column(c).missing());
        for (std::int64_t row = 0; row < a.rows(); ++row) {
            REQUIRE(a.column(c).valid(row) == b.column(c).valid(row));
            REQUIRE(a.column(c).cell_text(row) == b.column(c).cell_text(row));
        }
    }
}

// A stream over tables.
struct Stream {
    std::list<Table> batches;
    Table first;
    int releases = 0;
    int code = 0;          // what get_next answers after the last batch
    std::vector<int> odd;  // columns that are said to be of a type that has none here
    ArrowArrayStream stream{};

    explicit Stream(std::list<Table> given, Table schema_of)
        : batches(std::move(given)), first(std::move(schema_of)) {
        stream.private_data = this;
        stream.get_schema = [](ArrowArrayStream* s, ArrowSchema* out) {
            ArrowArray unused{};
            export_arrow(static_cast<Stream*>(s->private_data)->first, &unused, out);
            unused.release(&unused);
            for (const int column : static_cast<Stream*>(s->private_data)->odd)
                out->children[column]->format = "z";
            return 0;
        };
        stream.get_next = [](ArrowArrayStream* s, ArrowArray* out) {
            auto& self = *static_cast<Stream*>(s->private_data);
            *out = ArrowArray{};
            if (self.batches.empty()) return self.code;
            ArrowSchema unused{};
            export_arrow(self.batches.front(), out, &unused);
            unused.release(&unused);
            self.batches.pop_front();
            return 0;
        };
        stream.get_last_error = [](ArrowArrayStream*) { return "the disk is gone"; };
        stream.release = [](ArrowArrayStream* s) {
            ++static_cast<Stream*>(s->private_data)->releases;
            s->release = nullptr;
        };
    }
};

}  // namespace

TEST_CASE("tables and their slices survive export and import, and outlive each other") {
    Random random(23);
    for (int trial = 0; trial < 40; ++trial) {
        const auto rows = static_cast<std::int64_t>(random.below(60));
        Table kept;
        Table expected;
        {
            const Table whole = random_table(random, rows);
            const auto first =
                static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(rows) + 1));
            expected = whole.slice(first, rows - first);
            ArrowArray array{};
            ArrowSchema schema{};
            export_arrow(expected, &array, &schema);
            for (std::int64_t i = 0; i < array.n_children; ++i)
                for (std::int64_t b = 1; b < array.children[i]->n_buffers; ++b)
                    CHECK(array.children[i]->buffers[b] != nullptr);
            kept = import_arrow(Context(), &array, &schema);
            CHECK(!array.release);
            CHECK(!schema.release);
        }
        check_equal(kept, expected);
        if (rows > 0) CHECK(kept.column(0).buffers().values == expected.column(0).buffers().values);
    }
}

TEST_CASE("a consumer may move a child out and release the rest first") {
    ArrowArray array{};
    ArrowSchema schema{};
    {
        Random random(2);
        export_arrow(random_table(random, 5), &array, &schema);
    }
    ArrowArray moved = *array.children[3];
    array.children[3]->release = nullptr;
    array.release(&array);
    schema.release(&schema);
    const auto* offsets = static_cast<const std::int64_t*>(moved.buffers[1]);
    CHECK(offsets[0] == 0);
    CHECK(offsets[5] > 0);
    moved.release(&moved);
    CHECK(!moved.release);
}

TEST_CASE("a stream's batches are joined in order; none at all give an empty table") {
    Random random(31);
    const Table whole = random_table(random, 50);
    for (const int cuts : {0, 1, 3}) {
        std::list<Table> parts;
        for (int i = 0; i <= cuts; ++i)
            parts.push_back(
                whole.slice(50 * i / (cuts + 1), 50 * (i + 1) / (cuts + 1) - 50 * i / (cuts + 1)));
        Stream source(parts, whole);
        check_equal(import_arrow_stream(Context(), &source.stream), whole);
        CHECK(source.releases == 1);
    }
    Stream empty({}, whole);
    const Table none = import_arrow_stream(Context(), &empty.stream);
    CHECK(none.rows() == 0);
    CHECK(none.names() == whole.names());
    CHECK(none.column(3).type() == Type::text);
}

TEST_CASE("columns of other types are refused, or left out of a stream and told") {
    Random random(37);
    const Table whole = random_table(random, 40);
    for (const std::vector<int>& odd : {std::vector<int>{0}, {1, 2}, {whole.columns() - 1}}) {
        std::vector<std::string> kept;
        for (int c = 0; c < whole.columns(); ++c)
            if (std::find(odd.begin(), odd.end(), c) == odd.end()) kept.push_back(whole.name(c));
        for (const int cuts : {0, 2}) {
            std::list<Table> parts;
            for (int i = 0; i <= cuts; ++i)
                parts.push_back(whole.slice(40 * i / (cuts + 1),
                                            40 * (i + 1) / (cuts + 1) - 40 * i / (cuts + 1)));
            Stream refused(parts, whole);
            refused.odd = odd;
            CHECK_THROWS_AS(import_arrow_stream(Context(), &refused.stream), Error);
            CHECK(refused.releases == 1);
            Stream source(parts, whole);
            source.odd = odd;
            const Table table =
                import_arrow_stream(Context(), &source.stream, ArrowUnsupported::leave_out);
            CHECK(source.releases == 1);
            check_equal(table, whole.select(kept));
            REQUIRE(table.findings().size() == odd.size());
            CHECK(table.findings()[0].kind == "unsupported column");
            CHECK(table.findings()[0].text.find('"' + whole.name(odd[0]) + '"') !=
                  std::string::npos);
        }
    }
    Stream none({}, whole);
    for (int c = 0; c < whole.columns(); ++c) none.odd.push_back(c);
    CHECK_THROWS_AS(import_arrow_stream(Context(), &none.stream, ArrowUnsupported::leave_out),
                    Error);
}

TEST_CASE("a failing stream is an error with its words, released once") {
    Random random(37);
    const Table whole = random_table(random, 5);
    Stream source({whole}, whole);
    source.code = EIO;
    try {
        import_arrow_stream(Context(), &source.stream);
        FAIL_CHECK("not refused");
    } catch (const Error& error) {
        CHECK(error.status() == Status::io);
        CHECK(error.message().find("the disk is gone") != std::string::npos);
    }
    CHECK(source.releases == 1);
}

TEST_CASE("a stream that runs out of memory is lack of memory, not a failing file") {
    Random random(37);
    const Table whole = random_table(random, 5);
    Stream source({whole}, whole);
    source.code = ENOMEM;
    CHECK_THROWS_AS(import_arrow_stream(Context(), &source.stream), std::bad_alloc);
    CHECK(source.releases == 1);
}
