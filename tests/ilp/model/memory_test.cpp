// Memory that reading and writing take: little, and none kept when there is none to have.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>

#include "ilp/model/gzip.hpp"
#include "random_problem.hpp"
#include "tenon/basis.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

namespace {

std::atomic<std::int64_t> allocations{0};
std::atomic<std::int64_t> bytes_held{0}, bytes_peak{0};
std::atomic<std::int64_t> fail_from{-1};  // the allocation that fails; negative: none
std::atomic<bool> fail_on{false};         // and all after it

// The size of a block stands before it.
constexpr std::size_t head = alignof(std::max_align_t);

void* counted(std::size_t bytes) {
    const std::int64_t number = allocations.fetch_add(1);
    const std::int64_t from = fail_from.load();
    if (from >= 0 && (fail_on.load() ? number >= from : number == from)) throw std::bad_alloc();
    if (bytes > SIZE_MAX - head) throw std::bad_alloc();
    auto* block = static_cast<std::byte*>(std::malloc(bytes + head));
    if (!block) throw std::bad_alloc();
    *reinterpret_cast<std::size_t*>(block) = bytes;
    const std::int64_t held =
        bytes_held.fetch_add(static_cast<std::int64_t>(bytes)) + static_cast<std::int64_t>(bytes);
    if (held > bytes_peak.load()) bytes_peak = held;
    return block + head;
}

void freed(void* pointer) noexcept {
    if (!pointer) return;
    std::byte* const block = static_cast<std::byte*>(pointer) - head;
    bytes_held.fetch_sub(static_cast<std::int64_t>(*reinterpret_cast<std::size_t*>(block)));
    std::free(block);
}

}  // namespace

void* operator new(std::size_t bytes) {
    return counted(bytes);
}
void* operator new[](std::size_t bytes) {
    return counted(bytes);
}
// As the standard library's own do, which another runtime may not.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    try {
        return counted(bytes);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
void* operator new[](std::size_t bytes, const std::nothrow_t& how) noexcept {
    return operator new(bytes, how);
}
void operator delete(void* block) noexcept {
    freed(block);
}
void operator delete[](void* block) noexcept {
    freed(block);
}
void operator delete(void* block, std::size_t) noexcept {
    freed(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    freed(block);
}

using namespace tenon;

namespace {

// The most that was held beside what was there before, in bytes of the text.
template <class Call>
double peak_ratio(std::size_t text_bytes, const Call& call) {
    const std::int64_t before = bytes_held.load();
    bytes_peak = before;
    call();
    return static_cast<double>(bytes_peak.load() - before) / static_cast<double>(text_bytes);
}

void check_ratio(const std::string& what, const std::string& text, ProblemFormat format,
                 double most = 10) {
    const double ratio = peak_ratio(text.size(), [&] {
        try {
            read_problem_text({}, text, format);
        } catch (const Error&) {  // a refusal is as good an answer
        }
    });
    MESSAGE(what, ": ", text.size(), " bytes, ", ratio, " times that in memory");
    CHECK(ratio < most);
}

struct Outcomes {
    std::int64_t failures = 0;  // calls that said bad_alloc
    std::int64_t leaks = 0;
    std::int64_t others = 0;  // calls that threw something else
};

// Fails allocation k of the call, once or from k on, for every k up to the call's success.
template <class Call>
Outcomes fail_every_allocation(const Call& call, bool on) {
    Outcomes outcomes;
    for (std::int64_t k = 0;; ++k) {
        const std::int64_t before = bytes_held.load();
        bool failed = false, other = false;
        fail_on = on;
        fail_from = allocations.load() + k;
        try {
            call();
        } catch (const std::bad_alloc&) {
            failed = true;
        } catch (...) {
            other = true;
        }
        fail_from = -1;
        outcomes.failures += failed;
        outcomes.others += other;
        outcomes.leaks += bytes_held.load() != before;
        if (!failed && !other) return outcomes;
    }
}

template <class Call>
void survives(const Call& call) {
    for (const bool on : {false, true}) {
        const Outcomes outcomes = fail_every_allocation(call, on);
        CHECK(outcomes.failures > 0);
        CHECK(outcomes.leaks == 0);
        CHECK(outcomes.others == 0);
    }
}

std::string repeated(std::int64_t count, const std::string& before, const std::string& after) {
    std::string out;
    for (std::int64_t k = 0; k < count; ++k) ((out += before) += std::to_string(k)) += after;
    return out;
}

}  // namespace

TEST_CASE("a hundred thousand empty rows") {
    check_ratio("MPS", "ROWS\n N c\n" + repeated(100'000, " L R", "\n") + "COLUMNS\nENDATA\n",
                ProblemFormat::mps);
    check_ratio("LP", "min\nst\n" + repeated(100'000, " R", ": <= 4\n") + "end\n",
                ProblemFormat::lp);
    std::string rows = repeated(100'000, "{\"name\":\"R",
                                "\",\"lower\":null,\"upper\":4,\"columns\":[],"
                                "\"coefficients\":[]},");
    rows.pop_back();
    const std::string head_text =
        "{\"format\":\"tenon.problem\",\"format_version\":1,\"sense\":"
        "\"minimize\",\"offset\":0,\"columns\":[],\"rows\":[";
    check_ratio("JSON", head_text + rows + "]}", ProblemFormat::json);
}

TEST_CASE("a single column in a million rows") {
    const auto text_of = [](std::int64_t rows) {
        return "ROWS\n N c\n" + repeated(rows, " L R", "\n") + "COLUMNS\n" +
               repeated(rows, " x R", " 1\n") + "ENDATA\n";
    };
    check_ratio("MPS", text_of(1'000'000), ProblemFormat::mps);
    const Problem problem = read_problem_text({}, text_of(200'000), ProblemFormat::mps);
    CHECK(problem.rows() == 200'000);
    CHECK(problem.nonzeros() == 200'000);
    for (const auto format : {ProblemFormat::lp, ProblemFormat::json})
        check_ratio("LP or JSON", write_problem_text(problem, format), format);
}

// A column takes some 90 bytes in a problem, more than the shortest line about it holds, and arrays
// that grow have up to the double of that.
TEST_CASE("many columns with one short entry each") {
    constexpr double most = 20;
    for (const std::int64_t count : {100'000, 132'000, 260'000}) {
        check_ratio("MPS",
                    "ROWS\n N c\n L R\nCOLUMNS\n" + repeated(count, " x", " R 1\n") + "ENDATA\n",
                    ProblemFormat::mps, most);
        check_ratio("MPS bounds",
                    "ROWS\n N c\n L R\nCOLUMNS\n" + repeated(count, " x", " R 1\n") + "BOUNDS\n" +
                        repeated(count, " FR x", "\n") + "ENDATA\n",
                    ProblemFormat::mps, most);
        check_ratio("LP", "min\nst\nR: 0 x0" + repeated(count, "+x", "\n") + " <= 4\nend\n",
                    ProblemFormat::lp, most);
    }
}

TEST_CASE("a row of many columns") {
    Problem problem;
    std::vector<std::int32_t> index;
    std::vector<double> value;
    for (std::int32_t j = 0; j < 200'000; ++j) {
        problem.add_column("", ColumnType::integer, 0, 9, 0);
        index.push_back(j);
        value.push_back(1);
    }
    problem.add_row("", 1, infinity, index, value);
    for (const auto format : {ProblemFormat::mps, ProblemFormat::lp, ProblemFormat::json})
        check_ratio("a row", write_problem_text(problem, format), format);
}

TEST_CASE("names of a megabyte, numbers of a megabyte, lines of a megabyte") {
    const std::string name(1 << 20, 'n'), digits(1 << 20, '7');
    check_ratio("a name", "ROWS\n N c\n L " + name + "\nCOLUMNS\n x " + name + " 1\nENDATA\n",
                ProblemFormat::mps);
    check_ratio("a number", "ROWS\n N c\nCOLUMNS\n x c 0." + digits + "\nENDATA\n",
                ProblemFormat::mps);
    check_ratio("blanks", "ROWS\n N c\nCOLUMNS\n" + std::string(1 << 20, ' ') + "\nENDATA\n",
                ProblemFormat::mps);
    check_ratio("a name", "min " + name + "\nst\n " + name + " >= 1\nend\n", ProblemFormat::lp);
    check_ratio("a number", "min x + 0." + digits + "\nst\n x >= 1\nend\n", ProblemFormat::lp);
    check_ratio("signs", "min " + std::string(1 << 20, '-') + "x\nst\n x >= 1\nend\n",
                ProblemFormat::lp);
    check_ratio("brackets", std::string(1 << 20, '['), ProblemFormat::json);
    check_ratio("a name", "{\"" + name + "\": 1}", ProblemFormat::json);
    check_ratio("zeros", "{\"x\": [0" + repeated(200'000, ",", "") + "]}", ProblemFormat::json);
}

#if defined(TENON_HAVE_ZLIB)
TEST_CASE("a gzip frame that tells of a larger text than it holds is not believed") {
    std::string packed = ilp::gzip("ROWS\n N c\nCOLUMNS\nENDATA\n");
    packed.append(100'000, '\xff');  // padding, and at its end the length 4294967295
    check_ratio("frame", packed, ProblemFormat::mps, 20);
}
#endif

TEST_CASE("reading and writing survive any allocation that fails") {
    Random random(431);
    Problem problem = test::random_problem(random, true, 6);
    problem.set_name("a name that is too long for a small text");
    problem.add_column("two words", ColumnType::integer, 0, 9, 1);
    for (const auto format : {ProblemFormat::mps, ProblemFormat::lp, ProblemFormat::json}) {
        const std::string text = write_problem_text(problem, format);
        survives([&] { read_problem_text({}, text, format); });
        survives([&] { write_problem_text(problem, format); });
    }
    survives([&] { read_basis_text({}, problem, "NAME\n UL two words\nENDATA\n"); });
    const Basis basis = read_basis_text({}, problem, "NAME\nENDATA\n");
    survives([&] { write_basis_text(problem, basis); });
}
