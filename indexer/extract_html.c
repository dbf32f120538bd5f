/* extract_html.c - HTML through libxml2's SAX parser; see extract.h
 *
 * No tree is built and nothing recurses, so that no depth of elements overflows the stack. A file is one
 * page. Block elements begin a line; scripts, styles and templates are no text. */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <unistd.h>

#include "indexer/extract.h"
#include "indexer/reason.h"

typedef struct {
  GString *text, *title;
  gsize bound;    /* of text: what is past it is dropped while parsing */
  guint silent;   /* depth of elements whose content is no text */
  guint verbatim; /* depth of elements whose white space stands */
  gboolean in_title, title_done;
  gboolean blank; /* white space waits to be written */
  char *lang;
} Page;

static const char *const block_elements[] = {
  "address",    "article", "aside",  "blockquote", "body",   "br",      "caption", "center",
  "dd",         "details", "dialog", "dir",        "div",    "dl",      "dt",      "fieldset",
  "figcaption", "figure",  "footer", "form",       "h1",     "h2",      "h3",      "h4",
  "h5",         "h6",      "header", "hr",         "legend", "li",      "main",    "menu",
  "nav",        "ol",      "option", "p",          "pre",    "section", "select",  "summary",
  "table",      "tbody",   "tfoot",  "thead",      "title",  "tr",      "ul",      NULL};
static const char *const silent_elements[] = {"script", "style", "template", NULL};
static const char *const verbatim_elements[] = {"pre", "textarea", "listing", "xmp", NULL};

static gboolean is_one_of(const char *const *names, const xmlChar *name)
{
  return g_strv_contains(names, (const char *)name);
}

/* ---- events ---- */

static void break_line(Page *page)
{
  page->blank = FALSE;
  if (page->text->len > 0 && page->text->str[page->text->len - 1] != '\n')
    g_string_append_c(page->text, '\n');
}

/* Table cells stand apart, though on one line. */
static void begin_element(void *data, const xmlChar *name, const xmlChar **attributes)
{
  Page *page = data;
  if (is_one_of(silent_elements, name)) page->silent++;
  if (is_one_of(verbatim_elements, name)) page->verbatim++;
  if (is_one_of(block_elements, name)) break_line(page);
  else if (strcmp((const char *)name, "td") == 0 || strcmp((const char *)name, "th") == 0) page->blank = TRUE;
  if (strcmp((const char *)name, "title") == 0) page->in_title = !page->title_done;
  if (page->lang || strcmp((const char *)name, "html") != 0) return;
  for (guint i = 0; attributes && attributes[i]; i += 2)
    if (attributes[i + 1] &&
        (strcmp((const char *)attributes[i], "lang") == 0 ||
         strcmp((const char *)attributes[i], "xml:lang") == 0) &&
        !page->lang)
      page->lang = g_strdup((const char *)attributes[i + 1]);
}

static void end_element(void *data, const xmlChar *name)
{
  Page *page = data;
  if (page->silent > 0 && is_one_of(silent_elements, name)) page->silent--;
  if (page->verbatim > 0 && is_one_of(verbatim_elements, name)) page->verbatim--;
  if (is_one_of(block_elements, name)) break_line(page);
  if (page->in_title && strcmp((const char *)name, "title") == 0) {
    page->in_title = FALSE;
    page->title_done = TRUE;
  }
}

static void add_text(Page *page, const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (!page->verbatim && g_ascii_isspace(text[i])) {
      page->blank = TRUE;
      continue;
    }
    if (page->blank && page->text->len > 0 && page->text->str[page->text->len - 1] != '\n')
      g_string_append_c(page->text, ' ');
    page->blank = FALSE;
    g_string_append_c(page->text, text[i]);
  }
}

static void characters(void *data, const xmlChar *text, int size)
{
  enum { TITLE_BYTES = 4096 };
  Page *page = data;
  if (page->silent > 0 || size <= 0) return;
  if (page->in_title && page->title->len < TITLE_BYTES)
    g_string_append_len(page->title, (const char *)text, MIN(size, TITLE_BYTES));
  else if (!page->in_title && page->text->len <= page->bound) add_text(page, (const char *)text, (gsize)size);
}

/* What libxml2 takes for the content of scripts and styles. */
static void raw_text(void *data, const xmlChar *text, int size)
{
  (void)data, (void)text, (void)size;
}

static void parse(Page *page, const char *html, gsize size)
{
  xmlSAXHandler handler = {.startElement = begin_element,
                           .endElement = end_element,
                           .characters = characters,
                           .ignorableWhitespace = characters,
                           .cdataBlock = raw_text};
  htmlParserCtxt *parser = htmlCreateMemoryParserCtxt(html, (int)MIN(size, (gsize)G_MAXINT));
  if (!parser) return;
  *parser->sax = handler;
  parser->userData = page;
  htmlCtxtUseOptions(parser,
                     HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(parser);
  htmlFreeParserCtxt(parser);
}

/* ---- the encoding ---- */

/* The charset named in the first kilobytes, in any form of <meta>; NULL where there is none. g_free. */
static char *declared_charset(const char *raw, gsize size)
{
  enum { LOOKED_AT = 4096 };
  g_autofree char *start = g_ascii_strdown(raw, (gssize)MIN(size, (gsize)LOOKED_AT));
  const char *at = strstr(start, "charset");
  if (!at) return NULL;
  at += strlen("charset");
  while (g_ascii_isspace(*at) || *at == '=' || *at == '"' || *at == '\'') at++;
  gsize length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-_:.");
  char *name = length > 0 && length < 40 ? g_strndup(at, length) : NULL;
  if (name && (strcmp(name, "iso-8859-1") == 0 || strcmp(name, "us-ascii") == 0)) {
    g_free(name); /* so named, browsers read Microsoft's superset; so do we */
    name = g_strdup("windows-1252");
  }
  return name;
}

static void take_page(RepereExtract *extract, const RepereExtractTask *task, Page *page)
{
  char *title = g_string_free(page->title, FALSE);
  extract->title = repere_extract_title(title);
  if (extract->title) extract->title_from = REPERE_FROM_HTML_TITLE;
  extract->lang = page->lang;
  if (repere_extract_begin(extract, task, 1, 1))
    repere_extract_add(extract, task, g_string_free(page->text, FALSE), NULL);
  else g_string_free(page->text, TRUE);
}

void repere_extract_html(RepereExtract *extract, const RepereExtractTask *task)
{
  gsize size = 0, utf8_size = 0;
  char *raw = repere_extract_load(extract, task, &size);
  close(task->file);
  if (!raw) return;
  g_autofree char *charset = declared_charset(raw, size);
  g_autofree char *html = repere_charset_to_utf8(raw, size, charset, &utf8_size);
  if (!html) {
    repere_extract_complain(extract, REPERE_OUTCOME_DAMAGED, repere_reason(REPERE_REASON_NOT_HTML));
    return;
  }
  Page page = {
    .text = g_string_new(NULL), .title = g_string_new(NULL), .bound = task->max_text, .lang = NULL};
  parse(&page, html, utf8_size);
  take_page(extract, task, &page);
}

void repere_extract_html_warm_up(void)
{
  static const char html[] = "<html lang=fr><title>a</title><body><p>caf&eacute;<script>x</script></html>";
  xmlInitParser();
  Page page = {.text = g_string_new(NULL), .title = g_string_new(NULL), .bound = sizeof html, .lang = NULL};
  parse(&page, html, sizeof html - 1);
  g_string_free(page.text, TRUE);
  g_string_free(page.title, TRUE);
  g_free(page.lang);
}
