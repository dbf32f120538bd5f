/* wire.c - see wire.h */
#include "indexer/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

typedef struct {
  guint32 kind;
  guint32 size;
} Header;

/* Everything but pages and postings: a few strings. */
enum { SMALL_FRAME = 64 * 1024, READ_STEP = 1024 * 1024 };

const char *repere_wire_source_name(guint source)
{
  static const char *const names[REPERE_SOURCES] = {"text-layer", "document", "ocr",
                                                    "empty",      "garbage",  "failed"};
  return source < REPERE_SOURCES ? g_intern_static_string(names[source]) : NULL;
}

/* ---- the worker's end ---- */

/* By writev, since a worker's jail knows no sendmsg. */
gboolean repere_wire_send(int socket, RepereWireKind kind, gconstpointer payload, gsize size)
{
  if (size > G_MAXUINT32) {
    errno = EMSGSIZE;
    return FALSE;
  }
  Header header = {.kind = (guint32)kind, .size = (guint32)size};
  struct iovec parts[2] = {{&header, sizeof header}, {(void *)(guintptr)payload, size}};
  gsize left = sizeof header + size;
  while (left > 0) {
    int first = parts[0].iov_len > 0 ? 0 : 1;
    ssize_t sent = writev(socket, parts + first, 2 - first);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return FALSE;
    left -= (gsize)sent;
    for (int i = first; i < 2; i++) {
      gsize step = MIN((gsize)sent, parts[i].iov_len);
      if (step == 0) continue; /* an empty payload is nowhere */
      parts[i].iov_base = (char *)parts[i].iov_base + step;
      parts[i].iov_len -= step;
      sent -= (ssize_t)step;
    }
  }
  return TRUE;
}

gboolean repere_wire_send_variant(int socket, RepereWireKind kind, GVariant *variant)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink(variant);
  return repere_wire_send(socket, kind, g_variant_get_data(owned), g_variant_get_size(owned));
}

static int file_of(struct msghdr *message)
{
  int file = -1;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part))
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_RIGHTS &&
        part->cmsg_len == CMSG_LEN(sizeof(int)))
      memcpy(&file, CMSG_DATA(part), sizeof(int));
  return file;
}

/* Fills `to`; a descriptor that comes along goes to *file. */
static gboolean receive_all(int socket, void *to, gsize size, int *file)
{
  gsize have = 0;
  while (have < size) {
    union {
      char bytes[CMSG_SPACE(sizeof(int))];
      struct cmsghdr align;
    } control;
    struct iovec part = {(char *)to + have, size - have};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return FALSE;
    int came = file_of(&message);
    if (came >= 0) *file = came;
    have += (gsize)got;
  }
  return TRUE;
}

GVariant *repere_wire_receive(int socket, RepereWireKind kind, const char *type, int *file)
{
  int came = -1;
  Header header;
  g_autofree char *payload = NULL;
  g_autoptr(GVariant) variant = NULL;
  if (receive_all(socket, &header, sizeof header, &came) && header.kind == (guint32)kind &&
      header.size <= SMALL_FRAME) {
    payload = g_malloc(header.size + 1);
    if (receive_all(socket, payload, header.size, &came)) {
      g_autoptr(GBytes) bytes = g_bytes_new(payload, header.size);
      variant = repere_wire_variant(bytes, type);
    }
  }
  if (file && variant) *file = came;
  else if (came >= 0) close(came);
  return g_steal_pointer(&variant);
}

/* ---- the pool's end ---- */

gboolean repere_wire_tell(int socket, RepereWireKind kind, GVariant *variant, int file)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink(variant);
  gsize size = g_variant_get_size(owned);
  Header header = {.kind = (guint32)kind, .size = (guint32)size};
  struct iovec parts[2] = {{&header, sizeof header}, {(void *)(guintptr)g_variant_get_data(owned), size}};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control;
  memset(&control, 0, sizeof control);
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  if (file >= 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(rights), &file, sizeof(int));
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)(sizeof header + size);
}

struct RepereWireReader {
  gsize bound;
  Header header;
  gsize have_header;
  char *payload;
  gsize have, room;
};

RepereWireReader *repere_wire_reader_new(gsize bound)
{
  RepereWireReader *reader = g_new0(RepereWireReader, 1);
  reader->bound = MIN(bound, G_MAXUINT32);
  return reader;
}

void repere_wire_reader_free(RepereWireReader *reader)
{
  if (!reader) return;
  g_free(reader->payload);
  g_free(reader);
}

static gboolean size_allowed(const RepereWireReader *reader)
{
  switch (reader->header.kind) {
  case REPERE_WIRE_READY:
  case REPERE_WIRE_REFUSED:
  case REPERE_WIRE_RESULT:
  case REPERE_WIRE_RECOGNISING:
  case REPERE_WIRE_RECALL:
    return reader->header.size <= SMALL_FRAME;
  case REPERE_WIRE_PAGE:
  case REPERE_WIRE_POSTINGS:
  case REPERE_WIRE_RECOGNISED:
    return reader->header.size <= reader->bound;
  default:
    return FALSE;
  }
}

/* Reads up to `size` bytes in all to `to`, which has `*have` of them. */
static RepereWireRead read_on(int socket, void *to, gsize size, gsize *have)
{
  while (*have < size) {
    ssize_t got = recv(socket, (char *)to + *have, size - *have, MSG_DONTWAIT);
    if (got > 0) *have += (gsize)got;
    else if (got < 0 && errno == EAGAIN) return REPERE_READ_LATER;
    else if (got == 0 || errno != EINTR) return REPERE_READ_CLOSED;
  }
  return REPERE_READ_FRAME;
}

/* The payload's room grows with what really came: a length is only a claim. */
static RepereWireRead read_payload(RepereWireReader *reader, int socket)
{
  while (reader->have < reader->header.size) {
    if (reader->have == reader->room) {
      reader->room = MIN((gsize)reader->header.size, reader->room + MAX(reader->room, (gsize)READ_STEP));
      reader->payload = g_realloc(reader->payload, reader->room);
    }
    RepereWireRead state = read_on(socket, reader->payload, reader->room, &reader->have);
    if (state != REPERE_READ_FRAME) return state;
  }
  return REPERE_READ_FRAME;
}

RepereWireRead repere_wire_read(RepereWireReader *reader, int socket, RepereWireKind *kind, GBytes **payload)
{
  RepereWireRead state = read_on(socket, &reader->header, sizeof reader->header, &reader->have_header);
  if (state != REPERE_READ_FRAME) return state;
  if (!size_allowed(reader)) return REPERE_READ_BROKEN;
  state = read_payload(reader, socket);
  if (state != REPERE_READ_FRAME) return state;
  *kind = (RepereWireKind)reader->header.kind;
  *payload = g_bytes_new_take(g_steal_pointer(&reader->payload), reader->header.size);
  reader->have_header = reader->have = reader->room = 0;
  return REPERE_READ_FRAME;
}

GVariant *repere_wire_variant(GBytes *payload, const char *type)
{
  g_autoptr(GVariant) variant =
    g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(type), payload, FALSE));
  return g_variant_is_normal_form(variant) ? g_steal_pointer(&variant) : NULL;
}
