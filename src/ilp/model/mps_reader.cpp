#include "ilp/model/mps_reader.hpp"

#include <array>
#include <cstdint>
#include <string>

#include "base/utf8.hpp"
#include "ilp/model/mps_fields.hpp"
#include "ilp/model/mps_model.hpp"
#include "ilp/model/text_place.hpp"
#include "ilp/model/text_scan.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

constexpr std::int64_t poll_every = 1024;     // lines between two looks at cancel
constexpr std::int64_t report_every = 65536;  // lines between two reports of progress
// Working memory a byte of text, with room: an entry takes some 20 bytes of text and 36 of memory.
constexpr std::int64_t memory_factor = 3;

class MpsReader {
  public:
    MpsReader(const Context& context, std::string_view text, MpsLayout layout)
        : context_(context), text_(text), layout_(layout), model_(text) {}

    Problem read() {
        MpsLine line;
        while (place_ < text_.size() && !ended_) {
            poll();
            scan_line(text_, place_, line);
            if (line.count > 0) read_line(line);
            if (!ended_) place_ = line.next;
        }
        if (!ended_)
            refuse_text(
                text_, text_.size(),
                text_.find_first_not_of(" \t\r\n") == std::string_view::npos
                    ? "the text is empty; an MPS model ends with ENDATA"
                    : "the text ends without ENDATA; it seems to be cut off, or is not MPS");
        return model_.finish(context_, place_);
    }

  private:
    void poll() {
        if (++lines_ % poll_every != 0) return;
        context_.check_cancelled();
        if (lines_ % report_every == 0) {
            Progress progress;
            progress.phase = "read mps";
            progress.share = static_cast<double>(place_) / static_cast<double>(text_.size());
            progress.work = lines_;
            context_.report(progress);
        }
    }

    void read_line(const MpsLine& line) {
        const bool indented = is_blank(line.text.front());
        if (!indented && starts_section(line)) return;
        // What most lines are, before all else.
        if (section_ == MpsSection::columns && layout_ == MpsLayout::free &&
            (line.count == 3 || line.count == 5) && line.word[1].front() != '\'') {
            for (std::size_t k = 1; k + 1 < line.count; k += 2)
                model_.add_entry(line.word[0], line.word[k], line.word[k + 1]);
            return;
        }
        read_data(line);
    }

    // Acts on a section line; false for a line of data that is not indented.
    bool starts_section(const MpsLine& line) {
        const std::string_view head = line.word[0];
        const auto is = [&](const char* name) { return same_letters(head, name); };
        const bool alone = line.count == 1;
        if (is("NAME") && section_ < MpsSection::rows) {
            read_name(line);
            return true;
        }
        if (is("OBJSENSE") && line.count <= 2) {
            section_ = MpsSection::objective_sense;
            if (!alone) read_sense(line.word[1]);
            return true;
        }
        if (is("OBJNAME") && line.count <= 2) {
            section_ = MpsSection::objective_name;
            if (!alone) model_.choose_objective(line.word[1]);
            return true;
        }
        if (!alone && section_ >= MpsSection::rows) return false;
        if (sense_word(head) != 0) {
            read_sense(head);
            return true;
        }
        if (is("ENDATA")) {
            if (!model_.has_rows())
                refuse_text(text_, place_, "ENDATA comes before the COLUMNS section");
            return ended_ = true;
        }
        if (is("ROWS")) return enter(MpsSection::rows, !model_.has_rows());
        if (is("COLUMNS")) {
            enter(MpsSection::columns, !model_.has_rows());
            model_.end_rows(place_);
            return true;
        }
        if (is("RHS")) return enter(MpsSection::rhs, model_.has_rows());
        if (is("RANGES")) return enter(MpsSection::ranges, model_.has_rows());
        if (is("BOUNDS")) return enter(MpsSection::bounds, model_.has_rows());
        if (is("SOS") || is("SETS")) return enter(MpsSection::sets, model_.has_rows());
        if (is("INDICATORS")) return enter(MpsSection::indicators, model_.has_rows());
        refuse_section(head);
    }

    // The rest of the line. FREE after a name tells readers of the fixed layout about the other
    // one.
    void read_name(const MpsLine& line) {
        if (line.count == 1) return;
        const auto trimmed = [](std::string_view text) {
            return text.substr(0, text.find_last_not_of(" \t") + 1);
        };
        std::string_view name = trimmed(
            line.text.substr(static_cast<std::size_t>(line.word[1].data() - line.text.data())));
        const std::size_t last = name.find_last_of(" \t") + 1;
        if (last > 0 && same_letters(name.substr(last), "FREE"))
            name = trimmed(name.substr(0, last));
        model_.set_name(name);
    }

    bool enter(MpsSection section, bool in_order) {
        if (!in_order)
            refuse_text(text_, place_,
                        "this section is out of order; ROWS comes first, then COLUMNS once, then "
                        "RHS, RANGES, BOUNDS, SOS and INDICATORS");
        section_ = section;
        return true;
    }

    [[noreturn]] void refuse_section(std::string_view head) {
        static constexpr std::array<const char*, 9> beyond{"SOS1",     "SOS2",     "QUADOBJ",
                                                           "QMATRIX",  "QSECTION", "QCMATRIX",
                                                           "CSECTION", "LAZYCONS", "USERCUTS"};
        for (const char* name : beyond)
            if (same_letters(head, name))
                refuse_text(text_, place_,
                            "section " + std::string(name) +
                                " is not supported; this library reads linear models with integers",
                            Status::unsupported);
        refuse_text(text_, place_,
                    "\"" + excerpt(head, 60) +
                        "\" is not a section; expected NAME, OBJSENSE, OBJNAME, ROWS, COLUMNS, "
                        "RHS, RANGES, BOUNDS or ENDATA (lines of data begin with a blank)");
    }

    static int sense_word(std::string_view word) noexcept {
        for (const char* name : {"MAX", "MAXIMIZE", "MAXIMISE", "MAXIMUM"})
            if (same_letters(word, name)) return -1;
        for (const char* name : {"MIN", "MINIMIZE", "MINIMISE", "MINIMUM"})
            if (same_letters(word, name)) return 1;
        return 0;
    }

    void read_sense(std::string_view word) {
        const int sense = sense_word(word);
        if (sense == 0)
            refuse_text(
                text_, place_,
                "\"" + excerpt(word, 60) + "\" is not a sense of the objective; write MIN or MAX");
        model_.set_sense(sense < 0 ? Sense::maximize : Sense::minimize);
    }

    void read_data(const MpsLine& line) {
        if (section_ == MpsSection::start)
            refuse_text(text_, place_,
                        "\"" + excerpt(line.text, 60) +
                            "\" stands before the first section; this is not an MPS text");
        if (section_ == MpsSection::objective_sense || section_ == MpsSection::objective_name) {
            if (line.count != 1)
                refuse_text(text_, place_,
                            "\"" + excerpt(line.text, 60) + "\": one word belongs here");
            if (section_ == MpsSection::objective_sense)
                read_sense(line.word[0]);
            else
                model_.choose_objective(line.word[0]);
            return;
        }
        if (section_ == MpsSection::sets) return read_set(line);
        if (section_ == MpsSection::indicators) return read_indicator(line);
        const MpsFields fields = fields_of(text_, line, section_, layout_, model_);
        switch (section_) {
            case MpsSection::rows:
                model_.add_row(fields[1], fields[2]);
                break;
            case MpsSection::columns:
                read_column(fields);
                break;
            case MpsSection::rhs:
                read_pairs(fields, &MpsModel::set_rhs);
                break;
            case MpsSection::ranges:
                read_pairs(fields, &MpsModel::set_range);
                break;
            default:
                model_.set_bound(fields[1], fields[2], fields[3], fields[4]);
        }
    }

    // "S1 SOS name" or "S2 name" begins a set, "[tag] column weight" adds to it.
    void read_set(const MpsLine& line) {
        const std::string_view head = line.word[0];
        if (same_letters(head, "S1") || same_letters(head, "S2")) {
            const bool tagged = line.count > 2 && same_letters(line.word[1], "SOS");
            model_.begin_set(head, line.count < 2 ? std::string_view{} : line.word[tagged ? 2 : 1]);
        } else if (line.count == 2 || line.count == 3) {
            model_.add_to_set(line.word[line.count - 2], line.word[line.count - 1]);
        } else {
            refuse_text(text_, place_,
                        "\"" + excerpt(line.text, 60) +
                            "\" does not fit into SOS; sets read \"S1 SOS name\" and then lines of "
                            "column and weight");
        }
    }

    // "IF row column 1"
    void read_indicator(const MpsLine& line) {
        if (line.count != 4 || !same_letters(line.word[0], "IF"))
            refuse_text(text_, place_,
                        "\"" + excerpt(line.text, 60) +
                            "\" does not fit into INDICATORS; a line reads \"IF row column 1\"");
        model_.add_indicator(line.word[1], line.word[2], line.word[3]);
    }

    void read_column(const MpsFields& fields) {
        if (fields[3] != "'MARKER'") {
            read_pairs(fields, &MpsModel::add_entry);
            return;
        }
        if (fields[5] == "'INTORG'")
            model_.set_integer(true);
        else if (fields[5] == "'INTEND'")
            model_.set_integer(false);
        else
            refuse_text(text_, place_,
                        "marker \"" + excerpt(fields[5], 60) +
                            "\" is not 'INTORG' or 'INTEND' (special ordered sets are "
                            "read from a section SOS)");
    }

    using PairAction = void (MpsModel::*)(std::string_view, std::string_view, std::string_view);

    void read_pairs(const MpsFields& fields, PairAction action) {
        if (fields[3].empty() || fields[4].empty())
            refuse_text(text_, place_, "a pair of row and number belongs here");
        (model_.*action)(fields[2], fields[3], fields[4]);
        if (fields[5].empty() && fields[6].empty()) return;
        if (fields[5].empty() || fields[6].empty())
            refuse_text(text_, place_, "the second pair of row and number is not complete");
        (model_.*action)(fields[2], fields[5], fields[6]);
    }

    const Context& context_;
    std::string_view text_;
    MpsLayout layout_;
    MpsModel model_;
    MpsSection section_ = MpsSection::start;
    std::size_t place_ = 0;  // of the line being read
    std::int64_t lines_ = 0;
    bool ended_ = false;
};

}  // namespace

Problem read_mps(const Context& context, std::string_view text) {
    const Charge charge(context, memory_factor * static_cast<std::int64_t>(text.size()));
    try {
        return MpsReader(context, text, MpsLayout::free).read();
    } catch (const Error& error) {
        if (error.status() != Status::parse) throw;
        // Names with blanks are possible in the fixed layout only. If the text does not fit that
        // either, the first error is the one to tell.
        try {
            return MpsReader(context, text, MpsLayout::fixed).read();
        } catch (const Error& second) {
            if (second.status() != Status::parse) throw;
        }
        throw;
    }
}

}  // namespace tenon::ilp
