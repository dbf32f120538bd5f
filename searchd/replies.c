#include "searchd/replies.h"

#include "searchd/formats/problem.h"
#include "searchd/routes.h"

void reply_common_headers(HttpReply *reply)
{
  http_reply_header(reply, "Cache-Control", "no-cache");
  http_reply_header(reply, "X-Content-Type-Options", "nosniff");
}

HttpReply *reply_new(guint status, const char *type, GString *body)
{
  HttpReply *reply = http_reply_new(status, type, body);
  reply_common_headers(reply);
  return reply;
}

HttpReply *reply_problem(guint status, const char *parameter, const char *detail)
{
  return reply_new(status, PROBLEM_TYPE, problem_text(status, detail, parameter));
}

HttpReply *reply_fault(const Fault *fault)
{
  return reply_problem(fault->status, fault->parameter, fault->detail);
}

HttpReply *reply_later(const char *seconds, const char *detail)
{
  HttpReply *reply = reply_problem(503, NULL, detail);
  http_reply_header(reply, "Retry-After", seconds);
  return reply;
}

HttpReply *reply_plain(const char *sentence)
{
  return reply_new(200, "text/plain; charset=utf-8", g_string_new(sentence));
}

HttpReply *reply_flaw(HttpFlaw flaw)
{
  g_autofree char *detail = NULL;
  switch (flaw) {
  case HTTP_ZERO_BYTE:
    return reply_problem(400, NULL, "The request's target holds a zero byte; leave it out.");
  case HTTP_BODY_TOO_LONG:
    detail =
      g_strdup_printf("The request's body is longer than %d bytes; ask for less at once.", ROUTES_BODY_BYTES);
    return reply_problem(413, NULL, detail);
  case HTTP_FRAMING:
    return reply_problem(400, NULL,
                         "The lengths that the request's headers give its body contradict each other.");
  case HTTP_CODED_BODY:
    return reply_problem(415, NULL, "The request's body is compressed; send it as it is.");
  default:
    detail =
      g_strdup_printf("The request's target is longer than %zu bytes; ask with fewer or shorter parameters.",
                      http_limits.target_bytes);
    return reply_problem(414, NULL, detail);
  }
}

HttpReply *reply_options(const char *allowed)
{
  HttpReply *reply = http_reply_new(204, NULL, NULL);
  http_reply_header(reply, "Allow", allowed);
  return reply;
}

HttpReply *reply_method(const char *method, const char *allowed)
{
  g_autofree char *quoted = fault_quote(method);
  g_autofree char *detail =
    g_strdup_printf("The method %s is not served here; use one of %s.", quoted, allowed);
  HttpReply *reply = reply_problem(405, NULL, detail);
  http_reply_header(reply, "Allow", allowed);
  return reply;
}
