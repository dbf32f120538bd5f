/* passages.c - see passages.h */
#include "passages.h"

#include <string.h>
#include "answer.h"
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

static gboolean cut_page(const RepereLane *lane, guint32 docid, const RepereStoredDocument *stored, guint number,
                         const ReperePlan *plan, GPtrArray *passages, GError **error)
{
  const RepereStoredPage *page = &g_array_index(stored->pages, RepereStoredPage, number);
  gsize length;
  GError *fault = NULL;
  g_autofree char *text = repere_index_page_text(lane->database, docid, number, &length, &fault);
  if (g_error_matches(fault, REPERE_ERROR, REPERE_ERROR_CORRUPT)) {
    g_warning("%s", fault->message); /* one bad page costs its passage, not the whole answer */
    g_clear_error(&fault);
    return TRUE;
  }
  if (fault) {
    g_propagate_error(error, fault);
    return FALSE;
  }
  char *html = repere_passage_html(text, length, page->lang, plan->evidence, lane->analyzer);
  if (html) g_ptr_array_add(passages, passage_of(stored, page, html));
  return TRUE;
}

gboolean repere_passages_cut(const RepereLane *lane, guint32 docid, const RepereStoredDocument *stored,
                             const RepereStoredText *abstract, const ReperePlan *plan,
                             const ReperePlaces *places, guint most, GPtrArray *passages, GError **error)
{
  if (most == 0 || plan->evidence->len == 0) return TRUE;
  g_autoptr(GArray) pages = repere_pages_weigh(places, docid, stored->pages, plan, lane->weights);
  g_array_sort_with_data(pages, by_weight, (gpointer)lane->weights);
  for (guint i = 0; i < pages->len && passages->len < most; i++)
    if (!cut_page(lane, docid, stored, g_array_index(pages, ReperePageWeight, i).page, plan, passages, error))
      return FALSE;
  if (passages->len || !abstract) return TRUE;
  RepereStoredPage own = {0, 0, 0, "", abstract->lang};
  char *html =
    repere_passage_html(abstract->text, strlen(abstract->text), abstract->lang, plan->evidence, lane->analyzer);
  if (html) g_ptr_array_add(passages, passage_of(stored, &own, html));
  return TRUE;
}
