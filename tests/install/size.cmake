# The size of the stripped shared library, printed in every run, and a limit that comes down when the library does.
# It rose five times (and came down again by 74,000 when padding went): from 6,140,000 for decimal marks, lost digits and dates in CSV, groups of outliers, sorting, JSON Lines by
# type; from 6,340,000 for partials of every fit, documents of models of classes, and equations over integers; from 6,400,000 for logistic paths
# over parts, fits beside readings far out, usual steps a group, and what reading tells;
# from 6,600,000 for what a problem holds in arrays, and bases, starts and solutions in buffers (tenon.h has all that the C++ headers have).
# The aim is 3 MB (the issue of the perfect guest); where the bytes are: size -A, nm -S --size-sort.
cmake_minimum_required(VERSION 3.25)
set(limit 6620000)
set(aim 3000000)
get_filename_component(real ${SHARED} REALPATH)
execute_process(COMMAND ${STRIP} -o ${WORK}/stripped.so ${real} COMMAND_ERROR_IS_FATAL ANY)
file(SIZE ${WORK}/stripped.so bytes)
math(EXPR per_mille "${bytes} * 1000 / ${aim}")
message(STATUS "stripped shared library: ${bytes} bytes, limit ${limit}, ${per_mille} thousandths of the aim of ${aim}")
if(bytes GREATER limit)
  message(FATAL_ERROR "the shared library has grown past ${limit} bytes: ${bytes}")
endif()
