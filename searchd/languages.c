#include "searchd/languages.h"

#include <string.h>

/* Ranges of a header that are looked at: a browser sends a handful. */
enum { RANGES = 100 };

const char *languages_lookup(const RepereLibrary *library, const char *tag)
{
  for (char **code = library->languages; *code; code++) {
    gsize length = strlen(*code);
    if (g_ascii_strncasecmp(tag, *code, length) == 0 &&
        (!tag[length] || tag[length] == '-' || tag[length] == '_'))
      return *code;
  }
  return NULL;
}

const char *languages_default(const RepereLibrary *library)
{
  const char *english = languages_lookup(library, "en");
  return english ? english : library->languages[0];
}

/* The weight in thousandths: 1000 where there is none, -1 for what is no weight. */
static int read_weight(const char *parameters)
{
  if (!parameters)
    return 1000;
  while (*parameters == ' ' || *parameters == '\t')
    parameters++;
  if (g_ascii_tolower(parameters[0]) != 'q' || parameters[1] != '=')
    return -1;
  const char *p = parameters + 2;
  if (*p != '0' && *p != '1')
    return -1;
  int weight = (*p++ - '0') * 1000;
  if (*p == '.') {
    int place = 100;
    for (p++; g_ascii_isdigit(*p); p++, place /= 10)
      weight += (*p - '0') * place;
  }
  return *p || weight > 1000 ? -1 : weight;
}

/* What a header says of one language. */
typedef struct {
  int weight; /* -1: nothing */
  int place;  /* of the range that says it: of equal weights the first counts */
} Wish;

static guint place_of(const RepereLibrary *library, const char *lang)
{
  guint i = 0;
  while (library->languages[i] != lang)
    i++;
  return i;
}

/* One range of the header ("fr-CH;q=0.8"), which is changed. "*" means every language not named otherwise. */
static void read_range(const RepereLibrary *library, char *range, int place, Wish *wishes, Wish *others)
{
  char *semicolon = strchr(range, ';');
  if (semicolon)
    *semicolon = '\0';
  int weight = read_weight(semicolon ? g_strstrip(semicolon + 1) : NULL);
  if (weight < 0)
    return;
  const char *tag = g_strstrip(range);
  const char *lang = languages_lookup(library, tag);
  Wish *wish = lang ? &wishes[place_of(library, lang)] : strcmp(tag, "*") == 0 ? others : NULL;
  if (wish && weight > wish->weight)
    *wish = (Wish){ .weight = weight, .place = place };
}

const char *languages_accept(const RepereLibrary *library, const char *header)
{
  const char *best = languages_default(library);
  if (!header)
    return best;
  guint count = g_strv_length(library->languages);
  g_autofree Wish *wishes = g_new0(Wish, count);
  Wish others = { .weight = -1, .place = 0 };
  for (guint i = 0; i < count; i++)
    wishes[i] = others;
  g_auto(GStrv) ranges = g_strsplit(header, ",", RANGES);
  for (int place = 0; ranges[place]; place++)
    read_range(library, ranges[place], place, wishes, &others);
  for (guint i = 0; i < count; i++) {
    if (wishes[i].weight < 0)
      wishes[i] = others;
  }

  /* The default stands where it is wished for as much as any other. */
  Wish first = wishes[place_of(library, best)];
  for (guint i = 0; i < count; i++) {
    gboolean better =
      wishes[i].weight > first.weight || (wishes[i].weight == first.weight && wishes[i].place < first.place);
    if (wishes[i].weight > 0 && better) {
      first = wishes[i];
      best = library->languages[i];
    }
  }
  return best;
}
