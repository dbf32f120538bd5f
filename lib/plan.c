/* plan.c - see plan.h */
#include "plan.h"

#include <math.h>
#include <string.h>
#include "fault.h"
#include "schema.h"

/* A word as written tells more than its stem alone: this much of its own weight comes on top of the stem's. */
#define WRITTEN_SHARE 0.3
/* And in an accented question, its very spelling this much more. */
#define SPELLING_SHARE 0.3

static void evidence_free(gpointer data)
{
  RepereEvidence *evidence = data;
  g_ptr_array_unref(evidence->terms);
  g_free(evidence);
}

void repere_plan_free(ReperePlan *plan)
{
  if (!plan) return;
  g_ptr_array_unref(plan->evidence);
  xc_query_free(plan->all);
  xc_query_free(plan->any);
  g_free(plan);
}

/* ---- small builders; NULL in, NULL out, as xapian_c.h has it ---- */

static xc_query *term_query(const char *term, xc_error *fault)
{
  return xc_query_term(term, XC_NUL, 1, 0, fault);
}

static xc_query *combine(xc_operator op, GPtrArray *queries, guint parameter, xc_error *fault)
{
  xc_query *query = xc_query_combine(op, (xc_query *const *)queries->pdata, queries->len, parameter, fault);
  g_ptr_array_set_size(queries, 0); /* consumed */
  return query;
}

static xc_query *pair(xc_operator op, xc_query *a, xc_query *b, xc_error *fault)
{
  xc_query *both[] = {a, b};
  return xc_query_combine(op, both, 2, 0, fault);
}

static xc_query *any_of(const GPtrArray *terms, xc_operator op, xc_error *fault)
{
  g_autoptr(GPtrArray) queries = g_ptr_array_new();
  for (guint i = 0; i < terms->len; i++) g_ptr_array_add(queries, term_query(terms->pdata[i], fault));
  return combine(op, queries, 0, fault);
}

/* ---- one word ---- */

static void add_once(GPtrArray *terms, char *term)
{
  for (guint i = 0; i < terms->len; i++)
    if (g_str_equal(terms->pdata[i], term)) {
      g_free(term);
      return;
    }
  g_ptr_array_add(terms, term);
}

static void add_stem(GPtrArray *terms, const RepereLanguage *language, const char *stem)
{
  if (language && stem) add_once(terms, g_strconcat(language->term_prefix, stem, NULL));
}

/* Snowball stems what is written, so an unaccented question has the stems of all accented spellings that the library
 * has for it. */
static gboolean add_spelling_stems(GPtrArray *terms, const RepereQuery *query, const RepereQueryWord *word,
                                   RepereAnalyzer *analyzer, xc_database *database, xc_error *fault)
{
  xc_bytes spelling;
  int state;
  xc_terms *spellings = xc_database_synonyms(database, word->folded, XC_NUL, fault);
  if (!spellings) return FALSE;
  while ((state = xc_terms_next(spellings, &spelling, fault)) == XC_ITEM) {
    const RepereWord *known = repere_analyzer_word(analyzer, spelling.data, spelling.size, query->language);
    if (known) add_stem(terms, query->language, known->stem);
  }
  xc_terms_free(spellings);
  return state == XC_END;
}

/* "thé" is not "the": where the folded form is a stop word, only the spelling counts. */
static gboolean only_as_written(const RepereQueryWord *word)
{
  return word->written && repere_language_is_stop(NULL, word->folded, strlen(word->folded));
}

typedef struct {
  GPtrArray *stems;   /* terms */
  const char *folded; /* or NULL */
  const char *written;/* or NULL */
} WordTerms;

static gboolean word_terms(const RepereQuery *query, const RepereClause *clause, RepereAnalyzer *analyzer,
                           xc_database *database, WordTerms *terms, xc_error *fault)
{
  const RepereQueryWord *word = clause->words->pdata[0];
  terms->written = word->written;
  terms->folded = only_as_written(word) || (clause->quoted && word->written) ? NULL : word->folded;
  terms->stems = g_ptr_array_new_with_free_func(g_free);
  if (clause->quoted) return TRUE;
  /* Nor is its stem, folded as stems are, where it is that stop word. */
  if (!only_as_written(word) || !word->stem || !repere_language_is_stop(NULL, word->stem, strlen(word->stem)))
    add_stem(terms->stems, query->language, word->stem);
  return word->written || word->stop || !query->language ||
         add_spelling_stems(terms->stems, query, word, analyzer, database, fault);
}

static xc_query *word_query(const WordTerms *terms, xc_error *fault)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new();
  gboolean stems = terms->stems && terms->stems->len > 0;
  if (stems) g_ptr_array_add(parts, any_of(terms->stems, XC_SYNONYM, fault));
  if (terms->folded)
    g_ptr_array_add(parts, xc_query_scale(term_query(terms->folded, fault), stems ? WRITTEN_SHARE : 1.0, fault));
  if (terms->written)
    g_ptr_array_add(parts, xc_query_scale(term_query(terms->written, fault), parts->len ? SPELLING_SHARE : 1.0, fault));
  return combine(XC_OR, parts, 0, fault);
}

static gboolean count_documents(const char *term, xc_database *database, double *rarest, double *commonest,
                                xc_error *fault)
{
  xc_doccount documents;
  if (xc_database_term_frequency(database, term, XC_NUL, &documents, NULL, fault) != XC_OK) return FALSE;
  *commonest = MAX(*commonest, documents);
  *rarest = MIN(*rarest, documents);
  return TRUE;
}

/* A phrase is as rare as its rarest word at least; a word is as common as its commonest form. */
static gboolean weigh(RepereEvidence *evidence, const WordTerms *terms, const RepereSnapshot *snapshot,
                      xc_database *database, xc_error *fault)
{
  double rarest = snapshot->documents, commonest = 0;
  for (guint i = 0; evidence->phrase && i < evidence->terms->len; i++)
    if (!count_documents(evidence->terms->pdata[i], database, &rarest, &commonest, fault)) return FALSE;
  for (guint i = 0; terms->stems && i < terms->stems->len; i++)
    if (!count_documents(terms->stems->pdata[i], database, &rarest, &commonest, fault)) return FALSE;
  if (terms->folded && !count_documents(terms->folded, database, &rarest, &commonest, fault)) return FALSE;
  if (terms->written && !count_documents(terms->written, database, &rarest, &commonest, fault)) return FALSE;
  evidence->weight = log(1 + (snapshot->documents + 1) / (1 + (evidence->phrase ? rarest : commonest)));
  return TRUE;
}

/* ---- clauses ---- */

/* The words of a stem: they have the positions that it has not. */
static gboolean add_family(GPtrArray *terms, const char *stem, xc_database *database, xc_error *fault)
{
  xc_bytes word;
  int state;
  xc_terms *family = xc_database_synonyms(database, stem, XC_NUL, fault);
  if (!family) return FALSE;
  while ((state = xc_terms_next(family, &word, fault)) == XC_ITEM) add_once(terms, g_strndup(word.data, word.size));
  xc_terms_free(family);
  return state == XC_END;
}

static gboolean fill_evidence(RepereEvidence *evidence, const RepereClause *clause, const WordTerms *terms,
                              xc_database *database, xc_error *fault)
{
  for (guint i = 0; evidence->phrase && i < clause->words->len; i++) {
    const RepereQueryWord *word = clause->words->pdata[i];
    g_ptr_array_add(evidence->terms, g_strdup(only_as_written(word) ? word->written : word->folded));
  }
  if (terms->folded) add_once(evidence->terms, g_strdup(terms->folded));
  else if (terms->written) add_once(evidence->terms, g_strdup(terms->written));
  for (guint i = 0; terms->stems && i < terms->stems->len; i++)
    if (!add_family(evidence->terms, terms->stems->pdata[i], database, fault)) return FALSE;
  return TRUE;
}

/* "long-term" also stands as "longterm" where a line's end cut it and nothing told that the hyphen was the word's own.
 * Consumes `phrase`. */
static xc_query *add_compound(ReperePlan *plan, const RepereClause *clause, const RepereEvidence *parts,
                              xc_query *phrase, xc_error *fault)
{
  g_autoptr(GString) whole = g_string_new(NULL);
  for (guint i = 0; i < clause->words->len; i++)
    g_string_append(whole, ((RepereQueryWord *)clause->words->pdata[i])->folded);
  if (whole->len > REPERE_WORD_BYTES) return phrase;
  if (!clause->exclude) {
    RepereEvidence *evidence = g_new0(RepereEvidence, 1);
    evidence->terms = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(evidence->terms, g_strdup(whole->str));
    evidence->weight = parts->weight;
    g_ptr_array_add(plan->evidence, evidence);
  }
  return pair(XC_OR, phrase, term_query(whole->str, fault), fault);
}

/* The words in a row, in the text or in one field. */
static xc_query *phrase_query(const GPtrArray *words, xc_error *fault)
{
  g_autoptr(GPtrArray) phrases = g_ptr_array_new();
  for (guint field = 0; field < REPERE_FIELDS; field++) {
    g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < words->len; i++)
      g_ptr_array_add(terms, g_strconcat(repere_field_row(field)->prefix, words->pdata[i], NULL));
    g_ptr_array_add(phrases, any_of(terms, XC_PHRASE, fault));
  }
  return combine(XC_OR, phrases, 0, fault);
}

static xc_query *plan_clause(ReperePlan *plan, const RepereQuery *query, const RepereClause *clause,
                             RepereAnalyzer *analyzer, const RepereSnapshot *snapshot, xc_database *database,
                             xc_error *fault)
{
  WordTerms terms = {0};
  xc_query *made = NULL;
  RepereEvidence *evidence = g_new0(RepereEvidence, 1);
  evidence->phrase = clause->words->len > 1;
  evidence->terms = g_ptr_array_new_with_free_func(g_free);
  if ((evidence->phrase || word_terms(query, clause, analyzer, database, &terms, fault)) &&
      fill_evidence(evidence, clause, &terms, database, fault) && weigh(evidence, &terms, snapshot, database, fault))
    made = evidence->phrase ? phrase_query(evidence->terms, fault) : word_query(&terms, fault);
  g_clear_pointer(&terms.stems, g_ptr_array_unref);
  if (made && evidence->phrase && !clause->quoted) made = add_compound(plan, clause, evidence, made, fault);
  if (made && !clause->exclude) g_ptr_array_add(plan->evidence, evidence);
  else evidence_free(evidence);
  return made;
}

/* Stop words are asked for only where there is nothing else: a translation has others, and every work has its own. */
static gboolean is_stop(const RepereClause *clause)
{
  return clause->words->len == 1 && !clause->quoted && !clause->exclude && ((RepereQueryWord *)clause->words->pdata[0])->stop;
}

static gboolean only_stops(const RepereQuery *query)
{
  for (guint i = 0; i < query->clauses->len; i++) {
    const RepereClause *clause = query->clauses->pdata[i];
    if (!clause->exclude && !is_stop(clause)) return FALSE;
  }
  return TRUE;
}

static void query_or_null_free(gpointer query)
{
  xc_query_free(query);
}

static xc_query *without(xc_query *wanted, const GPtrArray *unwanted, xc_error *fault)
{
  for (guint i = 0; i < unwanted->len; i++)
    wanted = pair(XC_AND_NOT, wanted, xc_query_copy(unwanted->pdata[i], fault), fault);
  return wanted;
}

static xc_query *join(xc_operator op, const GPtrArray *wanted, const GPtrArray *unwanted, xc_error *fault)
{
  g_autoptr(GPtrArray) copies = g_ptr_array_new();
  for (guint i = 0; i < wanted->len; i++) g_ptr_array_add(copies, xc_query_copy(wanted->pdata[i], fault));
  xc_query *joined = copies->len ? combine(op, copies, 0, fault) : xc_query_all(fault);
  return without(joined, unwanted, fault);
}

ReperePlan *repere_plan_new(const RepereQuery *query, RepereAnalyzer *analyzer, const RepereSnapshot *snapshot,
                            xc_database *database, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(ReperePlan) plan = g_new0(ReperePlan, 1);
  g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(query_or_null_free);
  g_autoptr(GPtrArray) unwanted = g_ptr_array_new_with_free_func(query_or_null_free);
  gboolean keep_stops = only_stops(query);
  plan->evidence = g_ptr_array_new_with_free_func(evidence_free);
  for (guint i = 0; i < query->clauses->len; i++) {
    const RepereClause *clause = query->clauses->pdata[i];
    if (is_stop(clause) && !keep_stops) continue;
    xc_query *made = plan_clause(plan, query, clause, analyzer, snapshot, database, &fault);
    if (!made) {
      repere_fault(error, NULL, &fault);
      return NULL;
    }
    g_ptr_array_add(clause->exclude ? unwanted : wanted, made);
  }
  if (wanted->len + unwanted->len == 0) return g_steal_pointer(&plan);
  plan->all = join(XC_AND, wanted, unwanted, &fault);
  if (plan->all && wanted->len > 1) plan->any = join(XC_OR, wanted, unwanted, &fault);
  if (plan->all && (plan->any || wanted->len <= 1)) return g_steal_pointer(&plan);
  repere_fault(error, NULL, &fault);
  return NULL;
}

/* ---- filters ---- */

xc_query *repere_plan_visible(const RepereSnapshot *snapshot, const xc_query *matches, xc_error *fault)
{
  xc_query *base = matches ? xc_query_copy(matches, fault) : xc_query_all(fault);
  if (snapshot->state.works == snapshot->documents) return base;
  g_autofree char *term = repere_term_access("public");
  return pair(XC_FILTER, base, term_query(term, fault), fault);
}

/* Adds the terms that a filter stands for: those of its values that the index has. */
static void add_filter_terms(const RepereColumn *column, const RepereFilter *filter, GPtrArray *terms)
{
  char year[16];
  guint32 number;
  if (filter->value) {
    if (repere_column_number(column, filter->value, &number))
      g_ptr_array_add(terms, repere_term_facet(column->facet->name, filter->value));
    return;
  }
  for (gint64 y = MAX(filter->from, 0); y < column->size && y <= filter->to; y++)
    if (column->used[y])
      g_ptr_array_add(terms, repere_term_facet(column->facet->name, repere_column_value(column, (guint32)y, year)));
}

static xc_query *filter_facet(const RepereSnapshot *snapshot, const RepereQuestion *question, guint facet,
                              gboolean exclude, xc_query *query, xc_error *fault)
{
  const RepereColumn *column = &snapshot->columns[facet];
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func(g_free);
  gboolean asked = FALSE;
  for (guint i = 0; i < question->filters->len; i++) {
    const RepereFilter *filter = question->filters->pdata[i];
    if (filter->exclude != exclude || !g_str_equal(filter->facet, column->facet->name)) continue;
    asked = TRUE;
    add_filter_terms(column, filter, terms);
  }
  if (!asked || (exclude && terms->len == 0)) return query;
  return pair(exclude ? XC_AND_NOT : XC_FILTER, query, any_of(terms, XC_OR, fault), fault);
}

xc_query *repere_plan_filtered(const RepereSnapshot *snapshot, const RepereQuestion *question, const xc_query *matches,
                               xc_error *fault)
{
  xc_query *query = repere_plan_visible(snapshot, matches, fault);
  for (guint i = 0; i < snapshot->facets && query; i++) {
    query = filter_facet(snapshot, question, i, FALSE, query, fault);
    query = filter_facet(snapshot, question, i, TRUE, query, fault);
  }
  return query;
}
