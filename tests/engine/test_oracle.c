/* test_oracle.c - all counting against SQL: random questions about a made-up library (oracle_library.h), each asked of the
 * engine and of SQLite; totals, facets, hits and their order must be the same.
 *
 * REPERE_ORACLE_QUESTIONS  how many questions (default 1500)
 * REPERE_ORACLE_SEED       of library and questions; a failure says which */
#include "oracle_question.h"

enum { QUESTIONS = 1500, SEED = 20211, GIVE_UP = 8 };

typedef struct {
  Oracle *oracle;
  RepereEngine *engine;
  const Ask *ask;
  guint total;       /* by SQL */
  guint mismatches;  /* of this question */
} Check;

/* ---- what is said of a difference ---- */

static char *describe(const RepereQuestion *question)
{
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, "q=%s lang=%s sort=%d limit=%u", question->q, question->lang, question->sort, question->limit);
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    g_string_append_printf(text, " filter=%s%s:", filter->exclude ? "-" : "", filter->facet);
    if (filter->value) g_string_append(text, filter->value);
    else g_string_append_printf(text, "%d..%d", filter->from, filter->to);
  }
  return g_string_free(text, FALSE);
}

G_GNUC_PRINTF(2, 3) static void differ(Check *check, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  if (check->mismatches++ == 0) {
    g_autofree char *question = describe(check->ask->question), *sql = root_sql(check->ask, FALSE);
    g_test_message("DIFFERENT: %s\n  words as SQL: %s", question, sql);
  }
  g_test_message("  %s", what);
  g_test_fail();
}

static void same(Check *check, const char *what, guint engine, guint sql)
{
  if (engine != sql) differ(check, "%s: %u by the engine, %u by SQL", what, engine, sql);
}

/* ---- facets ---- */

static void check_values(Check *check, const RepereFacetAsk *asked, const RepereFacetAnswer *answer, GHashTable *counts)
{
  guint there = 0, least = G_MAXUINT;
  GHashTableIter iter;
  gpointer value, count;
  for (guint i = 0; i < answer->values->len; i++) {
    const RepereFacetValue *shown = answer->values->pdata[i];
    g_autofree char *what = g_strconcat(asked->facet, ":", shown->value, NULL);
    same(check, what, shown->count, GPOINTER_TO_UINT(g_hash_table_lookup(counts, shown->value)));
    if (!shown->count && !shown->selected) differ(check, "%s: shown without a work", what);
    if (!shown->selected) least = MIN(least, shown->count);
    there += shown->count > 0;
  }
  if (there > g_hash_table_size(counts)) differ(check, "%s: a value comes twice", asked->facet);
  if (answer->values->len < MIN(asked->limit, g_hash_table_size(counts)))
    differ(check, "%s: %u values shown of %u, limit %u", asked->facet, answer->values->len, g_hash_table_size(counts),
           asked->limit);
  /* What is left out has no more works than what is shown. */
  if (asked->sort != REPERE_FACET_SORT_COUNT || asked->limit == 0) return;
  g_hash_table_iter_init(&iter, counts);
  while (g_hash_table_iter_next(&iter, &value, &count)) {
    gboolean shown = FALSE;
    for (guint i = 0; i < answer->values->len && !shown; i++)
      shown = g_str_equal(((RepereFacetValue *)answer->values->pdata[i])->value, value);
    if (!shown && GPOINTER_TO_UINT(count) > least) differ(check, "%s:%s is left out", asked->facet, (char *)value);
  }
}

static void check_facet(Check *check, const RepereFacetAsk *asked, const RepereFacetAnswer *answer)
{
  sqlite3 *db = check->oracle->db;
  g_autofree char *base = is_filtered(check->ask->question, asked->facet)
                            ? filtered_sql(check->ask->question, asked->facet) : g_strdup("SELECT n FROM passed");
  g_autofree char *values = g_strdup_printf("SELECT value, count(*) FROM work_facet WHERE facet = '%s' AND work IN (%s) "
                                            "GROUP BY value", asked->facet, base);
  g_autofree char *missing = g_strdup_printf("SELECT count(*) FROM (%s) WHERE n NOT IN (SELECT work FROM work_facet "
                                             "WHERE facet = '%s')", base, asked->facet);
  g_autoptr(GHashTable) counts = sql_counts(db, values);
  g_autofree char *distinct_of = g_strconcat("distinct of ", asked->facet, NULL);
  g_autofree char *missing_of = g_strconcat("missing of ", asked->facet, NULL);
  same(check, distinct_of, answer->distinct, g_hash_table_size(counts));
  same(check, missing_of, answer->missing, sql_number(db, missing));
  check_values(check, asked, answer, counts);
}

/* ---- hits ---- */

/* Takes the hits of a page: each is to be one of `passed`, and new. */
static void take_hits(Check *check, const GPtrArray *hits, GPtrArray *ids, GHashTable *seen)
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
static void check_dates(Check *check, const GPtrArray *ids)
{
  gboolean newest = check->ask->question->sort == REPERE_SORT_NEWEST;
  if (!newest && check->ask->question->sort != REPERE_SORT_OLDEST) return;
  g_autofree char *sql = g_strdup_printf("SELECT issued FROM passed JOIN work USING (n) ORDER BY issued IS NULL, issued %s",
                                         newest ? "DESC" : "ASC");
  sqlite3_stmt *row = sql_prepare(check->oracle->db, sql);
  sqlite3_stmt *date = sql_prepare(check->oracle->db, "SELECT issued FROM work WHERE id = ?");
  for (guint i = 0; i < ids->len && sql_step(check->oracle->db, row); i++) {
    bind_text(date, 1, ids->pdata[i]);
    sql_step(check->oracle->db, date);
    if (g_strcmp0(sql_text(date, 0), sql_text(row, 0)))
      differ(check, "hit %u, %s, is of %s; by SQL that place is of %s", i, (char *)ids->pdata[i], sql_text(date, 0),
             sql_text(row, 0));
    sqlite3_reset(date);
  }
  sqlite3_finalize(row);
  sqlite3_finalize(date);
}

static void check_pages(Check *check)
{
  RepereQuestion *question = check->ask->question;
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (question->offset = 0; question->offset < check->total; question->offset += question->limit) {
    g_autoptr(RepereAnswer) page = road_ask(check->engine, question);
    same(check, "hits of a page", page->hits->len, MIN(question->limit, check->total - question->offset));
    take_hits(check, page->hits, ids, seen);
  }
  question->offset = 0;
  same(check, "hits of all pages", ids->len, check->total);
  check_dates(check, ids);
}

/* ---- a question ---- */

static void check_question(Check *check, gboolean whole)
{
  const RepereQuestion *question = check->ask->question;
  gboolean any;
  fill_matched(check->oracle, check->ask, &any);
  g_autofree char *filtered = filtered_sql(question, NULL);
  g_autofree char *fill = g_strconcat("DELETE FROM passed; INSERT INTO passed ", filtered, NULL);
  sql_run(check->oracle->db, fill);
  check->total = sql_number(check->oracle->db, "SELECT count(*) FROM passed");
  g_autoptr(RepereAnswer) answer = road_ask(check->engine, question);
  same(check, "total", answer->head.total, check->total);
  same(check, "any", (guint)answer->head.any, (guint)any);
  for (guint i = 0; i < question->facets->len; i++)
    check_facet(check, question->facets->pdata[i], answer->facets->pdata[i]);
  if (whole && !check->mismatches) check_pages(check);
}

static guint number_from(const char *variable, guint otherwise)
{
  const char *text = g_getenv(variable);
  return text ? (guint)g_ascii_strtoull(text, NULL, 10) : otherwise;
}

static void test_oracle(void)
{
  guint seed = number_from("REPERE_ORACLE_SEED", SEED), questions = number_from("REPERE_ORACLE_QUESTIONS", QUESTIONS);
  guint failed = 0, sizes[4] = {0};
  g_test_message("REPERE_ORACLE_SEED=%u REPERE_ORACLE_QUESTIONS=%u", seed, questions);
  Oracle *oracle = oracle_new(seed);
  road_run_well(oracle->road, "update");
  g_autoptr(RepereEngine) engine = road_engine(oracle->road);
  for (guint i = 0; i < questions && failed < GIVE_UP; i++) {
    Ask *ask = ask_new(oracle);
    Check check = {oracle, engine, ask, 0, 0};
    check_question(&check, i % 8 == 0);
    failed += check.mismatches > 0;
    sizes[check.total == 0 ? 0 : check.total < 20 ? 1 : check.total < 500 ? 2 : 3]++;
    ask_free(ask);
  }
  g_test_message("totals: 0: %u; 1 to 19: %u; 20 to 499: %u; 500 and more: %u", sizes[0], sizes[1], sizes[2], sizes[3]);
  if (questions >= QUESTIONS)
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) g_assert_cmpuint(sizes[i], >, questions / 50);
  oracle_free(oracle);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/oracle", test_oracle);
  return g_test_run();
}
