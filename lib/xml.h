/* xml.h - one XML file as a stream of events, for records and vocabularies.
 *
 * libxml2's push parser over the file in pieces: no network, no external entities, no DTD (a file with a
 * document type is refused before one declaration of it is read), libxml2's own limits on names, attributes
 * and depth (256). Lines are exact in files of any length. What goes wrong is a sentence that starts with
 * "FILE:LINE: ". */
#ifndef REPERE_XML_H
#define REPERE_XML_H

#include <glib.h>
#include "repere/error.h"

G_BEGIN_DECLS

typedef struct {
  const char *ns;     /* namespace URI, "" without one */
  const char *name;   /* local name */
  const char *prefix; /* as written, "" without one */
  guint line;         /* where its start tag ends */
  guint depth;        /* 0 for the root */
  guint n_attributes;
  gpointer attributes; /* for repere_xml_attribute() */
} RepereXmlElement;

/* Elements are borrowed for the call. Text comes in pieces, "&amp;" and CDATA already opened, not
 * NUL-terminated. */
typedef struct {
  void (*start)(const RepereXmlElement *element, gpointer data);
  void (*end)(gpointer data);
  void (*text)(const char *text, gsize length, gpointer data);
} RepereXmlHandler;

typedef struct RepereXml RepereXml;

/* REPERE_ERROR_IO where the file cannot be opened. */
RepereXml *repere_xml_open(const char *path, const RepereXmlHandler *handler, gpointer data, GError **error);

/* The same over bytes in memory, which must outlive it; `name` stands for the file in messages. NULL where there
 * is no memory. */
RepereXml *repere_xml_open_bytes(const char *name, const void *bytes, gsize size, const RepereXmlHandler *handler,
                                 gpointer data);
void repere_xml_close(RepereXml *xml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereXml, repere_xml_close)

/* Reads one piece (64 KB) and calls the handler for what it completes. FALSE at the end of the file (error
 * not set) and when the rest of it cannot be read (error set: REPERE_ERROR_INPUT or _IO). */
gboolean repere_xml_read(RepereXml *xml, GError **error);

/* The line that the parser is at; for the handler. */
guint repere_xml_line(const RepereXml *xml);

/* From the handler: the file is not what it should be; nothing more is called, and repere_xml_read() fails
 * with this sentence (without file and line, which are put before it). The first one counts. */
void repere_xml_refuse(RepereXml *xml, guint line, const char *sentence);

/* Attribute number i: its namespace ("" without one), name and value (g_free). */
char *repere_xml_attribute(const RepereXmlElement *element, guint i, const char **ns, const char **name);

/* The value of one attribute, or NULL. g_free. */
char *repere_xml_attribute_named(const RepereXmlElement *element, const char *ns, const char *name);

#define REPERE_XML_NS "http://www.w3.org/XML/1998/namespace" /* of xml:lang, xml:base */

G_END_DECLS
#endif
