/* test_dictionaries.c - reading compiled dictionaries and word lists, whole ones and damaged ones. */
#include <glib/gstdio.h>
#include <string.h>

#include "indexer/cognates.h"
#include "indexer/freedict.h"
#include "indexer/transducer.h"

static void collect(const char *from, const char *to, gpointer data)
{
  g_ptr_array_add(data, g_strdup_printf("%s = %s", from, to));
}

static gint by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *sorted(GPtrArray *lines)
{
  g_ptr_array_sort(lines, by_text);
  g_ptr_array_add(lines, NULL);
  return g_strjoinv("\n", (char **)lines->pdata);
}

/* ---- compiled by lttoolbox's own compiler ---- */

static const char bilingual[] =
  "<dictionary><alphabet/><sdefs><sdef n=\"n\"/><sdef n=\"vblex\"/><sdef n=\"num\"/></sdefs>"
  "<section id=\"main\" type=\"standard\">"
  "<e><p><l>casa<s n=\"n\"/></l><r>house<s n=\"n\"/></r></p></e>"
  "<e r=\"LR\"><p><l>casa<s n=\"n\"/></l><r>home<s n=\"n\"/></r></p></e>"
  "<e><p><l>derecho<b/>humano<s n=\"n\"/></l><r>human<b/>right<s n=\"n\"/></r></p></e>"
  "<e><p><l>Perú<s n=\"n\"/></l><r>Peru<s n=\"n\"/></r></p></e>"
  "<e><re>[0-9]+</re><p><l><s n=\"num\"/></l><r><s n=\"num\"/></r></p></e>"
  "</section></dictionary>";

/* NULL where there is no compiler: the test is skipped then. */
static char *compile(const char *text, gsize *size)
{
  g_autofree char *folder = g_dir_make_tmp("repere-test-XXXXXX", NULL);
  g_autofree char *source = g_build_filename(folder, "x.dix", NULL),
                  *target = g_build_filename(folder, "x.bin", NULL);
  char *argv[] = {(char *)"lt-comp", (char *)"lr", source, target, NULL};
  char *bytes = NULL;
  g_assert_true(g_file_set_contents(source, text, -1, NULL));
  g_spawn_sync(NULL, argv, NULL,
               G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
               NULL, NULL, NULL, NULL);
  if (!g_file_get_contents(target, &bytes, size, NULL))
    g_test_skip("lt-comp is not installed (package lttoolbox-dev)");
  g_remove(source);
  g_remove(target);
  g_rmdir(folder);
  return bytes;
}

static void test_entries(void)
{
  gsize size;
  g_autofree char *bytes = compile(bilingual, &size);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  if (!bytes) return;
  g_autoptr(RepereTransducer) transducer = repere_transducer_parse((const guint8 *)bytes, size, "x", NULL);
  g_assert_nonnull(transducer);
  repere_transducer_entries(transducer, collect, lines);
  g_autofree char *all = sorted(lines);
  /* Numbers are without end and no words. */
  g_assert_cmpstr(all, ==,
                  "Perú<n> = Peru<n>\ncasa<n> = home<n>\ncasa<n> = house<n>\n"
                  "derecho humano<n> = human right<n>");
}

static void assert_walk(const RepereTransducer *transducer, const char *word, RepereWalk how,
                        const char *expected)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  repere_transducer_walk(transducer, word, how, collect, lines);
  g_autofree char *all = sorted(lines);
  g_assert_cmpstr(all, ==, expected);
}

static void test_walk(void)
{
  gsize size;
  g_autofree char *bytes = compile(bilingual, &size);
  if (!bytes) return;
  g_autoptr(RepereTransducer) transducer = repere_transducer_parse((const guint8 *)bytes, size, "x", NULL);
  assert_walk(transducer, "perú", REPERE_WALK_TAGS, "Perú<n> = Peru<n>");
  assert_walk(transducer, "peru", REPERE_WALK_TAGS, "");
  assert_walk(transducer, "peru", REPERE_WALK_TAGS | REPERE_WALK_ACCENTS, "Perú<n> = Peru<n>");
  assert_walk(transducer, "casa", REPERE_WALK_EXACT, ""); /* its tag is missing */
  assert_walk(transducer, "cas", REPERE_WALK_TAGS, "");
  assert_walk(transducer, "", REPERE_WALK_TAGS, "");
}

static void ignore(const char *from G_GNUC_UNUSED, const char *to G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
}

static void test_damage(void)
{
  gsize size;
  guint refused = 0;
  g_autofree char *bytes = compile(bilingual, &size);
  if (!bytes) return;
  for (guint i = 0; i < 2000; i++) {
    gsize length = i % 2 ? size : (gsize)g_test_rand_int_range(0, (gint)size);
    g_autofree guint8 *damaged = g_memdup2(bytes, MAX(length, 1));
    for (guint k = 0; length && k <= i % 4; k++)
      damaged[g_test_rand_int_range(0, (gint)length)] = (guint8)g_test_rand_int_range(0, 256);
    g_autoptr(GError) error = NULL;
    g_autoptr(RepereTransducer) transducer = repere_transducer_parse(damaged, length, "x", &error);
    g_assert_true((transducer != NULL) == (error == NULL));
    if (!transducer) {
      refused++;
      continue;
    }
    repere_transducer_walk(transducer, "casa", REPERE_WALK_TAGS | REPERE_WALK_ACCENTS, ignore, NULL);
    repere_transducer_entries(transducer, ignore, NULL);
  }
  g_assert_cmpuint(refused, >, 1000); /* one that is cut short is never taken for a whole one */
}

/* Three pairs of nothing and a section of states without a way from one to another. */
static void test_no_transitions(void)
{
  static const guint8 bytes[19] = {[3] = 3, [15] = 3};
  g_autoptr(RepereTransducer) transducer = repere_transducer_parse(bytes, sizeof bytes, "x", NULL);
  if (!transducer) return;
  repere_transducer_walk(transducer, "casa", REPERE_WALK_EXACT, ignore, NULL);
  repere_transducer_entries(transducer, ignore, NULL);
}

/* ---- word lists ---- */

static void collect_sense(const char *word, const char *translation, guint sense, gpointer data)
{
  g_string_append_printf(data, "%s %u %s; ", word, sense, translation);
}

static void assert_entry(const char *text, const char *expected)
{
  g_autoptr(GString) found = g_string_new(NULL);
  repere_freedict_entry(text, strlen(text), collect_sense, found);
  g_assert_cmpstr(found->str, ==, expected);
}

static void test_list(void)
{
  assert_entry("droit /dʀwa/ <n, masc>\n1. right, righthand\n2. law\n",
               "droit 0 right; droit 1 righthand; droit 2 law; ");
  assert_entry("at least /ætliːst/\nal menos (cantidad)\n", "at least 0 al menos; ");
  assert_entry("3. Oktober\n3 de octubre\n", "3. Oktober 0 3 de octubre; ");
  assert_entry("", "");
  repere_freedict_entry(NULL, 0, collect_sense, NULL); /* of a list without a text */
  assert_entry("word", "");
  assert_entry("\xff\xfe\n\xff, ,;\n", "\uFFFD\uFFFD 0 \uFFFD; ");
}

static void test_list_absent(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) found = g_string_new(NULL);
  g_assert_false(repere_freedict_read("/nowhere", "freedict-eng-fra", collect_sense, found, &error));
  g_assert_nonnull(error);
}

static void test_cognates(void)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
  repere_cognates("en", "es", "reintegration", found);
  repere_cognates("fr", "en", "migrant", found); /* the same there: not worth a word */
  repere_cognates("es", "fr", "vulnerabilidad", found);
  repere_cognates("en", "es", "nation", found); /* too short before its ending */
  repere_cognates("de", "es", "nation", found);
  repere_cognates("es", "fr", "migrante", found);
  g_autofree char *all = sorted(found);
  g_assert_cmpstr(all, ==, "migrant\nreintegracion\nvulnerabilite");
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dictionaries/entries", test_entries);
  g_test_add_func("/dictionaries/walk", test_walk);
  g_test_add_func("/dictionaries/damage", test_damage);
  g_test_add_func("/dictionaries/no-transitions", test_no_transitions);
  g_test_add_func("/dictionaries/cognates", test_cognates);
  g_test_add_func("/dictionaries/list", test_list);
  g_test_add_func("/dictionaries/list-absent", test_list_absent);
  return g_test_run();
}
