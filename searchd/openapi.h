/* openapi.h - openapi.json as it travels inside the program; the source of the code is made by the Makefile.
 */
#ifndef SEARCHD_OPENAPI_H
#define SEARCHD_OPENAPI_H

#include <gio/gio.h>

GResource *openapi_get_resource(void);

#endif
