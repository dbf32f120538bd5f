/* test_duplicates.c - works that look alike, over the whole road: what is found, what the facet says then, and that
 * everything else of a work that got the value stands as it was. */
#include "road.h"

static const char *const words[2][32] = {
  {"the", "people", "of", "a", "village", "came", "back", "with", "their", "families", "and", "found", "work", "in", "small",
   "towns", "where", "they", "could", "stay", "for", "many", "years", "because", "others", "had", "left", "before", "this",
   "story", "was", "written"},
  {"les", "gens", "du", "un", "village", "sont", "revenus", "avec", "leurs", "familles", "et", "ont", "travail", "dans",
   "petites", "villes", "où", "ils", "pouvaient", "rester", "pour", "plusieurs", "années", "parce", "autres", "avaient", "quitté",
   "avant", "cette", "histoire", "fut", "écrite"}};

/* Sentences of random words with figures and names: those go by `facts`, the words by `style`. */
static char *story(guint language, guint32 style, guint32 facts)
{
  g_autoptr(GRand) of_words = g_rand_new_with_seed(style), of_facts = g_rand_new_with_seed(facts);
  static const char *const names[] = {"Zambezi", "Mozambique", "Honduras", "Chimbote", "Ouidah", "Tegucigalpa", "Bamako", "Kigali"};
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < 60; i++) {
    for (guint k = 0; k < 12; k++) g_string_append_printf(text, "%s ", words[language][g_rand_int_range(of_words, 0, 32)]);
    g_string_append_printf(text, "%d in %s %d.\n", g_rand_int_range(of_facts, 20, 9000), names[g_rand_int_range(of_facts, 0, 8)],
                           g_rand_int_range(of_facts, 1950, 2020));
  }
  return g_string_free(text, FALSE);
}

static void write_story(const Road *road, const char *name, guint language, guint32 style, guint32 facts)
{
  g_autofree char *path = g_strconcat("files/", name, NULL), *text = story(language, style, facts);
  road_write(road, path, text);
}

/* `files`: "NAME LANG NAME LANG …". `more`: further elements. */
static void add_record(GString *xml, const char *id, const char *files, const char *more)
{
  g_auto(GStrv) parts = g_strsplit(files, " ", -1);
  g_string_append_printf(xml, "<record>\n  <dcterms:identifier>%s</dcterms:identifier>\n", id);
  road_element(xml, "dcterms:title", "en", id);
  for (char **part = parts; part[0] && part[1]; part += 2)
    g_string_append_printf(xml, "  <dcterms:hasFormat href=\"%s\" xml:lang=\"%s\" type=\"text/plain\"/>\n", part[0], part[1]);
  g_string_append_printf(xml, "%s</record>\n", more ? more : "");
}

static gint by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The ids that `q` finds, among the suspected where `suspected`, sorted. g_free. */
static char *ids(const Road *road, const char *q, gboolean suspected)
{
  RepereEngine *engine = road_engine(road);
  RepereQuestion *question = road_question(q, "en");
  question->limit = 50;
  if (suspected) repere_question_add_filter(question, "quality", FALSE, "duplicate");
  RepereAnswer *answer = road_ask(engine, question);
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  for (guint i = 0; i < answer->hits->len; i++) g_ptr_array_add(found, ((RepereHit *)answer->hits->pdata[i])->id);
  g_assert_cmpuint(found->len, ==, answer->head.total);
  g_ptr_array_sort(found, by_text);
  g_ptr_array_add(found, NULL);
  char *text = g_strjoinv(" ", (char **)found->pdata);
  repere_answer_free(answer);
  repere_question_free(question);
  repere_engine_unref(engine);
  return text;
}

static void check(const Road *road, const char *suspected)
{
  g_autofree char *found = ids(road, "", TRUE);
  g_assert_cmpstr(found, ==, suspected);
}

static void has(const char *text, const char *part)
{
  if (!strstr(text, part)) g_error("there is no \"%s\" in: %s", part, text);
}

static Road *library(void)
{
  Road *road = road_new(NULL);
  write_story(road, "dam-en.txt", 0, 1, 1);
  write_story(road, "dam-fr.txt", 1, 2, 1);
  write_story(road, "road-en.txt", 0, 3, 3);
  write_story(road, "road-fr.txt", 1, 4, 3);
  write_story(road, "well.txt", 0, 5, 5);
  write_story(road, "well-copy.txt", 0, 5, 5);
  write_story(road, "other.txt", 0, 7, 7);
  g_autofree char *one = story(0, 8, 8), *edited = g_strconcat("Second printing, with a new first line.\n", one, NULL);
  road_write(road, "files/bridge.txt", one);
  road_write(road, "files/bridge-2.txt", edited);
  return road;
}

static void write_records(const Road *road, gboolean bridge, gboolean well, const char *more_of_dam)
{
  GString *xml = road_records();
  add_record(xml, "dam", "dam-en.txt en", more_of_dam);
  add_record(xml, "barrage", "dam-fr.txt fr", NULL);
  add_record(xml, "road", "road-en.txt en road-fr.txt fr", NULL); /* its own translation */
  add_record(xml, "well", "well.txt en", NULL);
  if (well) add_record(xml, "well-again", "well-copy.txt en", NULL);
  add_record(xml, "other", "other.txt en", NULL);
  add_record(xml, "bridge", "bridge.txt en", NULL);
  if (bridge) add_record(xml, "bridge-2", "bridge-2.txt en", NULL);
  add_record(xml, "no-file", "", NULL);
  road_write_records(road, "records/all.xml", xml);
}

static void test_found(void)
{
  g_autoptr(Road) road = library();
  write_records(road, TRUE, TRUE, NULL);
  road_run_well(road, "update");
  has(road->out, "6 works look like another one");
  check(road, "barrage bridge bridge-2 dam well well-again");
  g_autofree char *all = ids(road, "", FALSE); /* suspected, never joined */
  g_assert_cmpstr(all, ==, "barrage bridge bridge-2 dam no-file other road well well-again");
  road_run_well(road, "duplicates");
  has(road->out, "the same file:\n  well ");
  has(road->out, "nearly the same text:\n  bridge ");
  has(road->out, "a translation, by its numbers and names:\n  barrage ");
  g_assert_null(strstr(road->out, "road"));
  road_run_well(road, "report");
  g_autofree char *path = road_path(road, "index/report.html"), *page = NULL;
  g_assert_true(g_file_get_contents(path, &page, NULL, NULL));
  has(page, "Suspected duplicates <span class=\"count\">3<");
  has(page, "<dd>well-copy.txt</dd>");
  road_run_well(road, "update"); /* nothing changed, nothing is written */
  has(road->out, "6 works look like another one");
  has(road->out, "revision 2 ");
}

/* What goes takes the suspicion with it, and what is said to be known, too. */
static void test_gone(void)
{
  g_autoptr(Road) road = library();
  write_records(road, TRUE, TRUE, NULL);
  road_run_well(road, "update");
  write_records(road, FALSE, FALSE, NULL);
  road_run_well(road, "update");
  check(road, "barrage dam");
  write_records(road, FALSE, FALSE, "<dcterms:relation>barrage</dcterms:relation>\n");
  road_run_well(road, "update");
  check(road, "");
  g_assert_null(strstr(road->out, "look like"));
  road_run_well(road, "duplicates");
  has(road->out, "No work looks like another one.");
  write_records(road, TRUE, FALSE, NULL); /* the other record came back; the first one's files are not read again */
  road_run_well(road, "update");
  check(road, "barrage bridge bridge-2 dam");
  write_story(road, "dam-fr.txt", 1, 20, 20); /* a file that changed */
  road_run_well(road, "update");
  check(road, "bridge bridge-2");
  road_run_well(road, "rebuild");
  check(road, "bridge bridge-2");
}

/* A document that got the value by itself is found by its words, phrases and fields as before. */
static void test_whole(void)
{
  g_autoptr(Road) road = library();
  static const char *const questions[] = {"tegucigalpa", "\"the village\"", "\"in Honduras\"", "title:dam", "work NEAR/3 towns",
                                          "kigali -title:dam", "families"};
  char *before[G_N_ELEMENTS(questions)];
  write_records(road, FALSE, FALSE, NULL);
  road_run_well(road, "update");
  check(road, "barrage dam");
  for (guint i = 0; i < G_N_ELEMENTS(questions); i++) before[i] = ids(road, questions[i], FALSE);
  write_story(road, "dam-fr.txt", 1, 2, 77); /* other figures: dam loses the value, and is not read for it */
  road_run_well(road, "update");
  check(road, "");
  write_story(road, "dam-fr.txt", 1, 2, 1);
  road_run_well(road, "update");
  check(road, "barrage dam");
  has(road->out, "Works: 0 added, 1 replaced, 0 removed, 6 unchanged");
  for (guint i = 0; i < G_N_ELEMENTS(questions); i++) {
    g_autofree char *after = ids(road, questions[i], FALSE);
    g_assert_cmpstr(before[i], ==, after);
    g_assert_cmpuint(strlen(after), >, 0);
    g_free(before[i]);
  }
}

/* The same file filed twice in one work, as if it were its own translation: told, but the work is like no other. */
static void test_within(void)
{
  g_autoptr(Road) road = library();
  GString *xml = road_records();
  add_record(xml, "twice", "well.txt en well-copy.txt fr", NULL);
  add_record(xml, "nothing", "empty-1.txt en", NULL);
  add_record(xml, "nothing-2", "empty-2.txt en", NULL);
  road_write(road, "files/empty-1.txt", "");
  road_write(road, "files/empty-2.txt", "");
  road_write_records(road, "records/all.xml", xml);
  g_assert_cmpint(road_run(road, "update"), ==, 65); /* files without text are named */
  check(road, "");
  road_run_well(road, "duplicates");
  has(road->out, "one work has it twice:\n  twice ");
  g_assert_null(strstr(road->out, "nothing"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/duplicates/found", test_found);
  g_test_add_func("/duplicates/gone", test_gone);
  g_test_add_func("/duplicates/whole", test_whole);
  g_test_add_func("/duplicates/within", test_within);
  return g_test_run();
}
