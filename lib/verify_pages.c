/* verify_pages.c - of one work: that document, ledger, stored texts and positions tell the same pages. See verify.h */
#include "verify_private.h"

typedef struct {
  RepereVerify *verify;
  const RepereVerifyDocument *document;
  const RepereStoredPage *pages;
  guint count;
  guint32 *words;   /* words[i]: how many positions page i takes; G_MAXUINT32: not known */
  gboolean *seen;   /* seen[i]: a word of page i is in the index */
} Pages;

static void nothing(const RepereToken *token G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
}

static char *name_of(const Pages *pages, guint i)
{
  const RepereStoredPage *page = &pages->pages[i];
  const GArray *files = pages->document->stored->files;
  if (page->file == 0) return g_strdup_printf("text %u of its record", page->number);
  if (page->file > files->len) return g_strdup_printf("page %u of file %u", page->number, page->file);
  return g_strdup_printf("page %u of \"%s\"", page->number, g_array_index(files, RepereStoredFile, page->file - 1).href);
}

/* ---- the ledger's lines ---- */

static const ReperePage *line_of(const Pages *pages, const RepereStoredPage *page)
{
  const GPtrArray *ledger = pages->document->ledger;
  if (page->file == 0 || page->file > ledger->len) return NULL;
  const GPtrArray *lines = ((const RepereLedgerFile *)ledger->pdata[page->file - 1])->pages;
  return page->number >= 1 && page->number <= lines->len ? lines->pdata[page->number - 1] : NULL;
}

static gboolean has_no_text(const char *source)
{
  return g_str_equal(source, "empty") || g_str_equal(source, "garbage") || g_str_equal(source, "failed");
}

static void verify_line(Pages *pages, guint i)
{
  const RepereStoredPage *page = &pages->pages[i];
  const ReperePage *line = line_of(pages, page);
  if (page->file == 0) return; /* a record's own text has no ledger */
  g_autofree char *name = name_of(pages, i);
  if (!line) repere_verify_say(pages->verify, REPERE_PART_LEDGER, "%s has no line in the ledger", name);
  else if (line->number != page->number)
    repere_verify_say(pages->verify, REPERE_PART_LEDGER, "%s has the line of page %u in the ledger", name, line->number);
  else if (!g_str_equal(line->lang, page->lang))
    repere_verify_say(pages->verify, REPERE_PART_LEDGER, "%s is in \"%s\", and by its ledger in \"%s\"", name, page->lang,
                      line->lang);
  else if (line->characters > 0 && has_no_text(line->source))
    repere_verify_say(pages->verify, REPERE_PART_LEDGER,
                      "%s is said to be \"%s\" by the ledger, and to have %u characters", name,
                      line->source, line->characters);
}

/* How many pages of each file there are, and their order. */
static void verify_order(const Pages *pages)
{
  const RepereVerifyDocument *document = pages->document;
  g_autofree guint *counts = g_new0(guint, document->stored->files->len + 1);
  guint32 file = 0, number = 0;
  for (guint i = 0; i < pages->count; i++) {
    const RepereStoredPage *page = &pages->pages[i];
    gboolean next = page->file == file ? page->number == number + 1 : page->file > file && page->number == 1;
    if (!next || page->file > document->stored->files->len) {
      g_autofree char *name = name_of(pages, i);
      repere_verify_say(pages->verify, REPERE_PART_PAGES, "%s stands where another page should", name);
      return;
    }
    file = page->file;
    number = page->number;
    counts[file]++;
  }
  for (guint i = 0; i < document->stored->files->len && i < document->ledger->len; i++) {
    const RepereStoredFile *shown = &g_array_index(document->stored->files, RepereStoredFile, i);
    guint lines = ((const RepereLedgerFile *)document->ledger->pdata[i])->pages->len;
    if (shown->pages != lines || counts[i + 1] != lines)
      repere_verify_say(pages->verify, REPERE_PART_LEDGER,
                        "\"%s\" has %u pages, %u of them in its document's table, and %u lines in the ledger",
                        shown->href, shown->pages, counts[i + 1], lines);
  }
}

/* ---- texts ---- */

static gboolean verify_text(Pages *pages, guint i)
{
  GError *error = NULL;
  gsize length = 0;
  const RepereStoredPage *page = &pages->pages[i];
  const ReperePage *line = line_of(pages, page);
  g_autofree char *text = repere_index_page_text(pages->verify->database, pages->document->state->docid, i, &length,
                                                 &error);
  g_autofree char *name = name_of(pages, i);
  if (!text) {
    repere_verify_say_error(pages->verify, REPERE_PART_PAGES, name, error);
    return FALSE;
  }
  if (!g_utf8_validate_len(text, length, NULL)) {
    repere_verify_say(pages->verify, REPERE_PART_PAGES, "the text of %s is not UTF-8", name);
    return length > 0;
  }
  glong characters = g_utf8_strlen(text, (gssize)length);
  if (line && characters != (glong)line->characters)
    repere_verify_say(pages->verify, REPERE_PART_PAGES, "%s has %u characters by its ledger, and its text %ld", name,
                      line->characters, characters);
  pages->words[i] = pages->verify->analyzer ? repere_analyze(pages->verify->analyzer, text, length,
                                                             repere_language(page->lang), nothing, NULL) : G_MAXUINT32;
  if (length == 0) pages->words[i] = 0;
  return length > 0;
}

static void verify_texts(Pages *pages)
{
  guint stored = GPOINTER_TO_UINT(g_hash_table_lookup(pages->verify->texts,
                                                      GUINT_TO_POINTER(pages->document->state->docid)));
  guint found = 0;
  for (guint i = 0; i < pages->count; i++) {
    pages->words[i] = G_MAXUINT32;
    if (verify_text(pages, i)) found++;
  }
  if (stored > found)
    repere_verify_say(pages->verify, REPERE_PART_PAGES, "%u page texts are kept for it, and only %u are of its pages",
                      stored, found);
}

/* ---- where pages start ---- */

static void verify_starts(const Pages *pages)
{
  for (guint i = 1; i < pages->count; i++) {
    const RepereStoredPage *page = &pages->pages[i], *before = page - 1;
    guint32 words = pages->words[i - 1];
    gboolean together = page->file == before->file && page->file != 0;
    gboolean wrong = page->start < before->start;
    if (!wrong && words != G_MAXUINT32)
      wrong = together ? page->start - before->start != words : page->start - before->start < words;
    if (!wrong) continue;
    g_autofree char *name = name_of(pages, i);
    repere_verify_say(pages->verify, REPERE_PART_PAGES,
                      "%s starts at word %u, which is not where the page before ends (it starts at %u)", name,
                      page->start, before->start);
    return; /* those behind it would all be told */
  }
}

/* ---- words ---- */

/* Where page i ends: as the analysis counts its words, else where the next begins. */
static guint64 end_of(const Pages *pages, guint i)
{
  if (pages->words[i] != G_MAXUINT32) return (guint64)pages->pages[i].start + pages->words[i];
  return i + 1 < pages->count && pages->pages[i + 1].file == pages->pages[i].file ? pages->pages[i + 1].start
                                                                                 : G_MAXUINT64;
}

/* Marks the pages that a word is on; returns how many of those are new. */
static guint see_word(Pages *pages, const RepereVerifyWord *word)
{
  xc_error fault = XC_ERROR_INIT;
  xc_positions *positions = xc_database_positions(pages->verify->database, pages->document->state->docid, word->term,
                                                  XC_NUL, &fault);
  xc_position at;
  guint page = 0, fresh = 0;
  int state = positions ? XC_ITEM : XC_FAILED;
  while (positions && (state = xc_positions_next(positions, &at, &fault)) == XC_ITEM) {
    while (page < pages->count && end_of(pages, page) <= at) page++;
    if (page == pages->count) break;
    if (pages->pages[page].start > at || pages->seen[page]) continue;
    pages->seen[page] = TRUE;
    fresh++;
  }
  xc_positions_free(positions);
  if (state == XC_FAILED) repere_verify_say_fault(pages->verify, REPERE_PART_PAGES, "the positions of its words", &fault);
  return state == XC_FAILED ? G_MAXUINT : fresh;
}

/* Every page with words has one in the index. The most frequent words are asked first: a few are on all pages. */
static void verify_words(Pages *pages)
{
  guint left = 0;
  for (guint i = 0; i < pages->count; i++) {
    pages->seen[i] = pages->words[i] == 0 || pages->words[i] == G_MAXUINT32;
    if (!pages->seen[i]) left++;
  }
  for (guint i = 0; i < pages->document->words->len && left > 0; i++) {
    guint fresh = see_word(pages, &g_array_index(pages->document->words, RepereVerifyWord, i));
    if (fresh == G_MAXUINT) return;
    left -= MIN(fresh, left);
  }
  for (guint i = 0; i < pages->count && left > 0; i++) {
    if (pages->seen[i]) continue;
    g_autofree char *name = name_of(pages, i);
    repere_verify_say(pages->verify, REPERE_PART_PAGES, "the words of %s are not in the index", name);
    left--;
  }
}

void repere_verify_pages(RepereVerify *verify, const RepereVerifyDocument *document)
{
  const GArray *table = document->stored->pages;
  Pages pages = {verify, document, (const RepereStoredPage *)(const void *)table->data, table->len, NULL, NULL};
  g_autofree guint32 *words = pages.words = g_new0(guint32, table->len + 1);
  g_autofree gboolean *seen = pages.seen = g_new0(gboolean, table->len + 1);
  verify->to->pages += pages.count;
  verify_order(&pages);
  for (guint i = 0; i < pages.count; i++) verify_line(&pages, i);
  verify_texts(&pages);
  verify_starts(&pages);
  if (document->terms) verify_words(&pages);
}
