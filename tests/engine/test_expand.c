/* test_expand.c - what is added to the words of a question: concepts, translations, the words themselves in
 * other languages. Laws that hold whatever is added, on random works and questions. */
#include "expand_library.h"

enum { WORKS = 240, QUESTIONS = 400 };

#define CONFIGURATION                                                                                        \
  "vocabularies=vocabularies\n[indexer]\ntranslate=on\n"                                                     \
  "[facet type]\nsource=dcterms:type\n[facet language]\nsource=dcterms:language\n"                           \
  "[facet concept]\nsource=text\nvocabulary=*\n"                                                             \
  "[facet mentions]\nsource=text\nvocabulary=iso3166\n"

typedef struct {
  Road *road;
  RepereEngine *engine;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  Road *road = fixture->road = road_new(CONFIGURATION);
  GString *xml = road_records();
  write_concepts(road);
  for (guint i = 0; i < WORKS; i++) add_random_work(road, xml, i);
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  fixture->engine = road_engine(road);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  repere_engine_unref(fixture->engine);
  road_free(fixture->road);
}

static void leave_out(RepereQuestion *question, const char *id)
{
  g_ptr_array_add(question->left_out, g_strdup(id));
}

/* ---- what is added ---- */

/* Leaves out whatever is added, and the words themselves as other languages have them. */
static void leave_out_all(RepereEngine *engine, RepereQuestion *question)
{
  g_auto(GStrv) words = g_strsplit_set(question->q, " \"", -1);
  for (guint i = 0; words[i]; i++) {
    g_autofree char *lower = g_utf8_strdown(words[i], -1);
    leave_out(question, lower);
  }
  for (guint added = 1; added;) {
    g_autoptr(RepereAnswer) answer = road_ask(engine, question);
    added = answer->head.expansions->len;
    for (guint i = 0; i < added; i++)
      leave_out(question, ((RepereExpansion *)answer->head.expansions->pdata[i])->id);
    g_assert_cmpuint(question->left_out->len, <, 100);
  }
}

/* Expansion adds works and takes none away; without all that it adds, the same works come in the same order
 * and weigh the same. */
static void test_superset(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint more = 0, compared = 0;
  for (guint i = 0; i < QUESTIONS; i++) {
    g_autoptr(RepereQuestion) question = random_question();
    g_autoptr(RepereAnswer) on = road_ask(fixture->engine, question);
    g_autoptr(GPtrArray) with = all_hits(fixture->engine, question);
    question->expand = FALSE;
    g_autoptr(RepereAnswer) off = road_ask(fixture->engine, question);
    g_autoptr(GPtrArray) without = all_hits(fixture->engine, question);
    g_assert_cmpuint(off->head.expansions->len, ==, 0);
    if (!on->head.any && !off->head.any) {
      compared++;
      more += with->len > without->len;
      for (guint h = 0; h < without->len; h++)
        g_assert_true(has_hit(with, ((RepereHit *)without->pdata[h])->id));
    }
    question->expand = TRUE;
    leave_out_all(fixture->engine, question);
    g_autoptr(RepereAnswer) plain = road_ask(fixture->engine, question);
    g_autoptr(GPtrArray) rest = all_hits(fixture->engine, question);
    if (rest->len != without->len) g_test_message("%s (%s)", question->q, question->lang);
    g_assert_cmpint(plain->head.any, ==, off->head.any);
    g_assert_cmpuint(rest->len, ==, without->len);
    for (guint h = 0; h < rest->len; h++) {
      const RepereHit *one = rest->pdata[h], *other = without->pdata[h];
      g_assert_cmpstr(one->id, ==, other->id);
      g_assert_cmpfloat_with_epsilon(one->score, other->score, 1e-6);
    }
  }
  g_assert_cmpuint(compared, >, QUESTIONS / 2);
  g_assert_cmpuint(more, >, compared / 4);
}

static gboolean same_expansion(const RepereExpansion *one, const RepereExpansion *other)
{
  return g_str_equal(one->id, other->id) && g_strcmp0(one->concept, other->concept) == 0 &&
         g_str_equal(one->words, other->words) && one->works == other->works &&
         one->labels->len == other->labels->len;
}

/* One left out is gone, and the others stay. (A word and a compound that read the same are one id.) */
static void test_left_out(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint left_out = 0;
  for (guint i = 0; i < QUESTIONS; i++) {
    g_autoptr(RepereQuestion) question = random_question();
    g_autoptr(RepereAnswer) whole = road_ask(fixture->engine, question);
    for (guint e = 0; e < whole->head.expansions->len; e++) {
      const char *id = ((RepereExpansion *)whole->head.expansions->pdata[e])->id;
      leave_out(question, id);
      g_autoptr(RepereAnswer) less = road_ask(fixture->engine, question);
      guint kept = 0;
      /* Where any word will do instead, more is added. */
      for (guint n = 0; whole->head.any == less->head.any && n < whole->head.expansions->len; n++) {
        const RepereExpansion *before = whole->head.expansions->pdata[n];
        if (g_str_equal(before->id, id)) continue;
        if (kept >= less->head.expansions->len)
          g_error("%s without %s: %s is gone", question->q, id, before->id);
        g_assert_true(same_expansion(before, less->head.expansions->pdata[kept]));
        kept++;
      }
      if (whole->head.any == less->head.any) g_assert_cmpuint(kept, ==, less->head.expansions->len);
      gboolean all = !whole->head.any && !less->head.any;
      if (all && less->head.total > whole->head.total)
        g_error("%s (%s) finds more without %s: %u, not %u", question->q, question->lang, id,
                less->head.total, whole->head.total);
      g_ptr_array_set_size(question->left_out, 0);
      left_out++;
    }
  }
  g_assert_cmpuint(left_out, >, QUESTIONS / 4);
}

/* ---- how many works have it ---- */

static guint count_of_concept(RepereEngine *engine, const char *vocabulary, const char *value)
{
  const char *name = g_str_equal(vocabulary, "themes") ? "concept" : "mentions";
  g_autoptr(RepereQuestion) question = road_question("", "en");
  repere_question_add_facet(question, name)->limit = 100;
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  const RepereFacetAnswer *facet = answer->facets->pdata[0];
  for (guint i = 0; i < facet->values->len; i++)
    if (g_str_equal(((RepereFacetValue *)facet->values->pdata[i])->value, value))
      return ((RepereFacetValue *)facet->values->pdata[i])->count;
  return 0;
}

/* Adds the works in the label's language that have it, in any form. */
static void add_works(RepereEngine *engine, const RepereText *label, GHashTable *ids)
{
  g_autoptr(RepereQuestion) question = road_question(label->text, label->lang);
  question->expand = FALSE;
  repere_question_add_filter(question, "language", FALSE, label->lang);
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  g_autoptr(GPtrArray) hits = all_hits(engine, question);
  if (answer->head.any) g_error("%s (%s) stands in no work", label->text, label->lang);
  for (guint i = 0; i < hits->len; i++) g_hash_table_add(ids, g_strdup(((RepereHit *)hits->pdata[i])->id));
}

static guint count_by_labels(RepereEngine *engine, const RepereExpansion *expansion)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < expansion->labels->len; i++) add_works(engine, expansion->labels->pdata[i], ids);
  return g_hash_table_size(ids);
}

static void test_works(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint found = 0, named = 0;
  for (guint i = 0; i < QUESTIONS / 2; i++) {
    g_autoptr(RepereQuestion) question = random_question();
    g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
    for (guint e = 0; e < answer->head.expansions->len; e++) {
      const RepereExpansion *expansion = answer->head.expansions->pdata[e];
      if (g_str_equal(expansion->source, "cognate")) continue; /* its labels are of no language */
      guint works = expansion->concept
                    ? count_of_concept(fixture->engine, expansion->source, expansion->concept)
                    : count_by_labels(fixture->engine, expansion);
      if (works != expansion->works)
        g_test_message("%s (%s): %s", question->q, question->lang, expansion->id);
      g_assert_cmpuint(expansion->works, ==, works);
      named += expansion->concept != NULL;
      found++;
    }
  }
  g_assert_cmpuint(named, >, 10);
  g_assert_cmpuint(found, >, named + 10);
}

/* ---- counts, pages, exports ---- */

static void check_type_counts(const RepereFacetAnswer *facet, const GPtrArray *hits)
{
  for (guint v = 0; v < facet->values->len; v++) {
    const RepereFacetValue *value = facet->values->pdata[v];
    guint count = 0;
    for (guint h = 0; h < hits->len; h++) {
      const RepereHit *hit = hits->pdata[h];
      for (guint f = 0; f < hit->facets->len; f++) {
        const RepereHitFacet *shown = hit->facets->pdata[f];
        if (g_str_equal(shown->facet, facet->facet))
          count += g_str_equal(((RepereValue *)shown->values->pdata[0])->value, value->value);
      }
    }
    g_assert_cmpuint(value->count, ==, count);
  }
}

/* Pages by cursors are the pieces of the export, and go down by score. */
static void check_cursors(RepereEngine *engine, RepereQuestion *question, const GPtrArray *hits)
{
  guint at = 0;
  double last = G_MAXDOUBLE;
  for (gboolean more = TRUE; more;) {
    question->limit = (guint)g_test_rand_int_range(1, 30);
    g_autoptr(RepereAnswer) page = road_ask(engine, question);
    g_assert_cmpuint(page->head.total, ==, hits->len);
    for (guint i = 0; i < page->hits->len; i++, at++) {
      const RepereHit *hit = page->hits->pdata[i], *walked = hits->pdata[at];
      g_assert_cmpstr(hit->id, ==, walked->id);
      g_assert_cmpfloat(hit->score, ==, walked->score);
      g_assert_cmpfloat(hit->score, <=, last);
      last = hit->score;
    }
    g_free(question->cursor);
    question->cursor = g_steal_pointer(&page->next);
    more = question->cursor != NULL;
  }
  g_assert_cmpuint(at, ==, hits->len);
}

static void test_counts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < QUESTIONS / 2; i++) {
    g_autoptr(RepereQuestion) question = random_question();
    question->passages = 0;
    repere_question_add_facet(question, "type")->limit = 100;
    if (i % 4 == 0) repere_question_add_filter(question, "language", FALSE, codes[i / 4 % LANGS]);
    g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
    g_autoptr(GPtrArray) hits = all_hits(fixture->engine, question);
    g_assert_cmpuint(answer->head.total, ==, hits->len);
    check_type_counts(answer->facets->pdata[0], hits);
    check_cursors(fixture->engine, question, hits);
  }
}

/* ---- what it is made of ---- */

static void test_explained(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint translated = 0, conceptual = 0;
  for (guint i = 0; i < QUESTIONS; i++) {
    g_autoptr(RepereQuestion) question = random_question();
    question->explain = TRUE;
    question->limit = 100;
    g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
    for (guint h = 0; h < answer->hits->len; h++) {
      const RepereHit *hit = answer->hits->pdata[h];
      double sum = 0;
      for (guint p = 0; p < hit->explanation->len; p++) {
        const RepereExplanation *part = &g_array_index(hit->explanation, RepereExplanation, p);
        g_assert_cmpfloat(part->score, >, 0);
        sum += part->score;
        translated += g_str_equal(part->what, "translation");
        conceptual += g_str_equal(part->what, "concept");
      }
      g_assert_cmpfloat_with_epsilon(sum, hit->score, 1e-3);
    }
  }
  g_assert_cmpuint(translated, >, 100);
  g_assert_cmpuint(conceptual, >, 20);
}

/* ---- time ---- */

typedef struct {
  guint asked, most;
} Patience;

static gboolean gone_after(gpointer data)
{
  Patience *patience = data;
  return ++patience->asked > patience->most;
}

/* Wherever it is stopped, a question says that it was. */
static void test_stopped(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const asked[] = {"village school", "drinking water health children",
                                      "\"village school\" OR work"};
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
    Patience patience = {0, 0};
    gboolean answered = FALSE;
    for (; !answered; patience.most++) {
      g_autoptr(GError) error = NULL;
      g_autoptr(RepereQuestion) question = road_question(asked[i], "en");
      patience.asked = 0;
      question->gone = gone_after;
      question->gone_data = &patience;
      g_autoptr(RepereAnswer) answer = repere_search(fixture->engine, 0, question, &error);
      answered = answer != NULL;
      if (answered) g_assert_no_error(error);
      else g_assert_error(error, REPERE_ERROR, REPERE_ERROR_CANCELLED);
      g_assert_cmpuint(patience.most, <, 100000);
    }
    g_assert_cmpuint(patience.most, >, 5);
  }
}

/* ---- parallel works ---- */

/* Words that are each other's translation, with as many letters' worth of terms: none has an accent. */
static const char *const parallel[][2] = {{"house", "casa"},     {"family", "familia"}, {"health", "salud"},
                                          {"water", "agua"},     {"school", "escuela"}, {"work", "trabajo"},
                                          {"woman", "mujer"},    {"city", "ciudad"}};

static void add_parallel(GString *xml, guint i, guint lang, guint often)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint n = 0; n < 60; n++)
    g_string_append_printf(text, "%s ", n % 12 == 5 && n / 12 < often ? parallel[i][lang] : "0815");
  g_string_append_printf(xml, "<record>\n<dcterms:identifier>%s-%u-%u</dcterms:identifier>\n",
                         lang ? "es" : "en", i, often);
  road_element(xml, "dcterms:title", lang ? "es" : "en", "4711");
  road_element(xml, "text", lang ? "es" : "en", text->str);
  g_string_append(xml, "</record>\n");
}

static double score_of(const RepereAnswer *answer, const char *lang, guint i, guint often)
{
  g_autofree char *id = g_strdup_printf("%s-%u-%u", lang, i, often);
  for (guint h = 0; h < answer->hits->len; h++)
    if (g_str_equal(((RepereHit *)answer->hits->pdata[h])->id, id))
      return ((RepereHit *)answer->hits->pdata[h])->score;
  return -1;
}

/* A translation never counts more than the word itself, standing as often in a work as long; nor does it
 * where the word names a concept. */
static void test_parallel(gconstpointer configuration)
{
  g_autoptr(Road) road = road_new(configuration);
  GString *xml = road_records();
  guint translated = 0;
  for (guint i = 0; i < G_N_ELEMENTS(parallel); i++)
    for (guint often = 1; often <= 5; often++)
      for (guint lang = 0; lang < 2; lang++) add_parallel(xml, i, lang, often);
  write_concepts(road);
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  RepereEngine *engine = road_engine(road);
  for (guint i = 0; i < G_N_ELEMENTS(parallel); i++)
    for (guint lang = 0; lang < 2; lang++) {
      g_autoptr(RepereQuestion) question = road_question(parallel[i][lang], lang ? "es" : "en");
      question->limit = 100;
      g_autoptr(RepereAnswer) answer = road_ask(engine, question);
      for (guint often = 1; often <= 5; often++) {
        double own = score_of(answer, lang ? "es" : "en", i, often),
               other = score_of(answer, lang ? "en" : "es", i, often);
        if (other > own)
          g_test_message("%s, %u times: %g, its translation %g", question->q, often, own, other);
        g_assert_cmpfloat(own, >, 0);
        g_assert_cmpfloat(other, <=, own);
        translated += other > 0;
      }
    }
  g_assert_cmpuint(translated, >=, G_N_ELEMENTS(parallel) * 5);
  repere_engine_unref(engine);
}

/* ---- words ---- */

static void add_short(GString *xml, const char *id, const char *lang, const char *text)
{
  g_string_append_printf(xml, "<record>\n<dcterms:identifier>%s</dcterms:identifier>\n", id);
  road_element(xml, "dcterms:title", NULL, "4711");
  road_element(xml, "text", lang, text);
  g_string_append(xml, "</record>\n");
}

/* What is typed with an accent and would be a stop word without it is found as it was typed, whatever
 * language is asked in; a slip in a word of the question's own language finds no other language's words. */
static void test_as_written(void)
{
  static const char *const pairs[][3] = {
    {"fr", "thé", "the"}, {"es", "sí", "si"}, {"es", "más", "mas"}, {"fr", "été", "ete"}, {"fr", "là", "la"}};
  g_autoptr(Road) road = road_new(NULL);
  GString *xml = road_records();
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    g_autofree char *other = g_strconcat(pairs[i][2], "-plain", NULL);
    add_short(xml, pairs[i][1], pairs[i][0], pairs[i][1]);
    add_short(xml, other, "en", pairs[i][2]);
  }
  add_short(xml, "own", "es", "La reintegración de las personas que vuelven a su pueblo es lenta.");
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  RepereEngine *engine = road_engine(road);
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
    for (guint lang = 0; lang < LANGS; lang++) {
      g_autoptr(RepereQuestion) question = road_question(pairs[i][1], codes[lang]);
      g_autoptr(GPtrArray) hits = all_hits(engine, question);
      g_autofree char *other = g_strconcat(pairs[i][2], "-plain", NULL);
      gboolean stop = repere_language_is_stop(NULL, pairs[i][2], strlen(pairs[i][2]));
      g_assert_true(has_hit(hits, pairs[i][1]));
      if (stop) g_assert_false(has_hit(hits, other));
    }
  g_autoptr(RepereQuestion) slip = road_question("reintegrasion", "es");
  g_autoptr(RepereAnswer) answer = road_ask(engine, slip);
  g_assert_cmpuint(answer->head.expansions->len, ==, 0);
  g_free(slip->lang);
  slip->lang = g_strdup("en");
  g_autoptr(RepereAnswer) cognate = road_ask(engine, slip);
  g_assert_cmpuint(cognate->head.total, ==, 1);
  g_assert_cmpuint(cognate->head.expansions->len, ==, 1);
  repere_engine_unref(engine);
}

static gboolean is_added(const RepereAnswer *answer, const char *id)
{
  for (guint i = 0; i < answer->head.expansions->len; i++)
    if (g_str_equal(((RepereExpansion *)answer->head.expansions->pdata[i])->id, id)) return TRUE;
  return FALSE;
}

/* Where any word will do, so does one of those that a hyphen or quotation marks join, in other languages too:
 * then that is said, and can be left out. Where all words are there, nothing is said of it. */
static void test_parts(void)
{
  static const char *const asked[] = {"school-water 4812", "\"school water\" 4812"};
  g_autoptr(Road) road = road_new("[indexer]\ntranslate=on\n");
  GString *xml = road_records();
  add_short(xml, "escuela", "es", "La escuela del pueblo es nueva.");
  add_short(xml, "agua", "es", "El agua del pueblo es buena.");
  add_short(xml, "whole", "en",
            "The school water of the village is good; so is school-water elsewhere: 0815.");
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  RepereEngine *engine = road_engine(road);
  for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
    g_autoptr(RepereQuestion) question = road_question(asked[i], "en");
    g_autoptr(RepereAnswer) answer = road_ask(engine, question);
    g_assert_true(answer->head.any);
    g_assert_cmpuint(answer->head.total, ==, 3);
    g_assert_true(is_added(answer, "school"));
    g_assert_true(is_added(answer, "water"));
    leave_out(question, "school");
    g_autoptr(RepereAnswer) less = road_ask(engine, question);
    g_assert_true(has_hit(less->hits, "agua"));
    g_assert_false(has_hit(less->hits, "escuela"));
    g_assert_false(is_added(less, "school"));
    leave_out(question, "water");
    g_autoptr(RepereAnswer) least = road_ask(engine, question);
    g_assert_cmpuint(least->head.total, ==, 1);
    g_assert_cmpuint(least->head.expansions->len, ==, 0);
  }
  g_autoptr(RepereQuestion) all = road_question("school-water 0815", "en");
  g_autoptr(RepereAnswer) found = road_ask(engine, all);
  g_assert_false(found->head.any);
  g_assert_false(is_added(found, "school"));
  repere_engine_unref(engine);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/expand/as-written", test_as_written);
  if (g_file_test("/usr/share/apertium/apertium-eng-spa", G_FILE_TEST_IS_DIR)) {
    g_test_add("/expand/superset", Fixture, NULL, set_up, test_superset, tear_down);
    g_test_add("/expand/left-out", Fixture, NULL, set_up, test_left_out, tear_down);
    g_test_add("/expand/works", Fixture, NULL, set_up, test_works, tear_down);
    g_test_add("/expand/counts", Fixture, NULL, set_up, test_counts, tear_down);
    g_test_add("/expand/explained", Fixture, NULL, set_up, test_explained, tear_down);
    g_test_add("/expand/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
    g_test_add_func("/expand/parts", test_parts);
    g_test_add_data_func("/expand/parallel", "[indexer]\ntranslate=on\n", test_parallel);
    g_test_add_data_func("/expand/parallel-concepts", "vocabularies=vocabularies\n[indexer]\ntranslate=on\n",
                         test_parallel);
  } else {
    g_test_message("Apertium's dictionaries are not installed: only what needs none is tested");
  }
  return g_test_run();
}
