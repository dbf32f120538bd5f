/* collate.h - the order of titles and labels, as readers of a language expect it: ICU's collation (UCA, CLDR). */
#ifndef REPERE_COLLATE_H
#define REPERE_COLLATE_H

#include <glib.h>

G_BEGIN_DECLS

/* A key that sorts bytewise (strcmp) as `text` sorts in `lang`; no zero byte inside. g_free. Any thread. */
char *repere_collation_key(const char *text, const char *lang);

G_END_DECLS
#endif
