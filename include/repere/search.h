/* search.h - the one road from a question to its answer.
 *
 * A question is plain data; an answer owns all its strings and no Xapian object: it stays true after the next
 * commit. An engine follows the index on disk (commits and new generations) by snapshots: everything one
 * answer says comes from one revision. */
#ifndef REPERE_SEARCH_H
#define REPERE_SEARCH_H

#include "repere/error.h"
#include "repere/library.h"
#include "repere/text.h"

G_BEGIN_DECLS

/* ---- the engine ---- */

typedef struct RepereEngine RepereEngine; /* reference counted, shared by threads */

/* Takes `library` over (also on failure). `lanes`: how many threads will ask at once; each asks on a lane of
 * its own. It succeeds without an index too: questions then end in REPERE_ERROR_NO_INDEX until one appears.
 * Vocabulary problems are appended to `problems` (char *, sentences; may be NULL). */
RepereEngine *repere_engine_new(RepereLibrary *library, guint lanes, GPtrArray *problems, GError **error);
RepereEngine *repere_engine_ref(RepereEngine *engine);
void repere_engine_unref(RepereEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereEngine, repere_engine_unref)

/* What its configuration lacks, as the end of a sentence: a vocabulary that cannot be read, or that a facet
 * names and that is not there; questions are answered without it. NULL where it lacks none. g_free. */
char *repere_engine_lack(const RepereEngine *engine);

const RepereLibrary *repere_engine_library(const RepereEngine *engine);

/* Looks whether the index has moved on, and if so opens the new revision beside the old one and switches.
 * Called by one thread several times a second; questions go on meanwhile. Cost when nothing changed: some 100
 * µs. FALSE with an error while there is no usable index (why is in the sentence). */
gboolean repere_engine_poll(RepereEngine *engine, GError **error);

/* What an index is, as every answer states it. */
typedef struct {
  guint64 revision;
  char analysis[9];   /* repere_analysis_hash() of the index */
  char uuid[40];      /* of its database: an index made anew counts its revisions from 1 again */
  guint works;        /* that may be seen: the public ones */
  gboolean other_facets; /* made for another configuration of facets, vocabularies or languages: update is
                            due */
} RepereIndexState;

gboolean repere_engine_state(RepereEngine *engine, RepereIndexState *state, GError **error);

/* ---- a question ---- */

typedef struct {
  char *facet;        /* a facet of the library */
  gboolean exclude;
  char *value;        /* for terms and tree; NULL for a range */
  int from, to;       /* for a year: both ends included; G_MININT and G_MAXINT where open */
} RepereFilter;

typedef enum { REPERE_FACET_SORT_COUNT, REPERE_FACET_SORT_LABEL, REPERE_FACET_SORT_VALUE } RepereFacetSort;

typedef struct {
  char *facet;
  guint limit;            /* values to answer with; 0: none, only distinct and missing. Default
                             REPERE_FACET_LIMIT */
  guint offset;           /* values to leave out before them */
  RepereFacetSort sort;   /* default: count, for years value */
  char *match;            /* only values with a word in their label (in the asked language) that begins so, or
                             that are it; accents and case aside. NULL: all */
} RepereFacetAsk;

#define REPERE_FACET_LIMIT 100

typedef enum { REPERE_SORT_RELEVANCE, REPERE_SORT_NEWEST, REPERE_SORT_OLDEST, REPERE_SORT_TITLE } RepereSort;

typedef struct {
  char *q;                  /* UTF-8; "" means every work */
  char *lang;               /* "en", "fr", "es": of the words and of the labels; one of the library's */
  GPtrArray *filters;       /* of RepereFilter *; same facet OR, different facets AND */
  GPtrArray *facets;        /* of RepereFacetAsk *, in the asked order */
  RepereSort sort;
  guint limit, offset;      /* hits; who reads it from a stranger bounds them */
  char *cursor;             /* RepereAnswer.next of the page before, of the same question; NULL: the first
                               page. Not together with an offset */
  gboolean expand;          /* concepts and translations are added to the words */
  GPtrArray *left_out;      /* of char *: RepereExpansion.id of those that are not */
  gboolean explain;         /* hits say what made their score */
  guint passages;           /* a hit: 0 … 5 */
  gboolean spell;           /* offer a better spelling, and show its hits where no work has all the words */
  gint64 deadline;          /* g_get_monotonic_time() when the answer is worth nothing any more; 0: none */
  gboolean (*gone)(gpointer data); /* asked now and then: TRUE when nobody waits for the answer; may be
                                      NULL */
  gpointer gone_data;
} RepereQuestion;

RepereQuestion *repere_question_new(void); /* empty q, "en", limit 10, passages 1, expanded */
void repere_question_free(RepereQuestion *question);
void repere_question_add_filter(RepereQuestion *question, const char *facet, gboolean exclude,
                                const char *value);
void repere_question_add_range(RepereQuestion *question, const char *facet, gboolean exclude, int from,
                               int to);
/* borrowed, to be set further */
RepereFacetAsk *repere_question_add_facet(RepereQuestion *question, const char *facet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereQuestion, repere_question_free)

/* ---- an answer ---- */

typedef struct {
  char *value, *label;
  guint pages; /* of a facet that texts feed: on how many pages of the work's files, and texts of its record,
                  it is; 0: in its title, abstract or keywords alone */
} RepereValue;

typedef struct {
  char *text, *lang; /* lang may be "" */
} RepereText;

typedef struct {
  guint file;          /* number of the file in the work, from 1; 0: the record's own text, or its abstract */
  char *lang;
  guint page;          /* 0 with file 0 */
  char *page_label;    /* printed label; the number where the page has none; NULL with file 0 */
  char *html;          /* escaped, with <mark>…</mark> */
  char *url;           /* the file's address and "#page=N" (PDF); NULL with file 0 */
} ReperePassage;

typedef struct {
  guint n;
  char *lang, *url, *media_type;
  char *outcome;       /* see ledger.h: "indexed", "damaged", … */
  guint pages;
} RepereHitFile;

typedef struct {
  char *facet;              /* name */
  gboolean of_texts;        /* texts feed it: the values have pages, those with most come first */
  GPtrArray *values;        /* of RepereValue * */
} RepereHitFacet;

#define REPERE_HIT_VALUES 10 /* the most that a hit of a search shows of a facet that texts feed */

/* A part of a hit's score. */
typedef struct {
  const char *what;         /* "stem", "written", "spelling", "phrase", "translation", "concept": of a word or
                               several; "page": the best page by itself; "near": what stands close together on
                               it. Static */
  char *of;                 /* the words, as the normal form has them; the concept; NULL: of the whole
                               question */
  guint file, page;         /* the best page; 0: of the whole work, or the record's own text */
  double score;
} RepereExplanation;

typedef struct {
  char *id;
  double score;             /* 0 where the sort is not by relevance */
  RepereValue *type;        /* NULL where it has none */
  RepereText *title;        /* in the asked language, else English, else the first; never NULL (the id at
                               worst) */
  RepereText *abstract;     /* or NULL */
  char *issued;             /* or NULL */
  GPtrArray *languages;     /* of char *: codes */
  GPtrArray *creators;      /* of char * */
  GPtrArray *facets;        /* of RepereHitFacet *: every facet of the library the work has values in; of
                               those that texts feed, in hits of a search only those the question counts, and
                               in walks none */
  GPtrArray *files;         /* of RepereHitFile * */
  GPtrArray *passages;      /* of ReperePassage * */
  GArray *explanation;      /* of RepereExplanation, they add up to the score; NULL: not asked for */
  /* one work asked by its id has these as well; NULL in hits of a search: */
  GPtrArray *titles;        /* of RepereText *: in every language */
  GPtrArray *abstracts;     /* of RepereText * */
  GPtrArray *publishers;    /* of char * */
  GArray *points;           /* of ReperePoint (work.h) */
} RepereHit;

typedef struct {
  char *value, *label;
  guint count;
  gboolean selected;
  char *parent;             /* tree: the broader value; NULL at the top, and in other kinds */
  GPtrArray *same;          /* of char *: the values that the same concept has in other vocabularies, counted
                               in this one; NULL where the facet has one vocabulary or none */
} RepereFacetValue;

typedef struct {
  char *facet, *label;
  RepereFacetKind kind;
  guint distinct;           /* values with a count above 0 */
  guint matching;           /* of those, how many RepereFacetAsk.match lets through; without it the same
                               number */
  guint missing;            /* works without a value */
  GPtrArray *values;        /* of RepereFacetValue * */
} RepereFacetAnswer;

/* What was added to words of the question. */
typedef struct {
  char *id;                 /* what RepereQuestion.left_out calls it: the concept, or the words */
  char *concept;            /* its value; NULL: a translation */
  char *source;             /* the vocabulary's name, or the dictionaries': "apertium+freedict" */
  char *words;              /* of the question, as its normal form has them */
  GPtrArray *labels;        /* of RepereText *: what was added, and its language */
  guint works;              /* that have it */
} RepereExpansion;

/* What every answer to words says first. */
typedef struct {
  RepereIndexState index;
  gboolean any;             /* no work, or too few, have all the words: the best partial matches */
  char *canonical;          /* normal form of q */
  char *answered;           /* the question whose works these are, where it is not q but a better spelling; or
                               NULL */
  GPtrArray *warnings;      /* of char *: sentences */
  GPtrArray *expansions;    /* of RepereExpansion *; NULL: none */
  guint total;              /* works, exact */
  double took_ms;
} RepereAnswerHead;

typedef struct {
  RepereAnswerHead head;
  GPtrArray *hits;          /* of RepereHit * */
  GPtrArray *facets;        /* of RepereFacetAnswer *, as asked */
  char *suggestion;         /* the question better spelt, or NULL */
  char *next;               /* the cursor of the next page; NULL where this is the last */
} RepereAnswer;

/* Answers. `lane` is below the engine's lanes and used by one thread at a time. The question must be sound
 * (facets and languages of the library, limits kept): who reads it from a stranger checks it and names the
 * parameter at fault. Errors: NO_INDEX, DEADLINE, CANCELLED, CORRUPT, IO, INTERNAL. */
RepereAnswer *repere_search(RepereEngine *engine, guint lane, const RepereQuestion *question, GError **error);
void repere_answer_free(RepereAnswer *answer);

/* Whether `cursor` is one that an answer to `question` gave (its own cursor aside), of whatever revision:
 * what a stranger sends is checked by this. A cursor of an earlier revision goes on at the same place, and a
 * warning says so. */
gboolean repere_cursor_fits(const char *cursor, const RepereQuestion *question);

/* Several questions at once, all answered from one revision, work that they share (the same words) done once.
 * Appends `n` RepereAnswer * to `answers`, or fails whole. The deadline is that of the first. */
gboolean repere_search_many(RepereEngine *engine, guint lane, const RepereQuestion *const *questions, guint n,
                            GPtrArray *answers, GError **error);

/* Works like work `id`, the nearest first, itself left out: by the words that tell it from the others. Of the
 * question count lang, filters, facets, limit, offset, passages; head.canonical lists the words taken.
 * NOT_FOUND as below. */
RepereAnswer *repere_similar(RepereEngine *engine, guint lane, const char *id, const RepereQuestion *question,
                             GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereAnswer, repere_answer_free)

/* ---- one work, one page ---- */

/* A work by its id, labels in `lang`; REPERE_ERROR_NOT_FOUND for an unknown one and for one that may not be
 * seen. */
RepereHit *repere_work_by_id(RepereEngine *engine, guint lane, const char *id, const char *lang,
                             RepereIndexState *state, GError **error);
void repere_hit_free(RepereHit *hit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereHit, repere_hit_free)

typedef struct {
  guint file;
  guint number;
  guint pages;        /* how many the file has */
  char *label, *lang, *url;
  const char *source; /* interned; as in ReperePage: "text-layer", "document", "ocr", "empty", "garbage",
                         "failed" */
  guint8 confidence;  /* of its recognition, as in ReperePage */
  RepereRepairs repairs;
  char *text;         /* clean text; "" where there is none */
} ReperePageText;

/* Page `number` (from 1) of file `file` (from 1; 0: the first one with that page, in `lang` if there is
 * one). */
ReperePageText *repere_page_by_number(RepereEngine *engine, guint lane, const char *id, guint file,
                                      guint number, const char *lang, RepereIndexState *state,
                                      GError **error);
void repere_page_text_free(ReperePageText *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReperePageText, repere_page_text_free)

G_END_DECLS
#endif
