/* pdf_title.c - see pdf_title.h */
#include "indexer/pdf_title.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#include "indexer/extract.h"

/* ---- metadata ---- */

/* XMP's dc:title: "x-default" where it has several. */
static char *title_of_xmp(const char *xmp)
{
  static const char *const where[] = {"string(//dc:title//rdf:li[@xml:lang='x-default'])",
                                      "string(//dc:title//rdf:li)", "string(//dc:title)"};
  xmlDoc *document = xmlReadMemory(xmp, (int)MIN(strlen(xmp), G_MAXINT), NULL, NULL,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlXPathContext *context = document ? xmlXPathNewContext(document) : NULL;
  char *title = NULL;
  if (context) {
    xmlXPathRegisterNs(context, BAD_CAST "dc", BAD_CAST "http://purl.org/dc/elements/1.1/");
    xmlXPathRegisterNs(context, BAD_CAST "rdf", BAD_CAST "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  }
  for (guint i = 0; context && !title && i < G_N_ELEMENTS(where); i++) {
    xmlXPathObject *found = xmlXPathEval(BAD_CAST where[i], context);
    if (found && found->stringval && *found->stringval) title = g_strdup((const char *)found->stringval);
    xmlXPathFreeObject(found);
  }
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
  return title;
}

/* ---- the first page ---- */

/* A run of characters in one size. */
typedef struct {
  double size;
  long start, end; /* characters [start, end) */
} Run;

/* The first run of the largest size that has a word in it; an end of 0 where there is none. Sizes that differ
 * by a hair are one: a title's small capitals or accents are often set so. */
static Run largest_run(const GList *attributes, const char *text, long length)
{
  Run largest = {0, 0, 0}, run = {0, 0, 0};
  for (const GList *at = attributes; at; at = at->next) {
    const PopplerTextAttributes *part = at->data;
    long start = CLAMP(part->start_index, 0, length), end = CLAMP(part->end_index + 1L, start, length);
    gboolean goes_on = run.end > 0 && part->font_size > run.size * 0.95 && part->font_size < run.size * 1.05;
    run = (Run){goes_on ? run.size : part->font_size, goes_on ? run.start : start, end};
    gboolean longer = goes_on && largest.end > 0 && largest.start == run.start;
    if (longer) largest.end = end;
    if (longer || run.size <= largest.size * 1.05) continue;
    g_autofree char *words = repere_extract_title(g_utf8_substring(text, run.start, run.end));
    if (words) largest = run;
  }
  return largest;
}

/* What stands largest on the first page, unless most of the page stands as large. */
static char *title_of_page(PopplerPage *page)
{
  enum { LONGEST = 250 };
  char *title = NULL;
  g_autofree char *text = poppler_page_get_text(page);
  GList *attributes = poppler_page_get_text_attributes(page);
  if (text && g_utf8_validate(text, -1, NULL)) {
    long length = g_utf8_strlen(text, -1);
    Run run = largest_run(attributes, text, length);
    if (run.end > run.start && run.end - run.start <= LONGEST)
      title = repere_extract_title(g_utf8_substring(text, run.start, run.end));
  }
  poppler_page_free_text_attributes(attributes);
  return title;
}

char *repere_pdf_title(PopplerDocument *document, PopplerPage *first)
{
  char *title = repere_extract_title(poppler_document_get_title(document));
  if (title) return title;
  g_autofree char *xmp = poppler_document_get_metadata(document);
  title = xmp ? repere_extract_title(title_of_xmp(xmp)) : NULL;
  return title || !first ? title : title_of_page(first);
}
