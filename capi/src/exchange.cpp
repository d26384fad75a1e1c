// Models that go elsewhere, and coefficients that come from there.
#include "base/file.hpp"
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

std::string onnx_of(const tenon_model* model, tenon_onnx_operators operators) {
    if (operators != TENON_ONNX_DOUBLES && operators != TENON_ONNX_ML)
        refuse("operators", "must be TENON_ONNX_DOUBLES or TENON_ONNX_ML");
    return required(model, "model").value.to_onnx(static_cast<OnnxOperators>(operators));
}

}  // namespace

tenon_status tenon_model_to_onnx(const tenon_model* model, tenon_onnx_operators operators,
                                 void* out, int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] { give_bytes(onnx_of(model, operators), out, capacity, needed); });
}

tenon_status tenon_model_save_onnx(const tenon_model* model, tenon_onnx_operators operators,
                                   const char* path, tenon_error* err) {
    return guard(err, [&] {
        const std::string name(required_text(path, "path"));
        write_file(name, onnx_of(model, operators));
    });
}

tenon_status tenon_model_to_pmml(const tenon_model* model, char* out, int64_t capacity,
                                 int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(required(model, "model").value.to_pmml(), out, capacity, needed, "buffer");
    });
}

tenon_status tenon_model_save_pmml(const tenon_model* model, const char* path, tenon_error* err) {
    return guard(err, [&] {
        const std::string name(required_text(path, "path"));
        write_file(name, required(model, "model").value.to_pmml());
    });
}

tenon_status tenon_model_from_coefficients(const char* text, int64_t length, tenon_model** out,
                                           tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Pipeline::from_coefficients(buffer(text, length, "text")));
    });
}
