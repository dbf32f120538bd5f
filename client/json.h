/* json.h - reading the daemon's answers: what is missing or of another type is NULL or 0, never a crash.
 *
 * All results are borrowed from the node that was asked. Every function takes NULL for "nothing". */
#ifndef CLIENT_JSON_H
#define CLIENT_JSON_H

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *cli_json_root(JsonNode *node);
JsonObject *cli_json_object(JsonObject *object, const char *member);
JsonArray *cli_json_array(JsonObject *object, const char *member);
const char *cli_json_string(JsonObject *object, const char *member);
gint64 cli_json_int(JsonObject *object, const char *member);
double cli_json_double(JsonObject *object, const char *member);
gboolean cli_json_bool(JsonObject *object, const char *member);

guint cli_json_length(JsonArray *array);
JsonObject *cli_json_object_at(JsonArray *array, guint i);
const char *cli_json_string_at(JsonArray *array, guint i);
JsonArray *cli_json_array_at(JsonArray *array, guint i);
gint64 cli_json_int_at(JsonArray *array, guint i);
/* FALSE where it is null or no number. */
gboolean cli_json_double_at(JsonArray *array, guint i, double *number);

/* The label of a {"value": …, "label": …}, or its value where it has none. */
const char *cli_json_label(JsonObject *value);

G_END_DECLS
#endif
