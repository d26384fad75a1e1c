#!/bin/sh
# Writes src/bindings.rs anew from tenon.h. Needs bindgen; users of the crate do not.
set -e
cd "$(dirname "$0")"
bindgen "${1:-../../../capi/include/tenon.h}" --default-macro-constant-type signed \
    --allowlist-function 'tenon_.*' --allowlist-type 'tenon_.*|Arrow.*' --allowlist-var 'TENON_.*' \
    --blocklist-type '__u?int.*' -o src/bindings.rs
