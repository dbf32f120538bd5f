/* xml.h - XML text (1.0), written as it goes. */
#ifndef SEARCHD_FORMATS_XML_H
#define SEARCHD_FORMATS_XML_H

#include <glib.h>

/* `text` as character data or an attribute's value. Characters that XML does not know become U+FFFD. */
void xml_text(GString *out, const char *text);

typedef struct {
  const char *name, *value;
} XmlAttribute;

/* Attributes of an element, as in XML({ "type", type }, { "rel", rel }). */
#define XML(...) ((const XmlAttribute[]){ __VA_ARGS__, { NULL, NULL } })

/* <name attribute="value"…>text</name> and a line's end; with NULL for `text`, <name …/>. `attributes` end
 * with one without a name, NULL: none; one whose value is NULL or empty is left out. */
void xml_element(GString *out, const char *name, const char *text, const XmlAttribute *attributes);

#endif
