/* translate.h - makes the lexicon (lib/translations.h): the words of the index in the other languages of the
 * library.
 *
 * A word here is a stem with the words of the index that have it ("ZES" + stem and its synonyms, schema.h).
 * Its words, as written, are looked up in the dictionaries; for each equivalent there is an entry under the
 * stems of all its forms, so that "went" finds what "go" finds; and it leads to the commonest stems of that word
 * only. Words that were translated once, with the
 * same dictionaries, are not looked at again. Entries to words that no work has any more stay until a
 * rebuild: they find nothing.
 *
 * Nothing here can fail an update but the index itself: dictionaries that are absent or damaged are left out.
 */
#ifndef REPERE_TRANSLATE_H
#define REPERE_TRANSLATE_H

#include "lib/translations.h"
#include "lib/writer.h"

G_BEGIN_DECLS

/* Brings the lexicon up to date with what `writer` has written; takes effect with its next commit, which is
 * due for it alone where nothing else changed. Nothing to do, it costs two lookups and a look at the
 * dictionaries' dates. New words cost some 0.1 ms each, the first of a run half a second for opening the
 * dictionaries.
 *
 * `problems` (of char *): dictionaries that could not be read, as sentences. *sentence: what there is now
 * (g_free). Where repere_stop_asked() before the first entry was written, what is new is left to the next
 * time: TRUE, and *sentence stays NULL. */
gboolean repere_translate(RepereWriter *writer, const RepereLibrary *library, GPtrArray *problems,
                          char **sentence, GError **error);

/* What there is and what is not installed, in a sentence without a full stop. g_free. */
char *repere_translate_sentence(const RepereLexiconAccount *account);

G_END_DECLS
#endif
