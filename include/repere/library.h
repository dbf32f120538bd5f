/* library.h - repere.conf: where the library lies, its facets, the limits.
 *
 * A GLib key file (see repere.conf(5)). Paths in it are relative to the file that names them; here they are
 * absolute. A RepereLibrary is finished data: made whole by repere_library_load(), never changed after, so
 * any thread may read it. Everything it hands out is borrowed from it. */
#ifndef REPERE_LIBRARY_H
#define REPERE_LIBRARY_H

#include <glib.h>
#include "repere/error.h"

G_BEGIN_DECLS

typedef enum {
  REPERE_FACET_TERMS, /* plain values */
  REPERE_FACET_TREE,  /* values of a vocabulary; one counts and selects all below it */
  REPERE_FACET_YEAR   /* the year of a W3CDTF date; filters take ranges */
} RepereFacetKind;

typedef enum {
  REPERE_OCR_AUTO, /* where the program can, and has language data */
  REPERE_OCR_ON,   /* an error where it cannot */
  REPERE_OCR_OFF
} RepereOcrMode;

const char *repere_facet_kind_name(RepereFacetKind kind); /* "terms", "tree", "year" */

/* One [facet NAME] group. */
typedef struct {
  char *name;          /* lower-case letters, digits, '-' */
  char **
    sources; /* record elements that feed it: "dcterms:spatial", "origin"; NULL-terminated, at least one.
                "text" alone: the concepts of its vocabulary that stand in the work's texts. "quality" alone:
                what the ledger says of its files (lib/quality.h) */
  RepereFacetKind kind;
  char *vocabulary;    /* vocabulary's name: a file NAME.rdf of [library] vocabularies, or "iso3166",
                          "iso639", "quality"; or NULL. "*": all file vocabularies together, for what texts
                          feed */
  gboolean top;        /* level=top: a value stands for its top concept in the vocabulary; values the
                          vocabulary does not know are left out */
  GHashTable *labels;  /* language code -> the facet's own label (char *) */
} RepereFacet;

/* [ranking]: what a hit is weighed by. The defaults were found on judged sets (tests/relevance). */
typedef struct {
  double k1, b;       /* BM25: how soon more of a word says no more; how much a long work must have more of
                         it */
  double shortest;    /* shorter works count as this share of the average length */
  double title, abstract, keyword; /* how often a word there counts (keyword: free keywords, series,
                                      programme) */
  double title_word;  /* a word of the title counts this share of its full weight more, however long the work
                         is */
  double written;     /* a word as it was typed: this share of its weight on top of its stem's */
  double spelling;    /* so much of that goes to its very accents, where it has any */
  double page;        /* the best page by itself: this share on top of the whole work */
  double near;        /* neighbouring words of the question close to each other on that page */
  double near_words;  /* so close at most, in words */
  double translation; /* a translation counts so much of the word itself */
  double concept;     /* a concept that words name counts so much of a word as rare */
  double concept_alone; /* and so many times that where the question names concepts and nothing else */
  double candidates;  /* so many of the best works are looked at page by page */
} RepereWeights;

typedef struct {
  char *path;          /* the configuration file, absolute */
  char **records;      /* files and folders of *.xml and *.csv, NULL-terminated */
  char *files;         /* what href is relative to */
  char *vocabularies;  /* folder of *.rdf, or NULL */
  char *index;         /* folder of the index */
  char *url;           /* what a file's address starts with when its record gives none; "" if unset */
  char **languages;    /* codes, most important first; NULL-terminated */
  GPtrArray *facets;   /* of RepereFacet *, in the order of the configuration (or the default's) */

  struct {             /* [indexer] */
    guint workers;         /* extraction processes; default: as many as cores */
    guint file_seconds;    /* CPU and, at three times as much, wall time a file may take; default 60 */
    guint file_memory_mb;  /* address space a worker may use; default 1024 */
    guint max_file_mb;     /* larger files are not read; default 500 */
    guint max_text_mb;     /* text of one file; more is cut and said; default 64 */
    guint max_pages;       /* pages of one file; more are cut and said; default 20 000 */
    guint commit_mb;       /* commit after so much text; default 4 */
    guint watch_seconds;   /* `watch` rests so long between two rounds; default 3 */
    guint poll_seconds;    /* and looks so often through what it does not hear of; default 60 */
    gboolean translate;    /* words are translated for questions in the other languages; default on */
    char *apertium;        /* where Apertium's dictionaries lie; default /usr/share/apertium */
    char *freedict;        /* where FreeDict's lie; default /usr/share/dictd */
    RepereOcrMode ocr;     /* whether pages without text are recognised; default auto */
    char **ocr_languages;  /* codes, the likeliest first; NULL-terminated; default [library] languages */
    char *ocr_data;        /* folder of Tesseract's *.traineddata; NULL: where Debian puts it */
    guint ocr_dpi;         /* a page's picture has so many pixels an inch; default 300 */
    guint ocr_page_seconds; /* CPU seconds that recognising a page may take; default 60 */
    guint ocr_file_seconds; /* and all pages of a file, besides file_seconds; default 3600 */
    char *harvest;         /* folder of what is harvested from OAI-PMH providers; default "harvested" */
    guint harvest_tries;   /* a request is tried so often; default 6 */
    guint harvest_wait_ms; /* before the second try; twice as long before each further one; default 2000 */
    guint harvest_seconds; /* a reply may take so long; default 300 */
    guint harvest_mb;      /* and be so large; default 64 */
  } indexer;

  struct {             /* [searchd] */
    char **listen;         /* "unix:PATH" (made absolute) or "HOST:PORT", NULL-terminated */
    guint threads;         /* search threads; default: two more than cores */
    guint queue;           /* questions that may wait; more are answered 503; default 256 */
    guint deadline_ms;     /* a question's time from its arrival; default 2000 */
    guint streams;         /* replies that may be streamed at once; more are answered 503; default 16 */
    guint cache_mb;        /* answers kept for who asks the same again; 0: none; default 32 */
    guint sets_mb;         /* decoded sets of works (of terms, of facet values) kept; 0: none; default 64 */
    char **cors;           /* origins whose web pages may read replies, "*" for all; NULL-terminated, default
                              none */
  } searchd;

  RepereWeights ranking;
} RepereLibrary;

/* Reads `path`, or where NULL ./repere.conf, then /etc/repere/repere.conf. Every key has a default; an
 * unknown group or key is an error that names it (a misspelt limit must not pass in silence).
 * REPERE_ERROR_CONFIG with the sentence. */
RepereLibrary *repere_library_load(const char *path, GError **error);
void repere_library_free(RepereLibrary *library);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereLibrary, repere_library_free)

/* The facet called `name`, or NULL; and its place in `facets` (G_MAXUINT where there is none). */
const RepereFacet *repere_library_facet(const RepereLibrary *library, const char *name);
guint repere_library_facet_index(const RepereLibrary *library, const char *name);

/* TRUE where the facet's values are the concepts found in texts: hundreds in a long work, each with a number
 * of pages. */
gboolean repere_facet_is_of_texts(const RepereFacet *facet);

/* TRUE where they are what a curator should look at in the work's files. */
gboolean repere_facet_is_of_quality(const RepereFacet *facet);

/* TRUE of all others: readers see their values with every hit, and need not ask for them. */
gboolean repere_facet_is_of_records(const RepereFacet *facet);

/* The facet's own label in `lang`, else in English, else its name. */
const char *repere_facet_label(const RepereFacet *facet, const char *lang);

G_END_DECLS
#endif
