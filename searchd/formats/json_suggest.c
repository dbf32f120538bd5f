/* json_suggest.c - completions as JSON. */
#include "searchd/formats/json.h"
#include "searchd/formats/json_parts.h"

typedef enum { TITLE, CONCEPT, WORD } Kind;

static void member_list(RepereJson *w, const char *key, const GPtrArray *list, Kind kind)
{
  repere_json_member_open(w, key, '[');
  for (guint i = 0; list && i < list->len; i++) {
    const RepereSuggestion *one = list->pdata[i];
    repere_json_open(w, '{');
    repere_json_member_string(w, "text", one->text);
    if (kind == TITLE) {
      json_member_lang(w, one->lang);
      repere_json_member_string(w, "id", one->id);
    } else if (kind == CONCEPT) {
      repere_json_member_string(w, "facet", one->facet);
      repere_json_member_string(w, "value", one->value);
    }
    repere_json_member_uint(w, "count", one->count);
    repere_json_member_bool(w, "corrected", one->corrected);
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
}

GString *json_suggest(const Request *request, const RepereSuggestions *suggestions)
{
  RepereJson w = json_begin();
  json_member_index(&w, &suggestions->index);
  json_member_request(&w, request);
  repere_json_member_string(&w, "q", request->question->q);
  repere_json_member_string(&w, "lang", request->question->lang);
  member_list(&w, "titles", suggestions->titles, TITLE);
  member_list(&w, "concepts", suggestions->concepts, CONCEPT);
  member_list(&w, "words", suggestions->words, WORD);
  json_member_took(&w, suggestions->took_ms);
  return json_end(&w);
}

/* ---- OpenSearch Suggestions: [words, [completions], [descriptions], [addresses]] ---- */

typedef void (*Write)(RepereJson *w, const Request *request, const RepereSuggestion *one, const char *base);

static void write_text(RepereJson *w, const Request *request, const RepereSuggestion *one, const char *base)
{
  (void)request;
  (void)base;
  repere_json_string(w, one->text);
}

static void write_count(RepereJson *w, const Request *request, const RepereSuggestion *one, const char *base)
{
  (void)request;
  (void)base;
  g_autofree char *count = g_strdup_printf("%u", one->count);
  repere_json_string(w, one->id ? "" : count);
}

static void write_address(RepereJson *w, const Request *request, const RepereSuggestion *one,
                          const char *base)
{
  g_autofree char *words = one->id ? request_id_part(one->id) : g_uri_escape_string(one->text, NULL, FALSE);
  const char *path = one->id ? "/v1/works/" : "/v1/search?q=";
  g_autofree char *address =
    g_strconcat(base, path, words, one->id ? "?lang=" : "&lang=", request->question->lang, NULL);
  repere_json_string(w, address);
}

static void write_all(RepereJson *w, const Request *request, const RepereSuggestions *suggestions,
                      const char *base, Write write)
{
  const GPtrArray *lists[] = { suggestions->words, suggestions->concepts, suggestions->titles };
  repere_json_open(w, '[');
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
    for (guint j = 0; lists[i] && j < lists[i]->len; j++)
      write(w, request, lists[i]->pdata[j], base);
  }
  repere_json_close(w, ']');
}

GString *json_opensearch(const Request *request, const RepereSuggestions *suggestions, const char *base)
{
  RepereJson w = repere_json_on(g_string_sized_new(1024));
  repere_json_open(&w, '[');
  repere_json_string(&w, request->question->q);
  write_all(&w, request, suggestions, base, write_text);
  write_all(&w, request, suggestions, base, write_count);
  write_all(&w, request, suggestions, base, write_address);
  repere_json_close(&w, ']');
  g_string_append_c(w.out, '\n');
  return w.out;
}
