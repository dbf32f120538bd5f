/* export.c - every hit of a question, as a stream: 200 works a piece, in one revision from the first to the
 * last. */
#include "repere/walk.h"
#include "searchd/call.h"
#include "searchd/formats/records.h"

enum { WORKS_A_PIECE = 200 };

/* What a stream needs once its request is done with. */
typedef struct {
  RepereEngine *engine;
  Request *request;
  RepereWalk *walk;
  const RecordFormat *format;
  Sheet sheet;
  gboolean begun;
} Export;

static void export_free(gpointer data)
{
  Export *export = data;
  repere_walk_free(export->walk);
  request_free(export->request);
  repere_engine_unref(export->engine);
  g_free(export);
}

static HttpPiece next(gpointer data, guint lane, GString *piece, GError **error)
{
  Export *export = data;
  if (!export->begun)
    export->format->begin(&export->sheet, piece);
  export->begun = TRUE;
  guint limit = export->request->question->limit;
  guint most = limit ? (guint)MIN(limit - export->sheet.written, WORKS_A_PIECE) : WORKS_A_PIECE;
  g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func((GDestroyNotify)repere_hit_free);
  if (most && !repere_walk_next(export->walk, lane, most, hits, error))
    return HTTP_PIECE_FAILED;
  for (guint i = 0; i < hits->len; i++) {
    export->format->work(&export->sheet, hits->pdata[i], piece);
    export->sheet.written++;
  }
  if (hits->len)
    return HTTP_PIECE_MORE;
  export->format->end(&export->sheet, piece);
  return HTTP_PIECE_LAST;
}

static const HttpStream stream = { next, export_free };

gboolean answer_export(Call *call, guint lane, Answer *answer, GError **error)
{
  RepereQuestion *question = call->request->question;
  g_autoptr(RepereWalk) walk = repere_walk_new(call->view.engine, lane, question, error);
  if (!walk)
    return FALSE;
  const RepereAnswerHead *head = repere_walk_head(walk);
  const RecordFormat *format = record_format(call->request->format);
  answer->index = head->index;
  answer->match = head->any ? "any" : "all";
  answer->type = format->type;
  answer->file_name =
    g_strdup_printf("repere-%" G_GUINT64_FORMAT ".%s", head->index.revision, format->ending);

  Export *export = g_new0(Export, 1);
  export->engine = repere_engine_ref(call->view.engine);
  export->request = request_share(call->request);
  export->walk = g_steal_pointer(&walk);
  export->format = format;
  export->sheet = (Sheet){ .library = repere_engine_library(export->engine), .request = export->request };
  answer->stream = &stream;
  answer->producer = export;
  return TRUE;
}
