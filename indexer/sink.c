/* sink.c - see sink.h */
#include "indexer/sink.h"

#include "lib/document.h"

/* A document in the making has so many bytes for each of its serialised postings: trees and vectors of
 * Xapian's. */
#define DOCUMENT_FACTOR 10

/* Postings and texts that may wait, in bytes: a bound on memory, wide enough to outlast a commit. */
#define FULL_BYTES (48u << 20)

typedef enum { PUT, TOUCH, REMOVE, FINISH } Action;

/* What became of a work. */
typedef struct {
  RepereTallyChange change;
  char *id;
} Change;

typedef struct {
  Action action;
  RepereTallyChange change; /* of PUT */
  RepereWork *work;
  RepereFilePart *parts;
  RepereDocument *document; /* or NULL */
  GError *error;            /* why there is none, or NULL */
  RepereWorkState *state;
  char *id;
  RepereSinkFunc last;
  gpointer data;            /* of `last` */
  gsize bytes;
} Item;

struct RepereSink {
  RepereWriter *writer;
  RepereTally *tally;
  GArray *changes;  /* of Change: those that the next commit brings; the thread's */
  GAsyncQueue *queue;
  GThread *thread;
  gint waiting_kb;  /* atomic */
  gint failed;      /* atomic */
  GError *error;    /* the thread's until it ends */
};

static gsize part_bytes(const RepereFilePart *part)
{
  gsize bytes = part->postings ? g_bytes_get_size(part->postings) : 0;
  for (guint i = 0; part->ledger && i < part->ledger->pages->len; i++) {
    const ReperePage *page = part->ledger->pages->pdata[i];
    bytes += sizeof *page + (page->text ? g_bytes_get_size(page->text) : 0);
  }
  return bytes;
}

void repere_sink_drop(RepereWork *work, RepereFilePart *parts)
{
  for (guint i = 0; parts && i < work->files->len; i++) {
    g_clear_pointer(&parts[i].ledger, repere_ledger_file_free);
    g_clear_pointer(&parts[i].postings, g_bytes_unref);
  }
  g_free(parts);
  repere_work_free(work);
}

static void item_free(Item *item)
{
  repere_sink_drop(item->work, item->parts);
  g_clear_pointer(&item->document, repere_document_free);
  g_clear_error(&item->error);
  g_clear_pointer(&item->state, repere_work_state_free);
  g_free(item->id);
  g_free(item);
}

static void change_clear(gpointer data)
{
  g_free(((Change *)data)->id);
}

static void note(RepereSink *sink, RepereTallyChange change, const char *id)
{
  Change noted = {change, g_strdup(id)};
  g_array_append_val(sink->changes, noted);
}

static gboolean commit(RepereSink *sink)
{
  if (!repere_writer_commit(sink->writer, &sink->error)) return FALSE;
  for (guint i = 0; i < sink->changes->len; i++) {
    const Change *done = &g_array_index(sink->changes, Change, i);
    repere_tally_count(sink->tally, done->change, done->id);
  }
  g_array_set_size(sink->changes, 0);
  return TRUE;
}

static gboolean carry_out(RepereSink *sink, Item *item)
{
  RepereWriter *writer = sink->writer;
  switch (item->action) {
  case PUT:
    if (item->error) {
      g_propagate_error(&sink->error, g_steal_pointer(&item->error));
      return FALSE;
    }
    if (!repere_writer_put(writer, item->work, item->parts, g_steal_pointer(&item->document), &sink->error))
      return FALSE;
    note(sink, item->change, item->work->id);
    break;
  case TOUCH:
    if (!repere_writer_touch(writer, item->state, &sink->error)) return FALSE;
    break;
  case REMOVE:
    if (!repere_writer_remove(writer, item->id, &sink->error)) return FALSE;
    note(sink, REPERE_TALLY_REMOVED, item->id);
    break;
  case FINISH:
    if (item->last && !item->last(writer, item->data, &sink->error)) return FALSE;
    return commit(sink);
  }
  return !repere_writer_due(writer) || commit(sink);
}

static gpointer write_all(gpointer data)
{
  RepereSink *sink = data;
  for (gboolean end = FALSE; !end;) {
    Item *item = g_async_queue_pop(sink->queue);
    end = item->action == FINISH;
    if (!g_atomic_int_get(&sink->failed) && !carry_out(sink, item)) g_atomic_int_set(&sink->failed, TRUE);
    g_atomic_int_add(&sink->waiting_kb, -(gint)(item->bytes >> 10));
    item_free(item);
  }
  return NULL;
}

RepereSink *repere_sink_new(RepereWriter *writer, RepereTally *tally)
{
  RepereSink *sink = g_new0(RepereSink, 1);
  sink->writer = writer;
  sink->tally = tally;
  sink->changes = g_array_new(FALSE, FALSE, sizeof(Change));
  g_array_set_clear_func(sink->changes, change_clear);
  sink->queue = g_async_queue_new();
  sink->thread = g_thread_new("writer", write_all, sink);
  return sink;
}

static void push(RepereSink *sink, Item item)
{
  g_atomic_int_add(&sink->waiting_kb, (gint)(item.bytes >> 10));
  g_async_queue_push(sink->queue, g_memdup2(&item, sizeof item));
}

void repere_sink_put(RepereSink *sink, RepereWork *work, RepereFilePart *parts, RepereTallyChange change)
{
  Item item = {.action = PUT, .change = change, .work = work, .parts = parts, .bytes = 1024};
  for (guint i = 0; i < work->files->len; i++) item.bytes += part_bytes(&parts[i]);
  item.document = repere_writer_prepare(sink->writer, work, parts, &item.error);
  if (item.document) item.bytes += DOCUMENT_FACTOR * repere_document_text_bytes(item.document);
  push(sink, item);
}

void repere_sink_touch(RepereSink *sink, RepereWorkState *state)
{
  push(sink, (Item){.action = TOUCH, .state = state});
}

void repere_sink_remove(RepereSink *sink, const char *id)
{
  push(sink, (Item){.action = REMOVE, .id = g_strdup(id)});
}

gboolean repere_sink_full(RepereSink *sink)
{
  return g_atomic_int_get(&sink->waiting_kb) > (gint)(FULL_BYTES >> 10);
}

gboolean repere_sink_failed(RepereSink *sink)
{
  return g_atomic_int_get(&sink->failed);
}

gboolean repere_sink_finish(RepereSink *sink, RepereSinkFunc last, gpointer data, GError **error)
{
  push(sink, (Item){.action = FINISH, .last = last, .data = data});
  g_thread_join(sink->thread);
  g_async_queue_unref(sink->queue);
  g_array_unref(sink->changes);
  gboolean done = sink->error == NULL;
  if (!done) g_propagate_error(error, sink->error);
  g_free(sink);
  return done;
}
