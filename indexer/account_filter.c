/* account_filter.c - see account_filter.h */
#include "indexer/account_filter.h"

#include <string.h>
#include "indexer/report_survey.h"
#include "lib/quality.h"

/* ---- names ---- */

/* What an option's values may be: `count` names by number. */
typedef struct {
  const char *option, *what; /* "--outcome", "outcome" */
  guint count;
  const char *(*name)(guint i);
} Names;

static const char *outcome_at(guint i)
{
  return repere_outcome_name((RepereOutcome)i);
}

static const char *fault_at(guint i)
{
  return i < REPERE_QUALITIES ? repere_quality_name((RepereQuality)i) : "none";
}

static const Names outcomes = {"--outcome", "outcome", REPERE_OUTCOMES, outcome_at};
static const Names faults = {"--quality", "value of the facet quality", REPERE_QUALITIES + 1, fault_at};
static const Names sources = {"--source", "source of a page's text", REPERE_SURVEY_SOURCES,
                              repere_survey_source};

static char *list_of(const Names *names)
{
  GString *list = g_string_new(NULL);
  for (guint i = 0; i < names->count; i++)
    g_string_append_printf(list, "%s%s", i == 0 ? "" : i + 1 < names->count ? ", " : " and ", names->name(i));
  return g_string_free(list, FALSE);
}

static gboolean add_name(const Names *names, const char *value, guint *wanted, guint *unwanted, char **wrong)
{
  gboolean without = value[0] == '-';
  for (guint i = 0; i < names->count; i++) {
    if (!g_str_equal(value + without, names->name(i))) continue;
    *(without ? unwanted : wanted) |= 1u << i;
    return TRUE;
  }
  g_autofree char *list = list_of(names);
  *wrong = g_strdup_printf("%s %s: there is no such %s; there are %s, each also with - before it",
                           names->option, value, names->what, list);
  return FALSE;
}

/* Each value may be several, with commas. */
static gboolean add_names(const Names *names, char **values, guint *wanted, guint *unwanted, char **wrong)
{
  for (; values && *values; values++) {
    g_auto(GStrv) parts = g_strsplit(*values, ",", -1);
    for (char **part = parts; *part || part == parts; part++)
      if (!add_name(names, *part ? g_strstrip(*part) : "", wanted, unwanted, wrong)) return FALSE;
  }
  return TRUE;
}

static gboolean is_chosen(guint bits, guint wanted, guint unwanted)
{
  return (!wanted || bits & wanted) && !(bits & unwanted);
}

/* ---- pages ---- */

/* A number from 1 at *at, which goes behind it; 0 where there is none. */
static guint32 page_number(const char **at)
{
  char *end = NULL;
  guint64 number = g_ascii_isdigit(**at) ? g_ascii_strtoull(*at, &end, 10) : 0;
  if (end) *at = end;
  return (guint32)MIN(number, G_MAXUINT32);
}

/* "7", "3-9", "12-" or "-4". */
static gboolean read_range(const char *text, guint32 range[2])
{
  const char *at = text;
  range[0] = page_number(&at);
  gboolean open = at == text; /* from the first page on */
  if (open) range[0] = 1;
  range[1] = range[0];
  if (*at == '-') {
    const char *behind = ++at;
    range[1] = page_number(&at);
    if (at == behind && !open) range[1] = G_MAXUINT32;
  } else if (open) {
    return FALSE;
  }
  return *at == '\0' && range[0] > 0 && range[0] <= range[1];
}

static gboolean read_pages(RepereAccountFilter *filter, const char *text, char **wrong)
{
  if (!text) return TRUE;
  filter->no_pages = g_str_equal(text, "none");
  g_auto(GStrv) parts = g_strsplit(text, ",", -1);
  for (char **part = parts; !filter->no_pages && (*part || part == parts); part++) {
    guint32 range[2];
    if (*part && read_range(g_strstrip(*part), range)) {
      g_array_append_vals(filter->ranges, range, 2);
      continue;
    }
    *wrong = g_strdup_printf(
      "--pages %s: these are no pages; say them as in \"3,7-9,12-\", or none for files alone", text);
    return FALSE;
  }
  return TRUE;
}

/* ---- the filter ---- */

gboolean repere_account_filter_init(RepereAccountFilter *filter, const RepereOptions *options, char **wrong)
{
  memset(filter, 0, sizeof *filter);
  filter->works = g_ptr_array_new();
  filter->files = g_ptr_array_new_with_free_func((GDestroyNotify)g_pattern_spec_free);
  filter->ranges = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (options->arguments[0]) g_ptr_array_add(filter->works, options->arguments[0]);
  for (char **id = options->works; id && *id; id++) g_ptr_array_add(filter->works, *id);
  for (char **file = options->files; file && *file; file++)
    g_ptr_array_add(filter->files, g_pattern_spec_new(*file));
  return add_names(&outcomes, options->outcomes, &filter->outcomes, &filter->outcomes_not, wrong) &&
         add_names(&faults, options->qualities, &filter->faults, &filter->faults_not, wrong) &&
         add_names(&sources, options->sources, &filter->sources, &filter->sources_not, wrong) &&
         read_pages(filter, options->pages, wrong);
}

void repere_account_filter_clear(RepereAccountFilter *filter)
{
  g_ptr_array_unref(filter->works);
  g_ptr_array_unref(filter->files);
  g_array_unref(filter->ranges);
}

gboolean repere_account_filter_work(const RepereAccountFilter *filter, const char *id)
{
  return !filter->works->len || g_ptr_array_find_with_equal_func(filter->works, id, g_str_equal, NULL);
}

static gboolean is_named(const RepereAccountFilter *filter, const char *href)
{
  for (guint i = 0; i < filter->files->len; i++)
    if (g_pattern_spec_match_string(filter->files->pdata[i], href)) return TRUE;
  return filter->files->len == 0;
}

gboolean repere_account_filter_file(const RepereAccountFilter *filter, const char *href,
                                    RepereOutcome outcome, guint has)
{
  return is_named(filter, href) && is_chosen(1u << outcome, filter->outcomes, filter->outcomes_not) &&
         is_chosen(has ? has : 1u << REPERE_QUALITIES, filter->faults, filter->faults_not);
}

gboolean repere_account_filter_page(const RepereAccountFilter *filter, const ReperePage *page)
{
  guint source = 0;
  gboolean within = filter->ranges->len == 0;
  while (source < REPERE_SURVEY_SOURCES && !g_str_equal(page->source, repere_survey_source(source))) source++;
  for (guint i = 0; !within && i + 1 < filter->ranges->len; i += 2)
    within = page->number >= g_array_index(filter->ranges, guint32, i) &&
             page->number <= g_array_index(filter->ranges, guint32, i + 1);
  return within && is_chosen(1u << source, filter->sources, filter->sources_not);
}

gboolean repere_account_filter_is_of_pages(const RepereAccountFilter *filter)
{
  return filter->ranges->len || filter->sources || filter->sources_not;
}
