/* hyphens.c - words that a line's end cut in two.
 *
 * The hyphen is the typesetter's (migra-/tion) or the word's own (post-/arrival). The document knows best:
 * where one of the two spellings stands elsewhere in it, that one is taken. Otherwise the parts decide. A
 * joined word stays on the first line and the line ends after it, so lines stay lines. */
#include <string.h>

#include "text_private.h"

#define PART_MAX 48 /* bytes of a part of a word; longer ones are no words */

typedef struct {
  gsize left, hyphen, right; /* where in the text the part before, the hyphen and the part after begin */
  gsize right_end;           /* of the letters after the hyphen */
  gboolean soft;   /* U+00AD or ¬: nobody's but the typesetter's */
} Cut;

struct RepereHyphens {
  GHashTable *counts; /* a word or a hyphenated pair, lower case -> how often it stands in the document */
};

typedef enum { JOIN, KEEP_HYPHEN, LEAVE_ALONE } Decision;

RepereHyphens *repere_hyphens_new(void)
{
  RepereHyphens *hyphens = g_new(RepereHyphens, 1);
  hyphens->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return hyphens;
}

void repere_hyphens_free(RepereHyphens *hyphens)
{
  if (!hyphens)
    return;
  g_hash_table_unref(hyphens->counts);
  g_free(hyphens);
}

/* ---- finding cuts ---- */

/* Bytes of the hyphen at `p`; 0 if there is none. */
static gsize hyphen_at(const char *p, gboolean *soft)
{
  *soft = FALSE;
  if (*p == '-')
    return 1;
  if (strncmp(p, "\xE2\x80\x90", 3) == 0)
    return 3;
  *soft = strncmp(p, "\xC2\xAD", 2) == 0 || strncmp(p, "\xC2\xAC", 2) == 0;
  return *soft ? 2 : 0;
}

/* Where the letters that end at `end` begin. */
static gsize letters_before(const char *text, gsize end)
{
  gsize at = end;
  while (at > 0 && end - at <= PART_MAX) {
    const char *p = g_utf8_find_prev_char(text, text + at);
    if (!p || !g_unichar_isalpha(g_utf8_get_char(p)))
      break;
    at = (gsize)(p - text);
  }
  return at;
}

static gsize letters_after(const char *text, gsize at)
{
  while (text[at] && g_unichar_isalpha(g_utf8_get_char(text + at)))
    at = (gsize)(g_utf8_next_char(text + at) - text);
  return at;
}

/* If a word is cut at the line's end `newline`, describes it. */
static gboolean cut_at(const char *text, gsize newline, Cut *found)
{
  gsize end = newline;
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t'))
    end--;
  const char *p = end ? g_utf8_find_prev_char(text, text + end) : NULL;
  if (!p || !hyphen_at(p, &found->soft) || p == text)
    return FALSE;
  found->hyphen = (gsize)(p - text);
  const char *before = g_utf8_find_prev_char(text, p);
  if (!before || !g_unichar_isalnum(g_utf8_get_char(before)))
    return FALSE;
  found->left = letters_before(text, found->hyphen);
  found->right = newline + 1 + strspn(text + newline + 1, " \t");
  if (!text[found->right] || !g_unichar_isalnum(g_utf8_get_char(text + found->right)))
    return FALSE;
  found->right_end = letters_after(text, found->right);
  return TRUE;
}

/* The next cut at or after `from`. */
static gboolean next_cut(const char *text, gsize from, Cut *found)
{
  for (const char *p = strchr(text + from, '\n'); p; p = strchr(p + 1, '\n'))
    if (cut_at(text, (gsize)(p - text), found))
      return TRUE;
  return FALSE;
}

void repere_hyphens_carry(char **page, char **next)
{
  gsize end = strlen(*page);
  while (end > 0 && strchr(" \t\n", (*page)[end - 1]))
    end--;
  const char *hyphen = end ? g_utf8_find_prev_char(*page, *page + end) : NULL;
  const char *before = hyphen && hyphen > *page ? g_utf8_find_prev_char(*page, hyphen) : NULL;
  gboolean soft;
  if (!before || !hyphen_at(hyphen, &soft) || !g_unichar_isalpha(g_utf8_get_char(before)))
    return;
  const char *rest = *next + strspn(*next, " \t\n");
  const gsize letters = letters_after(rest, 0), size = strcspn(rest, " \t\n");
  if (letters == 0 || !g_unichar_islower(g_utf8_get_char(rest)) ||
      repere_language_is_stop(NULL, rest, letters))
    return;
  GString *joined = g_string_new_len(*page, (gssize)end);
  g_string_append_c(joined, '\n');
  g_string_append_len(joined, rest, (gssize)size);
  char *left = g_strdup(rest + size + strspn(rest + size, " \t\n"));
  g_free(*page);
  g_free(*next);
  *page = g_string_free(joined, FALSE);
  *next = left;
}

/* ---- evidence ---- */

/* Lower case of text[start, end) at the end of `key`, if it fits. */
static gboolean append_lower(char *key, const char *text, gsize start, gsize end)
{
  gsize size = strlen(key);
  if (end - start > PART_MAX)
    return FALSE;
  for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p))
    size += (gsize)g_unichar_to_utf8(g_unichar_tolower(g_utf8_get_char(p)), key + size);
  key[size] = '\0';
  return TRUE;
}

#define KEY_MAX (4 * PART_MAX + 8) /* lower case may be longer */

static gboolean make_key(char *key, const char *text, const Cut *cut, const char *between)
{
  key[0] = '\0';
  if (!append_lower(key, text, cut->left, cut->hyphen))
    return FALSE;
  strcat(key, between); /* NOLINT: KEY_MAX leaves room */
  return append_lower(key, text, cut->right, cut->right_end);
}

static void note(RepereHyphens *hyphens, const char *key)
{
  if (*key && !g_hash_table_contains(hyphens->counts, key))
    g_hash_table_insert(hyphens->counts, g_strdup(key), g_new0(guint, 1));
}

static guint count_of(const RepereHyphens *hyphens, const char *key)
{
  const guint *count = g_hash_table_lookup(hyphens->counts, key);
  return count ? *count : 0;
}

guint repere_hyphens_collect(RepereHyphens *hyphens, const char *text)
{
  Cut cut;
  guint n = 0;
  for (gsize at = 0; next_cut(text, at, &cut); at = cut.right) {
    char key[KEY_MAX];
    n++;
    if (make_key(key, text, &cut, ""))
      note(hyphens, key);
    if (make_key(key, text, &cut, "-"))
      note(hyphens, key);
    key[0] = '\0';
    if (append_lower(key, text, cut.left, cut.hyphen))
      note(hyphens, key);
    key[0] = '\0';
    if (append_lower(key, text, cut.right, cut.right_end))
      note(hyphens, key);
  }
  return n;
}

static void count_key(RepereHyphens *hyphens, const char *key)
{
  guint *count = g_hash_table_lookup(hyphens->counts, key);
  if (count)
    ++*count;
}

/* The word text[start, end), standing alone or after another with a hyphen between. */
static void count_word(RepereHyphens *hyphens, const char *text, gsize before, gsize start, gsize end)
{
  char key[KEY_MAX] = "";
  gboolean soft;
  const gboolean hyphen_after = hyphen_at(text + end, &soft) != 0;
  if (before == G_MAXSIZE) {
    if (!hyphen_after && append_lower(key, text, start, end))
      count_key(hyphens, key);
    return;
  }
  const gsize left_end = letters_after(text, before);
  if (left_end - before > PART_MAX || !append_lower(key, text, before, left_end))
    return;
  strcat(key, "-"); /* NOLINT: KEY_MAX leaves room */
  if (append_lower(key, text, start, end))
    count_key(hyphens, key);
}

void repere_hyphens_count(RepereHyphens *hyphens, const char *text)
{
  gsize at = 0, before = G_MAXSIZE; /* where the word starts that a hyphen ties to the next */
  gboolean soft, torn = FALSE;      /* the next word is the rest of one that the line's end cut */
  while (text[at]) {
    const gsize end = letters_after(text, at);
    if (end > at) {
      if (!torn)
        count_word(hyphens, text, before, at, end);
      const gsize hyphen = hyphen_at(text + end, &soft);
      torn = hyphen && strchr(" \t\n", text[end + hyphen]) != NULL;
      before = hyphen && !torn ? at : G_MAXSIZE;
      at = end + hyphen;
    } else {
      if (text[at] != ' ' && text[at] != '\t' && text[at] != '\n')
        torn = FALSE;
      before = G_MAXSIZE;
      at = (gsize)(g_utf8_next_char(text + at) - text);
    }
  }
}

/* ---- deciding ---- */

static gboolean in_list(const char *word, const char *list)
{
  const gsize size = strlen(word);
  for (const char *p = list; size && (p = strstr(p, word)); p += size)
    if ((p == list || p[-1] == ' ') && (p[size] == ' ' || p[size] == '\0'))
      return TRUE;
  return FALSE;
}

/* What stands before a hyphen of the word's own, in English, French and Spanish. */
static const char own_hyphen_after[] =
  "self non post pseudo quasi socio vice neo well semi demi tiers avant sous vis c'est "
  "peut rendez chef compte là franco anglo afro ibero euro latino hispano";
/* What the word's own hyphen stands before. */
static const char own_hyphen_before[] =
  "ci là dessus dessous delà même mêmes vous nous moi toi lui elle elles il ils being based related led "
  "making makers maker";
/* What is written in one word although both parts are words. */
static const char closed_after[] = "over under with out some any every where there fore back after inter "
                                   "trans super entre contre sobre para contra sur "
                                   "con des dis mis sub pro per pre re in im un en em com uni multi micro "
                                   "macro auto tele télé hydro bio géo geo agro radio "
                                   "up down hand land mean through";
static const char closed_before[] =
  "work works working worker workers shop shops hood ship ships ful less ness ward wards wide "
  "ever thing things body bodies book stand standing take taken "
  "taking ment ments mente tion tions sion ción ing able ible place point points";
/* "short- and long-term": the hyphen hangs, nothing was cut. */
static const char conjunctions[] = "and or et ou y o e u und";

static gboolean all_upper(const char *text, gsize start, gsize end)
{
  for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p))
    if (!g_unichar_isupper(g_utf8_get_char(p)))
      return FALSE;
  return end > start;
}

/* An address on the web or a path: its hyphens are its own. */
static gboolean in_address(const char *text, gsize at)
{
  gsize start = at;
  while (start > 0 && at - start < 200 && !strchr(" \t\n", text[start - 1]))
    start--;
  const gsize size = at - start;
  return g_strstr_len(text + start, (gssize)size, "://") ||
         g_strstr_len(text + start, (gssize)size, "www.") || memchr(text + start, '@', size) ||
         memchr(text + start, '_', size);
}

/* No evidence in the document: by the parts, both lower case. */
static Decision decide_by_parts(const RepereHyphens *hyphens, const char *text, const Cut *cut)
{
  char left[KEY_MAX] = "", right[KEY_MAX] = "";
  if (!append_lower(left, text, cut->left, cut->hyphen) ||
      !append_lower(right, text, cut->right, cut->right_end))
    return KEEP_HYPHEN;
  const char before = cut->left ? text[cut->left - 1] : ' ';
  if (in_list(right, conjunctions))
    return LEAVE_ALONE;
  if (in_list(left, own_hyphen_after) || in_list(right, own_hyphen_before))
    return KEEP_HYPHEN;
  if (text[cut->right_end] == '-' && repere_language_is_stop(NULL, right, strlen(right)))
    return KEEP_HYPHEN; /* a-t-il, est-à-dire */
  if (strcmp(right, "ce") == 0 && strcmp(left, "est") == 0)
    return KEEP_HYPHEN;
  if (before == '-' && (repere_language_is_stop(NULL, left, strlen(left)) || count_of(hyphens, left)))
    return KEEP_HYPHEN; /* c'est-à-dire, state-of-the-art, three-year-old */
  if (g_utf8_strlen(left, -1) == 1)
    return KEEP_HYPHEN; /* e-mail, T-shirt: nobody cuts after one letter */
  if (in_list(left, closed_after) || in_list(right, closed_before))
    return JOIN;
  if (g_utf8_strlen(left, -1) >= 4 && g_utf8_strlen(right, -1) >= 4 && count_of(hyphens, left) &&
      count_of(hyphens, right))
    return KEEP_HYPHEN; /* both are words of this document: community-based */
  return JOIN;
}

static Decision decide(const RepereHyphens *hyphens, const char *text, const Cut *cut)
{
  char key[KEY_MAX];
  if (cut->left == cut->hyphen || cut->right == cut->right_end)
    return cut->soft ? LEAVE_ALONE : KEEP_HYPHEN; /* a digit on either side */
  if (cut->soft)
    return JOIN;
  const guint joined = make_key(key, text, cut, "") ? count_of(hyphens, key) : 0;
  const guint hyphenated = make_key(key, text, cut, "-") ? count_of(hyphens, key) : 0;
  if (in_address(text, cut->hyphen))
    return KEEP_HYPHEN;
  if (joined + hyphenated > 0)
    return joined >= hyphenated ? JOIN : KEEP_HYPHEN;
  if (g_unichar_isupper(g_utf8_get_char(text + cut->right)))
    return KEEP_HYPHEN; /* Rhône-Alpes, EU-IOM */
  if (all_upper(text, cut->left, cut->hyphen) && cut->hyphen - cut->left > 1)
    return KEEP_HYPHEN; /* IOM-led */
  return decide_by_parts(hyphens, text, cut);
}

/* ---- joining ---- */

/* Copies text[from, to) without the soft hyphens of lines' ends that joined nothing. */
static void copy(GString *out, const char *text, gsize from, gsize to, RepereRepairs *repairs)
{
  const char *p = text + from;
  const char *soft;
  while (p < text + to && (soft = g_strstr_len(p, (gssize)(text + to - p), "\xC2\xAD"))) {
    g_string_append_len(out, p, soft - p);
    repairs->soft_hyphens++;
    p = soft + 2;
  }
  if (p < text + to)
    g_string_append_len(out, p, text + to - p);
}

/* Ends the line after a word that was put together: copies the rest of the word and what is stuck to it.
 * Returns where the text goes on. */
static gsize end_line(GString *out, const char *text, gsize from, RepereRepairs *repairs)
{
  const gsize end = from + strcspn(text + from, " \t\n");
  copy(out, text, from, end, repairs);
  gsize next = end + strspn(text + end, " \t");
  if (text[next] == '\n')
    next++;
  if (text[end])
    g_string_append_c(out, '\n');
  return next;
}

char *repere_hyphens_join(const RepereHyphens *hyphens, char *text, RepereRepairs *repairs)
{
  GString *out = g_string_sized_new(strlen(text));
  gsize at = 0, from = 0; /* copied up to; looked for cuts from */
  Cut cut, next;
  gboolean more = next_cut(text, 0, &cut);
  while (more) {
    const Decision decision = decide(hyphens, text, &cut);
    from = cut.right;
    if (decision != LEAVE_ALONE) {
      copy(out, text, at, cut.hyphen, repairs);
      if (decision == KEEP_HYPHEN)
        g_string_append_c(out, '-');
      repairs->hyphens_joined++;
      at = cut.right;
    }
    more = next_cut(text, from, &next);
    if (decision != LEAVE_ALONE && !(more && next.hyphen < at + strcspn(text + at, " \t\n")))
      at = end_line(out, text, at, repairs);
    cut = next;
  }
  copy(out, text, at, strlen(text), repairs);
  g_free(text);
  return g_string_free(out, FALSE);
}
