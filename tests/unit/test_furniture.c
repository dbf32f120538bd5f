/* test_furniture.c - headings at pages' edges that count as pages do, and the running headers beside them. */
#include <string.h>

#include "repere/text.h"

enum { PAGES = 6 };

/* Pages with `first` (a format with one number) as their first line and `last` as their last. */
static guint dropped_of(const char *const *firsts, const char *last, char **texts)
{
  RepereRepairs repairs[PAGES] = {{0}};
  guint dropped = 0;
  for (guint i = 0; i < PAGES; i++)
    texts[i] =
      g_strdup_printf("%s\nThe families of village %c came back.\nThey stayed %u months with %s.\n"
                      "Then house %u was built.\n%s %u\n",
                      firsts[i], 'A' + i, 3 * i + 7, i % 2 ? "friends" : "parents", 40 - 7 * i, last, i + 21);
  repere_text_drop_furniture(texts, PAGES, repairs);
  for (guint i = 0; i < PAGES; i++) dropped += repairs[i].furniture_dropped;
  return dropped;
}

static void assert_kept(const char *const *firsts, gboolean kept)
{
  char *texts[PAGES];
  guint dropped = dropped_of(firsts, "Report on return |", texts);
  g_assert_cmpuint(dropped, ==, kept ? PAGES - 1 : 2 * (PAGES - 1)); /* the footer goes, but for its first
                                                                        time */
  for (guint i = 0; i < PAGES; i++) {
    g_assert_cmpint(strstr(texts[i], firsts[i]) != NULL, ==, kept || i == 0);
    g_free(texts[i]);
  }
}

static void test_headings(void)
{
  assert_kept((const char *const[]){"Annex 1", "Annex 2", "Annex 3", "Annex 4", "Annex 5", "Annex 6"}, TRUE);
  assert_kept(
    (const char *const[]){"ANNEXE I", "ANNEXE II", "ANNEXE III", "ANNEXE IV", "ANNEXE V", "ANNEXE VI"}, TRUE);
  assert_kept((const char *const[]){"Capítulo 1: El regreso", "Capítulo 2: La casa", "Capítulo 3: El trabajo",
                                    "Capítulo 4: La escuela", "Capítulo 5: La salud",
                                    "Capítulo 6: El futuro"},
              TRUE);
  assert_kept((const char *const[]){"Recommendation 2.", "Recommendation 3.", "Recommendation 4.",
                                    "Recommendation 5.", "Recommendation 6.", "Recommendation 7."},
              TRUE);
}

static void test_headers(void)
{
  assert_kept((const char *const[]){"Country study 21", "Country study 22", "Country study 23",
                                    "Country study 24", "Country study 25", "Country study 26"},
              FALSE);
  assert_kept((const char *const[]){"Annex C", "Annex C", "Annex C", "Annex C", "Annex C", "Annex C"}, FALSE);
  assert_kept((const char *const[]){"Chapter 2 | 21", "Chapter 2 | 22", "Chapter 2 | 23", "Chapter 2 | 24",
                                    "Chapter 2 | 25", "Chapter 2 | 26"},
              FALSE);
}

enum { LONG = 12 };

/* Pages that each begin with "header" and end with their number; `line` stands below the header, or before
 * the number, where `where` has a '^' or a 'v'. Returns how many still have it. */
static guint left_of(const char *header, const char *line, const char *where)
{
  char *texts[LONG];
  RepereRepairs repairs[LONG] = {{0}};
  guint left = 0;
  for (guint i = 0; i < LONG; i++)
    texts[i] = g_strdup_printf(
      "%s\n%s%sFamily %c came back from town %u,\nwith %u goats\nand %u sheep of its own,\n"
      "and went to live with %s.\n%s%s%u\n",
      header, where[i] == '^' ? line : "", where[i] == '^' ? "\n" : "", 'A' + i, 7 * i % 5, i * i, 90 - i * i,
      i % 3 ? "friends" : "nobody", where[i] == 'v' ? line : "", where[i] == 'v' ? "\n" : "", i + 3);
  repere_text_drop_furniture(texts, LONG, repairs);
  for (guint i = 0; i < LONG; i++) {
    left += strstr(texts[i], line) != NULL;
    g_free(texts[i]);
  }
  return left;
}

/* What a text repeats is no header, though it comes to stand at a page's edge again and again. */
static void test_repeated(void)
{
  g_assert_cmpuint(left_of("Return and work", "Note", "^..^..^....."), ==, 3);
  g_assert_cmpuint(left_of("Return and work", "Note", "^.^v........"), ==, 3);
  g_assert_cmpuint(left_of("Return and work", "See the annex", "^..^..v..v.."), ==, 4);
  g_assert_cmpuint(left_of("Return and work", "See the annex", "............"), ==, 0);
  /* a line of text outside of it: it is of the text */
  g_assert_cmpuint(left_of("Il fait beau et chaud\nIci", "which is not all", "^^^........."), ==, 1);
  /* and what keeps its place goes, but for its first time, on left pages or on all */
  g_assert_cmpuint(left_of("12", "Return and work", "^.^.^.^.^.^."), ==, 1);
  g_assert_cmpuint(left_of("Chapter", "Return and work", "^^^^^^^^^^^^"), ==, 1);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/furniture/headings", test_headings);
  g_test_add_func("/furniture/headers", test_headers);
  g_test_add_func("/furniture/repeated", test_repeated);
  return g_test_run();
}
