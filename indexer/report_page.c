/* report_page.c - the report as a whole, as HTML or JSON: see report.h. The page needs nothing beside itself:
 * no script, no font, no address, and its policy forbids it any. */
#include "indexer/report.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include "indexer/report_private.h"
#include "indexer/report_style.h"

/* ---- text ---- */

/* Embeddings, overrides and isolates (UAX #9) could turn round what stands behind a title; controls are no
 * text. */
static gboolean is_harmless(gunichar c)
{
  if (c < 0x20) return c == '\t' || c == '\n';
  if (c == 0x7F || (c >= 0x80 && c < 0xA0)) return FALSE;
  return !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069) && c != 0xFFFE && c != 0xFFFF;
}

void repere_html_text(GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    switch (c) {
    case '<': g_string_append(out, "&lt;"); break;
    case '>': g_string_append(out, "&gt;"); break;
    case '&': g_string_append(out, "&amp;"); break;
    case '"': g_string_append(out, "&quot;"); break;
    case '\'': g_string_append(out, "&#39;"); break;
    default:
      if (is_harmless(c)) g_string_append_unichar(out, c);
    }
  }
}

void repere_html_element(GString *out, const char *element, const char *attributes, const char *lang,
                         const char *text)
{
  g_string_append_printf(out, "<%s%s", element, attributes);
  if (lang && lang[0]) {
    g_string_append(out, " lang=\"");
    repere_html_text(out, lang);
    g_string_append_c(out, '"');
  }
  g_string_append_c(out, '>');
  repere_html_text(out, text);
  g_string_append_printf(out, "</%s>", element);
}

/* ---- the head ---- */

static void add_head(const RepereReport *report)
{
  GString *out = report->out;
  g_string_append_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                         report->lang);
  g_string_append(out,
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                  "'unsafe-inline'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n");
  repere_html_element(out, "title", "", NULL, repere_report_say(report, SAY_TITLE));
  g_string_append_printf(out, "\n<style>\n%s%s</style>\n</head>\n<body>\n", STYLE, STYLE_OF_SECTIONS);
}

static void add_about(const RepereReport *report)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *when = g_date_time_format(now, "%Y-%m-%d %H:%M UTC");
  g_autofree char *revision = g_strdup_printf("%" G_GUINT64_FORMAT, report->inspection.meta.revision);
  g_autofree char *works = g_strdup_printf("%u", report->inspection.states->len);
  g_autofree char *about =
    repere_say_with(report->lang, SAY_ABOUT, report->library->index, revision, works, when, NULL);
  repere_html_element(report->out, "h1", "", NULL, repere_report_say(report, SAY_TITLE));
  g_string_append_c(report->out, '\n');
  repere_html_element(report->out, "p", " class=\"about\"", NULL, about);
  g_string_append_c(report->out, '\n');
}

static guint count_entries(const RepereReport *report, RepereReportKind kind)
{
  guint n = 0;
  for (guint i = 0; i < report->entries->len; i++) {
    const RepereReportEntry *entry = &g_array_index(report->entries, RepereReportEntry, i);
    n += entry->kind == kind && entry->rows > 0;
  }
  return n;
}

static void add_verdict(const RepereReport *report)
{
  guint things = count_entries(report, REPERE_REPORT_FAULTS);
  g_autofree char *lists = g_strdup_printf("%u", things);
  g_autofree char *works = g_strdup_printf("%u", report->survey.concerned);
  g_autofree char *all = g_strdup_printf("%u", report->inspection.states->len);
  g_autofree char *sentence = things ? repere_say_with(report->lang, SAY_THINGS, lists, works, all, NULL)
                                     : g_strdup(repere_report_say(report, SAY_NOTHING));
  repere_html_element(report->out, "p", things ? " class=\"verdict\"" : " class=\"verdict good\"", NULL,
                      sentence);
  g_string_append_c(report->out, '\n');
  if (report->behind)
    repere_html_element(report->out, "p", " class=\"note\"", NULL, repere_report_say(report, SAY_BEHIND));
}

/* ---- the contents ---- */

static void add_card(GString *out, const RepereReportEntry *entry)
{
  g_string_append_printf(out, "<li%s><a href=\"#%s\"><b>%u</b> ",
                         entry->kind == REPERE_REPORT_WISHES ? " class=\"wish\"" : "", entry->name,
                         entry->rows);
  repere_html_element(out, "span", "", NULL, entry->title);
  g_string_append(out, "</a></li>\n");
}

static void add_cards(const RepereReport *report)
{
  static const RepereReportKind kinds[] = {REPERE_REPORT_FAULTS, REPERE_REPORT_WISHES};
  if (!count_entries(report, REPERE_REPORT_FAULTS) && !count_entries(report, REPERE_REPORT_WISHES)) return;
  repere_html_element(report->out, "h2", " class=\"minor\"", NULL, repere_report_say(report, SAY_TO_DO));
  g_string_append(report->out, "\n<ul class=\"cards\">\n");
  for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
    for (guint i = 0; i < report->entries->len; i++) {
      const RepereReportEntry *entry = &g_array_index(report->entries, RepereReportEntry, i);
      if (entry->kind == kinds[k] && entry->rows) add_card(report->out, entry);
    }
  g_string_append(report->out, "</ul>\n");
}

static void add_contents(const RepereReport *report)
{
  GString *out = report->out;
  g_string_append(out, "<nav aria-label=\"");
  repere_html_text(out, repere_report_say(report, SAY_CONTENTS));
  g_string_append(out, "\">\n");
  add_cards(report);
  repere_html_element(out, "h2", " class=\"minor\"", NULL, repere_report_say(report, SAY_OVERVIEW));
  g_string_append(out, "\n<ul class=\"plain\">\n");
  for (guint i = 0; i < report->entries->len; i++) {
    const RepereReportEntry *entry = &g_array_index(report->entries, RepereReportEntry, i);
    if (!repere_report_is_account(entry->kind)) continue;
    g_string_append_printf(out, "<li><a href=\"#%s\">", entry->name);
    repere_html_text(out, entry->title);
    g_string_append(out, "</a></li>\n");
  }
  g_string_append_printf(out, "<li><a href=\"#in-order\">%s</a></li>\n</ul>\n</nav>\n",
                         repere_report_say(report, SAY_IN_ORDER));
}

static void add_in_order(const RepereReport *report)
{
  GString *out = report->out;
  g_string_append(out, "<section id=\"in-order\" aria-labelledby=\"in-order-title\">\n");
  repere_html_element(out, "h2", " id=\"in-order-title\"", NULL, repere_report_say(report, SAY_IN_ORDER));
  g_string_append(out, "\n<ul class=\"plain\">\n");
  for (guint i = 0; i < report->entries->len; i++) {
    const RepereReportEntry *entry = &g_array_index(report->entries, RepereReportEntry, i);
    if (repere_report_is_account(entry->kind) || entry->rows) continue;
    repere_html_element(out, "li", "", NULL, entry->none);
    g_string_append_c(out, '\n');
  }
  g_string_append(out, "</ul>\n</section>\n");
}

/* ---- the whole ---- */

static void entry_clear(gpointer data)
{
  RepereReportEntry *entry = data;
  g_free(entry->name);
  g_free(entry->title);
  g_free(entry->none);
}

static void begin_json(RepereReport *report)
{
  report->json = repere_json_on(report->out);
  report->json.lines = TRUE;
  repere_json_open(&report->json, '{');
  repere_json_member_string(&report->json, "index", report->library->index);
  repere_json_member_uint(&report->json, "revision", report->inspection.meta.revision);
  repere_json_member_uint(&report->json, "works", report->inspection.states->len);
  repere_json_member_uint(&report->json, "works_with_faults", report->survey.concerned);
  repere_json_member_bool(&report->json, "update_due", report->behind);
  repere_json_member_string(&report->json, "lang", report->lang);
  repere_json_key(&report->json, "last_run");
  if (report->run) {
    g_autofree char *account = json_to_string(report->run, FALSE);
    repere_json_raw(&report->json, account);
  } else {
    repere_json_null(&report->json);
  }
  repere_json_member_open(&report->json, "sections", '[');
}

void repere_report_begin(RepereReport *report)
{
  report->entries = g_array_new(FALSE, FALSE, sizeof(RepereReportEntry));
  g_array_set_clear_func(report->entries, entry_clear);
  report->body = g_string_new(NULL);
  report->chart = g_string_new(NULL);
  report->guide = g_string_new(NULL);
  report->table = g_string_new(NULL);
  if (report->as_json) begin_json(report);
}

void repere_report_end(RepereReport *report)
{
  if (report->as_json) {
    repere_json_close(&report->json, ']');
    repere_json_close(&report->json, '}');
    g_string_append_c(report->out, '\n');
  } else {
    add_head(report);
    g_string_append(report->out, "<header>\n");
    add_about(report);
    add_verdict(report);
    repere_report_run_summary(report, report->out);
    g_string_append(report->out, "</header>\n");
    add_contents(report);
    g_string_append_printf(report->out, "<main>\n%s", report->body->str);
    add_in_order(report);
    g_string_append(report->out, "</main>\n</body>\n</html>\n");
  }
}

void repere_report_clear(RepereReport *report)
{
  GString *const texts[] = {report->body, report->chart, report->guide, report->table};
  g_clear_pointer(&report->entries, g_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    if (texts[i]) g_string_free(texts[i], TRUE);
}
