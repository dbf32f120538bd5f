/* manifest.h - what a snapshot of an index holds: snapshot.json in its folder, with size and SHA-256 of every file, so
 * that years later it can be told whether a copy is still what was copied.
 *
 *   {"repere": "0.1.0", "created": "2026-11-22T04:00:00Z", "from": "/var/lib/repere/index", "revision": 42,
 *    "uuid": "…", "works": 612, "pages": 9000, "schema": 3, "analysis": "c0ffee12", "xapian": "1.4",
 *    "files": [{"name": "g000001/postlist.glass", "size": 12345, "sha256": "…"}]} */
#ifndef REPERE_MANIFEST_H
#define REPERE_MANIFEST_H

#include "indexer/verify.h"

G_BEGIN_DECLS

#define REPERE_MANIFEST "snapshot.json" /* in the folder of the snapshot */

typedef struct {
  char *name;      /* relative to the folder, with '/' */
  guint64 size;
  char *sha256;
} RepereManifestFile;

typedef struct {
  char *created;   /* ISO 8601, UTC */
  char *from;      /* the folder of the index it was made of */
  guint64 revision;
  char *uuid;      /* of the database in the snapshot */
  guint works, pages, schema;
  char *analysis, *xapian;
  GPtrArray *files; /* of RepereManifestFile * */
} RepereManifest;

RepereManifest *repere_manifest_new(void);
void repere_manifest_free(RepereManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereManifest, repere_manifest_free)

gboolean repere_manifest_exists(const char *folder);

/* Adds `name` of `folder`: a file, or all files below it where it is a folder; nothing where there is none. Reads
 * them. */
gboolean repere_manifest_add(RepereManifest *manifest, const char *folder, const char *name, GError **error);

/* The sizes of its files, summed up. */
guint64 repere_manifest_bytes(const RepereManifest *manifest);

/* Writes it into `folder`. */
gboolean repere_manifest_write(const RepereManifest *manifest, const char *folder, GError **error);

/* CORRUPT where it is none of ours. */
RepereManifest *repere_manifest_read(const char *folder, GError **error);

/* Adds to `findings` each file of `folder` that is not what the manifest says. Reads them all. FALSE: interrupted. */
gboolean repere_manifest_compare(const RepereManifest *manifest, const char *folder, RepereFindings *findings,
                                 GError **error);

G_END_DECLS
#endif
