#include "ilp/certified/certificate_text.hpp"

#include <charconv>
#include <cmath>

#include "base/number_text.hpp"

namespace tenon::ilp::certified {

namespace {

// Whole numbers up to here are written as such, all others in hexadecimal: both are exact.
constexpr double largest_whole = 9007199254740992.0;  // 2^53

void append_number(std::string& out, double value) {
    if (value == std::floor(value) && std::fabs(value) < largest_whole) {
        append_int64(out, static_cast<std::int64_t>(value));
        return;
    }
    char text[32];
    const auto end =
        std::to_chars(text, text + sizeof text, std::fabs(value), std::chars_format::hex);
    out += std::signbit(value) ? "-0x" : "0x";
    out.append(text, end.ptr);
}

class ProofWriter {
  public:
    ProofWriter(std::string& out, const Proof& proof, std::int32_t model_rows)
        : out_(out), proof_(proof), model_rows_(model_rows) {
        number_rows();
    }

    void write();

  private:
    void number_rows();
    void number(double value) {
        out_ += ' ';
        append_number(out_, value);
    }
    void count(std::int64_t value) {
        out_ += ' ';
        append_int64(out_, value);
    }
    void terms(const Multipliers& y);
    void multipliers(const SharedMultipliers& y);
    void tightenings(const std::vector<Tightening>& steps);
    void derived_row(const DerivedRow& row);
    void congruence(const Congruence& found);
    void node(const ProofNode& node);

    std::string& out_;
    const Proof& proof_;
    std::int32_t model_rows_;
    std::vector<std::int32_t> number_;  // of derived rows in the text; -1: nothing rests on them
    const Multipliers* current_ = nullptr;
};

// Derived rows that nothing rests on are left out.
void ProofWriter::number_rows() {
    number_.assign(proof_.rows.size(), -1);
    const auto use = [this](const Multipliers& y) {
        for (const std::int32_t row : y.row)
            if (row >= model_rows_) number_[row - model_rows_] = 0;
    };
    for (const ProofNode& node : proof_.nodes) {
        for (const Tightening& step : node.tightenings) use(*step.by);
        if (node.child[0] < 0) use(*node.by);
    }
    for (std::size_t k = proof_.rows.size(); k-- > 0;)
        if (number_[k] == 0) use(proof_.rows[k].base);
    std::int32_t next = model_rows_;
    for (std::int32_t& number : number_)
        if (number == 0) number = next++;
}

void ProofWriter::terms(const Multipliers& y) {
    count(static_cast<std::int64_t>(y.row.size()));
    for (std::size_t k = 0; k < y.row.size(); ++k) {
        const std::int32_t row = y.row[k];
        count(row < model_rows_ ? row : number_[row - model_rows_]);
        number(y.value[k]);
    }
}

void ProofWriter::multipliers(const SharedMultipliers& y) {
    if (y.get() == current_) return;
    current_ = y.get();
    out_ += y->cost > 0 ? "cost" : "rows";
    if (y->cost > 0) number(y->cost);
    terms(*y);
    out_ += '\n';
}

void ProofWriter::tightenings(const std::vector<Tightening>& steps) {
    for (const Tightening& step : steps) {
        multipliers(step.by);
        out_ += step.upper ? "at_most" : "at_least";
        count(step.column);
        number(step.value);
        out_ += '\n';
    }
}

void ProofWriter::derived_row(const DerivedRow& row) {
    out_ += "cut";
    number(row.divisor);
    terms(row.base);
    std::vector<std::int32_t> flipped;
    for (std::size_t k = 0; k < row.flipped.size(); ++k)
        if (row.flipped[k]) flipped.push_back(static_cast<std::int32_t>(k));
    const std::vector<std::int32_t>* const lists[] = {&flipped, &row.at_upper};
    for (const auto* list : lists) {
        count(static_cast<std::int64_t>(list->size()));
        for (const std::int32_t place : *list) count(place);
    }
    count(static_cast<std::int64_t>(row.row.index.size()));
    for (std::size_t k = 0; k < row.row.index.size(); ++k) {
        count(row.row.index[k]);
        number(row.row.value[k]);
    }
    number(row.row.right);
    out_ += '\n';
}

void ProofWriter::congruence(const Congruence& found) {
    out_ += "modulo";
    number(found.divisor);
    count(static_cast<std::int64_t>(found.row.size()));
    for (std::size_t k = 0; k < found.row.size(); ++k) {
        count(found.row[k]);
        number(found.multiplier[k]);
    }
    out_ += '\n';
}

void ProofWriter::node(const ProofNode& node) {
    tightenings(node.tightenings);
    if (node.child[0] >= 0) {
        out_ += "branch";
        count(node.column);
        number(node.value);
        out_ += '\n';
        return;
    }
    multipliers(node.by);
    out_ += "leaf\n";
}

// The tree before its children, the lower side first.
void ProofWriter::write() {
    if (proof_.congruence) return congruence(*proof_.congruence);
    tightenings(proof_.first);
    for (std::size_t k = 0; k < proof_.rows.size(); ++k)
        if (number_[k] >= 0) derived_row(proof_.rows[k]);
    std::vector<std::int32_t> waiting{0};
    while (!waiting.empty()) {
        const ProofNode& next = proof_.nodes[waiting.back()];
        waiting.pop_back();
        node(next);
        if (next.child[0] < 0) continue;
        waiting.push_back(next.child[1]);
        waiting.push_back(next.child[0]);
    }
}

void append_point(std::string& out, const char* word, std::span<const double> values) {
    for (std::size_t j = 0; j < values.size(); ++j) {
        if (values[j] == 0) continue;
        ((out += word) += ' ') += std::to_string(j);
        out += ' ';
        append_number(out, values[j]);
        out += '\n';
    }
}

void append_line(std::string& out, const char* word, std::initializer_list<double> values) {
    out += word;
    for (const double value : values) {
        out += ' ';
        append_number(out, value);
    }
    out += '\n';
}

}  // namespace

std::string certificate_text(const Problem& problem, const Certificate& certificate) {
    std::string out = "tenon certificate 1\n";
    append_line(out, "problem",
                {static_cast<double>(problem.columns()), static_cast<double>(problem.rows()),
                 static_cast<double>(problem.nonzeros())});
    if (certificate.has_plan) {
        append_line(out, "plan", {certificate.objective, certificate.violation});
        append_point(out, "x", certificate.plan);
    }
    switch (certificate.claim) {
        case Claim::nothing:
            break;
        case Claim::unbounded:
            out += "unbounded\n";
            append_point(out, "direction", certificate.ray);
            break;
        case Claim::infeasible:
            out += "infeasible\n";
            break;
        case Claim::bound:
            append_line(out, "bound", {certificate.bound});
            if (certificate.step > 0) append_line(out, "step", {certificate.step});
            break;
    }
    if (certificate.claim == Claim::bound || certificate.claim == Claim::infeasible)
        ProofWriter(out, *certificate.proof, problem.rows()).write();
    return out += "end\n";
}

}  // namespace tenon::ilp::certified
