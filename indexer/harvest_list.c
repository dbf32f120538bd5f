/* harvest_list.c - see harvest_list.h */
#include "indexer/harvest_list.h"

#include <string.h>

/* A list must come to an end: so many pages in a row may bring nothing new, so many tokens may come back (a
 * page may be given twice by mistake), and so many records are taken at most. */
enum { IDLE_PAGES = 100, REPEATS = 3, RESTARTS = 3, SHOWN_TOKEN = 60 };
#define MOST_RECORDS G_GUINT64_CONSTANT(20000000)

RepereList *repere_list_new(const RepereAsker *asker, ReperePages *pages, const char *set,
                            const RepereListTalk *talk)
{
  RepereList *list = g_new0(RepereList, 1);
  list->asker = asker;
  list->pages = pages;
  list->set = set;
  list->talk = talk;
  list->size = -1;
  list->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  list->tokens = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return list;
}

void repere_list_free(RepereList *list)
{
  g_hash_table_unref(list->ids);
  g_hash_table_unref(list->tokens);
  g_free(list->token);
  g_free(list->date);
  g_free(list);
}

static void forget(RepereList *list)
{
  g_hash_table_remove_all(list->ids);
  g_hash_table_remove_all(list->tokens);
  g_clear_pointer(&list->token, g_free);
  g_clear_pointer(&list->date, g_free);
  list->ended = FALSE;
  list->size = -1;
  list->records = list->left_out = list->repaired = 0;
  list->idle = list->repeats = 0;
}

/* ---- a page ---- */

static void note_record(const RepereTree *tree, gpointer data)
{
  RepereList *list = data;
  g_autofree char *id = NULL;
  g_autofree char *fault = repere_reply_record_fault(tree, &id);
  list->records++;
  if (fault) {
    g_autofree char *sentence = g_strdup_printf("%s: %s%s%s%s It is left out.", list->asker->url,
                                                id ? "record \"" : "a record: ", id ? id : "",
                                                id ? "\": " : "", fault);
    list->left_out++;
    list->talk->say(sentence, list->talk->data);
  }
  if (id) g_hash_table_add(list->ids, g_steal_pointer(&id));
}

/* Takes note of what the page holds, and of how it goes on. */
static gboolean note_page(RepereList *list, const char *name, const GByteArray *bytes, GError **error)
{
  RepereReply reply;
  guint known = g_hash_table_size(list->ids);
  if (!repere_reply_read(&reply, name, bytes, note_record, list, error)) return FALSE;
  list->idle = g_hash_table_size(list->ids) > known ? 0 : list->idle + 1;
  if (!list->date && !g_hash_table_size(list->tokens)) list->date = g_strdup(reply.date);
  if (reply.list_size >= 0) list->size = reply.list_size;
  g_free(list->token);
  list->token = g_steal_pointer(&reply.token);
  list->ended = !list->token;
  repere_reply_clear(&reply);
  return TRUE;
}

/* TRUE, with the error, where the list would go on for ever. */
static gboolean is_endless(RepereList *list, GError **error)
{
  const char *url = list->asker->url;
  if (list->token && !g_hash_table_add(list->tokens, g_strdup(list->token))) list->repeats++;
  if (list->repeats > REPEATS) {
    const char *token = list->token ? list->token : "";
    g_autofree char *shown = g_utf8_substring(token, 0, MIN(g_utf8_strlen(token, -1), (glong)SHOWN_TOKEN));
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL,
                "%s: the provider gives the resumption token \"%s\" again and again, so its list has no end; "
                "nothing was changed. "
                "Tell its operators.",
                url, shown);
  } else if (list->token && list->idle > IDLE_PAGES) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL,
                "%s: the provider's list goes on, but its last %u replies brought no new record; nothing was "
                "changed. Tell its "
                "operators.",
                url, list->idle);
  } else if (list->records > MOST_RECORDS) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL,
                "%s: the provider lists more than %" G_GUINT64_FORMAT
                " records; harvest it set by set, with --set.",
                url, MOST_RECORDS);
  } else {
    return FALSE;
  }
  return TRUE;
}

/* ---- beginning ---- */

gboolean repere_list_resume(RepereList *list)
{
  for (guint i = 1; i <= list->pages->count; i++) {
    g_autofree char *path = repere_pages_path(list->pages, i);
    if (note_page(list, path, NULL, NULL) && !is_endless(list, NULL)) continue;
    forget(list);
    return FALSE;
  }
  if (!list->pages->count) return FALSE;
  g_autofree char *sentence =
    g_strdup_printf("%s: going on with a harvest that was interrupted after %" G_GUINT64_FORMAT " records.",
                    list->asker->url, list->records);
  list->talk->tell(sentence, list->talk->data);
  return TRUE;
}

gboolean repere_list_begin(RepereList *list, const char *since, const char *base, GError **error)
{
  forget(list);
  return repere_pages_begin(list->pages, since, base ? base : "", error);
}

static void append(GString *query, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string(value, NULL, FALSE);
  g_string_append_printf(query, "&%s=%s", name, escaped);
}

static char *next_query(const RepereList *list)
{
  GString *query = g_string_new("verb=ListRecords");
  if (list->token) {
    append(query, "resumptionToken", list->token);
  } else {
    append(query, "metadataPrefix", "oai_dc");
    if (*list->pages->since) append(query, "from", list->pages->since);
    if (*list->set) append(query, "set", list->set);
  }
  return g_string_free(query, FALSE);
}

/* ---- errors of the protocol ---- */

static const char *remedy(const RepereList *list, const char *code)
{
  if (g_str_equal(code, "noSetHierarchy")) return "the provider has no sets: leave --set out";
  if (g_str_equal(code, "cannotDisseminateFormat"))
    return "the provider has no oai_dc, which OAI-PMH 2.0 wants: ask its operators";
  if (g_str_equal(code, "badArgument") && *list->set) return "check --set, or harvest with --full";
  if (g_str_equal(code, "badArgument") && *list->pages->since) return "harvest with --full";
  if (g_str_equal(code, "badVerb")) return "check that the address is the provider's base URL";
  return "tell its operators";
}

static gboolean refuse(const RepereList *list, const RepereReply *reply, GError **error)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL, "%s: the provider refuses (%s%s%s); %s.",
              list->asker->url, reply->error, reply->error_text ? ": " : "",
              reply->error_text ? reply->error_text : "", remedy(list, reply->error));
  return FALSE;
}

/* The provider no longer knows the token: the list begins anew, and what came of it is taken away, since a
 * record may have been deleted since. */
static gboolean begin_anew(RepereList *list, const RepereReply *reply, GError **error)
{
  const RepereListTalk *talk = list->talk;
  if (list->restarts++ == RESTARTS) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_UNAVAILABLE,
                "%s: the provider forgot its resumption token %d times before the list was whole (%s); "
                "harvest again later, or set "
                "by set, with --set.",
                list->asker->url, RESTARTS + 1, reply->error_text ? reply->error_text : reply->error);
    repere_pages_remove(list->pages);
    return FALSE;
  }
  g_autofree char *sentence =
    g_strdup_printf("%s: the provider no longer knows where the list was to go on (%s); beginning anew.",
                    list->asker->url, reply->error_text ? reply->error_text : reply->error);
  talk->tell(sentence, talk->data);
  return repere_list_begin(list, list->pages->since, list->pages->base, error);
}

static gboolean take_error(RepereList *list, const RepereReply *reply, GError **error)
{
  if (g_str_equal(reply->error, "noRecordsMatch")) {
    if (!list->date && !list->token) list->date = g_strdup(reply->date);
    list->ended = TRUE;
    return TRUE;
  }
  if (g_str_equal(reply->error, "badResumptionToken") && list->token) return begin_anew(list, reply, error);
  return refuse(list, reply, error);
}

/* ---- fetching ---- */

static gboolean take_page(RepereList *list, const GByteArray *bytes, guint repaired, GError **error)
{
  if (repaired) {
    g_autofree char *sentence =
      g_strdup_printf("%s: reply %u had %u characters that are no XML or no UTF-8, which were mended; tell "
                      "the provider's operators.",
                      list->asker->url, list->pages->count + 1, repaired);
    list->talk->say(sentence, list->talk->data);
    list->repaired += repaired;
  }
  if (!note_page(list, list->asker->url, bytes, error)) return FALSE;
  if (is_endless(list, error)) {
    repere_pages_remove(list->pages);
    return FALSE;
  }
  return repere_pages_add(list->pages, bytes, error);
}

static gboolean fetch_page(RepereList *list, GError **error)
{
  RepereReply reply;
  guint repaired = 0;
  g_autoptr(GByteArray) bytes = NULL;
  g_autofree char *query = next_query(list);
  if (!repere_ask(list->asker, query, &reply, &bytes, &repaired, error)) return FALSE;
  gboolean done = reply.error ? take_error(list, &reply, error) : take_page(list, bytes, repaired, error);
  repere_reply_clear(&reply);
  return done;
}

gboolean repere_list_fetch(RepereList *list, GError **error)
{
  while (!list->ended) {
    if (!fetch_page(list, error)) return FALSE;
    list->talk->show(list->records, list->size, list->pages->count, list->talk->data);
  }
  return TRUE;
}
