#include "client/term.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unistd.h>

#define NARROWEST 20u /* a terminal may say 0 or 1; nothing can be laid out in that */
#define WIDEST 1000u
#define WIDTH_WITHOUT_TERMINAL 80u

static guint width_of(int fd)
{
  const char *columns = g_getenv("COLUMNS");
  guint64 value = 0;
  if (columns && g_ascii_string_to_unsigned(columns, 10, 1, G_MAXINT, &value, NULL))
    return (guint)CLAMP(value, NARROWEST, WIDEST);
  struct winsize size = {0};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return CLAMP((guint)size.ws_col, NARROWEST, WIDEST);
  return WIDTH_WITHOUT_TERMINAL;
}

static CliAttributes attributes_of(void)
{
  const char *kind = g_getenv("TERM");
  if (!kind || !*kind || g_str_equal(kind, "dumb"))
    return CLI_ATTRIBUTES_NONE;
  const char *none = g_getenv("NO_COLOR");
  return none && *none ? CLI_ATTRIBUTES_MONO : CLI_ATTRIBUTES_COLOUR;
}

void cli_term_init(CliTerm *term, FILE *stream)
{
  int fd = fileno(stream);
  term->stream = stream;
  term->tty = isatty(fd) == 1;
  term->utf8 = g_ascii_strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0;
  term->attributes = term->tty ? attributes_of() : CLI_ATTRIBUTES_NONE;
  term->width = term->tty ? width_of(fd) : WIDTH_WITHOUT_TERMINAL;
}

/* Only the attributes of ECMA-48 and its first eight colours: every terminal's theme has them readable. */
static const char *const begins[CLI_STYLES][2] = {
    [CLI_PLAIN] = {"", ""},        [CLI_STRONG] = {"\033[1m", "\033[1m"},
    [CLI_FAINT] = {"", "\033[2m"}, [CLI_MARK] = {"\033[1;4m", "\033[1;33m"},
    [CLI_BAR] = {"", "\033[36m"},
};

const char *cli_term_begin(const CliTerm *term, CliStyle style)
{
  if (term->attributes == CLI_ATTRIBUTES_NONE)
    return "";
  return begins[style][term->attributes == CLI_ATTRIBUTES_COLOUR];
}

const char *cli_term_end(const CliTerm *term, CliStyle style)
{
  return *cli_term_begin(term, style) ? "\033[0m" : "";
}

/* Spells `text` in ASCII. ICU knows how: "Œuvre" is "OEuvre", "Приём" is "Priem"; what is left is '?'. */
static char *spelt_in_ascii(const char *text)
{
  static const UChar rules[] = u"Any-Latin; Latin-ASCII";
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator *transliterator = utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  glong length = 0;
  g_autofree gunichar2 *source = g_utf8_to_utf16(text, -1, NULL, &length, NULL);
  g_autofree char *result = NULL;
  if (U_SUCCESS(status) && source) {
    int32_t capacity = (int32_t)MIN(length * 8 + 64, G_MAXINT32 / 2); /* a Han character becomes a syllable */
    UChar *buffer = g_new0(UChar, (gsize)capacity);
    memcpy(buffer, source, (gsize)length * sizeof(UChar));
    int32_t used = (int32_t)length, limit = (int32_t)length;
    utrans_transUChars(transliterator, buffer, &used, capacity, 0, &limit, &status);
    if (U_SUCCESS(status))
      result = g_utf16_to_utf8((const gunichar2 *)buffer, used, NULL, NULL, NULL);
    g_free(buffer);
  }
  if (transliterator)
    utrans_close(transliterator);
  GString *ascii = g_string_new(NULL);
  for (const char *p = result ? result : text; *p; p = g_utf8_next_char(p))
    g_string_append_c(ascii, (guchar)*p < 0x80 ? *p : g_str_has_prefix(p, "·") ? '-' : '?');
  return g_string_free(ascii, FALSE);
}

static void append_clean(GString *out, gunichar c, CliLines lines)
{
  if (c == '\n' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029) {
    g_string_append_c(out, lines == CLI_LINES ? '\n' : ' ');
    return;
  }
  if (c == '\t' || c == '\r') {
    g_string_append_c(out, ' ');
    return;
  }
  switch (u_charType((UChar32)c)) {
  case U_CONTROL_CHAR:
  case U_SURROGATE:
    g_string_append(out, "\xef\xbf\xbd");
    return;
  case U_FORMAT_CHAR:
    if (c == 0x200C || c == 0x200D) /* joiners spell words in Persian and Hindi */
      break;
    return;
  default:
    break;
  }
  g_string_append_unichar(out, U_IS_UNICODE_NONCHAR((UChar32)c) ? 0xFFFD : c);
}

char *cli_term_clean(const CliTerm *term, const char *text, CliLines lines)
{
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  g_autoptr(GString) out = g_string_sized_new(strlen(valid));
  gboolean ascii = TRUE;
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\r' && p[1] == '\n')
      continue;
    ascii = ascii && c < 0x80;
    append_clean(out, c, lines);
  }
  if (term->utf8 || (ascii && !strstr(out->str, "\xef\xbf\xbd")))
    return g_strdup(out->str);
  return spelt_in_ascii(out->str);
}

guint cli_term_columns(const char *text)
{
  guint columns = 0;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    UChar32 c = (UChar32)g_utf8_get_char(p);
    int8_t type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
        (c >= 0x1160 && c <= 0x11FF))
      continue;
    int32_t wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    columns += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
  }
  return columns;
}

guint cli_term_columns_clean(const CliTerm *term, const char *text)
{
  g_autofree char *clean = cli_term_clean(term, text, CLI_ONE_LINE);
  return cli_term_columns(clean);
}

guint cli_term_digits(guint64 number)
{
  guint n = 1;
  while (number /= 10)
    n++;
  return n;
}

void cli_term_say(const CliTerm *term, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_autofree char *clean = cli_term_clean(term, sentence, CLI_LINES);
  fprintf(term->stream, "repere: %s\n", clean);
}
