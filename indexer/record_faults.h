/* record_faults.h - what is wrong with a record that the schema refuses, in words that help. For records.c.
 *
 * The schema decides; libxml2 then says little more than that "record failed to validate". These checks look
 * at the same rules again only to find the element, its line and the remedy. */
#ifndef REPERE_RECORD_FAULTS_H
#define REPERE_RECORD_FAULTS_H

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

typedef struct {
  guint line;
  char *text; /* a sentence */
} RepereFault;

void repere_fault_free(RepereFault *fault);

/* All the faults found (of RepereFault *), in the record's order; empty where these checks know none. */
GPtrArray *repere_record_faults(const xmlNode *record);

/* What the schema leaves open and is wrong all the same: an identifier too long or with control characters, a
 * href that leaves the folder of files. */
GPtrArray *repere_record_own_faults(const xmlNode *record);

/* Adds the names of all elements whose text a work has as fields, as the configuration writes them (static
 * strings). */
void repere_record_elements(GPtrArray *names);

/* W3CDTF (https://www.w3.org/TR/NOTE-datetime) as far as the day: a year, month or day that the calendar
 * has. */
gboolean repere_is_date(const char *value);

/* BCP 47, as far as its form goes. */
gboolean repere_is_language_tag(const char *value);

/* What is wrong with an identifier, as the end of a sentence ("is empty; …"), or NULL. g_free. */
char *repere_id_fault(const char *id);

G_END_DECLS
#endif
