/* skos.c - see skos.h
 *
 * RDF/XML alternates node elements (a concept) and property elements (its label). Two stacks would be the
 * general case; here one array of frames holds both, and a frame that is not understood makes everything in
 * it passed over. */
#include "skos.h"
#include "plain.h"
#include "xml.h"
#include <stdarg.h>
#include <string.h>
#include <libxml/uri.h>

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define SKOS "http://www.w3.org/2004/02/skos/core#"

enum { LABEL_BYTES = 10000, FRAMES = 256, PROBLEMS_TOLD = 100 };

typedef enum {
  FRAME_ROOT,     /* rdf:RDF */
  FRAME_NODE,     /* a node element; `subject` is its concept, or none */
  FRAME_PROPERTY, /* a property element of the node below it */
  FRAME_SKIPPED   /* rdf:parseType="Literal" and its like, and all within */
} FrameKind;

typedef enum {
  PROPERTY_OTHER,
  PROPERTY_TYPE,
  PROPERTY_NOTATION,
  PROPERTY_PREF_LABEL,
  PROPERTY_ALT_LABEL,
  PROPERTY_BROADER,
  PROPERTY_NARROWER,
  PROPERTY_EXACT_MATCH,
  PROPERTY_TOP_CONCEPT_OF,
  PROPERTY_HAS_TOP_CONCEPT
} Property;

typedef struct {
  FrameKind kind;
  Property property;
  guint32 subject; /* of a node */
  char *lang;      /* xml:lang in force, or NULL */
  char *base;      /* xml:base in force, or NULL */
} Frame;

typedef struct {
  guint32 narrow, broad;
  guint line;
} Edge;

typedef struct {
  const char *path;
  RepereVocabulary *vocabulary;
  RepereXml *xml;
  GPtrArray *problems;
  GByteArray *is_concept; /* of the places in vocabulary->concepts */
  GArray *broader;        /* of Edge, as skos:broader says it */
  GArray *narrower;       /* of Edge, as skos:narrower says it */
  GString *text;          /* of the property that is open */
  Frame frames[FRAMES];
  guint depth;
  guint complaints;
} Reader;

static void complain(Reader *reader, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

static void complain(Reader *reader, guint line, const char *format, ...)
{
  if (reader->problems == NULL || ++reader->complaints > PROBLEMS_TOLD)
    return;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_ptr_array_add(reader->problems, g_strdup_printf("%s:%u: %s", reader->path, line, sentence));
}

static RepereConcept *concept_at(const Reader *reader, guint32 place)
{
  return &g_array_index(reader->vocabulary->concepts, RepereConcept, place);
}

/* The place of the concept `uri`, made where it is new. */
static guint32 place_of(Reader *reader, const char *uri)
{
  RepereVocabulary *vocabulary = reader->vocabulary;
  guint32 place = repere_vocabulary_place(vocabulary, uri);
  if (place != REPERE_CONCEPT_NONE)
    return place;
  RepereConcept concept = REPERE_CONCEPT_INIT;
  concept.uri = g_string_chunk_insert(vocabulary->strings, uri);
  g_array_append_val(vocabulary->concepts, concept);
  const guint8 no = FALSE;
  g_byte_array_append(reader->is_concept, &no, 1);
  g_hash_table_insert(vocabulary->places, (gpointer) concept.uri,
                      GUINT_TO_POINTER(vocabulary->concepts->len));
  return vocabulary->concepts->len - 1;
}

/* ---- names of things ---- */

static Property property_of(const RepereXmlElement *element)
{
  static const struct {
    const char *ns, *name;
    Property property;
  } KNOWN[] = {
    {SKOS, "prefLabel", PROPERTY_PREF_LABEL},        {SKOS, "altLabel", PROPERTY_ALT_LABEL},
    {SKOS, "notation", PROPERTY_NOTATION},           {SKOS, "broader", PROPERTY_BROADER},
    {SKOS, "narrower", PROPERTY_NARROWER},           {RDF, "type", PROPERTY_TYPE},
    {SKOS, "topConceptOf", PROPERTY_TOP_CONCEPT_OF}, {SKOS, "hasTopConcept", PROPERTY_HAS_TOP_CONCEPT},
    {SKOS, "exactMatch", PROPERTY_EXACT_MATCH},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(KNOWN); i++)
    if (strcmp(element->name, KNOWN[i].name) == 0 && strcmp(element->ns, KNOWN[i].ns) == 0)
      return KNOWN[i].property;
  return PROPERTY_OTHER;
}

/* `written` against xml:base, where it is relative and there is one. */
static char *resolve(const Frame *frame, const char *written)
{
  if (frame->base == NULL || strstr(written, "://") != NULL || g_str_has_prefix(written, "urn:"))
    return g_strdup(written);
  xmlChar *built = xmlBuildURI((const xmlChar *)written, (const xmlChar *)frame->base);
  char *uri = g_strdup(built != NULL ? (const char *)built : written);
  xmlFree(built);
  return uri;
}

/* The URI that rdf:about, rdf:ID or rdf:nodeID gives a node, or NULL. */
static char *uri_of_node(const RepereXmlElement *element, const Frame *frame)
{
  g_autofree char *about = repere_xml_attribute_named(element, RDF, "about");
  if (about != NULL)
    return resolve(frame, about);
  g_autofree char *id = repere_xml_attribute_named(element, RDF, "ID");
  if (id != NULL) {
    g_autofree char *fragment = g_strconcat("#", id, NULL);
    return resolve(frame, fragment);
  }
  g_autofree char *blank = repere_xml_attribute_named(element, RDF, "nodeID");
  return blank != NULL ? g_strconcat("_:", blank, NULL) : NULL;
}

static char *uri_of_object(const RepereXmlElement *element, const Frame *frame)
{
  g_autofree char *resource = repere_xml_attribute_named(element, RDF, "resource");
  if (resource != NULL)
    return resolve(frame, resource);
  g_autofree char *blank = repere_xml_attribute_named(element, RDF, "nodeID");
  return blank != NULL ? g_strconcat("_:", blank, NULL) : NULL;
}

/* ---- statements ---- */

static void mark_concept(Reader *reader, guint32 place, guint line)
{
  reader->is_concept->data[place] = TRUE;
  if (concept_at(reader, place)->line == 0)
    concept_at(reader, place)->line = line;
}

static void add_match(Reader *reader, guint32 subject, const char *uri)
{
  RepereVocabulary *vocabulary = reader->vocabulary;
  RepereMatching match = {g_string_chunk_insert_const(vocabulary->strings, uri),
                          concept_at(reader, subject)->matches};
  concept_at(reader, subject)->matches = vocabulary->matches->len;
  g_array_append_val(vocabulary->matches, match);
}

/* subject property object, where the object is a resource. */
static void state_resource(Reader *reader, guint32 subject, Property property, const char *object, guint line)
{
  if (property == PROPERTY_TYPE) {
    if (strcmp(object, SKOS "Concept") == 0)
      mark_concept(reader, subject, line);
  } else if (property == PROPERTY_BROADER) {
    Edge edge = {subject, place_of(reader, object), line};
    g_array_append_val(reader->broader, edge);
  } else if (property == PROPERTY_NARROWER) {
    Edge edge = {place_of(reader, object), subject, line};
    g_array_append_val(reader->narrower, edge);
  } else if (property == PROPERTY_EXACT_MATCH) {
    add_match(reader, subject, object);
  } else if (property == PROPERTY_TOP_CONCEPT_OF) {
    mark_concept(reader, subject, line);
  } else if (property == PROPERTY_HAS_TOP_CONCEPT) {
    (void)place_of(reader, object);
  }
}

/* subject property "text", where the object is a literal. */
static void state_literal(Reader *reader, guint32 subject, const Frame *frame)
{
  RepereVocabulary *vocabulary = reader->vocabulary;
  g_autofree char *text = repere_plain_collapse(reader->text->str);
  if (*text == '\0')
    return;
  RepereConcept *concept = concept_at(reader, subject);
  char lang[REPERE_PLAIN_CODE];
  repere_plain_language(frame->lang, lang);
  if (frame->property == PROPERTY_NOTATION && concept->notation == NULL)
  concept->notation = g_string_chunk_insert(vocabulary->strings, text);
  else if (frame->property == PROPERTY_PREF_LABEL)
    repere_vocabulary_add_label(vocabulary, &concept->preferred, lang, text);
  else if (frame->property == PROPERTY_ALT_LABEL)
    repere_vocabulary_add_label(vocabulary, &concept->alternative, lang, text);
}

/* ---- the parser's events ---- */

static void push(Reader *reader, FrameKind kind, const RepereXmlElement *element)
{
  Frame *frame = &reader->frames[reader->depth++];
  const Frame *outer = reader->depth > 1 ? frame - 1 : NULL;
  memset(frame, 0, sizeof *frame);
  frame->kind = kind;
  frame->subject = REPERE_CONCEPT_NONE;
  if (kind == FRAME_SKIPPED)
    return;
  frame->lang = repere_xml_attribute_named(element, REPERE_XML_NS, "lang");
  frame->base = repere_xml_attribute_named(element, REPERE_XML_NS, "base");
  if (frame->lang == NULL && outer != NULL)
    frame->lang = g_strdup(outer->lang);
  if (frame->base == NULL && outer != NULL)
    frame->base = g_strdup(outer->base);
}

static void start_node(Reader *reader, const RepereXmlElement *element)
{
  push(reader, FRAME_NODE, element);
  Frame *frame = &reader->frames[reader->depth - 1];
  g_autofree char *uri = uri_of_node(element, frame);
  gboolean typed = strcmp(element->ns, SKOS) == 0 && strcmp(element->name, "Concept") == 0;
  if (uri == NULL) {
    if (typed)
      complain(reader, element->line, "a concept has no rdf:about, so no record can name it; give it a URI.");
    return;
  }
  frame->subject = place_of(reader, uri);
  if (typed)
    mark_concept(reader, frame->subject, element->line);
  const Frame *property = reader->depth >= 3 ? frame - 1 : NULL;
  if (property != NULL && property->kind == FRAME_PROPERTY && frame[-2].subject != REPERE_CONCEPT_NONE)
    state_resource(reader, frame[-2].subject, property->property, uri, element->line);
}

static void start_property(Reader *reader, const RepereXmlElement *element)
{
  g_autofree char *parse_type = repere_xml_attribute_named(element, RDF, "parseType");
  if (parse_type != NULL && strcmp(parse_type, "Collection") != 0) {
    push(reader, FRAME_SKIPPED, element);
    return;
  }
  guint32 subject = reader->frames[reader->depth - 1].subject;
  push(reader, FRAME_PROPERTY, element);
  Frame *frame = &reader->frames[reader->depth - 1];
  frame->property = property_of(element);
  g_string_truncate(reader->text, 0);
  if (frame->property == PROPERTY_OTHER || subject == REPERE_CONCEPT_NONE)
    return;
  g_autofree char *object = uri_of_object(element, frame);
  if (object != NULL)
    state_resource(reader, subject, frame->property, object, element->line);
}

static void on_start(const RepereXmlElement *element, gpointer data)
{
  Reader *reader = data;
  if (reader->depth == FRAMES) {
    repere_xml_refuse(reader->xml, element->line, "elements are nested too deeply for a vocabulary.");
    return;
  }
  if (reader->depth == 0) {
    if (strcmp(element->ns, RDF) != 0 || strcmp(element->name, "RDF") != 0)
      repere_xml_refuse(
        reader->xml, element->line,
        "the root element is not rdf:RDF; a vocabulary is SKOS in RDF/XML (convert other forms to it).");
    push(reader, FRAME_ROOT, element);
    return;
  }
  FrameKind outer = reader->frames[reader->depth - 1].kind;
  if (outer == FRAME_SKIPPED)
    push(reader, FRAME_SKIPPED, element);
  else if (outer == FRAME_NODE)
    start_property(reader, element);
  else
    start_node(reader, element);
}

static void on_end(gpointer data)
{
  Reader *reader = data;
  Frame *frame = &reader->frames[--reader->depth];
  if (frame->kind == FRAME_PROPERTY && frame->property != PROPERTY_OTHER && reader->depth > 0) {
    guint32 subject = frame[-1].subject;
    if (subject != REPERE_CONCEPT_NONE)
      state_literal(reader, subject, frame);
    g_string_truncate(reader->text, 0);
  }
  g_clear_pointer(&frame->lang, g_free);
  g_clear_pointer(&frame->base, g_free);
}

static void on_text(const char *text, gsize length, gpointer data)
{
  Reader *reader = data;
  if (reader->depth == 0)
    return;
  const Frame *frame = &reader->frames[reader->depth - 1];
  if (frame->kind != FRAME_PROPERTY || frame->property == PROPERTY_OTHER)
    return;
  gsize room =
    LABEL_BYTES - MIN(reader->text->len, LABEL_BYTES); /* no label is that long; a broken file may be */
  g_string_append_len(reader->text, text, (gssize)MIN(length, room));
}

/* ---- after the file ---- */

enum { LEVELS_MOST = 100, STEPS_MOST = 20 * 1000 * 1000 };

/* The first broader concept of each, in the file's order; what skos:narrower says counts where broader is
 * silent. */
static void set_parents(Reader *reader, const GArray *edges, guint *dangling, guint *dangling_line)
{
  for (guint i = 0; i < edges->len; i++) {
    Edge edge = g_array_index(edges, Edge, i);
    if (!reader->is_concept->data[edge.narrow] || !reader->is_concept->data[edge.broad]) {
      if ((*dangling)++ == 0)
        *dangling_line = edge.line;
      continue;
    }
    RepereConcept *concept = concept_at(reader, edge.narrow);
    if (concept->parent == REPERE_CONCEPT_NONE)
      concept->parent = edge.broad;
  }
}

/* Walks up from every concept; a link that leads back into the walk is cut. Each concept is walked through
 * once. */
static void cut_cycles(Reader *reader)
{
  guint n = reader->vocabulary->concepts->len;
  guint32 *walk = g_new0(guint32, n); /* which walk came by first; 0: none yet */
  for (guint32 start = 0; start < n; start++) {
    guint32 place = start;
    while (walk[place] == 0) {
      walk[place] = start + 1;
      RepereConcept *concept = concept_at(reader, place);
      if (concept->parent == REPERE_CONCEPT_NONE)
        break;
      if (walk[concept->parent] == start + 1) {
        complain(reader, concept->line,
                 "the concept %s is broader than itself, by way of %s; the link between them is "
                 "left out: take one of the skos:broader in the circle away.",
                 concept->uri, concept_at(reader, concept->parent)->uri);
        concept->parent = REPERE_CONCEPT_NONE;
        break;
      }
      place = concept->parent;
    }
  }
  g_free(walk);
}

/* How far below its top a concept is, by its first broader ones, each looked at once: `levels` knows from 1
 * on. */
static guint level_of(Reader *reader, guint32 start, guint *levels, GArray *way)
{
  guint32 place = start;
  g_array_set_size(way, 0);
  for (; levels[place] == 0; place = concept_at(reader, place)->parent) {
    g_array_append_val(way, place);
    if (concept_at(reader, place)->parent == REPERE_CONCEPT_NONE) break;
  }
  guint level = levels[place];
  for (guint i = way->len; i > 0; i--) {
    RepereConcept *concept = concept_at(reader, g_array_index(way, guint32, i - 1));
    if (++level > LEVELS_MOST) {
      complain(reader, concept->line,
               "the concept %s is more than %d levels below its topmost one; the link to the one above it is "
               "left out: "
               "no tree that people read is so deep.",
               concept->uri, LEVELS_MOST);
      concept->parent = REPERE_CONCEPT_NONE;
      level = 1;
    }
    levels[g_array_index(way, guint32, i - 1)] = level;
  }
  return level;
}

/* A work counts for all that is above its concepts: what is too deep would cost each of them. */
static void cut_depths(Reader *reader)
{
  guint n = reader->vocabulary->concepts->len;
  g_autofree guint *levels = g_new0(guint, n);
  g_autoptr(GArray) way = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint32 start = 0; start < n; start++) (void)level_of(reader, start, levels, way);
}

/* Whether `above` is `place` or above it, by the links so far. Counts the concepts it looks at down from
 * *steps; TRUE, too, where there are none left. */
static gboolean is_above(const Reader *reader, guint32 place, guint32 above, guint *steps)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
  g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (g_array_append_val(left, place); left->len > 0;) {
    guint32 at = g_array_index(left, guint32, left->len - 1);
    g_array_set_size(left, left->len - 1);
    if (at == above || *steps == 0)
      return TRUE;
    if (!g_hash_table_add(seen, GUINT_TO_POINTER(at + 1)))
      continue;
    (*steps)--;
    const RepereConcept *concept = concept_at(reader, at);
    if (concept->parent != REPERE_CONCEPT_NONE)
      g_array_append_val(left, concept->parent);
    for (guint32 i = concept->further; i != REPERE_CONCEPT_NONE;) {
      const RepereLink *link = &g_array_index(reader->vocabulary->links, RepereLink, i);
      g_array_append_val(left, link->broad);
      i = link->next;
    }
  }
  return FALSE;
}

/* A concept may have several broader ones: what is counted below each of them includes it. Links that would
 * make a concept broader than itself are left out (cut_cycles() has named the circle). */
static void add_further(Reader *reader, const GArray *edges, guint *steps)
{
  GArray *links = reader->vocabulary->links;
  for (guint i = 0; i < edges->len; i++) {
    Edge edge = g_array_index(edges, Edge, i);
    if (!reader->is_concept->data[edge.narrow] || !reader->is_concept->data[edge.broad] ||
        concept_at(reader, edge.narrow)->parent == edge.broad)
      continue;
    if (is_above(reader, edge.broad, edge.narrow, steps) ||
        is_above(reader, edge.narrow, edge.broad, steps)) {
      if (*steps > 0)
        continue; /* a circle, or known already */
      complain(reader, edge.line,
               "so many concepts have several broader ones here that the links are left out from this "
               "one on; a concept needs no link to what is above its broader one.");
      return;
    }
    RepereLink link = {edge.broad, concept_at(reader, edge.narrow)->further};
    concept_at(reader, edge.narrow)->further = links->len;
    g_array_append_val(links, link);
  }
}

/* What has too many above it is told. */
static void look_above(Reader *reader)
{
  const RepereVocabulary *vocabulary = reader->vocabulary;
  g_autoptr(GPtrArray) above = g_ptr_array_new();
  for (guint i = 0; vocabulary->links->len > 0 && i < vocabulary->concepts->len; i++) {
    g_ptr_array_set_size(above, 0);
    repere_vocabulary_with_broader(vocabulary, concept_at(reader, i)->value, above);
    if (above->len == REPERE_BROADER_MOST)
      complain(reader, concept_at(reader, i)->line,
               "the concept %s has %d others above it, or more; only so many count.",
               concept_at(reader, i)->uri, REPERE_BROADER_MOST - 1);
  }
}

/* Leaves out what was only pointed at, and closes the gaps. */
static void keep_concepts(Reader *reader)
{
  GArray *concepts = reader->vocabulary->concepts;
  guint32 *moved = g_new(guint32, concepts->len + 1);
  guint32 kept = 0;
  for (guint32 i = 0; i < concepts->len; i++)
    moved[i] = reader->is_concept->data[i] ? kept++ : REPERE_CONCEPT_NONE;
  for (guint32 i = 0; i < concepts->len; i++) {
    RepereConcept *concept = concept_at(reader, i);
    if (moved[i] == REPERE_CONCEPT_NONE)
      continue;
    if (concept->parent != REPERE_CONCEPT_NONE)
      concept->parent = moved[concept->parent];
    *concept_at(reader, moved[i]) = *concept;
  }
  for (guint i = 0; i < reader->vocabulary->links->len; i++) {
    RepereLink *link = &g_array_index(reader->vocabulary->links, RepereLink, i);
    link->broad = moved[link->broad];
  }
  g_array_set_size(concepts, kept);
  g_free(moved);
}

/* A notation names a concept even where it is equal to some other's URI; of two equal notations the first
 * counts. */
static void set_values(Reader *reader)
{
  RepereVocabulary *vocabulary = reader->vocabulary;
  g_hash_table_remove_all(vocabulary->places);
  for (guint i = 0; i < vocabulary->concepts->len; i++) {
    RepereConcept *concept = concept_at(reader, i);
    concept->value = concept->uri;
    if (concept->notation == NULL)
      continue;
    guint32 other = repere_vocabulary_place(vocabulary, concept->notation);
    if (other != REPERE_CONCEPT_NONE) {
      complain(reader, concept->line,
               "the notation \"%s\" of %s is that of %s already; give it another one. Until then its "
               "URI is its value.",
               concept->notation, concept->uri, concept_at(reader, other)->uri);
      continue;
    }
    concept->value = concept->notation;
    g_hash_table_insert(vocabulary->places, (gpointer) concept->notation, GUINT_TO_POINTER(i + 1));
  }
  for (guint i = 0; i < vocabulary->concepts->len; i++) {
    const RepereConcept *concept = concept_at(reader, i);
    if (repere_vocabulary_place(vocabulary, concept->uri) == REPERE_CONCEPT_NONE)
      g_hash_table_insert(vocabulary->places, (gpointer) concept->uri, GUINT_TO_POINTER(i + 1));
  }
}

static void finish(Reader *reader)
{
  guint dangling = 0, line = 0, steps = STEPS_MOST;
  set_parents(reader, reader->broader, &dangling, &line);
  set_parents(reader, reader->narrower, &dangling, &line);
  if (dangling > 0)
    complain(reader, line,
             "skos:broader or skos:narrower names a concept that is not in the file (%u such links, this is "
             "the first); correct the URI or add the concept. They are left out.",
             dangling);
  cut_cycles(reader);
  cut_depths(reader);
  add_further(reader, reader->broader, &steps);
  add_further(reader, reader->narrower, &steps);
  keep_concepts(reader);
  set_values(reader);
  look_above(reader);
  if (reader->vocabulary->concepts->len == 0)
    complain(reader, 1, "the file has no skos:Concept; a vocabulary needs at least one.");
  if (reader->complaints > PROBLEMS_TOLD && reader->problems != NULL)
    g_ptr_array_add(reader->problems, g_strdup_printf("%s: and %u more; mend those above, and run again.",
                                                      reader->path, reader->complaints - PROBLEMS_TOLD));
}

RepereVocabulary *repere_skos_read(const char *path, const char *name, GPtrArray *problems, GError **error)
{
  static const RepereXmlHandler HANDLER = {on_start, on_end, on_text};
  Reader reader = {.path = path, .problems = problems};
  reader.xml = repere_xml_open(path, &HANDLER, &reader, error);
  if (reader.xml == NULL)
    return NULL;
  reader.vocabulary = repere_vocabulary_new(name, REPERE_VOCABULARY_SKOS);
  reader.is_concept = g_byte_array_new();
  reader.broader = g_array_new(FALSE, FALSE, sizeof(Edge));
  reader.narrower = g_array_new(FALSE, FALSE, sizeof(Edge));
  reader.text = g_string_new(NULL);
  GError *cause = NULL;
  while (repere_xml_read(reader.xml, &cause))
    continue;
  while (reader.depth > 0) {
    reader.depth--;
    g_free(reader.frames[reader.depth].lang);
    g_free(reader.frames[reader.depth].base);
  }
  if (cause == NULL) {
    finish(&reader);
  } else {
    g_clear_pointer(&reader.vocabulary, repere_vocabulary_free);
    g_propagate_error(error, cause);
  }
  g_byte_array_unref(reader.is_concept);
  g_array_unref(reader.broader);
  g_array_unref(reader.narrower);
  g_string_free(reader.text, TRUE);
  repere_xml_close(reader.xml);
  return reader.vocabulary;
}
