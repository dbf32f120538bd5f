/* lexicon.c - see lexicon.h: making it, and beginnings. Misspellings: lexicon_near.c */
#include "lexicon_private.h"

#include <string.h>
#include "repere/text.h"

/* ---- making ---- */

RepereLexicon *repere_lexicon_new(void)
{
  RepereLexicon *lexicon = g_new0(RepereLexicon, 1);
  lexicon->bytes = g_byte_array_new();
  lexicon->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  lexicon->counts = g_array_new(FALSE, FALSE, sizeof(guint32));
  lexicon->shared = g_byte_array_new();
  return lexicon;
}

void repere_lexicon_free(RepereLexicon *lexicon)
{
  if (!lexicon) return;
  g_byte_array_unref(lexicon->bytes);
  g_array_unref(lexicon->starts);
  g_array_unref(lexicon->counts);
  g_byte_array_unref(lexicon->shared);
  for (guint i = 1; i < REPERE_LEXICON_LEVELS; i++) g_free(lexicon->most[i]);
  g_free(lexicon);
}

/* How many bytes the last word and this one begin with alike. */
static guint8 shared_with_last(const RepereLexicon *lexicon, const char *word, gsize size)
{
  guint n = lexicon->starts->len;
  gsize shared = 0;
  if (n == 0) return 0;
  const char *last = repere_lexicon_word(lexicon, n - 1);
  while (shared < size && last[shared] == word[shared]) shared++; /* the last one ends in a zero byte */
  return (guint8)shared;
}

void repere_lexicon_add(RepereLexicon *lexicon, const char *word, gsize size, guint32 documents)
{
  if (size == 0 || size > REPERE_LEXICON_BYTES || memchr(word, '\0', size)) return;
  if (!g_utf8_validate(word, (gssize)size, NULL)) return;
  if (lexicon->bytes->len > G_MAXUINT32 - REPERE_LEXICON_BYTES - 1)
    return; /* 4 GB of words: no index has them */
  guint8 shared = shared_with_last(lexicon, word, size);
  guint32 start = lexicon->bytes->len;
  g_byte_array_append(lexicon->shared, &shared, 1);
  g_array_append_val(lexicon->starts, start);
  g_array_append_val(lexicon->counts, documents);
  g_byte_array_append(lexicon->bytes, (const guint8 *)word, (guint)size);
  g_byte_array_append(lexicon->bytes, (const guint8 *)"", 1);
}

/* Each level holds, for each FAN neighbours of the level below, the largest of them. */
void repere_lexicon_finish(RepereLexicon *lexicon)
{
  static const guint8 nothing[REPERE_LEXICON_STRIDE] = {0};
  guint size = lexicon->counts->len;
  g_byte_array_append(lexicon->shared, nothing, sizeof nothing); /* a stop for those that look ahead */
  lexicon->most[0] = (guint32 *)(void *)lexicon->counts->data;
  lexicon->levels = 1;
  while (size > 1 && lexicon->levels < REPERE_LEXICON_LEVELS) {
    const guint32 *below = lexicon->most[lexicon->levels - 1];
    guint above = (size + REPERE_LEXICON_FAN - 1) / REPERE_LEXICON_FAN;
    guint32 *most = g_new0(guint32, above);
    for (guint i = 0; i < size; i++)
      most[i / REPERE_LEXICON_FAN] = MAX(most[i / REPERE_LEXICON_FAN], below[i]);
    lexicon->most[lexicon->levels++] = most;
    size = above;
  }
}

/* ---- from an index ---- */

/* What has accents is another spelling of a folded word that is in the index as well. */
static gboolean is_folded(const char *word, gsize size)
{
  gsize ascii = 0;
  while (ascii < size && !(word[ascii] & 0x80)) ascii++;
  if (ascii == size) return TRUE;
  g_autofree char *folded = repere_text_fold(word, (gssize)size);
  return strlen(folded) == size && memcmp(folded, word, size) == 0;
}

/* Stems, ids and facet values begin with capitals, which stand together in byte order: they are jumped
 * over. */
static int next_word(xc_terms *terms, const char *prefix, xc_bytes *term, xc_error *fault)
{
  gsize skip = strlen(prefix);
  int state = xc_terms_next(terms, term, fault);
  if (state != XC_ITEM || term->size <= skip || !g_ascii_isupper(term->data[skip])) return state;
  g_autofree char *behind = g_strdup_printf("%s%c", prefix, 'Z' + 1);
  return xc_terms_skip_to(terms, behind, XC_NUL, term, fault);
}

RepereLexicon *repere_lexicon_load(xc_database *database, const char *prefix, xc_error *fault)
{
  g_autoptr(RepereLexicon) lexicon = repere_lexicon_new();
  gsize skip = strlen(prefix);
  xc_terms *terms = xc_database_all_terms(database, prefix, skip, fault);
  int state = XC_FAILED;
  xc_bytes term;
  while (terms && (state = next_word(terms, prefix, &term, fault)) == XC_ITEM) {
    xc_doccount documents;
    if (term.size <= skip || !is_folded(term.data + skip, term.size - skip)) continue;
    if (xc_terms_frequency(terms, &documents, fault) != XC_OK) {
      state = XC_FAILED;
      break;
    }
    repere_lexicon_add(lexicon, term.data + skip, term.size - skip, documents);
  }
  xc_terms_free(terms);
  if (state == XC_FAILED) return NULL;
  repere_lexicon_finish(lexicon);
  return g_steal_pointer(&lexicon);
}

/* ---- looking up ---- */

guint repere_lexicon_size(const RepereLexicon *lexicon)
{
  return lexicon->starts->len;
}

const char *repere_lexicon_word(const RepereLexicon *lexicon, guint number)
{
  return (const char *)lexicon->bytes->data + g_array_index(lexicon->starts, guint32, number);
}

guint32 repere_lexicon_documents(const RepereLexicon *lexicon, guint number)
{
  return g_array_index(lexicon->counts, guint32, number);
}

/* The first word from number `from` on whose first `size` bytes are not before `text` (`behind`: are after
 * it). */
static guint first_at(const RepereLexicon *lexicon, guint from, const char *text, gsize size, gboolean behind)
{
  guint to = lexicon->starts->len;
  while (from < to) {
    guint middle = from + (to - from) / 2;
    int order = strncmp(repere_lexicon_word(lexicon, middle), text, size);
    if (order < 0 || (behind && order == 0)) from = middle + 1;
    else to = middle;
  }
  return from;
}

void repere_lexicon_range(const RepereLexicon *lexicon, const char *beginning, guint *from, guint *to)
{
  gsize size = strlen(beginning);
  *from = first_at(lexicon, 0, beginning, size, FALSE);
  *to = first_at(lexicon, *from, beginning, size, TRUE);
}

gboolean repere_lexicon_find(const RepereLexicon *lexicon, const char *word, guint *number)
{
  guint at = first_at(lexicon, 0, word, strlen(word) + 1, FALSE);
  if (at == lexicon->starts->len || strcmp(repere_lexicon_word(lexicon, at), word) != 0) return FALSE;
  *number = at;
  return TRUE;
}

/* ---- the commonest ---- */

/* A word (level 0), or the words below a number of a higher level. */
typedef struct {
  guint32 most;  /* of their counts */
  guint32 start; /* the first word */
  guint32 level;
} Node;

/* Orders a heap: the largest count on top, of equal ones the first in byte order. */
static gboolean before(const Node *a, const Node *b)
{
  return a->most != b->most ? a->most > b->most : a->start < b->start;
}

static void push(GArray *heap, const RepereLexicon *lexicon, guint level, guint i)
{
  Node node = {lexicon->most[level][i], i, level};
  for (guint l = 0; l < level; l++) node.start *= REPERE_LEXICON_FAN;
  g_array_append_val(heap, node);
  Node *nodes = (Node *)(void *)heap->data;
  for (guint at = heap->len - 1; at > 0 && before(&nodes[at], &nodes[(at - 1) / 2]); at = (at - 1) / 2) {
    Node above = nodes[(at - 1) / 2];
    nodes[(at - 1) / 2] = nodes[at];
    nodes[at] = above;
  }
}

static Node pop(GArray *heap)
{
  Node *nodes = (Node *)(void *)heap->data, top = nodes[0];
  guint n = heap->len - 1, at = 0;
  nodes[0] = nodes[n];
  g_array_set_size(heap, n);
  for (guint child = 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && before(&nodes[child + 1], &nodes[child])) child++;
    if (!before(&nodes[child], &nodes[at])) break;
    Node below = nodes[child];
    nodes[child] = nodes[at];
    nodes[at] = below;
    at = child;
  }
  return top;
}

/* Pushes what the range is made of: whole groups of the highest levels, and the rest at its ends. */
static void push_range(GArray *heap, const RepereLexicon *lexicon, guint from, guint to)
{
  for (guint level = 0; from < to; level++) {
    gboolean top = level + 1 == lexicon->levels;
    while (from < to && (top || from % REPERE_LEXICON_FAN)) push(heap, lexicon, level, from++);
    while (from < to && to % REPERE_LEXICON_FAN) push(heap, lexicon, level, --to);
    from /= REPERE_LEXICON_FAN;
    to /= REPERE_LEXICON_FAN;
  }
}

static void push_below(GArray *heap, const RepereLexicon *lexicon, const Node *node)
{
  guint level = node->level - 1, size = lexicon->counts->len, from = node->start;
  for (guint l = 0; l < level; l++) {
    size = (size + REPERE_LEXICON_FAN - 1) / REPERE_LEXICON_FAN;
    from /= REPERE_LEXICON_FAN;
  }
  for (guint i = from; i < MIN(size, from + REPERE_LEXICON_FAN); i++) push(heap, lexicon, level, i);
}

void repere_lexicon_commonest(const RepereLexicon *lexicon, const RepereLexiconRange *ranges, guint n,
                              guint distance, guint most, GArray *found)
{
  g_autoptr(GArray) heap = g_array_new(FALSE, FALSE, sizeof(Node));
  for (guint i = 0; i < n; i++)
    if (ranges[i].distance == distance) push_range(heap, lexicon, ranges[i].from, ranges[i].to);
  while (most > 0 && heap->len > 0) {
    Node node = pop(heap);
    if (node.level > 0) {
      push_below(heap, lexicon, &node);
      continue;
    }
    RepereLexiconWord word = {repere_lexicon_word(lexicon, node.start), node.start, node.most, distance};
    g_array_append_val(found, word);
    most--;
  }
}

guint repere_lexicon_beginning(const RepereLexicon *lexicon, const char *beginning, guint most, GArray *found)
{
  RepereLexiconRange range = {0, 0, 0};
  repere_lexicon_range(lexicon, beginning, &range.from, &range.to);
  repere_lexicon_commonest(lexicon, &range, 1, 0, most, found);
  return range.to - range.from;
}
