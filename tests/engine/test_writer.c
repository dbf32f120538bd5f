/* test_writer.c - writing all works anew when the configuration changed is begun again where it was stopped
 * half-way; works whose record cannot be read meanwhile are caught up with later. */
#include "lib/writer.h"
#include "road.h"

static RepereLibrary *load(const Road *road)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *conf = road_path(road, "repere.conf");
  RepereLibrary *library = repere_library_load(conf, &error);
  g_assert_no_error(error);
  return library;
}

static void put(RepereWriter *writer, const char *id, const char *title)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereWork) work = repere_work_new(id);
  RepereFilePart none[1] = {{0}};
  repere_work_add_field(work, "dcterms:title", "en", title);
  work->hash = g_strdup(title);
  work->source = g_strdup("records/all.xml");
  repere_writer_put(writer, work, none, NULL, &error);
  g_assert_no_error(error);
}

/* One run: opens, puts a work, commits; `whole`: says that it was the last one. Returns whether it was asked
 * to write all works anew. */
static gboolean run(const RepereLibrary *library, const RepereVocabularies *vocabularies, const char *path,
                    const char *id, gboolean whole)
{
  g_autoptr(GError) error = NULL;
  gboolean read = TRUE;
  g_autoptr(RepereWriter) writer = repere_writer_open(library, vocabularies, path, 0, &error);
  g_assert_no_error(error);
  gboolean stale = repere_writer_stale(writer, &read) != NULL;
  g_assert_false(read);
  if (id) put(writer, id, id);
  if (whole) repere_writer_complete(writer, &error);
  g_assert_no_error(error);
  repere_writer_commit(writer, &error);
  g_assert_no_error(error);
  return stale;
}

static void test_stale(void)
{
  g_autoptr(Road) road = road_new(NULL);
  g_autoptr(RepereVocabularies) vocabularies = repere_vocabularies_load(NULL, NULL, NULL);
  g_autofree char *path = road_path(road, "g000001");
  g_autoptr(RepereLibrary) before = load(road);
  g_assert_false(run(before, vocabularies, path, "one", TRUE));
  g_assert_false(run(before, vocabularies, path, "two", FALSE));
  road_write(road, "repere.conf", "[library]\n[facet title]\nsource=dcterms:title\n");
  g_autoptr(RepereLibrary) after = load(road);
  g_assert_true(run(after, vocabularies, path, "one", FALSE));
  g_assert_true(run(after, vocabularies, path, NULL, FALSE));
  g_assert_true(run(after, vocabularies, path, "two", TRUE));
  g_assert_false(run(after, vocabularies, path, NULL, FALSE));
  g_assert_true(run(before, vocabularies, path, NULL, TRUE)); /* nothing put: the mark alone is committed */
  g_assert_false(run(before, vocabularies, path, NULL, FALSE));
}

/* What is dropped without a commit was never there. */
static void test_uncommitted(void)
{
  g_autoptr(Road) road = road_new(NULL);
  g_autoptr(RepereVocabularies) vocabularies = repere_vocabularies_load(NULL, NULL, NULL);
  g_autofree char *path = road_path(road, "g000001");
  g_autoptr(RepereLibrary) library = load(road);
  g_autoptr(GError) error = NULL;
  run(library, vocabularies, path, "one", TRUE);
  RepereWriter *writer = repere_writer_open(library, vocabularies, path, 0, &error);
  guint64 revision = repere_writer_revision(writer);
  put(writer, "two", "Two");
  g_assert_true(repere_writer_remove(writer, "one", &error));
  repere_writer_free(writer);
  writer = repere_writer_open(library, vocabularies, path, 0, &error);
  g_autoptr(GHashTable) states = repere_writer_states(writer, &error);
  g_assert_cmpuint(g_hash_table_size(states), ==, 1);
  g_assert_true(g_hash_table_contains(states, "one"));
  g_assert_cmpuint(repere_writer_revision(writer), ==, revision);
  g_assert_true(repere_writer_remove(writer, "nobody", &error));
  repere_writer_free(writer);
}

/* A new facet comes while one record is wrong: its work gets the facet when the record is right again, though
 * equal to what it was. */
static void test_spared(void)
{
  g_autoptr(Road) road = road_new(NULL);
  GString *good = road_records(), *xml;
  g_string_append(good, "<record>");
  road_element(good, "dcterms:identifier", NULL, "one");
  road_element(good, "dcterms:title", "en", "Unequalled");
  g_string_append(good, "</record>\n");
  g_autofree char *kept = g_strdup(good->str);
  road_write_records(road, "records/one.xml", good);
  xml = road_records();
  g_string_append(xml, "<record><dcterms:identifier>two</dcterms:identifier></record>");
  road_write_records(road, "records/two.xml", xml);
  road_run_well(road, "update");
  road_write(road, "repere.conf", "[library]\n[facet title]\nsource=dcterms:title\n");
  road_write(road, "records/one.xml", "<records><not closed");
  g_assert_cmpint(road_run(road, "update"), ==, 65);
  road_write_records(road, "records/one.xml", g_string_new(kept));
  road_run_well(road, "update");
  g_autoptr(RepereEngine) engine = road_engine(road);
  RepereQuestion *question = road_question("", "en");
  repere_question_add_filter(question, "title", FALSE, "Unequalled");
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  repere_question_free(question);
  g_assert_cmpuint(answer->head.total, ==, 1);
  road_run_well(road, "update");
  g_assert_nonnull(strstr(road->out, "2 unchanged"));
}

/* works of `era`'s only value, as a daemon counts them */
static void assert_era(const Road *road, const char *value, guint count, guint missing)
{
  g_autoptr(RepereEngine) engine = road_engine(road);
  RepereQuestion *question = road_question("", "en");
  repere_question_add_facet(question, "era");
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  repere_question_free(question);
  const RepereFacetAnswer *era = answer->facets->pdata[0];
  g_assert_cmpuint(era->missing, ==, missing);
  g_assert_cmpuint(era->values->len, ==, count > 0);
  if (count == 0) return;
  const RepereFacetValue *only = era->values->pdata[0];
  g_assert_cmpstr(only->value, ==, value);
  g_assert_cmpuint(only->count, ==, count);
}

/* The numbers of one kind of facet are never read as those of another: until the next update there are none. */
static void test_kind(void)
{
  static const char *const kinds[] = {"year", "terms", "year"};
  g_autoptr(Road) road = road_new(NULL);
  GString *xml = road_records();
  g_string_append(xml, "<record>");
  road_element(xml, "dcterms:identifier", NULL, "one");
  road_element(xml, "dcterms:issued", NULL, "2021-06");
  g_string_append(xml, "</record>\n");
  road_write_records(road, "records/one.xml", xml);
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *conf =
      g_strdup_printf("[library]\n[facet era]\nsource=dcterms:issued\nkind=%s\n", kinds[i]);
    road_write(road, "repere.conf", conf);
    if (i == 1) assert_era(road, "", 0, 1);
    road_run_well(road, "update");
    assert_era(road, i == 1 ? "2021-06" : "2021", 1, 0);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/writer/stale", test_stale);
  g_test_add_func("/writer/uncommitted", test_uncommitted);
  g_test_add_func("/writer/spared", test_spared);
  g_test_add_func("/writer/kind", test_kind);
  return g_test_run();
}
