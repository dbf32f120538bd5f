/* report_rows.c - sections, rows and cells of the report, as HTML or JSON: see report.h */
#include <string.h>
#include "indexer/report_private.h"

/* Ranges of pages that a cell shows at most. */
#define RANGES_MOST 40
/* Accounts that are longer open on demand, so that they do not stand before what is to be done. */
#define ACCOUNT_ROWS 20

/* ---- a section ---- */

void repere_report_section(RepereReport *report, const char *name, const char *title, const char *intro,
                           const char *const *columns)
{
  report->rows = 0;
  report->name = name;
  report->title = title;
  report->intro = intro;
  report->headings = columns;
  g_string_truncate(report->table, 0);
  g_string_truncate(report->chart, 0);
  g_string_truncate(report->guide, 0);
  if (!report->as_json) return;
  repere_json_open(&report->json, '{');
  repere_json_member_string(&report->json, "name", name);
  repere_json_member_string(&report->json, "title", title);
  repere_json_member_open(&report->json, "rows", '[');
}

static void add_table(RepereReport *report)
{
  GString *out = report->body;
  gboolean figures = report->kind == REPERE_REPORT_FIGURES;
  /* Lists come apart on narrow screens; figures do not, and are moved sideways, by the keyboard as well. */
  if (figures)
    g_string_append_printf(
      out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s-title\">\n", report->name);
  g_string_append_printf(out, "<table class=\"%s\">\n<thead><tr>", figures ? "figures" : "list");
  for (const char *const *heading = report->headings; *heading; heading++)
    repere_html_element(out, "th", " scope=\"col\"", NULL, *heading);
  g_string_append_printf(out, "</tr></thead>\n<tbody>\n%s</tbody>\n</table>\n%s", report->table->str,
                         figures ? "</div>\n" : "");
}

static void add_more(RepereReport *report)
{
  g_autofree char *hidden = g_strdup_printf("%u", report->rows - REPERE_REPORT_ROWS);
  g_autofree char *sentence = repere_say_with(report->lang, SAY_MORE, hidden, NULL);
  g_string_append(report->body, "<p class=\"more\">");
  repere_html_text(report->body, sentence);
  if (!report->all_by || report->all_by[0]) {
    g_string_append_printf(report->body, " %s ", repere_report_say(report, SAY_ALL_IN));
    repere_html_element(report->body, "code", "", NULL,
                        report->all_by ? report->all_by : "repere-indexer report --json");
  }
  g_string_append(report->body, "</p>\n");
}

static void end_html(RepereReport *report, const char *none)
{
  GString *out = report->body;
  g_string_append_printf(out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">",
                         report->name, report->name, report->name);
  repere_html_text(out, report->title);
  if (!repere_report_is_account(report->kind))
    g_string_append_printf(out, " <span class=\"count\">%u</span>", report->rows);
  g_string_append(out, "</h2>\n");
  if (report->intro) repere_html_element(out, "p", "", NULL, report->intro);
  if (report->intro) g_string_append_c(out, '\n');
  if (report->guide->len) g_string_append_printf(out, "<dl class=\"guide\">%s</dl>\n", report->guide->str);
  g_string_append(out, report->chart->str);
  if (!report->rows) {
    repere_html_element(out, "p", "", NULL, none);
  } else if (report->chart->len || (repere_report_is_account(report->kind) && report->rows > ACCOUNT_ROWS)) {
    g_string_append(out, "<details><summary>");
    repere_html_text(out, repere_report_say(report, report->chart->len ? SAY_FIGURES : SAY_ROWS));
    g_string_append_printf(out, " (%u)</summary>\n", report->rows);
    add_table(report);
    g_string_append(out, "</details>\n");
  } else {
    add_table(report);
  }
  if (report->rows > REPERE_REPORT_ROWS) add_more(report);
  g_string_append(out, "</section>\n");
}

guint repere_report_section_end(RepereReport *report, const char *none)
{
  RepereReportEntry entry = {report->kind, g_strdup(report->name), g_strdup(report->title), g_strdup(none),
                             report->rows};
  g_array_append_val(report->entries, entry);
  if (report->as_json) {
    repere_json_close(&report->json, ']');
    repere_json_member_uint(&report->json, "count", report->rows);
    repere_json_close(&report->json, '}');
  } else if (report->rows || repere_report_is_account(report->kind)) {
    end_html(report, none);
  }
  report->kind = REPERE_REPORT_FAULTS;
  report->all_by = NULL;
  return report->rows;
}

void repere_report_guide(RepereReport *report, const char *term, guint n, const char *text)
{
  g_autofree char *marked = g_strdup_printf("%s (%u)", term, n);
  repere_html_element(report->guide, "dt", "", NULL, marked);
  repere_html_element(report->guide, "dd", "", NULL, text);
}

GString *repere_report_chart(RepereReport *report)
{
  return report->as_json ? NULL : report->chart;
}

/* ---- rows ---- */

gboolean repere_report_has_room(const RepereReport *report)
{
  return report->as_json || report->rows < REPERE_REPORT_ROWS;
}

void repere_report_skip(RepereReport *report)
{
  report->rows++;
}

void repere_report_row(RepereReport *report)
{
  report->rows++;
  report->columns = 0;
  report->row_start = report->table->len;
  if (report->as_json) repere_json_open(&report->json, '{');
  else g_string_append(report->table, "<tr>");
}

void repere_report_row_end(RepereReport *report)
{
  if (report->as_json) repere_json_close(&report->json, '}');
  else if (report->rows > REPERE_REPORT_ROWS) g_string_truncate(report->table, report->row_start);
  else g_string_append(report->table, "</tr>\n");
}

/* ---- cells ---- */

/* The first cell says what the row is about. On narrow screens the others carry their headings. */
static void open_cell(RepereReport *report, const char *attributes)
{
  GString *out = report->table;
  if (report->columns == 0) {
    g_string_append_printf(out, "<th scope=\"row\"%s", attributes);
  } else {
    g_string_append_printf(out, "<td%s data-label=\"", attributes);
    repere_html_text(out, report->headings[report->columns]);
    g_string_append_c(out, '"');
  }
}

static void close_cell(RepereReport *report)
{
  g_string_append(report->table, report->columns == 0 ? "</th>" : "</td>");
  report->columns++;
}

void repere_report_text(RepereReport *report, const char *key, const char *text, const char *lang)
{
  if (report->as_json) {
    repere_json_member_string(&report->json, key, text);
    return;
  }
  open_cell(report, g_str_equal(key, "reason") || g_str_equal(key, "value") ? " class=\"words\"" : "");
  if (lang && lang[0]) {
    g_string_append(report->table, " lang=\"");
    repere_html_text(report->table, lang);
    g_string_append_c(report->table, '"');
  }
  g_string_append_c(report->table, '>');
  repere_html_text(report->table, text);
  close_cell(report);
}

void repere_report_number(RepereReport *report, const char *key, guint64 number)
{
  if (report->as_json) {
    repere_json_member_uint(&report->json, key, number);
    return;
  }
  open_cell(report, number ? " class=\"number\"" : " class=\"number zero\"");
  g_string_append_printf(report->table, ">%" G_GUINT64_FORMAT, number);
  close_cell(report);
}

void repere_report_decimal(RepereReport *report, const char *key, double number)
{
  if (report->as_json) {
    repere_json_member_double(&report->json, key, number, 1);
    return;
  }
  g_autofree char *digits = repere_say_decimal(report->lang, number);
  open_cell(report, " class=\"number\"");
  g_string_append_printf(report->table, ">%s", digits);
  close_cell(report);
}

void repere_report_code(RepereReport *report, const char *key, const char *code)
{
  if (report->as_json) {
    repere_json_member_string(&report->json, key, code);
    return;
  }
  open_cell(report, " class=\"code\"");
  g_string_append_c(report->table, '>');
  repere_html_text(report->table, code);
  close_cell(report);
}

void repere_report_label(RepereReport *report, const char *key, const char *code, const char *label)
{
  if (report->as_json) {
    repere_json_member_string(&report->json, key, code);
    return;
  }
  open_cell(report, "");
  g_string_append_c(report->table, '>');
  repere_html_text(report->table, label);
  if (!g_str_equal(code, label)) repere_html_element(report->table, "code", " class=\"id\"", NULL, code);
  close_cell(report);
}

void repere_report_language_of(RepereReport *report, const char *key, const char *code)
{
  const RepereVocabulary *languages = repere_vocabularies_get(report->vocabularies, "iso639");
  const char *label = report->as_json ? NULL : repere_vocabulary_label(languages, code, report->lang);
  repere_report_text(report, key, label ? label : code, NULL);
}

void repere_report_record(RepereReport *report, const RepereWorkState *state)
{
  const char *path = state ? state->source : "";
  g_autofree char *name = report->as_json ? g_strdup(path) : g_path_get_basename(path);
  repere_report_text(report, "record", state ? name : "", NULL);
}

void repere_report_work(RepereReport *report, const char *id, const RepereStoredText *title)
{
  if (report->as_json) {
    repere_json_member_string(&report->json, "work", id);
    repere_json_member_string(&report->json, "title", title ? title->text : NULL);
    return;
  }
  open_cell(report, " class=\"work\"");
  g_string_append_c(report->table, '>');
  if (title && !g_str_equal(title->text, id))
    repere_html_element(report->table, "bdi", "", title->lang, title->text);
  repere_html_element(report->table, "code", " class=\"id\"", NULL, id);
  close_cell(report);
}

void repere_report_file(RepereReport *report, const char *href, const char *url)
{
  gboolean web = url && (g_str_has_prefix(url, "https://") || g_str_has_prefix(url, "http://"));
  if (report->as_json) {
    repere_json_member_string(&report->json, "file", href);
    repere_json_member_string(&report->json, "url", web ? url : NULL);
    return;
  }
  open_cell(report, " class=\"file\"");
  g_string_append_c(report->table, '>');
  if (web) {
    g_string_append(report->table, "<a href=\"");
    repere_html_text(report->table, url);
    g_string_append(report->table, "\">");
  }
  repere_html_text(report->table, href);
  if (web) g_string_append(report->table, "</a>");
  close_cell(report);
}

/* ---- pages ---- */

static guint32 page_at(const GArray *numbers, guint i)
{
  return g_array_index(numbers, guint32, i);
}

static void add_ranges(GString *out, const GArray *numbers)
{
  guint shown = 0;
  for (guint i = 0; i < numbers->len; i++) {
    guint last = i;
    if (shown++ == RANGES_MOST) {
      g_string_append(out, " …");
      return;
    }
    while (last + 1 < numbers->len && page_at(numbers, last + 1) == page_at(numbers, last) + 1) last++;
    g_string_append_printf(out, "%s%u", i ? ", " : "", page_at(numbers, i));
    if (last > i) g_string_append_printf(out, "–%u", page_at(numbers, last));
    i = last;
  }
}

void repere_report_pages(RepereReport *report, const char *key, const GArray *numbers)
{
  if (report->as_json) {
    repere_json_member_open(&report->json, key, '[');
    for (guint i = 0; i < numbers->len; i++) repere_json_uint(&report->json, page_at(numbers, i));
    repere_json_close(&report->json, ']');
    return;
  }
  open_cell(report, "");
  g_string_append_c(report->table, '>');
  add_ranges(report->table, numbers);
  close_cell(report);
}

/* ---- subjects ---- */

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
  GString *out = report->table;
  gboolean pages = subject->pages != REPERE_PAGES_UNKNOWN && subject->pages != 0;
  g_autofree char *number = g_strdup_printf("%u", pages ? subject->pages : subject->occurrences);
  g_autofree char *where = repere_say_with(report->lang, pages ? SAY_ON_PAGES : SAY_TIMES, number, NULL);
  g_string_append(out, "<li>");
  repere_html_text(out, subject->label);
  g_string_append(out, " (");
  repere_html_element(out, "code", "", NULL, subject->value);
  g_string_append(out, "), ");
  repere_html_text(out, where);
  g_string_append(out, "</li>");
}

void repere_report_subjects(RepereReport *report, const char *key, const GPtrArray *subjects)
{
  if (report->as_json) {
    repere_json_member_open(&report->json, key, '[');
    for (guint i = 0; i < subjects->len; i++) subject_as_json(&report->json, subjects->pdata[i]);
    repere_json_close(&report->json, ']');
    return;
  }
  open_cell(report, "");
  g_string_append_c(report->table, '>');
  if (!subjects->len) repere_html_text(report->table, repere_report_say(report, SAY_NONE));
  else g_string_append(report->table, "<ul>");
  for (guint i = 0; i < subjects->len; i++) subject_as_html(report, subjects->pdata[i]);
  if (subjects->len) g_string_append(report->table, "</ul>");
  close_cell(report);
}

/* ---- things side by side ---- */

static void facts_as_json(RepereJson *json, const char *key, const RepereReportFact *facts, guint n)
{
  repere_json_member_open(json, key, '{');
  for (guint i = 0; i < n; i++)
    repere_json_member_string(json, facts[i].key, facts[i].text && facts[i].text[0] ? facts[i].text : NULL);
  repere_json_close(json, '}');
}

void repere_report_facts(RepereReport *report, const char *key, const RepereReportFact *facts, guint n)
{
  if (report->as_json) {
    facts_as_json(&report->json, key, facts, n);
    return;
  }
  open_cell(report, "");
  g_string_append(report->table, "><dl>");
  for (guint i = 0; i < n; i++) {
    if (!facts[i].text || !facts[i].text[0]) continue;
    repere_html_element(report->table, "dt", "", NULL, facts[i].name);
    repere_html_element(report->table, "dd", "", facts[i].lang, facts[i].text);
  }
  g_string_append(report->table, "</dl>");
  close_cell(report);
}
