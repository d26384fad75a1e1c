#!/bin/sh
# Fills vendor/ with what the feature `bundled` builds, from the tree that the crate lies in, so that
# `cargo package` takes it along. In that tree itself the copy is built from then on: remove it to build
# the tree again.
set -e
cd "$(dirname "$0")"
rm -rf vendor
mkdir vendor
for part in CMakeLists.txt LICENSE README.md README.zh-CN.md CHANGELOG.md include src capi cmake; do
    cp -R "../../../$part" vendor/
done
