/* duplicates.c - see duplicates.h */
#include "indexer/duplicates.h"

#include <stdio.h>
#include "lib/fault.h"
#include "lib/index.h"
#include "lib/quality.h"
#include "lib/schema.h"

/* Grows by one when the same sketches are judged otherwise. */
#define RULES 1

/* The account that is kept: rules and sketches it was made by, revision it is of, works it found. */
typedef struct {
  guint rules, sketches, works;
  guint64 revision;
} Account;

static gboolean read_account(xc_database *database, Account *account, GError **error)
{
  g_autofree char *line = repere_index_duplicates(database, error);
  *account = (Account){0};
  if (!line) return FALSE;
  if (sscanf(line, "%u %u %" G_GUINT64_FORMAT " %u", &account->rules, &account->sketches, &account->revision,
             &account->works) != 4)
    *account = (Account){0};
  return TRUE;
}

static gboolean write_account(xc_writer *xapian, const Account *account, GError **error)
{
  g_autofree char *line = g_strdup_printf("%u %u %" G_GUINT64_FORMAT " %u", account->rules, account->sketches,
                                          account->revision, account->works);
  return repere_index_write_duplicates(xapian, line, error);
}

/* The documents that have the value now. */
static gboolean read_marked(xc_database *database, const RepereLibrary *library, GHashTable *marked, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    if (!repere_facet_is_of_quality(facet)) continue;
    g_autofree char *term = repere_term_facet(facet->name, repere_quality_name(REPERE_QUALITY_DUPLICATE));
    xc_postings *postings = xc_database_postings(database, term, XC_NUL, &fault);
    int state = postings ? XC_ITEM : XC_FAILED;
    xc_docid docid;
    while (postings && (state = xc_postings_next(postings, &docid, &fault)) == XC_ITEM)
      g_hash_table_add(marked, GUINT_TO_POINTER(docid));
    xc_postings_free(postings);
    if (state == XC_FAILED) return repere_fault(error, NULL, &fault);
  }
  return TRUE;
}

static gboolean find(xc_database *database, GHashTable *found, GError **error)
{
  g_autoptr(RepereLikenesses) all = repere_likenesses_read(database, error);
  if (!all) return FALSE;
  g_autoptr(GArray) pairs = repere_likenesses_pairs(all);
  for (guint i = 0; i < pairs->len; i++) {
    const RepereLikePair *pair = &g_array_index(pairs, RepereLikePair, i);
    if (!repere_like_pair_is_duplicate(pair)) continue;
    g_hash_table_add(found, GUINT_TO_POINTER(g_array_index(all->works, RepereLikeWork, pair->one).docid));
    g_hash_table_add(found, GUINT_TO_POINTER(g_array_index(all->works, RepereLikeWork, pair->other).docid));
  }
  return TRUE;
}

/* Writes those of `of` that are not in `others`. */
static gboolean write_difference(RepereWriter *writer, GHashTable *of, GHashTable *others, gboolean on, GError **error)
{
  GHashTableIter iter;
  gpointer docid;
  g_hash_table_iter_init(&iter, of);
  while (g_hash_table_iter_next(&iter, &docid, NULL))
    if (!g_hash_table_contains(others, docid) && !repere_writer_set_duplicate(writer, GPOINTER_TO_UINT(docid), on, error))
      return FALSE;
  return TRUE;
}

gboolean repere_duplicates_mark(RepereWriter *writer, const RepereLibrary *library, guint *works, GError **error)
{
  Account account;
  xc_database *database = repere_writer_database(writer);
  if (!read_account(database, &account, error)) return FALSE;
  *works = account.works;
  if (account.rules == RULES && account.sketches == REPERE_SKETCH_VERSION && !repere_writer_pending(writer) &&
      account.revision == repere_writer_revision(writer))
    return TRUE;
  g_autoptr(GHashTable) marked = g_hash_table_new(NULL, NULL);
  g_autoptr(GHashTable) found = g_hash_table_new(NULL, NULL);
  xc_writer *xapian = repere_writer_begin(writer, error);
  if (!xapian || !read_marked(database, library, marked, error) || !find(database, found, error) ||
      !write_difference(writer, found, marked, TRUE, error) || !write_difference(writer, marked, found, FALSE, error))
    return FALSE;
  *works = g_hash_table_size(found);
  account = (Account){RULES, REPERE_SKETCH_VERSION, *works, repere_writer_revision(writer) + 1};
  return write_account(xapian, &account, error);
}
