/* replies.h - replies that several rooms give. */
#ifndef SEARCHD_REPLIES_H
#define SEARCHD_REPLIES_H

#include "searchd/fault.h"
#include "searchd/http.h"

#define REPLY_STOPPING "The daemon is stopping; ask again in a second."

/* Takes `body`. With Cache-Control: no-cache, which means: to be kept, but asked about each time. */
HttpReply *reply_new(guint status, const char *type, GString *body);
void reply_common_headers(HttpReply *reply);
HttpReply *reply_problem(guint status, const char *parameter, const char *detail);
HttpReply *reply_fault(const Fault *fault);
/* A 503 that says when to come again. */
HttpReply *reply_later(const char *seconds, const char *detail);
HttpReply *reply_plain(const char *sentence);
/* Why a request cannot be served, whatever it asks for. */
HttpReply *reply_flaw(HttpFlaw flaw);
HttpReply *reply_options(const char *allowed);
HttpReply *reply_method(const char *method, const char *allowed);

#endif
