// The wide forms of the reader's hot loops give what the plain ones give.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/number_text.hpp"
#include "table/csv_number.hpp"
#include "table/csv_number_runs.hpp"
#include "table/decimal.hpp"
#include "table/structural_scan.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "tenon/executor.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

constexpr std::size_t readable_past_end = 64;

std::string random_bytes(Random& random, std::string_view alphabet, std::size_t count) {
    std::string out;
    while (out.size() < count) out.push_back(alphabet[random.below(alphabet.size())]);
    return out;
}

std::string digits(Random& random, std::uint64_t most) {
    return random_bytes(random, "0123456789", random.below(most + 1));
}

// Cells that are numbers, nearly numbers, or nothing of the kind.
std::string cell_like_a_number(Random& random) {
    std::string cell = random.below(4) == 0 ? "-" : "";
    cell += digits(random, random.below(3) == 0 ? 12 : 5);
    if (random.below(4) != 0) cell += (random.below(20) == 0 ? "," : ".") + digits(random, 9);
    if (random.below(30) == 0) cell += "e3";
    if (random.below(30) == 0)
        cell.insert(random.below(cell.size() + 1), 1, "+- x."[random.below(5)]);
    return cell;
}

struct Cells {
    std::string text;
    std::vector<CsvCell> cells;
};

Cells cells_of(Random& random, std::size_t count) {
    Cells out;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string cell = cell_like_a_number(random);
        auto extent = static_cast<std::uint32_t>(cell.size());
        if (random.below(50) == 0) extent |= CsvCell::doubled_bit;
        if (random.below(50) == 0) extent |= CsvCell::quoted_bit;
        out.cells.push_back({static_cast<std::uint32_t>(out.text.size()), extent});
        out.text += cell + ",";
    }
    out.text.append(readable_past_end, '7');
    return out;
}

}  // namespace

TEST_CASE("every form of the structural scan finds the same bytes and lines") {
    Random random(11);
    for (int round = 0; round < 200; ++round) {
        const std::size_t blocks = 1 + random.below(40);
        const std::string text = random_bytes(
            random, round % 2 ? ",\"\r\nab;" : std::string_view(",\n\r\"\x80\xff\0 x,;.0123", 17),
            64 * blocks);
        const char quote = round % 5 == 0 ? '\0' : '"';
        std::vector<StructuralMasks> expected(blocks);
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::uint64_t bit = std::uint64_t{1} << (i % 64);
            if (text[i] == ',' || text[i] == '\n' || text[i] == '\r') expected[i / 64].stops |= bit;
            if (quote != 0 && text[i] == quote) expected[i / 64].quotes |= bit;
        }
        std::int64_t lines = 0;
        for (std::size_t i = 0; i < text.size(); ++i)
            lines += text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'));
        for (const StructuralForm& form : structural_forms()) {
            CAPTURE(form.name);
            std::vector<StructuralMasks> masks(blocks);
            form.scan(text.data(), blocks, ',', quote, masks.data());
            for (std::size_t k = 0; k < blocks; ++k) {
                REQUIRE(masks[k].stops == expected[k].stops);
                REQUIRE(masks[k].quotes == expected[k].quotes);
            }
            bool returned = false;
            CHECK(form.lines(text.data(), blocks, returned) == lines);
            CHECK(returned == (text.back() == '\r'));
        }
    }
}

TEST_CASE("every form of the number runs reads the same cells to the same bits") {
    Random random(12);
    for (int round = 0; round < 400; ++round) {
        const Cells data = cells_of(random, random.below(60));
        const std::size_t count = data.cells.size();
        for (std::size_t from = 0; from < count; ++from) {
            std::vector<std::vector<double>> reals;
            std::vector<std::vector<std::int64_t>> integers;
            for (const NumberRuns& runs : number_runs()) {
                std::vector<double> real(count + 8);
                std::vector<std::int64_t> integer(count + 8);
                real.resize(runs.reals(data.text.data(), data.cells.data() + from, count - from,
                                       CsvCell::doubled_bit, '.', real.data()));
                integer.resize(runs.integers(data.text.data(), data.cells.data() + from,
                                             count - from, CsvCell::doubled_bit, integer.data()));
                reals.push_back(std::move(real));
                integers.push_back(std::move(integer));
            }
            for (std::size_t k = 1; k < reals.size(); ++k) {
                REQUIRE(integers[k] == integers[0]);
                REQUIRE(reals[k].size() == reals[0].size());
                if (!reals[0].empty())
                    REQUIRE(std::memcmp(reals[k].data(), reals[0].data(), 8 * reals[0].size()) ==
                            0);
            }
        }
    }
}

TEST_CASE("what a run takes is the nearest double, and what is no plain number stops it") {
    Random random(13);
    for (int round = 0; round < 20'000; ++round) {
        const std::string cell = cell_like_a_number(random);
        const std::string text = cell + std::string(readable_past_end, '5');
        const auto length = static_cast<std::uint32_t>(cell.size());
        double value = 0;
        if (read_short_real(text.data(), length, '.', value)) {
            REQUIRE(parse_double(cell).has_value());
            REQUIRE(cell.find('.') != std::string::npos);
            REQUIRE(value == *parse_double(cell));
            REQUIRE(std::signbit(value) == (cell[0] == '-'));
        }
        std::uint64_t whole = 0;
        if (read_short_integer(text.data(), length, whole)) {
            REQUIRE(std::to_string(whole) == cell);
        }
    }
    double value = 0;
    const std::string padding(readable_past_end, '0');
    CHECK(read_short_real(("3.14" + padding).data(), 4, '.', value));
    CHECK(value == 3.14);
    CHECK_FALSE(read_short_real(("." + padding).data(), 1, '.', value));
    CHECK_FALSE(read_short_real(("1.2.3" + padding).data(), 5, '.', value));
    CHECK_FALSE(read_short_real(("314" + padding).data(), 3, '.', value));
}

TEST_CASE("a mantissa times a power of ten is rounded once, ties to even") {
    Random random(14);
    for (int round = 0; round < 100'000; ++round) {
        const std::uint64_t mantissa = random.below(~std::uint64_t{0}) >> random.below(64);
        const int power = static_cast<int>(random.below(55)) - 27;
        double value = 0;
        if (!nearest_double(mantissa, power, value)) continue;
        REQUIRE(value == parse_double(std::to_string(mantissa) + "e" + std::to_string(power)));
    }
    double value = 0;
    REQUIRE(nearest_double(9007199254740993, 0, value));  // 2^53 + 1, halfway
    CHECK(value == 9007199254740992.0);
}

TEST_CASE("threads make no difference to a table or to what is found in its file") {
    Random random(15);
    std::string text = "t,id,x,mixed,late,note\n";
    for (int i = 0; i < 60'000; ++i) {
        text += "2024-03-0" + std::to_string(1 + i % 9) + " 10:00:" + std::to_string(10 + i % 50);
        text += ",M-" + std::to_string(random.below(20)) + "," + digits(random, 3) + "." +
                std::to_string(random.below(1000)) + ",";
        text += random.below(100) == 0 ? "NA" : std::to_string(random.below(1'000'000));
        text += i == 55'000 ? ",oops," : ",12,";
        if (random.below(50) == 0) text += "\"a \"\"note\"\",\nlong\"";
        text += i % 7 == 0 ? "\r\n" : "\n";
    }
    Context one, several;
    several.threads = 3;
    const Table a = read_csv_buffer(one, text, {}), b = read_csv_buffer(several, text, {});
    REQUIRE(a.rows() == 60'000);
    CHECK(write_csv_text(a) == write_csv_text(b));
    REQUIRE(a.findings().size() == 1);
    REQUIRE(b.findings().size() == 1);
    CHECK(a.findings()[0].text == b.findings()[0].text);
    CHECK(a.findings()[0].line == b.findings()[0].line);
    text += "one more,bad\n";
    std::string words[2];
    for (int k = 0; k < 2; ++k) {
        try {
            read_csv_buffer(k ? several : one, text, {});
        } catch (const std::exception& error) {
            words[k] = error.what();
        }
    }
    CHECK(words[0] == words[1]);
    CHECK_FALSE(words[0].empty());
}

TEST_CASE("the first fault of a text is the one told, however many threads read it") {
    // Cells that are no numbers, lines with a field too many, and an open quote, far apart.
    std::string sound = "a,b,c\n";
    for (int i = 0; i < 40'000; ++i) sound += std::to_string(i) + ",1.5,word\n";
    CsvOptions options;
    options.columns = {{"a", Type::int64, {}}, {"b", Type::float64, {}}};
    Random random(16);
    for (int round = 0; round < 12; ++round) {
        std::string text = sound;
        for (int fault = 0; fault < 3; ++fault) {
            const std::size_t at = text.find('\n', random.below(text.size())) + 1;
            const char* const lines[] = {"x,1.5,word\n", "1,y,word\n", "1,2,3,4\n"};
            text.insert(at, lines[random.below(3)]);
        }
        if (round % 3 == 0) text += "1,\"2,3\n";
        std::string told;
        for (const int threads : {1, 2, 4, 8}) {
            CAPTURE(threads);
            Context context;
            context.threads = threads;
            options.lenient = false;
            std::string words;
            try {
                read_csv_buffer(context, text, options);
            } catch (const Error& fault) {
                words = fault.message();
            }
            if (threads == 1) told = words;
            CHECK_FALSE(words.empty());
            CHECK(words == told);
        }
        options.lenient = true;
        const Table one = read_csv_buffer({}, text, options);
        Context context;
        context.threads = 4;
        const Table four = read_csv_buffer(context, text, options);
        CHECK((write_csv_text(one) == write_csv_text(four)));
        REQUIRE(one.findings().size() == four.findings().size());
        for (std::size_t i = 0; i < one.findings().size(); ++i) {
            CHECK(one.findings()[i].text == four.findings()[i].text);
            CHECK(one.findings()[i].line == four.findings()[i].line);
            CHECK(one.findings()[i].byte == four.findings()[i].byte);
        }
    }
}

TEST_CASE("a text is read by an executor that runs its tasks one after the other, or not at all") {
    std::string text = "a,b\n";
    for (int i = 0; i < 60'000; ++i) text += std::to_string(i) + ",1.5\n";
    const std::string expected = write_csv_text(read_csv_buffer({}, text, {}));
    for (const bool runs : {true, false}) {
        Context context;
        context.threads = 4;
        context.executor =
            std::make_shared<Executor>(4, [runs](std::int64_t count, const Executor::Task& task) {
                for (std::int64_t i = 0; runs && i < count; ++i) task(i);
            });
        CHECK((write_csv_text(read_csv_buffer(context, text, {})) == expected));
    }
}

TEST_CASE("a read is cancelled and kept in its budget on several threads") {
    std::string text = "a,b\n";
    for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + ",1.5\n";
    Context context;
    context.threads = 4;
    Budget budget(1 << 20);
    context.budget = &budget;
    CHECK_THROWS_AS(read_csv_buffer(context, text, {}), Error);
    CHECK(budget.used() == 0);
    context.budget = nullptr;
    int calls = 0;
    const auto home = std::this_thread::get_id();
    context.progress = [&](const Progress&) {
        CHECK(std::this_thread::get_id() == home);
        return ++calls < 2;
    };
    Cancel cancel;
    cancel.request();
    context.cancel = &cancel;
    CHECK_THROWS_AS(read_csv_buffer(context, text, {}), Error);
}

TEST_CASE("a log of flags is read in what its table takes and a little") {
    std::string text = "x,a,b,c,d,e,f,g,h\n";
    for (int i = 0; i < 100'000; ++i) {
        text += std::to_string(i % 977);
        for (int flag = 0; flag < 8; ++flag) text += (i >> flag) % 2 ? ",true" : ",false";
        text += '\n';
    }
    Context context;
    Budget budget(2 << 20);  // the table: 100,000 numbers and 800,000 bits, 0.9 MB
    context.budget = &budget;
    CHECK(read_csv_buffer(context, text, {}).rows() == 100'000);
}

TEST_CASE("a first line that tells spreadsheets the delimiter is no part of the table") {
    for (const char* const first : {"sep=;", "SEP=;", "\"sep=;\""})
        for (const char* const end : {"\n", "\r\n"}) {
            const std::string text = std::string(first) + end + "a;b" + end + "1,5;2" + end;
            const Table table = read_csv_buffer({}, text, {});
            CHECK(table.names() == std::vector<std::string>{"a", "b"});
            CHECK(table.rows() == 1);
            CHECK(table.column("a").number(0) == 1.5);
            REQUIRE(table.findings().size() == 2);  // the other tells of the decimal comma
            CHECK(table.findings()[0].kind == "separator line");
            CHECK(table.findings()[0].line == 1);
            CHECK(table.findings()[0].original == first);
        }
    // What the caller says goes first; a name that merely looks so stays one.
    CsvOptions options;
    options.delimiter = ',';
    CHECK(read_csv_buffer({}, "sep=;\na,b;c\n1,2\n", options).column(0).number(0) == 1);
    CHECK(read_csv_buffer({}, "sep=x;b\n1;2\n", {}).names() ==
          std::vector<std::string>{"sep=x", "b"});
    // In blocks too.
    CsvBatchOptions batches;
    batches.rows = 1;
    CsvBatches parts = CsvBatches::of_buffer({}, "sep=|\na|b\n1|2\n3|4\n", batches);
    CHECK(parts.next()->column("b").number(0) == 2);
    CHECK(parts.next()->column("b").number(0) == 4);
}
