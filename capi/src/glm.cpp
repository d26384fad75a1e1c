#include "handles.hpp"
#include "row_extras.hpp"

using namespace tenon;
using namespace tenon::capi;

tenon_status tenon_glm_fit_matrix(const tenon_context* context, const tenon_matrix* features,
                                  const double* target, const tenon_row_extras* extras,
                                  const char* const* names, tenon_model_kind family,
                                  const tenon_glm_options* options, tenon_model** out,
                                  tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const RowArrays arrays = row_arrays(features, target, extras, names);
        if (options_of(options, "glm options").clusters)
            refuse("clusters", "name a column, which arrays do not have; see tenon_row_extras");
        GlmOptions glm = glm_options(options);
        glm.family = model_kind(family);
        give_handle(
            out, Pipeline::from_model(fit_glm(context_of(context), arrays.features, arrays.target,
                                              arrays.names, glm, arrays.extras)));
    });
}
