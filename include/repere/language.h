/* language.h - the languages Repère stems, one row each, and telling them apart.
 *
 * Everything a language needs stands in its row of the table in lib/language.c: a further language is a row
 * and its data. Codes are ISO 639-1 ("en"). A text in a language without a row is indexed as written, without
 * stems. All of this is read-only after the first call and safe from any thread. */
#ifndef REPERE_LANGUAGE_H
#define REPERE_LANGUAGE_H

#include <glib.h>

G_BEGIN_DECLS

/* Spellings of one word that its stemmer does not join, as one of them: applied to a word before it is stemmed,
 * so that nobody sees the outcome. `from` is a whole word ("crises"), a beginning ("labour-") or an ending
 * ("-ization"), with REPERE_VARIANT_MIN bytes before it. */
typedef struct {
  const char *from, *to;
} RepereVariant;
#define REPERE_VARIANT_MIN 3

typedef struct {
  const char *code;              /* ISO 639-1 */
  const char *stemmer;           /* Snowball name, as libxapian knows it */
  const char *term_prefix;       /* capitals, before every stem of this language in the index: "ZEN" */
  const char *const *elisions;   /* what is cut from the front of a word, up to and with its apostrophe
                                    ("l", "qu"); NULL-terminated, folded. They are cut in every text: a word
                                    as written must match whatever language the page was taken for */
  const char *const *enclitics;  /* pronouns that hyphens append to a verb ("peut-il"): in a question they are no
                                    part of the word. NULL-terminated, as written */
  const char *const *stop_words; /* NULL-terminated, lower case, as written (with accents) */
  const RepereVariant *variants; /* ends with a NULL from; the first that fits counts, words before beginnings
                                    before endings */
} RepereLanguage;

/* Builds what the functions below look up; each calls it by itself. A program that will be jailed or that
 * starts threads may call it before: afterwards nothing is allocated or opened. Any number of times, from any
 * thread. */
void repere_language_init(void);

/* The row of `code`, or NULL where there is none ("de", "", NULL). Regions are ignored: "fr-CA" is "fr".
 * Borrowed. */
const RepereLanguage *repere_language(const char *code);

/* Row number `i` of the table, NULL past its end. */
const RepereLanguage *repere_language_at(guint i);

/* The row's place in the table: 0 … REPERE_LANGUAGES_MAX - 1. */
guint repere_language_index(const RepereLanguage *language);
#define REPERE_LANGUAGES_MAX 8

/* TRUE if `word` (lower case, as written: accents count) is a stop word of `language`; of any language where
 * NULL. */
gboolean repere_language_is_stop(const RepereLanguage *language, const char *word, gsize length);

/* The same for enclitics, of one language. */
gboolean repere_language_is_enclitic(const RepereLanguage *language, const char *word);

/* What is stemmed for `word` (lower case, as written): another spelling of it, in `out` (emptied first); FALSE
 * where it is stemmed as it is. Cost: a look at the variants with the same first or last byte. */
gboolean repere_language_variant(const RepereLanguage *language, const char *word, gsize length, GString *out);

/* The language of a page: an ISO 639-1 code (a static string) among the table's, or "" where it is none of
 * them or too little text to tell. `declared` (may be NULL or "") wins unless the page clearly differs; a
 * declared language without a row in the table is kept unless the page is clearly one of the table's. Cost:
 * microseconds; looks at the first few KB of letters at most. */
const char *repere_language_of_page(const char *text, gsize length, const char *declared);

G_END_DECLS
#endif
