/* test_verify.c - an index that is sound is found so, and each kind of damage is told with its work: metadata
 * that is gone, wrong or strange, documents that lack what they should have. */
#include "lib/verify.h"

#include "lib/index.h"
#include "lib/schema.h"
#include "lib/values.h"
#include "road.h"

/* ---- a library and its index ---- */

#define SENTENCE "The people of the village were told about it in the morning, and all of them went home in the end. "

static Road *road;
static char *generation; /* the sound one; tests damage copies of it */

static void make_index(void)
{
  road = road_new(
    "[facet organization]\nsource=dcterms:publisher\n[facet year]\nsource=dcterms:issued\nkind=year\n");
  GString *records =
    g_string_new("<records xmlns=\"urn:repere:record:1\" xmlns:dcterms=\"http://purl.org/dc/terms/\">");
  for (guint i = 1; i <= 6; i++) {
    g_autofree char *name = g_strdup_printf("files/%u.txt", i);
    g_autofree char *text =
      g_strdup_printf(SENTENCE "Obsidian%u.\f" SENTENCE SENTENCE "Quartz.\f\f" SENTENCE "Kayak.", i);
    road_write(road, name, text);
    g_string_append_printf(
      records,
      "<record><dcterms:identifier>work-%u</dcterms:identifier><dcterms:title xml:lang=\"en\">T %u"
      "</dcterms:title><dcterms:publisher>Org%u</dcterms:publisher><dcterms:issued>%u</dcterms:issued>"
      "<text xml:lang=\"en\">" SENTENCE "</text>"
      "<dcterms:hasFormat href=\"%u.txt\" xml:lang=\"en\" type=\"text/plain\"/></record>",
      i, i, i % 3, 2000 + i, i);
  }
  g_string_append(records, "</records>");
  road_write(road, "records/all.xml", records->str);
  g_string_free(records, TRUE);
  road_run_well(road, "update");
  generation = road_path(road, "index/g000001");
}

/* A copy of the index, open for writing. */
typedef struct {
  char *path;
  xc_writer *writer;
  xc_database *database;
  guint32 docid; /* of work-2 */
} Copy;

static Copy copy_index(void)
{
  Copy copy = {.path = road_path(road, "copy")};
  xc_error fault = XC_ERROR_INIT;
  xc_shard from = {.path = generation}, to = {.path = copy.path};
  xc_compact_options options = {.keep_docids = true};
  folder_remove(copy.path);
  xc_database *database = xc_database_open(&from, 1, &fault);
  g_assert_cmpstr(fault.message, ==, "");
  xc_database_compact(database, copy.path, &options, &fault);
  g_assert_cmpstr(fault.message, ==, "");
  xc_database_free(database);
  copy.writer = xc_writer_open(&to, 1, NULL, &fault);
  g_assert_cmpstr(fault.message, ==, "");
  copy.database = xc_writer_database(copy.writer);
  RepereWorkState *state = repere_index_state(copy.database, "work-2", NULL);
  copy.docid = state->docid;
  repere_work_state_free(state);
  return copy;
}

static void take_fault(RepereVerifyPart part, const char *work, const char *sentence, gpointer data)
{
  g_string_append_printf(data, "%s|%s|%s\n", repere_verify_part_name(part), work ? work : "", sentence);
}

/* Commits what was done to the copy, and looks at it: faults, a line each. g_free. */
static char *faults_of(Copy *copy)
{
  xc_error fault = XC_ERROR_INIT;
  GString *said = g_string_new(NULL);
  RepereVerification verification = {.fault = take_fault, .data = said};
  xc_writer_commit(copy->writer, &fault);
  g_assert_cmpstr(fault.message, ==, "");
  xc_writer_free(copy->writer);
  repere_verify_database(copy->path, &verification);
  repere_verify_works(copy->path, &verification);
  g_free(copy->path);
  return g_string_free(said, FALSE);
}

static void assert_says(const char *said, const char *wanted)
{
  if (!g_regex_match_simple(wanted, said, G_REGEX_MULTILINE, 0)) g_error("no \"%s\" in:\n%s", wanted, said);
}

static void erase(Copy *copy, const char *key)
{
  xc_error fault = XC_ERROR_INIT;
  xc_writer_set_metadata(copy->writer, key, XC_NUL, "", 0, &fault);
  g_assert_cmpstr(fault.message, ==, "");
}

static void put(Copy *copy, const char *key, const char *value)
{
  xc_error fault = XC_ERROR_INIT;
  xc_writer_set_metadata(copy->writer, key, XC_NUL, value, XC_NUL, &fault);
  g_assert_cmpstr(fault.message, ==, "");
}

static void put_of_document(Copy *copy, const char *format, const char *value)
{
  g_autofree char *key = NULL;
  g_auto(GStrv) parts = g_strsplit(format, "%", 2);
  key = g_strdup_printf("%s%08x%s", parts[0], copy->docid, parts[1]);
  put(copy, key, value);
}

/* ---- sound ---- */

static void test_sound(void)
{
  GString *said = g_string_new(NULL);
  RepereVerification verification = {.fault = take_fault, .data = said};
  repere_verify_database(generation, &verification);
  repere_verify_works(generation, &verification);
  g_assert_cmpstr(said->str, ==, "");
  g_assert_cmpuint(verification.works, ==, 6);
  g_assert_cmpuint(verification.pages, ==, 30);
  g_assert_cmpuint(verification.revision, >=, 1);
  g_string_free(said, TRUE);
  Copy copy = copy_index();
  g_autofree char *faults = faults_of(&copy);
  g_assert_cmpstr(faults, ==, "");
}

/* ---- metadata ---- */

static void test_state_gone(void)
{
  Copy copy = copy_index();
  erase(&copy, "wwork-2");
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "^index\\|\\|1 documents belong to no work");
  assert_says(said, "^index\\|\\|Ledgers of 1 documents belong to no work");
  assert_says(said, "^index\\|\\|Page texts of 1 documents belong to no work");
}

static void test_document_gone(void)
{
  Copy copy = copy_index();
  xc_writer_delete(copy.writer, copy.docid, NULL);
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "^work\\|work-2\\|Work \"work-2\": its document cannot be read");
}

static void test_state_of_another(void)
{
  Copy copy = copy_index();
  g_autoptr(RepereWorkState) state = repere_index_state(copy.database, "work-2", NULL);
  g_autoptr(RepereWorkState) other = repere_index_state(copy.database, "work-3", NULL);
  state->docid = other->docid;
  g_assert_true(repere_index_write_state(copy.writer, state, NULL));
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "another work has its document, too");
  assert_says(said, "^work\\|work-2\\|Work \"work-2\": its document is that of \"work-3\"");
}

static void test_revision_gone(void)
{
  Copy copy = copy_index();
  erase(&copy, "revision");
  erase(&copy, "facets");
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "does not say which revision it is");
  assert_says(said, "does not say what made it");
}

static void test_strange_metadata(void)
{
  Copy copy = copy_index();
  put(&copy, "schema", "99");
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "^index\\|\\|.*layout of version 99");
}

static void test_state_of_noise(void)
{
  Copy copy = copy_index();
  put(&copy, "wwork-2", "\x01noise");
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "documents belong to no work|its document");
}

/* ---- the ledger ---- */

static void test_ledger_gone(void)
{
  Copy copy = copy_index();
  put_of_document(&copy, "l%", "");
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "^ledger\\|work-2\\|Work \"work-2\": it has 1 files, its document 1 and its ledger 0");
  assert_says(said, "^ledger\\|work-2\\|.*page 1 of \"2.txt\" has no line in the ledger");
}

static void change_ledger(void (*change)(RepereLedgerFile *file), const char *wanted)
{
  Copy copy = copy_index();
  g_autoptr(GPtrArray) ledger = repere_index_ledger(copy.database, copy.docid, NULL);
  change(ledger->pdata[0]);
  g_assert_true(repere_index_write_ledger(copy.writer, copy.docid, ledger, NULL));
  g_autofree char *said = faults_of(&copy);
  assert_says(said, wanted);
}

static void more_characters(RepereLedgerFile *file)
{
  ((ReperePage *)file->pages->pdata[1])->characters += 7;
}

static void page_less(RepereLedgerFile *file)
{
  g_ptr_array_remove_index(file->pages, 2);
}

static void other_outcome(RepereLedgerFile *file)
{
  file->outcome = REPERE_OUTCOME_TIMEOUT;
}

static void other_content(RepereLedgerFile *file)
{
  file->sha256[0] = file->sha256[0] == 'a' ? 'b' : 'a';
}

static void test_ledger_wrong(void)
{
  change_ledger(more_characters,
                "^pages\\|work-2\\|.*page 2 of \"2.txt\" has [0-9]+ characters by its ledger, and its text");
  change_ledger(page_less,
                "^ledger\\|work-2\\|.*\"2.txt\" has 4 pages, 4 of them in its document's table, and 3 lines");
  change_ledger(
    other_outcome,
    "^ledger\\|work-2\\|.*\"2.txt\" is indexed, indexed by its document and timeout by its ledger");
  change_ledger(other_content, "^ledger\\|work-2\\|.*the ledger of \"2.txt\" is that of another content");
}

/* ---- pages ---- */

static void test_text_gone(void)
{
  Copy copy = copy_index();
  put_of_document(&copy, "p%.2", "");
  g_autofree char *said = faults_of(&copy);
  assert_says(said,
              "^pages\\|work-2\\|.*page 2 of \"2.txt\" has [0-9]+ characters by its ledger, and its text 0");
}

static void test_text_of_noise(void)
{
  Copy copy = copy_index();
  put_of_document(&copy, "p%.1", "no zstd");
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "^pages\\|work-2\\|.*page 1 of \"2.txt\" cannot be read: The text of page 1");
}

static void test_text_of_another(void)
{
  Copy copy = copy_index();
  g_autoptr(GBytes) other = repere_page_compress("Five words and no more", 22);
  g_assert_true(repere_index_write_page(copy.writer, copy.docid, 1, other, NULL));
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "page 1 of \"2.txt\" has [0-9]+ characters by its ledger, and its text 22");
  assert_says(said, "page 2 of \"2.txt\" starts at word [0-9]+, which is not where the page before ends");
}

static void test_text_too_many(void)
{
  Copy copy = copy_index();
  put_of_document(&copy, "p%.99", "more");
  g_autofree char *said = faults_of(&copy);
  assert_says(said, "^pages\\|work-2\\|.*5 page texts are kept for it, and only 4 are of its pages");
}

/* Changes the document of work-2 as `change` says. */
static char *change_document(void (*change)(xc_document *document, RepereStoredDocument *stored))
{
  Copy copy = copy_index();
  xc_error fault = XC_ERROR_INIT;
  xc_document *document = xc_database_document(copy.database, copy.docid, 0, &fault);
  g_autoptr(RepereStoredDocument) stored = repere_index_document(copy.database, copy.docid, NULL);
  change(document, stored);
  g_autoptr(GBytes) packed = repere_stored_document_pack(stored);
  gsize size;
  const char *bytes = g_bytes_get_data(packed, &size);
  xc_document_set_data(document, bytes, size, &fault);
  xc_writer_replace(copy.writer, copy.docid, document, &fault);
  g_assert_cmpstr(fault.message, ==, "");
  xc_document_free(document);
  return faults_of(&copy);
}

static void move_page(xc_document *document G_GNUC_UNUSED, RepereStoredDocument *stored)
{
  g_array_index(stored->pages, RepereStoredPage, 2).start -= 3;
}

static void swap_pages(xc_document *document G_GNUC_UNUSED, RepereStoredDocument *stored)
{
  RepereStoredPage page = g_array_index(stored->pages, RepereStoredPage, 2);
  g_array_remove_index(stored->pages, 2);
  g_array_append_val(stored->pages, page);
}

static void lose_positions(xc_document *document, RepereStoredDocument *stored G_GNUC_UNUSED)
{
  xc_document_clear_terms(document, NULL);
  xc_document_add_boolean_term(document, "Qwork-2", XC_NUL, NULL);
  xc_document_add_term(document, "village", XC_NUL, 5, NULL);
}

static void test_page_table(void)
{
  g_autofree char *moved = change_document(move_page);
  assert_says(moved, "^pages\\|work-2\\|.*page 2 of \"2.txt\" starts at word");
  g_autofree char *swapped = change_document(swap_pages);
  assert_says(swapped, "^pages\\|work-2\\|.*stands where another page should");
  g_autofree char *lost = change_document(lose_positions);
  assert_says(lost, "^pages\\|work-2\\|.*the words of page 1 of \"2.txt\" are not in the index");
  assert_says(lost, "does not say who may see it");
}

static void rename_document(xc_document *document, RepereStoredDocument *stored G_GNUC_UNUSED)
{
  xc_document_remove_term(document, "Qwork-2", XC_NUL, NULL);
}

static void test_unfindable(void)
{
  g_autofree char *said = change_document(rename_document);
  assert_says(said, "^work\\|work-2\\|.*its document cannot be found by its identifier");
}

/* ---- facets ---- */

static void lose_value(xc_document *document, RepereStoredDocument *stored G_GNUC_UNUSED)
{
  xc_document_clear_values(document, NULL);
}

static void gain_term(xc_document *document, RepereStoredDocument *stored G_GNUC_UNUSED)
{
  g_autofree char *term = repere_term_facet("organization", "Nobody");
  xc_document_add_boolean_term(document, term, XC_NUL, NULL);
}

static void lose_term(xc_document *document, RepereStoredDocument *stored G_GNUC_UNUSED)
{
  g_autofree char *term = repere_term_facet("year", "2002");
  xc_document_remove_term(document, term, XC_NUL, NULL);
}

static void unknown_number(xc_document *document, RepereStoredDocument *stored G_GNUC_UNUSED)
{
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  guint32 number = 77;
  g_array_append_val(numbers, number);
  g_autoptr(GByteArray) packed = repere_values_pack(numbers);
  for (xc_slot slot = REPERE_SLOT_FACET; slot < REPERE_SLOT_FACET + 2; slot++)
    xc_document_set_value(document, slot, (const char *)packed->data, packed->len, NULL);
}

static void test_facets(void)
{
  g_autofree char *lost = change_document(lose_value);
  assert_says(lost,
              "^facets\\|work-2\\|.*found by the facet value organization:Org2, which its slots do not have");
  g_autofree char *gained = change_document(gain_term);
  assert_says(
    gained, "^facets\\|work-2\\|.*found by the facet value organization:Nobody, which its slots do not have");
  g_autofree char *less = change_document(lose_term);
  assert_says(less, "^facets\\|work-2\\|.*not found by the facet value year:2002, which its slots have");
  g_autofree char *unknown = change_document(unknown_number);
  assert_says(unknown, "^facets\\|work-2\\|.*its facet organization has value number 77, which no value has");
}

static void test_facet_metadata(void)
{
  Copy copy = copy_index();
  erase(&copy, "v/organization/00000000");
  g_autofree char *gap = faults_of(&copy);
  assert_says(gap, "^facets\\|\\|The facet organization lost values");
  copy = copy_index();
  put(&copy, "f/organization/terms", "3");
  g_autofree char *slot = faults_of(&copy);
  assert_says(slot,
              "^facets\\|\\|The index has values of \"organization/terms\" in slot 3, which is no facet's");
}

/* ---- files ---- */

/* Noise in any table is told of, and read without a crash of ours. */
static void test_truncated(void)
{
  static const char *const tables[] = {"postlist", "docdata", "termlist", "position"};
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
    Copy copy = copy_index();
    g_autofree char *name = g_strconcat("copy/", tables[i], ".glass", NULL);
    xc_error fault = XC_ERROR_INIT;
    xc_writer_commit(copy.writer, &fault);
    road_write_bytes(road, name, "short", 5);
    g_autofree char *said = faults_of(&copy);
    assert_says(said, "^(database|index|work|pages)\\|");
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  make_index();
  g_test_add_func("/verify/sound", test_sound);
  g_test_add_func("/verify/state-gone", test_state_gone);
  g_test_add_func("/verify/document-gone", test_document_gone);
  g_test_add_func("/verify/state-of-another", test_state_of_another);
  g_test_add_func("/verify/revision-gone", test_revision_gone);
  g_test_add_func("/verify/strange-metadata", test_strange_metadata);
  g_test_add_func("/verify/state-of-noise", test_state_of_noise);
  g_test_add_func("/verify/ledger-gone", test_ledger_gone);
  g_test_add_func("/verify/ledger-wrong", test_ledger_wrong);
  g_test_add_func("/verify/text-gone", test_text_gone);
  g_test_add_func("/verify/text-of-noise", test_text_of_noise);
  g_test_add_func("/verify/text-of-another", test_text_of_another);
  g_test_add_func("/verify/text-too-many", test_text_too_many);
  g_test_add_func("/verify/page-table", test_page_table);
  g_test_add_func("/verify/unfindable", test_unfindable);
  g_test_add_func("/verify/facets", test_facets);
  g_test_add_func("/verify/facet-metadata", test_facet_metadata);
  g_test_add_func("/verify/truncated", test_truncated);
  int code = g_test_run();
  road_free(road);
  g_free(generation);
  return code;
}
