/* csv.c - see csv.h */
#include "csv.h"

#include <string.h>

static gboolean is_lost(gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0);
}

/* Also the full-width forms, which spreadsheets set to Japanese or Chinese read alike; and after spaces,
 * which some programs take off before they look. */
static gboolean begins_a_formula(const char *cell)
{
  while (*cell && (*cell == ' ' || is_lost(g_utf8_get_char(cell))))
    cell = g_utf8_next_char(cell);
  switch (g_utf8_get_char(cell)) {
  case '=':
  case '+':
  case '-':
  case '@':
  case '\t':
  case '\r':
  case '\n':
  case 0xFF1D:
  case 0xFF0B:
  case 0xFF0D:
  case 0xFF20:
    return TRUE;
  default:
    return FALSE;
  }
}

void repere_csv_text(GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  gboolean quoted = strpbrk(valid, ",\"\r\n") != NULL;
  if (quoted)
    g_string_append_c(out, '"');
  if (begins_a_formula(valid))
    g_string_append_c(out, '\'');
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '"')
      g_string_append(out, "\"\"");
    else
      g_string_append_unichar(out, is_lost(c) ? ' ' : c);
  }
  if (quoted)
    g_string_append_c(out, '"');
}

void repere_csv_number(GString *out, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append(out, g_ascii_formatd(buffer, sizeof buffer, "%.6g", number));
}

void repere_csv_comma(GString *out)
{
  g_string_append_c(out, ',');
}

void repere_csv_end(GString *out)
{
  g_string_append(out, "\r\n");
}
