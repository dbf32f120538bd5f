/* A request's target -> a question, or a fault that names its parameter. A case is a row: target, header,
 * what is read. */
#include <glib/gstdio.h>
#include <string.h>

#include "repere/library.h"
#include "searchd/languages.h"
#include "searchd/request.h"

static RepereLibrary *library;

static RepereLibrary *load(const char *configuration)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("repere-XXXXXX.conf", &path, NULL);
  g_assert_cmpint(fd, >=, 0);
  g_close(fd, NULL);
  g_assert_true(g_file_set_contents(path, configuration, -1, NULL));
  GError *error = NULL;
  RepereLibrary *loaded = repere_library_load(path, &error);
  g_assert_no_error(error);
  g_unlink(path);
  return loaded;
}

/* ---- a question as a line: what differs from the defaults, in a fixed order ---- */

static void append_filters(GString *line, const GPtrArray *filters)
{
  for (guint i = 0; i < filters->len; i++) {
    const RepereFilter *f = filters->pdata[i];
    g_string_append_printf(line, " %s%s:", f->exclude ? "-" : "", f->facet);
    if (f->value) {
      g_string_append(line, f->value);
      continue;
    }
    if (f->from != G_MININT)
      g_string_append_printf(line, "%d", f->from);
    g_string_append(line, "..");
    if (f->to != G_MAXINT)
      g_string_append_printf(line, "%d", f->to);
  }
}

static void append_facets(GString *line, const GPtrArray *facets)
{
  static const char *const sorts[] = { "count", "label", "value" };
  for (guint i = 0; i < facets->len; i++) {
    const RepereFacetAsk *ask = facets->pdata[i];
    g_string_append_printf(line, " %s/%u/%s", ask->facet, ask->limit, sorts[ask->sort]);
  }
}

static char *line_of(const Request *request)
{
  static const char *const sorts[] = { "relevance", "newest", "oldest", "title" };
  const RepereQuestion *q = request->question;
  GString *line = g_string_new(NULL);
  if (request->id)
    g_string_append_printf(line, "id=%s ", request->id);
  if (request->page)
    g_string_append_printf(line, "page=%u file=%u ", request->page, request->file);
  g_string_append_printf(line, "[%s] %s%s", q->q, q->lang, request->negotiated ? "~" : "");
  append_filters(line, q->filters);
  append_facets(line, q->facets);
  if (q->sort != REPERE_SORT_RELEVANCE)
    g_string_append_printf(line, " sort=%s", sorts[q->sort]);
  if (!request->facet && q->limit != request_default_limit(request->kind))
    g_string_append_printf(line, " limit=%u", q->limit);
  if (q->offset)
    g_string_append_printf(line, " offset=%u", q->offset);
  if ((request->kind & (REQUEST_SEARCH | REQUEST_SIMILAR)) && q->passages != 1)
    g_string_append_printf(line, " passages=%u", q->passages);
  return g_string_free(line, FALSE);
}

static RequestKind kind_of(const Target *target)
{
  static const struct {
    const char *part;
    RequestKind kind;
  } kinds[] = {
    { "suggest", REQUEST_SUGGEST }, { "facets", REQUEST_FACET }, { "pivot", REQUEST_PIVOT },
    { "trend", REQUEST_TREND },     { "export", REQUEST_EXPORT }, { "feed.atom", REQUEST_FEED },
    { "multi", REQUEST_MULTI },
  };
  if (strcmp(target->path->pdata[0], "opensearch.xml") == 0)
    return REQUEST_OPENSEARCH;
  for (gsize i = 0; target->path->len > 1 && i < G_N_ELEMENTS(kinds); i++) {
    if (strcmp(target->path->pdata[1], kinds[i].part) == 0)
      return kinds[i].kind == REQUEST_FACET && target->path->len == 2 ? REQUEST_FACETS : kinds[i].kind;
  }
  if (target->path->len == 5)
    return REQUEST_PAGE;
  if (target->path->len == 4)
    return REQUEST_SIMILAR;
  return target->path->len == 3 ? REQUEST_WORK : REQUEST_SEARCH;
}

/* The line of a question, or "STATUS PARAMETER|SENTENCE" of a fault. */
static char *read_line(const char *raw, const char *accept)
{
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Target) target = target_parse(raw, &fault);
  g_autoptr(Request) request = target ? request_read(target, kind_of(target), library, accept, &fault) : NULL;
  g_assert_true((request == NULL) == (fault != NULL));
  if (request)
    return line_of(request);
  g_assert_true(g_utf8_validate(fault->detail, -1, NULL));
  g_assert_true(g_str_has_suffix(fault->detail, ".") || g_str_has_suffix(fault->detail, "?"));
  return g_strdup_printf("%u %s|%s", fault->status, fault->parameter ? fault->parameter : "-", fault->detail);
}

/* ---- what is read ---- */

#define S "/v1/search"

static const struct {
  const char *target, *accept, *line;
} good[] = {
  /* words */
  { S, NULL, "[] en~" },
  { S "?", NULL, "[] en~" },
  { S "?q=", NULL, "[] en~" },
  { S "?q", NULL, "[] en~" },
  { S "?q=migration", NULL, "[migration] en~" },
  { S "?q=a+b%20c%2Bd", NULL, "[a b c+d] en~" },
  { S "?q=r%C3%A9int%c3%a9gration", NULL, "[réintégration] en~" },
  { S "?q=réintégration", NULL, "[réintégration] en~" },
  { S "?q=re%CC%81int", NULL, "[réint] en~" },
  { S "?q=a=b?c/d:e", NULL, "[a=b?c/d:e] en~" },
  { S "?q=100%25", NULL, "[100%] en~" },
  { S "?q=a%26b%3Dc", NULL, "[a&b=c] en~" },
  { S "?q=%22a+phrase%22+-without", NULL, "[\"a phrase\" -without] en~" },
  { S "?q=%F0%9F%8C%8D", NULL, "[🌍] en~" },
  { S "?q=%0Aa%09b", NULL, "[a b] en~" },
  { S "?%71=a", NULL, "[a] en~" },
  { S "?&&q=a&&", NULL, "[a] en~" },
  { S "?=&q=a", NULL, "[a] en~" },
  { S "?q=&q=a", NULL, "[a] en~" },
  { "http://example.org" S "?q=a", NULL, "[a] en~" },
  { "HTTPS://example.org:81" S "?q=a", NULL, "[a] en~" },
  { "/v1%2Fsearch?q=a", NULL, "[a] en~" },
  /* languages */
  { S "?lang=fr", NULL, "[] fr" },
  { S "?lang=FR", NULL, "[] fr" },
  { S "?lang=es-MX", NULL, "[] es" },
  { S "?lang=", "fr", "[] fr~" },
  { S "?lang=en", "fr", "[] en" },
  { S, "fr", "[] fr~" },
  { S, "fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", "[] fr~" },
  { S, "de, es;q=0.5, fr;q=0.7", "[] fr~" },
  { S, "de", "[] en~" },
  { S, "", "[] en~" },
  { S, "*", "[] en~" },
  { S, "en;q=0, *;q=0.1", "[] fr~" },
  { S, "en;q=0", "[] en~" },
  { S, "es ; q=1.000 , fr;q=0.999", "[] es~" },
  { S, "es;q=2, fr;q=x, ;;;, =, en;q=0.1", "[] en~" },
  { S, "frank, esperanto", "[] en~" },
  { S, "es, fr", "[] es~" },
  /* filters */
  { S "?filter=theme:economic", NULL, "[] en~ theme:economic" },
  { S "?filter=-theme:economic", NULL, "[] en~ -theme:economic" },
  { S "?filter=theme:a&filter=theme:b&filter=country:MZ", NULL, "[] en~ theme:a theme:b country:MZ" },
  { S "?filter=theme:https%3A%2F%2Fexample.org%2Fa%3Ab", NULL, "[] en~ theme:https://example.org/a:b" },
  { S "?filter=organization:+IOM,+UNHCR+", NULL, "[] en~ organization:IOM, UNHCR" },
  { S "?filter=", NULL, "[] en~" },
  { S "?filter=year:2018..2022", NULL, "[] en~ year:2018..2022" },
  { S "?filter=year:..2015", NULL, "[] en~ year:..2015" },
  { S "?filter=year:2018..", NULL, "[] en~ year:2018.." },
  { S "?filter=year:2018", NULL, "[] en~ year:2018..2018" },
  { S "?filter=-year:2018..2018", NULL, "[] en~ -year:2018..2018" },
  { S "?filter=theme:2018..2022", NULL, "[] en~ theme:2018..2022" },
  /* facets */
  { S "?facet=theme", NULL, "[] en~ theme/100/count" },
  { S "?facet=theme,country", NULL, "[] en~ theme/100/count country/100/count" },
  { S "?facet=country&facet=theme", NULL, "[] en~ theme/100/count country/100/count" },
  { S "?facet=theme,+country,,theme&facet=theme", NULL, "[] en~ theme/100/count country/100/count" },
  { S "?facet=year", NULL, "[] en~ year/100/value" },
  { S "?facet=year&year.sort=count", NULL, "[] en~ year/100/count" },
  { S "?theme.limit=5&facet=theme&theme.sort=label", NULL, "[] en~ theme/5/label" },
  { S "?facet=theme&theme.limit=0", NULL, "[] en~ theme/0/count" },
  { S "?facet=theme&theme.limit=1000&theme.sort=value", NULL, "[] en~ theme/1000/value" },
  { S "?theme.limit=5", NULL, "[] en~" },
  { S "?facet=", NULL, "[] en~" },
  /* order and pages */
  { S "?sort=newest", NULL, "[] en~ sort=newest" },
  { S "?sort=oldest", NULL, "[] en~ sort=oldest" },
  { S "?sort=title", NULL, "[] en~ sort=title" },
  { S "?sort=relevance", NULL, "[] en~" },
  { S "?sort=", NULL, "[] en~" },
  { S "?limit=0", NULL, "[] en~ limit=0" },
  { S "?limit=100&offset=1000000000", NULL, "[] en~ limit=100 offset=1000000000" },
  { S "?passages=0", NULL, "[] en~ passages=0" },
  { S "?passages=5", NULL, "[] en~ passages=5" },
  { S "?expand=on", NULL, "[] en~" },
  { S "?expand=off", NULL, "[] en~" },
  { S "?expand=on&expand=-a&expand=-b", NULL, "[] en~" },
  /* works and pages */
  { "/v1/works/knowledge-bite-3", NULL, "id=knowledge-bite-3 [] en~" },
  { "/v1/works/a%2Fb%3Fc?lang=fr", NULL, "id=a/b?c [] fr" },
  { "/v1/works/a+b", NULL, "id=a+b [] en~" },
  { "/v1/works/%C3%A9t%C3%A9", "es", "id=été [] es~" },
  { "/v1/works/a/pages/4", NULL, "id=a page=4 file=0 [] en~" },
  { "/v1/works/a/pages/4?file=2&lang=es", NULL, "id=a page=4 file=2 [] es" },
};

static void test_good(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
    g_autofree char *line = read_line(good[i].target, good[i].accept);
    if (strcmp(line, good[i].line) != 0)
      g_error("%s: read as %s\nnot as %s", good[i].target, line, good[i].line);
  }
}

/* ---- what is refused: "STATUS PARAMETER", and words of the sentence ---- */

static const struct {
  const char *target, *at_fault, *words;
} bad[] = {
  /* encoding */
  { S "?q=%", "400 q", "“q” holds a % that two hexadecimal digits do not follow" },
  { S "?q=%2", "400 q", "hexadecimal" },
  { S "?q=%zz", "400 q", "hexadecimal" },
  { S "?q=%2&lang=fr", "400 q", "hexadecimal" },
  { S "?q=100%+sure", "400 q", "write % itself as %25" },
  { S "?q=a%00b", "400 q", "zero byte" },
  { S "?filter=theme:%00", "400 filter", "zero byte" },
  { S "?q=%FF", "400 q", "not UTF-8" },
  { S "?q=%E9t%E9", "400 q", "not UTF-8" },
  { S "?q=\xe9", "400 q", "not UTF-8" },
  { S "?q=%ED%A0%80", "400 q", "not UTF-8" },
  { S "?q=%C0%AF", "400 q", "not UTF-8" },
  { S "?q=%C3", "400 q", "not UTF-8" },
  { S "?%FF=a", "400 -", "A parameter's name is not UTF-8" },
  { S "?%0=a", "400 -", "A parameter's name holds a %" },
  { S "?a%00=a", "400 -", "zero byte" },
  { "/v1/works/%zz", "400 -", "The path holds a %" },
  { "/v1/works/%00", "400 -", "zero byte" },
  { "/v1/works/%ff", "400 -", "The path is not UTF-8" },
  { S "?q=a b", "400 -", "white space" },
  { S "?q=a\tb", "400 -", "white space" },
  { S "?q=a\x7f", "400 -", "control character" },
  { S "?q=a#b", "400 -", "#" },
  { "", "400 -", "starts with /" },
  { "*", "400 -", "starts with /" },
  { "v1/search", "400 -", "starts with /" },
  { "ftp://example.org/", "400 -", "starts with /" },
  { "http://example.org#a", "400 -", "starts with /" },
  { "?q=a", "400 -", "starts with /" },
  /* names */
  { S "?Q=a", "400 Q", "did you mean “q”?" },
  { S "?fliter=theme:a", "400 fliter", "did you mean “filter”?" },
  { S "?facets=theme", "400 facets", "did you mean “facet”?" },
  { S "?theme=economic", "400 theme", "write filter=theme:VALUE" },
  { S "?query=a", "400 query",
    "the parameters are q, lang, filter, facet, sort, limit, offset, cursor, passages, explain, expand" },
  { S "?cursor=abc", "400 cursor", "none that an answer to this question gave" },
  { S "?cursor=abc&offset=1", "400 offset", "“offset” and “cursor”" },
  { S "?match=a", "400 match", "There is no parameter" },
  { S "?=a", "400 -", "no name" },
  { S "?theme.limits=1", "400 theme.limits", "NAME.limit, NAME.offset and NAME.sort" },
  { S "?.limit=1", "400 .limit", "There is no parameter" },
  { S "?file=1", "400 file", "There is no parameter “file” here" },
  { "/v1/works/a?q=b", "400 q", "the parameters are lang." },
  { "/v1/works/a/pages/1?files=1", "400 files", "did you mean “file”?" },
  { S "?q=a&q=b", "400 q", "more than once" },
  { S "?q=a&%71=b", "400 q", "more than once" },
  { S "?lang=fr&lang=fr", "400 lang", "more than once" },
  { S "?limit=1&limit=2", "400 limit", "more than once" },
  { S "?theme.limit=1&theme.limit=1", "400 theme.limit", "more than once" },
  /* values */
  { S "?lang=de", "400 lang", "the languages are en, fr, es" },
  { S "?lang=e", "400 lang", "“e” is no language" },
  { S "?lang=english", "400 lang", "no language" },
  { S "?lang=fr,en", "400 lang", "no language" },
  { S "?sort=date", "400 sort", "relevance, newest, oldest or title" },
  { S "?sort=Newest", "400 sort", "no order" },
  { S "?limit=101", "400 limit", "“101” is no value of “limit”; give a whole number from 0 to 100." },
  { S "?limit=-1", "400 limit", "from 0 to 100" },
  { S "?limit=ten", "400 limit", "“ten”" },
  { S "?limit=1.5", "400 limit", "whole number" },
  { S "?limit=+5", "400 limit", "whole number" },
  { S "?limit=0x10", "400 limit", "whole number" },
  { S "?limit=99999999999999999999999", "400 limit", "from 0 to 100" },
  { S "?offset=-1", "400 offset", "from 0 to 1000000000" },
  { S "?offset=4294967296", "400 offset", "from 0 to 1000000000" },
  { S "?passages=6", "400 passages", "from 0 to 5" },
  { S "?expand=yes", "400 expand", "write on, off, or -ID" },
  { S "?expand=-", "400 expand", "-ID" },
  { S "?expand=on&expand=off", "400 expand", "both on and off" },
  { S "?explain=yes", "400 explain", "“yes” is no value of “explain”; write 1 or 0." },
  { S "?explain=1&explain=1", "400 explain", "more than once" },
  { "/v1/works/a/similar?explain=1", "400 explain", "There is no parameter" },
  { "/v1/export?explain=1", "400 explain", "There is no parameter" },
  { S "?spell=no", "400 spell", "“no” is no value of “spell”; write on or off." },
  { S "?spell=on&spell=off", "400 spell", "more than once" },
  { "/v1/export?spell=off", "400 spell", "There is no parameter" },
  /* filters and facets */
  { S "?filter=economic", "400 filter", "“economic” is no filter; write FACET:VALUE" },
  { S "?filter=-", "400 filter", "no filter" },
  { S "?filter=:a", "400 filter", "There is no facet “”" },
  { S "?filter=themes:a", "400 filter", "There is no facet “themes”; the facets are type, theme, country" },
  { S "?filter=--theme:a", "400 filter", "There is no facet “-theme”" },
  { S "?filter=theme:", "400 filter", "names no value" },
  { S "?filter=theme:+", "400 filter", "names no value" },
  { S "?filter=year:", "400 filter", "names no value" },
  { S "?filter=year:abc", "400 filter", "“abc” is neither a year nor a range of years" },
  { S "?filter=year:..", "400 filter", "neither" },
  { S "?filter=year:2022..2018", "400 filter", "write 2018..2022" },
  { S "?filter=year:2018...2022", "400 filter", "neither" },
  { S "?filter=year:2018-2022", "400 filter", "neither" },
  { S "?filter=year:20180", "400 filter", "neither" },
  { S "?filter=year:-5", "400 filter", "neither" },
  { S "?filter=year:2018-06", "400 filter", "neither" },
  { S "?facet=colour", "400 facet", "There is no facet “colour”; the facets are" },
  { S "?facet=theme,colour", "400 facet", "“colour”" },
  { S "?colour.limit=1", "400 colour.limit", "There is no facet “colour”" },
  { S "?theme.limit=1001", "400 theme.limit", "from 0 to 1000" },
  { S "?theme.sort=size", "400 theme.sort", "count, label or value" },
  { S "?facet=theme&theme.sort=size", "400 theme.sort", "count, label or value" },
  { S "?theme.offset=-1", "400 theme.offset", "from 0 to" },
  { S "?theme.match=a", "400 theme.match", "There is no parameter" },
  /* one facet */
  { "/v1/facets/colour", "404 -", "There is no facet “colour”; the facets are" },
  { "/v1/facets/theme?limit=1001", "400 limit", "from 0 to 1000" },
  { "/v1/facets/theme?sort=newest", "400 sort", "count, label or value" },
  { "/v1/facets/theme?facet=year", "400 facet", "There is no parameter" },
  { "/v1/facets/theme?theme.limit=1", "400 theme.limit", "There is no parameter" },
  /* tables */
  { "/v1/pivot", "400 rows", "needs a facet for its rows" },
  { "/v1/pivot?rows=theme", "400 columns", "needs a facet for its columns" },
  { "/v1/pivot?rows=colour", "400 rows", "There is no facet “colour”" },
  { "/v1/pivot?rows=theme&columns=colour", "400 columns", "There is no facet “colour”" },
  { "/v1/pivot?rows=theme,year&columns=theme", "400 rows", "There is no facet “theme,year”" },
  { "/v1/pivot?rows=theme&columns=year&column=x", "400 column", "did you mean “columns”?" },
  { "/v1/pivot?rows=theme&columns=year&sort=newest", "400 sort", "There is no parameter" },
  { "/v1/trend?by=theme", "400 by", "is none of years" },
  { "/v1/trend?by=colour", "400 by", "There is no facet “colour”" },
  { "/v1/trend?q=1&q=2&q=3&q=4&q=5&q=6&q=7&q=8&q=9&q=10&q=11&q=12&q=13&q=14&q=15&q=16&q=17", "400 q",
    "more than 16 times" },
  /* completions, exports, feeds */
  { "/v1/suggest?limit=51", "400 limit", "from 0 to 50" },
  { "/v1/suggest?format=csv", "400 format", "json and opensearch" },
  { "/v1/suggest?filter=theme:a", "400 filter", "There is no parameter" },
  { "/v1/export?format=json", "400 format", "csv, jsonl, ris, bibtex and csl" },
  { "/v1/export?format=pdf", "400 format", "“pdf” is no format here" },
  { "/v1/export?format=ris&bom=1", "400 bom", "for format=csv alone" },
  { "/v1/export?bom=yes", "400 bom", "from 0 to 1" },
  { "/v1/export?limit=0", "400 limit", "from 1 to 1000000000" },
  { "/v1/feed.atom?since=yesterday", "400 since", "is no date; write 2021" },
  { "/v1/feed.atom?since=2021-13", "400 since", "is no date" },
  { "/v1/feed.atom?since=2021-02-29", "400 since", "is no date" },
  { "/v1/feed.atom?since=2021-06-30T12:00:00", "400 since", "is no date" },
  { "/v1/feed.atom?since=2021-06-30Tnoon", "400 since", "is no date" },
  { "/v1/feed.atom?since=0000", "400 since", "is no date" },
  { "/v1/feed.atom?sort=oldest", "400 sort", "There is no parameter" },
  { "/v1/facets?q=a", "400 q", "the parameters are lang." },
  { "/v1/multi?q=a", "400 q", "takes none" },
  { "/opensearch.xml?q=a", "400 q", "the parameters are lang." },
  { "/v1/works/a/similar?q=a", "400 q", "There is no parameter" },
  /* pages */
  { "/v1/works/a/pages/0", "404 -", "“0” is no page" },
  { "/v1/works/a/pages/iv", "404 -", "“iv” is no page" },
  { "/v1/works/a/pages/-1", "404 -", "no page" },
  { "/v1/works/a/pages/99999999999", "404 -", "no page" },
  { "/v1/works/a/pages/1?file=0", "400 file", "from 1 to" },
  { "/v1/works/a/pages/1?file=a", "400 file", "from 1 to" },
};

static void assert_refused(const char *target, const char *at_fault, const char *words)
{
  g_autofree char *line = read_line(target, NULL);
  g_autofree char *start = g_strconcat(at_fault, "|", NULL);
  if (!g_str_has_prefix(line, start) || !strstr(line, words))
    g_error("%.200s: read as %s\nnot as %s … %s", target, line, at_fault, words);
}

static void test_bad(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_refused(bad[i].target, bad[i].at_fault, bad[i].words);
}

/* ---- the canonical request ---- */

static const struct {
  const char *target, *canonical;
} canonicals[] = {
  { S, S "?lang=en" },
  { S "?q=&limit=10&offset=0&passages=1&sort=relevance&expand=on", S "?lang=en" },
  { S "?limit=5&q=b+a", S "?lang=en&limit=5&q=b%20a" },
  { S "?q=%20a%0A%0Ab%20", S "?lang=en&q=a%20b" },
  { S "?q=re%CC%81int", S "?lang=en&q=r%C3%A9int" },
  { S "?q=100%25%26%3D%23%3F%2B", S "?lang=en&q=100%25%26%3D%23%3F%2B" },
  { S "?lang=fr-CH", S "?lang=fr" },
  { S "?filter=theme:b&filter=-theme:a&filter=theme:a&filter=theme:b&filter=type:x",
    S "?filter=type:x&filter=theme:a&filter=theme:b&filter=-theme:a&lang=en" },
  { S "?filter=year:2018..2018&filter=year:..2015&filter=year:2020..",
    S "?filter=year:..2015&filter=year:2018&filter=year:2020..&lang=en" },
  { S "?filter=organization:IOM,+UNHCR", S "?filter=organization:IOM,%20UNHCR&lang=en" },
  { S "?facet=year,theme&theme.limit=5&year.sort=value&theme.sort=label&country.limit=3",
    S "?facet=theme,year&lang=en&theme.limit=5&theme.sort=label" },
  { S "?facet=year&facet=theme&year.sort=count&theme.offset=2",
    S "?facet=theme,year&lang=en&theme.offset=2&year.sort=count" },
  { S "?expand=-b&expand=-a&expand=-b", S "?expand=-a&expand=-b&lang=en" },
  { S "?expand=-b&expand=off", S "?expand=off&lang=en" },
  { S "?explain=0", S "?lang=en" },
  { S "?q=a&explain=1", S "?explain=1&lang=en&q=a" },
  { S "?expand=-b%20%26c", S "?expand=-b%20%26c&lang=en" },
  { S "?spell=on", S "?lang=en" },
  { S "?spell=off&q=a", S "?lang=en&q=a&spell=off" },
  { "/v1/works/a%2Fb%3Fc", "/v1/works/a%2Fb%3Fc?lang=en" },
  { "/v1/works/%2E", "/v1/works/%2E?lang=en" },
  { "/v1/works/%2E%2E/similar", "/v1/works/%2E%2E/similar?lang=en" },
  { "/v1/works/..a", "/v1/works/..a?lang=en" },
  { "/v1/works/a/pages/007?file=2", "/v1/works/a/pages/7?file=2&lang=en" },
  { "/v1/works/a/similar?limit=3&facet=theme&passages=0",
    "/v1/works/a/similar?facet=theme&lang=en&limit=3&passages=0" },
  { "/v1/suggest?q=+re+&limit=5", "/v1/suggest?lang=en&q=re%20" },
  { "/v1/suggest?q=re&format=opensearch", "/v1/suggest?format=opensearch&lang=en&q=re" },
  { "/v1/facets/theme?limit=100&match=+a+", "/v1/facets/theme?lang=en&match=a" },
  { "/v1/facets/theme?sort=label&offset=5&limit=0&q=a&filter=year:2020",
    "/v1/facets/theme?filter=year:2020&lang=en&limit=0&offset=5&q=a&sort=label" },
  { "/v1/facets/year?sort=value", "/v1/facets/year?lang=en" },
  { "/v1/facets/year?sort=count", "/v1/facets/year?lang=en&sort=count" },
  { "/v1/pivot?columns=theme&rows=year&theme.limit=3&country.limit=4",
    "/v1/pivot?columns=theme&lang=en&rows=year&theme.limit=3" },
  { "/v1/pivot?columns=theme&rows=theme", "/v1/pivot?columns=theme&lang=en&rows=theme" },
  { "/v1/trend", "/v1/trend?by=year&lang=en" },
  { "/v1/trend?q=b&q=a&q=&filter=theme:x", "/v1/trend?by=year&filter=theme:x&lang=en&q=b&q=a" },
  { "/v1/export", "/v1/export?format=csv&lang=en" },
  { "/v1/export?bom=0&format=csv&sort=title", "/v1/export?format=csv&lang=en&sort=title" },
  { "/v1/export?limit=010", "/v1/export?format=csv&lang=en&limit=10" },
  { "/v1/export?bom=1&q=a", "/v1/export?bom=1&format=csv&lang=en&q=a" },
  { "/v1/feed.atom?limit=20&since=2021-06-30T12:00:00Z", "/v1/feed.atom?lang=en&since=2021-06-30" },
  { "/v1/feed.atom?since=2021-06-30T12:00%2B01:00", "/v1/feed.atom?lang=en&since=2021-06-30" },
  { "/v1/feed.atom?since=2021-06&limit=1", "/v1/feed.atom?lang=en&limit=1&since=2021-06" },
  { "/v1/multi", "/v1/multi" },
  { "/v1/facets", "/v1/facets?lang=en" },
  { "/opensearch.xml?lang=es", "/opensearch.xml?lang=es" },
};

static char *canonical_of(const char *raw)
{
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Target) target = target_parse(raw, &fault);
  g_autoptr(Request) request = target ? request_read(target, kind_of(target), library, NULL, &fault) : NULL;
  if (!request)
    g_error("%s: refused: %s", raw, fault->detail);
  return g_strdup(request->canonical);
}

/* It is its own canonical form, too. */
static void test_canonical(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(canonicals); i++) {
    g_autofree char *once = canonical_of(canonicals[i].target);
    g_autofree char *twice = canonical_of(once);
    if (strcmp(once, canonicals[i].canonical) != 0)
      g_error("%s: %s\nnot %s", canonicals[i].target, once, canonicals[i].canonical);
    g_assert_cmpstr(twice, ==, once);
  }
}

static void test_next_page(void)
{
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Target) target = target_parse(S "?q=a&limit=5&offset=10&facet=theme", &fault);
  g_autoptr(Request) request = request_read(target, REQUEST_SEARCH, library, NULL, &fault);
  g_autofree char *next = request_target_at(request, "x+/y");
  g_autofree char *first = request_target_at(request, NULL);
  g_assert_cmpstr(next, ==, S "?facet=theme&lang=en&limit=5&q=a&cursor=x%2B/y");
  g_assert_cmpstr(first, ==, S "?facet=theme&lang=en&limit=5&q=a");
}

/* ---- several searches ---- */

static char *repeat(const char *start, const char *piece, guint times)
{
  GString *text = g_string_new(start);
  for (guint i = 0; i < times; i++)
    g_string_append(text, piece);
  return g_string_free(text, FALSE);
}

/* What was read, the searches' lines joined by " | "; or the fault. */
static char *read_multi(const char *body, gssize length)
{
  g_autoptr(Fault) fault = NULL;
  gsize size = length < 0 ? strlen(body) : (gsize)length;
  g_autoptr(Request) request = multi_read(body, size, library, "fr", &fault);
  g_assert_true((request == NULL) == (fault != NULL));
  if (!request) {
    g_assert_true(g_utf8_validate(fault->detail, -1, NULL));
    const char *parameter = fault->parameter ? fault->parameter : "-";
    return g_strdup_printf("%u %s|%s", fault->status, parameter, fault->detail);
  }
  g_autoptr(GString) lines = g_string_new(NULL);
  for (guint i = 0; i < request->searches->len; i++) {
    g_autofree char *line = line_of(request->searches->pdata[i]);
    g_string_append_printf(lines, "%s%s", i ? " | " : "", line);
  }
  return g_strdup(lines->str);
}

#define M(searches) "{\"searches\":[" searches "]}"

static const struct {
  const char *body, *read; /* or the start of a fault, and words of it behind " … " */
} bodies[] = {
  { M("{}"), "[] fr~" },
  { M("{\"q\":\"a b\",\"lang\":\"en\"},{\"limit\":5}"), "[a b] en | [] fr~ limit=5" },
  { M("{\"filter\":[\"theme:a\",\"year:2020\"],\"facet\":[\"theme\",\"year\"],\"theme.limit\":3}"),
    "[] fr~ theme:a year:2020..2020 theme/3/count year/100/value" },
  { M("{\"facet\":\"theme,year\",\"q\":null,\"sort\":\"newest\",\"limit\":\"7\"}"),
    "[] fr~ theme/100/count year/100/value sort=newest limit=7" },
  { " \n{ \"searches\" : [ { \"q\" : \"\\u00e9t\\u00e9 \\\"x\\\"\" } ] } ", "[été \"x\"] fr~" },
  { "", "400 - … no {\"searches\"" },
  { "[]", "400 - … no {\"searches\"" },
  { "{}", "400 - … no {\"searches\"" },
  { "{\"searches\":{}}", "400 - … no {\"searches\"" },
  { "{\"searches\":[{}],\"more\":1}", "400 - … no {\"searches\"" },
  { "{\"searches\":[{}]", "400 - … no JSON" },
  { "{\"searches\":[{}]} x", "400 - … no JSON" },
  { M(""), "400 searches … from 1 to 16" },
  { M("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}"), "400 searches … from 1 to 16" },
  { M("1"), "400 searches[0] … is an object of parameters" },
  { M("{},[]"), "400 searches[1] … is an object of parameters" },
  { M("{\"q\":{}}"), "400 searches[0].q … neither a string" },
  { M("{\"q\":true}"), "400 searches[0].q … neither a string" },
  { M("{\"limit\":1.5}"), "400 searches[0].limit … neither a string" },
  { M("{\"q\":[[]]}"), "400 searches[0].q … neither a string" },
  { M("{\"q\":[\"a\",\"b\"]}"), "400 searches[0].q … more than once" },
  { M("{},{},{\"filter\":[\"colour:red\"]}"), "400 searches[2].filter … There is no facet “colour”" },
  { M("{\"limits\":1}"), "400 searches[0].limits … did you mean “limit”?" },
  { M("{\"format\":\"csv\"}"), "400 searches[0].format … There is no parameter" },
  { M("{\"limit\":101}"), "400 searches[0].limit … from 0 to 100" },
  { M("{\"limit\":-1}"), "400 searches[0].limit … from 0 to 100" },
  { M("{\"cursor\":\"x\"}"), "400 searches[0].cursor … none that an answer" },
  { M("{\"\":\"x\"}"), "400 searches[0] … without a name" },
  { M("{\"q\":\"a\\u0000b\"}"), "400 - … zero byte" },
  { M("{\"q\":\"\xff\"}"), "400 - … not UTF-8" },
  { "{\"searches\":[[[[[[[[[]]]]]]]]]}", "400 - … nests more than" },
  /* What json-glib would read, or read over, and no other reader of JSON. */
  { "/* none */ " M("{\"q\":\"a\"}"), "400 - … no JSON" },
  { "// none\n" M("{\"q\":\"a\"}"), "400 - … no JSON" },
  { "# none\n" M("{\"q\":\"a\"}"), "400 - … no JSON" },
  { M("{'q':\"a\"}"), "400 - … no JSON" },
};

static void test_multi(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
    g_autofree char *read = read_multi(bodies[i].body, -1);
    g_auto(GStrv) wanted = g_strsplit(bodies[i].read, " … ", 2);
    gboolean as_wanted = wanted[1] ? g_str_has_prefix(read, wanted[0]) && read[strlen(wanted[0])] == '|' &&
                                  strstr(read, wanted[1])
                              : strcmp(read, wanted[0]) == 0;
    if (!as_wanted)
      g_error("%s: read as %s\nnot as %s", bodies[i].body, read, bodies[i].read);
  }
  g_autofree char *zero = read_multi("{\"searches\":[{}]}\0", 18);
  g_assert_true(g_str_has_prefix(zero, "400 -|"));
  g_autofree char *brackets = repeat("", "[", 200000);
  g_autofree char *deep = read_multi(brackets, -1);
  g_assert_nonnull(strstr(deep, "nests more than"));
  /* A comment hides no brackets behind a quotation mark of its own. */
  g_autofree char *hidden = repeat("/* \" */", "[", 200000);
  g_autofree char *found = read_multi(hidden, -1);
  g_assert_nonnull(strstr(found, "no JSON"));
  g_autofree char *pairs = repeat("{\"searches\":[{\"filter\":[", "\"theme:a\",", 5000);
  g_autofree char *long_body = g_strconcat(pairs, "\"theme:a\"]}]}", NULL);
  g_autofree char *many = read_multi(long_body, -1);
  g_assert_nonnull(strstr(many, "more than 1000 parameters"));
}

/* ---- limits ---- */

static void assert_read(const char *target)
{
  g_autofree char *line = read_line(target, NULL);
  if (g_ascii_isdigit(line[0]))
    g_error("%.200s: refused: %s", target, line);
}

static void test_limits(void)
{
  static const struct {
    const char *start, *piece;
    guint most;
    const char *at_fault, *words;
  } limits[] = {
    { S "?q=", "a", REQUEST_Q_BYTES, "400 q", "at most 4096" },
    { S "?q=", "%61", REQUEST_Q_BYTES, "400 q", "at most 4096" },
    { S "?filter=theme:", "a", REQUEST_VALUE_BYTES - 6, "400 filter", "at most 1024" },
    { S "?a=b", "&filter=theme:a", 0, "400 a", "There is no parameter" },
    { S "?", "&filter=theme:a", REQUEST_FILTERS, "400 filter", "more than 200 filters" },
    { S "?", "&expand=-a", REQUEST_EXPANDS, "400 expand", "more than 200 times" },
    { S "?", "&filter=", TARGET_PARAMETERS, "400 -", "more than 1000 parameters" },
    { S "?", "&facet=theme", TARGET_PARAMETERS, "400 -", "more than 1000 parameters" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
    g_autofree char *most = repeat(limits[i].start, limits[i].piece, limits[i].most);
    g_autofree char *more = repeat(limits[i].start, limits[i].piece, limits[i].most + 1);
    if (limits[i].most)
      assert_read(most);
    assert_refused(more, limits[i].at_fault, limits[i].words);
  }
}

/* A sentence says a stranger's words back: short, and with nothing that starts a line. */
static void test_quoting(void)
{
  g_autofree char *long_name = repeat(S "?", "x", 100000);
  g_autofree char *line = read_line(long_name, NULL);
  const char *sentence = strchr(line, '|');
  g_assert_nonnull(strstr(sentence, "xxx…”"));
  g_assert_cmpuint(strlen(sentence), <, 500);
  g_autofree char *controls = read_line(S "?sort=%0A%1B%5B31m%C2%9B", NULL);
  g_assert_nonnull(strstr(controls, "“\xef\xbf\xbd\xef\xbf\xbd[31m\xef\xbf\xbd”"));
}

/* Every prefix of a target, and every byte in every place of one, is read or refused; nothing else is. */
static void test_any_bytes(void)
{
  static const char whole[] =
    "http://h/v1/search?q=r%C3%A9%2B+\xc3\xa9&lang=fr&filter=-year:2018..2022"
    "&facet=theme,year&theme.limit=5&expand=-a";
  guint read = 0;
  for (gsize length = 0; length < sizeof whole; length++) {
    g_autofree char *prefix = g_strndup(whole, length);
    g_autofree char *line = read_line(prefix, prefix);
    read += !g_ascii_isdigit(line[0]);
  }
  for (gsize place = 0; place < sizeof whole - 1; place++) {
    for (guint byte = 1; byte < 256; byte++) {
      g_autofree char *changed = g_strdup(whole);
      changed[place] = (char)byte;
      g_autofree char *line = read_line(changed, changed + place);
      read += !g_ascii_isdigit(line[0]);
    }
  }
  g_assert_cmpuint(read, >, 1000);
}

/* A library without English starts with its own first language. */
static void test_other_languages(void)
{
  RepereLibrary *before = library;
  library = load("[library]\nlanguages=es;fr\n");
  g_assert_cmpstr(languages_default(library), ==, "es");
  g_assert_cmpstr(languages_accept(library, "en, fr;q=0.5"), ==, "fr");
  g_assert_cmpstr(languages_accept(library, "en"), ==, "es");
  assert_refused(S "?lang=en", "400 lang", "the languages are es, fr");
  repere_library_free(library);
  library = before;
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  library = load("[library]\n");
  g_test_add_func("/request/good", test_good);
  g_test_add_func("/request/bad", test_bad);
  g_test_add_func("/request/canonical", test_canonical);
  g_test_add_func("/request/next-page", test_next_page);
  g_test_add_func("/request/multi", test_multi);
  g_test_add_func("/request/limits", test_limits);
  g_test_add_func("/request/quoting", test_quoting);
  g_test_add_func("/request/any-bytes", test_any_bytes);
  g_test_add_func("/request/other-languages", test_other_languages);
  int code = g_test_run();
  repere_library_free(library);
  return code;
}
