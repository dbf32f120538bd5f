/* check.h - `repere-searchd --check`: what the configuration would have the daemon do. */
#ifndef SEARCHD_CHECK_H
#define SEARCHD_CHECK_H

/* Reads the configuration and opens the index, says on stdout what would be done, and does nothing. `listen`
 * overrides the configuration's; NULL: it does not. Returns the program's exit code: 65 where a vocabulary
 * has problems. */
int check_configuration(const char *path, char **listen);

#endif
