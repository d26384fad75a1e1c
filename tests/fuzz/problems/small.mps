* free MPS: words between blanks, an integer column has its bounds written out
NAME
OBJSENSE
    MAX
ROWS
 N  objective
 L  hours
 G  need
 E  both
 G  much
COLUMNS
    x         objective  3
    x         hours     1
    x         need      1
    x         both      1
    y         objective  2
    y         hours     1
    y         need      -1
    y         much      1
    MARKER    'MARKER'                 'INTORG'
    z         objective  4
    z         hours     2
    z         both      1
    MARKER    'MARKER'                 'INTEND'
    w         objective  -1
    w         much      2
RHS
    B         hours     14
    B         need      -2
    B         both      7
    B         much      1
BOUNDS
 LO BOUNDS    x         0
 UP BOUNDS    x         5
 PL BOUNDS    z
 LO BOUNDS    w         0
 UP BOUNDS    w         9
ENDATA
