// A certificate that was tampered with is refused: each kind of damage, wherever it can be done.
#include <doctest/doctest.h>

#include <functional>
#include <sstream>

#include "ilp/certified/model_of.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;
using certificate_checker::check;
using certificate_checker::Model;

namespace {

using Words = std::vector<std::string>;
using Text = std::vector<Words>;

Text split(const std::string& text) {
    Text lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words(line);
        lines.emplace_back();
        for (std::string word; words >> word;) lines.back().push_back(word);
    }
    return lines;
}

std::string join(const Text& lines) {
    std::string out;
    for (const Words& line : lines) {
        for (std::size_t k = 0; k < line.size(); ++k) (out += k ? " " : "") += line[k];
        out += '\n';
    }
    return out;
}

// A knapsack with choices: cuts at the root, a tree, steps of the costs.
Problem choices(std::uint64_t seed) {
    Random random(77, seed);
    Problem problem(Sense::maximize);
    constexpr int items = 16;
    std::vector<std::int32_t> index;
    std::vector<double> weight, volume;
    for (int j = 0; j < items; ++j) {
        weight.push_back(static_cast<double>(20 + random.below(60)));
        volume.push_back(static_cast<double>(20 + random.below(60)));
        problem.add_column("", ColumnType::integer, 0, static_cast<double>(1 + random.below(3)),
                           weight.back() + static_cast<double>(random.below(12)));
        index.push_back(j);
    }
    problem.add_row("weight", -infinity, 400, index, weight);
    problem.add_row("volume", -infinity, 420, index, volume);
    const std::int32_t pair[] = {0, 1, 2};
    const double ones[] = {1, 1, 1};
    problem.add_row("some", 1, 2, pair, ones);
    return problem;
}

struct Sample {
    Problem problem;
    Model model;
    std::string text;
    Text lines;

    explicit Sample(Problem p)
        : problem(std::move(p)), model(certificate_checker::model_of(problem)) {
        SolveOptions options;
        options.relative_gap = options.absolute_gap = 0;
        options.certify = true;
        const Solution solution = solve({}, problem, options);
        REQUIRE(solution.certified);
        text = solution.certificate;
        lines = split(text);
        REQUIRE(check(model, text).accepted);
        REQUIRE(join(lines) == text);
    }
    std::vector<std::size_t> places(const std::string& word) const {
        std::vector<std::size_t> found;
        for (std::size_t k = 0; k < lines.size(); ++k)
            if (lines[k][0] == word) found.push_back(k);
        return found;
    }
    void refuses(const Text& damaged, const char* kind) const {
        CAPTURE(kind);
        CHECK(!check(model, join(damaged)).accepted);
    }
    // At every line with the word; the change says whether there was anything to do.
    int everywhere(const std::string& word, const char* kind,
                   const std::function<bool(Text&, std::size_t)>& change) const {
        int tried = 0;
        for (const std::size_t place : places(word)) {
            Text damaged = lines;
            if (!change(damaged, place)) continue;
            ++tried;
            CAPTURE(place);
            refuses(damaged, kind);
        }
        return tried;
    }
};

const Sample& sample() {
    static const Sample made = [] {
        for (std::uint64_t seed = 0;; ++seed) {
            Sample candidate(choices(seed));
            if (candidate.places("branch").size() >= 4 && !candidate.places("cut").empty() &&
                !candidate.places("step").empty() && !candidate.places("at_most").empty())
                return candidate;
        }
    }();
    return made;
}

std::string plus(const std::string& number, long change) {
    return std::to_string(std::stol(number) + change);
}

Text without(const Text& lines, std::size_t place) {
    Text damaged = lines;
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(place));
    return damaged;
}

}  // namespace

TEST_CASE("the head: another version, another problem, nothing at all") {
    const Sample& s = sample();
    Text damaged = s.lines;
    damaged[0][2] = "2";
    s.refuses(damaged, "version");
    for (std::size_t k = 1; k <= 3; ++k) {
        damaged = s.lines;
        damaged[1][k] = plus(damaged[1][k], 1);
        s.refuses(damaged, "size of the problem");
    }
    s.refuses(without(s.lines, 0), "no head");
    s.refuses(without(s.lines, 1), "no size");
    s.refuses({}, "empty");
}

TEST_CASE("the plan: value, integrality, objective, breach, order") {
    const Sample& s = sample();
    const auto change = [&](std::size_t word, const std::string& value, const char* kind) {
        CHECK(s.everywhere("plan", kind, [&](Text& t, std::size_t at) {
            t[at][word] = value;
            return true;
        }) == 1);
    };
    const std::size_t at = s.places("plan")[0];
    change(1, plus(s.lines[at][1], 1), "better objective");
    change(1, plus(s.lines[at][1], -1), "worse objective");
    change(2, "0x1p-30", "another breach");
    CHECK(s.everywhere("x", "value", [](Text& t, std::size_t k) {
        t[k][2] = plus(t[k][2], 1);
        return true;
    }) > 3);
    s.everywhere("x", "no integer", [](Text& t, std::size_t k) {
        t[k][2] = "0x1.0000000000001p+0";
        return true;
    });
    s.everywhere("x", "left out", [](Text& t, std::size_t k) {
        t.erase(t.begin() + static_cast<std::ptrdiff_t>(k));
        return true;
    });
    s.everywhere("x", "twice", [](Text& t, std::size_t k) {
        t.insert(t.begin() + static_cast<std::ptrdiff_t>(k), t[k]);
        return true;
    });
    s.everywhere("x", "another column", [](Text& t, std::size_t k) {
        t[k][1] = "99";
        return true;
    });
    s.refuses(without(s.lines, at), "values without a plan");
}

TEST_CASE("the claim: a better bound, another step, no tree") {
    const Sample& s = sample();
    const std::size_t bound = s.places("bound")[0], step = s.places("step")[0];
    const auto with = [&](std::size_t line, const std::string& value) {
        Text damaged = s.lines;
        damaged[line][1] = value;
        return damaged;
    };
    s.refuses(with(bound, plus(s.lines[bound][1], -1)), "better by a step");
    s.refuses(with(bound, "0x1.8p+1"), "between steps");
    s.refuses(with(step, "2"), "a longer step");
    s.refuses(with(step, "0"), "a step of nothing");
    s.refuses(with(step, "-1"), "a step back");
    s.refuses(without(s.lines, step), "without the step");
    s.refuses(without(s.lines, bound), "without the bound");
    Text damaged(s.lines.begin(), s.lines.begin() + static_cast<std::ptrdiff_t>(step) + 1);
    damaged.push_back({"end"});
    s.refuses(damaged, "no proof");
    damaged = s.lines;
    damaged[bound] = {"infeasible"};
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(step));
    s.refuses(damaged, "infeasible instead");
    damaged[bound] = {"unbounded"};
    s.refuses(damaged, "unbounded instead");
}

TEST_CASE("the tree: branches and leaves that are missing, doubled, wrong or in another place") {
    const Sample& s = sample();
    const auto drop = [](Text& t, std::size_t k) {
        t.erase(t.begin() + static_cast<std::ptrdiff_t>(k));
        return true;
    };
    const auto repeat = [](Text& t, std::size_t k) {
        t.insert(t.begin() + static_cast<std::ptrdiff_t>(k), t[k]);
        return true;
    };
    CHECK(s.everywhere("leaf", "leaf dropped", drop) >= 5);
    CHECK(s.everywhere("branch", "branch dropped", drop) >= 4);
    s.everywhere("leaf", "leaf twice", repeat);
    s.everywhere("branch", "branch twice", repeat);
    s.everywhere("branch", "no such column", [](Text& t, std::size_t k) {
        t[k][1] = "16";
        return true;
    });
    s.everywhere("branch", "between integers", [](Text& t, std::size_t k) {
        t[k][2] = "0x1.8p+0";
        return true;
    });
    s.everywhere("branch", "a leaf instead", [](Text& t, std::size_t k) {
        t[k] = {"leaf"};
        return true;
    });
    s.everywhere("branch", "a choice beyond the box", [](Text& t, std::size_t k) {
        t[k][2] = "50";
        return true;
    });
    s.everywhere("leaf", "cut short", [](Text& t, std::size_t k) {
        t.resize(k + 1);
        t.push_back({"end"});
        return k + 1 < sample().lines.size() - 1;
    });
    Text damaged = s.lines;
    damaged.insert(damaged.end() - 1, {"leaf"});
    s.refuses(damaged, "a leaf too many");
}

TEST_CASE("multipliers: none, negated, on other rows, without the cost") {
    const Sample& s = sample();
    // Lines that a leaf uses at once; others may have room to spare.
    const auto decisive = [&](std::size_t k) { return s.lines[k + 1][0] == "leaf"; };
    int tried = s.everywhere("cost", "negated", [&](Text& t, std::size_t k) {
        if (!decisive(k) || t[k].size() < 5) return false;
        for (std::size_t w = 4; w < t[k].size(); w += 2)
            t[k][w] = t[k][w][0] == '-' ? t[k][w].substr(1) : "-" + t[k][w];
        return true;
    });
    CHECK(tried > 0);
    tried = s.everywhere("cost", "of no row", [&](Text& t, std::size_t k) {
        if (!decisive(k) || t[k].size() < 5) return false;
        t[k] = {"cost", "1", "0"};
        return true;
    });
    CHECK(tried > 0);
    tried = s.everywhere("cost", "without the cost", [&](Text& t, std::size_t k) {
        t[k][0] = "rows";
        t[k].erase(t[k].begin() + 1);
        return decisive(k);
    });
    CHECK(tried > 0);
    s.everywhere("cost", "no such row", [](Text& t, std::size_t k) {
        if (t[k].size() < 5) return false;
        t[k][3] = "9999";
        return true;
    });
    s.everywhere("cost", "a count too many", [](Text& t, std::size_t k) {
        t[k][2] = plus(t[k][2], 1);
        return true;
    });
    s.everywhere("cost", "no number", [](Text& t, std::size_t k) {
        if (t[k].size() < 5) return false;
        t[k][4] = "nan";
        return true;
    });
    s.everywhere("cost", "a row twice", [](Text& t, std::size_t k) {
        if (t[k].size() < 7) return false;
        t[k][5] = t[k][3];
        return true;
    });
    for (const char* weight : {"0", "-1", "0x1p-9"})
        s.everywhere("cost", "another weight", [&](Text& t, std::size_t k) {
            t[k][1] = weight;
            return decisive(k) && t[k].size() > 5;
        });
    s.everywhere("rows", "the other side of a row without one", [](Text& t, std::size_t k) {
        if (t[k].size() != 4 || t[k][2] == "2") return false;
        t[k][3] = t[k][3][0] == '-' ? t[k][3].substr(1) : "-" + t[k][3];
        return true;
    });
}

TEST_CASE("bounds: tighter by one, of another column, between integers") {
    const Sample& s = sample();
    const int tried =
        s.everywhere("at_most", "tighter than the other bound", [](Text& t, std::size_t k) {
            t[k][2] = "-1";
            return true;
        });
    CHECK(tried > 0);
    s.everywhere("at_most", "no integer", [](Text& t, std::size_t k) {
        t[k][2] = "0x1p-1";
        return true;
    });
    s.everywhere("at_least", "tighter than the other bound", [](Text& t, std::size_t k) {
        t[k][2] = "7";
        return true;
    });
    s.everywhere("at_most", "no such column", [](Text& t, std::size_t k) {
        t[k][1] = "16";
        return true;
    });
}

TEST_CASE("equations modulo a divisor: another divisor, multiplier, row, side, type") {
    const auto made = [](double upper, ColumnType type) {
        Problem problem;
        for (int j = 0; j < 4; ++j)
            problem.add_column("", j == 1 ? type : ColumnType::integer, -infinity, infinity, 0);
        const std::vector<std::int32_t> all{0, 1, 2, 3};
        problem.add_row("", 50, 50, all, std::vector<double>{3, 6, -10, -2});
        problem.add_row("", 49, upper, all, std::vector<double>{3, 12, -6, 4});
        problem.add_row("", 9, 9, all, std::vector<double>{1, 1, 1, 1});
        return problem;
    };
    const Sample s(made(49, ColumnType::integer));
    const std::size_t place = s.places("modulo").at(0);
    const auto with = [&](std::size_t word, const char* value) {
        Text damaged = s.lines;
        damaged[place][word] = value;
        return damaged;
    };
    for (const char* divisor : {"0", "1", "-1", "5", "0x1p-1", "1000000"})
        s.refuses(with(1, divisor), "a divisor");
    s.refuses(with(3, "2"), "a row");
    s.refuses(with(4, "0"), "a multiplier");
    s.refuses(with(4, "0x1p-1"), "a fraction of a row");
    s.refuses(without(s.lines, place), "no proof at all");
    Text twice = s.lines;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(place), twice[place]);
    s.refuses(twice, "closed twice");
    for (const Problem& other : {made(50, ColumnType::integer), made(49, ColumnType::continuous)})
        CHECK(!check(certificate_checker::model_of(other), s.text).accepted);
}

TEST_CASE("cuts: right side, coefficient, divisor, multiplier, inside the tree, missing") {
    const Sample& s = sample();
    CHECK(s.everywhere("cut", "a smaller right side", [](Text& t, std::size_t k) {
        t[k].back() = t[k].back()[0] == '-' ? "-1000000" : "-1";
        return true;
    }) > 0);
    s.everywhere("cut", "a larger coefficient", [](Text& t, std::size_t k) {
        t[k][t[k].size() - 2] = "1000000";
        return true;
    });
    s.everywhere("cut", "no divisor", [](Text& t, std::size_t k) {
        t[k][1] = "0";
        return true;
    });
    s.everywhere("cut", "a negative divisor", [](Text& t, std::size_t k) {
        t[k][1] = "-" + t[k][1];
        return true;
    });
    s.everywhere("cut", "words too many", [](Text& t, std::size_t k) {
        t[k].push_back("1");
        return true;
    });
    s.everywhere("cut", "missing", [](Text& t, std::size_t k) {
        t.erase(t.begin() + static_cast<std::ptrdiff_t>(k));
        return true;
    });
    s.everywhere("cut", "inside the tree", [](Text& t, std::size_t k) {
        const Words cut = t[k];
        t.insert(t.end() - 2, cut);
        return true;
    });
}

TEST_CASE("the text: cut at every line, words glued, unknown words, no end, more after it") {
    const Sample& s = sample();
    for (std::size_t k = 0; k < s.lines.size(); ++k)
        s.refuses(Text(s.lines.begin(), s.lines.begin() + static_cast<std::ptrdiff_t>(k)), "cut");
    CHECK(!check(s.model, s.text.substr(0, s.text.size() - 1)).accepted);
    CHECK(!check(s.model, s.text + "leaf\n").accepted);
    CHECK(!check(s.model, " " + s.text).accepted);
    for (const char* word : {"leaf", "end", "bound 3", "something", "x 0 1", ""}) {
        Text damaged = s.lines;
        damaged.insert(damaged.begin() + 2, split(word).empty() ? Words{} : split(word)[0]);
        s.refuses(damaged, word);
    }
}

TEST_CASE("a certificate of one problem is none of a problem that allows more") {
    const Sample& s = sample();
    Model other = s.model;
    for (double& upper : other.row_upper) upper += 30;
    CHECK(!check(other, s.text).accepted);
    other = s.model;
    for (double& cost : other.cost) cost += 1;
    CHECK(!check(other, s.text).accepted);
    other = s.model;
    other.maximise = false;
    CHECK(!check(other, s.text).accepted);
    other = s.model;
    other.offset = 1;
    CHECK(!check(other, s.text).accepted);
    other = s.model;
    other.integer.assign(other.integer.size(), false);
    CHECK(!check(other, s.text).accepted);
}
