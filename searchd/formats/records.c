#include "searchd/formats/records.h"

const RecordFormat *record_format(RequestFormat format)
{
  switch (format) {
  case REQUEST_JSONL: return &record_jsonl;
  case REQUEST_RIS: return &record_ris;
  case REQUEST_BIBTEX: return &record_bibtex;
  case REQUEST_CSL: return &record_csl;
  default: return &record_csv;
  }
}
