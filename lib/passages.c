/* passages.c - see passages.h */
#include "passages.h"

#include <string.h>
#include "answer.h"
#include "contents.h"
#include "index.h"
#include "pages.h"

/* ---- which pages ---- */

static gint by_weight(gconstpointer a, gconstpointer b, gpointer by)
{
  const ReperePageWeight *one = a, *other = b;
  double first = repere_page_sum(one, by), second = repere_page_sum(other, by);
  if (first != second) return first < second ? 1 : -1;
  return (one->page > other->page) - (one->page < other->page);
}

/* ---- passages ---- */

static ReperePassage *passage_of(const RepereStoredDocument *stored, const RepereStoredPage *page, char *html)
{
  ReperePassage *passage = repere_passage_new();
  passage->html = html;
  passage->lang = g_strdup(page->lang);
  passage->file = page->file;
  if (page->file == 0 || page->file > stored->files->len) return passage;
  const RepereStoredFile *file = &g_array_index(stored->files, RepereStoredFile, page->file - 1);
  passage->page = page->number;
  passage->page_label = repere_stored_page_label(page);
  passage->url = repere_stored_page_url(file, page);
  return passage;
}

/* A page of contents names what other pages speak of: where one of those matches as well, it is shown first. */
#define AS_WELL 0.5

typedef struct {
  const RepereLane *lane;
  guint32 docid;
  const RepereStoredDocument *stored;
  const ReperePlan *plan;
  GArray *put_off; /* of guint: pages of contents, met before others that match as well */
} Cutting;

/* `yields`: a page of contents is put off. */
static gboolean cut_page(const Cutting *cutting, guint number, gboolean yields, GPtrArray *passages, GError **error)
{
  const RepereLane *lane = cutting->lane;
  const RepereStoredDocument *stored = cutting->stored;
  const RepereStoredPage *page = &g_array_index(stored->pages, RepereStoredPage, number);
  gsize length;
  GError *fault = NULL;
  g_autofree char *text = repere_index_page_text(lane->database, cutting->docid, number, &length, &fault);
  if (g_error_matches(fault, REPERE_ERROR, REPERE_ERROR_CORRUPT)) {
    g_warning("%s", fault->message); /* one bad page costs its passage, not the whole answer */
    g_clear_error(&fault);
    return TRUE;
  }
  if (fault) {
    g_propagate_error(error, fault);
    return FALSE;
  }
  if (yields && text && repere_text_is_contents(text, length)) {
    g_array_append_val(cutting->put_off, number);
    return TRUE;
  }
  char *html = repere_passage_html(text, length, page->lang, cutting->plan->evidence, lane->analyzer);
  if (html) g_ptr_array_add(passages, passage_of(stored, page, html));
  return TRUE;
}

/* The pages by weight, those of contents after the last that matches as well. */
static gboolean cut_pages(const Cutting *cutting, const GArray *pages, guint most, GPtrArray *passages, GError **error)
{
  const RepereWeights *by = cutting->lane->weights;
  double least = pages->len ? AS_WELL * repere_page_sum(&g_array_index(pages, ReperePageWeight, 0), by) : 0;
  for (guint i = 0; i < pages->len && passages->len < most; i++) {
    ReperePageWeight page = g_array_index(pages, ReperePageWeight, i);
    gboolean last =
      i + 1 == pages->len || repere_page_sum(&g_array_index(pages, ReperePageWeight, i + 1), by) < least;
    gboolean yields = repere_page_sum(&page, by) >= least && !(last && i == 0);
    if (!cut_page(cutting, page.page, yields, passages, error)) return FALSE;
    for (guint k = 0; last && k < cutting->put_off->len && passages->len < most; k++)
      if (!cut_page(cutting, g_array_index(cutting->put_off, guint, k), FALSE, passages, error)) return FALSE;
    if (last) g_array_set_size(cutting->put_off, 0);
  }
  return TRUE;
}

gboolean repere_passages_cut(const RepereLane *lane, guint32 docid, const RepereStoredDocument *stored,
                             const RepereStoredText *abstract, const ReperePlan *plan,
                             const ReperePlaces *places, guint most, GPtrArray *passages, GError **error)
{
  if (most == 0 || plan->evidence->len == 0) return TRUE;
  g_autoptr(GArray) pages = repere_pages_weigh(places, docid, stored->pages, plan, lane->weights);
  g_array_sort_with_data(pages, by_weight, (gpointer)lane->weights);
  g_autoptr(GArray) put_off = g_array_new(FALSE, FALSE, sizeof(guint));
  Cutting cutting = {lane, docid, stored, plan, put_off};
  if (!cut_pages(&cutting, pages, most, passages, error)) return FALSE;
  if (passages->len || !abstract) return TRUE;
  RepereStoredPage own = {0, 0, 0, "", abstract->lang};
  char *html =
    repere_passage_html(abstract->text, strlen(abstract->text), abstract->lang, plan->evidence, lane->analyzer);
  if (html) g_ptr_array_add(passages, passage_of(stored, &own, html));
  return TRUE;
}
