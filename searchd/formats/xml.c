#include "searchd/formats/xml.h"

/* Of XML 1.0's production Char. */
static gboolean is_char(gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) ||
         c >= 0x10000;
}

void xml_text(GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    switch (c) {
    case '&': g_string_append(out, "&amp;"); break;
    case '<': g_string_append(out, "&lt;"); break;
    case '>': g_string_append(out, "&gt;"); break;
    case '"': g_string_append(out, "&quot;"); break;
    default: g_string_append_unichar(out, is_char(c) ? c : 0xfffd);
    }
  }
}

void xml_element(GString *out, const char *name, const char *text, const XmlAttribute *attributes)
{
  g_string_append_printf(out, "<%s", name);
  for (; attributes && attributes->name; attributes++) {
    if (!attributes->value || !*attributes->value)
      continue;
    g_string_append_printf(out, " %s=\"", attributes->name);
    xml_text(out, attributes->value);
    g_string_append_c(out, '"');
  }
  if (!text) {
    g_string_append(out, "/>\n");
    return;
  }
  g_string_append_c(out, '>');
  xml_text(out, text);
  g_string_append_printf(out, "</%s>\n", name);
}
