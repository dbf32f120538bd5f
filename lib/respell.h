/* respell.h - a better spelling of a question.
 *
 * Looked for are words that no work has, or hardly any (as written, folded or by their stem): each is
 * compared with the words of the index, and the question as it was typed, with only those words replaced, is
 * asked again. A word is never replaced by one that fewer works have, nor are numbers, codes and words that
 * titles have. Words run together ("climatechange") and words cut in two ("re integration") are put right as
 * well, where the index has them so.
 *
 * How likely a word was meant is judged by how people misspell (misspelling.h), by how many works have it,
 * how much it is used in the question's language, and by how many works have it together with the rest of the
 * question. What is not clearly likelier than all else is not said.
 *
 * Cost: where all words are known, a lookup a word. Else some 100 µs a word and million words of the index,
 * and a handful of matches, all under the question's deadline. */
#ifndef REPERE_RESPELL_H
#define REPERE_RESPELL_H

#include "match.h"

G_BEGIN_DECLS

typedef struct {
  char *text;              /* the question, better spelt */
  char *sentence;          /* what was done, for a warning; NULL: it is offered only */
  RepereQuestion question; /* with `text` as its words: what `match` is of. Borrows all else */
  RepereMatch *match;      /* never empty */
} RepereRespelling;

/* Fills *respelling, or leaves it NULL where there is nothing better to offer; `match` is the question's,
 * which must outlive it. Where no work has all the words of the question it has a sentence: then its hits are
 * to be shown. FALSE with `fault` or `error`. */
gboolean repere_respell(const RepereLane *lane, const RepereQuestion *question, const RepereMatch *match,
                        RepereRespelling **respelling, xc_error *fault, GError **error);
void repere_respelling_free(RepereRespelling *respelling);

G_END_DECLS
#endif
