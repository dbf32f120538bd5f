/* cognates.c - see cognates.h */
#include "indexer/cognates.h"

#include <string.h>

enum { COLUMNS = 3, LEAST_BYTES = 4 /* before the ending: what is shorter is chance */ };

static const char *const columns[COLUMNS] = {"en", "fr", "es"};

/* Folded. Of several rows that fit all are tried. */
static const char *const endings[][COLUMNS] = {
  {"tion", "tion", "cion"},   {"ity", "ite", "idad"},   {"ism", "isme", "ismo"},      {"ist", "iste", "ista"},
  {"ic", "ique", "ico"},      {"ical", "ique", "ico"},  {"ant", "ant", "ante"},       {"ent", "ent", "ente"},
  {"ance", "ance", "ancia"},  {"ancy", "ance", "ancia"}, {"ence", "ence", "encia"},   {"ency", "ence", "encia"},
  {"ary", "aire", "ario"},    {"ive", "if", "ivo"},     {"al", "el", "al"},           {"al", "al", "al"},
  {"ous", "eux", "oso"},      {"or", "eur", "or"},      {"logy", "logie", "logia"},   {"graphy", "graphie", "grafia"},
  {"ment", "ment", "mento"},  {"ize", "iser", "izar"},  {"ify", "ifier", "ificar"},   {"ate", "er", "ar"},
  {"ure", "ure", "ura"},      {"ude", "ude", "ud"},     {"sis", "se", "sis"},         {"ia", "ie", "ia"},
};

static int column_of(const char *language)
{
  for (int i = 0; i < COLUMNS; i++)
    if (g_str_equal(columns[i], language)) return i;
  return -1;
}

void repere_cognates(const char *from, const char *to, const char *word, GPtrArray *found)
{
  int here = column_of(from), there = column_of(to);
  gsize size = strlen(word);
  if (here < 0 || there < 0) return;
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize ending = strlen(endings[i][here]);
    if (size < ending + LEAST_BYTES || !g_str_equal(word + size - ending, endings[i][here])) continue;
    char *other = g_strdup_printf("%.*s%s", (int)(size - ending), word, endings[i][there]);
    if (g_str_equal(other, word) || g_ptr_array_find_with_equal_func(found, other, g_str_equal, NULL)) g_free(other);
    else g_ptr_array_add(found, other);
  }
}
