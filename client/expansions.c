#include "client/expansions.h"

#include <string.h>

#include "repere/text.h"

#define MOST_WORDS 5u  /* whose additions are shown */
#define MOST_LABELS 8u /* of one addition */
#define LINES 2u       /* a word */

/* One label of an addition. */
typedef struct {
  const char *label, *lang;
  guint rank; /* among those of its language: the likeliest of each come first */
} Label;

/* What is shown of one addition. */
typedef struct {
  GArray *labels; /* of Label */
  gint64 works;
} Addition;

static void addition_clear(gpointer addition)
{
  g_array_unref(((Addition *)addition)->labels);
}

/* Notes the label; FALSE where it is the words themselves, or was said already: two vocabularies often have the same
 * concept, one of them in capitals without accents. */
static gboolean is_new(GHashTable *said, const char *label, const char *lang)
{
  g_autofree char *folded = repere_text_fold(label, -1);
  return g_hash_table_add(said, g_strdup_printf("%s %s", lang, folded));
}

static gint by_rank(gconstpointer a, gconstpointer b)
{
  const Label *one = a, *other = b;
  if (one->rank != other->rank) return one->rank > other->rank ? 1 : -1;
  return strcmp(one->lang, other->lang);
}

/* The labels of an expansion that were not said yet, languages in turn. */
static GArray *labels_of(JsonObject *expansion, GHashTable *said)
{
  JsonArray *array = cli_json_array(expansion, "labels");
  GArray *labels = g_array_new(FALSE, FALSE, sizeof(Label));
  for (guint i = 0; i < cli_json_length(array); i++) {
    JsonObject *object = cli_json_object_at(array, i);
    const char *lang = cli_json_string(object, "lang");
    Label label = {cli_json_string(object, "label"), lang ? lang : "", 0};
    if (!label.label || !is_new(said, label.label, label.lang)) continue;
    for (guint l = 0; l < labels->len; l++)
      label.rank += strcmp(g_array_index(labels, Label, l).lang, label.lang) == 0;
    g_array_append_val(labels, label);
  }
  g_array_sort(labels, by_rank);
  return labels;
}

/* What was added to `words`; those additions that have nothing new to say are left out. */
static GArray *additions_of(JsonArray *expansions, const char *words, const char *lang)
{
  GArray *additions = g_array_new(FALSE, FALSE, sizeof(Addition));
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_array_set_clear_func(additions, addition_clear);
  is_new(said, words, lang);
  for (guint i = 0; i < cli_json_length(expansions); i++) {
    JsonObject *expansion = cli_json_object_at(expansions, i);
    if (g_strcmp0(cli_json_string(expansion, "words"), words) != 0) continue;
    Addition addition = {labels_of(expansion, said), cli_json_int(expansion, "works")};
    if (addition.labels->len > 0) g_array_append_val(additions, addition);
    else g_array_unref(addition.labels);
  }
  return additions;
}

/* The sentence with so many labels of each addition. g_free. */
static char *sentence_of(const GArray *additions, const char *words, const char *lang, guint most)
{
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, "%s also finds:", words);
  for (guint i = 0; i < additions->len; i++) {
    const Addition *addition = &g_array_index(additions, Addition, i);
    guint shown = MIN(most, addition->labels->len), rest = addition->labels->len - shown;
    for (guint l = 0; l < shown; l++) {
      const Label *label = &g_array_index(addition->labels, Label, l);
      g_string_append_printf(text, "%s %s", l ? "," : i ? ";" : "", label->label);
      if (*label->lang && strcmp(label->lang, lang) != 0) g_string_append_printf(text, " (%s)", label->lang);
    }
    if (rest > 0) g_string_append_printf(text, " and %u more", rest);
    g_string_append_printf(text, " in %" G_GINT64_FORMAT " work%s", addition->works, addition->works == 1 ? "" : "s");
  }
  return g_string_free(text, FALSE);
}

/* As many labels as two lines have room for. */
static void add_word(CliText *text, CliBlock *block, JsonArray *expansions, const char *words, const char *lang,
                     guint width)
{
  g_autoptr(GArray) additions = additions_of(expansions, words, lang);
  for (guint most = MOST_LABELS; additions->len > 0 && most > 0; most--) {
    g_autofree char *sentence = sentence_of(additions, words, lang, most);
    g_autoptr(CliBlock) lines = cli_block_new();
    cli_text_add(text, CLI_PLAIN, sentence);
    cli_text_wrap(text, lines, width, 0, 2, 0);
    if (lines->len > LINES && most > 1) continue;
    cli_text_add(text, CLI_PLAIN, sentence);
    cli_text_wrap(text, block, width, 0, 2, LINES);
    return;
  }
}

void cli_expansions_add(CliText *text, CliBlock *block, JsonObject *answer, guint width)
{
  JsonArray *expansions = cli_json_array(answer, "expansions");
  const char *lang = cli_json_string(cli_json_object(answer, "query"), "lang");
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < cli_json_length(expansions); i++) {
    const char *words = cli_json_string(cli_json_object_at(expansions, i), "words");
    if (!words || !g_hash_table_add(seen, (gpointer)words)) continue;
    if (g_hash_table_size(seen) <= MOST_WORDS) add_word(text, block, expansions, words, lang ? lang : "", width);
  }
  guint all = g_hash_table_size(seen);
  if (all <= MOST_WORDS) return;
  cli_text_addf(text, CLI_PLAIN, "%u more of the words also %s others.", all - MOST_WORDS,
                all == MOST_WORDS + 1 ? "finds" : "find");
  cli_text_wrap(text, block, width, 0, 2, 0);
}
