#!/bin/sh
# Writes src/bindings.rs anew from tenon.h: bindings.sh [tenon.h [bindings.rs]]. Needs bindgen; users of
# the crate do not. The test rust_bindings compares the two.
set -e
cd "$(dirname "$0")"
bindgen "${1:-../../../capi/include/tenon.h}" --default-macro-constant-type signed \
    --allowlist-function 'tenon_.*' --allowlist-type 'tenon_.*|Arrow.*' --allowlist-var 'TENON_.*' \
    --blocklist-type '__u?int.*' -o "${2:-src/bindings.rs}"
