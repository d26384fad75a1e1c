// Reading delimited text: bytes -> blocks of valid UTF-8 -> places of cells -> typed columns, in
// one pass, with a second one for columns that turned out to be text after all.
//
// A block is small enough to stay in the cache while each of its columns is read. With more than
// one thread each takes whole blocks (see csv_relay.hpp); a column's cells are always read in their
// order, so threads make no difference to the table.
//
// The first block is set right on its own, so that a column of text whose first cells look like
// numbers does not cost a second pass over the whole file.
#include "table/csv_reader.hpp"

#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <utility>

#include "base/near_names.hpp"
#include "base/parallel.hpp"
#include "base/utf8.hpp"
#include "table/csv_decimal.hpp"
#include "table/csv_relay.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::size_t cells_a_block = std::size_t{1} << 14;     // with their text in an L2 cache
constexpr std::int64_t reported_bytes = std::int64_t{1} << 23;  // some reports a second

}  // namespace

CsvReader::CsvReader(const Context& context, const CsvOptions& options, CsvBytes& bytes)
    : context_(context),
      options_(options),
      bytes_(bytes),
      blocks_(context, options, bytes, cells_a_block, block_, findings_),
      rules_(options, blocks_.dialect().delimiter) {
    columns_.reserve(blocks_.names().size());
    while (columns_.size() < blocks_.names().size())
        columns_.emplace_back(rules_.decimal(), options.date_order);
    rules_of_.assign(columns_.size(), &rules_);
    samples_.resize(columns_.size());
}

std::size_t CsvReader::find_column(const char* option, const std::string& wanted) const {
    const auto& names = blocks_.names();
    const auto at = std::find(names.begin(), names.end(), wanted);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    const std::string near = near_names(wanted, names);
    throw Error(Status::not_found,
                std::string(option) + " names \"" + excerpt(wanted) +
                    "\", but there is no such column" +
                    (near.empty() ? "" : "; did you mean " + near + "?"),
                {.argument = option});
}

// What is said of each column alone; empty where nothing is said of any.
std::vector<CsvColumnRule> CsvReader::own_rules() const {
    std::vector<CsvColumnRule> own;
    if (options_.columns.empty() && options_.text_columns.empty() && options_.usual_columns.empty())
        return own;
    own.resize(columns_.size());
    const auto obey = [&own](std::size_t c, const CsvColumnRule& rule) {
        CsvColumnRule& to = own[c];
        if (rule.type) to.type = rule.type;
        if (!rule.missing_marks.empty()) to.missing_marks = rule.missing_marks;
        if (rule.notation.decimal != 0 || rule.notation.thousands != 0) {
            to.notation.decimal = rule.notation.decimal;
            to.notation.thousands = rule.notation.thousands;
        }
        if (rule.notation.date_order != DateOrder::detect)
            to.notation.date_order = rule.notation.date_order;
    };
    std::unordered_map<std::string_view, const CsvColumnRule*> usual;
    for (const CsvColumnRule& rule : options_.usual_columns) usual.emplace(rule.name, &rule);
    for (std::size_t c = 0; c < columns_.size() && !usual.empty(); ++c)
        if (const auto found = usual.find(blocks_.names()[c]); found != usual.end())
            obey(c, *found->second);
    for (const std::string& wanted : options_.text_columns)
        own[find_column("text_columns", wanted)].type = Type::text;
    for (const CsvColumnRule& rule : options_.columns)
        obey(find_column("columns", rule.name), rule);
    return own;
}

const CellRules& CsvReader::rules_for(const CsvColumnRule& own, std::vector<CsvColumnRule>& made) {
    for (std::size_t i = 0; i < made.size(); ++i)
        if (made[i].missing_marks == own.missing_marks &&
            made[i].notation.decimal == own.notation.decimal &&
            made[i].notation.thousands == own.notation.thousands)
            return own_rules_[i];
    made.push_back(own);
    return own_rules_.emplace_back(options_, blocks_.dialect().delimiter, own);
}

void CsvReader::declare_columns() {
    const std::vector<CsvColumnRule> own = own_rules();
    std::vector<CsvColumnRule> made;
    for (std::size_t c = 0; c < own.size(); ++c) {
        const Notation& notation = own[c].notation;
        if (!own[c].missing_marks.empty() || notation.decimal != 0 || notation.thousands != 0) {
            rules_of_[c] = &rules_for(own[c], made);
            columns_[c] = CsvColumn(rules_of_[c]->decimal(), options_.date_order);
        }
        if (notation.date_order != DateOrder::detect)
            columns_[c] = CsvColumn(rules_of_[c]->decimal(), notation.date_order);
        if (own[c].type) columns_[c].declare(*own[c].type);
    }
    if (options_.all_text)
        for (CsvColumn& column : columns_) column.declare(Type::text);
}

void CsvReader::charge(std::int64_t bytes) {
    if (!context_.budget || bytes <= charged_) return;
    charges_.emplace_back(context_, bytes - charged_);
    charged_ = bytes;
}

void CsvReader::poll() {
    context_.check_cancelled();
    if (context_.budget) {
        std::int64_t held = block_.index.held_bytes() + next_.index.held_bytes();
        for (const CsvColumn& column : columns_) held += column.held_bytes();
        charge(held);
    }
    report(block_);
}

void CsvReader::report(const CsvBlock& block) {
    const std::int64_t at = block.places.find(block.window.text, 0).byte;
    if (at < next_report_) return;
    next_report_ = at + reported_bytes;
    Progress progress;
    progress.phase = "read csv";
    if (bytes_.size() > 0)
        progress.share =
            std::min(1.0, static_cast<double>(at) / static_cast<double>(bytes_.size()));
    progress.work = at;
    progress.rows = rows_;
    context_.report(progress);
}

// Reads the cells of the block into the columns, and finds those of the next one.
void CsvReader::read_columns(bool find_next) {
    const auto read = [this](std::size_t c) {
        columns_[c].add(*rules_of_[c], blocks_.dialect().quote, block_.window.text,
                        block_.index.column(c), block_.index.rows());
    };
    if (context_.threads > 1 && find_next && !bytes_.any_thread()) {
        read_part(0, block_.index.rows());
        blocks_.fill_next(next_, block_);
        return;
    }
    if (context_.threads <= 1 || !find_next) {
        for (const std::size_t c : reading_) read(c);
        if (find_next) blocks_.fill_next(next_, block_);
        return;
    }
    const auto tasks = static_cast<std::int64_t>(reading_.size()) + 1;
    parallel_blocks(threads_->context(), tasks, 1,
                    [&](std::int64_t task, std::int64_t, std::int64_t) {
                        if (task == 0)
                            blocks_.fill_next(next_, block_);
                        else
                            read(reading_[static_cast<std::size_t>(task) - 1]);
                    });
}

// Columns that fell back to text in the first block begin again there.
void CsvReader::restart_fallen() {
    for (const std::size_t c : reading_) {
        if (!columns_[c].wants_rereading()) continue;
        columns_[c].begin_rereading();
        columns_[c].add(*rules_of_[c], blocks_.dialect().quote, block_.window.text,
                        block_.index.column(c), block_.index.rows());
    }
}

// Makes room for the rest of the file by the size of the first block.
void CsvReader::reserve() {
    const std::int64_t begin = block_.places.find(block_.window.text, 0).byte;
    const std::int64_t end = block_.places.find(block_.window.text, block_.used).byte;
    const auto rows = static_cast<std::int64_t>(block_.index.rows());
    if (rows == 0 || bytes_.size() <= end) return;
    constexpr double margin = 1.02;  // later rows tend to hold longer numbers, hardly shorter ones
    const auto expected = static_cast<std::int64_t>(
        margin * static_cast<double>(rows) * static_cast<double>(bytes_.size()) /
        static_cast<double>(std::max<std::int64_t>(1, end - begin)));
    const double grown = static_cast<double>(expected) / static_cast<double>(rows);
    std::int64_t used = 0;
    for (const CsvColumn& column : columns_) used += column.used_bytes();
    charge(static_cast<std::int64_t>(grown * static_cast<double>(used)) +
           block_.index.held_bytes());
    for (CsvColumn& column : columns_) column.reserve(expected, context_.spare);
}

// The same for `count` rows from `from` on, and no more.
void CsvReader::read_part(std::size_t from, std::size_t count) {
    const auto read = [&](std::size_t c) {
        columns_[c].add(*rules_of_[c], blocks_.dialect().quote, block_.window.text,
                        block_.index.column(c) + from, count);
    };
    if (context_.threads <= 1) {
        for (const std::size_t c : reading_) read(c);
        return;
    }
    parallel_blocks(threads_->context(), static_cast<std::int64_t>(reading_.size()), 1,
                    [&](std::int64_t task, std::int64_t, std::int64_t) {
                        read(reading_[static_cast<std::size_t>(task)]);
                    });
}

// What the block's columns and records have to tell gets its place, while the text is there.
void CsvReader::place_marks() {
    for (const std::size_t c : reading_) place_marks(c, block_);
}
void CsvReader::place_marks(std::size_t column, const CsvBlock& block) {
    CsvColumn& c = columns_[column];
    for (CsvMark* mark : {&c.forcing_cell(), &c.first_long(), &c.first_out_of_range(),
                          &c.first_ambiguous(), &c.other_zone(), &c.fraction_cell(),
                          &c.first_lost(), &c.first_cut(), &c.first_leap(), &c.first_formula()})
        findings_.place(*mark, block.places, block.window.text);
}

void CsvReader::read_column(std::size_t column, const CsvBlock& block) {
    columns_[column].add(*rules_of_[column], blocks_.dialect().quote, block.window.text,
                         block.index.column(column), block.index.rows());
}

void CsvReader::end_block(CsvBlock& block, bool again, std::vector<BadCell> bad) {
    check_bad_cells(block, std::move(bad));
    if (!again) {
        findings_.add_lines(block.findings);
        rows_ += static_cast<std::int64_t>(block.index.rows());
    }
    if (block.fault) std::rethrow_exception(block.fault);
}

void CsvReader::take_bad_cells(std::size_t column, std::vector<BadCell>& out) {
    for (CsvMark& mark : columns_[column].bad_cells()) out.push_back({std::move(mark), column});
    columns_[column].bad_cells().clear();
}

// Cells that are not of the type their column was given.
void CsvReader::check_bad_cells(const CsvBlock& block, std::vector<BadCell> bad) {
    if (bad.empty()) return;
    std::sort(bad.begin(), bad.end(),
              [](const BadCell& a, const BadCell& b) { return a.mark.at < b.mark.at; });
    CsvPlaces places = block.places;
    std::string_view text = block.window.text;
    for (BadCell& cell : bad) {
        const std::size_t from = static_cast<std::size_t>(text.data() - block.window.text.data());
        places.advance(text, cell.mark.at - from);
        text.remove_prefix(cell.mark.at - from);
        const auto place = places.find(text, 0);
        cell.mark.line = place.line;
        cell.mark.byte = place.byte;
        const Type type = columns_[cell.column].type();
        const std::string& name = blocks_.names()[cell.column];
        if (!options_.lenient && !columns_[cell.column].kept_type())
            throw Error(Status::parse,
                        "line " + std::to_string(place.line) + ", column " +
                            std::to_string(cell.column) + " (\"" + excerpt(name) + "\"), byte " +
                            std::to_string(place.byte) + ": \"" + excerpt(cell.mark.cell) +
                            "\" is no " + type_name(type) +
                            "; give the column another type, a missing mark, or read leniently",
                        {.argument = {},
                         .column = static_cast<std::int64_t>(cell.column),
                         .line = place.line,
                         .byte = place.byte});
        findings_.add_bad_cell(name, static_cast<std::int64_t>(cell.column), type, cell.mark);
    }
}

// The blocks behind the one that is there and read, on all threads; returns their rows.
std::int64_t CsvReader::relay_rest(bool again) {
    std::vector<std::vector<BadCell>> bad(relay_slots(context_));
    std::vector<std::atomic<std::int64_t>> held(reading_.size());
    std::int64_t others = 0, rows = 0;  // held by columns that are not read, and rows of blocks
    for (const CsvColumn& column : columns_) others += column.held_bytes();
    for (const std::size_t c : reading_) others -= columns_[c].held_bytes();
    CsvRelayWork work;
    work.read = [&](std::size_t slot, std::size_t number, const CsvBlock& block) {
        const std::size_t column = reading_[number];
        read_column(column, block);
        place_marks(column, block);
        take_bad_cells(column, bad[slot]);
        held[number] = columns_[column].held_bytes();
    };
    work.end = [&](std::size_t slot, CsvBlock& block, bool caller) {
        rows += static_cast<std::int64_t>(block.index.rows());
        end_block(block, again, std::exchange(bad[slot], {}));
        if (!caller) return;
        std::int64_t bytes = others;
        for (const auto& of_column : held) bytes += of_column;
        charge(bytes);
        report(block);
    };
    relay_blocks(threads_->context(), blocks_, block_, reading_.size(), work);
    return rows;
}

// All blocks from the first on, which is there.
void CsvReader::read_blocks(bool again) {
    const std::int64_t rows_before = rows_;
    const bool relayed = context_.threads > 1 && bytes_.any_thread();
    std::int64_t rows = 0;
    next_report_ = 0;
    for (bool first = true;; first = false) {
        poll();
        for (const std::size_t c : reading_) read_column(c, block_);
        if (first && !again) restart_fallen();
        rows += static_cast<std::int64_t>(block_.index.rows());
        place_marks();
        std::vector<BadCell> bad;
        for (const std::size_t c : reading_) take_bad_cells(c, bad);
        end_block(block_, again, std::move(bad));
        if (block_.last) break;
        if (first && !again) reserve();
        if (relayed) {
            rows += relay_rest(again);
            break;
        }
        blocks_.fill_next(next_, block_);
        std::swap(block_, next_);
    }
    if (again && rows != rows_before) refuse_change();
}

void CsvReader::refuse_change() {
    throw Error(Status::io, "the text changed while it was read; read it again",
                {.argument = "path"});
}

void CsvReader::settle() {
    for (const std::size_t c : reading_) {
        CsvColumn& column = columns_[c];
        column.settle();
        if (!column.ambiguous() || !column.declared()) continue;
        const CsvMark& mark = column.first_ambiguous();
        throw Error(Status::data,
                    "column \"" + excerpt(blocks_.names()[c]) +
                        "\": no cell tells day from month, as \"" + excerpt(mark.cell) +
                        "\" in line " + std::to_string(mark.line) + "; set date_order",
                    {.argument = "date_order",
                     .column = static_cast<std::int64_t>(c),
                     .line = mark.line,
                     .byte = mark.byte});
    }
    settle_decimal_marks(columns_, blocks_.dialect().delimiter);
}

Table CsvReader::read() {
    const Threads threads(*this);
    declare_columns();
    for (std::size_t c = 0; c < columns_.size(); ++c) reading_.push_back(c);
    blocks_.fill_first(block_);
    read_blocks(false);
    settle();
    for (;;) {
        std::erase_if(reading_, [this](std::size_t c) { return !columns_[c].wants_rereading(); });
        if (reading_.empty()) break;
        for (const std::size_t c : reading_) {
            columns_[c].begin_rereading();
            findings_.drop_bad_cells(static_cast<std::int64_t>(c));  // they come once more
        }
        blocks_.rewind(block_);
        blocks_.fill_first(block_);
        read_blocks(true);
        settle();
    }

    Table table = finish_columns(rows_);
    add_columns();
    auto found = findings();
    return found.empty() ? table : table.with_findings(std::move(found));
}

// How a column was read, so that another text can be read likewise. A column without a fraction has
// the decimal mark of the others.
Notation CsvReader::notation_of(std::size_t column, char mark_of_text) const {
    const CellRules& rules = *rules_of_[column];
    Notation out;
    out.decimal = rules.decimal().open ? columns_[column].guessed_mark() : rules.decimal().mark;
    if (out.decimal == 0) out.decimal = mark_of_text;
    if (out.decimal != 0) out.thousands = rules.thousands();
    out.date_order = columns_[column].order();
    out.missing_marks = rules.named_marks();
    return out;
}

// The rows so far as a table; the columns are empty then.
Table CsvReader::finish_columns(std::int64_t rows) {
    const auto zeros = std::make_shared<const std::vector<double>>(
        std::any_of(columns_.begin(), columns_.end(),
                    [](const CsvColumn& column) { return column.nothing_present(); })
            ? static_cast<std::size_t>(rows)
            : 0);
    const char mark_of_text = common_decimal_mark(columns_);
    std::vector<Column> finished;
    finished.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Notation notation = notation_of(i, mark_of_text);
        finished.push_back(columns_[i].finish(zeros).with_notation(notation));
        const auto& header = blocks_.header().cells;
        samples_[i].add(columns_[i], *rules_of_[i], finished.back(),
                        header.empty() ? std::string_view() : header[i]);
    }
    return Table(blocks_.names(), std::move(finished));
}

// What the columns have to tell once all rows are read.
void CsvReader::add_columns() {
    if (options_.header)
        findings_.add_row_of_units(blocks_.first_line(), options_.skip_below_header, columns_,
                                   samples_);
    for (std::size_t i = 0; i < columns_.size(); ++i)
        findings_.add_column(options_, blocks_.names()[i], static_cast<std::int64_t>(i),
                             columns_[i], samples_[i], *rules_of_[i]);
    tell_header_of_values(blocks_.header(), columns_, samples_, rules_of_, findings_);
    tell_decimal_marks(blocks_.names(), columns_, blocks_.dialect().delimiter, findings_);
}

std::vector<Finding> CsvReader::findings() const {
    return CsvFindings(findings_).finish();
}

}  // namespace tenon
