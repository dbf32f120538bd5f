/* freedict.h - FreeDict's word lists as dictd keeps them: NAME.index with headword, offset and size of each
 * entry in base 64, NAME.dict.dz (gzip, dictzip(1)) with the entries:
 *
 *   droit /dʀwa/ <n, masc>
 *   1. right, righthand
 *   2. jurisprudence, law */
#ifndef REPERE_FREEDICT_H
#define REPERE_FREEDICT_H

#include <glib.h>

G_BEGIN_DECLS

/* `sense` counts from 0 in the order of the entry. Both are borrowed for the call. */
typedef void (*RepereFreedictFunc)(const char *word, const char *translation, guint sense, gpointer data);

/* Calls `each` for every translation of the list at FOLDER/NAME. The bytes may be anything. Error:
 * REPERE_ERROR_IO. */
gboolean repere_freedict_read(const char *folder, const char *name, RepereFreedictFunc each, gpointer data,
                              GError **error);

/* One entry's text, as above. */
void repere_freedict_entry(const char *text, gsize size, RepereFreedictFunc each, gpointer data);

G_END_DECLS
#endif
