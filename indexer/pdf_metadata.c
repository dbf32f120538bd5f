/* pdf_metadata.c - see pdf_metadata.h */
#include "indexer/pdf_metadata.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#include "indexer/imprint.h"

/* How much of a title given by a program must be printed on the first pages to be taken for the title. */
#define CONFIRMED 0.8

/* A PDF cannot be older; a day before it is a mistake. */
enum { FIRST_YEAR = 1990 };

/* ---- XMP ---- */

static xmlXPathContext *open_xmp(const char *xmp)
{
  xmlDoc *document = xmlReadMemory(xmp, (int)MIN(strlen(xmp), G_MAXINT), NULL, NULL,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlXPathContext *context = document ? xmlXPathNewContext(document) : NULL;
  if (!context) {
    xmlFreeDoc(document);
    return NULL;
  }
  xmlXPathRegisterNs(context, BAD_CAST "dc", BAD_CAST "http://purl.org/dc/elements/1.1/");
  xmlXPathRegisterNs(context, BAD_CAST "xmp", BAD_CAST "http://ns.adobe.com/xap/1.0/");
  xmlXPathRegisterNs(context, BAD_CAST "rdf", BAD_CAST "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
  return context;
}

static void close_xmp(xmlXPathContext *context)
{
  xmlDoc *document = context ? context->doc : NULL;
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
}

/* The first of the expressions that gives a string; NULL where none does. g_free. */
static char *xmp_string(xmlXPathContext *context, const char *const *expressions)
{
  char *text = NULL;
  for (; context && *expressions && !text; expressions++) {
    xmlXPathObject *found = xmlXPathEval(BAD_CAST *expressions, context);
    if (found && found->stringval && *found->stringval) text = g_strdup((const char *)found->stringval);
    xmlXPathFreeObject(found);
  }
  return text;
}

static void xmp_creators(xmlXPathContext *context, const RepereImprint *imprint, GPtrArray *names)
{
  xmlXPathObject *found = context ? xmlXPathEval(BAD_CAST "//dc:creator//rdf:li", context) : NULL;
  for (int i = 0; found && found->nodesetval && i < found->nodesetval->nodeNr; i++) {
    xmlChar *name = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
    if (name) repere_imprint_names(imprint, (const char *)name, names);
    xmlFree(name);
  }
  xmlXPathFreeObject(found);
}

/* ---- titles ---- */

/* The one entry that all others of the outline are under. Where there are several, they are chapters. */
static char *only_entry(PopplerDocument *document)
{
  char *title = NULL;
  PopplerIndexIter *entry = poppler_index_iter_new(document);
  PopplerIndexIter *below = entry ? poppler_index_iter_get_child(entry) : NULL;
  PopplerAction *action = below ? poppler_index_iter_get_action(entry) : NULL;
  if (action && action->any.title) title = g_strdup(action->any.title);
  if (action) poppler_action_free(action);
  if (entry && poppler_index_iter_next(entry)) g_clear_pointer(&title, g_free);
  poppler_index_iter_free(below);
  poppler_index_iter_free(entry);
  return repere_extract_title(title);
}

/* What a part is called is no title of the whole. */
static gboolean has_words(const char *title)
{
  return title && strchr(title, ' ') != NULL && !repere_imprint_is_heading(title);
}

/* A title, or NULL, and where it stands. */
typedef struct {
  char *text;
  RepereFrom from;
} Title;

static Title take(Title *title)
{
  Title taken = {g_steal_pointer(&title->text), title->from};
  return taken;
}

/* The first that is there; frees the others. */
static Title first_of(Title *titles, guint n)
{
  Title first = {NULL, REPERE_FROM_UNKNOWN};
  for (guint i = 0; i < n; i++) {
    if (!first.text && titles[i].text) first = titles[i];
    else g_free(titles[i].text);
  }
  return first;
}

/* In this order: a given title that the pages print, the page's own where it stands out, a given one, what is
 * left. */
static Title choose_title(const RepereImprint *imprint, char *info, char *xmp, char *page_title,
                          gboolean stands_out, char *outline)
{
  Title ordered[8], given[] = {{info, REPERE_FROM_INFO}, {xmp, REPERE_FROM_XMP}};
  Title page = {page_title, REPERE_FROM_FIRST_PAGE};
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS(given); i++)
    if (has_words(given[i].text) && repere_imprint_share(imprint, given[i].text) >= CONFIRMED)
      ordered[n++] = take(&given[i]);
  if (has_words(page.text) && stands_out) ordered[n++] = take(&page);
  for (guint i = 0; i < G_N_ELEMENTS(given); i++)
    if (has_words(given[i].text)) ordered[n++] = take(&given[i]);
  ordered[n++] = (Title){outline, REPERE_FROM_OUTLINE};
  ordered[n++] = page;
  ordered[n++] = given[0];
  ordered[n++] = given[1];
  return first_of(ordered, MIN(n, G_N_ELEMENTS(ordered)));
}

/* ---- dates ---- */

/* The day that the file was made, from Info, else XMP; NULL where there is none that can be true. */
static char *day_of_file(PopplerDocument *document, xmlXPathContext *xmp, RepereFrom *from)
{
  static const char *const where[] = {"string(//xmp:CreateDate)", "string(//@xmp:CreateDate)", NULL};
  g_autoptr(GDateTime) created = poppler_document_get_creation_date_time(document);
  *from = REPERE_FROM_INFO;
  if (!created) {
    *from = REPERE_FROM_XMP;
    g_autofree char *said = xmp_string(xmp, where);
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    if (said) created = g_date_time_new_from_iso8601(said, utc);
  }
  if (!created || g_date_time_get_year(created) < FIRST_YEAR || g_date_time_get_year(created) > 9999)
    return NULL;
  return g_date_time_format(created, "%Y-%m-%d");
}

/* A file may be made years after what it shows: where its first page does not print the file's year, but an
 * earlier date, that one counts. */
static char *choose_date(char *file, const char *first_page, RepereFrom *from)
{
  if (!first_page || (file && repere_imprint_has_year(first_page, atoi(file)))) return file;
  char *printed = repere_imprint_date(first_page, file);
  if (!printed) return file;
  g_free(file);
  *from = REPERE_FROM_FIRST_PAGE;
  return printed;
}

/* ---- all ---- */

static const RepereExtractPage *page_at(const RepereExtract *extract, guint i)
{
  const RepereExtractPage *page =
    i < extract->pages->len ? &g_array_index(extract->pages, RepereExtractPage, i) : NULL;
  return page && page->text && page->source != REPERE_SOURCE_GARBAGE ? page : NULL;
}

/* Where the names of authors stand: so many in Info, and so many with those that XMP adds. */
static RepereFrom names_from(guint in_info, guint all)
{
  if (!all) return REPERE_FROM_UNKNOWN;
  if (in_info == all) return REPERE_FROM_INFO;
  return in_info ? REPERE_FROM_INFO_XMP : REPERE_FROM_XMP;
}

/* Where no program says who wrote it, the first pages may. */
static void find_authors(RepereExtract *extract, guint pages)
{
  guint n = extract->pages->len;
  g_autofree const char **texts = g_new0(const char *, n + 1);
  for (guint i = 0; i < n; i++) texts[i] = page_at(extract, i) ? page_at(extract, i)->text : NULL;
  for (guint i = 0; i < MIN(n, pages) && extract->creators->len == 0; i++)
    if (texts[i])
      repere_imprint_authors(texts[i], i == 0 ? extract->title : NULL, texts, n, extract->creators);
  if (extract->creators->len > 0) extract->creators_from = REPERE_FROM_FIRST_PAGE;
}

void repere_pdf_metadata(RepereExtract *extract, PopplerDocument *document, char *page_title,
                         gboolean stands_out)
{
  enum { PAGES = 2 };
  static const char *const titles[] = {"string(//dc:title//rdf:li[@xml:lang='x-default'])",
                                       "string(//dc:title//rdf:li)", "string(//dc:title)", NULL};
  static const char *const languages[] = {"string(//dc:language//rdf:li)", "string(//dc:language)", NULL};
  g_autoptr(RepereImprint) imprint = repere_imprint_new();
  for (guint i = 0; i < PAGES; i++)
    if (page_at(extract, i)) repere_imprint_add(imprint, page_at(extract, i)->text);
  const char *first_page = page_at(extract, 0) ? page_at(extract, 0)->text : NULL;
  /* What was recognised has no type; a text layer that is no text had none worth looking at. */
  if (!first_page || page_at(extract, 0)->source != REPERE_SOURCE_TEXT_LAYER)
    g_clear_pointer(&page_title, g_free);
  g_autofree char *xmp = poppler_document_get_metadata(document);
  xmlXPathContext *context = xmp ? open_xmp(xmp) : NULL;
  Title title = choose_title(imprint, repere_extract_title(poppler_document_get_title(document)),
                             repere_extract_title(xmp_string(context, titles)), page_title, stands_out,
                             only_entry(document));
  extract->title = title.text;
  extract->title_from = title.from;
  g_autofree char *author = poppler_document_get_author(document);
  if (author) repere_imprint_names(imprint, author, extract->creators);
  guint in_info = extract->creators->len;
  xmp_creators(context, imprint, extract->creators);
  extract->creators_from = names_from(in_info, extract->creators->len);
  if (extract->creators->len == 0) find_authors(extract, PAGES);
  extract->created = choose_date(day_of_file(document, context, &extract->created_from), first_page,
                                 &extract->created_from);
  if (!extract->created) extract->created_from = REPERE_FROM_UNKNOWN;
  if (!extract->lang) extract->lang = xmp_string(context, languages);
  close_xmp(context);
}
