#include "models/predictor_notes.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "base/reason_text.hpp"

namespace tenon::models {

namespace {

// A feature is named as a driver of the separation from this share of the largest growth on.
constexpr double drives = 0.1;
constexpr std::size_t most_drivers = 5;

std::string separation_text(const ConvergenceNote& note, bool classes) {
    const std::string ties = std::to_string(note.ties);
    if (note.kind == Separation::complete)
        return classes ? "the classes are separated completely, driven by " + note.drivers +
                             ": the likelihood has no maximum and the estimates grow without "
                             "bound; set firth or l2, or ask whether the feature knows the answer"
                       : "every row has the count 0, driven by " + note.drivers +
                             ": the likelihood has no maximum; set l2";
    return classes
               ? "the classes are separated but for " + ties + " rows on the border, driven by " +
                     note.drivers +
                     ": estimates grow without bound and have no standard error; set firth or l2, "
                     "or leave out what separates them"
               : "some of the rows with a target of 0 can be told apart from all others, driven "
                 "by " +
                     note.drivers +
                     ": estimates fall without bound and have no standard error; set l2, or "
                     "leave out what tells these rows apart together with them";
}

}  // namespace

std::string name_drivers(std::vector<NamedGrowth> list) {
    std::stable_sort(list.begin(), list.end(), [](const NamedGrowth& a, const NamedGrowth& b) {
        return a.growth > b.growth;
    });
    if (list.empty()) return "the intercept";
    std::string text;
    for (std::size_t at = 0; at < std::min(list.size(), most_drivers); ++at) {
        if (list[at].growth < drives * list[0].growth) break;
        text += (at ? ", \"" : "\"") + list[at].name + "\"";
    }
    return text;
}

namespace {

void note_all(LinearModel& model, const ConvergenceNote& note, const std::string& separation) {
    FitSummary& s = model.summary;
    auto& warnings = model.warnings;
    if (!s.converged) s.flags |= fit_not_converged;
    if (note.kind == Separation::complete) s.flags |= fit_separation;
    if (note.kind == Separation::quasi) s.flags |= fit_quasi_separation;
    if (note.kind != Separation::none)
        warnings.push_back(separation);
    else if (note.zero_means > 0)
        warnings.push_back(
            "the best mean is 0 at " + std::to_string(note.zero_means) +
            (note.zero_means == 1 ? " record" : " records") +
            ": under the identity link the maximum lies where means end, and there are no standard "
            "errors; use the log link");
    else if (!note.converged)
        warnings.push_back(
            "not converged after " + std::to_string(s.iterations) +
            " iterations: the scaled gradient per row is " + format_double(s.gradient_norm) +
            (note.cut_short ? "; raise max_iterations or tolerance"
                            : ", and no further step is a gain; look for values far from all "
                              "others in a feature, raise tolerance") +
            (note.firth ? ", or set l2 in place of firth" : ", or set l2"));
    if (note.free_of_penalty && s.rows <= s.parameters) {
        s.flags |= fit_few_rows;
        warnings.push_back(count_text(s.rows, "row for ", "rows for ") +
                           count_text(s.parameters, "coefficient", "coefficients") +
                           ": use more rows, fewer features or l2");
    }
}

}  // namespace

void note_convergence(LinearModel& model, const Family& family, const ConvergenceNote& note) {
    note_all(model, note, separation_text(note, family.of_classes()));
}

void note_class_convergence(LinearModel& model, const ConvergenceNote& note) {
    note_all(model, note,
             note.kind == Separation::complete
                 ? "the classes are separated completely, driven by " + note.drivers +
                       ": the likelihood has no maximum and the estimates grow without bound; set "
                       "l2, or ask whether the feature knows the answer"
                 : "some classes can be told apart but for " + std::to_string(note.ties) +
                       " rows on the border, driven by " + note.drivers +
                       ": estimates grow without bound and have no standard error; set l2, or "
                       "leave the feature out");
}

}  // namespace tenon::models
