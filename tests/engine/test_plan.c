/* test_plan.c - questions of every kind against brute force: works of random words, their tokens kept in
 * memory, and each question's tree evaluated over them by hand. What the matcher finds must be
 * that. */
#include "lib/engine.h"
#include "lib/match.h"
#include "road.h"

enum { WORKS = 90, QUESTIONS = 3000 };

static const char *const vocabulary[] = {
  "return", "returns",  "returned", "returning", "work",     "works",         "worker",
  "plan",   "plans",    "plna",     "the",       "of",       "and",           "kayak",
  "kayaks", "kayac",    "canoe",    "canoes",    "arrival",  "post",          "postarrival",
  "arrive", "village",  "villages", "harvest",   "harvests", "island",        "islands",
  "marble", "obsidian", "quartz",   "quartzite", "oim",      "reintegration",
};

typedef struct {
  char *folded, *stem;
  char *also, *also_stem; /* what hyphens join, as one word; or NULL */
} Token;

/* One value of a field, or one text. */
typedef struct {
  RepereTextField field;
  GPtrArray *tokens; /* of Token * */
} Value;

typedef struct {
  char *id;
  GPtrArray *values; /* of Value * */
} Work;

/* ---- the library ---- */

static void token_free(gpointer data)
{
  Token *token = data;
  g_free(token->folded);
  g_free(token->stem);
  g_free(token->also);
  g_free(token->also_stem);
  g_free(token);
}

static void value_free(gpointer data)
{
  g_ptr_array_unref(((Value *)data)->tokens);
  g_free(data);
}

static void work_free(gpointer data)
{
  Work *work = data;
  g_free(work->id);
  g_ptr_array_unref(work->values);
  g_free(work);
}

static void see_token(const RepereToken *token, gpointer data)
{
  Token *own = g_new0(Token, 1);
  own->folded = g_strdup(token->word->folded);
  own->stem = g_strdup(token->word->stem);
  own->also = token->also ? g_strdup(token->also->folded) : NULL;
  own->also_stem = token->also ? g_strdup(token->also->stem) : NULL;
  g_ptr_array_add(data, own);
}

static char *random_text(guint most)
{
  GString *text = g_string_new(NULL);
  guint n = (guint)g_test_rand_int_range(1, (gint)most + 1);
  for (guint i = 0; i < n; i++) {
    if (i) g_string_append(text, g_test_rand_int_range(0, 8) ? " " : "-");
    g_string_append(text, vocabulary[g_test_rand_int_range(0, G_N_ELEMENTS(vocabulary))]);
  }
  return g_string_free(text, FALSE);
}

static void add_value(GString *xml, RepereAnalyzer *analyzer, Work *work, RepereTextField field,
                      const char *element, const char *lang, guint most)
{
  g_autofree char *text = random_text(most);
  Value *value = g_new0(Value, 1);
  value->field = field;
  value->tokens = g_ptr_array_new_with_free_func(token_free);
  road_element(xml, element, lang, text);
  repere_analyze(analyzer, text, strlen(text), repere_language(lang), see_token, value->tokens);
  g_ptr_array_add(work->values, value);
}

/* The text is long enough, and English enough, to be taken for what it is declared to be. */
static GPtrArray *make_works(const Road *road, RepereAnalyzer *analyzer)
{
  GPtrArray *works = g_ptr_array_new_with_free_func(work_free);
  GString *xml = road_records();
  for (guint i = 0; i < WORKS; i++) {
    Work *work = g_new0(Work, 1);
    work->id = g_strdup_printf("w%02u", i);
    work->values = g_ptr_array_new_with_free_func(value_free);
    g_string_append(xml, "<record>\n");
    road_element(xml, "dcterms:identifier", NULL, work->id);
    add_value(xml, analyzer, work, REPERE_FIELD_TITLE, "dcterms:title", "en", 4);
    if (i % 2) add_value(xml, analyzer, work, REPERE_FIELD_ABSTRACT, "dcterms:abstract", "en", 8);
    for (guint c = 0; c < i % 3; c++)
      add_value(xml, analyzer, work, REPERE_FIELD_CREATOR, "dcterms:creator", NULL, 2);
    if (i % 5 == 0) add_value(xml, analyzer, work, REPERE_FIELD_KEYWORD, "dcterms:subject", "en", 2);
    if (i % 4) add_value(xml, analyzer, work, REPERE_FIELD_TEXT, "text", "en", 12);
    g_string_append(xml, "</record>\n");
    g_ptr_array_add(works, work);
  }
  road_write_records(road, "records/all.xml", xml);
  return works;
}

/* ---- brute force ---- */

static guint distance(const char *a, const char *b)
{
  enum { LETTERS = 90 };
  guint rows[LETTERS + 1][LETTERS + 1], m = (guint)strlen(a), n = (guint)strlen(b);
  g_assert_cmpuint(MAX(m, n), <=, LETTERS);
  for (guint i = 0; i <= m; i++)
    for (guint j = 0; j <= n; j++) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      guint best = MIN(MIN(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = MIN(best, rows[i - 2][j - 2] + 1);
      rows[i][j] = best;
    }
  return rows[m][n];
}

static gboolean is_form(const RepereQueryWord *word, RepereNodeKind kind, const char *folded, const char *stem)
{
  if (!folded) return FALSE;
  if (kind == REPERE_NODE_BEGINNING) return g_str_has_prefix(folded, word->folded);
  if (kind == REPERE_NODE_SPELLING)
    return distance(folded, word->folded) <= (strlen(word->folded) <= 5 ? 1 : 2);
  return g_str_equal(folded, word->folded) ||
         (kind == REPERE_NODE_WORD && word->stem && g_strcmp0(stem, word->stem) == 0);
}

static gboolean is_the_word(const RepereQueryWord *word, RepereNodeKind kind, const Token *token)
{
  return is_form(word, kind, token->folded, token->stem) || is_form(word, kind, token->also, token->also_stem);
}

static gboolean is_word(const RepereNode *leaf, const Token *token, guint at)
{
  return is_the_word(leaf->words->pdata[at], leaf->kind, token);
}

static gboolean phrase_in(const RepereNode *leaf, const GPtrArray *tokens)
{
  for (guint start = 0; start + leaf->words->len <= tokens->len; start++) {
    guint w = 0;
    while (w < leaf->words->len && is_word(leaf, tokens->pdata[start + w], w)) w++;
    if (w == leaf->words->len) return TRUE;
  }
  /* Parts joined by hyphens are one word as well. */
  for (guint t = 0; t < tokens->len && leaf->compound; t++)
    if (is_the_word(leaf->compound, REPERE_NODE_WORD, tokens->pdata[t])) return TRUE;
  return FALSE;
}

/* Whether words `from` on stand within the window of positions [low, high]; each at a place of its own. */
static gboolean near_in(const RepereNode *leaf, const GPtrArray *tokens, guint from, guint low, guint high,
                        guint64 taken)
{
  if (from == leaf->words->len) return TRUE;
  for (guint t = 0; t < tokens->len; t++) {
    guint first = from ? MIN(low, t) : t, last = from ? MAX(high, t) : t;
    if (taken >> t & 1 || !is_word(leaf, tokens->pdata[t], from) || last - first >= leaf->window) continue;
    if (near_in(leaf, tokens, from + 1, first, last, taken | 1ULL << t)) return TRUE;
  }
  return FALSE;
}

static gboolean leaf_in(const RepereNode *leaf, const GPtrArray *tokens)
{
  g_assert_cmpuint(tokens->len, <, 64);
  if (leaf->kind == REPERE_NODE_NEAR) return near_in(leaf, tokens, 0, 0, 0, 0);
  if (leaf->words->len > 1) return phrase_in(leaf, tokens);
  for (guint t = 0; t < tokens->len; t++)
    if (is_word(leaf, tokens->pdata[t], 0)) return TRUE;
  return FALSE;
}

static gboolean is_stop(const RepereNode *node)
{
  for (guint w = 0; node->words && w < node->words->len; w++)
    if (!((RepereQueryWord *)node->words->pdata[w])->stop) return FALSE;
  return (node->kind == REPERE_NODE_WORD || (node->kind == REPERE_NODE_PHRASE && !node->quoted)) && !node->exclude;
}

/* How many positive children AND requires. */
static guint required(const RepereNode *node)
{
  guint wanted = 0;
  for (guint i = 0; i < node->children->len; i++) {
    const RepereNode *child = node->children->pdata[i];
    wanted += !child->exclude && !is_stop(child);
  }
  return wanted;
}

static gboolean has_word(const RepereNode *leaf, const RepereQueryWord *word, const Work *work)
{
  for (guint i = 0; i < work->values->len; i++) {
    const Value *value = work->values->pdata[i];
    if (leaf->field != REPERE_FIELDS && leaf->field != value->field) continue;
    for (guint t = 0; t < value->tokens->len; t++)
      if (is_the_word(word, REPERE_NODE_WORD, value->tokens->pdata[t])) return TRUE;
  }
  return FALSE;
}

/* Where one word of the question will do, so does one of a phrase, in any of its forms; short ones and stop words
 * aside. */
static gboolean has_word_of(const RepereNode *phrase, const Work *work)
{
  for (guint i = 0; i < phrase->words->len; i++) {
    const RepereQueryWord *word = phrase->words->pdata[i];
    if (!word->stop && strlen(word->folded) > 2 && has_word(phrase, word, work)) return TRUE;
  }
  return phrase->compound && has_word(phrase, phrase->compound, work);
}

static gboolean matches(const RepereNode *node, const Work *work, gboolean any)
{
  gboolean either = node->kind == REPERE_NODE_OR || any, found = FALSE, all = TRUE;
  if (!node->children) {
    for (guint i = 0; i < work->values->len && !found; i++) {
      const Value *value = work->values->pdata[i];
      found = (node->field == REPERE_FIELDS || node->field == value->field) && leaf_in(node, value->tokens);
    }
    return found;
  }
  gboolean stops = node->kind == REPERE_NODE_OR || required(node) == 0;
  guint wanted = 0;
  for (guint i = 0; i < node->children->len; i++) {
    const RepereNode *child = node->children->pdata[i];
    if (is_stop(child) && !stops) continue;
    gboolean here = matches(child, work, FALSE) ||
                    (any && !child->exclude && child->kind == REPERE_NODE_PHRASE && has_word_of(child, work));
    if (child->exclude && here) return FALSE;
    if (child->exclude) continue;
    wanted++;
    found |= here;
    all &= here;
  }
  return wanted == 0 || (either ? found : all);
}

/* ---- the matcher, term by term ---- */

static void add_documents(const RepereLane *lane, const char *term, roaring_bitmap_t *set)
{
  xc_error fault = XC_ERROR_INIT;
  xc_docid docid;
  xc_postings *postings = xc_database_postings(lane->database, term, XC_NUL, &fault);
  while (xc_postings_next(postings, &docid, &fault) == XC_ITEM) roaring_bitmap_add(set, docid);
  g_assert_cmpint(fault.code, ==, XC_OK);
  xc_postings_free(postings);
}

static roaring_bitmap_t *evaluate(const RepereLane *lane, const RepereMatcher *matcher,
                                  const RepereQuestion *question)
{
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(GError) error = NULL;
  roaring_bitmap_t *set = roaring_bitmap_create();
  if (matcher->kind == REPERE_MATCHER_POSITIONS) {
    roaring_bitmap_free(set);
    return repere_match_collect(lane->database, matcher->query, NULL, question, &fault, &error);
  }
  for (guint i = 0; matcher->terms && i < matcher->terms->len; i++)
    add_documents(lane, matcher->terms->pdata[i], set);
  if (matcher->kind == REPERE_MATCHER_AND && matcher->parts->len == 0) add_documents(lane, "", set);
  for (guint i = 0; matcher->parts && i < matcher->parts->len; i++) {
    g_autoptr(roaring_bitmap_t) part = evaluate(lane, matcher->parts->pdata[i], question);
    if (i == 0 || matcher->kind == REPERE_MATCHER_OR) roaring_bitmap_or_inplace(set, part);
    else roaring_bitmap_and_inplace(set, part);
  }
  for (guint i = 0; matcher->without && i < matcher->without->len; i++) {
    g_autoptr(roaring_bitmap_t) part = evaluate(lane, matcher->without->pdata[i], question);
    roaring_bitmap_andnot_inplace(set, part);
  }
  return set;
}

/* ---- asking ---- */

static void append_question(GString *q, guint depth)
{
  static const char *const fields[] = {"", "", "", "title:", "abstract:", "creator:", "text:"};
  static const char *const joins[] = {" ", " ", " AND ", " OR ", " OR ", " -", " OR -", " NOT "};
  guint n = (guint)g_test_rand_int_range(1, 4);
  for (guint i = 0; i < n; i++) {
    const char *word = vocabulary[g_test_rand_int_range(0, G_N_ELEMENTS(vocabulary))];
    const char *other = vocabulary[g_test_rand_int_range(0, G_N_ELEMENTS(vocabulary))];
    const char *field = fields[g_test_rand_int_range(0, G_N_ELEMENTS(fields))];
    g_string_append(q, i                              ? joins[g_test_rand_int_range(0, G_N_ELEMENTS(joins))]
                       : g_test_rand_int_range(0, 12) ? ""
                                                      : "-");
    switch (g_test_rand_int_range(0, depth ? 9 : 7)) {
    case 0: g_string_append_printf(q, "%s\"%s %s\"", field, word, other); break;
    case 1: g_string_append_printf(q, "%s%.*s*", field, g_test_rand_int_range(2, 5), word); break;
    case 2: g_string_append_printf(q, "%s%s~", field, word); break;
    case 3:
      g_string_append_printf(q, "%s(%s NEAR/%d %s)", field, word, g_test_rand_int_range(1, 5), other);
      break;
    case 4:
      g_string_append_printf(q, "%s%s%s%s", field, word, g_test_rand_int_range(0, 2) ? "-" : " ", other);
      break;
    case 7:
    case 8:
      g_string_append_printf(q, "%s(", field);
      append_question(q, depth - 1);
      g_string_append_c(q, ')');
      break;
    default: g_string_append_printf(q, "%s%s", field, word);
    }
  }
}

typedef struct {
  const GPtrArray *works;
  RepereQuestion *question;
  guint any, partial; /* questions with an answer; with partial matches */
} Asking;

static char *ids_of(const Asking *asking, const RepereNode *root, gboolean any)
{
  GString *ids = g_string_new(NULL);
  for (guint i = 0; i < asking->works->len; i++)
    if (matches(root, asking->works->pdata[i], any))
      g_string_append_printf(ids, "%s ", ((Work *)asking->works->pdata[i])->id);
  return g_string_free(ids, FALSE);
}

/* Works went into a new index in the order of their file. */
static char *ids_in(const Asking *asking, const roaring_bitmap_t *set)
{
  GString *ids = g_string_new(NULL);
  for (guint i = 0; i < asking->works->len; i++)
    if (roaring_bitmap_contains(set, i + 1))
      g_string_append_printf(ids, "%s ", ((Work *)asking->works->pdata[i])->id);
  return g_string_free(ids, FALSE);
}

static void check(const RepereLane *lane, const Asking *asking, const RepereMatcher *matcher,
                  const char *expected)
{
  if (!matcher) return;
  g_autoptr(roaring_bitmap_t) matched = evaluate(lane, matcher, asking->question);
  g_autofree char *ids = ids_in(asking, matched);
  if (!g_str_equal(ids, expected)) g_test_message("q: %s", asking->question->q);
  g_assert_cmpstr(ids, ==, expected);
}

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault G_GNUC_UNUSED, GError **error)
{
  Asking *asking = data;
  g_autoptr(RepereQuery) query = repere_query_parse(lane->analyzer, asking->question->q, "en");
  g_autoptr(ReperePlan) plan =
    repere_plan_new(query, asking->question, lane, error);
  g_autofree char *all = ids_of(asking, query->root, FALSE), *any = ids_of(asking, query->root, TRUE);
  g_assert_nonnull(plan);
  g_assert_cmpuint(plan->warnings->len, ==, 0);
  check(lane, asking, plan->match_all, all);
  check(lane, asking, plan->match_any, any);
  asking->any += all[0] != 0;
  asking->partial += !all[0] && any[0];
  return TRUE;
}

static void test_brute_force(void)
{
  g_autoptr(Road) road = road_new(NULL);
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(GPtrArray) works = make_works(road, analyzer);
  road_run_well(road, "update");
  g_autoptr(RepereEngine) engine = road_engine(road);
  Asking asking = {works, NULL, 0, 0};
  for (guint i = 0; i < QUESTIONS; i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) q = g_string_new(NULL);
    append_question(q, i % 3);
    asking.question = road_question(q->str, "en");
    asking.question->expand = FALSE;
    gboolean answered = repere_engine_ask(engine, 0, ask, &asking, &error);
    g_assert_no_error(error);
    g_assert_true(answered);
    repere_question_free(asking.question);
  }
  g_test_message("%u questions with answers, %u with partial ones", asking.any, asking.partial);
  g_assert_cmpuint(asking.any, >, QUESTIONS / 3);
  g_assert_cmpuint(asking.partial, >, QUESTIONS / 100);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/plan/brute-force", test_brute_force);
  return g_test_run();
}
