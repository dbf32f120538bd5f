/* test_pairs.c - what readers type against what stands in texts: the tables pairs.tsv and ranks.tsv, each text a
 * work of its own, all in one index. All rows that fail are listed at once. */
#include <stdlib.h>

#include "road.h"

enum { PAIR_QUERY, PAIR_QUERY_LANG, PAIR_TEXT, PAIR_TEXT_LANG, PAIR_SIGN, PAIR_WHY, PAIR_COLUMNS };
enum { RANK_QUERY, RANK_LANG, RANK_FIRST, RANK_OTHER, RANK_COLUMNS };

typedef struct {
  Road *road;
  RepereEngine *engine;
  GPtrArray *pairs, *ranks; /* of GStrv: rows */
  GHashTable *ids;          /* language and text -> id of its work */
} Fixture;

/* ---- the tables ---- */

/* \n and \uXXXX, for what a table of lines cannot show. */
static char *unescape(const char *text)
{
  GString *out = g_string_new(NULL);
  for (const char *p = text; *p; p++) {
    if (p[0] == '\\' && p[1] == 'n') {
      g_string_append_c(out, '\n');
      p++;
    } else if (p[0] == '\\' && p[1] == 'u' && strlen(p) >= 6) {
      const char digits[] = {p[2], p[3], p[4], p[5], '\0'};
      g_string_append_unichar(out, (gunichar)strtoul(digits, NULL, 16));
      p += 5;
    } else {
      g_string_append_c(out, *p);
    }
  }
  return g_string_free(out, FALSE);
}

static GPtrArray *read_table(const char *name, guint columns)
{
  g_autofree char *path = g_build_filename("tests", "engine", name, NULL);
  g_autofree char *content = NULL;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(path, &content, NULL, &error);
  g_assert_no_error(error);
  g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
  GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  for (guint i = 0; lines[i]; i++) {
    if (!lines[i][0] || g_str_has_prefix(lines[i], "# ")) continue;
    char **row = g_strsplit(lines[i], "\t", -1);
    if (g_strv_length(row) != columns) g_error("%s:%u: %u fields, not %u", path, i + 1, g_strv_length(row), columns);
    for (guint f = 0; f < columns; f++) {
      char *plain = unescape(row[f]);
      g_free(row[f]);
      row[f] = plain;
    }
    g_ptr_array_add(rows, row);
  }
  return rows;
}

/* ---- the library ---- */

static const char *id_of(const Fixture *fixture, const char *lang, const char *text)
{
  g_autofree char *key = g_strconcat(lang, " ", text, NULL);
  return g_hash_table_lookup(fixture->ids, key);
}

static void add_text(Fixture *fixture, GString *xml, const char *lang, const char *text)
{
  if (id_of(fixture, lang, text)) return;
  char *id = g_strdup_printf("t%u", g_hash_table_size(fixture->ids));
  g_hash_table_insert(fixture->ids, g_strconcat(lang, " ", text, NULL), id);
  g_string_append(xml, "<record>\n");
  road_element(xml, "dcterms:identifier", NULL, id);
  road_element(xml, "dcterms:title", NULL, "Qxqxq");
  road_element(xml, "text", lang, text);
  g_string_append(xml, "</record>\n");
}

static void set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->road = road_new(NULL);
  fixture->pairs = read_table("pairs.tsv", PAIR_COLUMNS);
  fixture->ranks = read_table("ranks.tsv", RANK_COLUMNS);
  fixture->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  GString *xml = road_records();
  for (guint i = 0; i < fixture->pairs->len; i++) {
    char **row = fixture->pairs->pdata[i];
    add_text(fixture, xml, row[PAIR_TEXT_LANG], row[PAIR_TEXT]);
  }
  for (guint i = 0; i < fixture->ranks->len; i++) {
    char **row = fixture->ranks->pdata[i];
    add_text(fixture, xml, row[RANK_LANG], row[RANK_FIRST]);
    add_text(fixture, xml, row[RANK_LANG], row[RANK_OTHER]);
  }
  road_write_records(fixture->road, "records/all.xml", xml);
  road_run_well(fixture->road, "update");
  fixture->engine = road_engine(fixture->road);
}

static void tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  repere_engine_unref(fixture->engine);
  g_ptr_array_unref(fixture->pairs);
  g_ptr_array_unref(fixture->ranks);
  g_hash_table_unref(fixture->ids);
  road_free(fixture->road);
}

/* ---- asking ---- */

/* Works that have every word of the question, best first: a partial match is no match here. `expand`: or what is added
 * to the words. */
static RepereAnswer *ask(const Fixture *fixture, const char *q, const char *lang, gboolean expand)
{
  g_autoptr(RepereQuestion) question = road_question(q, lang);
  question->limit = 100;
  question->passages = 1;
  question->expand = expand;
  RepereAnswer *answer = road_ask(fixture->engine, question);
  g_assert_cmpuint(answer->head.total, <=, question->limit);
  return answer;
}

/* The place of a work among the hits; -1 where it is none. */
static int place_of(const RepereAnswer *answer, const char *id)
{
  for (guint i = 0; i < answer->hits->len && !answer->head.any; i++)
    if (g_str_equal(((RepereHit *)answer->hits->pdata[i])->id, id)) return (int)i;
  return -1;
}

/* What only other languages' stems find is found by expansion, and by nothing else. */
#define STEMS_OF_ONE "stems are of one language"

static void test_pairs(Fixture *fixture, gconstpointer data)
{
  guint failed = 0;
  gboolean expand = data != NULL;
  for (guint i = 0; i < fixture->pairs->len; i++) {
    char **row = fixture->pairs->pdata[i];
    g_autoptr(RepereAnswer) answer = ask(fixture, row[PAIR_QUERY], row[PAIR_QUERY_LANG], expand);
    const gboolean found = place_of(answer, id_of(fixture, row[PAIR_TEXT_LANG], row[PAIR_TEXT])) >= 0;
    const gboolean expanded = expand && g_str_equal(row[PAIR_WHY], STEMS_OF_ONE);
    if (found == (expanded || row[PAIR_SIGN][0] == '+')) continue;
    failed++;
    g_test_message("%s [%s] %s %s [%s]: %s", row[PAIR_QUERY], row[PAIR_QUERY_LANG],
                   found ? "must not find" : "must find", row[PAIR_TEXT], row[PAIR_TEXT_LANG], row[PAIR_WHY]);
  }
  g_test_message("%u of %u pairs are as they must be", fixture->pairs->len - failed, fixture->pairs->len);
  g_assert_cmpuint(fixture->pairs->len, >=, 300);
  g_assert_cmpuint(failed, ==, 0);
}

static void test_ranks(Fixture *fixture, gconstpointer data)
{
  guint failed = 0;
  for (guint i = 0; i < fixture->ranks->len; i++) {
    char **row = fixture->ranks->pdata[i];
    g_autoptr(RepereAnswer) answer = ask(fixture, row[RANK_QUERY], row[RANK_LANG], data != NULL);
    const int first = place_of(answer, id_of(fixture, row[RANK_LANG], row[RANK_FIRST]));
    const int other = place_of(answer, id_of(fixture, row[RANK_LANG], row[RANK_OTHER]));
    if (first >= 0 && other > first) continue;
    failed++;
    g_test_message("%s [%s] finds %s at %d and %s at %d", row[RANK_QUERY], row[RANK_LANG], row[RANK_FIRST],
                   first, row[RANK_OTHER], other);
  }
  g_assert_cmpuint(failed, ==, 0);
}

/* What is found is also marked: a passage of every hit that is one of the table's. */
static void test_marked(Fixture *fixture, gconstpointer data)
{
  guint failed = 0;
  for (guint i = 0; i < fixture->pairs->len; i++) {
    char **row = fixture->pairs->pdata[i];
    if (row[PAIR_SIGN][0] != '+') continue;
    g_autoptr(RepereAnswer) answer = ask(fixture, row[PAIR_QUERY], row[PAIR_QUERY_LANG], data != NULL);
    const int place = place_of(answer, id_of(fixture, row[PAIR_TEXT_LANG], row[PAIR_TEXT]));
    if (place < 0) continue; /* another test's matter */
    const RepereHit *hit = answer->hits->pdata[place];
    const ReperePassage *passage = hit->passages->len ? hit->passages->pdata[0] : NULL;
    if (passage && strstr(passage->html, "<mark>")) continue;
    failed++;
    g_test_message("%s [%s] marks nothing in %s", row[PAIR_QUERY], row[PAIR_QUERY_LANG], row[PAIR_TEXT]);
  }
  g_assert_cmpuint(failed, ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/pairs/found", Fixture, NULL, set_up, test_pairs, tear_down);
  g_test_add("/pairs/ranked", Fixture, NULL, set_up, test_ranks, tear_down);
  g_test_add("/pairs/marked", Fixture, NULL, set_up, test_marked, tear_down);
  g_test_add("/pairs/found-expanded", Fixture, "on", set_up, test_pairs, tear_down);
  g_test_add("/pairs/ranked-expanded", Fixture, "on", set_up, test_ranks, tear_down);
  g_test_add("/pairs/marked-expanded", Fixture, "on", set_up, test_marked, tear_down);
  return g_test_run();
}
