/* verify.c - see verify.h */
#include "verify_private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "schema.h"

static const char *const part_names[REPERE_PARTS] = {
  [REPERE_PART_FILES] = "files",   [REPERE_PART_DATABASE] = "database", [REPERE_PART_INDEX] = "index",
  [REPERE_PART_WORK] = "work",     [REPERE_PART_LEDGER] = "ledger",     [REPERE_PART_PAGES] = "pages",
  [REPERE_PART_FACETS] = "facets",
};

const char *repere_verify_part_name(RepereVerifyPart part)
{
  return part_names[part];
}

/* ---- saying it ---- */

static void tell(RepereVerify *verify, RepereVerifyPart part, const char *clause)
{
  RepereVerification *to = verify->to;
  if (verify->work && ++verify->faults > REPERE_VERIFY_FAULTS_OF_WORK) return;
  g_autofree char *sentence = verify->work ? g_strdup_printf("Work \"%s\": %s.", verify->work, clause)
                                           : g_strdup_printf("%s.", clause);
  to->fault(part, verify->work, sentence, to->data);
}

void repere_verify_say(RepereVerify *verify, RepereVerifyPart part, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *clause = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  tell(verify, part, clause);
}

static void say_cause(RepereVerify *verify, RepereVerifyPart part, const char *what, const char *cause)
{
  gsize length = strlen(cause);
  while (length > 0 && cause[length - 1] == '.') length--;
  repere_verify_say(verify, part, "%s cannot be read: %.*s", what, (int)length, cause);
}

void repere_verify_say_error(RepereVerify *verify, RepereVerifyPart part, const char *what, GError *error)
{
  say_cause(verify, part, what, error ? error->message : "the bytes are none of ours");
  g_clear_error(&error);
}

void repere_verify_say_fault(RepereVerify *verify, RepereVerifyPart part, const char *what,
                             const xc_error *fault)
{
  say_cause(verify, part, what, fault->message);
}

/* ---- Xapian's check ---- */

static int keep_line(void *user, const char *text, size_t size)
{
  g_string_append_len(user, text, (gssize)size);
  return 0;
}

/* Of what the check prints, the first line that speaks of a fault: those before it say which table is looked
 * at. */
static char *first_fault(const char *printed)
{
  g_auto(GStrv) lines = g_strsplit(printed, "\n", -1);
  const char *table = "";
  for (guint i = 0; lines[i]; i++) {
    g_strstrip(lines[i]);
    if (!lines[i][0]) continue;
    gsize length = strlen(lines[i]);
    if (lines[i][length - 1] == ':') {
      lines[i][length - 1] = '\0';
      table = lines[i];
    } else if (!strstr(lines[i], "no errors") && !strstr(lines[i], "Not present") &&
               !strstr(lines[i], "blocksize=")) {
      return g_strdup_printf("%s%s%s", table, table[0] ? ": " : "", lines[i]);
    }
  }
  return g_strdup("see what xapian-check prints");
}

gboolean repere_verify_can_check(const char *path)
{
  g_autofree char *table = g_build_filename(path, "docdata.glass", NULL);
  return access(table, W_OK) == 0 || (errno != EROFS && errno != EACCES);
}

void repere_verify_database(const char *path, RepereVerification *verification)
{
  if (!repere_verify_can_check(path)) return;
  RepereVerify verify = {.to = verification};
  xc_error fault = XC_ERROR_INIT;
  size_t faults = 0;
  g_autoptr(GString) printed = g_string_new(NULL);
  if (xc_check(path, 0, keep_line, printed, &faults, &fault) != XC_OK) {
    repere_verify_say_fault(&verify, REPERE_PART_DATABASE, "The database", &fault);
  } else if (faults > 0) {
    g_autofree char *first = first_fault(printed->str);
    repere_verify_say(&verify, REPERE_PART_DATABASE,
                      "%s: Xapian finds %zu faults in the database, the first of them: %s", path, faults,
                      first);
  }
}

/* ---- a document's terms ---- */

static void word_clear(gpointer data)
{
  g_free(((RepereVerifyWord *)data)->term);
}

static gint by_frequency(gconstpointer a, gconstpointer b)
{
  guint32 one = ((const RepereVerifyWord *)a)->wdf, other = ((const RepereVerifyWord *)b)->wdf;
  return (one < other) - (one > other);
}

typedef struct {
  RepereVerifyDocument *document;
  const char *own;  /* its own Q term */
  gboolean named;   /* which it has */
  guint names;      /* Q terms */
  guint access;     /* XACCESS terms */
} Terms;

static void take_term(Terms *terms, const char *term, guint32 wdf)
{
  if (g_str_has_prefix(term, REPERE_TERM_ID)) {
    terms->names++;
    terms->named = terms->named || g_str_equal(term, terms->own);
  }
  if (g_str_has_prefix(term, "XACCESS:")) terms->access++;
  if (g_str_has_prefix(term, "XF")) g_ptr_array_add(terms->document->facet_terms, g_strdup(term));
  if (!g_ascii_isupper(term[0])) {
    RepereVerifyWord word = {g_strdup(term), wdf};
    g_array_append_val(terms->document->words, word);
  }
}

/* FALSE where they cannot be read, which is told: what they should say then is not. */
static gboolean read_terms(RepereVerify *verify, RepereVerifyDocument *document)
{
  xc_error fault = XC_ERROR_INIT;
  g_autofree char *own = repere_term_id(document->state->id);
  Terms terms = {.document = document, .own = own};
  xc_terms *list = xc_database_document_terms(verify->database, document->state->docid, &fault);
  xc_bytes term;
  int state = list ? XC_ITEM : XC_FAILED;
  while (list && (state = xc_terms_next(list, &term, &fault)) == XC_ITEM) {
    xc_termcount wdf = 0;
    if (xc_terms_wdf(list, &wdf, &fault) != XC_OK) {
      state = XC_FAILED;
      break;
    }
    take_term(&terms, term.data, wdf);
  }
  xc_terms_free(list);
  if (state == XC_FAILED) {
    repere_verify_say_fault(verify, REPERE_PART_WORK, "the list of its terms", &fault);
    return FALSE;
  }
  if (!terms.named || terms.names != 1)
    repere_verify_say(verify, REPERE_PART_WORK, "its document %s",
                      terms.named ? "answers to other works' identifiers, too"
                                  : "cannot be found by its identifier");
  if (terms.access != 1)
    repere_verify_say(verify, REPERE_PART_WORK, "its document does not say who may see it");
  g_array_sort(document->words, by_frequency);
  return TRUE;
}

/* ---- works ---- */

static void verify_files(RepereVerify *verify, const RepereVerifyDocument *document)
{
  const RepereWorkState *state = document->state;
  guint stored = document->stored->files->len;
  if (stored != state->files->len || document->ledger->len != state->files->len) {
    repere_verify_say(verify, REPERE_PART_LEDGER, "it has %u files, its document %u and its ledger %u",
                      state->files->len, stored, document->ledger->len);
    return;
  }
  for (guint i = 0; i < stored; i++) {
    const RepereStoredFile *shown = &g_array_index(document->stored->files, RepereStoredFile, i);
    const RepereFileState *known = state->files->pdata[i];
    const RepereLedgerFile *line = document->ledger->pdata[i];
    if (!g_str_equal(shown->href, known->href))
      repere_verify_say(verify, REPERE_PART_WORK, "its file %u is \"%s\", and \"%s\" in its document", i + 1,
                        known->href, shown->href);
    if (shown->outcome != known->outcome || line->outcome != known->outcome)
      repere_verify_say(verify, REPERE_PART_LEDGER, "\"%s\" is %s, %s by its document and %s by its ledger",
                        known->href, repere_outcome_name(known->outcome),
                        repere_outcome_name((RepereOutcome)shown->outcome),
                        repere_outcome_name(line->outcome));
    if (g_strcmp0(line->sha256 ? line->sha256 : "", known->sha256) != 0)
      repere_verify_say(verify, REPERE_PART_LEDGER, "the ledger of \"%s\" is that of another content",
                        known->href);
  }
}

static void verify_document(RepereVerify *verify, RepereVerifyDocument *document)
{
  GError *error = NULL;
  const RepereWorkState *state = document->state;
  document->stored = repere_index_document(verify->database, state->docid, &error);
  if (!document->stored) {
    repere_verify_say_error(verify, REPERE_PART_WORK, "its document", error);
    return;
  }
  if (!g_str_equal(document->stored->id, state->id)) {
    repere_verify_say(verify, REPERE_PART_WORK, "its document is that of \"%s\"", document->stored->id);
    return;
  }
  document->ledger = repere_index_ledger(verify->database, state->docid, &error);
  if (!document->ledger) {
    repere_verify_say_error(verify, REPERE_PART_LEDGER, "its ledger", error);
    return;
  }
  document->terms = read_terms(verify, document);
  verify_files(verify, document);
  repere_verify_pages(verify, document);
  if (document->terms) repere_verify_facets(verify, document);
}

static void verify_work(RepereVerify *verify, const RepereWorkState *state)
{
  RepereVerifyDocument document = {.state = state};
  verify->work = state->id;
  verify->faults = 0;
  document.facet_terms = g_ptr_array_new_with_free_func(g_free);
  document.words = g_array_new(FALSE, FALSE, sizeof(RepereVerifyWord));
  g_array_set_clear_func(document.words, word_clear);
  verify_document(verify, &document);
  guint more =
    verify->faults > REPERE_VERIFY_FAULTS_OF_WORK ? verify->faults - REPERE_VERIFY_FAULTS_OF_WORK : 0;
  if (more) {
    verify->faults = 0;
    repere_verify_say(verify, REPERE_PART_WORK, "%u more faults", more);
  }
  verify->work = NULL;
  repere_stored_document_free(document.stored);
  g_clear_pointer(&document.ledger, g_ptr_array_unref);
  g_ptr_array_unref(document.facet_terms);
  g_array_unref(document.words);
  if (verify->analyzer) repere_analyzer_trim(verify->analyzer);
}

/* ---- the whole ---- */

/* Documents that no work has are found by nobody's update, and never leave. */
static void verify_documents(RepereVerify *verify, GHashTable *works)
{
  xc_error fault = XC_ERROR_INIT;
  xc_postings *all = xc_database_postings(verify->database, "", 0, &fault);
  xc_docid docid;
  guint strangers = 0, first = 0;
  int state = all ? XC_ITEM : XC_FAILED;
  while (all && (state = xc_postings_next(all, &docid, &fault)) == XC_ITEM)
    if (!g_hash_table_contains(works, GUINT_TO_POINTER(docid)) && strangers++ == 0) first = docid;
  xc_postings_free(all);
  if (state == XC_FAILED) repere_verify_say_fault(verify, REPERE_PART_INDEX, "The list of documents", &fault);
  if (strangers)
    repere_verify_say(verify, REPERE_PART_INDEX, "%u documents belong to no work, document %u first",
                      strangers, first);
}

static void say_strays(RepereVerify *verify, GHashTable *docids, GHashTable *works, const char *what)
{
  GHashTableIter iter;
  gpointer docid;
  guint strays = 0, first = G_MAXUINT;
  g_hash_table_iter_init(&iter, docids);
  while (g_hash_table_iter_next(&iter, &docid, NULL)) {
    if (g_hash_table_contains(works, docid)) continue;
    strays++;
    first = MIN(first, GPOINTER_TO_UINT(docid));
  }
  if (strays)
    repere_verify_say(verify, REPERE_PART_INDEX,
                      "%s of %u documents belong to no work, those of document %u first", what, strays,
                      first);
}

/* What is kept of a document stays findable only through its work. */
static void verify_kept(RepereVerify *verify, GHashTable *works)
{
  GError *error = NULL;
  g_autoptr(GHashTable) ledgers = repere_index_ledger_docids(verify->database, &error);
  if (ledgers) say_strays(verify, ledgers, works, "Ledgers");
  else repere_verify_say_error(verify, REPERE_PART_INDEX, "The list of ledgers", error);
  say_strays(verify, verify->texts, works, "Page texts");
}

static void verify_all(RepereVerify *verify, GHashTable *states)
{
  GHashTableIter iter;
  gpointer state;
  g_autoptr(GHashTable) works = g_hash_table_new(NULL, NULL);
  g_hash_table_iter_init(&iter, states);
  while (g_hash_table_iter_next(&iter, NULL, &state)) {
    const RepereWorkState *work = state;
    if (!g_hash_table_add(works, GUINT_TO_POINTER(work->docid)))
      repere_verify_say(verify, REPERE_PART_WORK, "Work \"%s\": another work has its document, too",
                        work->id);
  }
  verify_documents(verify, works);
  verify_kept(verify, works);
  repere_verify_facets_load(verify);
  g_hash_table_iter_init(&iter, states);
  while (g_hash_table_iter_next(&iter, NULL, &state)) {
    verify_work(verify, state);
    verify->to->works++;
    if (verify->to->progress)
      verify->to->progress(verify->to->works, g_hash_table_size(states), verify->to->data);
  }
}

/* FALSE where what the index says of itself does not let its works be read. */
static gboolean verify_meta(RepereVerify *verify, const char *path)
{
  GError *error = NULL;
  RepereIndexMeta meta = {0};
  verify->database = repere_index_open(path, &error);
  if (!verify->database || !repere_index_read_meta(verify->database, &meta, &error)) {
    repere_verify_say_error(verify, REPERE_PART_INDEX,
                            verify->database ? "What made the index" : "The database", error);
    return FALSE;
  }
  verify->to->revision = meta.revision;
  if (meta.revision == 0)
    repere_verify_say(verify, REPERE_PART_INDEX, "The index does not say which revision it is");
  if (!meta.analysis[0] || !meta.xapian[0] || !meta.facets[0])
    repere_verify_say(verify, REPERE_PART_INDEX, "The index does not say what made it");
  if (g_str_equal(meta.analysis, repere_analysis_hash())) verify->analyzer = repere_analyzer_new();
  repere_index_meta_clear(&meta);
  return TRUE;
}

void repere_verify_works(const char *path, RepereVerification *verification)
{
  GError *error = NULL;
  RepereVerify verify = {.to = verification};
  verification->works = verification->pages = 0;
  if (verify_meta(&verify, path)) {
    g_autoptr(GHashTable) states = repere_index_states(verify.database, &error);
    if (states) verify.texts = repere_index_page_counts(verify.database, &error);
    if (verify.texts) verify_all(&verify, states);
    else repere_verify_say_error(&verify, REPERE_PART_INDEX, "The list of works", error);
  }
  g_clear_pointer(&verify.texts, g_hash_table_unref);
  g_clear_pointer(&verify.facets, g_ptr_array_unref);
  g_clear_pointer(&verify.analyzer, repere_analyzer_free);
  xc_database_free(verify.database);
}
