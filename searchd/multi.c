/* multi.c - the body of POST /v1/multi -> searches, each read as if it had come as a target. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "lib/json_guard.h"
#include "searchd/languages.h"
#include "searchd/request_private.h"

/* What is asked for nests three deep. */
enum { DEPTH = 8 };

/* ---- what json-glib would not say itself ---- */

static gboolean check_text(const char *text, Fault **fault)
{
  switch (repere_json_guard(text, DEPTH)) {
  case REPERE_JSON_DEEP:
    return fault_set(fault, 400, NULL, "The body nests more than %d brackets; searches need three.", DEPTH);
  case REPERE_JSON_ZERO:
    return fault_set(fault, 400, NULL, "The body has a zero byte (\\u0000) in a string; leave it out.");
  case REPERE_JSON_NONE:
    return fault_set(
      fault, 400, NULL,
      "The body is no JSON: outside of strings stands what JSON does not have there, such as a comment.");
  case REPERE_JSON_SOUND:
  default:
    return TRUE;
  }
}

static gboolean wrong_shape(Fault **fault)
{
  return fault_set(fault, 400, NULL,
                   "The body is no {\"searches\": [{…}, …]}; write an object with that one member.");
}

/* The array of searches; borrowed from the parser. */
static JsonArray *find_searches(JsonParser *parser, const char *body, gsize length, Fault **fault)
{
  if (strlen(body) != length || !g_utf8_validate(body, (gssize)length, NULL)) {
    fault_set(fault, 400, NULL, "The body is not UTF-8 without zero bytes; write JSON in UTF-8.");
    return NULL;
  }
  if (!check_text(body, fault))
    return NULL;
  g_autoptr(GError) error = NULL;
  if (!json_parser_load_from_data(parser, body, (gssize)length, &error)) {
    g_autofree char *why = fault_quote(error->message);
    fault_set(fault, 400, NULL, "The body is no JSON: %s.", why);
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
  JsonNode *searches = object ? json_object_get_member(object, "searches") : NULL;
  if (!searches || !JSON_NODE_HOLDS_ARRAY(searches) || json_object_get_size(object) != 1) {
    wrong_shape(fault);
    return NULL;
  }
  return json_node_get_array(searches);
}

/* ---- a search as the parameters of a target ---- */

/* A value as it would be written in a target; NULL for what is none. */
static char *value_text(JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE(node))
    return NULL;
  GType type = json_node_get_value_type(node);
  if (type == G_TYPE_STRING)
    return json_node_dup_string(node);
  return type == G_TYPE_INT64 ? g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node)) : NULL;
}

static void parameter_free(gpointer data)
{
  TargetParameter *parameter = data;
  g_free(parameter->name);
  g_free(parameter->value);
  g_free(parameter);
}

static gboolean add_value(Target *target, const char *name, JsonNode *node, Fault **fault)
{
  char *value = value_text(node);
  if (!value) {
    g_autofree char *quoted = fault_quote(name);
    return fault_set(fault, 400, name,
                     "The value of %s is neither a string nor a whole number nor an array of such.", quoted);
  }
  if (target->parameters->len == TARGET_PARAMETERS) {
    g_free(value);
    return fault_set(fault, 400, NULL, "A search has more than %d parameters; ask with fewer.",
                     TARGET_PARAMETERS);
  }
  TargetParameter *parameter = g_new(TargetParameter, 1);
  *parameter = (TargetParameter){ .name = g_strdup(name), .value = value };
  g_ptr_array_add(target->parameters, parameter);
  return TRUE;
}

static gboolean add_member(Target *target, const char *name, JsonNode *node, Fault **fault)
{
  if (JSON_NODE_HOLDS_NULL(node))
    return TRUE;
  if (!*name)
    return fault_set(fault, 400, NULL, "A search has a member without a name; name it after a parameter.");
  if (!JSON_NODE_HOLDS_ARRAY(node))
    return add_value(target, name, node, fault);
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    if (!add_value(target, name, json_array_get_element(array, i), fault))
      return FALSE;
  }
  return TRUE;
}

static Target *target_of(JsonObject *search, Fault **fault)
{
  g_autoptr(Target) target = g_new0(Target, 1);
  target->path = g_ptr_array_new_with_free_func(g_free);
  target->parameters = g_ptr_array_new_with_free_func(parameter_free);
  JsonObjectIter members;
  const char *name;
  JsonNode *node;
  json_object_iter_init_ordered(&members, search);
  while (json_object_iter_next_ordered(&members, &name, &node)) {
    if (!add_member(target, name, node, fault))
      return NULL;
  }
  return g_steal_pointer(&target);
}

/* Says which search is at fault. */
static void place_fault(Fault *fault, guint i)
{
  char *placed = fault->parameter ? g_strdup_printf("searches[%u].%s", i, fault->parameter)
                                  : g_strdup_printf("searches[%u]", i);
  g_free(fault->parameter);
  fault->parameter = placed;
}

static Request *read_search(JsonNode *node, const RepereLibrary *library, const char *accept_language,
                            Fault **fault)
{
  if (!JSON_NODE_HOLDS_OBJECT(node)) {
    fault_set(fault, 400, NULL,
              "A search is an object of parameters, such as {\"q\": \"return\"}; this is none.");
    return NULL;
  }
  g_autoptr(Target) target = target_of(json_node_get_object(node), fault);
  return target ? request_read(target, REQUEST_SEARCH, library, accept_language, fault) : NULL;
}

Request *multi_read(const char *body, gsize length, const RepereLibrary *library, const char *accept_language,
                    Fault **fault)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  JsonArray *searches = find_searches(parser, body, length, fault);
  if (!searches)
    return NULL;
  guint count = json_array_get_length(searches);
  if (!count || count > REQUEST_SEARCHES) {
    fault_set(fault, 400, "searches", "There are %u searches; ask from 1 to %d at once.", count,
              REQUEST_SEARCHES);
    return NULL;
  }
  g_autoptr(Request) request = request_new(REQUEST_MULTI, languages_accept(library, accept_language));
  request->searches = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
  request->negotiated = FALSE;
  request->canonical = request_canonical(request, library);
  for (guint i = 0; i < count; i++) {
    Request *search = read_search(json_array_get_element(searches, i), library, accept_language, fault);
    if (!search) {
      place_fault(*fault, i);
      return NULL;
    }
    g_ptr_array_add(request->searches, search);
    request->negotiated |= search->negotiated;
  }
  return g_steal_pointer(&request);
}
