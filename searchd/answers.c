/* answers.c - rows that ask the index: a request to an answer, in the pool. */
#include "searchd/call.h"
#include "searchd/formats/atom.h"
#include "searchd/formats/json.h"

/* Takes `body`. */
static gboolean give(Answer *answer, const char *type, GString *body, const RepereIndexState *index)
{
  answer->type = type;
  answer->body = body;
  answer->index = *index;
  return TRUE;
}

gboolean answer_search(Call *call, guint lane, Answer *answer, GError **error)
{
  g_autoptr(RepereAnswer) found = repere_search(call->view.engine, lane, call->request->question, error);
  return found && give(answer, JSON_TYPE, json_search(call->request, found), &found->head.index);
}

gboolean answer_facets(Call *call, guint lane, Answer *answer, GError **error)
{
  (void)lane;
  RepereIndexState index;
  if (!repere_engine_state(call->view.engine, &index, error))
    return FALSE;
  const RepereLibrary *library = repere_engine_library(call->view.engine);
  return give(answer, JSON_TYPE, json_facets(call->request, library, &index), &index);
}

gboolean answer_facet(Call *call, guint lane, Answer *answer, GError **error)
{
  g_autoptr(RepereAnswer) found = repere_search(call->view.engine, lane, call->request->question, error);
  return found && give(answer, JSON_TYPE, json_facet(call->request, found), &found->head.index);
}

gboolean answer_similar(Call *call, guint lane, Answer *answer, GError **error)
{
  const Request *request = call->request;
  g_autoptr(RepereAnswer) found =
    repere_similar(call->view.engine, lane, request->id, request->question, error);
  return found && give(answer, JSON_TYPE, json_similar(request, found), &found->head.index);
}

gboolean answer_work(Call *call, guint lane, Answer *answer, GError **error)
{
  const Request *request = call->request;
  RepereIndexState index;
  g_autoptr(RepereHit) hit =
    repere_work_by_id(call->view.engine, lane, request->id, request->question->lang, &index, error);
  return hit && give(answer, JSON_TYPE, json_work(request, hit, &index), &index);
}

gboolean answer_page(Call *call, guint lane, Answer *answer, GError **error)
{
  const Request *request = call->request;
  RepereIndexState index;
  g_autoptr(ReperePageText) text =
    repere_page_by_number(call->view.engine, lane, request->id, request->file, request->page,
                          request->question->lang, &index, error);
  return text && give(answer, JSON_TYPE, json_page(request, text, &index), &index);
}

gboolean answer_suggest(Call *call, guint lane, Answer *answer, GError **error)
{
  const Request *request = call->request;
  const RepereQuestion *question = request->question;
  g_autoptr(RepereSuggestions) found = repere_suggest(call->view.engine, lane, question->q, question->lang,
                                                      question->limit, question->deadline, error);
  if (!found)
    return FALSE;
  return request->format == REQUEST_SUGGESTIONS
           ? give(answer, SUGGESTIONS_TYPE, json_opensearch(request, found, call->base), &found->index)
           : give(answer, JSON_TYPE, json_suggest(request, found), &found->index);
}

gboolean answer_pivot(Call *call, guint lane, Answer *answer, GError **error)
{
  const Request *request = call->request;
  g_autoptr(ReperePivot) pivot =
    repere_pivot(call->view.engine, lane, request->question, request->rows, request->columns, error);
  return pivot && give(answer, JSON_TYPE, json_pivot(request, pivot), &pivot->head.index);
}

gboolean answer_trend(Call *call, guint lane, Answer *answer, GError **error)
{
  const Request *request = call->request;
  const char *const *qs = (const char *const *)request->qs->pdata;
  g_autoptr(RepereTrend) trend =
    repere_trend(call->view.engine, lane, request->question, request->by->name, qs, error);
  return trend && give(answer, JSON_TYPE, json_trend(request, trend), &trend->index);
}

gboolean answer_feed(Call *call, guint lane, Answer *answer, GError **error)
{
  g_autoptr(RepereAnswer) found = repere_search(call->view.engine, lane, call->request->question, error);
  if (!found)
    return FALSE;
  answer->match = found->head.any ? "any" : "all";
  const RepereLibrary *library = repere_engine_library(call->view.engine);
  return give(answer, ATOM_TYPE, atom_feed(call->request, library, found, call->base), &found->head.index);
}

gboolean answer_multi(Call *call, guint lane, Answer *answer, GError **error)
{
  gint64 start = g_get_monotonic_time();
  const GPtrArray *searches = call->request->searches;
  g_autofree const RepereQuestion **questions = g_new(const RepereQuestion *, searches->len);
  for (guint i = 0; i < searches->len; i++)
    questions[i] = ((const Request *)searches->pdata[i])->question;
  g_autoptr(GPtrArray) answers = g_ptr_array_new_with_free_func((GDestroyNotify)repere_answer_free);
  if (!repere_search_many(call->view.engine, lane, questions, searches->len, answers, error))
    return FALSE;
  double took_ms = (double)(g_get_monotonic_time() - start) / 1000;
  const RepereAnswer *first = answers->pdata[0];
  return give(answer, JSON_TYPE, json_multi(searches, answers, took_ms), &first->head.index);
}
