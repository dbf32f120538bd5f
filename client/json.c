#include "client/json.h"

JsonObject *cli_json_root(JsonNode *node)
{
  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static JsonNode *member_node(JsonObject *object, const char *member)
{
  return object ? json_object_get_member(object, member) : NULL;
}

JsonObject *cli_json_object(JsonObject *object, const char *member)
{
  return cli_json_root(member_node(object, member));
}

JsonArray *cli_json_array(JsonObject *object, const char *member)
{
  JsonNode *node = member_node(object, member);
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

static const char *node_string(JsonNode *node)
{
  gboolean is = node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
  return is ? json_node_get_string(node) : NULL;
}

const char *cli_json_string(JsonObject *object, const char *member)
{
  return node_string(member_node(object, member));
}

static gboolean is_number(JsonNode *node)
{
  if (!node || !JSON_NODE_HOLDS_VALUE(node))
    return FALSE;
  GType type = json_node_get_value_type(node);
  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

gint64 cli_json_int(JsonObject *object, const char *member)
{
  JsonNode *node = member_node(object, member);
  return is_number(node) ? json_node_get_int(node) : 0;
}

double cli_json_double(JsonObject *object, const char *member)
{
  JsonNode *node = member_node(object, member);
  return is_number(node) ? json_node_get_double(node) : 0;
}

gboolean cli_json_bool(JsonObject *object, const char *member)
{
  JsonNode *node = member_node(object, member);
  gboolean is = node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_BOOLEAN;
  return is && json_node_get_boolean(node);
}

guint cli_json_length(JsonArray *array)
{
  return array ? json_array_get_length(array) : 0;
}

JsonObject *cli_json_object_at(JsonArray *array, guint i)
{
  return i < cli_json_length(array) ? cli_json_root(json_array_get_element(array, i)) : NULL;
}

const char *cli_json_string_at(JsonArray *array, guint i)
{
  return i < cli_json_length(array) ? node_string(json_array_get_element(array, i)) : NULL;
}

JsonArray *cli_json_array_at(JsonArray *array, guint i)
{
  JsonNode *node = i < cli_json_length(array) ? json_array_get_element(array, i) : NULL;
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

gint64 cli_json_int_at(JsonArray *array, guint i)
{
  JsonNode *node = i < cli_json_length(array) ? json_array_get_element(array, i) : NULL;
  return is_number(node) ? json_node_get_int(node) : 0;
}

gboolean cli_json_double_at(JsonArray *array, guint i, double *number)
{
  JsonNode *node = i < cli_json_length(array) ? json_array_get_element(array, i) : NULL;
  if (is_number(node))
    *number = json_node_get_double(node);
  return is_number(node);
}

const char *cli_json_label(JsonObject *value)
{
  const char *label = cli_json_string(value, "label");
  return label && *label ? label : cli_json_string(value, "value");
}
