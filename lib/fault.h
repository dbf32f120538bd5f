/* fault.h - what libxapian-c reports, as a GError of ours. */
#ifndef REPERE_FAULT_H
#define REPERE_FAULT_H

#include "repere/error.h"
#include "xapian_c.h"

G_BEGIN_DECLS

/* Sets `error` from `fault`, with "SUBJECT: " before its sentence (subject may be NULL). Always returns FALSE. */
gboolean repere_fault(GError **error, const char *subject, const xc_error *fault);

G_END_DECLS
#endif
