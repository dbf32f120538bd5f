/* resources.h - what the programs carry inside them: lib/repere.gresource.xml, compiled by glib-compile-resources. */
#ifndef REPERE_RESOURCES_H
#define REPERE_RESOURCES_H

#include <gio/gio.h>

/* Borrowed; "/repere/record.rng" is the schema of records. */
GResource *repere_get_resource(void);

#endif
