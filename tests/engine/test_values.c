/* test_values.c - facet values as packed numbers, the values a record has, collation, terms, page texts,
 * generations, and what a wrong index is answered with. */
#include "lib/collate.h"
#include "lib/generation.h"
#include "lib/index.h"
#include "lib/schema.h"
#include "lib/values.h"
#include "road.h"

#include <unistd.h>

/* ---- packed numbers ---- */

static gint by_number(gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
  return (one > other) - (one < other);
}

static void test_pack(void)
{
  for (guint i = 0; i < 3000; i++) {
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) again = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GHashTable) distinct = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (gint n = g_test_rand_int_range(0, 20); n > 0; n--) {
      guint32 number =
          g_test_rand_int_range(0, 3) ? (guint32)g_test_rand_int_range(0, 300) : (guint32)g_test_rand_int();
      g_array_append_val(numbers, number);
      g_hash_table_add(distinct, GUINT_TO_POINTER(number));
    }
    g_autoptr(GByteArray) packed = repere_values_pack(numbers);
    g_assert_true(repere_values_unpack((const char *)packed->data, packed->len, again));
    g_assert_cmpuint(again->len, ==, g_hash_table_size(distinct));
    g_array_sort(numbers, by_number);
    g_assert_cmpmem(again->data, again->len * sizeof(guint32), numbers->data, numbers->len * sizeof(guint32));
  }
}

static void test_unpack_hostile(void)
{
  for (guint i = 0; i < 50000; i++) {
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    gsize n = (gsize)g_test_rand_int_range(0, 12);
    g_autofree char *noise = g_malloc(n + 1);
    for (gsize k = 0; k < n; k++) noise[k] = (char)g_test_rand_int_range(0, 256);
    char *exact = g_memdup2(noise, n);
    if (repere_values_unpack(exact, n, numbers))
      for (guint k = 1; k < numbers->len; k++)
        g_assert_cmpuint(g_array_index(numbers, guint32, k), >, g_array_index(numbers, guint32, k - 1));
    g_free(exact);
  }
}

/* ---- the values of a record ---- */

static char *values_of(const RepereWork *work, const char *source, RepereFacetKind kind,
                       const RepereVocabulary *vocabulary, gboolean top)
{
  char *sources[] = {(char *)source, NULL};
  const char *const languages[] = {"fr", "es", NULL};
  RepereFacet facet = {.name = (char *)"f", .sources = sources, .kind = kind, .top = top};
  GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
  repere_values_of_work(work, &facet, vocabulary, languages, "2019-04", values);
  g_ptr_array_add(values, NULL);
  char *joined = g_strjoinv(" ", (char **)values->pdata);
  g_ptr_array_unref(values);
  return joined;
}

static void test_values_of_work(void)
{
  static const char rdf[] =
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">"
      "<skos:Concept rdf:about=\"urn:a\"><skos:notation>a</skos:notation></skos:Concept>"
      "<skos:Concept rdf:about=\"urn:b\"><skos:notation>b</skos:notation><skos:broader "
      "rdf:resource=\"urn:a\"/></skos:Concept>"
      "<skos:Concept rdf:about=\"urn:c\"><skos:notation>c</skos:notation><skos:broader "
      "rdf:resource=\"urn:b\"/></skos:Concept>"
      "</rdf:RDF>";
  g_autoptr(Road) road = road_new(NULL);
  road_write(road, "vocabularies/tree.rdf", rdf);
  g_autofree char *folder = road_path(road, "vocabularies");
  g_autoptr(RepereVocabularies) vocabularies = repere_vocabularies_load(folder, NULL, NULL);
  const RepereVocabulary *tree = repere_vocabularies_get(vocabularies, "tree");
  g_autoptr(RepereWork) work = repere_work_new("w");
  repere_work_add_field(work, "dcterms:subject", "", "c");
  repere_work_add_field(work, "dcterms:subject", "", "urn:b");
  repere_work_add_field(work, "dcterms:subject", "", "unknown");
  repere_work_add_field(work, "dcterms:subject", "en", "keyword");
  repere_work_add_field(work, "origin", "", "mz");
  g_autofree char *as_tree = values_of(work, "dcterms:subject", REPERE_FACET_TREE, tree, FALSE);
  g_autofree char *as_terms = values_of(work, "dcterms:subject", REPERE_FACET_TERMS, tree, FALSE);
  g_autofree char *as_top = values_of(work, "dcterms:subject", REPERE_FACET_TERMS, tree, TRUE);
  g_autofree char *bare = values_of(work, "dcterms:subject", REPERE_FACET_TERMS, NULL, FALSE);
  g_autofree char *country =
      values_of(work, "origin", REPERE_FACET_TERMS, repere_vocabularies_get(vocabularies, "iso3166"), FALSE);
  g_autofree char *languages = values_of(work, "dcterms:language", REPERE_FACET_TERMS, NULL, FALSE);
  g_autofree char *year = values_of(work, "dcterms:issued", REPERE_FACET_YEAR, NULL, FALSE);
  g_autofree char *access = values_of(work, "dcterms:accessRights", REPERE_FACET_TERMS, NULL, FALSE);
  g_assert_cmpstr(as_tree, ==, "c b a unknown");
  g_assert_cmpstr(as_terms, ==, "c b unknown");
  g_assert_cmpstr(as_top, ==, "a");
  g_assert_cmpstr(bare, ==, "c urn:b unknown");
  g_assert_cmpstr(country, ==, "MZ");
  g_assert_cmpstr(languages, ==, "fr es");
  g_assert_cmpstr(year, ==, "2019");
  g_assert_cmpstr(access, ==, "public");
}

/* ---- order ---- */

static void assert_order(const char *lang, const char *const *words)
{
  g_autofree char *before = NULL;
  for (; *words; words++) {
    char *key = repere_collation_key(*words, lang);
    if (before) g_assert_cmpstr(before, <, key);
    g_free(before);
    before = key;
  }
}

static void test_collation(void)
{
  static const char *const french[] = {"cote", "coté", "côte", "côté", "École", "écran", "zèbre", NULL};
  static const char *const spanish[] = {"ala", "Ánimo", "nube", "ñandú", "oso", "zapato", NULL};
  static const char *const english[] = {"10 steps", "apple", "Apple", "éclair", "zebra", NULL};
  assert_order("fr", french);
  assert_order("es", spanish);
  assert_order("en", english);
  assert_order("de", english);
  g_autofree char *bad = repere_collation_key("\xff\xfe", "en"), *none = repere_collation_key("", "en");
  g_assert_nonnull(bad);
  g_assert_nonnull(none);
}

/* ---- terms ---- */

static void test_terms(void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *plain = repere_term_facet("country", "MZ");
  g_assert_cmpstr(plain, ==, "XFcountry:MZ");
  for (guint length = 180; length < 300; length++)
    for (guint last = 0; last < 2; last++) {
      g_autofree char *value = g_strnfill(length, 'x');
      value[length - 1] = last ? 'y' : 'x';
      char *term = repere_term_facet("organization", value);
      g_assert_cmpuint(strlen(term), <=, REPERE_TERM_BYTES);
      g_assert_true(g_hash_table_add(seen, term));
    }
  g_autoptr(GString) accents = g_string_new(NULL);
  for (guint i = 0; i < 200; i++) {
    g_string_append(accents, "é");
    g_autofree char *term = repere_term_id(accents->str);
    g_assert_true(g_utf8_validate(term, -1, NULL));
    g_assert_cmpuint(strlen(term), <=, REPERE_TERM_BYTES);
  }
}

/* ---- page texts ---- */

static void test_page_texts(void)
{
  static const char text[] = "Une page.\nUne page.\nUne page.\nUne page.\nUne page.\nUne page.\n";
  gsize length = 99;
  g_autoptr(GBytes) packed = repere_page_compress(text, strlen(text));
  g_autofree char *back = repere_page_decompress(packed, &length);
  g_assert_cmpstr(back, ==, text);
  g_assert_cmpuint(length, ==, strlen(text));
  g_autoptr(GBytes) nothing = repere_page_compress("", 0);
  g_autofree char *empty = repere_page_decompress(nothing, &length);
  g_assert_cmpstr(empty, ==, "");
  g_assert_cmpuint(length, ==, 0);
  gsize size;
  const char *data = g_bytes_get_data(packed, &size);
  for (guint i = 0; i < 20000; i++) {
    gsize cut = i < size ? i : size;
    g_autofree char *mutated = g_memdup2(data, size);
    if (i >= size) mutated[g_test_rand_int_range(0, (gint)size)] = (char)g_test_rand_int_range(0, 256);
    g_autoptr(GBytes) bytes = g_bytes_new(mutated, cut);
    g_autofree char *maybe = repere_page_decompress(bytes, &length);
    if (maybe) g_assert_cmpuint(length, <=, REPERE_PAGE_BYTES);
  }
}

/* ---- generations ---- */

static void test_generations(void)
{
  g_autoptr(Road) road = road_new(NULL);
  g_autofree char *index = road_path(road, "some/where/index");
  g_autoptr(GError) error = NULL;
  g_assert_null(repere_generation_current(index, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_NO_INDEX);
  g_clear_error(&error);
  int lock = repere_generation_lock(index, &error);
  g_assert_no_error(error);
  g_assert_cmpint(lock, >=, 0);
  g_assert_cmpint(repere_generation_lock(index, &error), ==, -1);
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_LOCKED);
  g_autofree char *holder = g_strdup_printf("process %d", (int)getpid());
  g_assert_nonnull(strstr(error->message, holder));
  g_clear_error(&error);

  g_autofree char *first = repere_generation_next(index, NULL);
  g_assert_true(g_str_has_suffix(first, "/g000001"));
  g_mkdir(first, 0777);
  g_autofree char *second = repere_generation_next(index, NULL);
  g_assert_true(g_str_has_suffix(second, "/g000002"));
  g_mkdir(second, 0777);
  g_autofree char *inner = g_build_filename(second, "file", NULL);
  g_file_set_contents(inner, "x", 1, NULL);
  g_assert_true(repere_generation_switch(index, first, NULL));
  g_assert_true(repere_generation_switch(index, second, NULL));
  g_autofree char *current = repere_generation_current(index, NULL);
  g_assert_cmpstr(current, ==, second);
  g_autofree char *other = g_build_filename(index, "goodies", NULL);
  g_mkdir(other, 0777);
  repere_generation_sweep(index);
  g_assert_false(g_file_test(first, G_FILE_TEST_EXISTS));
  g_assert_true(g_file_test(inner, G_FILE_TEST_EXISTS));
  g_assert_true(g_file_test(other, G_FILE_TEST_EXISTS));
  close(lock);
  lock = repere_generation_lock(index, &error);
  g_assert_no_error(error);
  close(lock);
}

/* A link that names something else than a generation is no index. */
static void test_wrong_link(void)
{
  g_autoptr(Road) road = road_new(NULL);
  g_autofree char *link = road_path(road, "index/current");
  g_autofree char *index = road_path(road, "index");
  g_autoptr(GError) error = NULL;
  g_mkdir(index, 0777);
  g_assert_cmpint(symlink("../../etc", link), ==, 0);
  g_assert_null(repere_generation_current(index, &error));
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_NO_INDEX);
}

/* ---- an index of another layout ---- */

static void test_wrong_schema(void)
{
  g_autoptr(Road) road = road_new(NULL);
  xc_error fault = XC_ERROR_INIT;
  GString *xml = road_records();
  g_string_append(xml, "<record>");
  road_element(xml, "dcterms:identifier", NULL, "one");
  road_element(xml, "dcterms:title", "en", "One");
  g_string_append(xml, "</record>");
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  g_autofree char *path = road_path(road, "index/g000001");
  xc_shard shard = {.path = path};
  xc_writer_options options = {.mode = XC_OPEN};
  xc_writer *writer = xc_writer_open(&shard, 1, &options, &fault);
  g_assert_nonnull(writer);
  g_assert_cmpint(xc_writer_set_metadata(writer, "schema", XC_NUL, "99", XC_NUL, &fault), ==, XC_OK);
  g_assert_cmpint(xc_writer_close(writer, &fault), ==, XC_OK);
  xc_writer_free(writer);
  static const char *const commands[] = {"update", "status", "ledger"};
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
    g_assert_cmpint(road_run(road, commands[i]), >=, 70);
    g_assert_nonnull(strstr(road->err, "version 99"));
    g_assert_nonnull(strstr(road->err, "rebuild"));
  }
  g_autoptr(RepereEngine) engine = road_engine(road);
  g_autoptr(GError) error = NULL;
  RepereQuestion *question = road_question("one", "en");
  g_assert_null(repere_search(engine, 0, question, &error));
  repere_question_free(question);
  g_assert_error(error, REPERE_ERROR, REPERE_ERROR_NO_INDEX);
  road_run_well(road, "rebuild");
  question = road_question("one", "en");
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  repere_question_free(question);
  g_assert_cmpuint(answer->head.total, ==, 1);
  g_assert_cmpuint(answer->head.index.revision, >, 2); /* revisions go on over generations */
}

/* ---- what a hit says of itself ---- */

/* The type is the value that the facet has, also where the record writes its URI; a work without files and texts has the
 * language that its record declares. */
static void test_hit(void)
{
  static const char rdf[] =
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">"
      "<skos:Concept rdf:about=\"urn:report\"><skos:notation>report</skos:notation>"
      "<skos:prefLabel xml:lang=\"fr\">Rapport</skos:prefLabel></skos:Concept></rdf:RDF>";
  g_autoptr(Road) road = road_new("vocabularies=vocabularies\n");
  GString *xml = road_records();
  RepereIndexState state;
  g_autoptr(GError) error = NULL;
  road_write(road, "vocabularies/types.rdf", rdf);
  g_string_append(xml, "<record>");
  road_element(xml, "dcterms:identifier", NULL, "a/b");
  road_element(xml, "dcterms:type", NULL, "urn:report");
  road_element(xml, "dcterms:language", NULL, "FR");
  g_string_append(xml, "</record>");
  road_write_records(road, "records/all.xml", xml);
  road_run_well(road, "update");
  g_autoptr(RepereEngine) engine = road_engine(road);
  g_autoptr(RepereHit) hit = repere_work_by_id(engine, 0, "a/b", "fr", &state, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(hit->type->value, ==, "report");
  g_assert_cmpstr(hit->type->label, ==, "Rapport");
  g_assert_cmpuint(hit->languages->len, ==, 1);
  g_assert_cmpstr(hit->languages->pdata[0], ==, "fr");
  g_assert_cmpstr(hit->title->text, ==, "a/b"); /* it has no other */
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/values/pack", test_pack);
  g_test_add_func("/values/unpack-hostile", test_unpack_hostile);
  g_test_add_func("/values/of-work", test_values_of_work);
  g_test_add_func("/values/collation", test_collation);
  g_test_add_func("/values/terms", test_terms);
  g_test_add_func("/values/page-texts", test_page_texts);
  g_test_add_func("/values/generations", test_generations);
  g_test_add_func("/values/wrong-link", test_wrong_link);
  g_test_add_func("/values/wrong-schema", test_wrong_schema);
  g_test_add_func("/values/hit", test_hit);
  return g_test_run();
}
