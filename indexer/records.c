/* records.c - see indexer/records.h */
#include "lib/resources.h"
#include "indexer/records.h"
#include "indexer/csv_records.h"
#include "indexer/oai.h"
#include "indexer/reason.h"
#include "indexer/record_faults.h"
#include "indexer/record_tree.h"
#include "plain.h"
#include <stdarg.h>
#include <string.h>
#include <libxml/relaxng.h>

enum { FAULTS_TOLD = 5 }; /* of one record; the rest is counted */

typedef struct {
  guint32 file; /* in `seen_files` */
  guint32 line;
} Place;

struct RepereRecords {
  GPtrArray *files; /* of char *: paths in the order of reading */
  GHashTable *paths; /* the same, each once; borrowed from it */
  GPtrArray *empty; /* of char *: folders without records, to be named with the first call */
  guint next_file;
  RepereTrees *trees; /* of the open file, or NULL */
  RepereCsv *csv;     /* likewise, where it is CSV */
  const char *file;   /* its path */
  guint in_file;      /* records met in it, good or not */
  xmlRelaxNGPtr schema;
  RepereOai *oai; /* made with the first OAI record */
  GStringChunk *ids;
  GHashTable *seen; /* id -> place in `places` + 1 */
  GArray *places;   /* of Place: where each good record stands */
};

/* ---- opening ---- */

static int by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A file that is named by itself and by its folder is read once. */
static void add_file(RepereRecords *records, char *path)
{
  if (g_hash_table_contains(records->paths, path)) {
    g_free(path);
    return;
  }
  g_hash_table_add(records->paths, path);
  g_ptr_array_add(records->files, path);
}

static gboolean add_folder(RepereRecords *records, const char *path, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(GDir) dir = g_dir_open(path, 0, &cause);
  if (dir == NULL) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: the folder of records cannot be read (%s); correct "
                "[library] records.",
                path, cause->message);
    return FALSE;
  }
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir))
    if ((g_str_has_suffix(name, ".xml") || repere_csv_is_named(name)) && name[0] != '.')
      g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, by_text);
  for (guint i = 0; i < names->len; i++)
    add_file(records, g_build_filename(path, g_ptr_array_index(names, i), NULL));
  if (names->len == 0)
    g_ptr_array_add(records->empty, g_strdup(path));
  return TRUE;
}

static gboolean add_path(RepereRecords *records, const char *path, GError **error)
{
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    return add_folder(records, path, error);
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: there is no such file or folder of records; correct "
                "[library] records.",
                path);
    return FALSE;
  }
  add_file(records, g_strdup(path));
  return TRUE;
}

typedef struct {
  char *first; /* the first thing a schema's reader or validator said */
  guint line;
} Said;

static void remember(void *data, xmlErrorPtr problem)
{
  Said *said = data;
  if (said->first != NULL || problem->message == NULL)
    return;
  g_autofree char *valid = g_utf8_make_valid(problem->message, -1);
  said->first = repere_plain_collapse(valid);
  const xmlNode *node = problem->node;
  said->line =
    node != NULL && node->type == XML_ELEMENT_NODE ? repere_tree_line(node) : (guint)MAX(problem->line, 0);
}

/* The schema travels inside the program (lib/repere.gresource.xml): it is part of what the program is. */
static xmlRelaxNGPtr read_schema(GError **error)
{
  Said said = {NULL, 0};
  gsize size = 0;
  g_autoptr(GBytes) bytes = g_resource_lookup_data(repere_get_resource(), "/repere/record.rng", 0, error);
  if (bytes == NULL)
    return NULL;
  const char *text = g_bytes_get_data(bytes, &size);
  xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewMemParserCtxt(text, (int)size);
  xmlRelaxNGSetParserStructuredErrors(parser, remember, &said);
  xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
  xmlRelaxNGFreeParserCtxt(parser);
  if (schema == NULL)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_INTERNAL,
                "The schema of records that this program carries cannot be "
                "read (%s); install the program again.",
                said.first);
  g_free(said.first);
  return schema;
}

RepereRecords *repere_records_open(const char *const *paths, GError **error)
{
  xmlInitParser();
  RepereRecords *records = g_new0(RepereRecords, 1);
  records->files = g_ptr_array_new_with_free_func(g_free);
  records->paths = g_hash_table_new(g_str_hash, g_str_equal);
  records->empty = g_ptr_array_new_with_free_func(g_free);
  records->ids = g_string_chunk_new(65536);
  records->seen = g_hash_table_new(g_str_hash, g_str_equal);
  records->places = g_array_new(FALSE, FALSE, sizeof(Place));
  records->schema = read_schema(error);
  gboolean good = records->schema != NULL;
  for (; good && *paths != NULL; paths++)
    good = add_path(records, *paths, error);
  if (good)
    return records;
  repere_records_close(records);
  return NULL;
}

void repere_records_close(RepereRecords *records)
{
  if (records == NULL)
    return;
  repere_trees_close(records->trees);
  repere_csv_close(records->csv);
  repere_oai_free(records->oai);
  if (records->schema != NULL)
    xmlRelaxNGFree(records->schema);
  g_hash_table_unref(records->paths);
  g_ptr_array_unref(records->files);
  g_ptr_array_unref(records->empty);
  g_hash_table_unref(records->seen);
  g_string_chunk_free(records->ids);
  g_array_unref(records->places);
  g_free(records);
}

/* ---- problems ---- */

void repere_record_problem_free(RepereRecordProblem *problem)
{
  if (problem == NULL)
    return;
  g_free(problem->file);
  g_free(problem->id);
  g_free(problem->message);
  g_free(problem);
}

static RepereRecordProblem *add_problem(GPtrArray *problems, const char *file, guint line, const char *id)
{
  RepereRecordProblem *problem = g_new0(RepereRecordProblem, 1);
  problem->file = g_strdup(file);
  problem->line = line;
  problem->id = g_strdup(id);
  g_ptr_array_add(problems, problem);
  return problem;
}

static void refuse(const RepereRecords *records, GPtrArray *problems, guint line, const char *id,
                   const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Names a record that is left out. */
static void refuse(const RepereRecords *records, GPtrArray *problems, guint line, const char *id,
                   const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  RepereRecordProblem *problem = add_problem(problems, records->file, line, id);
  problem->message = id != NULL && *id != '\0'
                       ? repere_reason(REPERE_REASON_AT_RECORD, records->file, line, id, sentence)
                       : repere_reason(REPERE_REASON_AT_LINE, records->file, line, sentence);
}

static void refuse_faults(const RepereRecords *records, GPtrArray *problems, const char *id,
                          const GPtrArray *faults)
{
  const RepereFault *first = g_ptr_array_index(faults, 0);
  g_autofree char *all = g_strdup(first->text);
  for (guint i = 1; i < MIN(faults->len, FAULTS_TOLD); i++) {
    const RepereFault *fault = g_ptr_array_index(faults, i);
    g_autofree char *before = all;
    all = fault->line == first->line
          ? repere_reason(REPERE_REASON_AND_ALSO, before, fault->text)
          : repere_reason(REPERE_REASON_AND_LINE, before, fault->line, fault->text);
  }
  if (faults->len > FAULTS_TOLD) {
    g_autofree char *before = all;
    all = repere_reason(REPERE_REASON_AND_MORE, before, faults->len - FAULTS_TOLD);
  }
  refuse(records, problems, first->line, id, "%s", all);
}

/* ---- one record ---- */

/* TRUE where the schema takes the record; else names it. */
static gboolean is_valid(const RepereRecords *records, GPtrArray *problems, const char *id, xmlDoc *doc)
{
  Said said = {NULL, 0};
  xmlRelaxNGValidCtxtPtr validator = xmlRelaxNGNewValidCtxt(records->schema);
  xmlRelaxNGSetValidStructuredErrors(validator, remember, &said);
  gboolean valid = xmlRelaxNGValidateDoc(validator, doc) == 0;
  xmlRelaxNGFreeValidCtxt(validator);
  if (!valid) {
    const xmlNode *root = xmlDocGetRootElement(doc);
    g_autoptr(GPtrArray) faults = repere_record_faults(root);
    if (faults->len > 0)
      refuse_faults(records, problems, id, faults);
    else
      refuse(records, problems, said.line > 0 ? said.line : repere_tree_line(root), id,
             "the schema refuses it (%s); "
             "compare the record with record.rng, which \"make install\" puts into share/repere.",
             said.first != NULL ? said.first : "without saying why");
  }
  g_free(said.first);
  return valid;
}

static const Place *place_of(const RepereRecords *records, const char *id)
{
  guint found = GPOINTER_TO_UINT(g_hash_table_lookup(records->seen, id));
  return found > 0 ? &g_array_index(records->places, Place, found - 1) : NULL;
}

static const char *file_of(const RepereRecords *records, const Place *place)
{
  return g_ptr_array_index(records->files, place->file);
}

/* Takes note of a good record's identifier; FALSE, and named, where an earlier record has it. */
static gboolean is_first(RepereRecords *records, GPtrArray *problems, const char *id, guint line)
{
  const Place *before = place_of(records, id);
  if (before != NULL) {
    g_autofree char *sentence =
      repere_reason(REPERE_REASON_RECORD_KNOWN_ID, file_of(records, before), before->line);
    refuse(records, problems, line, id, "%s", sentence);
    return FALSE;
  }
  Place place = {records->next_file - 1, line};
  g_array_append_val(records->places, place);
  g_hash_table_insert(records->seen, g_string_chunk_insert(records->ids, id),
                      GUINT_TO_POINTER(records->places->len));
  return TRUE;
}

static void add_element(RepereWork *work, const xmlNode *node)
{
  if (repere_tree_is(node, REPERE_NS_DCTERMS, "identifier"))
    return;
  g_autofree char *lang = repere_tree_attribute(node, "lang", TRUE);
  if (repere_tree_is(node, REPERE_NS_DCTERMS, "hasFormat")) {
    g_autofree char *href = repere_tree_attribute(node, "href", FALSE);
    g_autofree char *type = repere_tree_attribute(node, "type", FALSE);
    g_autofree char *url = repere_tree_attribute(node, "url", FALSE);
    repere_work_add_file(work, href != NULL ? href : "", lang, type, url);
    return;
  }
  if (repere_tree_is(node, REPERE_NS_RECORD, "point")) {
    g_autofree char *lat = repere_tree_attribute(node, "lat", FALSE);
    g_autofree char *lon = repere_tree_attribute(node, "lon", FALSE);
    ReperePoint point = {lat != NULL ? g_ascii_strtod(lat, NULL) : 0,
                         lon != NULL ? g_ascii_strtod(lon, NULL) : 0};
    g_array_append_val(work->points, point);
    return;
  }
  g_autofree char *name = repere_tree_name(node);
  xmlChar *text = xmlNodeGetContent(node); /* as it stands: a "text" keeps its lines */
  if (text != NULL && !repere_plain_is_blank((const char *)text))
    repere_work_add_field(work, name, lang, (const char *)text);
  xmlFree(text);
}

static RepereWork *finish(const RepereRecords *records, RepereWork *work, guint line, char *hash)
{
  work->source = g_strdup(records->file);
  work->line = line;
  work->hash = hash;
  return work;
}

static RepereWork *take_record(RepereRecords *records, const RepereTree *tree, GPtrArray *problems,
                               RepereKnownHash known, gpointer data)
{
  const xmlNode *root = xmlDocGetRootElement(tree->doc);
  const xmlNode *named = repere_tree_child(root, REPERE_NS_DCTERMS, "identifier");
  g_autofree char *id = named != NULL ? repere_tree_text(named) : NULL;
  if (!repere_tree_is(root, REPERE_NS_RECORD, "record")) {
    g_autofree char *name = repere_tree_name(root);
    refuse(records, problems, tree->line, id,
           "element %s stands where only record may; rename it, or take it out.", name);
    return NULL;
  }
  g_autofree char *hash = repere_tree_hash(root);
  const char *vouched = known != NULL && id != NULL ? known(id, data) : NULL;
  if (g_strcmp0(vouched, hash) != 0 && !is_valid(records, problems, id, tree->doc))
    return NULL;
  g_autoptr(GPtrArray) faults = repere_record_own_faults(root);
  if (faults->len > 0) {
    refuse_faults(records, problems, id, faults);
    return NULL;
  }
  if (id == NULL || !is_first(records, problems, id, tree->line))
    return NULL;
  RepereWork *work = repere_work_new(id);
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    if (node->type == XML_ELEMENT_NODE)
      add_element(work, node);
  return finish(records, work, tree->line, g_steal_pointer(&hash));
}

/* A record that was deleted is no record; one that an earlier file still has is a contradiction. */
static void take_deleted(const RepereRecords *records, const char *id, guint line, GPtrArray *problems)
{
  const Place *before = place_of(records, id);
  if (before != NULL)
    refuse(records, problems, line, id,
           "the record is marked as deleted here, but %s:%u has it; take that one out, or this "
           "file.",
           file_of(records, before), before->line);
}

static RepereWork *take_oai(RepereRecords *records, const RepereTree *tree, GPtrArray *problems)
{
  const xmlNode *root = xmlDocGetRootElement(tree->doc);
  g_autofree char *id = repere_oai_id(root);
  g_autofree char *wrong = id != NULL ? repere_id_fault(id) : g_strdup("is missing.");
  if (wrong != NULL) {
    refuse(records, problems, tree->line, NULL, "the identifier in the record's header %s", wrong);
    return NULL;
  }
  if (repere_oai_is_deleted(root)) {
    take_deleted(records, id, tree->line, problems);
    return NULL;
  }
  const xmlNode *metadata = repere_oai_metadata(root);
  if (metadata == NULL) {
    refuse(records, problems, tree->line, id,
           "the record has no oai_dc metadata; harvest it with metadataPrefix=oai_dc.");
    return NULL;
  }
  if (!is_first(records, problems, id, tree->line))
    return NULL;
  if (records->oai == NULL)
    records->oai = repere_oai_new();
  return finish(records, repere_oai_work(records->oai, id, metadata), tree->line, repere_tree_hash(metadata));
}

static RepereWork *take(RepereRecords *records, const RepereTree *tree, GPtrArray *problems,
                        RepereKnownHash known, gpointer data)
{
  if (tree->kind == REPERE_TREE_WARNING) {
    refuse(records, problems, tree->line, NULL, "%s", tree->fault);
    ((RepereRecordProblem *)g_ptr_array_index(problems, problems->len - 1))->warning = TRUE;
    return NULL;
  }
  records->in_file++;
  if (tree->fault != NULL) {
    refuse(records, problems, tree->line, tree->id, "%s", tree->fault);
    return NULL;
  }
  switch (tree->kind) {
  case REPERE_TREE_RECORD:
    return take_record(records, tree, problems, known, data);
  case REPERE_TREE_OAI:
    return take_oai(records, tree, problems);
  case REPERE_TREE_OAI_ERROR: {
    g_autofree char *code = repere_tree_attribute(xmlDocGetRootElement(tree->doc), "code", FALSE);
    if (g_strcmp0(code, "noRecordsMatch") == 0)
      return NULL; /* the protocol's way to say: none */
    g_autofree char *text = repere_tree_text(xmlDocGetRootElement(tree->doc));
    refuse(records, problems, tree->line, NULL,
           "the reply says it failed (%s%s%s); harvest again, or take the file away.",
           code != NULL ? code : "no code", *text != '\0' ? ": " : "", text);
    return NULL;
  }
  case REPERE_TREE_OAI_PART:
  case REPERE_TREE_STRAY:
  case REPERE_TREE_WARNING:
    break;
  }
  return NULL;
}

/* ---- the stream ---- */

static void name_empty_folders(RepereRecords *records, GPtrArray *problems)
{
  for (guint i = 0; i < records->empty->len; i++) {
    const char *path = g_ptr_array_index(records->empty, i);
    add_problem(problems, path, 0, NULL)->message = g_strdup_printf(
      "%s: the folder has no *.xml and no *.csv; put records into it, or correct [library] records.", path);
  }
  g_ptr_array_set_size(records->empty, 0);
}

/* The line in "FILE:LINE: …". */
static guint line_of(const char *file, const char *message)
{
  gsize length = strlen(file);
  if (strncmp(message, file, length) != 0 || message[length] != ':')
    return 0;
  return (guint)MIN(g_ascii_strtoull(message + length + 1, NULL, 10), G_MAXUINT);
}

static void name_broken_file(const RepereRecords *records, GPtrArray *problems, const GError *cause)
{
  guint line = line_of(records->file, cause->message);
  RepereRecordProblem *problem = add_problem(problems, records->file, line, NULL);
  problem->message = g_strdup(cause->message);
  problem->whole = TRUE;
}

/* FALSE when there are no more files. One that cannot be opened is named and passed over. */
static gboolean open_next(RepereRecords *records, GPtrArray *problems)
{
  while (records->trees == NULL && records->csv == NULL) {
    if (records->next_file == records->files->len)
      return FALSE;
    g_autoptr(GError) cause = NULL;
    records->file = g_ptr_array_index(records->files, records->next_file++);
    records->in_file = 0;
    if (repere_csv_is_named(records->file))
      records->csv = repere_csv_open(records->file, &cause);
    else
      records->trees = repere_trees_open(records->file, &cause);
    if (cause != NULL)
      name_broken_file(records, problems, cause);
  }
  return TRUE;
}

static void close_file(RepereRecords *records, GPtrArray *problems, const GError *cause)
{
  g_clear_pointer(&records->trees, repere_trees_close);
  g_clear_pointer(&records->csv, repere_csv_close);
  if (cause != NULL)
    name_broken_file(records, problems, cause);
  else if (records->in_file == 0)
    add_problem(problems, records->file, 0, NULL)->message =
      g_strdup_printf("%s: the file holds no record; fill it, or take it away.", records->file);
}

RepereWork *repere_records_next(RepereRecords *records, GPtrArray *problems, RepereKnownHash known,
                                gpointer data)
{
  name_empty_folders(records, problems);
  while (open_next(records, problems)) {
    g_autoptr(GError) cause = NULL;
    g_autoptr(RepereTree) tree = records->csv != NULL ? repere_csv_next(records->csv, &cause)
                                                      : repere_trees_next(records->trees, &cause);
    if (tree == NULL) {
      close_file(records, problems, cause);
      continue;
    }
    RepereWork *work = take(records, tree, problems, known, data);
    if (work != NULL)
      return work;
  }
  return NULL;
}
