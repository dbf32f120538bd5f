/* test_stored.c - what the index keeps of a work, there and back; damaged bytes read as something, never as a
 * crash. */
#include "lib/stored.h"

#include <string.h>

/* ---- the document ---- */

static void add_stored_text(GArray *texts, const char *lang, const char *text)
{
  RepereStoredText stored = {lang, text};
  g_array_append_val(texts, stored);
}

static RepereStoredDocument *make_document(void)
{
  RepereStoredDocument *document = repere_stored_document_new();
  RepereStoredFile file = {
      "a b.pdf", "fr", "https://example.org/a%20b.pdf", "application/pdf", REPERE_OUTCOME_PARTIAL, 12};
  RepereStoredPage pages[] = {{1, 0, 1, "", "en"}, {120, 1, 1, "iv", "fr"}, {G_MAXUINT32, 1, 2, "", ""}};
  ReperePoint point = {-25.97, 32.58};
  document->id = "knowledge-bite-3";
  document->issued = "2021-06";
  document->type = "report";
  add_stored_text(document->titles, "fr", "Réintégration");
  add_stored_text(document->titles, "en", "Reintegration");
  add_stored_text(document->abstracts, "", "…");
  g_ptr_array_add(document->creators, (gpointer) "Amina Diallo");
  g_ptr_array_add(document->publishers, (gpointer) "OIM");
  g_ptr_array_add(document->publishers, (gpointer) "");
  g_array_append_val(document->files, file);
  g_array_append_val(document->points, point);
  g_array_append_vals(document->pages, pages, G_N_ELEMENTS(pages));
  return document;
}

static void test_document(void)
{
  g_autoptr(RepereStoredDocument) document = make_document();
  g_autoptr(GBytes) bytes = repere_stored_document_pack(document);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autoptr(RepereStoredDocument) back = repere_stored_document_unpack(data, size);
  g_assert_cmpstr(back->id, ==, "knowledge-bite-3");
  g_assert_cmpstr(back->issued, ==, "2021-06");
  g_assert_cmpstr(back->type, ==, "report");
  g_assert_cmpuint(back->titles->len, ==, 2);
  g_assert_cmpstr(repere_stored_text_in(back->titles, "fr")->text, ==, "Réintégration");
  g_assert_cmpstr(repere_stored_text_in(back->titles, "es")->text, ==, "Reintegration");
  g_assert_cmpstr(repere_stored_text_in(back->abstracts, "es")->text, ==, "…");
  g_assert_cmpuint(back->publishers->len, ==, 2);
  g_assert_cmpstr(back->creators->pdata[0], ==, "Amina Diallo");
  const RepereStoredFile *file = &g_array_index(back->files, RepereStoredFile, 0);
  g_assert_cmpstr(file->url, ==, "https://example.org/a%20b.pdf");
  g_assert_cmpuint(file->outcome, ==, REPERE_OUTCOME_PARTIAL);
  g_assert_cmpuint(file->pages, ==, 12);
  g_assert_cmpfloat(g_array_index(back->points, ReperePoint, 0).lat, ==, -25.97);
  g_assert_cmpuint(back->pages->len, ==, 3);
  g_assert_cmpstr(g_array_index(back->pages, RepereStoredPage, 1).label, ==, "iv");
  g_assert_cmpuint(g_array_index(back->pages, RepereStoredPage, 2).start, ==, G_MAXUINT32);
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(RepereStoredPage));
  repere_stored_document_starts(data, size, starts);
  g_assert_cmpuint(starts->len, ==, 3);
  g_assert_cmpuint(g_array_index(starts, RepereStoredPage, 1).start, ==, 120);
  g_assert_cmpuint(g_array_index(starts, RepereStoredPage, 2).start, ==, G_MAXUINT32);
}

/* ---- the state ---- */

static void test_state(void)
{
  static const guint32 cut[REPERE_LIMITS] = {
    [REPERE_LIMIT_SECONDS] = 60, [REPERE_LIMIT_OCR_FILE_SECONDS] = 9};
  g_autoptr(RepereWorkState) state = repere_work_state_new("w");
  state->hash = g_strdup("00ff");
  state->source = g_strdup("/records/a.xml");
  state->docid = 77;
  repere_work_state_add_file(state, "a.pdf", "fr", "application/pdf", "abcd", G_MAXINT64, -1,
                             REPERE_OUTCOME_TIMEOUT, cut);
  repere_work_state_add_file(state, "b.txt", "", "text/plain", NULL, -1, -1, REPERE_OUTCOME_MISSING, NULL);
  g_autoptr(GBytes) bytes = repere_work_state_pack(state);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autoptr(RepereWorkState) back = repere_work_state_unpack(data, size);
  g_assert_cmpstr(back->id, ==, "w");
  g_assert_cmpstr(back->hash, ==, "00ff");
  g_assert_cmpstr(back->source, ==, "/records/a.xml");
  g_assert_cmpuint(back->docid, ==, 77);
  g_assert_cmpuint(back->files->len, ==, 2);
  const RepereFileState *first = back->files->pdata[0], *second = back->files->pdata[1];
  g_assert_cmpint(first->size, ==, G_MAXINT64);
  g_assert_cmpint(first->mtime, ==, -1);
  g_assert_cmpint(first->outcome, ==, REPERE_OUTCOME_TIMEOUT);
  g_assert_cmpstr(second->sha256, ==, "");
  g_assert_cmpmem(first->cut, sizeof cut, cut, sizeof cut);
  g_assert_null(second->cut);
}

/* ---- the ledger ---- */

static void test_ledger(void)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)repere_ledger_file_free);
  RepereLedgerFile *file = repere_ledger_file_new();
  ReperePage *page = repere_page_new(3);
  file->outcome = REPERE_OUTCOME_PARTIAL;
  file->reason = g_strdup("Cut.");
  file->title = g_strdup("Titre");
  file->cut[REPERE_LIMIT_PAGES] = 20000;
  file->taken = REPERE_TAKEN_TITLE | REPERE_TAKEN_DATE;
  file->title_from = REPERE_FROM_OUTLINE;
  file->created_from = REPERE_FROM_FIRST_PAGE;
  file->creators_from = REPERE_FROM_INFO_XMP;
  page->label = g_strdup("iii");
  page->source = g_intern_static_string("text-layer");
  page->lang = g_intern_static_string("fr");
  page->characters = 4711;
  page->repairs = (RepereRepairs){1, 2, 3, 4, 5, 6, 7, 8, 9};
  page->confidence = 83;
  file->creators = g_strsplit("Ana Ruiz|Léa Roy", "|", -1);
  g_ptr_array_add(file->pages, page);
  g_ptr_array_add(files, file);
  g_ptr_array_add(files, repere_ledger_file_new());
  g_autoptr(GBytes) bytes = repere_ledger_pack(files);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autoptr(GPtrArray) back = repere_ledger_unpack(data, size);
  g_assert_cmpuint(back->len, ==, 2);
  const RepereLedgerFile *one = back->pdata[0], *other = back->pdata[1];
  g_assert_cmpstr(one->reason, ==, "Cut.");
  g_assert_cmpstr(one->title, ==, "Titre");
  g_assert_null(one->created);
  g_assert_cmpuint(one->taken, ==, REPERE_TAKEN_TITLE | REPERE_TAKEN_DATE);
  g_assert_cmpstr(repere_from_name(one->title_from), ==, "outline");
  g_assert_cmpstr(repere_from_name(one->created_from), ==, "first-page");
  g_assert_cmpstr(repere_from_name(one->creators_from), ==, "info-and-xmp");
  g_assert_cmpstr(repere_from_name(other->title_from), ==, "");
  g_assert_cmpstr(repere_from_name(REPERE_FROMS), ==, "");
  const ReperePage *again = one->pages->pdata[0];
  g_assert_cmpuint(again->number, ==, 3);
  g_assert_cmpstr(again->label, ==, "iii");
  g_assert_true(again->source == page->source && again->lang == page->lang);
  g_assert_cmpuint(again->characters, ==, 4711);
  g_assert_cmpmem(&again->repairs, sizeof again->repairs, &page->repairs, sizeof page->repairs);
  g_assert_cmpuint(again->confidence, ==, 83);
  g_assert_cmpmem(one->cut, sizeof one->cut, file->cut, sizeof file->cut);
  g_assert_cmpuint(other->cut[REPERE_LIMIT_PAGES], ==, 0);
  g_assert_cmpstr(one->creators[1], ==, "Léa Roy");
  g_assert_cmpuint(g_strv_length(one->creators), ==, 2);
  g_assert_null(other->creators);
  g_assert_null(other->reason);
  g_assert_cmpuint(other->pages->len, ==, 0);
}

/* A page of which no repairs are told, as in damaged bytes, has had none. */
static void test_no_repairs(void)
{
  g_autoptr(GVariant) ledger =
    g_variant_ref_sink(g_variant_new_parsed("@a(yssssasyyyyaua(usssuyau)) [(0, 'Cut.', '', '', '', [], 0, 0, "
                                            "0, 0, [], [(1, '', 'empty', '', 0, 255, [])])]"));
  g_autoptr(GPtrArray) files = repere_ledger_unpack(g_variant_get_data(ledger), g_variant_get_size(ledger));
  static const RepereRepairs none;
  g_assert_cmpuint(files->len, ==, 1);
  const RepereLedgerFile *file = files->pdata[0];
  g_assert_cmpstr(file->reason, ==, "Cut.");
  g_assert_cmpuint(file->pages->len, ==, 1);
  g_assert_cmpmem(&((ReperePage *)file->pages->pdata[0])->repairs, sizeof none, &none, sizeof none);
}

/* ---- damaged bytes ---- */

static guint64 weigh(const char *text)
{
  g_assert_nonnull(text);
  return strlen(text) + g_str_hash(text);
}

/* Reads everything that was unpacked. */
static void unpack_all(const char *bytes, gsize size)
{
  guint64 sum = 0;
  char *exact = g_memdup2(bytes, size);
  RepereStoredDocument *document = repere_stored_document_unpack(exact, size);
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(RepereStoredPage));
  repere_stored_document_starts(exact, size, starts);
  RepereWorkState *state = repere_work_state_unpack(exact, size);
  GPtrArray *ledger = repere_ledger_unpack(exact, size);
  g_free(exact);
  sum += weigh(document->id) + weigh(document->issued) + weigh(document->type);
  for (guint i = 0; i < document->titles->len; i++)
    sum += weigh(g_array_index(document->titles, RepereStoredText, i).text);
  for (guint i = 0; i < document->creators->len; i++) sum += weigh(document->creators->pdata[i]);
  for (guint i = 0; i < document->files->len; i++)
    sum += weigh(g_array_index(document->files, RepereStoredFile, i).url);
  for (guint i = 0; i < document->pages->len; i++)
    sum += weigh(g_array_index(document->pages, RepereStoredPage, i).lang);
  sum += weigh(state->id) + weigh(state->hash) + weigh(state->source);
  for (guint i = 0; i < state->files->len; i++)
    sum += weigh(((RepereFileState *)state->files->pdata[i])->sha256);
  for (guint i = 0; i < ledger->len; i++) {
    const RepereLedgerFile *file = ledger->pdata[i];
    g_assert_cmpint(file->outcome, <, REPERE_OUTCOMES);
    sum += weigh(repere_outcome_name(file->outcome));
    for (guint p = 0; p < file->pages->len; p++) sum += weigh(((ReperePage *)file->pages->pdata[p])->lang);
  }
  g_assert_cmpuint(sum, >, 0);
  repere_stored_document_free(document);
  repere_work_state_free(state);
  g_ptr_array_unref(ledger);
}

static void test_damaged(void)
{
  g_autoptr(RepereStoredDocument) document = make_document();
  g_autoptr(GBytes) packed = repere_stored_document_pack(document);
  gsize size;
  const char *data = g_bytes_get_data(packed, &size);
  unpack_all("", 0);
  for (gsize cut = 0; cut < size; cut++) unpack_all(data, cut);
  for (guint i = 0; i < 5000; i++) {
    g_autofree char *mutated = g_memdup2(data, size);
    for (gint n = g_test_rand_int_range(1, 8); n > 0; n--)
      mutated[g_test_rand_int_range(0, (gint)size)] = (char)g_test_rand_int_range(0, 256);
    unpack_all(mutated, size);
  }
  for (guint i = 0; i < 5000; i++) {
    char noise[96];
    gsize n = (gsize)g_test_rand_int_range(0, sizeof noise);
    for (gsize k = 0; k < n; k++) noise[k] = (char)g_test_rand_int_range(0, 256);
    unpack_all(noise, n);
  }
}

/* The outcome in a damaged state must be a name, too. */
static void test_unknown_outcome(void)
{
  g_autoptr(RepereWorkState) state = repere_work_state_new("w");
  repere_work_state_add_file(state, "a", "", "", "", 1, 1, (RepereOutcome)200, NULL);
  g_autoptr(GBytes) bytes = repere_work_state_pack(state);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_autoptr(RepereWorkState) back = repere_work_state_unpack(data, size);
  g_assert_cmpint(((RepereFileState *)back->files->pdata[0])->outcome, <, REPERE_OUTCOMES);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/stored/ledger/no-repairs", test_no_repairs);
  g_test_add_func("/stored/document", test_document);
  g_test_add_func("/stored/state", test_state);
  g_test_add_func("/stored/ledger", test_ledger);
  g_test_add_func("/stored/damaged", test_damaged);
  g_test_add_func("/stored/unknown-outcome", test_unknown_outcome);
  return g_test_run();
}
