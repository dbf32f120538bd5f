/* test_counts.c - totals, facet counts, order and paging against a second opinion: some two thousand
 * questions about hundreds of made-up works, each answered once more by plain loops (counts_model.h). */
#include "counts_model.h"

/* Sanitizers look for other faults than wrong counts, and are slow. */
#ifdef __SANITIZE_ADDRESS__
enum { WORKS = 320, QUESTIONS = 500, LATER_QUESTIONS = 120 };
#else
enum { WORKS = 320, QUESTIONS = 1600, LATER_QUESTIONS = 400 };
#endif

/* ---- what is asked ---- */

typedef struct {
  GPtrArray *words; /* of const char *, as written */
  gboolean quoted, exclude;
  GPtrArray *stems; /* that stand for a single word; made when first needed */
} Clause;

typedef struct {
  int lang;
  GPtrArray *clauses; /* of Clause * */
  RepereQuestion *question;
} Ask;

static void clause_free(gpointer data)
{
  Clause *clause = data;
  g_ptr_array_unref(clause->words);
  g_clear_pointer(&clause->stems, g_ptr_array_unref);
  g_free(clause);
}

static Clause *add_clause(Ask *ask, GString *q, gboolean quoted, gboolean exclude)
{
  Clause *clause = g_new0(Clause, 1);
  clause->words = g_ptr_array_new();
  clause->quoted = quoted;
  clause->exclude = exclude;
  g_ptr_array_add(ask->clauses, clause);
  g_string_append_printf(q, "%s%s", q->len ? " " : "", exclude ? "-" : "");
  return clause;
}

/* Often words that stand together somewhere, sometimes any two. */
static void add_phrase(Model *model, Ask *ask, GString *q, gboolean exclude)
{
  Clause *clause = add_clause(ask, q, TRUE, exclude);
  const Work *work = model->works->pdata[pick(model, model->works->len)];
  const Text *text = work->texts->pdata[pick(model, work->texts->len)];
  guint n = 1 + pick(model, 3);
  n = MIN(n, text->tokens->len);
  guint at = pick(model, text->tokens->len - n + 1);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add(clause->words, chance(model, 10) ? (gpointer)random_word(model, (int)pick(model, LANGS))
                                                     : text->tokens->pdata[at + i]);
  g_string_append_c(q, '"');
  for (guint i = 0; i < n; i++)
    g_string_append_printf(q, "%s%s", i ? " " : "", (char *)clause->words->pdata[i]);
  g_string_append_c(q, '"');
}

/* A word as it is written somewhere, or without its accents, or with capitals. */
static void add_single(Model *model, Ask *ask, GString *q, gboolean exclude)
{
  const char *word = random_word(model, chance(model, 70) ? ask->lang : (int)pick(model, LANGS));
  Clause *clause = add_clause(ask, q, FALSE, exclude);
  if (chance(model, 30)) word = fold(word);
  gboolean capitals = chance(model, 20) && !g_str_equal(word, "and"); /* AND is no word */
  g_autofree char *shown = capitals ? g_utf8_strup(word, -1) : g_strdup(word);
  g_ptr_array_add(clause->words, (gpointer)g_intern_string(word));
  g_string_append(q, shown);
}

static const char *random_value(Model *model, int facet)
{
  guint size = 0;
  if (chance(model, 4)) return "nowhere";
  switch (facet) {
  case THEME: return themes[pick(model, G_N_ELEMENTS(themes))][0];
  case COUNTRY:
  case ORIGIN:
  case HOST: return countries[pick(model, G_N_ELEMENTS(countries))][0];
  case REGION: return chance(model, 50) ? "africa" : "americas";
  case LANGUAGE: return codes[pick(model, LANGS)];
  case ACCESS: return chance(model, 70) ? "public" : "members";
  default: break;
  }
  while (plain[facet][size]) size++;
  return plain[facet][pick(model, size)];
}

static void add_filters(Model *model, RepereQuestion *question)
{
  static const guint numbers[] = {0, 0, 1, 1, 2, 3, 5};
  int facet = 0;
  for (guint n = numbers[pick(model, G_N_ELEMENTS(numbers))]; n > 0; n--) {
    /* Often the same facet again: one value or the other. */
    if (question->filters->len == 0 || chance(model, 60)) facet = (int)pick(model, FACETS);
    gboolean exclude = chance(model, 25);
    if (facet != YEAR) {
      repere_question_add_filter(question, facet_names[facet], exclude, random_value(model, facet));
      continue;
    }
    int from = 2008 + (int)pick(model, 18), to = from + (int)pick(model, 6);
    guint open = pick(model, 5);
    repere_question_add_range(question, "year", exclude, open == 0 ? G_MININT : from,
                              open == 1 ? G_MAXINT : to);
  }
}

static void add_facets(Model *model, RepereQuestion *question)
{
  static const guint limits[] = {0, 1, 3, 1000, 1000, REPERE_FACET_LIMIT};
  for (guint f = 0; f < FACETS; f++) {
    if (chance(model, 30)) continue;
    RepereFacetAsk *ask = repere_question_add_facet(question, facet_names[f]);
    ask->limit = limits[pick(model, G_N_ELEMENTS(limits))];
    ask->sort = (RepereFacetSort)pick(model, 3);
  }
}

static Ask *ask_new(Model *model)
{
  Ask *ask = g_new0(Ask, 1);
  g_autoptr(GString) q = g_string_new(NULL);
  ask->lang = (int)pick(model, LANGS);
  ask->clauses = g_ptr_array_new_with_free_func(clause_free);
  gboolean sentence = chance(model, 20);
  for (guint n = sentence ? 6 + pick(model, 4) : pick(model, 5); n > 1; n--) {
    gboolean exclude = chance(model, sentence ? 1 : 15);
    (chance(model, sentence ? 2 : 30) ? add_phrase : add_single)(model, ask, q, exclude);
  }
  ask->question = road_question(q->str, codes[ask->lang]);
  ask->question->expand = FALSE;
  ask->question->sort = (RepereSort)pick(model, 4);
  ask->question->limit = pick(model, 4) ? pick(model, 30) : 100;
  ask->question->offset = pick(model, 3) ? 0 : pick(model, 40);
  ask->question->passages = 0;
  add_filters(model, ask->question);
  add_facets(model, ask->question);
  return ask;
}

static void ask_free(Ask *ask)
{
  g_ptr_array_unref(ask->clauses);
  repere_question_free(ask->question);
  g_free(ask);
}

/* ---- which works match ---- */

static gboolean has_phrase(const Work *work, const GPtrArray *phrase)
{
  for (guint t = 0; t < work->texts->len; t++) {
    const GPtrArray *tokens = ((Text *)work->texts->pdata[t])->tokens;
    for (guint at = 0; at + phrase->len <= tokens->len; at++) {
      guint i = 0;
      while (i < phrase->len && fold(tokens->pdata[at + i]) == fold(phrase->pdata[i])) i++;
      if (i == phrase->len) return TRUE;
    }
  }
  return FALSE;
}

/* The stems that stand for `word`: its own, and where it has no accents those of the spellings that do. */
static GPtrArray *stems_for(Model *model, const char *word, int lang)
{
  GPtrArray *stems = g_ptr_array_new();
  GHashTableIter iter;
  gpointer spelling;
  if (is_stop_in(word, lang)) return stems;
  g_ptr_array_add(stems, (gpointer)stem_of(model, word, lang));
  if (fold(word) != word) return stems;
  g_hash_table_iter_init(&iter, model->spellings);
  while (g_hash_table_iter_next(&iter, &spelling, NULL))
    if (fold(spelling) == word) g_ptr_array_add(stems, (gpointer)stem_of(model, spelling, lang));
  return stems;
}

static gboolean has_one(Model *model, const Work *work, const char *word, const GPtrArray *stems, gboolean quoted,
                        int lang)
{
  gboolean accented = fold(word) != word;
  for (guint t = 0; t < work->texts->len; t++) {
    const Text *text = work->texts->pdata[t];
    for (guint i = 0; i < text->tokens->len; i++) {
      const char *token = text->tokens->pdata[i];
      if (quoted && accented ? token == word : fold(token) == fold(word)) return TRUE;
      const char *stem = quoted || text->lang != lang ? NULL : stem_of(model, token, lang);
      if (stem && g_ptr_array_find((GPtrArray *)stems, stem, NULL)) return TRUE;
    }
  }
  return FALSE;
}

static gboolean has_word(Model *model, const Work *work, Clause *clause, int lang)
{
  const char *word = clause->words->pdata[0];
  if (!clause->stems) clause->stems = stems_for(model, word, lang);
  return has_one(model, work, word, clause->stems, clause->quoted, lang);
}

/* Where one word of the question will do, so does one of a phrase, in any of its forms. */
static gboolean has_word_of(Model *model, const Work *work, const Clause *phrase, int lang)
{
  for (guint i = 0; i < phrase->words->len; i++) {
    const char *word = phrase->words->pdata[i];
    if (is_stop_in(word, lang) || g_utf8_strlen(word, -1) < 3) continue;
    g_autoptr(GPtrArray) stems = stems_for(model, word, lang);
    if (has_one(model, work, word, stems, FALSE, lang)) return TRUE;
  }
  return FALSE;
}

static gboolean clause_matches(Model *model, const Ask *ask, Clause *clause, const Work *work)
{
  if (clause->words->len > 1) return has_phrase(work, clause->words);
  return has_word(model, work, clause, ask->lang);
}

static gboolean is_plain_stop(const Ask *ask, const Clause *clause)
{
  return !clause->quoted && !clause->exclude && is_stop_in(clause->words->pdata[0], ask->lang);
}

/* `any`: one of the words is enough. Stop words count only where there is nothing else to ask for. */
static gboolean words_match(Model *model, const Ask *ask, const Work *work, gboolean any)
{
  guint wanted = 0, found = 0;
  gboolean only_stops = TRUE;
  for (guint i = 0; i < ask->clauses->len; i++) {
    const Clause *clause = ask->clauses->pdata[i];
    if (!clause->exclude && !is_plain_stop(ask, clause)) only_stops = FALSE;
  }
  for (guint i = 0; i < ask->clauses->len; i++) {
    Clause *clause = ask->clauses->pdata[i];
    if (!only_stops && is_plain_stop(ask, clause)) continue;
    gboolean matches = clause_matches(model, ask, clause, work) ||
                       (any && !clause->exclude && clause->quoted && has_word_of(model, work, clause, ask->lang));
    if (clause->exclude && matches) return FALSE;
    if (!clause->exclude) {
      wanted++;
      found += matches;
    }
  }
  return any ? wanted == 0 || found > 0 : found == wanted;
}

static gboolean filter_fits(const Work *work, int facet, const RepereFilter *filter)
{
  for (guint i = 0; i < work->values[facet]->len; i++) {
    const char *value = work->values[facet]->pdata[i];
    if (filter->value ? g_str_equal(value, filter->value)
                      : atoi(value) >= filter->from && atoi(value) <= filter->to)
      return TRUE;
  }
  return FALSE;
}

/* What the filters on one facet say of a work. */
static gboolean facet_passes(const Work *work, const RepereQuestion *question, int facet)
{
  gboolean asked = FALSE, fits = FALSE;
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (!g_str_equal(filter->facet, facet_names[facet])) continue;
    gboolean fit = filter_fits(work, facet, filter);
    if (filter->exclude && fit) return FALSE;
    asked |= !filter->exclude;
    fits |= !filter->exclude && fit;
  }
  return !asked || fits;
}

/* Under all filters but those on facet `but` (-1: all of them). */
static gboolean filters_pass(const Work *work, const RepereQuestion *question, int but)
{
  for (int f = 0; f < FACETS; f++)
    if (f != but && !facet_passes(work, question, f)) return FALSE;
  return TRUE;
}

/* matched[i] says whether work i has the words; returns how many of those pass the filters. */
static guint match_all(Model *model, const Ask *ask, gboolean any, gboolean *matched)
{
  guint total = 0;
  for (guint i = 0; i < model->works->len; i++) {
    const Work *work = model->works->pdata[i];
    matched[i] = g_str_equal(work->access, "public") && words_match(model, ask, work, any);
    total += matched[i] && filters_pass(work, ask->question, -1);
  }
  return total;
}

static guint wanted_clauses(const Ask *ask)
{
  guint all = 0, stops_only = 0;
  for (guint i = 0; i < ask->clauses->len; i++) {
    const Clause *clause = ask->clauses->pdata[i];
    all += !clause->exclude;
    stops_only += is_plain_stop(ask, clause);
  }
  return all == stops_only ? all : all - stops_only;
}

/* ---- facets ---- */

typedef struct {
  const char *value;
  guint count;
  const RepereFacetValue *answered; /* its label is not known here */
} Expected;

static gint by_label(gconstpointer a, gconstpointer b)
{
  const Expected *one = a, *other = b;
  int order = strcmp(fold(one->answered->label), fold(other->answered->label));
  return order ? order : strcmp(one->value, other->value);
}

static gint by_count(gconstpointer a, gconstpointer b)
{
  const Expected *one = a, *other = b;
  return one->count != other->count ? (one->count < other->count ? 1 : -1) : by_label(a, b);
}

static gint by_value(gconstpointer a, gconstpointer b)
{
  return strcmp(((const Expected *)a)->value, ((const Expected *)b)->value);
}

static gboolean is_selected(const RepereQuestion *question, int facet, const char *value)
{
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude || !g_str_equal(filter->facet, facet_names[facet])) continue;
    if (filter->value ? g_str_equal(filter->value, value)
                      : atoi(value) >= filter->from && atoi(value) <= filter->to)
      return TRUE;
  }
  return FALSE;
}

/* value -> count, and the works without any. */
static GHashTable *count_facet(const Model *model, const Ask *ask, int facet, const gboolean *matched,
                               guint *missing)
{
  GHashTable *counts = g_hash_table_new(g_direct_hash, g_direct_equal);
  *missing = 0;
  for (guint i = 0; i < model->works->len; i++) {
    const Work *work = model->works->pdata[i];
    if (!matched[i] || !filters_pass(work, ask->question, facet)) continue;
    if (work->values[facet]->len == 0) (*missing)++;
    for (guint v = 0; v < work->values[facet]->len; v++) {
      gpointer value = work->values[facet]->pdata[v];
      guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, value)) + 1;
      g_hash_table_insert(counts, value, GUINT_TO_POINTER(count));
    }
  }
  return counts;
}

static void check_order(const RepereFacetAnswer *answer, RepereFacetSort sort)
{
  static const GCompareFunc orders[] = {by_count, by_label, by_value};
  for (guint i = 1; i < answer->values->len; i++) {
    const RepereFacetValue *one = answer->values->pdata[i - 1], *other = answer->values->pdata[i];
    Expected a = {one->value, one->count, one}, b = {other->value, other->count, other};
    g_assert_cmpint(orders[sort](&a, &b), <, 0);
  }
}

/* Whether another value of the answer stands below this one. */
static gboolean stands_above(const RepereFacetAnswer *answer, const char *value)
{
  for (guint i = 0; i < answer->values->len; i++)
    if (g_strcmp0(((RepereFacetValue *)answer->values->pdata[i])->parent, value) == 0) return TRUE;
  return FALSE;
}

static gboolean is_answered(const RepereFacetAnswer *answer, const char *value)
{
  for (guint i = 0; i < answer->values->len; i++)
    if (g_str_equal(((RepereFacetValue *)answer->values->pdata[i])->value, value)) return TRUE;
  return FALSE;
}

static void check_facet(const Model *model, const Ask *ask, const RepereFacetAsk *asked,
                        const RepereFacetAnswer *answer, const gboolean *matched)
{
  int facet = 0;
  guint missing, beyond = 0, zeros = 0, least = G_MAXUINT;
  while (!g_str_equal(facet_names[facet], asked->facet)) facet++;
  g_autoptr(GHashTable) counts = count_facet(model, ask, facet, matched, &missing);
  g_assert_cmpstr(answer->facet, ==, asked->facet);
  g_assert_cmpuint(answer->distinct, ==, g_hash_table_size(counts));
  g_assert_cmpuint(answer->missing, ==, missing);
  for (guint i = 0; i < answer->values->len; i++) {
    const RepereFacetValue *value = answer->values->pdata[i];
    const char *interned = g_intern_string(value->value);
    g_assert_cmpuint(value->count, ==, GPOINTER_TO_UINT(g_hash_table_lookup(counts, interned)));
    g_assert_cmpint(value->selected, ==, is_selected(ask->question, facet, value->value));
    g_assert_cmpstr(value->parent, ==, facet == THEME ? theme_above(value->value) : NULL);
    gboolean empty_year = facet == YEAR && asked->sort == REPERE_FACET_SORT_VALUE && value->count == 0;
    gboolean extra = value->selected || stands_above(answer, value->value);
    beyond += extra;
    zeros += value->count == 0;
    g_assert_true(value->count > 0 || value->selected || empty_year);
    if (!extra) least = MIN(least, value->count);
    if (value->parent && value->count > 0) g_assert_true(is_answered(answer, value->parent));
  }
  check_order(answer, asked->sort);
  /* All there is where the limit allows; else the limit's, and what is selected beyond it. */
  if (g_hash_table_size(counts) + zeros <= asked->limit)
    g_assert_cmpuint(answer->values->len, ==, g_hash_table_size(counts) + zeros);
  else g_assert_cmpuint(answer->values->len, <=, asked->limit + beyond);
  GHashTableIter iter;
  gpointer value, count;
  g_hash_table_iter_init(&iter, counts);
  while (g_hash_table_iter_next(&iter, &value, &count)) {
    gboolean there = is_answered(answer, value);
    if (is_selected(ask->question, facet, value)) g_assert_true(there);
    else if (!there && asked->sort == REPERE_FACET_SORT_COUNT && asked->limit)
      g_assert_cmpuint(GPOINTER_TO_UINT(count), <=, least);
  }
}

/* ---- hits ---- */

/* The title as a reader of `lang` sees it. */
static const char *title_of(const Work *work, int lang)
{
  if (work->titles[lang]) return work->titles[lang];
  if (work->titles[EN]) return work->titles[EN];
  return strstr(work->xml, codes[FR]) && work->titles[FR] &&
                 (!work->titles[ES] ||
                  strstr(work->xml, work->titles[FR]) < strstr(work->xml, work->titles[ES]))
             ? work->titles[FR]
             : work->titles[ES];
}

static Work *find_work(const Model *model, const char *id)
{
  for (guint i = 0; i < model->works->len; i++)
    if (g_str_equal(((Work *)model->works->pdata[i])->id, id)) return model->works->pdata[i];
  return NULL;
}

static void check_hit_facets(const Work *work, const RepereHit *hit)
{
  guint filled = 0;
  for (int f = 0; f < FACETS; f++) filled += work->values[f]->len > 0;
  g_assert_cmpuint(hit->facets->len, ==, filled);
  for (guint i = 0; i < hit->facets->len; i++) {
    const RepereHitFacet *shown = hit->facets->pdata[i];
    int facet = 0;
    guint expected = 0;
    while (!g_str_equal(facet_names[facet], shown->facet)) facet++;
    for (guint v = 0; v < work->values[facet]->len; v++) {
      gboolean above = FALSE;
      for (guint o = 0; facet == THEME && o < work->values[facet]->len; o++)
        above |= g_strcmp0(theme_above(work->values[facet]->pdata[o]), work->values[facet]->pdata[v]) == 0;
      expected += !above;
    }
    g_assert_cmpuint(shown->values->len, ==, expected);
    for (guint v = 0; v < shown->values->len; v++)
      g_assert_true(g_ptr_array_find(work->values[facet],
                                     g_intern_string(((RepereValue *)shown->values->pdata[v])->value), NULL));
  }
}

static void check_hit(const Ask *ask, const Work *work, const RepereHit *hit)
{
  g_assert_cmpstr(hit->title->text, ==, title_of(work, ask->lang));
  g_assert_cmpstr(hit->issued, ==, work->issued);
  check_hit_facets(work, hit);
}

/* Two hits that follow each other stand in the asked order; works without a date come last. */
static void check_sorted(const Model *model, const Ask *ask, const RepereHit *before, const RepereHit *hit)
{
  const Work *one = find_work(model, before->id), *other = find_work(model, hit->id);
  RepereSort sort = ask->question->sort;
  if (sort == REPERE_SORT_RELEVANCE && wanted_clauses(ask) > 0) {
    g_assert_cmpfloat(before->score, >=, hit->score);
    g_assert_cmpfloat(hit->score, >, 0);
    return;
  }
  g_assert_cmpfloat(hit->score, ==, 0);
  if (sort == REPERE_SORT_TITLE) {
    g_assert_cmpstr(title_of(one, ask->lang), <, title_of(other, ask->lang));
  } else if (!one->issued) {
    g_assert_null(other->issued);
  } else if (other->issued) {
    int order = strcmp(one->issued, other->issued);
    g_assert_cmpint(sort == REPERE_SORT_OLDEST ? -order : order, >=, 0);
  }
}

static void describe(const Ask *ask)
{
  const RepereQuestion *question = ask->question;
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "q=%s lang=%s sort=%d limit=%u offset=%u", question->q, question->lang,
                         question->sort, question->limit, question->offset);
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    g_string_append_printf(text, " %s%s:%s(%d..%d)", filter->exclude ? "-" : "", filter->facet,
                           filter->value ? filter->value : "", filter->from, filter->to);
  }
  g_test_message("%s", text->str);
}

/* Every hit once, in order, none that should not be there; the page that was asked for is a part of it. */
static void check_pages(RepereEngine *engine, const Model *model, const Ask *ask, const gboolean *matched,
                        guint total, const RepereAnswer *asked)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  RepereQuestion *question = ask->question;
  guint limit = question->limit, offset = question->offset, at = 0, step = 23 + total % 78;
  g_autoptr(RepereAnswer) last = NULL;
  for (question->limit = step, question->offset = 0; question->offset <= total; question->offset += step) {
    g_autoptr(RepereAnswer) page = road_ask(engine, question);
    g_assert_cmpuint(page->head.total, ==, total);
    g_assert_cmpuint(page->hits->len, ==, MIN(step, total - question->offset));
    for (guint i = 0; i < page->hits->len; i++, at++) {
      const RepereHit *hit = page->hits->pdata[i];
      const RepereHit *before = i      ? page->hits->pdata[i - 1]
                                : last ? last->hits->pdata[last->hits->len - 1]
                                       : NULL;
      guint n;
      if (g_hash_table_contains(seen, hit->id)) {
        describe(ask);
        g_test_message("%s again, at %u, score %.17g", hit->id, at, hit->score);
      }
      g_assert_true(g_hash_table_add(seen, g_strdup(hit->id)));
      const Work *work = find_work(model, hit->id);
      g_assert_true(g_ptr_array_find(model->works, work, &n) && matched[n] &&
                    filters_pass(work, question, -1));
      check_hit(ask, work, hit);
      if (before) check_sorted(model, ask, before, hit);
      if (at >= offset && at - offset < asked->hits->len &&
          !g_str_equal(((RepereHit *)asked->hits->pdata[at - offset])->id, hit->id)) {
        describe(ask);
        g_test_message("%s at %u, score %.17g; asked %s %.17g", hit->id, at, hit->score,
                       ((RepereHit *)asked->hits->pdata[at - offset])->id,
                       ((RepereHit *)asked->hits->pdata[at - offset])->score);
      }
      if (at >= offset && at - offset < asked->hits->len)
        g_assert_cmpstr(((RepereHit *)asked->hits->pdata[at - offset])->id, ==, hit->id);
    }
    g_clear_pointer(&last, repere_answer_free);
    last = g_steal_pointer(&page);
  }
  g_assert_cmpuint(at, ==, total);
  question->limit = limit;
  question->offset = offset;
}

/* ---- the comparison ---- */

/* How many works have the words, whatever the filters say of them. */
static guint count_matched(const Model *model, const gboolean *matched)
{
  guint count = 0;
  for (guint i = 0; i < model->works->len; i++) count += matched[i];
  return count;
}

/* Four different words that say something, some that do not, and no sign of how they are meant: of such a question
 * partial matches count where fewer than ten works have it all. */
static gboolean is_sentence(const Ask *ask)
{
  g_autoptr(GHashTable) different = g_hash_table_new(g_direct_hash, g_direct_equal);
  guint stop_words = 0;
  for (guint i = 0; i < ask->clauses->len; i++) {
    const Clause *clause = ask->clauses->pdata[i];
    if (clause->quoted || clause->exclude) return FALSE;
    if (is_plain_stop(ask, clause)) stop_words++;
    else g_hash_table_add(different, clause->words->pdata[0]);
  }
  return stop_words > 0 && g_hash_table_size(different) >= 4;
}

static gboolean has_phrases(const Ask *ask)
{
  for (guint i = 0; i < ask->clauses->len; i++)
    if (((Clause *)ask->clauses->pdata[i])->quoted) return TRUE;
  return FALSE;
}

/* matched[i] as match_all() has it, of all the words or, where hardly any work has them, of any. */
static guint match(Model *model, const Ask *ask, gboolean *matched, gboolean *any)
{
  guint total = match_all(model, ask, FALSE, matched), all = count_matched(model, matched);
  *any = FALSE;
  if (all >= (is_sentence(ask) ? 10u : 1u) || (wanted_clauses(ask) < 2 && !has_phrases(ask))) return total;
  g_autofree gboolean *partly = g_new0(gboolean, model->works->len);
  guint partial = match_all(model, ask, TRUE, partly);
  *any = wanted_clauses(ask) > 0 && count_matched(model, partly) > 0;
  if (!*any) return total;
  memcpy(matched, partly, model->works->len * sizeof *matched);
  return partial;
}

static void check_answer(RepereEngine *engine, Model *model, const Ask *ask, gboolean whole)
{
  const RepereQuestion *question = ask->question;
  g_autofree gboolean *matched = g_new0(gboolean, model->works->len);
  gboolean any;
  guint total = match(model, ask, matched, &any);
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  if (answer->head.total != total || answer->head.any != any) {
    describe(ask);
    g_test_message("answered %u any %d, expected %u any %d", answer->head.total, answer->head.any, total, any);
  }
  g_assert_cmpuint(answer->head.total, ==, total);
  g_assert_cmpint(answer->head.any, ==, any);
  g_assert_cmpuint(answer->hits->len, ==, MIN(question->limit, total - MIN(total, question->offset)));
  g_assert_cmpuint(answer->facets->len, ==, question->facets->len);
  for (guint i = 0; i < question->facets->len; i++)
    check_facet(model, ask, question->facets->pdata[i], answer->facets->pdata[i], matched);
  if (whole) check_pages(engine, model, ask, matched, total, answer);
}

static void ask_many(RepereEngine *engine, Model *model, guint n)
{
  guint some = 0, sentences = 0;
  for (guint i = 0; i < n; i++) {
    Ask *ask = ask_new(model);
    check_answer(engine, model, ask, i % 10 == 0);
    some += ask->clauses->len > 0;
    sentences += is_sentence(ask);
    ask_free(ask);
  }
  g_assert_cmpuint(some, >, n / 3);
  g_assert_cmpuint(sentences, >, n / 50);
}

static void check_hidden(RepereEngine *engine, const Model *model)
{
  guint hidden = 0;
  RepereIndexState state;
  RepereQuestion *question = road_question("hidden treasure", "en");
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  g_assert_cmpuint(answer->head.total, ==, 0);
  repere_question_free(question);
  for (guint i = 0; i < model->works->len; i++) {
    const Work *work = model->works->pdata[i];
    g_autoptr(GError) error = NULL, page_error = NULL;
    g_autoptr(RepereHit) hit = repere_work_by_id(engine, 0, work->id, "en", &state, &error);
    if (g_str_equal(work->access, "public")) {
      g_assert_no_error(error);
      g_assert_cmpstr(hit->id, ==, work->id);
      continue;
    }
    hidden++;
    g_assert_error(error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND);
    g_assert_null(repere_page_by_number(engine, 0, work->id, 0, 1, "en", &state, &page_error));
    g_assert_error(page_error, REPERE_ERROR, REPERE_ERROR_NOT_FOUND);
  }
  g_assert_cmpuint(hidden, >, 5);
  g_assert_cmpuint(state.works, ==, model->works->len - hidden);
}

/* A third of the works become others, go, or come. */
static void change_works(Model *model, const Road *road)
{
  for (guint i = 0; i < model->works->len;) {
    Work *old = model->works->pdata[i];
    guint dice = pick(model, 9);
    if (dice == 0) {
      g_ptr_array_remove_index_fast(model->works, i);
      continue;
    }
    if (dice == 1) {
      Work *other = work_new(model, road, old->id);
      work_free(old);
      model->works->pdata[i] = other;
    }
    i++;
  }
  for (guint i = 0; i < WORKS / 9; i++) {
    g_autofree char *id = g_strdup_printf("later-%u", i);
    g_ptr_array_add(model->works, work_new(model, road, id));
  }
}

/* What the model takes for granted of its words. */
static void check_words(Model *model)
{
  for (guint text = 0; text < LANGS; text++)
    for (guint lang = 0; lang < LANGS; lang++) {
      const RepereLanguage *language = repere_language(codes[lang]);
      for (guint i = 0; i < G_N_ELEMENTS(stops[0]); i++)
        g_assert_cmpint(repere_language_is_stop(language, stops[text][i], strlen(stops[text][i])), ==,
                        text == lang);
      for (guint i = 0; i < G_N_ELEMENTS(words[0]); i++)
        g_assert_false(repere_language_is_stop(language, words[text][i], strlen(words[text][i])));
    }
  g_assert_true(stem_of(model, "villages", EN) == stem_of(model, "village", EN));
  g_assert_true(stem_of(model, "écoles", FR) == stem_of(model, "école", FR));
}

static void test_counts(void)
{
  g_autoptr(Road) road = road_new("vocabularies=vocabularies\n");
  Model *model = model_new(20211);
  check_words(model);
  write_vocabularies(road);
  for (guint i = 0; i < WORKS; i++) {
    g_autofree char *id = g_strdup_printf("work-%u", i);
    g_ptr_array_add(model->works, work_new(model, road, id));
  }
  model_write(model, road);
  road_run_well(road, "update");
  g_autoptr(RepereEngine) engine = road_engine(road);
  check_hidden(engine, model);
  ask_many(engine, model, QUESTIONS);

  change_works(model, road);
  model_write(model, road);
  road_run_well(road, "update");
  g_autoptr(GError) error = NULL;
  repere_engine_poll(engine, &error);
  g_assert_no_error(error);
  check_hidden(engine, model);
  ask_many(engine, model, LATER_QUESTIONS);
  model_free(model);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/counts", test_counts);
  return g_test_run();
}
