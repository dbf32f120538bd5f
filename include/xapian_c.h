/* xapian_c.h - a C API over libxapian 1.4 and 2.x (library libxapian-c, pkg-config libxapian-c)
 *
 * The header compiles alone as C11 and as C++17. Databases are read, written, searched, checked and
 * compacted through it; Xapian's query parser, term generator and snippets are left out on
 * purpose: text analysis and passages are the caller's.
 *
 * Errors. No exception crosses this boundary. A function that can fail says so in one of three ways:
 *   - a function that makes a handle returns NULL;
 *   - a function that moves an iterator returns XC_ITEM (1), XC_END (0) or XC_FAILED (-1);
 *   - every other one returns an xc_code, which is XC_OK (0) when all is well, and leaves its outputs alone
 *     otherwise.
 * Each takes an xc_error as its last argument, which may be NULL; it is written on failure and untouched on
 * success. There is one code per thing a caller would do about it, and a sentence ready to print. A NULL
 * handle, where one is needed, is XC_INVALID; the functions ending in _free take NULL and do nothing.
 *
 * Bytes. Terms, values, document data and metadata are bytes, and may hold zeros. As input they are a
 * pointer and a size; the size XC_NUL says that the string ends with a zero byte. NULL with the size 0 is
 * the empty string. As output they are an xc_bytes: BORROWED from the handle they were asked of, valid until
 * the next call with that same handle or its _free. There is always a zero byte after the last, not counted.
 * Paths, languages, host names and names of weighting schemes are ordinary C strings. No function keeps a
 * pointer it was given, except the callbacks and their `user` pointers.
 *
 * Ownership. What a function returns as a non-const handle is OWNED: give it to the _free function of its
 * type. Const handles are borrowed. Handles made from others keep alive what they need: a database may be
 * freed before the iterators, documents, enquires and results that came from it, in any order.
 *
 * Queries. A function that makes a query out of queries CONSUMES them: it frees its inputs, whether it
 * succeeds or not, so that expressions nest and nothing leaks. xc_query_copy makes one that can be used
 * twice, at the cost of a reference count. Given a NULL query a combining function returns NULL and keeps
 * the error that is already there, so one test at the end of an expression is enough. All other functions
 * only borrow queries.
 *
 * Threads. A handle is used by one thread at a time, and so are, together, a database and everything made
 * from it. The library has no locks; reference counts inside it are not atomic. Queries and stemmers belong
 * to no database, but a query and its copies or parts count as one handle. Two handles opened separately are
 * independent, even on the same path. Functions without a handle may be called from any thread.
 *
 * A database handle shows one revision until xc_database_reopen. A writer may reuse the blocks of a revision
 * after its second commit: any read, also of a document fetched before, may then give XC_MODIFIED. Reopen
 * and ask again.
 *
 * Costs are given where they are not "a memory access or two". "A look-up" is a descent of a B-tree: a few
 * blocks, usually cached by the kernel.
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define XC_API __attribute__((visibility("default")))
#else
#define XC_API
#endif

/* Gives an enumeration its type in C++ too, so that a value it does not name can be refused. */
#ifdef __cplusplus
#define XC_ENUM(name) enum name : unsigned
#else
#define XC_ENUM(name) enum name
#endif

/* Raised whenever a struct or a function changes in a way that needs recompiling. */
#define XC_API_VERSION 1

/* A size: the string ends at its zero byte. */
#define XC_NUL ((size_t)-1)
/* Not a slot: values are kept in slots 0 to XC_NO_SLOT - 1. */
#define XC_NO_SLOT ((xc_slot)0xffffffffu)
/* A term is at most this many bytes, a zero byte counting twice. */
#define XC_TERM_MAX 245

typedef uint32_t xc_docid;     /* 1 and up; 0 is no document */
typedef uint32_t xc_doccount;
typedef uint32_t xc_slot;
typedef uint32_t xc_position;  /* of a word in its document */
typedef uint32_t xc_termcount;

typedef struct xc_bytes {
  const char *data; /* never NULL after a success */
  size_t size;
} xc_bytes;

/* ---- Errors ------------------------------------------------------------------------------------ */

typedef XC_ENUM(xc_code) {
  XC_OK = 0,
  XC_NO_DATABASE, /* there is no database at that place: create it, or correct the path */
  XC_EXISTS,      /* there is a database already: open it, or choose another place */
  XC_LOCKED,      /* another writer has it: wait and try again */
  XC_MODIFIED,    /* the revision being read was overwritten: xc_database_reopen, then ask all of it again */
  XC_CLOSED,      /* the database was closed: open it again */
  XC_CORRUPT,     /* the files are damaged: rebuild the database, or restore a copy */
  XC_FORMAT,      /* written by another version, or not by the matching serialise function: make it again */
  XC_IO,          /* the disk is full, a file cannot be read or written, no permission: see `detail` */
  XC_NETWORK,     /* the remote server cannot be reached or has hung up */
  XC_TIMEOUT,     /* the remote server did not answer in time */
  XC_NOT_FOUND,   /* there is no such document (or stemmer) */
  XC_INVALID,     /* an argument is wrong or out of range, or the call is out of place: correct the program */
  XC_TOO_MANY,    /* a wildcard stands for more terms than its limit allows: ask for a longer prefix */
  XC_UNSUPPORTED, /* this kind of database, or this build of Xapian, cannot do that */
  XC_STOPPED,     /* a callback returned non-zero: `detail` is what it returned */
  XC_NO_MEMORY,
  XC_INTERNAL     /* a fault in Xapian or in this library: report it */
} xc_code;

typedef struct xc_error {
  xc_code code;
  int detail;        /* an errno where the system gave one, a callback's answer with XC_STOPPED, or 0 */
  const char *type;  /* name of Xapian's exception, or ""; static */
  char message[512]; /* whole sentences, UTF-8, ready to print: what failed, with what, and what to do */
} xc_error;

#define XC_ERROR_INIT {XC_OK, 0, "", ""}

/* The name of a code as written above, for logs ("XC_LOCKED"); static. */
XC_API const char *xc_code_name(xc_code code);
/* The version of libxapian at run time, such as "1.4.22"; static. */
XC_API const char *xc_xapian_version(void);

/* What a function that moves an iterator returns. */
#define XC_ITEM 1
#define XC_END 0
#define XC_FAILED (-1)

/* ---- Handles ----------------------------------------------------------------------------------- */

typedef struct xc_database xc_database;
typedef struct xc_writer xc_writer;
typedef struct xc_document xc_document;
typedef struct xc_query xc_query;
typedef struct xc_enquire xc_enquire;
typedef struct xc_mset xc_mset;
typedef struct xc_rset xc_rset;
typedef struct xc_eset xc_eset;
typedef struct xc_value_counts xc_value_counts;
typedef struct xc_terms xc_terms;         /* of a document, a database, a query; keys, synonyms, spellings */
typedef struct xc_postings xc_postings;   /* the documents of a term */
typedef struct xc_positions xc_positions; /* of a term in a document */
typedef struct xc_values xc_values;       /* of a slot in all documents, or of all slots in a document */
typedef struct xc_stemmer xc_stemmer;

/* ---- Databases --------------------------------------------------------------------------------- */

/* Where one database, or one shard of several, is: set `path`, or `host` and `port`, or `program`. The
 * rest is zero. */
typedef struct xc_shard {
  const char *path;             /* a database's directory or file, or a stub file */
  const char *host;             /* a xapian-tcpsrv */
  uint16_t port;
  const char *program;          /* a command, such as ssh, that runs xapian-progsrv */
  const char *arguments;        /* its arguments in one string; NULL is none */
  unsigned timeout_ms;          /* for one answer of the server; 0 is 10 s to read, no limit to write */
  unsigned connect_timeout_ms;  /* 0 is 10 s */
} xc_shard;

/* Opens one database for reading, or several as one (document d of shard s of n is then (d - 1) * n + s +
 * 1, s counting from 0). Opens some files per shard, or connects. With 0 shards, a database without
 * documents. */
XC_API xc_database *xc_database_open(const xc_shard *shards, size_t count, xc_error *error);
/* Closes the files unless something made from the database still needs them. */
XC_API void xc_database_free(xc_database *database);
/* Closes the files now, whatever else uses them: reading then gives XC_CLOSED. For good: it cannot be
 * reopened. */
XC_API xc_code xc_database_close(xc_database *database, xc_error *error);
/* Moves on to the latest revision; *changed (may be NULL) says whether there was a newer one. Cheap where
 * not. Iterators made before must be freed. A database that was replaced whole must be opened anew
 * instead. */
XC_API xc_code xc_database_reopen(xc_database *database, bool *changed, xc_error *error);
/* Tells a remote server that this client is alive; nothing for local databases. */
XC_API xc_code xc_database_keep_alive(xc_database *database, xc_error *error);
/* The number of the revision being read, growing by one or more a commit. XC_INVALID or XC_UNSUPPORTED for
 * several shards and for remote databases. */
XC_API xc_code xc_database_revision(xc_database *database, uint64_t *revision, xc_error *error);
/* The unique name the database got when it was created; of several shards, joined by ':'. */
XC_API xc_code xc_database_uuid(xc_database *database, xc_bytes *uuid, xc_error *error);
/* Whether a writer has it now. Tries to take the lock. */
XC_API xc_code xc_database_locked(xc_database *database, bool *locked, xc_error *error);
/* For messages and logs: what and where it is. */
XC_API xc_code xc_database_description(xc_database *database, xc_bytes *text, xc_error *error);

XC_API xc_code xc_database_doccount(xc_database *database, xc_doccount *count, xc_error *error);

typedef struct xc_database_stats {
  xc_doccount documents;
  xc_docid last_docid;         /* the highest ever used, perhaps deleted since; 0 if none */
  double average_length;       /* sum of wdf over the terms of a document */
  uint64_t total_length;
  xc_termcount length_lower;   /* no document is shorter, */
  xc_termcount length_upper;   /* nor longer: bounds, perhaps not reached */
  bool has_positions;
} xc_database_stats;

XC_API xc_code xc_database_get_stats(xc_database *database, xc_database_stats *stats, xc_error *error);

/* In how many documents a term is, and the sum of its wdf over them; either may be NULL and then costs
 * nothing. A term that is nowhere has 0. A look-up each. */
XC_API xc_code xc_database_term_frequency(xc_database *database, const char *term, size_t size,
                                          xc_doccount *documents, uint64_t *occurrences, xc_error *error);
/* The wdf of the term is this in no document exceeded. A look-up. */
XC_API xc_code xc_database_wdf_upper_bound(xc_database *database, const char *term, size_t size,
                                           xc_termcount *bound, xc_error *error);
/* Length (sum of wdf) and number of different terms of a document; either may be NULL. The length is a
 * look-up, the other reads the document's terms. XC_NOT_FOUND. */
XC_API xc_code xc_database_document_length(xc_database *database, xc_docid docid, xc_termcount *length,
                                           xc_termcount *unique_terms, xc_error *error);

typedef struct xc_value_stats {
  xc_doccount documents; /* how many have a value in the slot */
  xc_bytes lower;        /* no value sorts before, */
  xc_bytes upper;        /* nor after: bounds, perhaps not reached. Both empty when no document has one */
} xc_value_stats;

/* A look-up. */
XC_API xc_code xc_database_value_stats(xc_database *database, xc_slot slot, xc_value_stats *stats,
                                       xc_error *error);

/* What was stored under a key; empty if nothing was. A look-up. */
XC_API xc_code xc_database_metadata(xc_database *database, const char *key, size_t size, xc_bytes *value,
                                    xc_error *error);
/* Keys of metadata beginning with prefix, in byte order. */
XC_API xc_terms *xc_database_metadata_keys(xc_database *database, const char *prefix, size_t size,
                                           xc_error *error);

/* All terms beginning with prefix, in byte order, with their frequencies. */
XC_API xc_terms *xc_database_all_terms(xc_database *database, const char *prefix, size_t size,
                                       xc_error *error);
/* The terms of one document, in byte order, with wdf, frequency and positions. XC_NOT_FOUND. */
XC_API xc_terms *xc_database_document_terms(xc_database *database, xc_docid docid, xc_error *error);
/* The documents of a term by ascending docid; of the empty term, all documents. Nowhere: no documents. */
XC_API xc_postings *xc_database_postings(xc_database *database, const char *term, size_t size,
                                         xc_error *error);
/* The positions of a term in a document, ascending. Without any, or no such term or document: none. */
XC_API xc_positions *xc_database_positions(xc_database *database, xc_docid docid, const char *term,
                                           size_t size, xc_error *error);
/* The values of a slot by ascending docid, documents without one left out. */
XC_API xc_values *xc_database_values(xc_database *database, xc_slot slot, xc_error *error);

/* A stored document. Its data, terms and values are read when asked for. XC_NOT_FOUND; with
 * XC_ASSUME_VALID the look-up that finds this out is saved, and reading a document that does not exist
 * gives nothing or an error. */
#define XC_ASSUME_VALID 1u
XC_API xc_document *xc_database_document(xc_database *database, xc_docid docid, unsigned flags,
                                         xc_error *error);

/* Terms that are synonyms of one; terms that have synonyms and begin with prefix. */
XC_API xc_terms *xc_database_synonyms(xc_database *database, const char *term, size_t size, xc_error *error);
XC_API xc_terms *xc_database_synonym_keys(xc_database *database, const char *prefix, size_t size,
                                          xc_error *error);

/* The most likely correction of a word within so many edits (0 is 2); empty if none. Reads many small
 * entries: ms. */
XC_API xc_code xc_database_suggest_spelling(xc_database *database, const char *word, size_t size,
                                            unsigned max_edits, xc_bytes *suggestion, xc_error *error);
/* The words known to spelling, with their frequencies. Local databases only. */
XC_API xc_terms *xc_database_spellings(xc_database *database, xc_error *error);

/* Text handed out piece by piece; not ended by a zero byte. Non-zero stops. */
typedef int (*xc_text_fn)(void *user, const char *text, size_t size);

enum {
  XC_CHECK_SHORT_TREE = 1,    /* print the tree, shortly */
  XC_CHECK_FULL_TREE = 2,
  XC_CHECK_SHOW_FREELIST = 4,
  XC_CHECK_SHOW_STATS = 8,
  XC_CHECK_FIX = 16           /* rebuild the version file of a database that lost it; make a copy first */
};

/* Reads a whole local database (or one of its tables) and looks for damage; *faults is how many were
 * found. What it prints goes to output, which may be NULL. Too damaged to be read at all: an error, mostly
 * XC_CORRUPT. Reads every block. */
XC_API xc_code xc_check(const char *path, unsigned flags, xc_text_fn output, void *user, size_t *faults,
                        xc_error *error);

typedef XC_ENUM(xc_compaction) { XC_COMPACT_FULL = 0, XC_COMPACT_STANDARD, XC_COMPACT_FULLER } xc_compaction;

/* What a table is doing: "postlist", "Reduced by 42% ...". Non-zero stops, leaving an unfinished database
 * behind. */
typedef int (*xc_compact_fn)(void *user, const char *table, const char *status);

typedef struct xc_compact_options {
  xc_compaction level;   /* fuller is a little smaller, and slow to update afterwards */
  bool keep_docids;      /* otherwise documents are numbered anew, one shard after the other */
  bool multipass;        /* for many shards */
  bool single_file;      /* one read-only file instead of a directory */
  int block_size;        /* 0 is the default: 8192 */
  xc_compact_fn progress;
  void *user;
} xc_compact_options;

/* Writes a compact copy of a local database, or of its shards merged into one, to a path where nothing is
 * yet (XC_EXISTS). Of a metadata key that is in several shards the first one's value is kept; keep_docids
 * needs shards whose docids do not overlap. options may be NULL. Reads and writes everything, at the
 * disk's speed. The source may go on being read and written. */
XC_API xc_code xc_database_compact(xc_database *database, const char *destination,
                                   const xc_compact_options *options, xc_error *error);

/* ---- Writing ----------------------------------------------------------------------------------- */

typedef XC_ENUM(xc_mode) {
  XC_CREATE_OR_OPEN = 0,
  XC_OPEN,                /* XC_NO_DATABASE if there is none */
  XC_CREATE,              /* XC_EXISTS if there is one */
  XC_CREATE_OR_OVERWRITE  /* empties what is there; readers of it get XC_MODIFIED or XC_CORRUPT */
} xc_mode;

enum {
  XC_NO_SYNC = 1,      /* commits do not wait for the disk: faster, and a power cut can cost the database */
  XC_FULL_SYNC = 2,    /* try harder to get past the disk's own cache */
  XC_DANGEROUS = 4,    /* overwrite blocks in place: nobody may read meanwhile, a crash costs the database */
  XC_NO_TERMLIST = 8,  /* a new database lists no terms by document: smaller, but nothing can be replaced */
  XC_RETRY_LOCK = 16,  /* wait for the lock instead of failing with XC_LOCKED */
  XC_IN_MEMORY = 32    /* a new database in memory, gone when freed: give no shard. For tests, small sets */
};

typedef struct xc_writer_options {
  xc_mode mode;
  unsigned flags;
  int block_size;  /* of a new database: a power of 2 from 2048 to 65536; 0 is 8192 */
} xc_writer_options;

/* Opens a database for writing and takes its lock: one writer at a time, XC_LOCKED for others. With
 * several shards new documents go to each in turn. options may be NULL. */
XC_API xc_writer *xc_writer_open(const xc_shard *shards, size_t count, const xc_writer_options *options,
                                 xc_error *error);
/* Commits what is pending outside a transaction, WITHOUT saying whether that went well (use
 * xc_writer_commit or xc_writer_close first), drops what is in a transaction, and gives the lock
 * back once all that was made from the writer is freed too. */
XC_API void xc_writer_free(xc_writer *writer);
/* Commits, closes the files and gives the lock back; on failure call xc_writer_free all the same. */
XC_API xc_code xc_writer_close(xc_writer *writer, xc_error *error);
/* The same database as one that can be read: every function over an xc_database takes it, and it sees
 * changes before they are committed. Borrowed: do not free it; it dies with the writer. Searching makes
 * pending changes be flushed (not committed) first. */
XC_API xc_database *xc_writer_database(xc_writer *writer);

/* Makes all changes since the last commit visible to readers, all or none, and durable. Waits for the
 * disk. Changes are also committed by themselves every XAPIAN_FLUSH_THRESHOLD (environment; 10000)
 * documents, unless in a transaction. After a failure the pending changes are lost and the database stands
 * at the commit before. */
XC_API xc_code xc_writer_commit(xc_writer *writer, xc_error *error);
/* Until commit or cancel, all changes are one. flushed: also commit what is pending now, and at the end of
 * the transaction; otherwise it joins the next commit. */
XC_API xc_code xc_writer_begin_transaction(xc_writer *writer, bool flushed, xc_error *error);
XC_API xc_code xc_writer_commit_transaction(xc_writer *writer, xc_error *error);
XC_API xc_code xc_writer_cancel_transaction(xc_writer *writer, xc_error *error);

/* Documents are borrowed and copied in; they can be changed and added again. A term over XC_TERM_MAX bytes is
 * XC_INVALID, and the whole document is left out. docid may be NULL. Cost: memory until the next flush. */
XC_API xc_code xc_writer_add(xc_writer *writer, const xc_document *document, xc_docid *docid,
                             xc_error *error);
/* Replaces the document of that number, or makes it. */
XC_API xc_code xc_writer_replace(xc_writer *writer, xc_docid docid, const xc_document *document,
                                 xc_error *error);
/* Replaces the documents that a term is in by one, or adds one. The term should identify it, such as "Q"
 * and an id, and be among its terms. */
XC_API xc_code xc_writer_replace_by_term(xc_writer *writer, const char *term, size_t size,
                                         const xc_document *document, xc_docid *docid, xc_error *error);
/* XC_NOT_FOUND if there is none. */
XC_API xc_code xc_writer_delete(xc_writer *writer, xc_docid docid, xc_error *error);
/* All documents the term is in, none included. */
XC_API xc_code xc_writer_delete_by_term(xc_writer *writer, const char *term, size_t size, xc_error *error);

/* Keeps a value under a key, of 1 to XC_TERM_MAX bytes; the empty value removes the key. Part of the next
 * commit. */
XC_API xc_code xc_writer_set_metadata(xc_writer *writer, const char *key, size_t key_size, const char *value,
                                      size_t value_size, xc_error *error);
XC_API xc_code xc_writer_add_synonym(xc_writer *writer, const char *term, size_t term_size,
                                     const char *synonym, size_t synonym_size, xc_error *error);
XC_API xc_code xc_writer_remove_synonym(xc_writer *writer, const char *term, size_t term_size,
                                        const char *synonym, size_t synonym_size, xc_error *error);
XC_API xc_code xc_writer_clear_synonyms(xc_writer *writer, const char *term, size_t size, xc_error *error);
/* How often a word was seen goes up or down; a word seen 0 times is forgotten. Deleting documents does not
 * do it. */
XC_API xc_code xc_writer_add_spelling(xc_writer *writer, const char *word, size_t size, xc_termcount times,
                                      xc_error *error);
XC_API xc_code xc_writer_remove_spelling(xc_writer *writer, const char *word, size_t size,
                                         xc_termcount times, xc_error *error);

/* ---- Documents --------------------------------------------------------------------------------- */

XC_API xc_document *xc_document_new(xc_error *error);
XC_API void xc_document_free(xc_document *document);
/* Its number in the database it came from; 0 if new. Lent to a callback: see there. */
XC_API xc_docid xc_document_docid(const xc_document *document);

/* Whatever the caller wants back with the document. */
XC_API xc_code xc_document_set_data(xc_document *document, const char *data, size_t size, xc_error *error);
XC_API xc_code xc_document_data(const xc_document *document, xc_bytes *data, xc_error *error);

/* A value by slot, for sorting, ranges, collapsing and facets; empty if none. In a callback of a match it
 * is read from the slot's stream: cheap. From a stored document it is a look-up. */
XC_API xc_code xc_document_value(const xc_document *document, xc_slot slot, xc_bytes *value, xc_error *error);
/* The empty value removes it. */
XC_API xc_code xc_document_set_value(xc_document *document, xc_slot slot, const char *value, size_t size,
                                     xc_error *error);
XC_API xc_code xc_document_clear_values(xc_document *document, xc_error *error);
XC_API xc_values *xc_document_values(const xc_document *document, xc_error *error);

/* Adds a term and wdf to its weight; a term already there only gains the wdf. Terms of 0 bytes are
 * XC_INVALID; those too long are found when the document is written. */
XC_API xc_code xc_document_add_term(xc_document *document, const char *term, size_t size, xc_termcount wdf,
                                    xc_error *error);
/* Adds a term that filters and has no weight (wdf 0). */
XC_API xc_code xc_document_add_boolean_term(xc_document *document, const char *term, size_t size,
                                            xc_error *error);
/* Adds a term at a position, for phrases and NEAR. Cheapest in ascending positions. */
XC_API xc_code xc_document_add_posting(xc_document *document, const char *term, size_t size,
                                       xc_position position, xc_termcount wdf, xc_error *error);
/* XC_INVALID if the term, or the position, is not there. */
XC_API xc_code xc_document_remove_posting(xc_document *document, const char *term, size_t size,
                                          xc_position position, xc_termcount wdf, xc_error *error);
XC_API xc_code xc_document_remove_term(xc_document *document, const char *term, size_t size, xc_error *error);
XC_API xc_code xc_document_clear_terms(xc_document *document, xc_error *error);
XC_API xc_code xc_document_term_count(const xc_document *document, xc_termcount *count, xc_error *error);
XC_API xc_terms *xc_document_terms(const xc_document *document, xc_error *error);

/* The whole document as bytes, and back. Bytes that were damaged, or made otherwise or by another series
 * of Xapian (1.4, 2.0), give XC_FORMAT: not for keeping. Bytes that an enemy may have forged must not be
 * given. */
XC_API xc_code xc_document_serialise(const xc_document *document, xc_bytes *bytes, xc_error *error);
XC_API xc_document *xc_document_unserialise(const char *bytes, size_t size, xc_error *error);

/* ------------------------------------------------------------------------------------------------ Iterators
 *
 * An iterator begins before its first item:
 *
 *   xc_bytes term;
 *   int state;
 *   while ((state = xc_terms_next(terms, &term, &error)) == XC_ITEM)
 *     use(term);
 *   xc_terms_free(terms);
 *   if (state == XC_FAILED) ...
 *
 * Every output may be NULL. _skip_to goes to the first item at or after one, never back, in about a look-up.
 * The terms and values of a document are not to be iterated while it is being changed.
 * After XC_END or XC_FAILED an iterator stays there: further moves give XC_END, and asking about an item is
 * XC_INVALID.
 */

XC_API int xc_terms_next(xc_terms *terms, xc_bytes *term, xc_error *error);
XC_API int xc_terms_skip_to(xc_terms *terms, const char *target, size_t size, xc_bytes *term,
                            xc_error *error);
/* Of the current term: how often it is in the document (terms of a document or a query only) */
XC_API xc_code xc_terms_wdf(xc_terms *terms, xc_termcount *wdf, xc_error *error);
/* in how many documents it is, how often a spelling was added, how many documents have a counted value */
XC_API xc_code xc_terms_frequency(xc_terms *terms, xc_doccount *documents, xc_error *error);
/* and its positions (terms of a document only). */
XC_API xc_positions *xc_terms_positions(xc_terms *terms, xc_error *error);
XC_API void xc_terms_free(xc_terms *terms);

XC_API int xc_postings_next(xc_postings *postings, xc_docid *docid, xc_error *error);
XC_API int xc_postings_skip_to(xc_postings *postings, xc_docid target, xc_docid *docid, xc_error *error);
/* Moves on by up to `capacity` documents at once and writes their numbers and wdfs (either may be NULL):
 * the way to walk a long list. *count is how many were written; fewer than capacity, also 0, is the end. */
XC_API xc_code xc_postings_read(xc_postings *postings, xc_docid *docids, xc_termcount *wdfs, size_t capacity,
                                size_t *count, xc_error *error);
/* Of the current document: wdf of the term, length of the document, positions of the term. */
XC_API xc_code xc_postings_wdf(xc_postings *postings, xc_termcount *wdf, xc_error *error);
XC_API xc_code xc_postings_document_length(xc_postings *postings, xc_termcount *length, xc_error *error);
XC_API xc_positions *xc_postings_positions(xc_postings *postings, xc_error *error);
XC_API void xc_postings_free(xc_postings *postings);

XC_API int xc_positions_next(xc_positions *positions, xc_position *position, xc_error *error);
XC_API int xc_positions_skip_to(xc_positions *positions, xc_position target, xc_position *position,
                                xc_error *error);
/* Moves on by up to `capacity` positions at once, as xc_postings_read. */
XC_API xc_code xc_positions_read(xc_positions *positions, xc_position *into, size_t capacity, size_t *count,
                                 xc_error *error);
XC_API void xc_positions_free(xc_positions *positions);

/* `key` is the docid for the values of a slot (xc_database_values), the slot for those of a document
 * (xc_document_values). */
XC_API int xc_values_next(xc_values *values, uint32_t *key, xc_bytes *value, xc_error *error);
XC_API int xc_values_skip_to(xc_values *values, uint32_t target, uint32_t *key, xc_bytes *value,
                             xc_error *error);
XC_API void xc_values_free(xc_values *values);

/* ------------------------------------------------------------------------------------------------ Queries
 *
 * Remember: what combines queries consumes them. For example, (a OR b) and not c, filtered:
 *
 *   xc_query *either[] = {xc_query_term("a", 1, 1, 0, &error), xc_query_term("b", 1, 1, 0, &error)};
 *   xc_query *either_of = xc_query_combine(XC_OR, either, 2, 0, &error);
 *   xc_query *without[] = {either_of, xc_query_term("c", 1, 1, 0, &error)};
 *   xc_query *filtered[] = {xc_query_combine(XC_AND_NOT, without, 2, 0, &error), filter};
 *   xc_query *query = xc_query_combine(XC_FILTER, filtered, 2, 0, &error);
 */

typedef XC_ENUM(xc_operator) {
  XC_AND = 0,
  XC_OR,
  XC_AND_NOT,    /* the first without the others; no weight from the others */
  XC_XOR,        /* in an odd number of them */
  XC_AND_MAYBE,  /* the first; the others only add weight */
  XC_FILTER,     /* all of them; weight from the first only */
  XC_NEAR,       /* all within a window of positions, in any order; inputs are terms, or XC_OR of terms */
  XC_PHRASE,     /* and in their order */
  XC_ELITE_SET,  /* XC_OR of the few weightiest: the parameter says how many, 0 is 10 */
  XC_SYNONYM,    /* XC_OR weighted as one term */
  XC_MAX         /* XC_OR with the weight of the best */
} xc_operator;

typedef XC_ENUM(xc_on_limit) {
  XC_LIMIT_ERROR = 0,     /* the match gives XC_TOO_MANY; Xapian 1.4 then leaks some 100 bytes a weight */
  XC_LIMIT_FIRST,         /* take the first terms in byte order */
  XC_LIMIT_MOST_FREQUENT  /* take those in most documents: looks at all of them */
} xc_on_limit;

/* Matches nothing; matches every document, with no weight (safe with threads, as each is made anew). */
XC_API xc_query *xc_query_nothing(xc_error *error);
XC_API xc_query *xc_query_all(xc_error *error);
/* wqf: how often in the query, usually 1. position: where in the query, for ordering of XC_PHRASE parts; 0
 * is unknown. The empty term matches all. */
XC_API xc_query *xc_query_term(const char *term, size_t size, xc_termcount wqf, xc_position position,
                               xc_error *error);
/* Consumes the queries, not the array. The parameter is the window of NEAR and PHRASE, a number of
 * positions from the first word to the last, both counted (0: as many as there are queries, so nothing in
 * between), and the size of an ELITE_SET; otherwise 0. With no queries it matches nothing. What an
 * operator cannot do with its inputs (a phrase of phrases) gives XC_UNSUPPORTED, here or when matching. */
XC_API xc_query *xc_query_combine(xc_operator op, xc_query *const *queries, size_t count,
                                  xc_termcount parameter, xc_error *error);
/* Consumes the query. Its weight times the factor, which is 0 (no weight at all) or more. */
XC_API xc_query *xc_query_scale(xc_query *query, double factor, xc_error *error);
/* Documents whose value in a slot is from lower to upper, both included, in byte order; NULL is no bound
 * on that side. Both NULL: XC_INVALID. Looks at every candidate's value: best as a XC_FILTER on something
 * rarer. */
XC_API xc_query *xc_query_value_range(xc_slot slot, const char *lower, size_t lower_size, const char *upper,
                                      size_t upper_size, xc_error *error);
/* All terms beginning with prefix, at most limit of them (0: no limit), joined by XC_SYNONYM, XC_OR or
 * XC_MAX. Expanded against the database at each match. */
XC_API xc_query *xc_query_wildcard(const char *prefix, size_t size, xc_termcount limit, xc_on_limit on_limit,
                                   xc_operator combiner, xc_error *error);
/* Says whether to go on: non-zero stops the match, as xc_spy_fn does. */
typedef int (*xc_watch_fn)(void *user);
/* A query that changes nothing about one it is joined to by XC_FILTER, but calls `watch` on every `every`th
 * document that the other query's parts meet at (0 is 1): also on those that a phrase then turns away, which
 * no spy sees. A match that finds nothing can so be stopped. A phrase inside of XC_OR must be joined to a
 * watch of its own: what an XC_OR does inside is not seen from outside. `user` must outlive the matches of
 * the query. Some 10 ns a document. Not with remote databases. */
XC_API xc_query *xc_query_watch(xc_watch_fn watch, void *user, unsigned every, xc_error *error);
/* The documents of those numbers, ascending and each once, with no weight: to be joined by XC_FILTER, as a
 * number without a document would be found too. Copies them. One shard only. A step is some 10 ns, a
 * skip logarithmic in its distance. */
XC_API xc_query *xc_query_documents(const xc_docid *docids, size_t count, xc_error *error);
/* Does not consume. Shares everything. */
XC_API xc_query *xc_query_copy(const xc_query *query, xc_error *error);
XC_API void xc_query_free(xc_query *query);

/* Whether it is known to match nothing; true for NULL. */
XC_API bool xc_query_is_empty(const xc_query *query);
/* The sum of wqf over its terms. */
XC_API xc_termcount xc_query_length(const xc_query *query);
/* Its terms by position in the query, once a position, or, if unique, once; wildcards are not expanded. */
XC_API xc_terms *xc_query_terms(const xc_query *query, bool unique, xc_error *error);
/* For people: the form may change. */
XC_API xc_code xc_query_description(const xc_query *query, xc_bytes *text, xc_error *error);
/* As xc_document_serialise. */
XC_API xc_code xc_query_serialise(const xc_query *query, xc_bytes *bytes, xc_error *error);
XC_API xc_query *xc_query_unserialise(const char *bytes, size_t size, xc_error *error);

/* ---- Searching --------------------------------------------------------------------------------- */

/* Callbacks run in the thread that asks for the match, while it asks. They may call any function over the
 * document they are given, which is lent to them until they return (free what was made from it before),
 * but none over the database or the enquire of the match. They must not throw or jump out. The docid they
 * get is that of the shard the document is in: with several shards it is not the docid of the whole, which
 * Xapian does not tell them. */

/* Sees a candidate of the match. Non-zero stops the match: xc_enquire_match then fails with XC_STOPPED. */
typedef int (*xc_spy_fn)(void *user, xc_docid docid, double weight, const xc_document *document);
/* Says whether a candidate matches: 1 yes, 0 no; a negative number stops the match as above. */
typedef int (*xc_decider_fn)(void *user, xc_docid docid, const xc_document *document);
/* Writes the sort key of a document: bytes that stay valid until the next call. Non-zero stops the match. */
typedef int (*xc_key_fn)(void *user, xc_docid docid, const xc_document *document, xc_bytes *key);
/* Says whether a term may be suggested for expansion: 1 yes, 0 no; a negative number stops. */
typedef int (*xc_term_fn)(void *user, const char *term, size_t size);

XC_API xc_enquire *xc_enquire_new(xc_database *database, xc_error *error);
XC_API void xc_enquire_free(xc_enquire *enquire);

/* Borrows and shares the query. length counts in some weighting schemes; 0 is the query's own. */
XC_API xc_code xc_enquire_set_query(xc_enquire *enquire, const xc_query *query, xc_termcount length,
                                    xc_error *error);

/* How documents are weighted, by a name and its parameters, which Xapian explains at its classes so named.
 * Parameters left out take the defaults in brackets; too many, or an unknown name, is XC_INVALID.
 *   "bm25"                  k1 (1) k2 (0) k3 (1) b (0.5) min_normlen (0.5): what an enquire begins with
 *   "bm25+"                 the same, and delta (1)
 *   "bool"                  no weights
 *   "coord"                 how many of the terms are there
 *   "trad"                  k (1)
 *   "tfidf", "tfidf NNN"    none; 3 letters for the normalisation of wdf, idf and weight ("ntn")
 *   "lm two_stage"          lambda (0.7) mu (2000)
 *   "lm dirichlet"          mu (2000)
 *   "lm dirichlet+"         mu (2000) delta (0.05)
 *   "lm absolute_discount"  delta (0.7)
 *   "lm jelinek_mercer"     lambda (0.7)
 *   "inl2", "ifb2", "ineb2", "bb2", "pl2"  c (1)
 *   "pl2+"                  c (1) delta (0.8)
 *   "dlh", "dph"            none */
XC_API xc_code xc_enquire_set_weighting(xc_enquire *enquire, const char *name, const double *parameters,
                                        size_t count, xc_error *error);

typedef XC_ENUM(xc_sort) {
  XC_SORT_RELEVANCE = 0,       /* what an enquire begins with; no keys */
  XC_SORT_KEY,                 /* by the keys, then by docid */
  XC_SORT_KEY_THEN_RELEVANCE,
  XC_SORT_RELEVANCE_THEN_KEY
} xc_sort;

typedef struct xc_sort_key {
  xc_slot slot;
  bool descending;  /* the highest value first */
  xc_bytes missing; /* stands for the value of documents without one; zeros: the empty value, the lowest */
} xc_sort_key;

/* Sorts by the values of slots in byte order (numbers: xc_sortable_serialise), the first key first. Copies
 * the keys. */
XC_API xc_code xc_enquire_set_sort(xc_enquire *enquire, xc_sort sort, const xc_sort_key *keys, size_t count,
                                   xc_error *error);
/* The same with keys of the caller's making. `key` and `user` must outlive the enquire or the next
 * set_sort. Not with remote databases. */
XC_API xc_code xc_enquire_set_sort_function(xc_enquire *enquire, xc_sort sort, bool descending,
                                            xc_key_fn key, void *user, xc_error *error);

typedef XC_ENUM(xc_docid_order) { XC_DOCID_ASCENDING = 0, XC_DOCID_DESCENDING, XC_DOCID_ANY } xc_docid_order;

/* The order of documents that are otherwise equal; XC_DOCID_ANY lets an unweighted match stop early. */
XC_API xc_code xc_enquire_set_docid_order(xc_enquire *enquire, xc_docid_order order, xc_error *error);
/* Of documents with the same value in a slot keep the best `max`; XC_NO_SLOT, or 0, keeps all. */
XC_API xc_code xc_enquire_set_collapse(xc_enquire *enquire, xc_slot slot, xc_doccount max, xc_error *error);
/* Leaves out documents below a per cent of the best, or below a weight; 0 is no cutoff. */
XC_API xc_code xc_enquire_set_cutoff(xc_enquire *enquire, int percent, double weight, xc_error *error);
/* After so many seconds a match no longer looks for check_at_least documents; it is NOT ended: a spy that
 * looks at the clock and returns non-zero does that. 0 is none. */
XC_API xc_code xc_enquire_set_time_limit(xc_enquire *enquire, double seconds, xc_error *error);

/* Calls spy for the candidates of every match from now on; for ALL documents that match only where
 * check_at_least reaches the number of documents, and before collapsing. `user` must outlive the enquire
 * or xc_enquire_clear_spies. Not with remote databases. Some 0.1 us a candidate, and what the spy does. */
XC_API xc_code xc_enquire_add_spy(xc_enquire *enquire, xc_spy_fn spy, void *user, xc_error *error);
/* Counts the values of a slot over the candidates of every match from now on, adding up; a value is
 * counted whole, as it is. Works with remote databases. Some 0.7 us a candidate. */
XC_API xc_value_counts *xc_enquire_count_values(xc_enquire *enquire, xc_slot slot, xc_error *error);
XC_API xc_code xc_enquire_clear_spies(xc_enquire *enquire, xc_error *error);

/* How many candidates were seen, with or without a value. */
XC_API xc_doccount xc_value_counts_total(const xc_value_counts *counts);
/* The counted values, whose numbers xc_terms_frequency gives: all in byte order with top 0, or the most
 * frequent. */
XC_API xc_terms *xc_value_counts_values(const xc_value_counts *counts, size_t top, xc_error *error);
XC_API void xc_value_counts_free(xc_value_counts *counts);

typedef struct xc_match_options {
  const xc_rset *relevant;  /* documents known to be relevant; NULL is none */
  xc_decider_fn decider;    /* NULL: what matches the query matches */
  void *user;               /* of the decider */
} xc_match_options;

/* Answers the query with the hits from number `first` (counting from 0), at most max_items of them. The
 * counts of matches are exact where at least check_at_least documents are looked at and there are not
 * more; give it the number of documents for exact counts, 0 for the fastest answer. options may be NULL.
 * This is where the time goes. XC_MODIFIED: xc_database_reopen, make a new enquire and ask again, once. */
XC_API xc_mset *xc_enquire_match(xc_enquire *enquire, xc_doccount first, xc_doccount max_items,
                                 xc_doccount check_at_least, const xc_match_options *options,
                                 xc_error *error);
/* The terms of the query that match in a document, by position in the query. */
XC_API xc_terms *xc_enquire_matching_terms(xc_enquire *enquire, xc_docid docid, xc_error *error);

typedef struct xc_expand_options {
  bool include_query_terms;
  bool exact_frequencies;   /* of terms in several shards: slower */
  double min_weight;        /* leave out terms of no more than this */
  const char *scheme;       /* "trad" (also NULL) or "bo1" */
  double k;                 /* of "trad"; 0 is 1.0 */
  xc_term_fn decider;       /* NULL: all terms */
  void *user;               /* of the decider */
} xc_expand_options;

/* The terms that best tell the given documents from the others: for "more like these". Reads all terms of
 * each of them. options may be NULL. */
XC_API xc_eset *xc_enquire_expand(xc_enquire *enquire, xc_termcount max_items, const xc_rset *relevant,
                                  const xc_expand_options *options, xc_error *error);

/* ---- Results ----------------------------------------------------------------------------------- */

/* Keeps the enquire, and so the database, alive. */
XC_API void xc_mset_free(xc_mset *mset);
/* How many hits are here. */
XC_API xc_doccount xc_mset_size(const xc_mset *mset);

typedef struct xc_mset_stats {
  xc_doccount first;                         /* rank of the first hit here */
  xc_doccount lower, estimated, upper;       /* how many match in all: exact where lower = upper */
  xc_doccount uncollapsed_lower, uncollapsed_estimated, uncollapsed_upper;
  double max_attained;                       /* the best weight, of any match */
  double max_possible;
} xc_mset_stats;

XC_API xc_code xc_mset_get_stats(const xc_mset *mset, xc_mset_stats *stats, xc_error *error);

typedef struct xc_hit {
  xc_docid docid;
  double weight;
  int percent;              /* 0 to 100, of the best possible */
  xc_doccount rank;         /* from 0, `first` included */
  xc_doccount collapsed;    /* at least so many others were hidden behind it */
  xc_bytes collapse_key;    /* empty without collapsing */
  xc_bytes sort_key;        /* empty without sorting by key */
} xc_hit;

/* Hit number i of those here. */
XC_API xc_code xc_mset_hit(const xc_mset *mset, xc_doccount i, xc_hit *hit, xc_error *error);
/* Its document, read lazily as that of xc_database_document. */
XC_API xc_document *xc_mset_document(const xc_mset *mset, xc_doccount i, xc_error *error);
/* Prepares the documents of all hits, where the first of all is among them: one round trip instead of many
 * with remote databases, nothing otherwise. */
XC_API xc_code xc_mset_fetch(const xc_mset *mset, xc_error *error);
/* In how many documents of the database a term is, and its weight in the query (0 if it is not there);
 * either may be NULL. */
XC_API xc_code xc_mset_term(const xc_mset *mset, const char *term, size_t size, xc_doccount *frequency,
                            double *weight, xc_error *error);

/* A set of documents known to be relevant. */
XC_API xc_rset *xc_rset_new(xc_error *error);
XC_API void xc_rset_free(xc_rset *rset);
XC_API xc_code xc_rset_add(xc_rset *rset, xc_docid docid, xc_error *error);
XC_API xc_code xc_rset_remove(xc_rset *rset, xc_docid docid, xc_error *error);
XC_API bool xc_rset_contains(const xc_rset *rset, xc_docid docid);
XC_API xc_doccount xc_rset_size(const xc_rset *rset);

XC_API void xc_eset_free(xc_eset *eset);
XC_API xc_doccount xc_eset_size(const xc_eset *eset);
/* Term number i, the best first. */
XC_API xc_code xc_eset_item(const xc_eset *eset, xc_doccount i, xc_bytes *term, double *weight,
                            xc_error *error);

/* ---- Words and numbers ------------------------------------------------------------------------- */

/* Names of the languages that xc_stemmer_new takes (their ISO 639 codes work too), separated by spaces;
 * static. */
XC_API const char *xc_stemmer_languages(void);
/* XC_NOT_FOUND for a language without one; "none" leaves words as they are. */
XC_API xc_stemmer *xc_stemmer_new(const char *language, xc_error *error);
XC_API void xc_stemmer_free(xc_stemmer *stemmer);
/* The stem of a lower-case word in UTF-8. About a microsecond. */
XC_API xc_code xc_stemmer_stem(xc_stemmer *stemmer, const char *word, size_t size, xc_bytes *stem,
                               xc_error *error);

/* Numbers as bytes that sort as the numbers do; writes up to XC_SORTABLE_MAX bytes and returns how many.
 * NaN gives 0 bytes, as does -infinity. */
#define XC_SORTABLE_MAX 9
XC_API size_t xc_sortable_serialise(double number, char bytes[XC_SORTABLE_MAX]);
/* The way back. Bytes of another origin give some number. */
XC_API double xc_sortable_unserialise(const char *bytes, size_t size);

#ifdef __cplusplus
}
#endif

#endif
