/* account_filter.h - which files and pages `repere-indexer ledger` prints: --work, --file, --outcome,
 * --quality, --source, --pages.
 *
 * As with the filters of a search: what is said twice to one option is either, different options hold
 * together, and a name with - before it leaves out. */
#ifndef REPERE_ACCOUNT_FILTER_H
#define REPERE_ACCOUNT_FILTER_H

#include "indexer/options.h"
#include "repere/ledger.h"

G_BEGIN_DECLS

typedef struct {
  GPtrArray *works;                 /* of char *, ids, borrowed; empty: all */
  GPtrArray *files;                 /* of GPatternSpec *; empty: all */
  /* Bits of what is wanted and of what is not; `wanted` 0: all but those. */
  guint outcomes, outcomes_not;     /* 1 << RepereOutcome */
  guint faults, faults_not;         /* 1 << RepereQuality, and REPERE_QUALITIES for none at all */
  guint sources, sources_not;       /* 1 << the number of repere_survey_source() */
  GArray *ranges;                   /* of guint32 pairs, first and last page; empty: all */
  gboolean no_pages;                /* of what is chosen files alone are printed */
} RepereAccountFilter;

/* Reads the options. FALSE with a sentence (g_free) where one of them has a value that means nothing. */
gboolean repere_account_filter_init(RepereAccountFilter *filter, const RepereOptions *options, char **wrong);
void repere_account_filter_clear(RepereAccountFilter *filter);

gboolean repere_account_filter_work(const RepereAccountFilter *filter, const char *id);
/* `has`: bits of its faults, as repere_faults_of_file() has them. */
gboolean repere_account_filter_file(const RepereAccountFilter *filter, const char *href,
                                    RepereOutcome outcome, guint has);
gboolean repere_account_filter_page(const RepereAccountFilter *filter, const ReperePage *page);
/* Whether single pages are chosen: a file of which none is left is not printed then. */
gboolean repere_account_filter_is_of_pages(const RepereAccountFilter *filter);

G_END_DECLS
#endif
