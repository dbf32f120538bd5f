/* test_mentions.c - concepts found in texts: what the index, the facets that texts feed and their pages say,
 * beside a search for every label at every word of every page. */
#include "lib/generation.h"
#include "lib/index.h"
#include "lib/schema.h"
#include "repere/numbers.h"
#include "road.h"

#define WORKS 80
#define SINGLES 16 /* concepts of one word, beside those below: more than a hit shows */

#define CONFIGURATION                                                                                        \
  "vocabularies=vocabularies\n[indexer]\ntranslate=off\n"                                                    \
  "[facet year]\nsource=dcterms:issued\nkind=year\n"                                                         \
  "[facet concept]\nsource=text\nvocabulary=*\n"                                                             \
  "[facet found]\nsource=text\nkind=tree\nvocabulary=themes\n"                                               \
  "[facet top]\nsource=text\nvocabulary=themes\nlevel=top\n"                                                 \
  "[facet mentions]\nsource=text\nvocabulary=iso3166\n"

/* ---- vocabularies ---- */

typedef struct {
  const char *vocabulary, *value, *broader;
  const char *label;
  gboolean everywhere; /* one word that counts in texts of both languages */
} Label;

/* Words that no stemmer touches, and no language detector knows. */
static const Label labels[] = {
  {"themes", "fen", NULL, "fendrok", FALSE},         {"themes", "gra", "fen", "gravok", FALSE},
  {"themes", "gra-bri", "fen", "gravok brimol", 0},  {"themes", "bri-dan", "gra", "brimol dantuk", 0},
  {"themes", "pel", NULL, "peltrim", FALSE},         {"themes", "pel", NULL, "lupnar vostig", 0},
  {"extra", "zok", NULL, "gravok", FALSE},           {"extra", "pel", NULL, "sibtol", FALSE},
  {"extra", "lon", NULL, "dantuk gravok brimol", 0}, {"iso3166", "KE", NULL, "Kenya", TRUE},
  {"iso3166", "FR", NULL, "France", TRUE},           {"iso3166", "MZ", NULL, "Mozambique", TRUE},
};

static char *single_word(guint i)
{
  static const char *const first[] = {"mur", "tolk", "bax", "dim"}, *const second[] = {"gom", "dap", "nuk",
                                                                                       "vit"};
  return g_strconcat(first[i % 4], second[i / 4 % 4], NULL);
}

static void add_concept(GString *rdf, const char *value, const char *broader, const char *preferred,
                        const char *other)
{
  g_string_append_printf(rdf, "<skos:Concept rdf:about=\"urn:%s\"><skos:notation>%s</skos:notation>", value,
                         value);
  g_string_append_printf(rdf, "<skos:prefLabel xml:lang=\"en\">%s</skos:prefLabel>", preferred);
  if (other) g_string_append_printf(rdf, "<skos:altLabel xml:lang=\"en\">%s</skos:altLabel>", other);
  if (broader) g_string_append_printf(rdf, "<skos:broader rdf:resource=\"urn:%s\"/>", broader);
  g_string_append(rdf, "</skos:Concept>\n");
}

/* `further`: another label of "bri-dan", or NULL. */
static void write_vocabulary(const Road *road, const char *name, const char *further)
{
  g_autofree char *file = g_strdup_printf("vocabularies/%s.rdf", name);
  g_autoptr(GString) rdf = g_string_new(
    "<?xml version=\"1.0\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
    "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\">\n");
  for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
    const Label *label = &labels[i], *next = i + 1 < G_N_ELEMENTS(labels) ? &labels[i + 1] : NULL;
    gboolean second = i > 0 && g_str_equal(labels[i - 1].value, label->value);
    if (!g_str_equal(label->vocabulary, name) || second) continue;
    const char *other = next && g_str_equal(next->value, label->value) ? next->label : NULL;
    if (further && g_str_equal(label->value, "bri-dan")) other = further;
    add_concept(rdf, label->value, label->broader, label->label, other);
  }
  for (guint i = 0; i < SINGLES && g_str_equal(name, "extra"); i++) {
    g_autofree char *word = single_word(i);
    add_concept(rdf, word, NULL, word, NULL);
  }
  g_string_append(rdf, "</rdf:RDF>\n");
  road_write(road, file, rdf->str);
}

/* ---- what is in a text, by hand ---- */

typedef struct {
  guint pages, last_page;
} Pages;

typedef struct {
  char *id;
  guint year;
  GHashTable *often;  /* "vocabulary:value" -> occurrences */
  GHashTable *facets; /* "facet:value" -> Pages * */
} Work;

static void work_free(gpointer data)
{
  Work *work = data;
  g_hash_table_unref(work->often);
  g_hash_table_unref(work->facets);
  g_free(work->id);
  g_free(work);
}

static const char *broader_of(const char *vocabulary, const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
    if (g_str_equal(labels[i].vocabulary, vocabulary) && g_str_equal(labels[i].value, value))
      return labels[i].broader;
  return NULL;
}

/* `page` 0: a field. */
static void note(Work *work, const char *facet, const char *value, guint page)
{
  char *key = g_strdup_printf("%s:%s", facet, value);
  Pages *pages = g_hash_table_lookup(work->facets, key);
  if (!pages) g_hash_table_insert(work->facets, g_strdup(key), pages = g_new0(Pages, 1));
  if (page && pages->last_page != page) pages->pages++;
  if (page) pages->last_page = page;
  g_free(key);
}

static void note_match(Work *work, const char *vocabulary, const char *value, guint page)
{
  char *key = g_strdup_printf("%s:%s", vocabulary, value);
  guint often = GPOINTER_TO_UINT(g_hash_table_lookup(work->often, key)) + 1;
  g_hash_table_insert(work->often, key, GUINT_TO_POINTER(often));
  note(work, g_str_equal(vocabulary, "iso3166") ? "mentions" : "concept", value, page);
  if (!g_str_equal(vocabulary, "themes")) return;
  const char *top = value;
  for (const char *at = value; at; at = broader_of(vocabulary, at)) {
    note(work, "found", at, page);
    top = at;
  }
  note(work, "top", top, page);
}

/* How many words of `label` stand at `words`; 0 where it does not. */
static guint stands_at(char **words, const char *label, gboolean everywhere, const char *lang)
{
  g_auto(GStrv) of = g_strsplit(label, " ", -1);
  guint n = g_strv_length(of);
  if (n == 1 && !everywhere && !g_str_equal(lang, "en")) return 0;
  for (guint i = 0; i < n; i++)
    if (!words[i] || g_ascii_strcasecmp(words[i], of[i]) != 0) return 0;
  return n;
}

static void find_by_hand(Work *work, const char *vocabulary, const char *text, const char *lang, guint page)
{
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  for (guint at = 0, n = g_strv_length(words); at < n;) {
    guint longest = 0;
    g_autofree char *value = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
      guint size = g_str_equal(labels[i].vocabulary, vocabulary)
                     ? stands_at(words + at, labels[i].label, labels[i].everywhere, lang)
                     : 0;
      if (size <= longest) continue;
      longest = size;
      g_free(value);
      value = g_strdup(labels[i].value);
    }
    for (guint i = 0; i < SINGLES && !longest && g_str_equal(vocabulary, "extra"); i++) {
      g_autofree char *word = single_word(i);
      longest = stands_at(words + at, word, FALSE, lang);
      if (longest) value = g_strdup(word);
    }
    if (longest) note_match(work, vocabulary, value, page);
    at += MAX(longest, 1);
  }
}

/* ---- a library ---- */

typedef struct {
  Road *road;
  GRand *rand;
  GString *xml;
  GPtrArray *works; /* of Work * */
} Model;

static char *random_text(Model *model, guint most)
{
  static const char *const filler[] = {"hurbex", "wolpit", "kasdun", "ribnof", "yemtak"};
  GString *text = g_string_new(NULL);
  for (gint n = g_rand_int_range(model->rand, 1, (gint)most); n > 0; n--) {
    g_autofree char *single = single_word((guint)g_rand_int_range(model->rand, 0, SINGLES));
    const char *piece = filler[g_rand_int_range(model->rand, 0, G_N_ELEMENTS(filler))];
    if (g_rand_int_range(model->rand, 0, 3) == 0)
      piece = labels[g_rand_int_range(model->rand, 0, G_N_ELEMENTS(labels))].label;
    else if (g_rand_int_range(model->rand, 0, 4) == 0) piece = single;
    g_string_append_printf(text, "%s%s", text->len ? " " : "", piece);
  }
  return g_string_free(text, FALSE);
}

/* Makes a text, and finds by hand what is in it. */
static char *make_text(Model *model, Work *work, const char *lang, guint most, guint page)
{
  char *text = random_text(model, most);
  find_by_hand(work, "themes", text, lang, page);
  find_by_hand(work, "extra", text, lang, page);
  find_by_hand(work, "iso3166", text, lang, page);
  return text;
}

static void add_file(Model *model, Work *work, guint number, const char *lang, guint *page)
{
  g_autofree char *href = g_strdup_printf("%s-%u.txt", work->id, number);
  g_autofree char *name = g_strconcat("files/", href, NULL);
  g_autoptr(GString) file = g_string_new(NULL);
  for (gint n = g_rand_int_range(model->rand, 1, 6); n > 0; n--) {
    g_autofree char *text = make_text(model, work, lang, 40, ++*page);
    g_string_append_printf(file, "%s%s", file->len ? "\f" : "", text);
  }
  road_write(model->road, name, file->str);
  g_string_append_printf(model->xml, "<dcterms:hasFormat href=\"%s\" xml:lang=\"%s\" type=\"text/plain\"/>\n",
                         href, lang);
}

static void add_work(Model *model, guint number)
{
  static const char *const langs[] = {"en", "fr"};
  Work *work = g_new0(Work, 1);
  guint page = 0;
  g_ptr_array_add(model->works, work);
  work->id = g_strdup_printf("work-%02u", number);
  work->year = 2000 + number % 5;
  work->often = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  work->facets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *title = make_text(model, work, "en", 4, 0),
                  *abstract = make_text(model, work, "fr", 12, 0);
  g_autofree char *keyword = make_text(model, work, "en", 2, 0), *year = g_strdup_printf("%u", work->year);
  g_string_append(model->xml, "<record>\n");
  road_element(model->xml, "dcterms:identifier", NULL, work->id);
  road_element(model->xml, "dcterms:type", NULL, "report");
  road_element(model->xml, "dcterms:title", "en", title);
  road_element(model->xml, "dcterms:abstract", "fr", abstract);
  road_element(model->xml, "dcterms:creator", NULL, "Kenya Gravok"); /* a name speaks of nothing */
  road_element(model->xml, "dcterms:issued", NULL, year);
  road_element(model->xml, "dcterms:subject", "en", keyword);
  for (gint n = g_rand_int_range(model->rand, 0, 3); n > 0; n--) {
    const char *lang = langs[g_rand_int_range(model->rand, 0, 2)];
    g_autofree char *text = make_text(model, work, lang, 40, ++page);
    road_element(model->xml, "text", lang, text);
  }
  for (gint n = g_rand_int_range(model->rand, 0, 3); n > 0; n--)
    add_file(model, work, (guint)n, langs[g_rand_int_range(model->rand, 0, 2)], &page);
  g_string_append(model->xml, "</record>\n");
}

static void model_init(Model *model)
{
  model->road = road_new(CONFIGURATION);
  model->rand = g_rand_new_with_seed((guint32)g_test_rand_int());
  model->works = g_ptr_array_new_with_free_func(work_free);
  model->xml = road_records();
  write_vocabulary(model->road, "themes", NULL);
  write_vocabulary(model->road, "extra", NULL);
  for (guint i = 0; i < WORKS; i++) add_work(model, i);
  road_write_records(model->road, "records/all.xml", model->xml);
  road_run_well(model->road, "update");
}

static void model_clear(Model *model)
{
  g_rand_free(model->rand);
  g_ptr_array_unref(model->works);
  road_free(model->road);
}

/* ---- comparing ---- */

static const Pages *pages_of(const Work *work, const char *facet, const char *value)
{
  g_autofree char *key = g_strdup_printf("%s:%s", facet, value);
  return g_hash_table_lookup(work->facets, key);
}

static guint count_works(const Model *model, const char *facet, const char *value, const char *with,
                         const char *with_value)
{
  guint count = 0;
  for (guint i = 0; i < model->works->len; i++)
    count += pages_of(model->works->pdata[i], facet, value) &&
             (!with || pages_of(model->works->pdata[i], with, with_value));
  return count;
}

static void check_counts(const Model *model, RepereEngine *engine, const char *with, const char *with_value)
{
  static const char *const facets[] = {"concept", "found", "top", "mentions"};
  RepereQuestion *question = road_question("", "en");
  for (gsize i = 0; i < G_N_ELEMENTS(facets); i++) repere_question_add_facet(question, facets[i]);
  if (with) repere_question_add_filter(question, with, FALSE, with_value);
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  repere_question_free(question);
  if (with) g_assert_cmpuint(answer->head.total, ==, count_works(model, with, with_value, NULL, ""));
  for (guint f = 0; f < answer->facets->len; f++) {
    const RepereFacetAnswer *facet = answer->facets->pdata[f];
    gboolean own = with && g_str_equal(facet->facet, with); /* leaves its own filter out */
    g_assert_cmpuint(facet->values->len, ==, facet->distinct);
    g_assert_cmpuint(facet->distinct, >, 0);
    for (guint i = 0; i < facet->values->len; i++) {
      const RepereFacetValue *value = facet->values->pdata[i];
      guint wanted = count_works(model, facet->facet, value->value, own ? NULL : with, with_value);
      g_assert_cmpuint(value->count, ==, wanted);
    }
  }
}

static void test_counts(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereEngine) engine = road_engine(model->road);
  check_counts(model, engine, NULL, "");
  check_counts(model, engine, "mentions", "KE");
  check_counts(model, engine, "concept", "pel");
  check_counts(model, engine, "found", "fen"); /* and all below it */
  check_counts(model, engine, "top", "fen");
}

static void test_pivot(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereEngine) engine = road_engine(model->road);
  g_autoptr(GError) error = NULL;
  g_autoptr(RepereQuestion) question = road_question("", "en");
  const RepereFacetAsk *rows = repere_question_add_facet(question, "mentions");
  const RepereFacetAsk *columns = repere_question_add_facet(question, "concept");
  g_autoptr(ReperePivot) pivot = repere_pivot(engine, 0, question, rows, columns, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(pivot->rows->values->len, ==, 3);
  for (guint r = 0; r < pivot->rows->values->len; r++)
    for (guint c = 0; c < pivot->columns->values->len; c++) {
      const RepereFacetValue *row = pivot->rows->values->pdata[r], *column = pivot->columns->values->pdata[c];
      g_assert_cmpuint(pivot->cells[r * pivot->columns->values->len + c], ==,
                       count_works(model, "mentions", row->value, "concept", column->value));
    }
}

/* ---- one work ---- */

static const RepereHitFacet *facet_in(const GPtrArray *facets, const char *name)
{
  for (guint i = 0; i < facets->len; i++)
    if (g_str_equal(((RepereHitFacet *)facets->pdata[i])->facet, name)) return facets->pdata[i];
  return NULL;
}

/* Whether another value of the work stands below `value` in the tree. */
static gboolean has_below(const Work *work, const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
    if (!g_str_equal(labels[i].vocabulary, "themes") || !pages_of(work, "found", labels[i].value)) continue;
    for (const char *at = labels[i].broader; at; at = broader_of("themes", at))
      if (g_str_equal(at, value)) return TRUE;
  }
  return FALSE;
}

static guint count_values(const Work *work, const char *facet)
{
  GHashTableIter iter;
  gpointer key;
  guint n = 0;
  g_autofree char *prefix = g_strconcat(facet, ":", NULL);
  g_hash_table_iter_init(&iter, work->facets);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    n += g_str_has_prefix(key, prefix) &&
         (!g_str_equal(facet, "found") || !has_below(work, (char *)key + strlen(prefix)));
  return n;
}

/* `most`: how many are shown. */
static void check_facet(const Work *work, const RepereHitFacet *facet, const char *name, guint most)
{
  guint wanted = MIN(count_values(work, name), most);
  g_assert_cmpuint(facet ? facet->values->len : 0, ==, wanted);
  for (guint i = 0; i < wanted; i++) {
    const RepereValue *value = facet->values->pdata[i];
    const Pages *pages = pages_of(work, name, value->value);
    g_assert_nonnull(pages);
    g_assert_cmpuint(value->pages, ==, pages->pages);
    g_assert_true(facet->of_texts);
    if (i > 0) g_assert_cmpuint(value->pages, <=, ((RepereValue *)facet->values->pdata[i - 1])->pages);
  }
}

static void test_pages(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const facets[] = {"concept", "found", "top", "mentions"};
  g_autoptr(RepereEngine) engine = road_engine(model->road);
  for (guint i = 0; i < model->works->len; i++) {
    const Work *work = model->works->pdata[i];
    RepereIndexState state;
    g_autoptr(RepereHit) hit = repere_work_by_id(engine, 0, work->id, "en", &state, NULL);
    g_assert_nonnull(hit);
    for (gsize f = 0; f < G_N_ELEMENTS(facets); f++)
      check_facet(work, facet_in(hit->facets, facets[f]), facets[f], G_MAXUINT);
    g_assert_false(facet_in(hit->facets, "year")->of_texts);
  }
}

static const Work *work_by_id(const Model *model, const char *id)
{
  for (guint i = 0; i < model->works->len; i++)
    if (g_str_equal(((Work *)model->works->pdata[i])->id, id)) return model->works->pdata[i];
  return NULL;
}

static void check_hits(const Model *model, const RepereAnswer *answer, gboolean asked)
{
  guint most = 0;
  for (guint i = 0; i < answer->hits->len; i++) {
    const RepereHit *hit = answer->hits->pdata[i];
    const RepereHitFacet *facet = facet_in(hit->facets, "concept");
    g_assert_nonnull(facet_in(hit->facets, "year"));
    g_assert_null(facet_in(hit->facets, "mentions"));
    if (!asked) g_assert_null(facet);
    else check_facet(work_by_id(model, hit->id), facet, "concept", REPERE_HIT_VALUES);
    most = MAX(most, facet ? facet->values->len : 0);
  }
  g_assert_cmpuint(most, ==, asked ? REPERE_HIT_VALUES : 0);
}

/* A page of hits shows what texts feed only where it is asked for, and little of it. */
static void test_hits(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr(RepereEngine) engine = road_engine(model->road);
  RepereQuestion *question = road_question("", "en");
  question->limit = WORKS;
  g_autoptr(RepereAnswer) plain = road_ask(engine, question);
  repere_question_add_facet(question, "concept");
  g_autoptr(RepereAnswer) asked = road_ask(engine, question);
  repere_question_free(question);
  check_hits(model, plain, FALSE);
  check_hits(model, asked, TRUE);
}

/* ---- terms ---- */

static xc_database *open_index(const Road *road)
{
  g_autofree char *index = road_path(road, "index");
  g_autoptr(GError) error = NULL;
  g_autofree char *path = repere_generation_current(index, &error);
  xc_database *database = repere_index_open(path, &error);
  g_assert_no_error(error);
  return database;
}

static guint32 docid_of(xc_database *database, const char *id)
{
  g_autofree char *term = repere_term_id(id);
  xc_docid docid = 0;
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, NULL);
  g_assert_cmpint(xc_postings_next(postings, &docid, NULL), ==, XC_ITEM);
  xc_postings_free(postings);
  return docid;
}

/* Every concept term of a document is one found by hand, as often, and none is missing. */
static void test_terms(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  xc_database *database = open_index(model->road);
  for (guint i = 0; i < model->works->len; i++) {
    const Work *work = model->works->pdata[i];
    xc_terms *terms = xc_database_document_terms(database, docid_of(database, work->id), NULL);
    xc_bytes term;
    xc_termcount often;
    guint n = 0;
    for (int state = xc_terms_skip_to(terms, "XC", 2, &term, NULL);
         state == XC_ITEM && term.size > 2 && memcmp(term.data, "XC", 2) == 0;
         state = xc_terms_next(terms, &term, NULL)) {
      g_autofree char *key = g_strndup(term.data + 2, term.size - 2);
      g_assert_cmpint(xc_terms_wdf(terms, &often, NULL), ==, XC_OK);
      g_assert_cmpuint(often, ==, GPOINTER_TO_UINT(g_hash_table_lookup(work->often, key)));
      n++;
    }
    g_assert_cmpuint(n, ==, g_hash_table_size(work->often));
    xc_terms_free(terms);
  }
  xc_database_free(database);
}

/* ---- other labels ---- */

static guint works_with(const Road *road, const char *facet, const char *value)
{
  g_autoptr(RepereEngine) engine = road_engine(road);
  g_autoptr(RepereQuestion) question = road_question("", "en");
  repere_question_add_filter(question, facet, FALSE, value);
  g_autoptr(RepereAnswer) answer = road_ask(engine, question);
  return answer->head.total;
}

/* A vocabulary with one more label: the next update finds it everywhere, and reads no file for that. */
static void test_relabelled(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  guint before = works_with(model->road, "concept", "bri-dan");
  g_assert_cmpuint(before, ==, count_works(model, "concept", "bri-dan", NULL, ""));
  g_assert_cmpuint(before, <, WORKS);
  road_run_well(model->road, "update");
  g_assert_nonnull(strstr(model->road->out, "80 unchanged"));
  write_vocabulary(model->road, "themes", "hurbex");
  road_run_well(model->road, "update");
  g_assert_nonnull(strstr(model->road->out, "80 replaced"));
  g_assert_nonnull(strstr(model->road->out, " 0 read now"));
  g_assert_cmpuint(works_with(model->road, "concept", "bri-dan"), >, before);
  road_run_well(model->road, "update");
  g_assert_nonnull(strstr(model->road->out, "80 unchanged"));
  write_vocabulary(model->road, "themes", NULL);
  road_run_well(model->road, "update");
  g_assert_cmpuint(works_with(model->road, "concept", "bri-dan"), ==, before);
}

static void set_up(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  model_init(model);
}

static void tear_down(Model *model, gconstpointer data G_GNUC_UNUSED)
{
  model_clear(model);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/mentions/counts", Model, NULL, set_up, test_counts, tear_down);
  g_test_add("/mentions/pivot", Model, NULL, set_up, test_pivot, tear_down);
  g_test_add("/mentions/pages", Model, NULL, set_up, test_pages, tear_down);
  g_test_add("/mentions/hits", Model, NULL, set_up, test_hits, tear_down);
  g_test_add("/mentions/terms", Model, NULL, set_up, test_terms, tear_down);
  g_test_add("/mentions/relabelled", Model, NULL, set_up, test_relabelled, tear_down);
  return g_test_run();
}
