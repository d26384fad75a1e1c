# What the C interface is to a caller's binary, from the header: a library of empty functions, with
# debug information and the export list's version script, which abidw reads. It is independent of
# the compiler's choices inside the real library, whose exports the test `exports` compares.
#
# cmake -DROOT=... -DCC=cc -DABIDW=abidw -P cmake/tenon_abi.cmake records capi/abi/tenon_0.1.abi anew
# (at a release; in between the file stays and the test `abi` allows additions to it alone).
cmake_minimum_required(VERSION 3.25)

# Builds the skeleton of `header` as `library`; `symbols` may be empty (exports what is declared).
function(tenon_abi_skeleton header map library cc)
  get_filename_component(folder ${library} DIRECTORY)
  get_filename_component(include ${header} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  file(READ ${header} text)
  # Comments may hold what looks like a declaration.
  string(REGEX REPLACE "/\\*([^*]|\\*+[^*/])*\\*+/" "" text "${text}")
  string(REPLACE ";" "@" text "${text}")
  string(REGEX MATCHALL "\n *TENON_API [^@{]*\\)@" declarations "${text}")
  set(source "#include \"tenon.h\"\n")
  foreach(declaration IN LISTS declarations)
    string(REGEX REPLACE "\n *TENON_API " "" declaration "${declaration}")
    string(REPLACE "@" "" declaration "${declaration}")
    if(declaration MATCHES "^void ")
      string(APPEND source "TENON_API ${declaration} {}\n")
    else()
      string(APPEND source "TENON_API ${declaration} { return 0; }\n")
    endif()
  endforeach()
  list(LENGTH declarations count)
  if(count LESS 100)
    message(FATAL_ERROR "only ${count} declarations were found in ${header}")
  endif()
  file(WRITE ${library}.c "${source}")
  execute_process(COMMAND ${cc} -std=c99 -g -O0 -fPIC -shared -w -I${include} -DTENON_BUILDING
                          -fdebug-prefix-map=${folder}=. -fdebug-prefix-map=${include}=.
                          -Wl,--version-script=${map} -Wl,-soname,libtenon.so.0 ${library}.c -o ${library}
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The version script for what a header declares, all in one node.
function(tenon_abi_map header map)
  file(READ ${header} text)
  string(REGEX MATCHALL "[ *](tenon_[a-z0-9_]+)\\(" names "${text}")
  list(TRANSFORM names REPLACE "[ *(]" "")
  list(REMOVE_DUPLICATES names)
  list(JOIN names "; " names)
  file(WRITE ${map} "TENON_0.1 { global: ${names}; local: *; };\n")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  set(work ${CMAKE_CURRENT_BINARY_DIR}/abi_record)
  tenon_abi_map(${ROOT}/capi/include/tenon.h ${work}.map)
  tenon_abi_skeleton(${ROOT}/capi/include/tenon.h ${work}.map ${work}/libtenon.so ${CC})
  execute_process(COMMAND ${ABIDW} --no-corpus-path --no-comp-dir-path --no-show-locs
                          --headers-dir ${ROOT}/capi/include --out-file ${ROOT}/capi/abi/tenon_0.1.abi
                          ${work}/libtenon.so
                  COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE_RECURSE ${work} ${work}.map)
endif()
