/* harvest.c - `repere-indexer harvest URL`: the records of an OAI-PMH 2.0 provider.
 *
 * A list (ListRecords) is fetched page by page into harvest_pages, and joined into harvest_store when it is
 * whole: so a harvest that fails midway leaves the records as they were, and the next one goes on where it
 * stopped. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/harvest_ask.h"
#include "indexer/harvest_list.h"
#include "indexer/harvest_store.h"
#include "indexer/options.h"
#include "indexer/stop.h"

typedef struct {
  RepereLibrary *library;
  const RepereOptions *options;
  char *url;
  const char *set;
  RepereFetcher *fetcher;
  RepereAsker asker;
  RepereStore *store;
  RepereReply provider;     /* what Identify said */
  RepereListCounts listed;  /* sums of the rounds */
  RepereStoreCounts counts; /* likewise, but for what is kept */
  char *since;              /* what the last round asked for; "" for all */
  gboolean terminal, drawn;
  gint64 shown; /* when, monotonic */
} Harvest;

/* ---- what is said meanwhile ---- */

static void clear_line(Harvest *harvest)
{
  if (harvest->drawn) fputs("\r\033[K", stderr);
  harvest->drawn = FALSE;
}

static void show(guint64 records, gint64 of, guint pages, gpointer data)
{
  enum { DRAW_US = 100000, LINE_US = 10000000 };
  Harvest *harvest = data;
  gint64 now = g_get_monotonic_time();
  if (harvest->options->quiet || now - harvest->shown < (harvest->terminal ? DRAW_US : LINE_US)) return;
  g_autofree char *all = of >= 0 ? g_strdup_printf(" of %" G_GINT64_FORMAT, of) : g_strdup("");
  fprintf(stderr,
          harvest->terminal ? "\r\033[K%" G_GUINT64_FORMAT "%s records, %u replies"
                            : "repere-indexer: %" G_GUINT64_FORMAT "%s records, %u replies\n",
          records, all, pages);
  fflush(stderr);
  harvest->drawn = harvest->terminal;
  harvest->shown = now;
}

/* A fault: also said where nothing else is. */
static void say(const char *sentence, gpointer data)
{
  clear_line(data);
  repere_say("%s", sentence);
}

static void tell(const char *sentence, gpointer data)
{
  if (!((Harvest *)data)->options->quiet) say(sentence, data);
}

/* ---- the provider ---- */

static char *address_fault(const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme(uri) : "";
  if (!uri || !g_uri_get_host(uri) || !*g_uri_get_host(uri) ||
      (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
    return g_strdup_printf(
      "\"%s\" is no address of a provider; write it whole, as in https://example.org/oai", url);
  if (g_uri_get_userinfo(uri))
    return g_strdup(
      "the address holds a name or a password; put them into ~/.netrc instead, where no log shows them");
  if (g_uri_get_query(uri) || g_uri_get_fragment(uri))
    return g_strdup_printf("\"%s\" has a ? or a # in it; write the provider's base URL, without a request",
                           url);
  return NULL;
}

static gboolean identify(Harvest *harvest, GError **error)
{
  guint repaired;
  g_autoptr(GByteArray) bytes = NULL;
  RepereReply *provider = &harvest->provider;
  repere_reply_clear(provider);
  if (!repere_ask(&harvest->asker, "verb=Identify", provider, &bytes, &repaired, error)) return FALSE;
  if (!provider->identify)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL,
                "%s: the provider does not say what it is (%s%s%s); check that the address is its base URL.",
                harvest->url, provider->error ? provider->error : "Identify is answered without Identify",
                provider->error_text ? ": " : "", provider->error_text ? provider->error_text : "");
  else if (g_strcmp0(provider->version, "2.0") != 0)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL,
                "%s: the provider speaks OAI-PMH %s; only 2.0 is understood. Ask its operators for an "
                "address that does.",
                harvest->url, provider->version ? provider->version : "of no version that it says");
  else
    return TRUE;
  return FALSE;
}

/* Since when changes are asked for, in the provider's granularity: the date of the last harvest, by the
 * provider's own clock; or what that clock says now, if it was set back since. "" for all there is. g_free.
 */
static char *since_when(const Harvest *harvest, gboolean full)
{
  const char *date = harvest->store->date, *now = harvest->provider.date;
  if (full || !date) return g_strdup("");
  if (now && strcmp(now, date) < 0) date = now;
  gboolean seconds = harvest->provider.granularity && strchr(harvest->provider.granularity, 'T');
  return seconds ? g_strdup(date) : g_strndup(date, strlen("YYYY-MM-DD"));
}

/* ---- one round: a list, whole, joined ---- */

static gboolean is_all_gone(const Harvest *harvest, const RepereList *list, GError **error)
{
  guint64 kept = 0;
  if (*list->pages->since || g_hash_table_size(list->ids)) return FALSE;
  if (!repere_store_count(harvest->store, &kept, error)) return TRUE;
  if (!kept) return FALSE;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL,
              "%s: the provider lists no record at all, where %" G_GUINT64_FORMAT
              " are kept; nothing was removed. If that is "
              "right, delete %s.",
              harvest->url, kept, harvest->store->path);
  return TRUE;
}

static gboolean join(Harvest *harvest, const RepereList *list, GError **error)
{
  RepereStoreCounts counts, *sum = &harvest->counts;
  gboolean is_short = list->size > 0 && list->records < (guint64)list->size;
  RepereJoin how = *list->pages->since ? REPERE_JOIN_CHANGES
                   : is_short          ? REPERE_JOIN_SHORT
                                       : REPERE_JOIN_WHOLE;
  if (is_all_gone(harvest, list, error) ||
      !repere_store_join(harvest->store, list->pages, list->date, how, &counts, error))
    return FALSE;
  if (is_short) {
    g_autofree char *sentence =
      g_strdup_printf("%s: the provider announced %" G_GINT64_FORMAT " records and sent %" G_GUINT64_FORMAT
                      "%s; if its count is right, "
                      "harvest with --full again.",
                      harvest->url, list->size, list->records,
                      how == REPERE_JOIN_SHORT ? ", so nothing was removed for being missing" : "");
    say(sentence, harvest);
    harvest->listed.short_lists++;
  }
  if (!list->date) {
    g_autofree char *sentence = g_strdup_printf("%s: the provider's replies have no responseDate that can be "
                                                "read, so the next harvest asks for everything again.",
                                                harvest->url);
    say(sentence, harvest);
  }
  sum->added += counts.added;
  sum->replaced += counts.replaced;
  sum->deleted += counts.deleted;
  sum->unchanged += counts.unchanged;
  sum->spared += counts.spared;
  sum->kept = counts.kept;
  return TRUE;
}

static gboolean run_list(Harvest *harvest, ReperePages *pages, gboolean full, gboolean *resumed,
                         GError **error)
{
  RepereListTalk talk = {say, tell, show, harvest};
  g_autofree char *since = since_when(harvest, full);
  RepereList *list = repere_list_new(&harvest->asker, pages, harvest->set, &talk);
  gboolean goes_on = pages->since &&
                     g_strcmp0(pages->base, harvest->store->date ? harvest->store->date : "") == 0 &&
                     (!full || !*pages->since) && repere_list_resume(list);
  *resumed = goes_on;
  gboolean done = (goes_on || repere_list_begin(list, since, harvest->store->date, error)) &&
                  repere_list_fetch(list, error) && join(harvest, list, error);
  if (done) {
    g_free(harvest->since);
    harvest->since = g_strdup(pages->since);
    repere_pages_remove(pages);
  }
  harvest->listed.records += list->records;
  harvest->listed.left_out += list->left_out;
  harvest->listed.repaired += list->repaired;
  repere_list_free(list);
  return done;
}

static gboolean round_of(Harvest *harvest, gboolean full, gboolean *resumed, GError **error)
{
  ReperePages *pages = repere_pages_open(harvest->store->pages, error);
  if (!pages) return FALSE;
  gboolean done = run_list(harvest, pages, full, resumed, error);
  if (!pages->count && !done) repere_pages_remove(pages);
  repere_pages_close(pages);
  return done;
}

/* A list that an earlier harvest began is brought to its end; what changed since it was begun takes another.
 */
static gboolean run_rounds(Harvest *harvest, GError **error)
{
  gboolean resumed = FALSE;
  gboolean done = round_of(harvest, harvest->options->full, &resumed, error);
  return done && (!resumed || round_of(harvest, FALSE, &resumed, error));
}

/* ---- the end ---- */

static gboolean is_in_library(const Harvest *harvest)
{
  const char *const *records = (const char *const *)harvest->library->records;
  return g_strv_contains(records, harvest->library->indexer.harvest) ||
         g_strv_contains(records, harvest->store->path);
}

static void print_summary(const Harvest *harvest)
{
  const RepereStoreCounts *counts = &harvest->counts;
  const char *name = harvest->provider.name, *deleted = harvest->provider.deleted;
  printf("Harvested from %s%s%s%s%s%s.\n", name ? name : harvest->url, name ? ", " : "",
         name ? harvest->url : "", *harvest->set ? ", set \"" : "", harvest->set, *harvest->set ? "\"" : "");
  if (*harvest->since)
    printf("Asked for: what changed since %s.\n", harvest->since);
  else
    puts("Asked for: all records.");
  printf("Records: %" G_GUINT64_FORMAT " received; %" G_GUINT64_FORMAT " added, %" G_GUINT64_FORMAT
         " replaced, %" G_GUINT64_FORMAT " deleted, %" G_GUINT64_FORMAT " unchanged, %" G_GUINT64_FORMAT
         " left out.\n",
         harvest->listed.records, counts->added, counts->replaced, counts->deleted, counts->unchanged,
         harvest->listed.left_out);
  printf("Kept: %" G_GUINT64_FORMAT " in %s.\n", counts->kept, harvest->store->path);
  if (*harvest->since && g_strcmp0(deleted, "persistent") != 0)
    printf(
      "This provider need not say what it deletes (deletedRecord: %s): harvest with --full now and then.\n",
      deleted ? deleted : "not said");
  if (is_in_library(harvest)) puts("'repere-indexer update' puts them into the index.");
}

static int finish(Harvest *harvest)
{
  const RepereListCounts *listed = &harvest->listed;
  clear_line(harvest);
  if (!harvest->options->quiet) print_summary(harvest);
  if (*harvest->set && !harvest->counts.kept)
    repere_say("%s: the provider has no record in the set \"%s\"; look at %s?verb=ListSets for its sets.",
               harvest->url, harvest->set, harvest->url);
  if (!is_in_library(harvest))
    repere_say("%s: [library] records does not name %s, so 'repere-indexer update' does not read it; add it "
               "there, after a ;.",
               harvest->library->path, harvest->library->indexer.harvest);
  return listed->left_out || listed->repaired || listed->short_lists ? REPERE_EXIT_INPUT : REPERE_EXIT_OK;
}

static gboolean start(Harvest *harvest, GError **error)
{
  const RepereLibrary *library = harvest->library;
  repere_stop_catch();
  harvest->terminal = isatty(STDERR_FILENO);
  harvest->shown = g_get_monotonic_time();
  harvest->fetcher = repere_fetcher_new(library->indexer.harvest_seconds, library->indexer.harvest_mb);
  harvest->asker = (RepereAsker){library, harvest->url, harvest->fetcher, tell, harvest};
  harvest->store = repere_store_new(library->indexer.harvest, harvest->url, harvest->set);
  if (!harvest->fetcher)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_INTERNAL, "libcurl could not be started: is memory short?");
  return harvest->fetcher != NULL;
}

int repere_command_harvest(RepereLibrary *library, const RepereOptions *options)
{
  GError *error = NULL;
  g_autofree char *fault = address_fault(options->arguments[0]);
  if (fault) {
    repere_say("%s; see 'repere-indexer --help'.", fault);
    return REPERE_EXIT_USAGE;
  }
  Harvest harvest = {.library = library, .options = options, .url = options->arguments[0]};
  harvest.set = options->set ? options->set : "";
  gboolean done = start(&harvest, &error) && identify(&harvest, &error) && run_rounds(&harvest, &error);
  clear_line(&harvest);
  int code = done ? finish(&harvest) : repere_give_up(error);
  repere_reply_clear(&harvest.provider);
  repere_store_free(harvest.store);
  repere_fetcher_free(harvest.fetcher);
  g_free(harvest.since);
  return code;
}
