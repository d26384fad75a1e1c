* free MPS: words between blanks, an integer column has its bounds written out
NAME
ROWS
 N  objective
 G  sum
 L  if_1
 L  one_1
 L  one_2
 G  one_3
 L  one_4
 L  semi_1
 G  semi_2
COLUMNS
    x         objective  1
    x         sum       1
    x         if_1      -1
    x         one_1     1
    x         semi_1    1
    x         semi_2    1
    y         objective  1
    y         sum       1
    y         if_1      -1
    y         one_2     1
    y         one_3     1
    MARKER    'MARKER'                 'INTORG'
    b         objective  -1
    b         if_1      8
    d         objective  -2
    one_1     one_1     -10
    one_1     one_4     1
    one_2     one_2     -5
    one_2     one_3     5
    one_2     one_4     1
    semi_1    semi_1    -8
    semi_1    semi_2    -2
    MARKER    'MARKER'                 'INTEND'
RHS
    B         sum       2
    B         if_1      5
    B         one_4     1
RANGES
    RANGES    sum       6
BOUNDS
 LO BOUNDS    x         0
 UP BOUNDS    x         8
 LO BOUNDS    y         -5
 UP BOUNDS    y         5
 BV BOUNDS    b
 LO BOUNDS    d         0
 UP BOUNDS    d         7
 BV BOUNDS    one_1
 BV BOUNDS    one_2
 BV BOUNDS    semi_1
ENDATA
