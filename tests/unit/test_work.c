/* A work as plain data: what is trimmed, which language is chosen, what is the default. */
#include "repere/error.h"
#include "repere/work.h"
#include "plain.h"

static void test_values(void)
{
  g_autoptr(RepereWork) work = repere_work_new("a");
  repere_work_add_field(work, "dcterms:title", "fr-CA",
                        " La \n  re\xcc\x81inte\xcc\x81gration\t: un\xc2\xa0guide ");
  repere_work_add_field(work, "text", "", "  one\r\n  two   three \n\n\n\n four\n");
  const RepereField *title = g_ptr_array_index(work->fields, 0);
  g_assert_cmpstr(title->value, ==, "La r\xc3\xa9int\xc3\xa9gration : un\xc2\xa0guide");
  g_assert_cmpstr(title->lang, ==, "fr");
  g_assert_true(title->element == g_intern_string("dcterms:title"));
  g_assert_cmpstr(repere_work_first(work, "text"), ==, "one\ntwo three\n\nfour");
  g_assert_null(repere_work_first(work, "dcterms:abstract"));
}

static void test_broken_utf8(void)
{
  g_autoptr(RepereWork) work = repere_work_new("a");
  repere_work_add_field(work, "dcterms:title", "en", "caf\xe9  bar");
  g_assert_cmpstr(repere_work_first(work, "dcterms:title"), ==, "caf\xef\xbf\xbd bar");
}

static void test_field_by_language(void)
{
  g_autoptr(RepereWork) work = repere_work_new("a");
  repere_work_add_field(work, "dcterms:title", "es", "Uno");
  repere_work_add_field(work, "dcterms:title", "en", "One");
  repere_work_add_field(work, "dcterms:abstract", "pt", "Um");
  g_assert_cmpstr(repere_work_field(work, "dcterms:title", "es")->value, ==, "Uno");
  g_assert_cmpstr(repere_work_field(work, "dcterms:title", "fr")->value, ==, "One");
  g_assert_cmpstr(repere_work_field(work, "dcterms:title", NULL)->value, ==, "One");
  g_assert_cmpstr(repere_work_field(work, "dcterms:abstract", "fr")->value, ==, "Um");
  g_assert_null(repere_work_field(work, "text", "fr"));
}

static void test_files(void)
{
  g_autoptr(RepereWork) work = repere_work_new("a");
  repere_work_add_file(work, " a.pdf ", "FRA", NULL, NULL);
  repere_work_add_file(work, "b.HTML", "", NULL, "https://example.org/b");
  repere_work_add_file(work, "c.txt", NULL, "application/pdf", "");
  const RepereFile *file = g_ptr_array_index(work->files, 0);
  g_assert_cmpstr(file->href, ==, "a.pdf");
  g_assert_cmpstr(file->lang, ==, "fr");
  g_assert_cmpstr(file->media_type, ==, "application/pdf");
  g_assert_null(file->url);
  file = g_ptr_array_index(work->files, 1);
  g_assert_cmpstr(file->media_type, ==, "text/html");
  g_assert_cmpstr(file->url, ==, "https://example.org/b");
  file = g_ptr_array_index(work->files, 2);
  g_assert_cmpstr(file->media_type, ==, "application/pdf");
  g_assert_cmpstr(file->lang, ==, "");
  g_assert_null(file->url);
}

static void test_access(void)
{
  g_autoptr(RepereWork) work = repere_work_new("a");
  g_assert_cmpstr(repere_work_access(work), ==, "public");
  repere_work_add_field(work, "dcterms:accessRights", "", "group:staff");
  g_assert_cmpstr(repere_work_access(work), ==, "group:staff");
}

static void test_languages(void)
{
  static const char *const PAIRS[][2] = {{"fr", "fr"},   {"FR-ca", "fr"},   {"fra", "fr"},   {"fre", "fr"},
                                         {"ger", "de"},  {"zh-Hant", "zh"}, {"prs", "prs"},  {"es_MX", "es"},
                                         {"und", "und"}, {"", ""},          {"english", ""}, {"x", ""},
                                         {"1f", ""}};
  for (gsize i = 0; i < G_N_ELEMENTS(PAIRS); i++) {
    char code[REPERE_PLAIN_CODE];
    repere_plain_language(PAIRS[i][0], code);
    g_assert_cmpstr(code, ==, PAIRS[i][1]);
  }
  char code[REPERE_PLAIN_CODE];
  repere_plain_language(NULL, code);
  g_assert_cmpstr(code, ==, "");
}

static void test_printable(void)
{
  static const char *const pairs[][2] = {{"d'un été", "d'un été"},
                                         {"a\x1b[2Jb\nc\t\x7f", "a [2Jb c  "},
                                         {"\xc2\x9b" "31m", " 31m"},
                                         {"\xe2\x80\xae" "abc\xe2\x81\xa9", " abc "},
                                         {"caf\xe9", "caf\xef\xbf\xbd"},
                                         {"", ""}};
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
    g_autofree char *shown = repere_plain_printable(pairs[i][0]);
    g_assert_cmpstr(shown, ==, pairs[i][1]);
  }
}

static void test_closest(void)
{
  static const char *const KNOWN[] = {"workers", "file-seconds", "commit-mb", NULL};
  g_assert_cmpstr(repere_plain_closest("worker", KNOWN), ==, "workers");
  g_assert_cmpstr(repere_plain_closest("Comit-MB", KNOWN), ==, "commit-mb");
  g_assert_cmpstr(repere_plain_closest("file-secodns", KNOWN), ==, "file-seconds");
  g_assert_null(repere_plain_closest("colour", KNOWN));
  g_assert_null(repere_plain_closest("", KNOWN));
  g_autofree char *endless = g_strnfill(100000, 'w');
  g_assert_null(repere_plain_closest(endless, KNOWN));
}

/* 65 where input was bad, 70 and up where nothing could be done. */
static void test_exit_codes(void)
{
  g_assert_cmpint(repere_error_exit_code(NULL), ==, 0);
  for (int code = REPERE_ERROR_CONFIG; code <= REPERE_ERROR_INTERNAL; code++) {
    g_autoptr(GError) error = g_error_new_literal(REPERE_ERROR, code, "x");
    int status = repere_error_exit_code(error);
    if (code == REPERE_ERROR_INPUT)
      g_assert_cmpint(status, ==, 65);
    else
      g_assert_true(status >= 70 && status <= 78);
  }
  g_autoptr(GError) full = g_error_new_literal(G_FILE_ERROR, G_FILE_ERROR_NOSPC, "x");
  g_assert_cmpint(repere_error_exit_code(full), ==, 74);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/work/values", test_values);
  g_test_add_func("/work/broken-utf8", test_broken_utf8);
  g_test_add_func("/work/field-by-language", test_field_by_language);
  g_test_add_func("/work/files", test_files);
  g_test_add_func("/work/access", test_access);
  g_test_add_func("/plain/languages", test_languages);
  g_test_add_func("/plain/printable", test_printable);
  g_test_add_func("/plain/closest", test_closest);
  g_test_add_func("/error/exit-codes", test_exit_codes);
  return g_test_run();
}
