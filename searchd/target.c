#include "searchd/target.h"

#include <string.h>

static void parameter_free(TargetParameter *parameter)
{
  g_free(parameter->name);
  g_free(parameter->value);
  g_free(parameter);
}

void target_free(Target *target)
{
  if (!target)
    return;
  g_ptr_array_unref(target->path);
  g_ptr_array_unref(target->parameters);
  g_free(target);
}

typedef enum { DECODED, BAD_ESCAPE, ZERO_BYTE, NOT_UTF8 } Decoding;

static Decoding decode(const char *raw, gsize length, gboolean plus_is_space, char **decoded)
{
  g_autoptr(GString) text = g_string_sized_new(length);
  for (gsize i = 0; i < length; i++) {
    char c = raw[i];
    if (c == '%') {
      gboolean whole = length - i > 2;
      int high = whole ? g_ascii_xdigit_value(raw[i + 1]) : -1;
      int low = whole ? g_ascii_xdigit_value(raw[i + 2]) : -1;
      if (high < 0 || low < 0)
        return BAD_ESCAPE;
      c = (char)(high * 16 + low);
      if (!c)
        return ZERO_BYTE;
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    g_string_append_c(text, c);
  }
  if (!g_utf8_validate(text->str, (gssize)text->len, NULL))
    return NOT_UTF8;
  *decoded = g_strdup(text->str);
  return DECODED;
}

/* `what` is the place as a sentence's subject. */
static gboolean undecodable(Fault **fault, Decoding how, const char *what, const char *parameter)
{
  switch (how) {
  case BAD_ESCAPE:
    return fault_set(fault, 400, parameter,
                     "%s holds a %% that two hexadecimal digits do not follow; write %% itself "
                     "as %%25.",
                     what);
  case ZERO_BYTE:
    return fault_set(fault, 400, parameter, "%s holds a zero byte (%%00); leave it out.", what);
  case NOT_UTF8:
    return fault_set(fault, 400, parameter, "%s is not UTF-8; encode it in UTF-8 before percent-encoding it.",
                     what);
  case DECODED:
    break;
  }
  return TRUE;
}

static gboolean read_path(Target *target, const char *raw, gsize length, Fault **fault)
{
  const char *end = raw + length;
  const char *part = raw + 1;
  for (;;) {
    const char *slash = memchr(part, '/', (gsize)(end - part));
    gsize size = (gsize)((slash ? slash : end) - part);
    char *decoded = NULL;
    Decoding how = decode(part, size, FALSE, &decoded);
    if (how != DECODED)
      return undecodable(fault, how, "The path", NULL);
    g_ptr_array_add(target->path, decoded);
    if (!slash)
      return TRUE;
    part = slash + 1;
  }
}

static gboolean read_parameter(Target *target, const char *raw, gsize length, Fault **fault)
{
  const char *equals = memchr(raw, '=', length);
  gsize name_length = equals ? (gsize)(equals - raw) : length;
  g_autofree char *name = NULL;
  Decoding how = decode(raw, name_length, TRUE, &name);
  if (how != DECODED)
    return undecodable(fault, how, "A parameter's name", NULL);

  g_autofree char *value = NULL;
  how = equals ? decode(equals + 1, length - name_length - 1, TRUE, &value) : decode("", 0, TRUE, &value);
  if (how != DECODED) {
    g_autofree char *quoted = fault_quote(name);
    g_autofree char *what = g_strdup_printf("The value of %s", quoted);
    return undecodable(fault, how, what, name);
  }
  if (!*name && !*value)
    return TRUE;
  if (!*name)
    return fault_set(fault, 400, NULL, "A parameter has a value but no name; write NAME=VALUE.");
  if (target->parameters->len == TARGET_PARAMETERS)
    return fault_set(fault, 400, NULL, "There are more than %d parameters; ask with fewer.",
                     TARGET_PARAMETERS);
  TargetParameter *parameter = g_new0(TargetParameter, 1);
  parameter->name = g_steal_pointer(&name);
  parameter->value = g_steal_pointer(&value);
  g_ptr_array_add(target->parameters, parameter);
  return TRUE;
}

static gboolean read_query(Target *target, const char *raw, Fault **fault)
{
  for (;;) {
    gsize length = strcspn(raw, "&");
    if (length && !read_parameter(target, raw, length, fault))
      return FALSE;
    if (!raw[length])
      return TRUE;
    raw += length + 1;
  }
}

/* The target from its path on; NULL where there is none. */
static const char *skip_authority(const char *raw)
{
  if (*raw == '/')
    return raw;
  gsize scheme = g_ascii_strncasecmp(raw, "http://", 7) == 0    ? 7
                 : g_ascii_strncasecmp(raw, "https://", 8) == 0 ? 8
                                                                : 0;
  if (!scheme)
    return NULL;
  const char *path = raw + scheme + strcspn(raw + scheme, "/?#");
  return *path == '/' || *path == '?' || !*path ? path : NULL;
}

/* Characters that a client must encode: white space and controls end a request line or hide in a log; "#"
 * starts a part that is the client's own. */
static gboolean has_forbidden(const char *raw)
{
  for (; *raw; raw++) {
    guchar c = (guchar)*raw;
    if (c <= ' ' || c == 0x7f || c == '#')
      return TRUE;
  }
  return FALSE;
}

Target *target_parse(const char *raw, Fault **fault)
{
  const char *path = skip_authority(raw);
  if (!path) {
    fault_set(fault, 400, NULL,
              "The request's target is no path; write one that starts with /, as in /v1/search.");
    return NULL;
  }
  if (has_forbidden(path)) {
    fault_set(fault, 400, NULL,
              "The request's target holds white space, a control character or #; percent-encode it.");
    return NULL;
  }
  g_autoptr(Target) target = g_new0(Target, 1);
  target->path = g_ptr_array_new_with_free_func(g_free);
  target->parameters = g_ptr_array_new_with_free_func((GDestroyNotify)parameter_free);
  gsize length = strcspn(path, "?");
  if (!read_path(target, length ? path : "/", length ? length : 1, fault))
    return NULL;
  if (path[length] && !read_query(target, path + length + 1, fault))
    return NULL;
  return g_steal_pointer(&target);
}
