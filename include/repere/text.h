/* text.h - from extracted text to words.
 *
 * Two steps, both used by the indexer on pages and by the search on questions and passages, so that they
 * agree:
 *
 *   repair   raw text of a page -> clean text (UTF-8, NFC): ligatures opened, soft hyphens gone, words that a
 *            line's end cut in two joined, accents that were left apart put together, controls dropped
 *   analyze  clean text -> tokens with byte offsets and positions
 *
 * Words are those of Unicode's UAX #29, tailored: an apostrophe of an elision ends the elided article
 * (which is dropped: "l'aide" is the word "aide"), an English possessive 's is dropped, initials with
 * points are one word ("O.I.M." is "oim"), a point or colon between letters separates, as do hyphens.
 * Terms are NFKC, case folded. All of it, with examples: lib/analyze.c. */
#ifndef REPERE_TEXT_H
#define REPERE_TEXT_H

#include <glib.h>
#include "repere/language.h"

G_BEGIN_DECLS

/* ---- repair ---- */

/* What was repaired, counted; for the ledger. Every member is a guint with a name of repere_repair_name(), in this
 * order, which ledgers keep: new ones come last. */
typedef struct {
  guint hyphens_joined;    /* words put together over a line's end, with their hyphen or without */
  guint accents_composed;  /* accents that stood apart, TeX's `´e` as well as decomposed letters */
  guint ligatures_opened;
  guint soft_hyphens;      /* dropped */
  guint furniture_dropped; /* lines of repeated headers, footers and page numbers left out */
  guint invalid_bytes;     /* replaced or dropped: no UTF-8, controls, noncharacters, private characters,
                              unpaired surrogates */
  guint lines_moved;       /* to where a reader would read them: columns, footnotes, boxes */
  guint leaders_dropped;   /* runs of points between an entry of a table of contents and its page */
  guint letters_closed;    /* words whose letters stood apart, as those of titles do */
} RepereRepairs;

enum { REPERE_REPAIR_KINDS = sizeof(RepereRepairs) / sizeof(guint) };

/* The name of a member, as the ledger shows it: "hyphens_joined". NULL from REPERE_REPAIR_KINDS on. */
const char *repere_repair_name(guint kind);

/* Clean text of one page. `raw` need not be valid UTF-8, may hold NUL bytes. Lines stay lines ('\n'); form
 * feeds become '\n'. Adds to `repairs` (not NULL). The caller frees the result (g_free). Linear in
 * `length`. */
char *repere_text_repair(const char *raw, gsize length, RepereRepairs *repairs);

/* Leaves the repeated headers, footers and page numbers out of `pages` (char * of raw or repaired text,
 * changed in place: elements are freed and replaced; NULL: no text), but for the first page that shows
 * each; bare page numbers go everywhere. A line is furniture when it comes back among the first or last
 * three lines of at least three pages close to each other (alternating left and right pages count), the
 * same but for a number that counts pages. Documents of one or two pages have none. repairs[i] is page
 * i's. */
void repere_text_drop_furniture(char **pages, guint n, RepereRepairs *repairs);

/* All pages of one document: repair and furniture in one, and better than page by page, since the whole
 * document tells how its words are hyphenated and how its accents stand. `pages` are raw texts from
 * g_malloc (NUL-terminated, not necessarily UTF-8; NULL: a page without text, stays NULL), each freed and
 * replaced by its clean text. A word cut between two pages goes to the first. Adds to repairs[i] for page
 * i. Linear in the text; any number of pages. This is what extraction calls. */
void repere_text_repair_pages(char **pages, guint n, RepereRepairs *repairs);

/* ---- analyze ---- */

/* A distinct word in one language, interned by an analyzer: equal words have equal pointers until
 * repere_analyzer_trim(). All strings are NUL-terminated UTF-8 of at most REPERE_WORD_BYTES bytes. */
typedef struct {
  const char *folded;   /* NFKC, case folded, accents and marks off: what every spelling shares */
  const char *written;  /* NFKC, case folded, accents kept; NULL where equal to folded */
  const char *stem;     /* stem (of `written`, folded afterwards); NULL for stop words, words with digits or
                           letters that are not Latin, and in no language */
  gboolean stop;        /* a stop word of this language, as written */
  gpointer slot;        /* for the analyzer's user (an inverter's counter, say); NULL at first and after each
                           repere_analyzer_trim() */
} RepereWord;

/* Longer words are cut at a character's edge; Xapian's terms end at 245 with prefix. */
#define REPERE_WORD_BYTES 120

typedef struct {
  RepereWord *word;     /* borrowed from the analyzer */
  guint32 start, end;   /* bytes [start, end) of the text, without elided article, possessive or surrounding
                           points */
  guint32 position;     /* 0, 1, 2 … in this text */
  gboolean joined;      /* nothing but punctuation (no white space) between the token before and this one:
                           "post-arrival", "A/RES/71". A question takes such a run as a phrase */
  RepereWord *also;     /* another word that stands here, or NULL: at the last of parts that hyphens join, all of
                           them as one ("postarrival"); at a word with the digits of a footnote stuck to it
                           ("migrants1"), the word without them. Borrowed like `word` */
  guint32 also_start;   /* it begins here, and ends at `end` */
} RepereToken;

/* One per thread: break iterator, stemmers and cache are its own. */
typedef struct RepereAnalyzer RepereAnalyzer;

RepereAnalyzer *repere_analyzer_new(void);
void repere_analyzer_free(RepereAnalyzer *analyzer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereAnalyzer, repere_analyzer_free)

/* Calls `each` for every word of `text` (valid UTF-8; other bytes are no words), in order; returns the
 * number of positions used. `language` may be NULL: no stems, no stop words. Of a text of more than 2 GB
 * the rest is left out. The token is borrowed for the call, its word until repere_analyzer_trim(). `each`
 * must not analyze with the same analyzer. Measured: 23 to 46 MB/s a core on text never seen
 * before, 55 to 90 on familiar words. */
typedef void (*RepereTokenFunc)(const RepereToken *token, gpointer data);
guint32 repere_analyze(RepereAnalyzer *analyzer, const char *text, gsize length,
                       const RepereLanguage *language, RepereTokenFunc each, gpointer data);

/* The word for `written` in `language`, as analysis would make it, where `written` is one word already (a
 * spelling from the index); NULL if it has no letter or digit. */
RepereWord *repere_analyzer_word(RepereAnalyzer *analyzer, const char *written, gsize length,
                                 const RepereLanguage *language);

/* Forgets the words when the cache has passed its bound (some tens of MB). All RepereWord pointers become
 * invalid, also when nothing was forgotten: call it between documents. Cheap when nothing is forgotten. */
void repere_analyzer_trim(RepereAnalyzer *analyzer);

/* `text` folded whole: NFKC, case folded, marks off; for label search and sort keys of no language.
 * g_free. */
char *repere_text_fold(const char *text, gssize length);

/* A short hash (8 hex digits) over everything that makes terms out of text: version of this code, ICU,
 * Snowball (Xapian's version), the language table. An index made by another analysis says so. Static
 * string. */
const char *repere_analysis_hash(void);

G_END_DECLS
#endif
