/* harvest_reply.c - see harvest_reply.h */
#include "indexer/harvest_reply.h"

#include <string.h>

#include "indexer/oai.h"
#include "indexer/record_faults.h"
#include "lib/plain.h"

/* ---- parts ---- */

/* As it stands, but for white space around it: a token must come back letter by letter. NULL where it is
 * empty. */
static char *exact_text(const xmlNode *node)
{
  xmlChar *content = xmlNodeGetContent(node);
  char *text = g_strstrip(g_strdup(content ? (const char *)content : ""));
  xmlFree(content);
  if (*text) return text;
  g_free(text);
  return NULL;
}

/* For people's terminals: XML allows controls from U+0080 on. Consumes the text, which may be NULL. */
static char *shown(char *text)
{
  g_autofree char *raw = text;
  return raw ? repere_plain_printable(raw) : NULL;
}

static char *child_text(const xmlNode *node, const char *name)
{
  const xmlNode *child = repere_tree_child(node, REPERE_NS_OAI, name);
  return child ? exact_text(child) : NULL;
}

static char *utc(const char *date)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
  g_autoptr(GDateTime) read = date ? g_date_time_new_from_iso8601(date, zone) : NULL;
  g_autoptr(GDateTime) there = read ? g_date_time_to_utc(read) : NULL;
  return there ? g_date_time_format(there, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static void take_identify(RepereReply *reply, const xmlNode *node)
{
  if (reply->identify) return;
  reply->identify = TRUE;
  reply->name = shown(child_text(node, "repositoryName"));
  reply->version = shown(child_text(node, "protocolVersion"));
  reply->deleted = shown(child_text(node, "deletedRecord"));
  reply->granularity = shown(child_text(node, "granularity"));
}

static void take_part(RepereReply *reply, const xmlNode *node)
{
  if (repere_tree_is(node, REPERE_NS_OAI, "responseDate")) {
    g_autofree char *date = exact_text(node);
    if (!reply->date) reply->date = utc(date);
  } else if (repere_tree_is(node, REPERE_NS_OAI, "request")) {
    if (!reply->set) reply->set = repere_tree_attribute(node, "set", FALSE);
  } else if (repere_tree_is(node, REPERE_NS_OAI, "Identify")) {
    take_identify(reply, node);
  } else {
    g_autofree char *size = repere_tree_attribute(node, "completeListSize", FALSE);
    guint64 number = 0;
    if (size && g_ascii_string_to_unsigned(size, 10, 0, G_MAXINT64, &number, NULL))
      reply->list_size = (gint64)number;
    g_free(reply->token);
    reply->token = exact_text(node);
  }
}

static void take_error(RepereReply *reply, const xmlNode *node)
{
  if (reply->error) return;
  reply->error = shown(repere_tree_attribute(node, "code", FALSE));
  if (!reply->error) reply->error = g_strdup("an error without a code");
  g_autofree char *text = repere_tree_text(node);
  if (*text) reply->error_text = shown(g_steal_pointer(&text));
}

static void take(RepereReply *reply, const RepereTree *tree, RepereReplyRecord on_record, gpointer data)
{
  const xmlNode *root = tree->doc ? xmlDocGetRootElement(tree->doc) : NULL;
  if (tree->kind == REPERE_TREE_OAI) {
    reply->records++;
    if (on_record) on_record(tree, data);
  } else if (root && tree->kind == REPERE_TREE_OAI_PART) {
    take_part(reply, root);
  } else if (root && tree->kind == REPERE_TREE_OAI_ERROR) {
    take_error(reply, root);
  }
}

/* ---- the whole ---- */

/* "NAME:12: what is wrong; mend it here." becomes "line 12: what is wrong": who harvests cannot mend it. */
static void set_fault(GError **error, const char *name, GError *cause)
{
  const char *what = cause->message;
  gsize length = strlen(name);
  g_autofree char *line = NULL;
  if (strncmp(what, name, length) == 0 && what[length] == ':') {
    const char *rest = what + length + 1;
    gsize digits = strspn(rest, "0123456789");
    if (digits) line = g_strdup_printf("line %.*s: ", (int)digits, rest);
    what = rest + digits + (digits && rest[digits] == ':');
    while (*what == ' ') what++;
  }
  const char *advice = g_strrstr(what, "; ");
  gsize said = advice ? (gsize)(advice - what) : strlen(what);
  while (said && what[said - 1] == '.') said--;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL, "%s%.*s", line ? line : "", (int)said, what);
  g_error_free(cause);
}

gboolean repere_reply_read(RepereReply *reply, const char *name, const GByteArray *bytes,
                           RepereReplyRecord on_record, gpointer data, GError **error)
{
  GError *cause = NULL;
  *reply = (RepereReply){.list_size = -1};
  if (bytes && !bytes->len) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL, "it is empty");
    return FALSE;
  }
  g_autoptr(RepereTrees)
    trees = bytes ? repere_trees_open_reply_bytes(name, (const char *)bytes->data, bytes->len, &cause)
                  : repere_trees_open_reply(name, &cause);
  while (trees) {
    g_autoptr(RepereTree) tree = repere_trees_next(trees, &cause);
    if (!tree) break;
    take(reply, tree, on_record, data);
  }
  if (!cause) return TRUE;
  set_fault(error, name, cause);
  repere_reply_clear(reply);
  return FALSE;
}

void repere_reply_clear(RepereReply *reply)
{
  g_free(reply->date);
  g_free(reply->set);
  g_free(reply->error);
  g_free(reply->error_text);
  g_free(reply->token);
  g_free(reply->name);
  g_free(reply->version);
  g_free(reply->deleted);
  g_free(reply->granularity);
  *reply = (RepereReply){.list_size = -1};
}

char *repere_reply_record_fault(const RepereTree *tree, char **id)
{
  *id = NULL;
  if (tree->fault) return g_strdup(tree->fault);
  const xmlNode *root = xmlDocGetRootElement(tree->doc);
  *id = repere_oai_id(root);
  g_autofree char *wrong = *id ? repere_id_fault(*id) : g_strdup("is missing.");
  if (*id && !**id) g_clear_pointer(id, g_free);
  if (wrong) return g_strconcat("the identifier in the record's header ", wrong, NULL);
  if (!repere_oai_is_deleted(root) && !repere_oai_metadata(root))
    return g_strdup(
      "the record is not marked as deleted and has no oai_dc metadata; its provider must give it some.");
  return NULL;
}

/* ---- repair ---- */

typedef enum { READ_NOT, READ_ASCII, READ_UTF8 } Reading; /* what can be told of bytes of the encoding */

static Reading reading_of(const GByteArray *bytes)
{
  if (bytes->len < 4 || bytes->data[0] == 0xfe || bytes->data[0] == 0xff || !bytes->data[0] ||
      !bytes->data[1])
    return READ_NOT; /* UTF-16 */
  g_autofree char *head = g_strndup((const char *)bytes->data, MIN(bytes->len, 200));
  const char *xml = strstr(head, "<?xml"), *end = xml ? strstr(xml, "?>") : NULL;
  const char *encoding = end ? g_strstr_len(xml, end - xml, "encoding") : NULL;
  if (!encoding) return READ_UTF8;
  encoding += strcspn(encoding, "\"'");
  if (*encoding) encoding++;
  return g_ascii_strncasecmp(encoding, "utf-8", 5) == 0 || g_ascii_strncasecmp(encoding, "utf8", 4) == 0
           ? READ_UTF8
           : READ_ASCII;
}

static gboolean is_forbidden(guint64 letter)
{
  return (letter < 0x20 && letter != '\t' && letter != '\n' && letter != '\r') ||
         (letter >= 0xd800 && letter < 0xe000) || letter == 0xfffe || letter == 0xffff || letter > 0x10ffff;
}

/* The length of a reference at `at` to a character that XML forbids, as "&#x1;", or 0. */
static gsize forbidden_reference(const char *at, gsize left)
{
  gsize i = 2;
  gboolean hex = left > 2 && (at[2] == 'x' || at[2] == 'X');
  guint64 letter = 0;
  if (left < 4 || at[1] != '#') return 0;
  for (i += hex; i < left && i < 12 && (hex ? g_ascii_isxdigit(at[i]) : g_ascii_isdigit(at[i])); i++)
    letter = letter * (hex ? 16 : 10) + (guint)g_ascii_xdigit_value(at[i]);
  return i < left && at[i] == ';' && is_forbidden(letter) ? i + 1 : 0;
}

static void append_windows_1252(GByteArray *out, const char *byte)
{
  gsize written = 0;
  g_autofree char *letter = g_convert(byte, 1, "UTF-8", "WINDOWS-1252", NULL, &written, NULL);
  if (letter)
    g_byte_array_append(out, (const guint8 *)letter, (guint)written);
  else
    g_byte_array_append(out, (const guint8 *)"\xef\xbf\xbd", 3);
}

/* How many bytes at `at` are sound as they are; 0 where a fault begins, of *bad bytes. */
static gsize sound_bytes(const char *at, gsize left, Reading reading, gsize *bad)
{
  guchar c = (guchar)*at;
  *bad = 1;
  if (c < 0x80) {
    gsize reference = c == '&' ? forbidden_reference(at, left) : 0;
    if (reference) *bad = reference;
    return !reference && !is_forbidden(c);
  }
  if (reading == READ_ASCII) return 1;
  gunichar letter = g_utf8_get_char_validated(at, (gssize)MIN(left, (gsize)6));
  if (letter == (gunichar)-1 || letter == (gunichar)-2) return 0;
  gsize length = (gsize)(g_utf8_next_char(at) - at);
  *bad = length;
  return is_forbidden(letter) ? 0 : length;
}

guint repere_reply_repair(GByteArray *bytes)
{
  Reading reading = reading_of(bytes);
  guint repaired = 0;
  gsize from = 0, bad;
  if (reading == READ_NOT) return 0;
  g_autoptr(GByteArray) out = g_byte_array_new();
  const char *raw = (const char *)bytes->data;
  for (gsize i = 0; i < bytes->len;) {
    gsize good = sound_bytes(raw + i, bytes->len - i, reading, &bad);
    i += good;
    if (good) continue;
    g_byte_array_append(out, (const guint8 *)raw + from, (guint)(i - from));
    if ((guchar)raw[i] >= 0x80 && bad == 1)
      append_windows_1252(out, raw + i);
    else
      g_byte_array_append(out, (const guint8 *)" ", 1);
    i += bad;
    from = i;
    repaired++;
  }
  if (!repaired) return 0;
  g_byte_array_append(out, (const guint8 *)raw + from, (guint)(bytes->len - from));
  g_byte_array_set_size(bytes, 0);
  g_byte_array_append(bytes, out->data, out->len);
  return repaired;
}
