/* quality.c - see quality.h */
#include "quality.h"

#include <string.h>
#include "plain.h"
#include "repere/language.h"
#include "skos.h"

typedef struct {
  const char *name, *en, *fr, *es;
} Row;

static const Row rows[REPERE_QUALITIES] = {
  [REPERE_QUALITY_NO_TEXT] = {"no-text", "Pages without text", "Pages sans texte", "Páginas sin texto"},
  [REPERE_QUALITY_OCR_LOW] = {"ocr-low", "Poorly recognised text", "Texte mal reconnu",
                              "Texto mal reconocido"},
  [REPERE_QUALITY_LANGUAGE_MISMATCH] = {"language-mismatch", "Not in the declared language",
                                        "Autre langue que celle déclarée", "Otro idioma que el declarado"},
  [REPERE_QUALITY_DAMAGED] = {"damaged", "Damaged or unreadable file", "Fichier endommagé ou illisible",
                              "Archivo dañado o ilegible"},
  [REPERE_QUALITY_MISSING] = {"missing", "Missing file", "Fichier manquant", "Archivo ausente"},
  [REPERE_QUALITY_DUPLICATE] = {"duplicate", "Suspected duplicate", "Doublon présumé", "Posible duplicado"},
};

const char *repere_quality_name(RepereQuality quality)
{
  return rows[quality].name;
}

/* ---- pages without text ---- */

gboolean repere_quality_page_is_blank(const ReperePage *page)
{
  return page->characters == 0 && !g_str_equal(page->source, "failed");
}

static gboolean lacks_text(const RepereLedgerFile *file)
{
  guint blank = 0, row = 0, longest = 0;
  if (file->outcome == REPERE_OUTCOME_EMPTY) return TRUE;
  for (guint i = 0; i < file->pages->len; i++) {
    gboolean is_blank = repere_quality_page_is_blank(file->pages->pdata[i]);
    row = is_blank ? row + 1 : 0;
    blank += is_blank;
    longest = MAX(longest, row);
  }
  if (longest >= REPERE_QUALITY_BLANK_ROW) return TRUE;
  return blank >= REPERE_QUALITY_BLANK_LEAST &&
         (guint64)blank * 100 >= (guint64)file->pages->len * REPERE_QUALITY_BLANK_PERCENT;
}

/* ---- recognition ---- */

guint repere_quality_confidence(const RepereLedgerFile *file)
{
  guint64 sum = 0, weight = 0;
  for (guint i = 0; i < file->pages->len; i++) {
    const ReperePage *page = file->pages->pdata[i];
    if (page->confidence == REPERE_CONFIDENCE_NONE) continue;
    sum += (guint64)page->confidence * page->characters;
    weight += page->characters;
  }
  return weight ? (guint)((sum + weight / 2) / weight) : REPERE_CONFIDENCE_NONE;
}

/* ---- languages ---- */

const char *repere_quality_language(const RepereLedgerFile *file)
{
  guint64 characters[REPERE_LANGUAGES_MAX] = {0}, all = 0;
  for (guint i = 0; i < file->pages->len; i++) {
    const ReperePage *page = file->pages->pdata[i];
    const RepereLanguage *language = repere_language(page->lang);
    all += page->characters;
    if (language) characters[repere_language_index(language)] += page->characters;
  }
  for (guint i = 0; i < REPERE_LANGUAGES_MAX; i++)
    if (all >= REPERE_QUALITY_LANGUAGE_LEAST && characters[i] * 2 > all) return repere_language_at(i)->code;
  return "";
}

static gboolean is_declared(const char *code, const char *const *declared)
{
  char plain[REPERE_PLAIN_CODE];
  for (; *declared; declared++) {
    repere_plain_language(*declared, plain);
    if (g_str_equal(plain, code)) return TRUE;
  }
  return FALSE;
}

static gboolean is_in_another_language(const RepereLedgerFile *file, const char *const *declared)
{
  const char *found = repere_quality_language(file);
  return found[0] && declared && declared[0] && !is_declared(found, declared);
}

/* ---- files and works ---- */

static guint of_outcome(RepereOutcome outcome)
{
  switch (outcome) {
  case REPERE_OUTCOME_INDEXED:
  case REPERE_OUTCOME_EMPTY: return 0;
  case REPERE_OUTCOME_MISSING: return 1u << REPERE_QUALITY_MISSING;
  default: return 1u << REPERE_QUALITY_DAMAGED;
  }
}

guint repere_quality_of_file(const RepereLedgerFile *file, const char *const *declared)
{
  guint qualities = of_outcome(file->outcome);
  if (lacks_text(file)) qualities |= 1u << REPERE_QUALITY_NO_TEXT;
  if (repere_quality_confidence(file) < REPERE_QUALITY_CONFIDENCE) qualities |= 1u << REPERE_QUALITY_OCR_LOW;
  if (is_in_another_language(file, declared)) qualities |= 1u << REPERE_QUALITY_LANGUAGE_MISMATCH;
  return qualities;
}

guint repere_quality_of_work(const RepereWork *work, const GPtrArray *files, gboolean duplicate)
{
  guint qualities = duplicate ? 1u << REPERE_QUALITY_DUPLICATE : 0;
  g_autoptr(GPtrArray) of_record = g_ptr_array_new();
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = work->fields->pdata[i];
    if (g_str_equal(field->element, "dcterms:language")) g_ptr_array_add(of_record, field->value);
  }
  g_ptr_array_add(of_record, NULL);
  for (guint i = 0; i < work->files->len && i < files->len; i++) {
    const char *own[] = {((RepereFile *)work->files->pdata[i])->lang, NULL};
    const char *const *declared = own[0][0] ? own : (const char *const *)of_record->pdata;
    qualities |= repere_quality_of_file(files->pdata[i], declared);
  }
  return qualities;
}

void repere_quality_values(guint qualities, GPtrArray *values)
{
  for (guint i = 0; i < REPERE_QUALITIES; i++)
    if (qualities & 1u << i) g_ptr_array_add(values, g_strdup(rows[i].name));
}

/* ---- labels ---- */

RepereVocabulary *repere_quality_vocabulary(void)
{
  RepereVocabulary *vocabulary = repere_vocabulary_new("quality", REPERE_VOCABULARY_SKOS);
  for (guint i = 0; i < REPERE_QUALITIES; i++) {
    guint32 place = repere_vocabulary_add_code(vocabulary, rows[i].name);
    guint32 *chain = &g_array_index(vocabulary->concepts, RepereConcept, place).preferred;
    repere_vocabulary_add_label(vocabulary, chain, "en", rows[i].en);
    repere_vocabulary_add_label(vocabulary, chain, "fr", rows[i].fr);
    repere_vocabulary_add_label(vocabulary, chain, "es", rows[i].es);
  }
  return vocabulary;
}
