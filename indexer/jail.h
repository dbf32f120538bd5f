/* jail.h - what a worker gives up before it touches the first file.
 *
 * It keeps: its socket and its standard error, memory up to a limit, reading what it was handed, and opening
 * for reading the encodings that poppler reads when a document asks for them. It loses for good: other
 * processes, the network, writing anywhere, starting programs, threads, new rights, executable memory, core
 * dumps, being traced.
 *
 * Three layers: resource limits and capabilities; Landlock (Linux 5.13 and later), which confines the files
 * that can be opened to poppler's data; seccomp, an allow list of system calls. A kernel without seccomp is
 * refused. Without Landlock the worker could read, never send away or change, what its user may read: that is
 * allowed, and told.
 *
 * Everything that is loaded lazily (ICU, iconv, language tables, …) must have been used once before. */
#ifndef REPERE_JAIL_H
#define REPERE_JAIL_H

#include <glib.h>

G_BEGIN_DECLS

/* TRUE in a program built with AddressSanitizer, whose shadow memory no limit of address space can hold:
 * there the pool watches the resident memory instead. */
extern const gboolean repere_jail_unlimited_memory;

/* Enters the jail, for the whole life of this process, which must have one thread. `socket` is the descriptor
 * that may be written besides standard error. `memory`: bytes of address space. `confined` tells whether
 * Landlock holds. */
gboolean repere_jail_enter(int socket, guint64 memory, gboolean *confined, GError **error);

G_END_DECLS
#endif
