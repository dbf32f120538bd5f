/* test_quality.c - what a curator is told to look at: the rules of lib/quality.h on ledgers as runs leave them. */
#include <string.h>
#include "lib/quality.h"
#include "repere/language.h"

static ReperePage *add_page(RepereLedgerFile *file, const char *source, const char *lang, guint characters)
{
  ReperePage *page = repere_page_new(file->pages->len + 1);
  page->source = source;
  page->lang = lang;
  page->characters = characters;
  g_ptr_array_add(file->pages, page);
  return page;
}

/* A file with a page a letter: t text, e empty, g garbage, f failed. */
static RepereLedgerFile *file_of(const char *pages)
{
  RepereLedgerFile *file = repere_ledger_file_new();
  for (; *pages; pages++) {
    switch (*pages) {
    case 't': add_page(file, "text-layer", "en", 1000); break;
    case 'e': add_page(file, "empty", "", 0); break;
    case 'g': add_page(file, "garbage", "", 0); break;
    default: add_page(file, "failed", "", 0); break;
    }
  }
  return file;
}

static gboolean has(guint qualities, RepereQuality quality)
{
  return (qualities >> quality & 1u) != 0;
}

static void check_text(const char *pages, gboolean lacks)
{
  g_autoptr(RepereLedgerFile) file = file_of(pages);
  g_test_message("%s", pages);
  g_assert_cmpint(has(repere_quality_of_file(file, NULL), REPERE_QUALITY_NO_TEXT), ==, lacks);
}

static void test_text(void)
{
  check_text("tttttttttt", FALSE);
  check_text("t", FALSE);
  check_text("", FALSE);
  check_text("te", FALSE);                                  /* a back cover */
  check_text("tetetttttttttttttttttttttttttttttttt", FALSE); /* blank backs between chapters */
  check_text("teett", TRUE);
  check_text("tgtgt", TRUE);
  check_text("tttttttttttttttttttttttttttttttteeetttttttttttttttttttttttttttt", TRUE); /* a scanned annex */
  check_text("tttttttttttttttttttttttttttttttteetttttttttttttttttttttttttttttt", FALSE);
  check_text("ttttffffff", FALSE); /* that is for "damaged" to say */
  g_autoptr(RepereLedgerFile) empty = file_of("e");
  empty->outcome = REPERE_OUTCOME_EMPTY;
  g_assert_true(has(repere_quality_of_file(empty, NULL), REPERE_QUALITY_NO_TEXT));
}

static void test_recognition(void)
{
  g_autoptr(RepereLedgerFile) file = file_of("tt");
  g_assert_cmpuint(repere_quality_confidence(file), ==, REPERE_CONFIDENCE_NONE);
  g_assert_false(has(repere_quality_of_file(file, NULL), REPERE_QUALITY_OCR_LOW));
  add_page(file, "ocr", "en", 3000)->confidence = 90;
  g_assert_cmpuint(repere_quality_confidence(file), ==, 90);
  ReperePage *figure = add_page(file, "ocr", "", 10); /* a page that is all figure does not spoil the file */
  figure->confidence = 5;
  g_assert_false(has(repere_quality_of_file(file, NULL), REPERE_QUALITY_OCR_LOW));
  figure->characters = 3000;
  g_assert_cmpuint(repere_quality_confidence(file), ==, 48);
  g_assert_true(has(repere_quality_of_file(file, NULL), REPERE_QUALITY_OCR_LOW));
  figure->confidence = 50;
  g_assert_false(has(repere_quality_of_file(file, NULL), REPERE_QUALITY_OCR_LOW)); /* 70 is enough */
}

static gboolean mismatches(const RepereLedgerFile *file, const char *declared)
{
  const char *list[] = {declared, NULL};
  return has(repere_quality_of_file(file, list), REPERE_QUALITY_LANGUAGE_MISMATCH);
}

static void test_language(void)
{
  g_autoptr(RepereLedgerFile) file = file_of("tt");
  g_assert_cmpstr(repere_quality_language(file), ==, "en");
  g_assert_false(mismatches(file, "en"));
  g_assert_false(mismatches(file, "eng"));
  g_assert_false(mismatches(file, "en-GB"));
  g_assert_true(mismatches(file, "fr"));
  g_assert_true(mismatches(file, "pt")); /* also one without a row in the table */
  g_assert_false(has(repere_quality_of_file(file, NULL), REPERE_QUALITY_LANGUAGE_MISMATCH));
  add_page(file, "text-layer", "fr", 2000); /* one language on every other page: for the most part it is neither */
  g_assert_cmpstr(repere_quality_language(file), ==, "");
  g_assert_false(mismatches(file, "fr"));
  g_assert_false(mismatches(file, "es"));
  add_page(file, "text-layer", "fr", 100);
  g_assert_true(mismatches(file, "es"));
  g_autoptr(RepereLedgerFile) little = repere_ledger_file_new();
  add_page(little, "text-layer", "en", 30);
  g_assert_false(mismatches(little, "fr"));
}

static void test_outcomes(void)
{
  for (guint i = 0; i < REPERE_OUTCOMES; i++) {
    g_autoptr(RepereLedgerFile) file = repere_ledger_file_new();
    file->outcome = (RepereOutcome)i;
    guint qualities = repere_quality_of_file(file, NULL);
    if (i == REPERE_OUTCOME_INDEXED) g_assert_cmpuint(qualities, ==, 0);
    else if (i == REPERE_OUTCOME_EMPTY) g_assert_cmpuint(qualities, ==, 1u << REPERE_QUALITY_NO_TEXT);
    else if (i == REPERE_OUTCOME_MISSING) g_assert_cmpuint(qualities, ==, 1u << REPERE_QUALITY_MISSING);
    else g_assert_cmpuint(qualities, ==, 1u << REPERE_QUALITY_DAMAGED);
  }
}

/* The file's own language counts, and that of the record only where it has none. */
static void test_work(void)
{
  g_autoptr(RepereWork) work = repere_work_new("w");
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)repere_ledger_file_free);
  g_assert_cmpuint(repere_quality_of_work(work, files, FALSE), ==, 0);
  g_assert_cmpuint(repere_quality_of_work(work, files, TRUE), ==, 1u << REPERE_QUALITY_DUPLICATE);
  repere_work_add_field(work, "dcterms:language", "", "es");
  repere_work_add_field(work, "dcterms:language", "", "fr");
  repere_work_add_file(work, "a.pdf", "en", "application/pdf", NULL);
  g_ptr_array_add(files, file_of("tt"));
  g_assert_cmpuint(repere_quality_of_work(work, files, FALSE), ==, 0);
  repere_work_add_file(work, "b.pdf", "", "application/pdf", NULL);
  g_ptr_array_add(files, file_of("tt"));
  g_assert_cmpuint(repere_quality_of_work(work, files, FALSE), ==, 1u << REPERE_QUALITY_LANGUAGE_MISMATCH);
  repere_work_add_field(work, "dcterms:language", "", "en");
  g_assert_cmpuint(repere_quality_of_work(work, files, FALSE), ==, 0);
  ((RepereLedgerFile *)files->pdata[0])->outcome = REPERE_OUTCOME_ENCRYPTED;
  ((RepereLedgerFile *)files->pdata[1])->outcome = REPERE_OUTCOME_EMPTY;
  g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
  repere_quality_values(repere_quality_of_work(work, files, TRUE), values);
  g_ptr_array_add(values, NULL);
  g_autofree char *all = g_strjoinv(" ", (char **)values->pdata);
  g_assert_cmpstr(all, ==, "no-text damaged duplicate");
}

static void test_labels(void)
{
  GError *error = NULL;
  g_autoptr(RepereVocabularies) vocabularies = repere_vocabularies_load(NULL, NULL, &error);
  g_assert_no_error(error);
  const RepereVocabulary *vocabulary = repere_vocabularies_get(vocabularies, "quality");
  g_assert_cmpuint(repere_vocabulary_size(vocabulary), ==, REPERE_QUALITIES);
  g_autoptr(GHashTable) labels = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < REPERE_QUALITIES; i++) {
    g_assert_cmpstr(repere_vocabulary_at(vocabulary, i), ==, repere_quality_name((RepereQuality)i));
    static const char *const languages[] = {"en", "fr", "es"};
    for (guint l = 0; l < G_N_ELEMENTS(languages); l++) {
      const char *label = repere_vocabulary_label(vocabulary, repere_quality_name((RepereQuality)i), languages[l]);
      g_assert_nonnull(label);
      gboolean fresh = g_hash_table_add(labels, (gpointer)label);
      g_assert_true(fresh);
    }
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/quality/text", test_text);
  g_test_add_func("/quality/recognition", test_recognition);
  g_test_add_func("/quality/language", test_language);
  g_test_add_func("/quality/outcomes", test_outcomes);
  g_test_add_func("/quality/work", test_work);
  g_test_add_func("/quality/labels", test_labels);
  return g_test_run();
}
