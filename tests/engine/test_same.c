/* test_same.c - a facet of several vocabularies that share concepts, counted against a list by hand; and
 * filters whose values no work has. */
#include "repere/numbers.h"
#include "repere/walk.h"
#include "road.h"

#define CONFIGURATION                                                   \
  "vocabularies=vocabularies\n[indexer]\ntranslate=off\n"               \
  "[facet type]\nsource=dcterms:type\nvocabulary=alpha\n"               \
  "[facet country]\nsource=dcterms:spatial\nvocabulary=iso3166\n"       \
  "[facet organization]\nsource=dcterms:publisher\n"                    \
  "[facet year]\nsource=dcterms:issued\nkind=year\n"                    \
  "[facet concept]\nsource=text\nvocabulary=*\n"                        \
  "[facet all]\nsource=text\nkind=tree\nvocabulary=*\n"                 \
  "[facet beta]\nsource=text\nvocabulary=beta\n"

#define HEAD                                                                             \
  "<?xml version=\"1.0\"?><rdf:RDF "                                                     \
  "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "                           \
  "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">\n"
#define CONCEPT(value, en, fr, more)                                                               \
  "<skos:Concept rdf:about=\"urn:" value "\"><skos:notation>" value "</skos:notation>"             \
  "<skos:prefLabel xml:lang=\"en\">" en "</skos:prefLabel><skos:prefLabel xml:lang=\"fr\">" fr     \
  "</skos:prefLabel>" more "</skos:Concept>\n"
#define ALT(en) "<skos:altLabel xml:lang=\"en\">" en "</skos:altLabel>"
#define BROADER(value) "<skos:broader rdf:resource=\"urn:" value "\"/>"

/* fendrok is in both by its labels, peltrim by an exact match; zok is one word in English, two in French. */
static const char alpha[] = HEAD CONCEPT("a-fen", "FENDROK", "FENDRAC", ALT("gravok"))
  CONCEPT("a-pel", "peltrim", "peltrac", "") CONCEPT("a-zok", "zokmar", "zokfen", "")
    CONCEPT("a-short", "murgom", "murgac", ALT("bimrol")) "</rdf:RDF>\n";
static const char beta[] = HEAD CONCEPT("b-top", "lupnar", "lupnac", "")
  CONCEPT("b-fen", "Fendrok", "Fendrac", ALT("brimol") BROADER("b-top"))
    CONCEPT("b-pel", "dantuk", "dantac", "<skos:exactMatch rdf:resource=\"urn:a-pel\"/>")
      CONCEPT("b-zok", "zokmar", "zokmir", "")
        CONCEPT("b-long", "murgom tolkdap", "murgac tolkdac", "") "</rdf:RDF>\n";

static const struct {
  const char *id, *type, *country, *publisher, *pages;
  guint fen_pages; /* on which any label of fendrok is */
} works[] = {
  {"w1", "a-fen", "MZ", "Réseau Nord", "fendrok here\fgravok there\fbrimol and fendrok", 3},
  {"w2", "a-fen", "MZ", "Réseau Nord", "gravok alone\fbimrol and tolkdap", 1},
  {"w3", "a-zok", "QA", "South  Office", "brimol alone\fdantuk\fmurgac tolkdac", 1},
  {"w4", "a-zok", "QA", "South  Office", "peltrim and dantuk\fzokmar", 0},
  {"w5", "other", "QA", "South  Office", "nothing of all that but murgom tolkdap", 0},
};

static Road *library(void)
{
  Road *road = road_new(CONFIGURATION);
  g_autoptr(GString) xml = road_records();
  road_write(road, "vocabularies/alpha.rdf", alpha);
  road_write(road, "vocabularies/beta.rdf", beta);
  for (gsize i = 0; i < G_N_ELEMENTS(works); i++) {
    g_autofree char *file = g_strdup_printf("files/%s.txt", works[i].id);
    road_write(road, file, works[i].pages);
    g_string_append(xml, "<record>\n");
    road_element(xml, "dcterms:identifier", NULL, works[i].id);
    road_element(xml, "dcterms:type", NULL, works[i].type);
    road_element(xml, "dcterms:title", "en", works[i].id);
    road_element(xml, "dcterms:publisher", NULL, works[i].publisher);
    road_element(xml, "dcterms:issued", NULL, "2020");
    road_element(xml, "dcterms:spatial", NULL, works[i].country);
    g_string_append_printf(xml, "<dcterms:hasFormat href=\"%s.txt\" xml:lang=\"en\" type=\"text/plain\"/>\n",
                           works[i].id);
    g_string_append(xml, "</record>\n");
  }
  road_write_records(road, "records/all.xml", g_steal_pointer(&xml));
  road_run_well(road, "update");
  return road;
}

typedef struct {
  Road *road;
  RepereEngine *engine;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->road = library();
  fixture->engine = road_engine(fixture->road);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  repere_engine_unref(fixture->engine);
  road_free(fixture->road);
}

/* The answer to no words with a filter ("concept:a-fen", or NULL), facet counted. */
static RepereAnswer *ask(const Fixture *fixture, const char *filter, const char *facet)
{
  g_autoptr(RepereQuestion) question = road_question("", "en");
  if (filter) {
    g_auto(GStrv) parts = g_strsplit(filter, ":", 2);
    repere_question_add_filter(question, parts[0] + (*filter == '-'), *filter == '-', parts[1]);
  }
  if (facet) repere_question_add_facet(question, facet);
  return road_ask(fixture->engine, question);
}

/* ---- concepts ---- */

static gint by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "value label count same, …" by value. */
static char *counted(const RepereFacetAnswer *facet)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < facet->values->len; i++) {
    const RepereFacetValue *value = facet->values->pdata[i];
    const char *same = value->same && value->same->len ? value->same->pdata[0] : "-";
    g_ptr_array_add(lines, g_strdup_printf("%s %s %u %s", value->value, value->label, value->count, same));
  }
  g_ptr_array_sort(lines, by_text);
  g_ptr_array_add(lines, NULL);
  return g_strjoinv(", ", (char **)lines->pdata);
}

static void test_counts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereAnswer) answer = ask(fixture, NULL, "concept");
  g_autofree char *one = counted(answer->facets->pdata[0]);
  g_assert_cmpstr(
    one, ==,
    "a-fen Fendrok 3 b-fen, a-pel peltrim 2 b-pel, a-short murgom 2 -, a-zok zokmar (alpha) 1 -, "
    "b-long murgom tolkdap 2 -, b-zok zokmar (beta) 1 -");
  g_autoptr(RepereAnswer) tree = ask(fixture, NULL, "all");
  g_autofree char *above = counted(tree->facets->pdata[0]);
  g_assert_nonnull(strstr(above, "b-top lupnar 3 -")); /* what is above one of them is above both */
  g_autoptr(RepereAnswer) single = ask(fixture, NULL, "beta");
  g_autofree char *own = counted(single->facets->pdata[0]);
  g_assert_cmpstr(own, ==,
                  "b-fen Fendrok 2 -, b-long murgom tolkdap 2 -, b-pel dantuk 2 -, b-zok zokmar 1 -");
}

/* Each of the values finds what the one counts, and is that one where it is selected. */
static void test_filters(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const filters[] = {"concept:a-fen", "concept:b-fen", "concept:urn:b-fen", "all:b-top",
                                        "all:b-fen"};
  for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
    g_autoptr(RepereAnswer) answer = ask(fixture, filters[i], "concept");
    g_assert_cmpuint(answer->head.total, ==, 3);
    g_assert_cmpuint(answer->head.warnings->len, ==, 0);
  }
  g_autoptr(RepereAnswer) answer = ask(fixture, "concept:b-fen", "concept");
  const RepereFacetAnswer *facet = answer->facets->pdata[0];
  for (guint i = 0; i < facet->values->len; i++) {
    const RepereFacetValue *value = facet->values->pdata[i];
    g_assert_true(value->selected == g_str_equal(value->value, "a-fen"));
  }
  g_autoptr(RepereAnswer) others = ask(fixture, "-concept:b-fen", NULL);
  g_assert_cmpuint(others->head.total, ==, 2);
}

/* A page that has it by labels of both vocabularies is one page. */
static void test_pages(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (gsize i = 0; i < G_N_ELEMENTS(works); i++) {
    RepereIndexState state;
    g_autoptr(RepereHit) hit = repere_work_by_id(fixture->engine, 0, works[i].id, "en", &state, NULL);
    guint pages = 0;
    for (guint f = 0; f < hit->facets->len; f++) {
      const RepereHitFacet *facet = hit->facets->pdata[f];
      for (guint v = 0; g_str_equal(facet->facet, "concept") && v < facet->values->len; v++) {
        const RepereValue *value = facet->values->pdata[v];
        g_assert_cmpstr(value->value, !=, "b-fen");
        if (g_str_equal(value->value, "a-fen")) pages = value->pages;
      }
    }
    g_assert_cmpuint(pages, ==, works[i].fen_pages);
  }
}

/* ---- what words name ---- */

static guint asked_without(const Fixture *fixture, const char *left_out, guint expansions)
{
  g_autoptr(RepereQuestion) question = road_question("murgom tolkdap", "en");
  if (left_out) g_ptr_array_add(question->left_out, g_strdup(left_out));
  g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
  g_assert_cmpuint(answer->head.expansions->len, ==, expansions);
  return answer->head.total;
}

/* A concept that is left out makes no room for one that some of its words name: that would find works
 * anew. */
static void test_left_out(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpuint(asked_without(fixture, NULL, 1), ==, 2);
  g_assert_cmpuint(asked_without(fixture, "b-long", 0), ==, 1);
}

/* ---- filters that find nothing ---- */

static const struct {
  const char *filter, *warning; /* NULL: none */
} filters[] = {
  {"country:MZ", NULL},
  {"country:mz", NULL}, /* made canonical */
  {"year:1850", NULL},
  {"country:Mozambique", "No work has “Mozambique” in “country”; perhaps “MZ” (Mozambique) is meant."},
  {"country:catar", "No work has “catar” in “country”; perhaps “QA” (Qatar) is meant."},
  {"country:KE", "No work has “KE” (Kenya) in “country”."},
  {"country:Kenia", "No work has “Kenia” in “country”, nor “KE” (Kenya), which it may be meant for."},
  {"country:XX", "No work has “XX” in “country”."},
  {"organization:reseau nord",
   "No work has “reseau nord” in “organization”; perhaps “Réseau Nord” is meant."},
  {"organization: SOUTH OFFICE ",
   "No work has “ SOUTH OFFICE ” in “organization”; perhaps “South Office” is meant."},
  {"organization:Resau Nord", "No work has “Resau Nord” in “organization”; perhaps “Réseau Nord” is meant."},
  {"organization:\"Réseau Nord\"",
   "No work has “\"Réseau Nord\"” in “organization”; perhaps “Réseau Nord” is meant."},
  {"organization:x:y", "No work has “x:y” in “organization”."},
  {"-type:fendrok", "No work has “fendrok” in “type”; perhaps “a-fen” (FENDROK) is meant."},
  {"type:zokfen", "No work has “zokfen” in “type”; perhaps “a-zok” (zokmar) is meant."},
  {"concept:dantac", "No work has “dantac” in “concept”; perhaps “a-pel” (peltrim) is meant."},
};

static void check_warning(const char *filter, const char *wanted, const RepereAnswerHead *head)
{
  g_test_message("%s", filter);
  g_assert_cmpuint(head->warnings->len, ==, wanted ? 1 : 0);
  if (wanted) g_assert_cmpstr(head->warnings->pdata[0], ==, wanted);
}

static void test_warnings(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
    g_autoptr(RepereAnswer) answer = ask(fixture, filters[i].filter, NULL);
    check_warning(filters[i].filter, filters[i].warning, &answer->head);
    if (filters[i].warning)
      g_assert_cmpuint(answer->head.total, ==, filters[i].filter[0] == '-' ? G_N_ELEMENTS(works) : 0);
  }
}

/* Tables, trends and exports say the same. */
static void test_everywhere(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const all[] = {"", "fendrok", NULL}, wanted[] = "No work has “KE” (Kenya) in “country”.";
  g_autoptr(RepereQuestion) question = road_question("", "en");
  repere_question_add_filter(question, "country", FALSE, "ke");
  const RepereFacetAsk *rows = repere_question_add_facet(question, "type"),
                       *columns = repere_question_add_facet(question, "year");
  g_autoptr(ReperePivot) pivot = repere_pivot(fixture->engine, 0, question, rows, columns, NULL);
  check_warning("pivot", wanted, &pivot->head);
  g_autoptr(RepereTrend) trend = repere_trend(fixture->engine, 0, question, "year", all, NULL);
  for (guint i = 0; i < trend->series->len; i++)
    check_warning("trend", wanted, &((RepereSeries *)trend->series->pdata[i])->head);
  g_autoptr(RepereWalk) walk = repere_walk_new(fixture->engine, 0, question, NULL);
  check_warning("walk", wanted, repere_walk_head(walk));
  g_autoptr(RepereAnswer) similar = repere_similar(fixture->engine, 0, "w1", question, NULL);
  check_warning("similar", wanted, &similar->head);
}

/* However many there are, and however long. */
static void test_many(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereQuestion) question = road_question("", "en");
  for (guint i = 0; i < 200; i++) {
    g_autofree char *value = g_strdup_printf("%0900u", i);
    repere_question_add_filter(question, "organization", FALSE, value);
  }
  g_autoptr(RepereAnswer) answer = road_ask(fixture->engine, question);
  g_assert_cmpuint(answer->head.warnings->len, ==, 6);
  g_assert_cmpstr(answer->head.warnings->pdata[5], ==, "195 more values of filters are those of no work.");
}

#define ADD(name, function) g_test_add("/same/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("counts", test_counts);
  ADD("filters", test_filters);
  ADD("pages", test_pages);
  ADD("left-out", test_left_out);
  ADD("warnings", test_warnings);
  ADD("everywhere", test_everywhere);
  ADD("many", test_many);
  return g_test_run();
}
