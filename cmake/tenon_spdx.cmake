# tenon.spdx.json (SPDX 2.3): what is compiled into the libraries, and what they are linked with when they
# run. The same sources and guests give the same file; its date is SOURCE_DATE_EPOCH, or 1970 without it.

# The guests: name, version found, licence, how they are used, where they come from.
function(tenon_spdx file)
  set(date 1970-01-01T00:00:00Z)
  if(DEFINED ENV{SOURCE_DATE_EPOCH})
    string(TIMESTAMP date "%Y-%m-%dT%H:%M:%SZ" UTC)
  endif()
  set(packages "")
  set(relations "")
  macro(tenon_spdx_package id name version licence relation home)
    string(APPEND packages ",
    {\"SPDXID\": \"SPDXRef-${id}\", \"name\": \"${name}\", \"versionInfo\": \"${version}\",
     \"licenseConcluded\": \"${licence}\", \"licenseDeclared\": \"${licence}\", \"copyrightText\": \"NOASSERTION\",
     \"downloadLocation\": \"NOASSERTION\", \"homepage\": \"${home}\", \"filesAnalyzed\": false}")
    string(APPEND relations ",
    {\"spdxElementId\": \"SPDXRef-tenon\", \"relationshipType\": \"${relation}\", \"relatedSpdxElement\": \"SPDXRef-${id}\"}")
  endmacro()
  # Headers compiled in; no program that uses tenon sees them.
  tenon_spdx_package(eigen Eigen "${Eigen3_VERSION}" MPL-2.0 STATIC_LINK https://eigen.tuxfamily.org)
  tenon_spdx_package(fmt fmt "${fmt_VERSION}" MIT STATIC_LINK https://fmt.dev)
  tenon_spdx_package(nlohmann-json nlohmann-json "${nlohmann_json_VERSION}" MIT STATIC_LINK
                     https://json.nlohmann.me)
  if(ZLIB_FOUND)
    tenon_spdx_package(zlib zlib "${ZLIB_VERSION_STRING}" Zlib DYNAMIC_LINK https://zlib.net)
  endif()
  tenon_spdx_package(cxx-runtime "C++ runtime of ${CMAKE_CXX_COMPILER_ID}" "${CMAKE_CXX_COMPILER_VERSION}"
                     NOASSERTION DYNAMIC_LINK NOASSERTION)
  string(REPLACE "\"homepage\": \"NOASSERTION\", " "" packages "${packages}")
  string(SHA256 sum "${PROJECT_VERSION}${packages}${relations}")
  file(CONFIGURE OUTPUT ${file} @ONLY CONTENT "{
  \"spdxVersion\": \"SPDX-2.3\",
  \"dataLicense\": \"CC0-1.0\",
  \"SPDXID\": \"SPDXRef-DOCUMENT\",
  \"name\": \"tenon-${PROJECT_VERSION}\",
  \"documentNamespace\": \"urn:tenon:spdx:${PROJECT_VERSION}:${sum}\",
  \"creationInfo\": {\"created\": \"${date}\", \"creators\": [\"Tool: tenon-cmake\"]},
  \"packages\": [
    {\"SPDXID\": \"SPDXRef-tenon\", \"name\": \"tenon\", \"versionInfo\": \"${PROJECT_VERSION}\",
     \"licenseConcluded\": \"MIT\", \"licenseDeclared\": \"MIT\", \"copyrightText\": \"NOASSERTION\",
     \"downloadLocation\": \"NOASSERTION\", \"filesAnalyzed\": false,
     \"primaryPackagePurpose\": \"LIBRARY\"}${packages}
  ],
  \"relationships\": [
    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", \"relatedSpdxElement\": \"SPDXRef-tenon\"}${relations}
  ]
}
")
endfunction()
