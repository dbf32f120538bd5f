/* reason.h - the sentences that curators read about files and records, in their languages: the ledger's
 * reasons, and what is wrong with a record.
 *
 * One table has them all, a row a sentence or a part of one, with holes for what is particular: "{n}" a
 * number, "{w}" a word, "{}" any text, "{s}" something that a row words. The English sentence is kept;
 * messages on a terminal and programs show it as it is. A page in another language words it anew: its row is
 * found by the English words around the holes, and what stands in these is taken over, or worded where a row
 * has it. Rows are therefore only ever added, and one whose English words change keeps the old ones as a row
 * of its own for as long as ledgers may hold them. */
#ifndef REPERE_REASON_H
#define REPERE_REASON_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  /* limits */
  REPERE_REASON_PAGES_MOST,
  REPERE_REASON_TIME_MOST,
  REPERE_REASON_TEXT_MOST,
  REPERE_REASON_TOO_LARGE,
  /* opening */
  REPERE_REASON_MISSING,
  REPERE_REASON_OPEN_REFUSED,
  REPERE_REASON_READ_REFUSED,
  REPERE_REASON_NO_FILE,
  REPERE_REASON_MEDIA_TYPE,
  REPERE_REASON_NO_BYTES,
  REPERE_REASON_ENCRYPTED,
  REPERE_REASON_NOT_PDF,
  REPERE_REASON_NOT_HTML,
  REPERE_REASON_NOT_TEXT,
  REPERE_REASON_DAMAGED,
  REPERE_REASON_DAMAGED_SAYS,
  /* pages */
  REPERE_REASON_NO_PAGES,
  REPERE_REASON_NO_PAGE_READ,
  REPERE_REASON_PAGES_DAMAGED,
  REPERE_REASON_NOT_KEPT,
  REPERE_REASON_LEFT_OUT,
  /* texts */
  REPERE_REASON_NO_TEXT,
  REPERE_REASON_SCAN,
  REPERE_REASON_SCAN_ADVICE,
  REPERE_REASON_SCAN_BLANK,
  REPERE_REASON_GARBAGE,
  REPERE_REASON_PART_ADVICE,
  REPERE_REASON_PART_NEITHER,
  REPERE_REASON_PART_RECOGNISE,
  /* recognition */
  REPERE_REASON_OCR_TIME,
  REPERE_REASON_OCR_PAGE_TIME,
  REPERE_REASON_OCR_PAGE_MEMORY,
  REPERE_REASON_OCR_FAILED,
  REPERE_REASON_OCR_NOTHING_AND,
  REPERE_REASON_PART_OCR_TOO_LONG,
  REPERE_REASON_PART_OCR_MEMORY,
  REPERE_REASON_PART_OCR_CRASHED,
  /* what to do where nothing is recognised: ends of sentences */
  REPERE_REASON_PART_SWITCH_ON,
  REPERE_REASON_PART_BUILD,
  REPERE_REASON_PART_INSTALL,
  REPERE_REASON_PART_UPDATE,
  /* the reader */
  REPERE_REASON_TIMEOUT,
  REPERE_REASON_MEMORY,
  REPERE_REASON_CRASHED,
  REPERE_REASON_PART_FILE,
  REPERE_REASON_PART_PAGE,
  REPERE_REASON_PART_TWICE,
  REPERE_REASON_PART_NONSENSE,
  REPERE_REASON_PART_SIGNAL_SAYS, /* before the next: the first row whose words are there is taken */
  REPERE_REASON_PART_SIGNAL,
  REPERE_REASON_PART_STATUS,
  REPERE_REASON_PART_STATUS_SAYS,
  REPERE_REASON_PART_NO_LIFE,
  REPERE_REASON_FALSE_START,
  REPERE_REASON_NO_START,
  REPERE_REASON_NO_JAIL,
  /* what stands where a file should */
  REPERE_REASON_PART_FOLDER,
  REPERE_REASON_PART_PIPE,
  REPERE_REASON_PART_SOCKET,
  REPERE_REASON_PART_DEVICE,
  /* the system's own words, as far as they are met with files */
  REPERE_REASON_PART_EACCES,
  REPERE_REASON_PART_EIO,
  REPERE_REASON_PART_ELOOP,
  REPERE_REASON_PART_ENAMETOOLONG,
  REPERE_REASON_PART_EMFILE,
  REPERE_REASON_PART_ENOMEM,
  /* records: where one stands, how its faults follow each other, what is wrong with it */
  REPERE_REASON_AT_RECORD,
  REPERE_REASON_AT_LINE,
  REPERE_REASON_AND_ALSO,
  REPERE_REASON_AND_LINE,
  REPERE_REASON_AND_MORE,
  REPERE_REASON_RECORD_ELEMENT,
  REPERE_REASON_RECORD_COLUMN,
  REPERE_REASON_RECORD_CAPITALS,
  REPERE_REASON_RECORD_COUNTRY,
  REPERE_REASON_RECORD_EMPTY,
  REPERE_REASON_RECORD_ID_SPACE,
  REPERE_REASON_RECORD_ID_LONG,
  REPERE_REASON_RECORD_DATE,
  REPERE_REASON_RECORD_LANGUAGE,
  REPERE_REASON_RECORD_ACCESS,
  REPERE_REASON_RECORD_HALF_POINT,
  REPERE_REASON_RECORD_POINT,
  REPERE_REASON_RECORD_DEGREES,
  REPERE_REASON_RECORD_NO_HREF,
  REPERE_REASON_RECORD_SLASH,
  REPERE_REASON_RECORD_FILE_TYPE,
  REPERE_REASON_RECORD_URL,
  REPERE_REASON_RECORD_XML_LANG,
  REPERE_REASON_RECORD_ATTRIBUTE,
  REPERE_REASON_RECORD_NO_ATTRIBUTES,
  REPERE_REASON_RECORD_LANG_CODE,
  REPERE_REASON_RECORD_MARKUP,
  REPERE_REASON_RECORD_TEXT_INSIDE,
  REPERE_REASON_RECORD_MEANT,
  REPERE_REASON_RECORD_UNKNOWN,
  REPERE_REASON_RECORD_TWICE,
  REPERE_REASON_RECORD_NEEDED_EMPTY,
  REPERE_REASON_RECORD_NEEDED,
  REPERE_REASON_RECORD_TEXT_OUTSIDE,
  REPERE_REASON_RECORD_LEAVES,
  REPERE_REASON_RECORD_KNOWN_ID,
  REPERE_REASONS
} RepereReason;

/* The English words of a row, with holes. Static. */
const char *repere_reason_words(RepereReason reason);
/* The same in `lang` ("fr", "es"; English for any other). Static. */
const char *repere_reason_words_in(RepereReason reason, const char *lang);

/* The English sentence, or part of one; for each hole an argument: a guint for "{n}", a string for others.
 * g_free. */
char *repere_reason(RepereReason reason, ...);

/* `sentence` in `lang`; NULL where no row has its words, as where a program of another version wrote it:
 * then it is English. Some microseconds. g_free. */
char *repere_reason_in(const char *sentence, const char *lang);

/* What the system says of an error, in English whatever the language of the process: the ledger is one
 * book. Static, or good until the thread asks again. */
const char *repere_reason_errno(int number);

G_END_DECLS
#endif
