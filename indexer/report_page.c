/* report_page.c - the report as HTML or JSON: see report.h. The page needs nothing beside itself: no script,
 * no font, no address; its tables have headings that say what they head, and it goes by the reader's choice
 * of light or dark. */
#include "indexer/report.h"

static const char STYLE[] =
  ":root{color-scheme:light dark}\n"
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:75rem;margin:0 auto;padding:1rem}\n"
  "table{border-collapse:collapse;width:100%}\n"
  "th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid GrayText}\n"
  "td.number{text-align:right;font-variant-numeric:tabular-nums}\n"
  "td{overflow-wrap:anywhere}\n"
  "ul{margin:0;padding-left:1.2rem}\n"
  "dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:0 .6rem}\n"
  "dt{opacity:.75}dd{margin:0}\n"
  ".note{border-left:.3rem solid;padding-left:.8rem}\n";

static void html_text(GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text(text ? text : "", -1);
  g_string_append(out, escaped);
}

/* An element with text in it, and perhaps the text's language. */
static void html_element(GString *out, const char *element, const char *attributes, const char *lang,
                         const char *text)
{
  g_string_append_printf(out, "<%s%s", element, attributes);
  if (lang && lang[0]) {
    g_string_append(out, " lang=\"");
    html_text(out, lang);
    g_string_append_c(out, '"');
  }
  g_string_append_c(out, '>');
  html_text(out, text);
  g_string_append_printf(out, "</%s>", element);
}

/* ---- the page ---- */

static const char BEHIND[] =
  "The configuration or a vocabulary changed since the index was made: run 'repere-indexer "
  "update', then this report again.";

static void begin_html(RepereReport *report, gboolean behind)
{
  const RepereInspection *index = &report->inspection;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *when = g_date_time_format(now, "%Y-%m-%d %H:%M UTC");
  g_string_append_printf(report->out,
                         "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                         "<title>Report on the library, revision %" G_GUINT64_FORMAT
                         "</title>\n<style>\n%s</style>\n"
                         "</head>\n<body>\n<main>\n<h1>Report on the library</h1>\n<p>",
                         index->meta.revision, STYLE);
  html_text(report->out, report->library->index);
  g_string_append_printf(report->out, ", revision %" G_GUINT64_FORMAT ", %u works; written on %s.</p>\n",
                         index->meta.revision, index->states->len, when);
  if (behind) html_element(report->out, "p", " class=\"note\"", NULL, BEHIND);
}

void repere_report_begin(RepereReport *report, gboolean behind)
{
  if (!report->as_json) {
    begin_html(report, behind);
    return;
  }
  report->json = repere_json_on(report->out);
  report->json.lines = TRUE;
  repere_json_open(&report->json, '{');
  repere_json_member_string(&report->json, "index", report->library->index);
  repere_json_member_uint(&report->json, "revision", report->inspection.meta.revision);
  repere_json_member_uint(&report->json, "works", report->inspection.states->len);
  repere_json_member_bool(&report->json, "update_due", behind);
  repere_json_member_string(&report->json, "lang", report->lang);
  repere_json_member_open(&report->json, "sections", '[');
}

void repere_report_end(RepereReport *report)
{
  if (!report->as_json) {
    g_string_append(report->out, "</main>\n</body>\n</html>\n");
    return;
  }
  repere_json_close(&report->json, ']');
  repere_json_close(&report->json, '}');
  g_string_append_c(report->out, '\n');
}

/* ---- a section ---- */

void repere_report_section(RepereReport *report, const char *name, const char *title, const char *intro,
                           const char *const *columns)
{
  report->rows = 0;
  if (report->as_json) {
    repere_json_open(&report->json, '{');
    repere_json_member_string(&report->json, "name", name);
    repere_json_member_string(&report->json, "title", title);
    repere_json_member_open(&report->json, "rows", '[');
    return;
  }
  g_autofree char *id = g_strdup_printf(" id=\"%s\"", name);
  g_string_append_printf(report->out, "<section aria-labelledby=\"%s\">\n", name);
  html_element(report->out, "h2", id, NULL, title);
  g_string_append_c(report->out, '\n');
  if (intro) html_element(report->out, "p", "", NULL, intro);
  g_string_append(report->out, "\n<table>\n<thead><tr>");
  for (; *columns; columns++) html_element(report->out, "th", " scope=\"col\"", NULL, *columns);
  g_string_append(report->out, "</tr></thead>\n<tbody>\n");
}

guint repere_report_section_end(RepereReport *report, const char *none)
{
  if (report->as_json) {
    repere_json_close(&report->json, ']');
    repere_json_close(&report->json, '}');
    return report->rows;
  }
  g_string_append(report->out, "</tbody>\n</table>\n");
  if (!report->rows) html_element(report->out, "p", "", NULL, none);
  g_string_append(report->out, "\n</section>\n");
  return report->rows;
}

void repere_report_row(RepereReport *report)
{
  report->rows++;
  report->columns = 0;
  if (report->as_json) repere_json_open(&report->json, '{');
  else g_string_append(report->out, "<tr>");
}

void repere_report_row_end(RepereReport *report)
{
  if (report->as_json) repere_json_close(&report->json, '}');
  else g_string_append(report->out, "</tr>\n");
}

/* ---- cells ---- */

/* The first cell says what the row is about. */
void repere_report_text(RepereReport *report, const char *key, const char *text, const char *lang)
{
  gboolean first = report->columns++ == 0;
  if (report->as_json) repere_json_member_string(&report->json, key, text);
  else html_element(report->out, first ? "th" : "td", first ? " scope=\"row\"" : "", lang, text);
}

void repere_report_number(RepereReport *report, const char *key, guint64 number)
{
  report->columns++;
  if (report->as_json) repere_json_member_uint(&report->json, key, number);
  else g_string_append_printf(report->out, "<td class=\"number\">%" G_GUINT64_FORMAT "</td>", number);
}

static void subject_as_json(RepereJson *json, const RepereSubject *subject)
{
  repere_json_open(json, '{');
  repere_json_member_string(json, "value", subject->value);
  repere_json_member_string(json, "label", subject->label);
  repere_json_member_uint(json, "occurrences", subject->occurrences);
  if (subject->pages == REPERE_PAGES_UNKNOWN) repere_json_member_null(json, "pages");
  else repere_json_member_uint(json, "pages", subject->pages);
  repere_json_member_uint(json, "works", subject->works);
  repere_json_member_double(json, "weight", subject->weight, 2);
  repere_json_close(json, '}');
}

static void subject_as_html(RepereReport *report, const RepereSubject *subject)
{
  GString *out = report->out;
  g_string_append(out, "<li>");
  html_element(out, "span", "", report->lang, subject->label);
  g_string_append(out, " (");
  html_element(out, "code", "", NULL, subject->value);
  g_string_append(out, "): ");
  if (subject->pages == REPERE_PAGES_UNKNOWN || subject->pages == 0)
    g_string_append_printf(out, "%u time%s", subject->occurrences, subject->occurrences == 1 ? "" : "s");
  else g_string_append_printf(out, "%u page%s", subject->pages, subject->pages == 1 ? "" : "s");
  g_string_append(out, "</li>");
}

void repere_report_subjects(RepereReport *report, const char *key, const GPtrArray *subjects)
{
  report->columns++;
  if (report->as_json) {
    repere_json_member_open(&report->json, key, '[');
    for (guint i = 0; i < subjects->len; i++) subject_as_json(&report->json, subjects->pdata[i]);
    repere_json_close(&report->json, ']');
    return;
  }
  g_string_append(report->out, subjects->len ? "<td><ul>" : "<td>none");
  for (guint i = 0; i < subjects->len; i++) subject_as_html(report, subjects->pdata[i]);
  g_string_append(report->out, subjects->len ? "</ul></td>" : "</td>");
}

static void facts_as_json(RepereJson *json, const char *key, const RepereReportFact *facts, guint n)
{
  repere_json_member_open(json, key, '{');
  for (guint i = 0; i < n; i++)
    repere_json_member_string(json, facts[i].key, facts[i].text && facts[i].text[0] ? facts[i].text : NULL);
  repere_json_close(json, '}');
}

void repere_report_facts(RepereReport *report, const char *key, const RepereReportFact *facts, guint n)
{
  report->columns++;
  if (report->as_json) {
    facts_as_json(&report->json, key, facts, n);
    return;
  }
  g_string_append(report->out, "<td><dl>");
  for (guint i = 0; i < n; i++) {
    if (!facts[i].text || !facts[i].text[0]) continue;
    html_element(report->out, "dt", "", NULL, facts[i].name);
    html_element(report->out, "dd", "", facts[i].lang, facts[i].text);
  }
  g_string_append(report->out, "</dl></td>");
}
