#include "searchd/formats/writer.h"

#include <math.h>
#include <string.h>

Writer writer_on(GString *out)
{
  return (Writer){ .out = out, .comma = FALSE };
}

static void before_value(Writer *writer)
{
  if (writer->comma)
    g_string_append_c(writer->out, ',');
  writer->comma = TRUE;
}

void writer_open(Writer *writer, char bracket)
{
  before_value(writer);
  g_string_append_c(writer->out, bracket);
  writer->comma = FALSE;
}

void writer_close(Writer *writer, char bracket)
{
  g_string_append_c(writer->out, bracket);
  writer->comma = TRUE;
}

static void append_escape(GString *out, guchar c)
{
  switch (c) {
  case '"':
    g_string_append(out, "\\\"");
    break;
  case '\\':
    g_string_append(out, "\\\\");
    break;
  case '\n':
    g_string_append(out, "\\n");
    break;
  case '\r':
    g_string_append(out, "\\r");
    break;
  case '\t':
    g_string_append(out, "\\t");
    break;
  default:
    g_string_append_printf(out, "\\u%04x", c);
  }
}

static void append_quoted(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  const char *run = text;
  for (const char *p = text;; p++) {
    guchar c = (guchar)*p;
    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    g_string_append_len(out, run, p - run);
    if (!c)
      break;
    append_escape(out, c);
    run = p + 1;
  }
  g_string_append_c(out, '"');
}

void writer_string(Writer *writer, const char *text)
{
  if (!text) {
    writer_null(writer);
    return;
  }
  before_value(writer);
  if (g_utf8_validate(text, -1, NULL)) {
    append_quoted(writer->out, text);
  } else {
    g_autofree char *mended = g_utf8_make_valid(text, -1);
    append_quoted(writer->out, mended);
  }
}

void writer_key(Writer *writer, const char *key)
{
  writer_string(writer, key);
  g_string_append_c(writer->out, ':');
  writer->comma = FALSE;
}

void writer_uint(Writer *writer, guint64 number)
{
  before_value(writer);
  g_string_append_printf(writer->out, "%" G_GUINT64_FORMAT, number);
}

void writer_bool(Writer *writer, gboolean truth)
{
  before_value(writer);
  g_string_append(writer->out, truth ? "true" : "false");
}

void writer_null(Writer *writer)
{
  before_value(writer);
  g_string_append(writer->out, "null");
}

void writer_double(Writer *writer, double number, guint decimals)
{
  if (!isfinite(number)) {
    writer_null(writer);
    return;
  }
  before_value(writer);
  char format[8], text[512];
  g_snprintf(format, sizeof format, "%%.%uf", MIN(decimals, 17));
  /* Not printf: its decimal point follows the locale. */
  g_ascii_formatd(text, sizeof text, format, number);
  if (strchr(text, '.')) {
    char *end = text + strlen(text);
    while (end[-1] == '0')
      *--end = '\0';
    if (end[-1] == '.')
      *--end = '\0';
  }
  g_string_append(writer->out, strcmp(text, "-0") == 0 ? "0" : text);
}

void writer_member_string(Writer *writer, const char *key, const char *text)
{
  writer_key(writer, key);
  writer_string(writer, text);
}

void writer_member_uint(Writer *writer, const char *key, guint64 number)
{
  writer_key(writer, key);
  writer_uint(writer, number);
}

void writer_member_bool(Writer *writer, const char *key, gboolean truth)
{
  writer_key(writer, key);
  writer_bool(writer, truth);
}

void writer_member_null(Writer *writer, const char *key)
{
  writer_key(writer, key);
  writer_null(writer);
}

void writer_member_double(Writer *writer, const char *key, double number, guint decimals)
{
  writer_key(writer, key);
  writer_double(writer, number, decimals);
}

void writer_member_open(Writer *writer, const char *key, char bracket)
{
  writer_key(writer, key);
  writer_open(writer, bracket);
}
