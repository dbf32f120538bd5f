/* csv_records.c - see csv_records.h */
#include "indexer/csv_records.h"

#include <stdarg.h>
#include <string.h>
/* libcsv's, not ours of the same name in lib/, which -Ilib would find first. */
#include <../include/csv.h>

#include "indexer/csv_columns.h"
#include "indexer/reason.h"
#include "indexer/csv_text.h"

enum { PIECE = 65536, BLOCK = 1024, SEPARATORS = 3 };
enum { ROW_NOT_BEGUN = 0, FIELD_BEGUN = 2 }; /* of libcsv's pstate */

struct RepereCsv {
  char *path;
  GInputStream *stream;
  struct csv_parser parser;
  char piece[PIECE];
  gsize at, filled;
  gboolean begun, ended;
  gboolean after_return; /* the last byte was a carriage return */
  guint line, row_line;  /* being read; where the row began */
  GPtrArray *cells;      /* of char *: of the row */
  gsize row_bytes;
  gboolean row_whole, mended;
  RepereColumns *columns; /* NULL until the header is read */
  gboolean *told;         /* columns without a name that were named for what is in them */
  GQueue ready;           /* of RepereTree * */
  GError *fault;          /* the rest cannot be read */
};

gboolean repere_csv_is_named(const char *path)
{
  gsize length = strlen(path);
  return length > 4 && g_ascii_strcasecmp(path + length - 4, ".csv") == 0;
}

/* ---- opening ---- */

RepereCsv *repere_csv_open(const char *path, GError **error)
{
  GInputStream *stream = repere_csv_text_open(path, error);
  if (!stream) return NULL;
  RepereCsv *csv = g_new0(RepereCsv, 1);
  csv->path = g_strdup(path);
  csv->stream = stream;
  csv->line = 1;
  csv->cells = g_ptr_array_new_with_free_func(g_free);
  csv_init(&csv->parser, 0);
  g_queue_init(&csv->ready);
  return csv;
}

void repere_csv_close(RepereCsv *csv)
{
  if (!csv) return;
  csv_free(&csv->parser);
  g_object_unref(csv->stream);
  g_ptr_array_unref(csv->cells);
  g_queue_clear_full(&csv->ready, (GDestroyNotify)repere_tree_free);
  repere_columns_free(csv->columns);
  g_clear_error(&csv->fault);
  g_free(csv->told);
  g_free(csv->path);
  g_free(csv);
}

static void give_up(RepereCsv *csv, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The rest of the file cannot be read. */
static void give_up(RepereCsv *csv, guint line, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  csv->ended = TRUE;
  if (!csv->fault)
    g_set_error(&csv->fault, REPERE_ERROR, REPERE_ERROR_INPUT, "%s:%u: %s", csv->path, line, sentence);
}

static RepereTree *put(RepereCsv *csv, RepereTreeKind kind, char *fault)
{
  RepereTree *tree = g_new0(RepereTree, 1);
  tree->kind = kind;
  tree->line = csv->row_line;
  tree->fault = fault;
  g_queue_push_tail(&csv->ready, tree);
  return tree;
}

/* ---- a row as a tree ---- */

typedef struct {
  RepereCsv *csv;
  xmlDoc *doc;
  xmlNode *root;
  xmlNs *own, *terms;
  guint column; /* being read */
  guint elements;
} Row;

static xmlNode *new_node(const Row *row, const char *element)
{
  const char *colon = strchr(element, ':');
  xmlNode *node = xmlNewDocNode(row->doc, colon ? row->terms : row->own,
                                (const xmlChar *)(colon ? colon + 1 : element), NULL);
  node->_private = GUINT_TO_POINTER(row->csv->row_line);
  node->extra = (unsigned short)(row->column + 1);
  return node;
}

static void set_lang(const Row *row, xmlNode *node, const char *lang)
{
  if (*lang)
    xmlNewNsProp(node, xmlSearchNsByHref(row->doc, row->root, XML_XML_NAMESPACE), (const xmlChar *)"lang",
                 (const xmlChar *)lang);
}

/* White space around values is cut; empty ones are none. g_strfreev. */
static char **values_of(const char *cell)
{
  g_autoptr(GStrvBuilder) values = g_strv_builder_new();
  g_auto(GStrv) parts = g_strsplit(cell, strchr(cell, '|') ? "|" : ";", -1);
  for (char **part = parts; *part; part++)
    if (*g_strstrip(*part)) g_strv_builder_add(values, *part);
  return g_strv_builder_end(values);
}

static void add_value(Row *row, const RepereColumn *column, const char *value)
{
  xmlNode *node = new_node(row, column->element);
  xmlAddChild(node, xmlNewDocText(row->doc, (const xmlChar *)value));
  xmlAddChild(row->root, node);
  set_lang(row, node, column->lang);
  row->elements++;
}

static const char *cell_at(const Row *row, guint i)
{
  return i < row->csv->cells->len ? row->csv->cells->pdata[i] : "";
}

/* The values of the column of addresses that goes with the files of `column`. */
static char **urls_for(const Row *row, const RepereColumn *column, const char **name)
{
  const RepereColumns *columns = row->csv->columns;
  for (guint i = 0; i < columns->all->len; i++) {
    const RepereColumn *other = repere_columns_at(columns, i);
    if (other->kind != REPERE_COLUMN_URL || !g_str_equal(other->lang, column->lang)) continue;
    *name = other->name;
    return values_of(cell_at(row, i));
  }
  return g_new0(char *, 1);
}

/* A sentence where files and addresses do not go together, else NULL. */
static char *add_files(Row *row, const RepereColumn *column, const char *cell)
{
  const char *name = "";
  g_auto(GStrv) files = values_of(cell);
  g_auto(GStrv) urls = urls_for(row, column, &name);
  guint n_files = g_strv_length(files), n_urls = g_strv_length(urls);
  if (n_urls && n_urls != n_files)
    return g_strdup_printf(
      "column \"%s\" has %u value%s and column \"%s\" %u; give each file its address, or none.", column->name,
      n_files, n_files == 1 ? "" : "s", name, n_urls);
  for (guint i = 0; i < n_files; i++) {
    xmlNode *node = new_node(row, column->element);
    xmlNewProp(node, (const xmlChar *)"href", (const xmlChar *)files[i]);
    if (n_urls) xmlNewProp(node, (const xmlChar *)"url", (const xmlChar *)urls[i]);
    xmlAddChild(row->root, node);
    set_lang(row, node, column->lang);
    row->elements++;
  }
  return NULL;
}

/* Spreadsheets of half the world write a comma in numbers. */
static char *degrees(const char *cell)
{
  char *number = g_strdup(cell);
  char *comma = strchr(number, ',');
  if (comma && !strchr(number, '.')) *comma = '.';
  return number;
}

/* One of latitude and longitude alone is for the schema to refuse. */
static void add_point(Row *row)
{
  const RepereColumns *columns = row->csv->columns;
  static const struct {
    RepereColumnKind kind;
    const char *name;
  } SIDES[] = {{REPERE_COLUMN_LAT, "lat"}, {REPERE_COLUMN_LON, "lon"}};
  xmlNode *node = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(SIDES); i++)
    for (guint k = 0; k < columns->all->len; k++) {
      const char *cell = cell_at(row, k);
      if (repere_columns_at(columns, k)->kind != SIDES[i].kind || !*cell) continue;
      g_autofree char *number = degrees(cell);
      row->column = k;
      if (!node) node = xmlAddChild(row->root, new_node(row, "point"));
      xmlNewProp(node, (const xmlChar *)SIDES[i].name, (const xmlChar *)number);
    }
}

static char *add_cell(Row *row, const RepereColumn *column, const char *cell)
{
  switch (column->kind) {
  case REPERE_COLUMN_ONE: add_value(row, column, cell); break;
  case REPERE_COLUMN_LIST: {
    g_auto(GStrv) values = values_of(cell);
    for (char **value = values; *value; value++) add_value(row, column, *value);
    break;
  }
  case REPERE_COLUMN_FILE: return add_files(row, column, cell);
  case REPERE_COLUMN_NAMELESS:
    if (row->csv->told[row->column]) break;
    row->csv->told[row->column] = TRUE;
    put(row->csv, REPERE_TREE_WARNING,
        g_strdup_printf("column %u has no name in the first row and is not read; name it there.",
                        row->column + 1));
    break;
  case REPERE_COLUMN_URL:
  case REPERE_COLUMN_LAT:
  case REPERE_COLUMN_LON:
  case REPERE_COLUMN_IDLE: break;
  }
  return NULL;
}

static char *fill(Row *row)
{
  const RepereCsv *csv = row->csv;
  char *fault = NULL;
  guint last = csv->cells->len;
  while (last > csv->columns->all->len && !*cell_at(row, last - 1)) last--;
  if (last > csv->columns->all->len)
    return g_strdup_printf(
      "the row has %u cells, and the first row %u names; put a cell that holds the separator %s%c%s into "
      "quotation marks.",
      last, csv->columns->all->len, csv->parser.delim_char == CSV_TAB ? "(" : "\"", csv->parser.delim_char,
      csv->parser.delim_char == CSV_TAB ? ", a tab)" : "\"");
  for (guint i = 0; i < last && !fault; i++) {
    row->column = i;
    if (*cell_at(row, i)) fault = add_cell(row, repere_columns_at(csv->columns, i), cell_at(row, i));
    if (!fault && row->elements > REPERE_RECORD_ELEMENTS)
      fault = g_strdup_printf("the record has more than %d values; split it into several, or mend it.",
                              REPERE_RECORD_ELEMENTS);
  }
  if (!fault) add_point(row);
  return fault;
}

static gboolean is_blank(const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (*(const char *)cells->pdata[i]) return FALSE;
  return TRUE;
}

static void take_row(RepereCsv *csv)
{
  if (is_blank(csv->cells)) return;
  Row row = {.csv = csv, .doc = xmlNewDoc((const xmlChar *)"1.0"), .column = csv->columns->id};
  row.doc->_private = csv->columns;
  row.root = xmlNewDocNode(row.doc, NULL, (const xmlChar *)"record", NULL);
  row.root->_private = GUINT_TO_POINTER(csv->row_line);
  row.root->extra = (unsigned short)(csv->columns->id + 1);
  xmlDocSetRootElement(row.doc, row.root);
  row.own = xmlNewNs(row.root, (const xmlChar *)REPERE_NS_RECORD, NULL);
  row.terms = xmlNewNs(row.root, (const xmlChar *)REPERE_NS_DCTERMS, (const xmlChar *)"dcterms");
  xmlSetNs(row.root, row.own);
  if (csv->mended)
    put(csv, REPERE_TREE_WARNING,
        g_strdup("the row has bytes that are no UTF-8, which the rest of the file is; they were taken for "
                 "Windows-1252: look whether the letters are right, and save the file as \"CSV UTF-8\"."));
  char *fault = fill(&row);
  RepereTree *tree = put(csv, REPERE_TREE_RECORD, fault);
  if (!fault) {
    tree->doc = row.doc;
    return;
  }
  const char *id = cell_at(&row, csv->columns->id);
  tree->id = *id ? g_strdup(id) : NULL;
  xmlFreeDoc(row.doc);
}

static void take_header(RepereCsv *csv)
{
  g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *fault = NULL;
  enum { MOST = 1000 };
  if (csv->cells->len > MOST) {
    give_up(csv, csv->row_line, "the first row has %u cells; a file may have %d columns.", csv->cells->len,
            MOST);
    return;
  }
  csv->columns = repere_columns_read(csv->cells, warnings, &fault);
  csv->told = g_new0(gboolean, csv->cells->len);
  if (fault) give_up(csv, csv->row_line, "%s", fault);
  for (guint i = 0; i < warnings->len; i++) put(csv, REPERE_TREE_WARNING, g_strdup(warnings->pdata[i]));
}

/* ---- what libcsv calls ---- */

static void on_cell(void *bytes, size_t size, void *data)
{
  RepereCsv *csv = data;
  csv->row_bytes += size;
  g_ptr_array_add(csv->cells, repere_csv_text_cell(bytes, size, &csv->mended));
}

static void on_row(int end, void *data)
{
  (void)end;
  ((RepereCsv *)data)->row_whole = TRUE;
}

static void end_row(RepereCsv *csv)
{
  if (csv->columns)
    take_row(csv);
  else
    take_header(csv);
  g_ptr_array_set_size(csv->cells, 0);
  csv->row_bytes = 0;
  csv->row_whole = csv->mended = FALSE;
}

/* ---- the stream ---- */

/* The separator: the one that stands most often in the first line, outside of quotation marks. */
static char separator_of(const char *text, gsize size)
{
  static const char MARKS[] = ",;\t";
  guint counts[SEPARATORS] = {0}, best = 0;
  gboolean quoted = FALSE;
  for (gsize i = 0; i < size && (quoted || !strchr("\r\n", text[i])); i++) {
    if (text[i] == '"') quoted = !quoted;
    const char *mark = quoted || !text[i] ? NULL : strchr(MARKS, text[i]);
    if (mark) counts[mark - MARKS]++;
  }
  for (guint i = 1; i < SEPARATORS; i++)
    if (counts[i] > counts[best]) best = i;
  return MARKS[best];
}

/* Looks at the first piece: a mark of UTF-8, "sep=;", empty lines; the separator. */
static void begin(RepereCsv *csv)
{
  csv->begun = TRUE;
  if (csv->filled >= 3 && memcmp(csv->piece, "\xef\xbb\xbf", 3) == 0) csv->at = 3;
  const char *text = csv->piece + csv->at;
  gsize left = csv->filled - csv->at;
  char separator = 0;
  if (left > 5 && g_ascii_strncasecmp(text, "sep=", 4) == 0 && strchr("\r\n", text[5])) {
    separator = text[4];
    csv->at += 5;
    text += 5;
    left -= 5;
  }
  while (left && strchr("\r\n", *text)) text++, left--;
  csv_set_delim(&csv->parser, (unsigned char)(separator ? separator : separator_of(text, left)));
}

static void parse(RepereCsv *csv, const char *bytes, gsize size)
{
  if (csv->parser.pstate == ROW_NOT_BEGUN) csv->row_line = csv->line;
  /* By itself, libcsv makes room for a cell in steps of 128 bytes. */
  csv_set_blk_size(&csv->parser, MAX(csv->parser.entry_size, (size_t)BLOCK));
  if (csv_parse(&csv->parser, bytes, size, on_cell, on_row, csv) != size) {
    give_up(csv, csv->line, "the row that begins in line %u cannot be read (%s); mend it.", csv->row_line,
            csv_strerror(csv_error(&csv->parser)));
    return;
  }
  if (csv->row_whole)
    end_row(csv);
  else if (csv->row_bytes + csv->parser.entry_pos > (gsize)REPERE_RECORD_MB << 20)
    give_up(
      csv, csv->row_line,
      "the row takes more than %d MB; probably a quotation mark that opens in it is never closed: mend it.",
      REPERE_RECORD_MB);
}

/* Up to the end of a line, since libcsv does not count them. */
static void parse_line(RepereCsv *csv)
{
  const char *from = csv->piece + csv->at;
  gsize left = csv->filled - csv->at, size = 0;
  while (size < left && from[size] != '\n' && from[size] != '\r') size++;
  gboolean whole = size < left;
  gboolean second = whole && size == 0 && from[0] == '\n' && csv->after_return;
  csv->after_return = whole && from[size] == '\r';
  size += whole;
  parse(csv, from, size);
  csv->at += size;
  csv->line += whole && !second;
}

static void end_file(RepereCsv *csv)
{
  if (csv->ended) return;
  csv->ended = TRUE;
  if (csv->parser.pstate == FIELD_BEGUN && csv->parser.quoted) {
    give_up(
      csv, csv->row_line,
      "the row has a quotation mark that is never closed, so that it holds the rest of the file; mend it.");
    return;
  }
  csv_fini(&csv->parser, on_cell, on_row, csv);
  if (csv->row_whole) end_row(csv);
  if (!csv->columns)
    give_up(
      csv, 1,
      "the file is empty; write names of columns into its first row, as in id,title:en,issued,file:en.");
}

static void read_on(RepereCsv *csv)
{
  g_autoptr(GError) cause = NULL;
  if (csv->at < csv->filled) {
    parse_line(csv);
    return;
  }
  gsize filled = 0;
  if (!g_input_stream_read_all(csv->stream, csv->piece, PIECE, &filled, NULL, &cause)) {
    give_up(csv, csv->line, "the file cannot be read: %s.", cause->message);
    return;
  }
  csv->at = 0;
  csv->filled = filled;
  if (!csv->begun) begin(csv);
  if (filled == 0) end_file(csv);
}

RepereTree *repere_csv_next(RepereCsv *csv, GError **error)
{
  while (g_queue_is_empty(&csv->ready) && !csv->ended) read_on(csv);
  if (!g_queue_is_empty(&csv->ready)) return g_queue_pop_head(&csv->ready);
  if (csv->fault && error) *error = g_error_copy(csv->fault);
  return NULL;
}

/* ---- what messages call it ---- */

gboolean repere_csv_made(const xmlNode *node)
{
  return node->doc && node->doc->_private;
}

char *repere_csv_subject(const xmlNode *node, const char *attribute)
{
  if (!repere_csv_made(node)) {
    g_autofree char *name = repere_tree_name(node);
    return repere_reason(REPERE_REASON_RECORD_ELEMENT, name);
  }
  const RepereColumns *columns = node->doc->_private;
  const RepereColumn *column = repere_columns_at(columns, node->extra - 1U);
  const RepereColumn *side =
    attribute
      ? repere_columns_of(columns, g_str_equal(attribute, "lat") ? REPERE_COLUMN_LAT : REPERE_COLUMN_LON)
      : NULL;
  return repere_reason(REPERE_REASON_RECORD_COLUMN, side ? side->name : column->name);
}
