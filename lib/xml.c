/* xml.c - see xml.h */
#include "xml.h"
#include "plain.h"
#include <fcntl.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <glib/gstdio.h>

/* libxml2 compares every attribute of a start tag with every other: 256 KB of them take a second, 10 MB would
 * take hours. */
enum { PIECE = 65536, START_TAG_BYTES = 262144 };

struct RepereXml {
  FILE *file;
  char *path;
  const RepereXmlHandler *handler;
  gpointer data;
  xmlParserCtxtPtr parser;
  guint depth;
  char *fault;          /* the first thing that is wrong, whole, or NULL */
  RepereErrorCode code; /* of the fault */
  gboolean ended, stopped;
  gboolean starting; /* the handler looks at a start tag, whose attributes lie in the parser's own memory */
  char piece[PIECE];
};

static void stop(RepereXml *xml)
{
  xml->stopped = TRUE;
  if (xml->parser != NULL && !xml->starting) /* it frees what it has read */
    xmlStopParser(xml->parser);
}

void repere_xml_refuse(RepereXml *xml, guint line, const char *sentence)
{
  if (xml->fault == NULL)
    xml->fault = line > 0 ? g_strdup_printf("%s:%u: %s", xml->path, line, sentence)
                          : g_strdup_printf("%s: %s", xml->path, sentence);
  stop(xml);
}

/* ---- what libxml2 calls ---- */

guint repere_xml_line(const RepereXml *xml)
{
  return xml->parser != NULL && xml->parser->input != NULL ? (guint)MAX(xml->parser->input->line, 0) : 0;
}

static const char *or_empty(const xmlChar *text)
{
  return text != NULL ? (const char *)text : "";
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
                     const xmlChar **attributes)
{
  (void)n_namespaces;
  (void)namespaces;
  (void)n_defaulted;
  RepereXml *xml = data;
  if (xml->stopped)
    return;
  RepereXmlElement element = {.ns = or_empty(uri),
                              .name = (const char *)name,
                              .prefix = or_empty(prefix),
                              .line = repere_xml_line(xml),
                              .depth = xml->depth,
                              .n_attributes = (guint)n_attributes,
                              .attributes = (gpointer)attributes};
  xml->depth++;
  xml->starting = TRUE;
  xml->handler->start(&element, xml->data);
  xml->starting = FALSE;
  if (xml->stopped)
    stop(xml);
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  (void)name;
  (void)prefix;
  (void)uri;
  RepereXml *xml = data;
  if (xml->stopped)
    return;
  xml->depth--;
  xml->handler->end(xml->data);
}

static void on_text(void *data, const xmlChar *text, int length)
{
  RepereXml *xml = data;
  if (!xml->stopped)
    xml->handler->text((const char *)text, (gsize)length, xml->data);
}

/* Called at "<!DOCTYPE name", before anything in it is read. */
static void on_doctype(void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
  (void)name;
  (void)public_id;
  (void)system_id;
  RepereXml *xml = data;
  repere_xml_refuse(
    xml, repere_xml_line(xml),
    "the file has a document type (<!DOCTYPE), which is not accepted; take it out, and write the "
    "entities it declares as characters.");
}

static void on_error(void *data, xmlErrorPtr problem)
{
  RepereXml *xml = data;
  if (problem->level < XML_ERR_ERROR || xml->stopped || xml->fault != NULL)
    return;
  /* That is libxml2's way to say that the root element is still open when the bytes end. */
  gboolean cut = problem->code == XML_ERR_DOCUMENT_END && xml->depth > 0;
  if (cut || problem->code == XML_ERR_TAG_NOT_FINISHED) {
    repere_xml_refuse(
      xml, (guint)MAX(problem->line, 0),
      "the file ends in the middle of an element, as if it were cut off; copy it again, or mend it here.");
    return;
  }
  g_autofree char *what =
    repere_plain_collapse(problem->message != NULL ? problem->message : "unknown error");
  g_autofree char *sentence =
    g_strdup_printf("the file is not well-formed XML (%s); mend it here, and run again.", what);
  repere_xml_refuse(xml, (guint)MAX(problem->line, 0), sentence);
}

static void fill_handlers(xmlSAXHandler *sax)
{
  memset(sax, 0, sizeof *sax);
  sax->initialized = XML_SAX2_MAGIC;
  sax->startElementNs = on_start;
  sax->endElementNs = on_end;
  sax->characters = on_text;
  sax->ignorableWhitespace = on_text;
  sax->cdataBlock = on_text;
  sax->internalSubset = on_doctype;
  sax->serror = on_error;
}

/* ---- the stream ---- */

static RepereXml *open_stream(FILE *file, const char *path, const RepereXmlHandler *handler, gpointer data)
{
  xmlInitParser();
  RepereXml *xml = g_new0(RepereXml, 1);
  xml->file = file;
  xml->path = g_strdup(path);
  xml->handler = handler;
  xml->data = data;
  return xml;
}

RepereXml *repere_xml_open(const char *path, const RepereXmlHandler *handler, gpointer data, GError **error)
{
  struct stat at;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not be waited for */
  if (descriptor < 0 || fstat(descriptor, &at) < 0 || !S_ISREG(at.st_mode)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s: the file cannot be opened: %s.", path,
                descriptor < 0 ? g_strerror(errno) : "it is no regular file");
    if (descriptor >= 0)
      close(descriptor);
    return NULL;
  }
  return open_stream(fdopen(descriptor, "rb"), path, handler, data);
}

RepereXml *repere_xml_open_bytes(const char *name, const void *bytes, gsize size,
                                 const RepereXmlHandler *handler, gpointer data)
{
  FILE *file = fmemopen((void *)bytes, size, "rb");
  return file != NULL ? open_stream(file, name, handler, data) : NULL;
}

void repere_xml_close(RepereXml *xml)
{
  if (xml == NULL)
    return;
  if (xml->parser != NULL)
    xmlFreeParserCtxt(xml->parser);
  (void)fclose(xml->file);
  g_free(xml->path);
  g_free(xml->fault);
  g_free(xml);
}

/* The first bytes go in with the making of the parser, since they tell it the encoding. */
static gboolean begin(RepereXml *xml, gsize length)
{
  xmlSAXHandler sax;
  fill_handlers(&sax);
  gsize head = MIN(length, 4);
  xml->parser = xmlCreatePushParserCtxt(&sax, xml, xml->piece, (int)head, NULL);
  if (xml->parser == NULL)
    return FALSE;
  /* NOENT here means "&amp;" in an attribute arrives as "&"; there are no other entities without a DTD. */
  xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
  (void)xmlParseChunk(xml->parser, xml->piece + head, (int)(length - head), 0);
  return TRUE;
}

static gboolean fail(RepereXml *xml, RepereErrorCode code, GError **error)
{
  xml->ended = TRUE;
  xml->code = code;
  g_set_error_literal(error, REPERE_ERROR, (gint)code, xml->fault);
  return FALSE;
}

static gboolean is_long_start_tag(const RepereXml *xml)
{
  const xmlParserInput *input = xml->parser != NULL ? xml->parser->input : NULL;
  return input != NULL && xml->parser->instate == XML_PARSER_START_TAG &&
         input->end - input->cur > START_TAG_BYTES;
}

gboolean repere_xml_read(RepereXml *xml, GError **error)
{
  if (xml->ended)
    return xml->fault != NULL ? fail(xml, xml->code, error) : FALSE;
  errno = 0;
  gsize length = fread(xml->piece, 1, PIECE, xml->file);
  if (length == 0 && ferror(xml->file)) {
    g_autofree char *sentence = g_strdup_printf("the file cannot be read: %s.", g_strerror(errno));
    repere_xml_refuse(xml, 0, sentence);
    return fail(xml, REPERE_ERROR_IO, error);
  }
  if (xml->parser == NULL && length == 0) {
    repere_xml_refuse(xml, 0, "the file is empty (0 bytes); fill it, or take it away.");
  } else if (xml->parser == NULL) {
    if (!begin(xml, length))
      repere_xml_refuse(xml, 0, "there is no memory to read the file.");
  } else {
    (void)xmlParseChunk(xml->parser, xml->piece, (int)length, length == 0);
  }
  if (xml->fault == NULL && is_long_start_tag(xml))
    repere_xml_refuse(xml, repere_xml_line(xml),
                      "a start tag takes more than 256 KB; mend it here, and run again.");
  if (length == 0 && xml->fault == NULL && xml->parser != NULL && !xml->parser->wellFormed)
    repere_xml_refuse(xml, repere_xml_line(xml),
                      "the file is not well-formed XML; mend it here, and run again.");
  if (xml->fault != NULL)
    return fail(xml, REPERE_ERROR_INPUT, error);
  xml->ended = length == 0;
  return !xml->ended;
}

/* ---- attributes: five pointers each, as libxml2 passes them ---- */

static const xmlChar **attribute_at(const RepereXmlElement *element, guint i)
{
  return (const xmlChar **)element->attributes + (gsize)5 * i;
}

static char *attribute_value(const xmlChar **attribute)
{
  return g_strndup((const char *)attribute[3], (gsize)(attribute[4] - attribute[3]));
}

char *repere_xml_attribute(const RepereXmlElement *element, guint i, const char **ns, const char **name)
{
  const xmlChar **attribute = attribute_at(element, i);
  *name = (const char *)attribute[0];
  *ns = or_empty(attribute[2]);
  return attribute_value(attribute);
}

char *repere_xml_attribute_named(const RepereXmlElement *element, const char *ns, const char *name)
{
  for (guint i = 0; i < element->n_attributes; i++) {
    const xmlChar **attribute = attribute_at(element, i);
    if (strcmp((const char *)attribute[0], name) == 0 && strcmp(or_empty(attribute[2]), ns) == 0)
      return attribute_value(attribute);
  }
  return NULL;
}
