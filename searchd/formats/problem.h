/* problem.h - an error as application/problem+json (RFC 9457). */
#ifndef SEARCHD_FORMATS_PROBLEM_H
#define SEARCHD_FORMATS_PROBLEM_H

#include <glib.h>

#define PROBLEM_TYPE "application/problem+json"

/* {"type":"about:blank","title":…,"status":…,"detail":…,"parameter":…}: the type says that the status tells
 * all there is to tell apart, the title is the status's own phrase (RFC 9110), `detail` is a whole sentence,
 * and `parameter`, an extension member, names the one at fault; NULL leaves it out. */
GString *problem_text(guint status, const char *detail, const char *parameter);

#endif
