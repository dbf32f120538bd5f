#include "searchd/formats/atom.h"

#include <string.h>

#include "searchd/formats/citation.h"
#include "searchd/formats/xml.h"

#define NO_DATE "1970-01-01T00:00:00Z"

/* A name space of our own for UUIDs of version 5: any fixed one does. */
static const guint8 name_space[16] = { 0x5f, 0x2c, 0x1e, 0x0b, 0x6a, 0x43, 0x4f, 0x0d,
                                       0x9b, 0x61, 0x0e, 0x7d, 0x52, 0x3a, 0xc4, 0x18 };

/* "urn:uuid:…" of what is told apart by kind, library and name. g_free. */
static char *urn_of(const char *kind, const RepereLibrary *library, const char *name)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
  const char *parts[] = { kind, library->url ? library->url : "", name };
  g_checksum_update(sum, name_space, sizeof name_space);
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    g_checksum_update(sum, (const guchar *)parts[i],
                      (gssize)strlen(parts[i]) + 1); /* with the zero, as a bound */
  guint8 b[20];
  gsize length = sizeof b;
  g_checksum_get_digest(sum, b, &length);
  b[6] = (guint8)((b[6] & 0x0f) | 0x50); /* version 5 */
  b[8] = (guint8)((b[8] & 0x3f) | 0x80); /* variant of RFC 4122 */
  return g_strdup_printf("urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                         b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12],
                         b[13], b[14], b[15]);
}

/* RFC 3339; NULL for no date. g_free. */
static char *timestamp(const char *issued)
{
  CitationDate date;
  if (!citation_date(issued, &date))
    return NULL;
  guint month = MAX(date.month, 1);
  guint day = MAX(date.day, 1);
  if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)date.year))
    return NULL;
  return g_strdup_printf("%04u-%02u-%02uT00:00:00Z", date.year, month, day);
}

/* ---- an entry ---- */

static void people(GString *out, const GPtrArray *names)
{
  for (guint i = 0; names && i < names->len; i++) {
    g_string_append(out, "<author>");
    xml_element(out, "name", names->pdata[i], NULL);
    g_string_append(out, "</author>\n");
  }
}

static void categories(GString *out, const Request *request, const RepereLibrary *library,
                       const RepereHit *hit)
{
  for (guint i = 0; hit->facets && i < hit->facets->len; i++) {
    const RepereHitFacet *values = hit->facets->pdata[i];
    const RepereFacet *facet = repere_library_facet(library, values->facet);
    if (!facet ||
        !facet->vocabulary) /* codes of a vocabulary are what a category is: years, names are none */
      continue;
    g_autofree char *scheme = g_strconcat("urn:repere:facet:", facet->name, NULL);
    for (guint j = 0; j < values->values->len; j++) {
      const RepereValue *value = values->values->pdata[j];
      xml_element(out, "category", NULL,
                  XML({ "term", value->value }, { "scheme", scheme }, { "label", value->label },
                      { "xml:lang", request->question->lang }));
    }
  }
}

/* An entry has one alternate link a type and language (RFC 4287, 4.1.2); what else there is, is related. */
static void links(GString *out, const Request *request, const RepereHit *hit, const char *base)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const RepereHitFile *first = citation_file(hit, request->question->lang);
  for (guint i = 0; hit->files && i < hit->files->len; i++) {
    const RepereHitFile *file = hit->files->pdata[i];
    if (!file->url || !*file->url)
      continue;
    char *kind =
      g_strdup_printf("%s %s", file->media_type ? file->media_type : "", file->lang ? file->lang : "");
    gboolean alone = g_hash_table_add(seen, kind);
    xml_element(out, "link", NULL,
                XML({ "rel", alone ? "alternate" : "related" }, { "href", file->url },
                    { "type", file->media_type }, { "hreflang", file->lang }));
  }
  g_autofree char *id = request_id_part(hit->id);
  g_autofree char *work = g_strdup_printf("%s/v1/works/%s?lang=%s", base, id, request->question->lang);
  xml_element(
    out, "link", NULL,
    XML({ "rel", first ? "related" : "alternate" }, { "href", work }, { "type", "application/json" }));
}

static void text(GString *out, const char *name, const RepereText *given)
{
  if (given && given->text && *given->text)
    xml_element(out, name, given->text, XML({ "type", "text" }, { "xml:lang", given->lang }));
}

static void entry(GString *out, const Request *request, const RepereLibrary *library, const RepereHit *hit,
                  const char *base)
{
  g_autofree char *urn = urn_of("work", library, hit->id);
  g_autofree char *issued = timestamp(hit->issued);
  g_string_append(out, "<entry>\n");
  xml_element(out, "id", urn, NULL);
  text(out, "title", hit->title);
  xml_element(out, "updated", issued ? issued : NO_DATE, NULL);
  if (issued)
    xml_element(out, "published", issued, NULL);
  if (hit->creators && hit->creators->len) {
    people(out, hit->creators);
  } else {
    g_autoptr(GPtrArray) publishers = citation_publishers_of(library, hit);
    people(out, publishers);
  }
  links(out, request, hit, base);
  categories(out, request, library, hit);
  text(out, "summary", hit->abstract);
  g_string_append(out, "</entry>\n");
}

/* ---- the feed ---- */

static char *feed_title(const Request *request)
{
  const char *q = request->question->q;
  return *q ? g_strdup_printf("Repère: %s", q) : g_strdup("Repère");
}

/* A place in the web, absolute or from the root. */
static void page_link(GString *out, const char *rel, const char *type, const char *base, const char *target)
{
  g_autofree char *href = g_strconcat(base, target, NULL);
  xml_element(out, "link", NULL, XML({ "rel", rel }, { "href", href }, { "type", type }));
}

static void feed_links(GString *out, const Request *request, const char *next, const char *base)
{
  page_link(out, "self", "application/atom+xml", base, request->canonical);
  const char *parameters = strchr(request->canonical, '?');
  g_autoptr(GString) search = g_string_new("/v1/search?sort=newest");
  g_auto(GStrv) each = g_strsplit(parameters ? parameters + 1 : "", "&", -1);
  for (char **parameter = each; *parameter; parameter++) {
    if (**parameter && !g_str_has_prefix(*parameter, "since=") && !g_str_has_prefix(*parameter, "cursor="))
      g_string_append_printf(search, "&%s", *parameter);
  }
  page_link(out, "alternate", "application/json", base, search->str);
  if (next) {
    g_autofree char *target = request_target_at(request, next);
    page_link(out, "next", "application/atom+xml", base, target);
  }
}

/* How many hits, the newest being first, are not before `since`. */
static guint count_since(const RepereAnswer *answer, const char *since)
{
  g_autofree char *from = since ? timestamp(since) : NULL;
  guint count = 0;
  for (; count < answer->hits->len; count++) {
    const RepereHit *hit = answer->hits->pdata[count];
    g_autofree char *issued = timestamp(hit->issued);
    if (from && (!issued || strcmp(issued, from) < 0))
      break;
  }
  return count;
}

GString *atom_feed(const Request *request, const RepereLibrary *library, const RepereAnswer *answer,
                   const char *base)
{
  GString *out = g_string_sized_new(16384);
  guint count = count_since(answer, request->since);
  const RepereHit *newest = count ? answer->hits->pdata[0] : NULL;
  g_autofree char *updated = timestamp(newest ? newest->issued : request->since);
  g_autofree char *all = request_target_at(request, NULL);
  g_autofree char *urn = urn_of("feed", library, all);
  g_autofree char *title = feed_title(request);
  g_string_append(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
  g_string_append_printf(out, " xml:lang=\"%s\">\n", request->question->lang);
  xml_element(out, "id", urn, NULL);
  xml_element(out, "title", title, XML({ "type", "text" }));
  xml_element(out, "updated", updated ? updated : NO_DATE, NULL);
  g_string_append(out, "<author><name>Repère</name></author>\n");
  xml_element(out, "generator", "Repère", XML({ "version", REPERE_VERSION }));
  feed_links(out, request, count == answer->hits->len ? answer->next : NULL, base);
  for (guint i = 0; i < count; i++)
    entry(out, request, library, answer->hits->pdata[i], base);
  g_string_append(out, "</feed>\n");
  return out;
}
