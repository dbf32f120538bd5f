#include "searchd/base.h"

#include <string.h>

enum { HOST_BYTES = 300 };

/* What RFC 3986 lets stand in a host and a port, without user names and escapes: what goes into documents
 * must not hold anything that means something there. */
static gboolean is_host(const char *host)
{
  gsize length = strlen(host);
  if (!length || length > HOST_BYTES || !(g_ascii_isalnum(*host) || *host == '['))
    return FALSE;
  for (const char *p = host; *p; p++) {
    if (!g_ascii_isalnum(*p) && !strchr(".-_:[]", *p))
      return FALSE;
  }
  return TRUE;
}

char *base_from(const char *host, const char *proto)
{
  if (!host || !is_host(host))
    return g_strdup("");
  gboolean tls = proto && g_ascii_strcasecmp(proto, "https") == 0;
  return g_strconcat(tls ? "https://" : "http://", host, NULL);
}

char *base_of(HttpExchange *exchange)
{
  return base_from(http_exchange_header(exchange, "Host"), http_exchange_header(exchange, BASE_HEADER));
}
