/* Replies of OAI-PMH providers: what is told of them, what is mended in them, and that no bytes break
 * anything. */
#include <string.h>

#include "indexer/harvest_reply.h"
#include "indexer/oai.h"

#define HEAD "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
#define RECORD(id, status)                                                                                   \
  "<record><header" status "><identifier>" id                                                                \
  "</identifier><datestamp>2024-01-01</datestamp></header></record>"

static GByteArray *bytes_of(const char *text, gsize size)
{
  return g_byte_array_append(g_byte_array_new(), (const guint8 *)text, (guint)size);
}

static gboolean read_text(RepereReply *reply, const char *text, GError **error)
{
  g_autoptr(GByteArray) bytes = bytes_of(text, strlen(text));
  return repere_reply_read(reply, "http://x", bytes, NULL, NULL, error);
}

static void test_parts(void)
{
  RepereReply reply;
  g_assert_true(read_text(
    &reply,
    HEAD "<responseDate>2024-06-01T12:00:00.5+02:00</responseDate><request "
         "set=\"a:b\">http://x</request><ListRecords>" RECORD("a", "")
           RECORD("b", " status=\"deleted\"") "<resumptionToken completeListSize=\"12\" cursor=\"0\">\n a  "
                                              "b&amp;e\xcc\x81 \n</resumptionToken></ListRecords></OAI-PMH>",
    NULL));
  g_assert_cmpstr(reply.date, ==, "2024-06-01T10:00:00Z");
  g_assert_cmpstr(reply.set, ==, "a:b");
  g_assert_cmpstr(reply.token, ==, "a  b&e\xcc\x81");
  g_assert_cmpint(reply.list_size, ==, 12);
  g_assert_cmpuint(reply.records, ==, 2);
  g_assert_null(reply.error);
  repere_reply_clear(&reply);
}

static void test_ends(void)
{
  static const char *const ENDS[] = {"", "<resumptionToken/>",
                                     "<resumptionToken completeListSize=\"-1\"> </resumptionToken>"};
  for (guint i = 0; i < G_N_ELEMENTS(ENDS); i++) {
    RepereReply reply;
    g_autofree char *text = g_strconcat(HEAD "<responseDate>yesterday</responseDate><ListRecords>", ENDS[i],
                                        "</ListRecords></OAI-PMH>", NULL);
    g_assert_true(read_text(&reply, text, NULL));
    g_assert_null(reply.token);
    g_assert_null(reply.date);
    g_assert_cmpint(reply.list_size, ==, -1);
    repere_reply_clear(&reply);
  }
}

/* What a provider says of itself is printed: it cannot steer a terminal. */
static void test_shown(void)
{
  RepereReply reply;
  g_assert_true(read_text(&reply,
                          HEAD "<Identify><repositoryName>A&#10;\xc2\x9b"
                               "31mB\xe2\x80\xae"
                               "C</repositoryName></Identify>"
                               "</OAI-PMH>",
                          NULL));
  g_assert_cmpstr(reply.name, ==, "A  31mB C");
  repere_reply_clear(&reply);
}

static void test_faults(void)
{
  static const struct {
    const char *text, *said;
  } CASES[] = {
    {"", "it is empty"},
    {HEAD "\n<ListRecords>", "line 2: the file ends in the middle of an element, as if it were cut off"},
    {"<!DOCTYPE a><a/>", "the file has a document type (<!DOCTYPE), which is not accepted"},
    {"<OAI-PMH/>", "line 1: the root element is <OAI-PMH>"},
    {"<records xmlns=\"urn:repere:record:1\"/>", "line 1: the root element is <records>"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(CASES); i++) {
    RepereReply reply;
    g_autoptr(GError) error = NULL;
    g_assert_false(read_text(&reply, CASES[i].text, &error));
    g_assert_error(error, REPERE_ERROR, REPERE_ERROR_PROTOCOL);
    if (!strstr(error->message, CASES[i].said))
      g_error("\"%s\" does not say \"%s\"", error->message, CASES[i].said);
    g_assert_null(strstr(error->message, "mend it"));
    g_assert_false(g_str_has_suffix(error->message, "."));
  }
}

static void test_repair(void)
{
  static const struct {
    const char *raw, *mended;
    guint count;
  } CASES[] = {
    {"<a>\xc3\xa9t\xc3\xa9 &#233; &#xE9; &#10; &amp;</a>",
     "<a>\xc3\xa9t\xc3\xa9 &#233; &#xE9; &#10; &amp;</a>", 0},
    {"<a>\xe9t\xe9\x80</a>", "<a>\xc3\xa9t\xc3\xa9\xe2\x82\xac</a>", 3},
    {"<a>\x81</a>", "<a>\xef\xbf\xbd</a>", 1},
    {"<a>x\x0by&#11;z&#x1F;&#xFFFE;&#x110000;\xef\xbf\xbf</a>", "<a>x y z    </a>", 6},
    {"<?xml version=\"1.0\" encoding='UTF-8'?><a>\xe9</a>",
     "<?xml version=\"1.0\" encoding='UTF-8'?><a>\xc3\xa9</a>", 1},
    {"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>\xe9\x01</a>",
     "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>\xe9 </a>", 1},
    {"<a>&#1", "<a>&#1", 0},
    {"<a>cut \xc3", "<a>cut \xc3\x83", 1},
    {"\xff\xfe<\x01", "\xff\xfe<\x01", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(CASES); i++) {
    g_autoptr(GByteArray) bytes = bytes_of(CASES[i].raw, strlen(CASES[i].raw));
    g_assert_cmpuint(repere_reply_repair(bytes), ==, CASES[i].count);
    g_assert_cmpmem(bytes->data, bytes->len, CASES[i].mended, strlen(CASES[i].mended));
  }
}

static void note_fault(const RepereTree *tree, gpointer data)
{
  g_autofree char *id = NULL;
  char *fault = repere_reply_record_fault(tree, &id);
  g_ptr_array_add(data, g_strconcat(id ? id : "-", " ", fault ? fault : "good", NULL));
  g_free(fault);
}

static void test_records(void)
{
  static const char *const SAID[] = {"a good", "b the record is not marked as deleted", "c d the identifier",
                                     "- the identifier"};
  static const char TEXT[] = HEAD "<ListRecords>" RECORD("a", " status=\"deleted\"") RECORD("b", "")
    RECORD("c d", "") RECORD("", "") "</ListRecords></OAI-PMH>";
  RepereReply reply;
  g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GByteArray) bytes = bytes_of(TEXT, strlen(TEXT));
  g_assert_true(repere_reply_read(&reply, "http://x", bytes, note_fault, said, NULL));
  repere_reply_clear(&reply);
  g_assert_cmpuint(said->len, ==, G_N_ELEMENTS(SAID));
  for (guint i = 0; i < said->len; i++) g_assert_true(g_str_has_prefix(said->pdata[i], SAID[i]));
}

/* Bytes changed, cut and put in: it ends, with a reply or a sentence; and mended once is mended for good. */
static void test_any_bytes(void)
{
  static const char TEXT[] = HEAD "<responseDate>2024-06-01T12:00:00Z</responseDate><ListRecords>" RECORD(
    "a&#x41;", "") "<resumptionToken>\xc3\xa9</resumptionToken></ListRecords></OAI-PMH>";
  for (guint round = 0; round < 2000; round++) {
    RepereReply reply;
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray)
      bytes = bytes_of(TEXT, strlen(TEXT) - (gsize)(round % 4 ? 0 : g_test_rand_int_range(0, 200)));
    for (guint i = 0; i < round % 5 + 1; i++)
      bytes->data[g_test_rand_int_range(0, (gint)bytes->len)] = (guint8)g_test_rand_int_range(0, 256);
    repere_reply_repair(bytes);
    g_assert_cmpuint(repere_reply_repair(bytes), ==, 0);
    if (!repere_reply_read(&reply, "http://x", bytes, NULL, NULL, &error)) {
      g_assert_nonnull(error);
      g_assert_true(g_utf8_validate(error->message, -1, NULL));
    }
    repere_reply_clear(&reply);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/harvest-reply/parts", test_parts);
  g_test_add_func("/harvest-reply/ends", test_ends);
  g_test_add_func("/harvest-reply/shown", test_shown);
  g_test_add_func("/harvest-reply/faults", test_faults);
  g_test_add_func("/harvest-reply/repair", test_repair);
  g_test_add_func("/harvest-reply/records", test_records);
  g_test_add_func("/harvest-reply/any-bytes", test_any_bytes);
  return g_test_run();
}
