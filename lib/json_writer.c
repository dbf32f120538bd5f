/* json_writer.c - see json_writer.h */
#include "json_writer.h"

#include <math.h>
#include <string.h>

RepereJson repere_json_on(GString *out)
{
  return (RepereJson){ .out = out, .comma = FALSE };
}

static void new_line(const RepereJson *writer)
{
  g_string_append_printf(writer->out, "\n%*s", (int)writer->depth * 2, "");
}

static void before_value(RepereJson *writer)
{
  if (writer->comma) g_string_append_c(writer->out, ',');
  if (writer->lines && writer->depth && !writer->member) new_line(writer);
  writer->comma = TRUE;
  writer->member = FALSE;
}

void repere_json_open(RepereJson *writer, char bracket)
{
  before_value(writer);
  g_string_append_c(writer->out, bracket);
  writer->comma = FALSE;
  writer->depth++;
}

void repere_json_close(RepereJson *writer, char bracket)
{
  writer->depth--;
  if (writer->lines && writer->comma) new_line(writer);
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

/* The controls from U+0080 on, which JSON may have as they are, and which steer a terminal that shows it. */
static gboolean is_high_control(const char *at)
{
  return (guchar)at[0] == 0xc2 && (guchar)at[1] < 0xa0;
}

static void append_quoted(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  const char *run = text;
  for (const char *p = text;; p++) {
    guchar c = (guchar)*p;
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && !is_high_control(p))
      continue;
    g_string_append_len(out, run, p - run);
    if (!c)
      break;
    if (is_high_control(p))
      c = (guchar)*++p;
    append_escape(out, c);
    run = p + 1;
  }
  g_string_append_c(out, '"');
}

void repere_json_string(RepereJson *writer, const char *text)
{
  if (!text) {
    repere_json_null(writer);
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

void repere_json_key(RepereJson *writer, const char *key)
{
  repere_json_string(writer, key);
  g_string_append(writer->out, writer->lines ? " : " : ":");
  writer->comma = FALSE;
  writer->member = TRUE;
}

void repere_json_uint(RepereJson *writer, guint64 number)
{
  before_value(writer);
  g_string_append_printf(writer->out, "%" G_GUINT64_FORMAT, number);
}

void repere_json_bool(RepereJson *writer, gboolean truth)
{
  before_value(writer);
  g_string_append(writer->out, truth ? "true" : "false");
}

void repere_json_null(RepereJson *writer)
{
  before_value(writer);
  g_string_append(writer->out, "null");
}

void repere_json_raw(RepereJson *writer, const char *json)
{
  before_value(writer);
  g_string_append(writer->out, json);
}

void repere_json_double(RepereJson *writer, double number, guint decimals)
{
  if (!isfinite(number)) {
    repere_json_null(writer);
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

void repere_json_member_string(RepereJson *writer, const char *key, const char *text)
{
  repere_json_key(writer, key);
  repere_json_string(writer, text);
}

void repere_json_member_uint(RepereJson *writer, const char *key, guint64 number)
{
  repere_json_key(writer, key);
  repere_json_uint(writer, number);
}

void repere_json_member_bool(RepereJson *writer, const char *key, gboolean truth)
{
  repere_json_key(writer, key);
  repere_json_bool(writer, truth);
}

void repere_json_member_null(RepereJson *writer, const char *key)
{
  repere_json_key(writer, key);
  repere_json_null(writer);
}

void repere_json_member_double(RepereJson *writer, const char *key, double number, guint decimals)
{
  repere_json_key(writer, key);
  repere_json_double(writer, number, decimals);
}

void repere_json_member_open(RepereJson *writer, const char *key, char bracket)
{
  repere_json_key(writer, key);
  repere_json_open(writer, bracket);
}

void repere_json_member_known(RepereJson *writer, const char *key, const char *text)
{
  repere_json_member_string(writer, key, text && text[0] ? text : NULL);
}
