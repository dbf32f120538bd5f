/* test_oracle.c - all counting against SQL: random questions about a made-up library (oracle_library.h), each
 * asked of the engine and of SQLite. Totals, facets, pivots, trends, and the hits by pages, cursors and walks
 * must be the same.
 *
 * REPERE_ORACLE_QUESTIONS  how many questions (default 700)
 * REPERE_ORACLE_SEED       of library and questions; a failure says which */
#include "oracle_numbers.h"

/* Sanitizers look for other faults than wrong counts, and are slow. */
#ifdef __SANITIZE_ADDRESS__
#define QUESTIONS 200
#else
#define QUESTIONS 700
#endif
enum { SEED = 20211, GIVE_UP = 8 };

static void ask_trend(Check *check)
{
  Ask *asks[3];
  guint n = 1 + pick(check->oracle, G_N_ELEMENTS(asks));
  for (guint i = 0; i < n; i++) asks[i] = ask_words(check->oracle, check->ask->lang);
  check_trend(check, asks, n);
  for (guint i = 0; i < n; i++) ask_free(asks[i]);
}

/* The normal form of a question is the same question. */
static void check_canonical(Check *check, const char *canonical)
{
  RepereQuestion form = *check->ask->question;
  g_autofree char *q = g_strdup(canonical);
  form.q = q;
  g_autoptr(RepereAnswer) answer = road_ask(check->engine, &form);
  same(check, "total of the normal form", answer->head.total, check->total);
  if (!g_str_equal(answer->head.canonical, canonical))
    differ(check, "the normal form %s has another one: %s", canonical, answer->head.canonical);
}

/* Hits, pivot and trend are asked for now and then: they take many questions each. */
static void check_question(Check *check, guint i)
{
  const RepereQuestion *question = check->ask->question;
  gboolean any;
  fill_matched(check->oracle, check->ask, &any);
  check->total = fill_from_matched(check->oracle, "passed", question, NULL);
  g_autoptr(RepereAnswer) answer = road_ask(check->engine, question);
  same(check, "total", answer->head.total, check->total);
  same(check, "any", (guint)answer->head.any, (guint)any);
  check_facets(check, answer);
  if (check->mismatches) return;
  if (i % 16 == 0) check_hits(check);
  if (i % 4 == 1) check_canonical(check, answer->head.canonical);
  if (i % 3 == 1) check_pivot(check);
  if (i % 5 == 2) ask_trend(check);
}

static guint number_from(const char *variable, guint otherwise)
{
  const char *text = g_getenv(variable);
  return text ? (guint)g_ascii_strtoull(text, NULL, 10) : otherwise;
}

static void test_oracle(void)
{
  guint seed = number_from("REPERE_ORACLE_SEED", SEED),
        questions = number_from("REPERE_ORACLE_QUESTIONS", QUESTIONS);
  guint failed = 0, sizes[4] = {0};
  g_test_message("REPERE_ORACLE_SEED=%u REPERE_ORACLE_QUESTIONS=%u", seed, questions);
  Oracle *oracle = oracle_new(seed);
  road_run_well(oracle->road, "update");
  g_autoptr(RepereEngine) engine = road_engine(oracle->road);
  for (guint i = 0; i < questions && failed < GIVE_UP; i++) {
    Ask *ask = ask_new(oracle);
    Check check = {oracle, engine, ask, 0, 0};
    check_question(&check, i);
    failed += check.mismatches > 0;
    sizes[check.total == 0 ? 0 : check.total < 20 ? 1 : check.total < 500 ? 2 : 3]++;
    ask_free(ask);
  }
  g_test_message("totals: 0: %u; 1 to 19: %u; 20 to 499: %u; 500 and more: %u", sizes[0], sizes[1], sizes[2],
                 sizes[3]);
  if (questions >= QUESTIONS && failed < GIVE_UP)
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) g_assert_cmpuint(sizes[i], >, questions / 50);
  oracle_free(oracle);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/oracle", test_oracle);
  return g_test_run();
}
