/* oai.h - a record of an OAI-PMH reply with oai_dc -> a work. For records.c.
 *
 * OAI-PMH 2.0: https://www.openarchives.org/OAI/openarchivesprotocol.html ; oai_dc is the fifteen elements of
 * Dublin Core 1.1, free text all of them. They become the terms of our own records where what they say can be
 * told:
 *
 *   header/identifier                     the work's identifier
 *   title, creator, publisher,            dcterms of the same name
 *   contributor, type, relation,
 *   source, rights, format
 *   description                           dcterms:abstract
 *   subject                               a URI: dcterms:subject (a theme); words: a free keyword, with a language
 *   date                                  dcterms:issued: the first day, month or year without a time, else the
 *                                         first with one
 *   language                              dcterms:language, from codes of two or three letters and from names in the
 *                                         languages of the table
 *   coverage                              dcterms:spatial where it is a country (code or name), else
 *                                         dcterms:coverage
 *   identifier                            dc:identifier: addresses and numbers, none of them the work's name here
 *
 * A title, description or keyword without xml:lang is in the record's language, if it names just one. */
#ifndef REPERE_OAI_H
#define REPERE_OAI_H

#include <libxml/tree.h>
#include "repere/work.h"

G_BEGIN_DECLS

typedef struct RepereOai RepereOai; /* names of countries and languages; one thread */

RepereOai *repere_oai_new(void);
void repere_oai_free(RepereOai *oai);

/* Adds to `names` the elements that such works have as fields, and that are not in it yet (static strings). */
void repere_oai_elements(GPtrArray *names);

/* The header's identifier, or NULL. g_free. */
char *repere_oai_id(const xmlNode *record);

/* TRUE where the header says status="deleted". */
gboolean repere_oai_is_deleted(const xmlNode *record);

/* {oai_dc}dc of the record, or NULL. */
const xmlNode *repere_oai_metadata(const xmlNode *record);

/* The work that `metadata` describes. */
RepereWork *repere_oai_work(RepereOai *oai, const char *id, const xmlNode *metadata);

G_END_DECLS
#endif
