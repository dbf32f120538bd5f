/* oracle_question.h - random questions: words (oracle_tree.h), filters and facets; and the works that pass,
 * as SQL. */
#ifndef TESTS_ENGINE_ORACLE_QUESTION_H
#define TESTS_ENGINE_ORACLE_QUESTION_H

#include "oracle_words.h"

typedef struct {
  const char *lang;
  Node *root;
  RepereQuestion *question;
} Ask;

/* ---- making questions ---- */

/* A value of the facet, seldom one that no work has. */
static inline char *random_value(Oracle *oracle, const char *facet)
{
  if (chance(oracle, 4)) return g_strdup("nowhere");
  char *sql =
    sqlite3_mprintf("SELECT value FROM work_facet WHERE facet = %Q GROUP BY value ORDER BY value", facet);
  sqlite3_stmt *row = sql_prepare(oracle->db, sql);
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
  while (sql_step(oracle->db, row)) g_ptr_array_add(values, g_strdup(sql_text(row, 0)));
  sqlite3_finalize(row);
  sqlite3_free(sql);
  return g_strdup(values->pdata[pick(oracle, values->len)]);
}

static inline void add_filters(Oracle *oracle, RepereQuestion *question)
{
  static const guint numbers[] = {0, 0, 1, 1, 2, 3, 5};
  const char *facet = NULL;
  for (guint n = numbers[pick(oracle, G_N_ELEMENTS(numbers))]; n > 0; n--) {
    /* Often the same facet again: one value or the other. */
    if (!facet || chance(oracle, 60)) facet = oracle_facets[pick(oracle, G_N_ELEMENTS(oracle_facets))];
    gboolean exclude = chance(oracle, 25);
    if (!g_str_equal(facet, "year") || chance(oracle, 25)) {
      g_autofree char *value = random_value(oracle, facet);
      repere_question_add_filter(question, facet, exclude,
                                 g_str_equal(value, "nowhere") && g_str_equal(facet, "year") ? "1850"
                                                                                             : value);
      continue;
    }
    int from = 1997 + (int)pick(oracle, 28), to = from + (int)pick(oracle, 6);
    guint open = pick(oracle, 5);
    repere_question_add_range(question, "year", exclude, open == 0 ? G_MININT : from,
                              open == 1 ? G_MAXINT : to);
  }
}

static inline void add_facets(Oracle *oracle, RepereQuestion *question)
{
  static const guint limits[] = {0, 1, 3, 1000, 1000, REPERE_FACET_LIMIT};
  for (guint f = 0; f < G_N_ELEMENTS(oracle_facets); f++) {
    if (chance(oracle, 55)) continue;
    RepereFacetAsk *ask = repere_question_add_facet(question, oracle_facets[f]);
    ask->limit = limits[pick(oracle, G_N_ELEMENTS(limits))];
    ask->sort = (RepereFacetSort)pick(oracle, 3);
    if (chance(oracle, 10)) ask->offset = pick(oracle, 4);
  }
}

/* Words alone. */
static inline Ask *ask_words(Oracle *oracle, const char *lang)
{
  Ask *ask = g_new0(Ask, 1);
  g_autoptr(GString) q = g_string_new(NULL);
  ask->lang = lang;
  ask->root = random_tree(oracle, lang);
  write_node(oracle, ask->root, BIND_QUERY, q);
  ask->question = road_question(q->str, lang);
  ask->question->passages = 0;
  ask->question->expand = FALSE;
  return ask;
}

static inline Ask *ask_new(Oracle *oracle)
{
  Ask *ask = ask_words(oracle, codes[pick(oracle, LANGS)]);
  ask->question->sort = (RepereSort)pick(oracle, 4);
  ask->question->limit = 15 + pick(oracle, 86);
  add_filters(oracle, ask->question);
  add_facets(oracle, ask->question);
  return ask;
}

static inline void ask_free(Ask *ask)
{
  node_free(ask->root);
  repere_question_free(ask->question);
  g_free(ask);
}

/* ---- as SQL ---- */

static inline guint fill_words(Oracle *oracle, const Ask *ask, gboolean any)
{
  g_autofree char *words = root_sql(ask->root, any, ask->lang);
  g_autofree char *sql = g_strconcat("DELETE FROM matched; INSERT INTO matched ", words, NULL);
  sql_run(oracle->db, sql);
  return sql_number(oracle->db, "SELECT count(*) FROM matched");
}

/* Fills `matched`. *any: no work has all the words (of a sentence, fewer than ten), and these are those with one of
 * them. */
static inline guint fill_matched(Oracle *oracle, const Ask *ask, gboolean *any)
{
  guint all = fill_words(oracle, ask, FALSE);
  *any = FALSE;
  if (all >= (is_sentence(ask->root) ? 10u : 1u) || loose_parts(ask->root) < 2) return all;
  guint partial = fill_words(oracle, ask, TRUE);
  *any = partial > 0;
  return *any ? partial : fill_words(oracle, ask, FALSE);
}

static inline void filter_sql(GString *sql, const RepereQuestion *question, const char *facet,
                              gboolean exclude)
{
  g_autoptr(GString) values = g_string_new(NULL);
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude != exclude || !g_str_equal(filter->facet, facet)) continue;
    g_string_append(values, values->len ? " OR " : "");
    if (filter->value)
      sql_add(values, "value = %Q", filter->value);
    else
      sql_add(values, "CAST(value AS INT) BETWEEN %d AND %d", filter->from, filter->to);
  }
  if (values->len)
    sql_add(sql, " AND n %s IN (SELECT work FROM work_facet WHERE facet = %Q AND (%s))", exclude ? "NOT" : "",
            facet, values->str);
}

/* "SELECT n FROM matched …": those that pass every filter, but those on facet `but` (NULL: on all). g_free.
 */
static inline char *filtered_sql(const RepereQuestion *question, const char *but)
{
  GString *sql = g_string_new("SELECT n FROM matched WHERE 1");
  for (guint f = 0; f < G_N_ELEMENTS(oracle_facets); f++) {
    if (but && g_str_equal(but, oracle_facets[f])) continue;
    filter_sql(sql, question, oracle_facets[f], FALSE);
    filter_sql(sql, question, oracle_facets[f], TRUE);
  }
  return g_string_free(sql, FALSE);
}

/* Fills `table` with those of `matched` that pass, and says how many they are. */
static inline guint fill_from_matched(Oracle *oracle, const char *table, const RepereQuestion *question,
                                      const char *but)
{
  g_autofree char *filtered = filtered_sql(question, but);
  g_autofree char *fill = g_strdup_printf("DELETE FROM %s; INSERT INTO %s %s", table, table, filtered);
  g_autofree char *count = g_strdup_printf("SELECT count(*) FROM %s", table);
  sql_run(oracle->db, fill);
  return sql_number(oracle->db, count);
}

static inline gboolean is_filtered(const RepereQuestion *question, const char *facet)
{
  for (guint i = 0; i < question->filters->len; i++)
    if (g_str_equal(((RepereFilter *)question->filters->pdata[i])->facet, facet)) return TRUE;
  return FALSE;
}

#endif
