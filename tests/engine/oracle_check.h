/* oracle_check.h - what the engine answers compared with what SQL says: totals, facets, hits and their order.
 * `passed` must hold the works of the question in hand. */
#ifndef TESTS_ENGINE_ORACLE_CHECK_H
#define TESTS_ENGINE_ORACLE_CHECK_H

#include "oracle_question.h"
#include "repere/walk.h"

typedef struct {
  Oracle *oracle;
  RepereEngine *engine;
  const Ask *ask;
  guint total;      /* by SQL */
  guint mismatches; /* of this question */
} Check;

/* ---- what is said of a difference ---- */

static inline char *describe(const RepereQuestion *question)
{
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, "q=%s lang=%s sort=%d limit=%u", question->q, question->lang, question->sort,
                         question->limit);
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    g_string_append_printf(text, " filter=%s%s:", filter->exclude ? "-" : "", filter->facet);
    if (filter->value)
      g_string_append(text, filter->value);
    else
      g_string_append_printf(text, "%d..%d", filter->from, filter->to);
  }
  return g_string_free(text, FALSE);
}

static inline void differ(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);
static inline void differ(Check *check, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  if (check->mismatches++ == 0) {
    g_autofree char *question = describe(check->ask->question),
                    *sql = root_sql(check->ask->root, FALSE, check->ask->lang);
    g_test_message("DIFFERENT: %s\n  words as SQL: %s", question, sql);
  }
  g_test_message("  %s", what);
  g_test_fail();
}

static inline void same(Check *check, const char *what, guint engine, guint sql)
{
  if (engine != sql) differ(check, "%s: %u by the engine, %u by SQL", what, engine, sql);
}

/* ---- facets ---- */

static inline gboolean is_shown(const RepereFacetAnswer *answer, const char *value)
{
  for (guint i = 0; i < answer->values->len; i++)
    if (g_str_equal(((RepereFacetValue *)answer->values->pdata[i])->value, value)) return TRUE;
  return FALSE;
}

/* Years in order are a histogram, in which the empty ones stand, too. */
static inline gboolean is_histogram(const RepereFacetAsk *asked)
{
  return g_str_equal(asked->facet, "year") && asked->sort == REPERE_FACET_SORT_VALUE;
}

/* Every value shown has its count, and comes once. */
static inline void check_counts(Check *check, const RepereFacetAsk *asked, const RepereFacetAnswer *answer,
                                GHashTable *counts)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < answer->values->len; i++) {
    const RepereFacetValue *shown = answer->values->pdata[i];
    g_autofree char *what = g_strconcat(asked->facet, ":", shown->value, NULL);
    same(check, what, shown->count, GPOINTER_TO_UINT(g_hash_table_lookup(counts, shown->value)));
    if (!shown->count && !shown->selected && !is_histogram(asked))
      differ(check, "%s: shown without a work", what);
    if (!g_hash_table_add(seen, shown->value)) differ(check, "%s: twice", what);
  }
}

static inline gint downwards(gconstpointer a, gconstpointer b)
{
  guint one = GPOINTER_TO_UINT(a), other = GPOINTER_TO_UINT(b);
  return (one < other) - (one > other);
}

/* All with more works than the last within the limit are shown. (So are what is selected, and what is above.)
 */
static inline void check_highest(Check *check, const RepereFacetAsk *asked, const RepereFacetAnswer *answer,
                                 GHashTable *counts)
{
  g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_values(counts), downwards);
  guint last = GPOINTER_TO_UINT(g_list_nth_data(sorted, asked->limit - 1)); /* 0 where they are fewer */
  GHashTableIter iter;
  gpointer value, count;
  g_hash_table_iter_init(&iter, counts);
  while (g_hash_table_iter_next(&iter, &value, &count))
    if (GPOINTER_TO_UINT(count) > last && !is_shown(answer, value))
      differ(check, "%s:%s is left out, with %u works", asked->facet, (char *)value, GPOINTER_TO_UINT(count));
}

/* By count, the highest are shown; by value, those of SQL's page. */
static inline void check_choice(Check *check, const RepereFacetAsk *asked, const RepereFacetAnswer *answer,
                                GHashTable *counts, const char *by_value)
{
  guint n = g_hash_table_size(counts);
  if (answer->values->len < MIN(asked->limit, n - MIN(n, asked->offset)))
    differ(check, "%s: %u values shown of %u, limit %u, offset %u", asked->facet, answer->values->len, n,
           asked->limit, asked->offset);
  if (asked->sort == REPERE_FACET_SORT_VALUE && !is_histogram(asked)) {
    g_autofree char *sql = g_strdup_printf("%s LIMIT %u OFFSET %u", by_value, asked->limit, asked->offset);
    sqlite3_stmt *row = sql_prepare(check->oracle->db, sql);
    while (sql_step(check->oracle->db, row))
      if (!is_shown(answer, sql_text(row, 0)))
        differ(check, "%s:%s is left out", asked->facet, sql_text(row, 0));
    sqlite3_finalize(row);
  }
  if (asked->sort == REPERE_FACET_SORT_COUNT && asked->limit > 0 && asked->offset == 0)
    check_highest(check, asked, answer, counts);
}

/* `base`: the table of the works that are counted. */
static inline void check_facet(Check *check, const RepereFacetAsk *asked, const RepereFacetAnswer *answer,
                               const char *base)
{
  sqlite3 *db = check->oracle->db;
  g_autofree char *values =
    g_strdup_printf("SELECT value, count(*) FROM work_facet WHERE facet = '%s' AND work IN %s "
                    "GROUP BY value ORDER BY value",
                    asked->facet, base);
  g_autofree char *missing =
    g_strdup_printf("SELECT count(*) FROM %s WHERE NOT EXISTS (SELECT 1 FROM work_facet "
                    "WHERE facet = '%s' AND work = n)",
                    base, asked->facet);
  g_autoptr(GHashTable) counts = sql_counts(db, values);
  g_autofree char *distinct_of = g_strconcat("distinct of ", asked->facet, NULL);
  g_autofree char *missing_of = g_strconcat("missing of ", asked->facet, NULL);
  same(check, distinct_of, answer->distinct, g_hash_table_size(counts));
  same(check, missing_of, answer->missing, sql_number(db, missing));
  check_counts(check, asked, answer, counts);
  check_choice(check, asked, answer, counts, values);
}

/* A facet of a search leaves out its own filter. */
static inline void check_facets(Check *check, const RepereAnswer *answer)
{
  const RepereQuestion *question = check->ask->question;
  for (guint i = 0; i < question->facets->len; i++) {
    const RepereFacetAsk *asked = question->facets->pdata[i];
    gboolean own = is_filtered(question, asked->facet);
    if (own) fill_from_matched(check->oracle, "counted", question, asked->facet);
    check_facet(check, asked, answer->facets->pdata[i], own ? "counted" : "passed");
  }
}

/* ---- hits ---- */

/* Takes the hits of a page: each is to be one of `passed`, and new. */
static inline void take_hits(Check *check, const GPtrArray *hits, GPtrArray *ids, GHashTable *seen)
{
  for (guint i = 0; i < hits->len; i++) {
    const RepereHit *hit = hits->pdata[i];
    char *sql = sqlite3_mprintf("SELECT count(*) FROM passed JOIN work USING (n) WHERE id = %Q", hit->id);
    if (!sql_number(check->oracle->db, sql)) differ(check, "%s is a hit, but not by SQL", hit->id);
    if (!g_hash_table_add(seen, g_strdup(hit->id))) differ(check, "%s is a hit twice", hit->id);
    g_ptr_array_add(ids, g_strdup(hit->id));
    sqlite3_free(sql);
  }
}

/* The dates of the hits are those that SQL has in that order. */
static inline void check_dates(Check *check, const GPtrArray *ids)
{
  gboolean newest = check->ask->question->sort == REPERE_SORT_NEWEST;
  if (!newest && check->ask->question->sort != REPERE_SORT_OLDEST) return;
  g_autofree char *sql =
    g_strdup_printf("SELECT issued FROM passed JOIN work USING (n) ORDER BY issued IS NULL, issued %s",
                    newest ? "DESC" : "ASC");
  sqlite3_stmt *row = sql_prepare(check->oracle->db, sql);
  sqlite3_stmt *date = sql_prepare(check->oracle->db, "SELECT issued FROM work WHERE id = ?");
  for (guint i = 0; i < ids->len && sql_step(check->oracle->db, row); i++) {
    bind_text(date, 1, ids->pdata[i]);
    sql_step(check->oracle->db, date);
    if (g_strcmp0(sql_text(date, 0), sql_text(row, 0)))
      differ(check, "hit %u, %s, is of %s; by SQL that place is of %s", i, (char *)ids->pdata[i],
             sql_text(date, 0), sql_text(row, 0));
    sqlite3_reset(date);
  }
  sqlite3_finalize(row);
  sqlite3_finalize(date);
}

static inline void same_order(Check *check, const char *what, const GPtrArray *ids, const GPtrArray *others)
{
  same(check, what, others->len, ids->len);
  for (guint i = 0; i < MIN(ids->len, others->len); i++)
    if (!g_str_equal(ids->pdata[i], others->pdata[i])) {
      differ(check, "%s: hit %u is %s, and %s by offsets", what, i, (char *)others->pdata[i],
             (char *)ids->pdata[i]);
      return;
    }
}

typedef void (*TakeAll)(Check *check, GPtrArray *ids, GHashTable *seen);

static inline GPtrArray *all_hits(Check *check, TakeAll take)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  take(check, ids, seen);
  return ids;
}

static inline void take_by_offset(Check *check, GPtrArray *ids, GHashTable *seen)
{
  RepereQuestion *question = check->ask->question;
  for (question->offset = 0; question->offset < check->total; question->offset += question->limit) {
    g_autoptr(RepereAnswer) page = road_ask(check->engine, question);
    same(check, "hits of a page", page->hits->len, MIN(question->limit, check->total - question->offset));
    take_hits(check, page->hits, ids, seen);
  }
  question->offset = 0;
}

static inline void take_by_cursor(Check *check, GPtrArray *ids, GHashTable *seen)
{
  RepereQuestion *question = check->ask->question;
  do {
    g_autoptr(RepereAnswer) page = road_ask(check->engine, question);
    take_hits(check, page->hits, ids, seen);
    g_free(question->cursor);
    question->cursor = g_steal_pointer(&page->next);
    if (question->cursor && !repere_cursor_fits(question->cursor, question))
      differ(check, "a cursor does not fit");
    if (question->cursor && page->hits->len == 0) differ(check, "a page without hits has a cursor");
    if (page->hits->len == 0) break;
  } while (question->cursor);
  g_clear_pointer(&question->cursor, g_free);
}

static inline void take_by_walk(Check *check, GPtrArray *ids, GHashTable *seen)
{
  g_autoptr(GError) error = NULL;
  RepereWalk *walk = repere_walk_new(check->engine, 0, check->ask->question, &error);
  g_assert_no_error(error);
  same(check, "total of the walk", repere_walk_head(walk)->total, check->total);
  for (guint n = 1; n;) {
    g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func((GDestroyNotify)repere_hit_free);
    repere_walk_next(walk, 0, 7 + ids->len % 60, hits, &error);
    g_assert_no_error(error);
    take_hits(check, hits, ids, seen);
    n = hits->len;
  }
  repere_walk_free(walk);
}

/* All hits, page by page, by cursors and by a walk: every one once, in one order. */
static inline void check_hits(Check *check)
{
  g_autoptr(GPtrArray) ids = all_hits(check, take_by_offset);
  same(check, "hits of all pages", ids->len, check->total);
  check_dates(check, ids);
  g_autoptr(GPtrArray) by_cursor = all_hits(check, take_by_cursor);
  same_order(check, "cursors", ids, by_cursor);
  g_autoptr(GPtrArray) by_walk = all_hits(check, take_by_walk);
  same_order(check, "walk", ids, by_walk);
}

#endif
