/* EXAMPLE tenon_error err = TENON_ERROR_INIT; */
/* The page at the top: a file that is not there is reported in words. */
#include "check.h"

int main(void)
{
    tenon_table *table = NULL;
    @EXAMPLE@
    CHECK(table == NULL);
    CHECK(err.code == TENON_E_IO);
    CHECK(strstr(err.message, "log.csv") != NULL);
    return 0;
}
