/* wire.h - what the pool and its workers say to each other.
 *
 * A frame is a kind, a length and a payload; a payload is a GVariant, or the postings as they are. A worker
 * parses hostile files and may be hostile itself: the pool's side bounds what it takes in, before it
 * allocates, and takes only variants in normal form. A frame that breaks a rule ends the worker. Both ends
 * are the same program on the same machine, so numbers are in the machine's own order. */
#ifndef REPERE_WIRE_H
#define REPERE_WIRE_H

#include <glib.h>

G_BEGIN_DECLS

/* Descriptors of a worker when it starts: the socket, and the memory that holds the note. */
enum { REPERE_WORKER_SOCKET = 3, REPERE_WORKER_NOTE = 4 };

/* Shared memory, written by the worker, read by the pool at any time and after the worker's death: where it
 * is. */
typedef struct {
  guint32 page;          /* of the file in work: the page being read, 0 while none is */
  guint32 all_read;      /* the pages are read: what is done now is done to the whole file */
  guint32 out_of_memory; /* set by a dying worker whose memory was used up */
} RepereNote;

typedef enum {
  /* from the pool */
  REPERE_WIRE_LIMITS = 'L',   /* REPERE_WIRE_LIMITS_TYPE; the first frame a worker gets */
  REPERE_WIRE_JOB = 'J',      /* REPERE_WIRE_JOB_TYPE, with the file's descriptor */
  REPERE_WIRE_RECALLED = 'A', /* REPERE_WIRE_RECALLED_TYPE, with the descriptor of what is kept, if there is
                                 some */
  /* from a worker */
  REPERE_WIRE_READY = 'R',    /* "(b)": whether the files it can open are confined */
  REPERE_WIRE_REFUSED = 'N',  /* "(s)": a sentence why it will not work; the worker ends */
  REPERE_WIRE_PAGE = 'P',     /* REPERE_WIRE_PAGE_TYPE, in page order */
  REPERE_WIRE_RECOGNISING = 'O', /* "(u)": the page that it goes on to recognise; 0 when it is done with it */
  REPERE_WIRE_RECALL = 'Q',      /* REPERE_WIRE_RECALL_TYPE: asks for what is kept of the page in work */
  REPERE_WIRE_RECOGNISED = 'K',  /* REPERE_WIRE_RECOGNISED_TYPE: to be kept under the hash asked for */
  REPERE_WIRE_POSTINGS = 'T', /* lib/postings.h, bytes */
  REPERE_WIRE_RESULT = 'E'    /* REPERE_WIRE_RESULT_TYPE; ends a job */
} RepereWireKind;

/* bytes of address space, folder of the models to recognise pages by, their languages (";" between; "":
 * none), what to advise where there are none */
#define REPERE_WIRE_LIMITS_TYPE "(tsss)"
/* media type, declared language, most bytes of text, most pages, CPU milliseconds after which no page is
 * begun, page to leave out (0: none); whether pages are recognised, at how many dots an inch, in how many
 * seconds a page and all of them, pages to leave out of that */
#define REPERE_WIRE_JOB_TYPE "(sstuuubuuuau)"
/* a SHA-256 in hex; whether it is of the page's place in this file, and not of its picture */
#define REPERE_WIRE_RECALL_TYPE "(sb)"
/* whether something is kept */
#define REPERE_WIRE_RECALLED_TYPE "(b)"
/* what (RepereOcrWhat), confidence, language of the model, seconds that were allowed, text */
#define REPERE_WIRE_RECOGNISED_TYPE "(yysus)"
/* number, label, source (RepereWireSource), language, characters, positions, confidence, repairs in their
 * struct's order, compressed text */
#define REPERE_WIRE_PAGE_TYPE "(usysuuyauay)"
/* outcome, reason, limits that ended the reading (a bit each, 1 << RepereLimit), title, day or month of
 * creation ("" where none), creators; where each of these three stands in the file (RepereFrom); sketch,
 * bytes of memory the worker takes now */
#define REPERE_WIRE_RESULT_TYPE "(ysussas(yyy)ayt)"

/* Where a page's text came from; repere_wire_source_name() has the ledger's words. */
typedef enum {
  REPERE_SOURCE_TEXT_LAYER,
  REPERE_SOURCE_DOCUMENT,
  REPERE_SOURCE_OCR,
  REPERE_SOURCE_EMPTY,
  REPERE_SOURCE_GARBAGE,
  REPERE_SOURCE_FAILED,
  REPERE_SOURCES
} RepereWireSource;

/* An interned string, or NULL for a number that is no source. */
const char *repere_wire_source_name(guint source);

/* ---- the worker's end ---- */

/* Sends a frame whole, waiting where it must. FALSE with errno where the pool is gone. */
gboolean repere_wire_send(int socket, RepereWireKind kind, gconstpointer payload, gsize size);
/* The same with a variant, whose floating reference it takes. */
gboolean repere_wire_send_variant(int socket, RepereWireKind kind, GVariant *variant);

/* Waits for the next frame of `kind` and `type`. NULL where the pool is gone or says
 * something else. `file` (may be NULL) gets the descriptor that came along, or -1. */
GVariant *repere_wire_receive(int socket, RepereWireKind kind, const char *type, int *file);

/* ---- the pool's end ---- */

/* Sends a small frame at once or not at all, with the descriptor `file` where it is not -1; takes the
 * variant's floating reference. FALSE where the worker is gone or does not read. */
gboolean repere_wire_tell(int socket, RepereWireKind kind, GVariant *variant, int file);

typedef struct RepereWireReader RepereWireReader;

/* `bound`: the most bytes of a page or of postings; every other frame has a small bound of its own. */
RepereWireReader *repere_wire_reader_new(gsize bound);
void repere_wire_reader_free(RepereWireReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereWireReader, repere_wire_reader_free)

typedef enum { REPERE_READ_FRAME, REPERE_READ_LATER, REPERE_READ_CLOSED, REPERE_READ_BROKEN } RepereWireRead;

/* Reads on without blocking. REPERE_READ_FRAME gives one frame's kind and payload (transfer full); _LATER:
 * nothing whole yet; _BROKEN: the worker broke a rule. */
RepereWireRead repere_wire_read(RepereWireReader *reader, int socket, RepereWireKind *kind, GBytes **payload);

/* The payload as a variant of `type`, or NULL where it is not one in normal form. */
GVariant *repere_wire_variant(GBytes *payload, const char *type);

G_END_DECLS
#endif
