/* The only C++ of the project: Xapian behind C. Every entry point runs its body in one of three guards (run,
 * make, move), which catch everything and turn it into a code and a sentence in one place, report(). */
#include "xapian_c.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <vector>

#include <sys/stat.h>

#include <xapian.h>

static_assert(sizeof(Xapian::docid) <= sizeof(xc_docid), "This Xapian has 64-bit document numbers.");
static_assert(sizeof(Xapian::termcount) <= sizeof(xc_termcount), "This Xapian has 64-bit term counts.");
static_assert(sizeof(Xapian::termpos) <= sizeof(xc_position), "This Xapian has 64-bit positions.");
static_assert(sizeof(Xapian::valueno) <= sizeof(xc_slot), "This Xapian has 64-bit slots.");

using std::string;

/* ---- Handles ---- */

/* What messages call the database: its paths, shared with all that is made from it. */
using Name = std::shared_ptr<const string>;

struct xc_database {
  Xapian::Database db;
  Name name;
  string scratch, scratch2; /* what borrowed bytes point to, here and below */
};

struct xc_writer {
  Xapian::WritableDatabase db;
  Name name;
  xc_database view; /* shares db's insides */
};

/* A document of its own, or one lent to a callback. */
struct xc_document {
  Xapian::Document own;
  const Xapian::Document *doc = &own;
  xc_docid docid = 0;
  Name name;
  mutable string scratch;

  xc_document() = default;
  xc_document(Xapian::Document document, xc_docid number, Name where)
    : own(std::move(document)), docid(number), name(std::move(where)) {}
  xc_document(const xc_document &) = delete;
  xc_document &operator=(const xc_document &) = delete;
};

struct xc_query {
  Xapian::Query query;
  mutable string scratch;
};

struct xc_enquire {
  Xapian::Enquire enquire;
  Name name;
};

struct xc_mset {
  Xapian::MSet mset;
  Name name;
  mutable string collapse_key, sort_key;
};

struct xc_rset {
  Xapian::RSet rset;
};

struct xc_eset {
  Xapian::ESet eset;
  mutable string scratch;
};

struct xc_value_counts {
  Xapian::Internal::opt_intrusive_ptr<Xapian::ValueCountMatchSpy> spy;
};

struct xc_stemmer {
  Xapian::Stem stem;
  string scratch;
};

namespace {

/* An iterator with what keeps it valid: some of Xapian's point into their database or document. */
template <class Iterator>
struct Cursor {
  enum State { BEFORE, AT, AFTER };

  Xapian::Database database;
  std::optional<Xapian::Document> document;
  Name name;
  Iterator it;
  State state = BEFORE;
  string current;

  Cursor(Iterator begin, const xc_database *from)
    : database(from->db), name(from->name), it(std::move(begin)) {}
  Cursor(Iterator begin, const xc_document *from)
    : document(*from->doc), name(from->name), it(std::move(begin)) {}
  Cursor(Iterator begin, Name where) : name(std::move(where)), it(std::move(begin)) {}
  /* Positions of another cursor's item. */
  template <class Other>
  Cursor(Iterator begin, const Cursor<Other> &from)
    : database(from.database), document(from.document), name(from.name), it(std::move(begin)) {}

  bool arrive()
  {
    state = it == Iterator() ? AFTER : AT;
    return state == AT;
  }

  bool step()
  {
    if (state == AFTER)
      return false;
    if (state == AT)
      ++it;
    return arrive();
  }

  template <class Target>
  bool skip(const Target &target)
  {
    if (state == AFTER || !arrive())
      return false;
    it.skip_to(target);
    return arrive();
  }
};

} // namespace

struct xc_terms : Cursor<Xapian::TermIterator> {
  using Cursor::Cursor;

  bool skip(const string &target)
  {
    try {
      return Cursor::skip(target);
    } catch (const Xapian::LogicError &) { /* short lists, such as synonyms, can only be stepped through */
      while (arrive() && *it < target)
        ++it;
      return state == AT;
    }
  }
};
struct xc_postings : Cursor<Xapian::PostingIterator> {
  using Cursor::Cursor;
};
struct xc_positions : Cursor<Xapian::PositionIterator> {
  using Cursor::Cursor;
};
struct xc_values : Cursor<Xapian::ValueIterator> {
  using Cursor::Cursor;
  bool by_slot = false; /* of one document */
};

namespace {

/* ---- Errors ---- */

/* Thrown here, never by Xapian. */
struct Failure {
  xc_code code;
  const char *why; /* static; ends without a full stop */
  int detail = 0;
};

/* What an entry point is doing, to what, where: put into words only if it fails. */
struct Call {
  const char *what;
  const string *where = nullptr;
  const char *subject = nullptr;
  size_t size = 0;
  enum { ANY, OPENING, UNSERIALISING } kind = ANY;
};

/* The name of the database behind a handle, if it has one. */
template <class Handle>
auto where(const Handle *handle, int) -> decltype(handle->name.get())
{
  return handle ? handle->name.get() : nullptr;
}

template <class Handle>
const string *where(const Handle *, long)
{
  return nullptr;
}

template <class Handle>
Call call(const char *what, const Handle *handle, const char *subject = nullptr, size_t size = XC_NUL)
{
  return {what, where(handle, 0), subject, size};
}

struct CodeInfo {
  const char *name;
  const char *advice;
};

const CodeInfo code_info[] = {
  {"XC_OK", ""},
  {"XC_NO_DATABASE", "Correct the path, or create the database first."},
  {"XC_EXISTS", "Open it instead, or choose another place."},
  {"XC_LOCKED", "Another writer has it: let it finish, then try again."},
  {"XC_MODIFIED", "It was changed while being read: reopen it and ask again."},
  {"XC_CLOSED", "Open it again."},
  {"XC_CORRUPT", "Its files are damaged: rebuild it, or restore a copy."},
  {"XC_FORMAT", "Another version or program wrote it: make it again with this one."},
  {"XC_IO", "Look at the free space, the permissions and the state of the disk."},
  {"XC_NETWORK", "See that the server runs and can be reached."},
  {"XC_TIMEOUT", "Try again later, or allow more time."},
  {"XC_NOT_FOUND", "Ask for one that exists."},
  {"XC_INVALID", "Correct the call."},
  {"XC_TOO_MANY", "Give a longer beginning, or raise the limit."},
  {"XC_UNSUPPORTED", "Use another kind of query or database."},
  {"XC_STOPPED", "Ask again if the answer is still wanted."},
  {"XC_NO_MEMORY", "Free some memory, or ask for less at a time."},
  {"XC_INTERNAL", "Please report it."},
};
static_assert(std::size(code_info) == XC_INTERNAL + 1, "one row a code");

/* Of UTF-8, where no text may be cut. */
bool inside_character(char byte)
{
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

/* Writes into a message of fixed size, so that reporting a failure needs no memory. */
class Writer {
  xc_error *error;
  size_t used = 0;

public:
  explicit Writer(xc_error *e) : error(e) {}

  void put(const char *text)
  {
    size_t room = sizeof error->message - 1 - used, n = strlen(text);
    if (n > room) {
      n = room;
      while (n > 0 && inside_character(text[n]))
        n--;
    }
    memcpy(error->message + used, text, n);
    used += n;
    error->message[used] = 0;
  }

  /* Some of what the caller gave, with control bytes made visible and the rest cut off. */
  void quote(const char *data, size_t size)
  {
    const size_t longest = 60;
    size_t n = size == XC_NUL ? strlen(data) : size, shown = n > longest ? longest : n;
    while (shown < n && shown > 0 && inside_character(data[shown]))
      shown--;
    put(" \"");
    for (size_t i = 0; i < shown; i++) {
      unsigned char c = static_cast<unsigned char>(data[i]);
      char piece[8] = {data[i], 0};
      if (c < 0x20 || c == 0x7f || c == '"' || c == '\\')
        snprintf(piece, sizeof piece, "\\x%02x", c);
      put(piece);
    }
    put(shown < n ? "…\"" : "\"");
  }

  /* A sentence of Xapian's, without a full stop of its own. */
  void clause(const char *text)
  {
    put(text);
    while (used > 0 && (error->message[used - 1] == '.' || error->message[used - 1] == ' '))
      error->message[--used] = 0;
  }
};

/* Xapian keeps the errno to itself and tells its text. */
int errno_of(const char *text)
{
  char buffer[256];
  for (int e = 1; text && e < 256; e++)
    if (strcmp(strerror_r(e, buffer, sizeof buffer), text) == 0)
      return e;
  return 0;
}

/* Of a failure that came while it cleaned up behind another one, Xapian tells the first in its message only. */
int errno_within(const string &message)
{
  char buffer[256];
  for (int e : {ENOSPC, EDQUOT, EFBIG, EIO})
    if (message.find(strerror_r(e, buffer, sizeof buffer)) != string::npos)
      return e;
  return 0;
}

void describe(xc_error *error, const Call &call, xc_code code, const char *type, const char *why,
              const char *system, int detail) noexcept
{
  if (!error)
    return;
  *error = {code, detail, type, ""};
  Writer out(error);
  out.put("Cannot ");
  out.put(call.what);
  if (call.subject)
    out.quote(call.subject, call.size);
  if (call.where && !call.where->empty()) {
    out.put(" in ");
    out.put(call.where->c_str());
  }
  out.put(": ");
  out.clause(why);
  if (system && *system && !strstr(why, system)) {
    out.put(" (");
    out.put(system);
    out.put(")");
  }
  if (code == XC_STOPPED) {
    char answer[32];
    snprintf(answer, sizeof answer, ", which returned %d", detail);
    out.put(answer);
  }
  out.put(". ");
  out.put(code_info[code].advice);
}

/* Xapian's exceptions, which know their names but not their classes at run time. */
const struct {
  const char *type;
  xc_code code;
} exceptions[] = {
  {"DatabaseNotFoundError", XC_NO_DATABASE},
  {"DatabaseOpeningError", XC_CORRUPT},
  {"DatabaseCreateError", XC_EXISTS},
  {"DatabaseVersionError", XC_FORMAT},
  {"DatabaseLockError", XC_LOCKED},
  {"DatabaseModifiedError", XC_MODIFIED},
  {"DatabaseClosedError", XC_CLOSED},
  {"DatabaseCorruptError", XC_CORRUPT},
  {"DatabaseError", XC_IO},
  {"DocNotFoundError", XC_NOT_FOUND},
  {"InvalidArgumentError", XC_INVALID},
  {"InvalidOperationError", XC_INVALID},
  {"RangeError", XC_INVALID},
  {"NetworkTimeoutError", XC_TIMEOUT},
  {"NetworkError", XC_NETWORK},
  {"SerialisationError", XC_FORMAT},
  {"WildcardError", XC_TOO_MANY},
  {"UnimplementedError", XC_UNSUPPORTED},
  {"FeatureUnavailableError", XC_UNSUPPORTED},
};

xc_code code_of(const char *type, int system_error)
{
  xc_code code = XC_INTERNAL;
  for (const auto &row : exceptions)
    if (strcmp(row.type, type) == 0)
      code = row.code;
  if (system_error == 0 && code == XC_IO) /* a file ended early */
    return XC_CORRUPT;
  /* Opening and creating fail for the system's reasons too. */
  if (system_error != 0 && strcmp(type, "DatabaseCreateError") == 0)
    return XC_IO;
  if (system_error != 0 && (code == XC_NO_DATABASE || strcmp(type, "DatabaseOpeningError") == 0))
    return system_error == ENOENT || system_error == ENOTDIR ? XC_NO_DATABASE : XC_IO;
  return code;
}

/* Whether there is a database, but not all of its files. */
bool lacks_table(const Xapian::Error &e, const char *path)
{
  struct stat there;
  return strcmp(e.get_type(), "DatabaseOpeningError") == 0 && path && stat(path, &there) == 0;
}

/* THE place where an exception becomes an error. Called while one is being handled. */
xc_code report(xc_error *error, const Call &call) noexcept
{
  try {
    throw;
  } catch (const Failure &e) {
    describe(error, call, e.code, "", e.why, nullptr, e.detail);
    return e.code;
  } catch (const Xapian::Error &e) {
    const char *system = e.get_error_string();
    int system_error = errno_of(system);
    if (system_error == 0)
      system_error = errno_within(e.get_msg());
    xc_code code = code_of(e.get_type(), system_error);
    if (call.kind == Call::UNSERIALISING && code == XC_NETWORK) /* what Xapian throws at bad bytes */
      code = XC_FORMAT;
    if (call.kind == Call::OPENING && code == XC_NO_DATABASE && lacks_table(e, call.subject))
      code = XC_CORRUPT;
    describe(error, call, code, e.get_type(), e.get_msg().c_str(), system, system_error);
    return code;
  } catch (const std::bad_alloc &) {
    describe(error, call, XC_NO_MEMORY, "", "there is not enough memory", nullptr, ENOMEM);
    return XC_NO_MEMORY;
  } catch (const std::length_error &) {
    describe(error, call, XC_INVALID, "", "a size is beyond any string", nullptr, 0);
    return XC_INVALID;
  } catch (const std::exception &e) {
    describe(error, call, XC_INTERNAL, "", e.what(), nullptr, 0);
    return XC_INTERNAL;
  } catch (...) {
    describe(error, call, XC_INTERNAL, "", "something unknown was thrown", nullptr, 0);
    return XC_INTERNAL;
  }
}

/* ---- Arguments in, bytes out ---- */

[[noreturn]] void invalid(const char *why)
{
  throw Failure{XC_INVALID, why};
}

void need(const void *handle, const char *why = "there is no handle, or no place for the result (NULL)")
{
  if (!handle)
    invalid(why);
}

string text(const char *data, size_t size)
{
  if (!data && size != 0)
    invalid("a string is NULL");
  return size == XC_NUL ? string(data) : string(data ? data : "", size);
}

xc_bytes bytes(const string &s)
{
  return {s.data(), s.size()};
}

/* Keeps a string for the caller to borrow. */
void lend(xc_bytes *out, string &keeper, string value)
{
  keeper = std::move(value);
  if (out)
    *out = bytes(keeper);
}

template <class T, class U>
void give(T *out, U value)
{
  if (out)
    *out = static_cast<T>(value);
}

/* The item a cursor stands on. */
template <class Handle>
auto &at(Handle *handle)
{
  if (handle->state != Handle::AT)
    invalid("the iterator stands on no item");
  return handle->it;
}

bool lend_value(xc_values *values, uint32_t *key, xc_bytes *value)
{
  lend(value, values->current, *values->it);
  give(key, values->by_slot ? values->it.get_valueno() : values->it.get_docid());
  return true;
}

template <class Set>
auto item(const Set &set, xc_doccount i)
{
  if (i >= set.size())
    invalid("there are fewer of them");
  return set[i];
}

/* ---- Envelopes ----
 *
 * Xapian makes queries that crash out of some rubbish, so serialised bytes travel in an envelope: "XC", kind,
 * Xapian's series, and a checksum (FNV-1a, 64 bits). Against accidents, not against forgery. */

string envelope(char kind, const string &content)
{
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : content)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  const int series[] = {Xapian::major_version(), Xapian::minor_version()};
  string e = {'X', 'C', kind, static_cast<char>(series[0]), static_cast<char>(series[1])};
  for (int shift = 56; shift >= 0; shift -= 8)
    e += static_cast<char>(hash >> shift);
  return e;
}

string seal(char kind, const string &content)
{
  return envelope(kind, content) + content;
}

string unseal(char kind, const string &sealed)
{
  const size_t size = envelope(kind, string()).size();
  string content = sealed.size() < size ? string() : sealed.substr(size);
  if (sealed.compare(0, size, envelope(kind, content)) != 0)
    throw Failure{XC_FORMAT, "these bytes do not come whole from the matching serialise function"};
  return content;
}

/* ---- Guards ---- */

/* Does something. */
template <class Body>
xc_code run(xc_error *error, const Call &call, Body body) noexcept
{
  try {
    body();
    return XC_OK;
  } catch (...) {
    return report(error, call);
  }
}

/* Makes a handle: the body returns a new one. */
template <class Body>
auto make(xc_error *error, const Call &call, Body body) noexcept -> decltype(body())
{
  try {
    return body();
  } catch (...) {
    report(error, call);
    return nullptr;
  }
}

/* The same with a handle, which must be there, and perhaps with a string that the body gets. */
template <class Handle, class Body>
xc_code run(xc_error *error, const char *what, Handle *handle, Body body)
{
  return run(error, call(what, handle), [&] {
    need(handle);
    body();
  });
}

template <class Handle, class Body>
xc_code run(xc_error *error, const char *what, Handle *handle, const char *data, size_t size, Body body)
{
  return run(error, call(what, handle, data, size), [&] {
    need(handle);
    body(text(data, size));
  });
}

template <class Handle, class Body>
auto make(xc_error *error, const char *what, Handle *handle, Body body) -> decltype(body())
{
  return make(error, call(what, handle), [&] {
    need(handle);
    return body();
  });
}

template <class Handle, class Body>
auto make(xc_error *error, const char *what, Handle *handle, const char *data, size_t size,
          Body body) -> decltype(body(string()))
{
  return make(error, call(what, handle, data, size), [&] {
    need(handle);
    return body(text(data, size));
  });
}

/* Moves a cursor: the body says whether it stands on an item. One that failed has ended. */
template <class Handle, class Body>
int move(xc_error *error, const char *what, Handle *handle, Body body) noexcept
{
  try {
    if (!handle)
      throw Failure{XC_INVALID, "there is no iterator (NULL)"};
    return body() ? XC_ITEM : XC_END;
  } catch (...) {
    if (handle)
      handle->state = Handle::AFTER;
    report(error, call(what, handle));
    return XC_FAILED;
  }
}

/* Steps a cursor up to `capacity` times and shows each item to a function with its number. */
template <class Handle, class Item>
xc_code read_items(xc_error *error, const char *what, Handle *handle, size_t capacity, size_t *count,
                   Item item)
{
  xc_error failure = XC_ERROR_INIT;
  size_t n = 0;
  const auto body = [&] {
    for (; n < capacity && handle->step(); n++)
      item(n, handle->it);
    return true;
  };
  if (move(error ? error : &failure, what, handle, body) == XC_FAILED)
    return error ? error->code : failure.code;
  give(count, n);
  return XC_OK;
}

} // namespace

const char *xc_code_name(xc_code code)
{
  size_t i = static_cast<size_t>(code);
  return i < std::size(code_info) ? code_info[i].name : "?";
}

const char *xc_xapian_version(void)
{
  return Xapian::version_string();
}

/* ---- Databases ---- */

namespace {

string name_of(const xc_shard *shards, size_t count)
{
  string name;
  for (size_t i = 0; i < count; i++) {
    if (i > 0)
      name += ", ";
    if (shards[i].path)
      name += shards[i].path;
    else if (shards[i].host)
      name += string(shards[i].host) + ":" + std::to_string(shards[i].port);
    else if (shards[i].program)
      name += shards[i].program;
  }
  return name;
}

Call opening(const char *what, const xc_shard *shards, size_t count)
{
  const char *where = nullptr;
  if (shards && count > 0)
    where = shards[0].path ? shards[0].path : shards[0].host ? shards[0].host : shards[0].program;
  return {what, nullptr, where, XC_NUL, Call::OPENING};
}

void check_shard(const xc_shard &shard)
{
  if ((shard.path != nullptr) + (shard.host != nullptr) + (shard.program != nullptr) != 1)
    invalid("a shard needs one of path, host and program");
  if (shard.host && shard.port == 0)
    invalid("a shard with a host needs a port");
}

string arguments_of(const xc_shard &shard)
{
  return shard.arguments ? shard.arguments : "";
}

Xapian::Database open_shard(const xc_shard &shard)
{
  const unsigned ms = 10000;
  unsigned timeout = shard.timeout_ms ? shard.timeout_ms : ms;
  unsigned connect = shard.connect_timeout_ms ? shard.connect_timeout_ms : ms;
  check_shard(shard);
  if (shard.host)
    return Xapian::Remote::open(shard.host, shard.port, timeout, connect);
  if (shard.program)
    return Xapian::Remote::open(shard.program, arguments_of(shard), timeout);
  return Xapian::Database(shard.path);
}

Xapian::WritableDatabase open_shard(const xc_shard &shard, int flags, int block_size)
{
  unsigned connect = shard.connect_timeout_ms ? shard.connect_timeout_ms : 10000;
  check_shard(shard);
  if (shard.host)
    return Xapian::Remote::open_writable(shard.host, shard.port, shard.timeout_ms, connect, flags);
  if (shard.program)
    return Xapian::Remote::open_writable(shard.program, arguments_of(shard), shard.timeout_ms, flags);
  return Xapian::WritableDatabase(shard.path, flags, block_size);
}

} // namespace

xc_database *xc_database_open(const xc_shard *shards, size_t count, xc_error *error)
{
  return make(error, opening("open the database", shards, count), [&] {
    if (count > 0)
      need(shards);
    auto made = std::make_unique<xc_database>();
    made->name = std::make_shared<const string>(name_of(shards, count));
    for (size_t i = 0; i < count; i++)
      made->db.add_database(open_shard(shards[i]));
    return made.release();
  });
}

void xc_database_free(xc_database *database)
{
  delete database;
}

xc_code xc_database_close(xc_database *database, xc_error *error)
{
  return run(error, "close the database", database, [&] { database->db.close(); });
}

xc_code xc_database_reopen(xc_database *database, bool *changed, xc_error *error)
{
  return run(error, "reopen the database", database, [&] { give(changed, database->db.reopen()); });
}

xc_code xc_database_keep_alive(xc_database *database, xc_error *error)
{
  return run(error, "keep the connection alive", database, [&] { database->db.keep_alive(); });
}

xc_code xc_database_revision(xc_database *database, uint64_t *revision, xc_error *error)
{
  return run(error, "tell the revision", database, [&] { give(revision, database->db.get_revision()); });
}

xc_code xc_database_uuid(xc_database *database, xc_bytes *uuid, xc_error *error)
{
  return run(error, "tell the UUID", database, [&] {
    lend(uuid, database->scratch, database->db.get_uuid());
  });
}

xc_code xc_database_locked(xc_database *database, bool *locked, xc_error *error)
{
  return run(error, "tell whether there is a writer", database, [&] { give(locked, database->db.locked()); });
}

xc_code xc_database_description(xc_database *database, xc_bytes *description, xc_error *error)
{
  return run(error, "describe the database", database, [&] {
    lend(description, database->scratch, database->db.get_description());
  });
}

xc_code xc_database_doccount(xc_database *database, xc_doccount *count, xc_error *error)
{
  return run(error, "count the documents", database, [&] { give(count, database->db.get_doccount()); });
}

xc_code xc_database_get_stats(xc_database *database, xc_database_stats *stats, xc_error *error)
{
  return run(error, "read the statistics", database, [&] {
    need(stats);
    const Xapian::Database &db = database->db;
    xc_database_stats s = {};
    s.documents = db.get_doccount();
    s.last_docid = db.get_lastdocid();
    s.average_length = db.get_average_length();
    s.total_length = db.get_total_length();
    s.length_lower = db.get_doclength_lower_bound();
    s.length_upper = db.get_doclength_upper_bound();
    s.has_positions = db.has_positions();
    *stats = s;
  });
}

xc_code xc_database_term_frequency(xc_database *database, const char *term, size_t size,
                                   xc_doccount *documents, uint64_t *occurrences, xc_error *error)
{
  return run(error, "read the frequency of the term", database, term, size, [&](const string &s) {
    const Xapian::doccount found = documents ? database->db.get_termfreq(s) : 0;
    give(occurrences, occurrences ? database->db.get_collection_freq(s) : 0);
    give(documents, found);
  });
}

xc_code xc_database_wdf_upper_bound(xc_database *database, const char *term, size_t size, xc_termcount *bound,
                                    xc_error *error)
{
  return run(error, "read the wdf bound of the term", database, term, size, [&](const string &s) {
    give(bound, database->db.get_wdf_upper_bound(s));
  });
}

xc_code xc_database_document_length(xc_database *database, xc_docid docid, xc_termcount *length,
                                    xc_termcount *unique_terms, xc_error *error)
{
  return run(error, "read the length of a document", database, [&] {
    const Xapian::termcount unique = unique_terms ? database->db.get_unique_terms(docid) : 0;
    give(length, length ? database->db.get_doclength(docid) : 0);
    give(unique_terms, unique);
  });
}

xc_code xc_database_value_stats(xc_database *database, xc_slot slot, xc_value_stats *stats, xc_error *error)
{
  return run(error, "read the statistics of a value slot", database, [&] {
    need(stats);
    const Xapian::doccount documents = database->db.get_value_freq(slot);
    database->scratch = database->db.get_value_lower_bound(slot);
    database->scratch2 = database->db.get_value_upper_bound(slot);
    *stats = {documents, bytes(database->scratch), bytes(database->scratch2)};
  });
}

xc_code xc_database_metadata(xc_database *database, const char *key, size_t size, xc_bytes *value,
                             xc_error *error)
{
  return run(error, "read the metadata", database, key, size, [&](const string &s) {
    lend(value, database->scratch, database->db.get_metadata(s));
  });
}

xc_terms *xc_database_metadata_keys(xc_database *database, const char *prefix, size_t size, xc_error *error)
{
  return make(error, "list the metadata keys", database, prefix, size, [&](const string &s) {
    return new xc_terms(database->db.metadata_keys_begin(s), database);
  });
}

xc_terms *xc_database_all_terms(xc_database *database, const char *prefix, size_t size, xc_error *error)
{
  return make(error, "list the terms", database, prefix, size, [&](const string &s) {
    return new xc_terms(database->db.allterms_begin(s), database);
  });
}

xc_terms *xc_database_document_terms(xc_database *database, xc_docid docid, xc_error *error)
{
  return make(error, "list the terms of a document", database, [&] {
    return new xc_terms(database->db.termlist_begin(docid), database);
  });
}

xc_postings *xc_database_postings(xc_database *database, const char *term, size_t size, xc_error *error)
{
  return make(error, "list the documents of the term", database, term, size, [&](const string &s) {
    return new xc_postings(database->db.postlist_begin(s), database);
  });
}

xc_positions *xc_database_positions(xc_database *database, xc_docid docid, const char *term, size_t size,
                                    xc_error *error)
{
  return make(error, "list the positions of the term", database, term, size, [&](const string &s) {
    return new xc_positions(database->db.positionlist_begin(docid, s), database);
  });
}

xc_values *xc_database_values(xc_database *database, xc_slot slot, xc_error *error)
{
  return make(error, "list the values of a slot", database, [&] {
    return new xc_values(database->db.valuestream_begin(slot), database);
  });
}

xc_document *xc_database_document(xc_database *database, xc_docid docid, unsigned flags, xc_error *error)
{
  return make(error, "read a document", database, [&] {
    if (flags & ~XC_ASSUME_VALID)
      invalid("there are unknown flags");
    const unsigned how = flags & XC_ASSUME_VALID ? Xapian::DOC_ASSUME_VALID : 0;
    return new xc_document(database->db.get_document(docid, how), docid, database->name);
  });
}

xc_terms *xc_database_synonyms(xc_database *database, const char *term, size_t size, xc_error *error)
{
  return make(error, "list the synonyms of", database, term, size, [&](const string &s) {
    return new xc_terms(database->db.synonyms_begin(s), database);
  });
}

xc_terms *xc_database_synonym_keys(xc_database *database, const char *prefix, size_t size, xc_error *error)
{
  return make(error, "list the terms with synonyms", database, prefix, size, [&](const string &s) {
    return new xc_terms(database->db.synonym_keys_begin(s), database);
  });
}

xc_code xc_database_suggest_spelling(xc_database *database, const char *word, size_t size, unsigned max_edits,
                                     xc_bytes *suggestion, xc_error *error)
{
  return run(error, "suggest a spelling for", database, word, size, [&](const string &s) {
    lend(suggestion, database->scratch,
         database->db.get_spelling_suggestion(s, max_edits ? max_edits : 2));
  });
}

xc_terms *xc_database_spellings(xc_database *database, xc_error *error)
{
  return make(error, "list the spellings", database, [&] {
    return new xc_terms(database->db.spellings_begin(), database);
  });
}

/* ---- Check and compaction ---- */

namespace {

/* Hands what is written to a callback, some kilobytes at a time. */
class TextBuffer : public std::streambuf {
  xc_text_fn out;
  void *user;
  char buffer[4096];

public:
  TextBuffer(xc_text_fn fn, void *data) : out(fn), user(data) { setp(buffer, buffer + sizeof buffer); }

  int overflow(int c) override
  {
    sync();
    if (c != traits_type::eof())
      sputc(static_cast<char>(c));
    return 0;
  }

  int sync() override
  {
    const size_t n = static_cast<size_t>(pptr() - pbase());
    setp(buffer, buffer + sizeof buffer);
    if (const int answer = n > 0 ? out(user, buffer, n) : 0)
      throw Failure{XC_STOPPED, "it was stopped by its callback", answer};
    return 0;
  }
};

class Compactor : public Xapian::Compactor {
  const xc_compact_options &options;

public:
  explicit Compactor(const xc_compact_options &o) : options(o) {}

  void set_status(const string &table, const string &status) override
  {
    if (!options.progress)
      return;
    if (const int answer = options.progress(options.user, table.c_str(), status.c_str()))
      throw Failure{XC_STOPPED, "it was stopped by its callback", answer};
  }
};

unsigned compact_flags(const xc_compact_options &options)
{
  unsigned flags = options.level == XC_COMPACT_STANDARD ? Xapian::Compactor::STANDARD
                 : options.level == XC_COMPACT_FULLER   ? Xapian::Compactor::FULLER
                                                        : Xapian::Compactor::FULL;
  if (options.keep_docids)
    flags |= Xapian::DBCOMPACT_NO_RENUMBER;
  if (options.multipass)
    flags |= Xapian::DBCOMPACT_MULTIPASS;
  if (options.single_file)
    flags |= Xapian::DBCOMPACT_SINGLE_FILE;
  return flags;
}

/* Xapian would quietly take another size, or none. */
void check_block_size(int size)
{
  if (size != 0 && (size < 2048 || size > 65536 || (size & (size - 1)) != 0))
    invalid("the block size is not a power of 2 from 2048 to 65536");
}

} // namespace

xc_code xc_check(const char *path, unsigned flags, xc_text_fn output, void *user, size_t *faults,
                 xc_error *error)
{
  return run(error, {"check the database", nullptr, path, XC_NUL, Call::OPENING}, [&] {
    need(path);
    int how = 0;
    how |= flags & XC_CHECK_SHORT_TREE ? Xapian::DBCHECK_SHORT_TREE : 0;
    how |= flags & XC_CHECK_FULL_TREE ? Xapian::DBCHECK_FULL_TREE : 0;
    how |= flags & XC_CHECK_SHOW_FREELIST ? Xapian::DBCHECK_SHOW_FREELIST : 0;
    how |= flags & XC_CHECK_SHOW_STATS ? Xapian::DBCHECK_SHOW_STATS : 0;
    how |= flags & XC_CHECK_FIX ? Xapian::DBCHECK_FIX : 0;
    if (!output) {
      give(faults, Xapian::Database::check(path, how));
      return;
    }
    TextBuffer buffer(output, user);
    std::ostream stream(&buffer);
    stream.exceptions(std::ios::badbit); /* so that the callback can stop it */
    const size_t found = Xapian::Database::check(path, how, &stream);
    stream.flush();
    give(faults, found);
  });
}

xc_code xc_database_compact(xc_database *database, const char *destination, const xc_compact_options *options,
                            xc_error *error)
{
  return run(error, call("compact into", database, destination), [&] {
    need(database);
    need(destination);
    struct stat there;
    if (lstat(destination, &there) == 0) /* Xapian would overwrite it */
      throw Failure{XC_EXISTS, "there is something at the destination"};
    const xc_compact_options wanted = options ? *options : xc_compact_options{};
    check_block_size(wanted.block_size);
    Compactor compactor(wanted);
    database->db.compact(destination, compact_flags(wanted), wanted.block_size, compactor);
  });
}

/* ---- Writing ---- */

namespace {

int writer_flags(const xc_writer_options &options)
{
  int flags = options.mode == XC_OPEN                  ? Xapian::DB_OPEN
              : options.mode == XC_CREATE              ? Xapian::DB_CREATE
              : options.mode == XC_CREATE_OR_OVERWRITE ? Xapian::DB_CREATE_OR_OVERWRITE
                                                       : Xapian::DB_CREATE_OR_OPEN;
  flags |= options.flags & XC_NO_SYNC ? Xapian::DB_NO_SYNC : 0;
  flags |= options.flags & XC_FULL_SYNC ? Xapian::DB_FULL_SYNC : 0;
  flags |= options.flags & XC_DANGEROUS ? Xapian::DB_DANGEROUS : 0;
  flags |= options.flags & XC_NO_TERMLIST ? Xapian::DB_NO_TERMLIST : 0;
  flags |= options.flags & XC_RETRY_LOCK ? Xapian::DB_RETRY_LOCK : 0;
  return flags;
}

Xapian::WritableDatabase open_writable(const xc_shard *shards, size_t count, const xc_writer_options &options)
{
  const int flags = writer_flags(options);
  check_block_size(options.block_size);
  if (options.flags & XC_IN_MEMORY) {
    if (count > 0)
      invalid("a database in memory has no shards to open");
    return Xapian::WritableDatabase(string(), Xapian::DB_BACKEND_INMEMORY);
  }
  if (count == 0)
    invalid("there is no shard to open");
  need(shards);
  Xapian::WritableDatabase db = open_shard(shards[0], flags, options.block_size);
  for (size_t i = 1; i < count; i++)
    db.add_database(open_shard(shards[i], flags, options.block_size));
  return db;
}

} // namespace

xc_writer *xc_writer_open(const xc_shard *shards, size_t count, const xc_writer_options *options,
                          xc_error *error)
{
  return make(error, opening("open for writing the database", shards, count), [&] {
    auto made = std::make_unique<xc_writer>();
    made->db = open_writable(shards, count, options ? *options : xc_writer_options{});
    made->name = std::make_shared<const string>(name_of(shards, count));
    made->view.db = made->db;
    made->view.name = made->name;
    return made.release();
  });
}

void xc_writer_free(xc_writer *writer)
{
  delete writer;
}

xc_code xc_writer_close(xc_writer *writer, xc_error *error)
{
  return run(error, "commit and close the database", writer, [&] { writer->db.close(); });
}

xc_database *xc_writer_database(xc_writer *writer)
{
  return writer ? &writer->view : nullptr;
}

xc_code xc_writer_commit(xc_writer *writer, xc_error *error)
{
  return run(error, "commit the changes", writer, [&] { writer->db.commit(); });
}

xc_code xc_writer_begin_transaction(xc_writer *writer, bool flushed, xc_error *error)
{
  return run(error, "begin a transaction", writer, [&] { writer->db.begin_transaction(flushed); });
}

xc_code xc_writer_commit_transaction(xc_writer *writer, xc_error *error)
{
  return run(error, "commit the transaction", writer, [&] { writer->db.commit_transaction(); });
}

xc_code xc_writer_cancel_transaction(xc_writer *writer, xc_error *error)
{
  return run(error, "cancel the transaction", writer, [&] { writer->db.cancel_transaction(); });
}

xc_code xc_writer_add(xc_writer *writer, const xc_document *document, xc_docid *docid, xc_error *error)
{
  return run(error, "add a document", writer, [&] {
    need(document);
    give(docid, writer->db.add_document(*document->doc));
  });
}

xc_code xc_writer_replace(xc_writer *writer, xc_docid docid, const xc_document *document, xc_error *error)
{
  return run(error, "replace a document", writer, [&] {
    need(document);
    writer->db.replace_document(docid, *document->doc);
  });
}

xc_code xc_writer_replace_by_term(xc_writer *writer, const char *term, size_t size,
                                  const xc_document *document, xc_docid *docid, xc_error *error)
{
  return run(error, "replace the documents of the term", writer, term, size, [&](const string &s) {
    need(document);
    give(docid, writer->db.replace_document(s, *document->doc));
  });
}

xc_code xc_writer_delete(xc_writer *writer, xc_docid docid, xc_error *error)
{
  return run(error, "delete a document", writer, [&] { writer->db.delete_document(docid); });
}

xc_code xc_writer_delete_by_term(xc_writer *writer, const char *term, size_t size, xc_error *error)
{
  return run(error, "delete the documents of the term", writer, term, size, [&](const string &s) {
    writer->db.delete_document(s);
  });
}

xc_code xc_writer_set_metadata(xc_writer *writer, const char *key, size_t key_size, const char *value,
                               size_t value_size, xc_error *error)
{
  return run(error, "write the metadata", writer, key, key_size, [&](const string &s) {
    writer->db.set_metadata(s, text(value, value_size));
  });
}

xc_code xc_writer_add_synonym(xc_writer *writer, const char *term, size_t term_size, const char *synonym,
                              size_t synonym_size, xc_error *error)
{
  return run(error, "add a synonym of", writer, term, term_size, [&](const string &s) {
    writer->db.add_synonym(s, text(synonym, synonym_size));
  });
}

xc_code xc_writer_remove_synonym(xc_writer *writer, const char *term, size_t term_size, const char *synonym,
                                 size_t synonym_size, xc_error *error)
{
  return run(error, "remove a synonym of", writer, term, term_size, [&](const string &s) {
    writer->db.remove_synonym(s, text(synonym, synonym_size));
  });
}

xc_code xc_writer_clear_synonyms(xc_writer *writer, const char *term, size_t size, xc_error *error)
{
  return run(error, "remove the synonyms of", writer, term, size, [&](const string &s) {
    writer->db.clear_synonyms(s);
  });
}

xc_code xc_writer_add_spelling(xc_writer *writer, const char *word, size_t size, xc_termcount times,
                               xc_error *error)
{
  return run(error, "add the spelling", writer, word, size, [&](const string &s) {
    writer->db.add_spelling(s, times);
  });
}

xc_code xc_writer_remove_spelling(xc_writer *writer, const char *word, size_t size, xc_termcount times,
                                  xc_error *error)
{
  return run(error, "remove the spelling", writer, word, size, [&](const string &s) {
    writer->db.remove_spelling(s, times);
  });
}

/* ---- Documents ---- */

xc_document *xc_document_new(xc_error *error)
{
  return make(error, {"make a document"}, [] { return new xc_document(); });
}

void xc_document_free(xc_document *document)
{
  delete document;
}

xc_docid xc_document_docid(const xc_document *document)
{
  return document ? document->docid : 0;
}

xc_code xc_document_set_data(xc_document *document, const char *data, size_t size, xc_error *error)
{
  return run(error, "set a document's data", document, [&] { document->own.set_data(text(data, size)); });
}

xc_code xc_document_data(const xc_document *document, xc_bytes *data, xc_error *error)
{
  return run(error, "read a document's data", document, [&] {
    lend(data, document->scratch, document->doc->get_data());
  });
}

xc_code xc_document_value(const xc_document *document, xc_slot slot, xc_bytes *value, xc_error *error)
{
  return run(error, "read a document's value", document, [&] {
    lend(value, document->scratch, document->doc->get_value(slot));
  });
}

xc_code xc_document_set_value(xc_document *document, xc_slot slot, const char *value, size_t size,
                              xc_error *error)
{
  return run(error, "set a document's value", document, [&] {
    if (slot == XC_NO_SLOT)
      invalid("XC_NO_SLOT is not a slot");
    document->own.add_value(slot, text(value, size));
  });
}

xc_code xc_document_clear_values(xc_document *document, xc_error *error)
{
  return run(error, "remove a document's values", document, [&] { document->own.clear_values(); });
}

xc_values *xc_document_values(const xc_document *document, xc_error *error)
{
  return make(error, "list a document's values", document, [&] {
    auto made = new xc_values(document->doc->values_begin(), document);
    made->by_slot = true;
    return made;
  });
}

xc_code xc_document_add_term(xc_document *document, const char *term, size_t size, xc_termcount wdf,
                             xc_error *error)
{
  return run(error, "add the term", document, term, size, [&](const string &s) {
    document->own.add_term(s, wdf);
  });
}

xc_code xc_document_add_boolean_term(xc_document *document, const char *term, size_t size, xc_error *error)
{
  return xc_document_add_term(document, term, size, 0, error);
}

xc_code xc_document_add_posting(xc_document *document, const char *term, size_t size, xc_position position,
                                xc_termcount wdf, xc_error *error)
{
  return run(error, "add the term", document, term, size, [&](const string &s) {
    document->own.add_posting(s, position, wdf);
  });
}

xc_code xc_document_remove_posting(xc_document *document, const char *term, size_t size, xc_position position,
                                   xc_termcount wdf, xc_error *error)
{
  return run(error, "remove a position of the term", document, term, size, [&](const string &s) {
    document->own.remove_posting(s, position, wdf);
  });
}

xc_code xc_document_remove_term(xc_document *document, const char *term, size_t size, xc_error *error)
{
  return run(error, "remove the term", document, term, size, [&](const string &s) {
    document->own.remove_term(s);
  });
}

xc_code xc_document_clear_terms(xc_document *document, xc_error *error)
{
  return run(error, "remove a document's terms", document, [&] { document->own.clear_terms(); });
}

xc_code xc_document_term_count(const xc_document *document, xc_termcount *count, xc_error *error)
{
  return run(error, "count a document's terms", document, [&] {
    give(count, document->doc->termlist_count());
  });
}

xc_terms *xc_document_terms(const xc_document *document, xc_error *error)
{
  return make(error, "list a document's terms", document, [&] {
    return new xc_terms(document->doc->termlist_begin(), document);
  });
}

xc_code xc_document_serialise(const xc_document *document, xc_bytes *serialised, xc_error *error)
{
  return run(error, "serialise a document", document, [&] {
    lend(serialised, document->scratch, seal('D', document->doc->serialise()));
  });
}

xc_document *xc_document_unserialise(const char *serialised, size_t size, xc_error *error)
{
  return make(error, {"unserialise a document", nullptr, nullptr, 0, Call::UNSERIALISING}, [&] {
    const string content = unseal('D', text(serialised, size));
    return new xc_document(Xapian::Document::unserialise(content), 0, nullptr);
  });
}

/* ---- Iterators ---- */

int xc_terms_next(xc_terms *terms, xc_bytes *term, xc_error *error)
{
  return move(error, "go to the next term", terms, [&] {
    if (!terms->step())
      return false;
    lend(term, terms->current, *terms->it);
    return true;
  });
}

int xc_terms_skip_to(xc_terms *terms, const char *target, size_t size, xc_bytes *term, xc_error *error)
{
  return move(error, "skip to a term", terms, [&] {
    if (!terms->skip(text(target, size)))
      return false;
    lend(term, terms->current, *terms->it);
    return true;
  });
}

xc_code xc_terms_wdf(xc_terms *terms, xc_termcount *wdf, xc_error *error)
{
  return run(error, "read the wdf of a term", terms, [&] { give(wdf, at(terms).get_wdf()); });
}

xc_code xc_terms_frequency(xc_terms *terms, xc_doccount *documents, xc_error *error)
{
  return run(error, "read the frequency of a term", terms, [&] {
    give(documents, at(terms).get_termfreq());
  });
}

xc_positions *xc_terms_positions(xc_terms *terms, xc_error *error)
{
  return make(error, "list the positions of a term", terms, [&] {
    return new xc_positions(at(terms).positionlist_begin(), *terms);
  });
}

void xc_terms_free(xc_terms *terms)
{
  delete terms;
}

int xc_postings_next(xc_postings *postings, xc_docid *docid, xc_error *error)
{
  return move(error, "go to the next document of a term", postings, [&] {
    if (!postings->step())
      return false;
    give(docid, *postings->it);
    return true;
  });
}

int xc_postings_skip_to(xc_postings *postings, xc_docid target, xc_docid *docid, xc_error *error)
{
  return move(error, "skip to a document of a term", postings, [&] {
    if (!postings->skip(target))
      return false;
    give(docid, *postings->it);
    return true;
  });
}

xc_code xc_postings_read(xc_postings *postings, xc_docid *docids, xc_termcount *wdfs, size_t capacity,
                         size_t *count, xc_error *error)
{
  return read_items(error, "read documents of a term", postings, capacity, count, [&](size_t i, auto &it) {
    if (docids)
      docids[i] = *it;
    if (wdfs)
      wdfs[i] = it.get_wdf();
  });
}

xc_code xc_postings_wdf(xc_postings *postings, xc_termcount *wdf, xc_error *error)
{
  return run(error, "read the wdf of a term", postings, [&] { give(wdf, at(postings).get_wdf()); });
}

xc_code xc_postings_document_length(xc_postings *postings, xc_termcount *length, xc_error *error)
{
  return run(error, "read the length of a document", postings, [&] {
    give(length, at(postings).get_doclength());
  });
}

xc_positions *xc_postings_positions(xc_postings *postings, xc_error *error)
{
  return make(error, "list the positions of a term", postings, [&] {
    return new xc_positions(at(postings).positionlist_begin(), *postings);
  });
}

void xc_postings_free(xc_postings *postings)
{
  delete postings;
}

int xc_positions_next(xc_positions *positions, xc_position *position, xc_error *error)
{
  return move(error, "go to the next position", positions, [&] {
    if (!positions->step())
      return false;
    give(position, *positions->it);
    return true;
  });
}

int xc_positions_skip_to(xc_positions *positions, xc_position target, xc_position *position, xc_error *error)
{
  return move(error, "skip to a position", positions, [&] {
    if (!positions->skip(target))
      return false;
    give(position, *positions->it);
    return true;
  });
}

xc_code xc_positions_read(xc_positions *positions, xc_position *into, size_t capacity, size_t *count,
                          xc_error *error)
{
  return read_items(error, "read positions", positions, capacity, count, [&](size_t i, auto &it) {
    if (into)
      into[i] = *it;
  });
}

void xc_positions_free(xc_positions *positions)
{
  delete positions;
}

int xc_values_next(xc_values *values, uint32_t *key, xc_bytes *value, xc_error *error)
{
  return move(error, "go to the next value", values, [&] {
    return values->step() && lend_value(values, key, value);
  });
}

int xc_values_skip_to(xc_values *values, uint32_t target, uint32_t *key, xc_bytes *value, xc_error *error)
{
  return move(error, "skip to a value", values, [&] {
    return values->skip(target) && lend_value(values, key, value);
  });
}

void xc_values_free(xc_values *values)
{
  delete values;
}

/* ---- Queries ---- */

namespace {

using QueryOwner = std::unique_ptr<xc_query>;

const Xapian::Query::op operators[] = {
  Xapian::Query::OP_AND,       Xapian::Query::OP_OR,     Xapian::Query::OP_AND_NOT, Xapian::Query::OP_XOR,
  Xapian::Query::OP_AND_MAYBE, Xapian::Query::OP_FILTER, Xapian::Query::OP_NEAR,    Xapian::Query::OP_PHRASE,
  Xapian::Query::OP_ELITE_SET, Xapian::Query::OP_SYNONYM, Xapian::Query::OP_MAX,
};
static_assert(std::size(operators) == XC_MAX + 1, "one row an operator");

xc_query *wrap(Xapian::Query query)
{
  return new xc_query{std::move(query), {}};
}

/* A NULL query came of a failure that has been reported, unless nobody has. */
xc_query *pass_on(xc_error *error, const char *what)
{
  if (!error || error->code == XC_OK)
    describe(error, {what}, XC_INVALID, "", "one of the queries is NULL", nullptr, 0);
  return nullptr;
}

} // namespace

namespace {

/* Meets every document it is asked about. It claims all of them, so that an AND asks it last of the lists that have
 * no positions to check, and before those that have. */
class Watch : public Xapian::PostingSource {
  xc_watch_fn fn;
  void *user;
  unsigned every, asked = 0;
  Xapian::doccount documents = 0;
  Xapian::docid current = 0, last = 0;

  void meet(Xapian::docid docid)
  {
    current = docid;
    if (++asked % every != 0)
      return;
    if (const int answer = fn(user))
      throw Failure{XC_STOPPED, "it was stopped by its callback", answer};
  }

public:
  Watch(xc_watch_fn f, void *u, unsigned n) : fn(f), user(u), every(n ? n : 1) {}

  Xapian::doccount get_termfreq_min() const override { return documents; }
  Xapian::doccount get_termfreq_est() const override { return documents; }
  Xapian::doccount get_termfreq_max() const override { return documents; }
  void next(double) override { meet(current + 1); }
  void skip_to(Xapian::docid docid, double) override
  {
    if (docid > current)
      meet(docid);
  }
  bool at_end() const override { return current > last; }
  Xapian::docid get_docid() const override { return current; }
  Xapian::PostingSource *clone() const override { return new Watch(fn, user, every); }
  void init(const Xapian::Database &database) override
  {
    documents = database.get_doccount();
    last = database.get_lastdocid();
    current = 0;
  }
};

class Documents : public Xapian::PostingSource {
  using Docids = std::vector<Xapian::docid>;
  std::shared_ptr<const Docids> docids;
  Docids::const_iterator at;
  bool started = false;

  Xapian::doccount size() const { return static_cast<Xapian::doccount>(docids->size()); }

public:
  explicit Documents(std::shared_ptr<const Docids> given) : docids(std::move(given)), at(docids->begin()) {}

  Xapian::doccount get_termfreq_min() const override { return 0; } /* some may have no document */
  Xapian::doccount get_termfreq_est() const override { return size(); }
  Xapian::doccount get_termfreq_max() const override { return size(); }
  void next(double) override
  {
    if (started)
      ++at;
    started = true;
  }
  void skip_to(Xapian::docid docid, double) override
  {
    started = true;
    /* In steps that double: mostly it is not far. */
    Docids::difference_type step = 1;
    while (docids->end() - at > step && at[step] < docid) {
      at += step;
      step *= 2;
    }
    at = std::lower_bound(at, docids->end() - at > step ? at + step + 1 : docids->end(), docid);
  }
  bool at_end() const override { return at == docids->end(); }
  Xapian::docid get_docid() const override { return *at; }
  Xapian::PostingSource *clone() const override { return new Documents(docids); }
  void init(const Xapian::Database &) override
  {
    at = docids->begin();
    started = false;
  }
};

} // namespace

xc_query *xc_query_nothing(xc_error *error)
{
  return make(error, {"make a query"}, [] { return wrap(Xapian::Query()); });
}

xc_query *xc_query_all(xc_error *error)
{
  return xc_query_term("", 0, 1, 0, error); /* threads would share the reference count of Query::MatchAll */
}

xc_query *xc_query_term(const char *term, size_t size, xc_termcount wqf, xc_position position,
                        xc_error *error)
{
  return make(error, {"make a query of", nullptr, term, size}, [&] {
    return wrap(Xapian::Query(text(term, size), wqf, position));
  });
}

xc_query *xc_query_combine(xc_operator op, xc_query *const *queries, size_t count, xc_termcount parameter,
                           xc_error *error)
{
  const char *const what = "combine queries";
  bool complete = queries || count == 0;
  for (size_t i = 0; queries && i < count; i++)
    complete = complete && queries[i];
  xc_query *result = complete ? make(error, {what}, [&] {
    if (static_cast<size_t>(op) >= std::size(operators))
      invalid("there is no such operator");
    std::vector<Xapian::Query> parts;
    parts.reserve(count);
    for (size_t i = 0; i < count; i++)
      parts.push_back(queries[i]->query);
    return wrap(Xapian::Query(operators[op], parts.begin(), parts.end(), parameter));
  }) : pass_on(error, what);
  for (size_t i = 0; queries && i < count; i++)
    delete queries[i];
  return result;
}

xc_query *xc_query_scale(xc_query *query, double factor, xc_error *error)
{
  const QueryOwner owner(query);
  if (!query)
    return pass_on(error, "scale a query");
  return make(error, {"scale a query"}, [&] {
    if (!(factor >= 0 && std::isfinite(factor)))
      invalid("the factor is not a number from 0 up");
    return wrap(Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query->query, factor));
  });
}

xc_query *xc_query_value_range(xc_slot slot, const char *lower, size_t lower_size, const char *upper,
                               size_t upper_size, xc_error *error)
{
  return make(error, {"make a query for a range of values"}, [&] {
    if (!lower && !upper)
      invalid("both bounds are NULL");
    if (!upper)
      return wrap(Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, text(lower, lower_size)));
    if (!lower)
      return wrap(Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, text(upper, upper_size)));
    return wrap(Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, text(lower, lower_size),
                              text(upper, upper_size)));
  });
}

xc_query *xc_query_wildcard(const char *prefix, size_t size, xc_termcount limit, xc_on_limit on_limit,
                            xc_operator combiner, xc_error *error)
{
  return make(error, {"make a wildcard query"}, [&] {
    if (combiner != XC_SYNONYM && combiner != XC_OR && combiner != XC_MAX)
      invalid("a wildcard joins its terms by XC_SYNONYM, XC_OR or XC_MAX only");
    const int how = on_limit == XC_LIMIT_MOST_FREQUENT ? Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT
                    : on_limit == XC_LIMIT_FIRST       ? Xapian::Query::WILDCARD_LIMIT_FIRST
                                                       : Xapian::Query::WILDCARD_LIMIT_ERROR;
    const string s = text(prefix, size);
    return wrap(Xapian::Query(Xapian::Query::OP_WILDCARD, s, limit, how, operators[combiner]));
  });
}

xc_query *xc_query_watch(xc_watch_fn watch, void *user, unsigned every, xc_error *error)
{
  return make(error, {"make a query"}, [&] {
    if (!watch)
      invalid("the callback is NULL");
    return wrap(Xapian::Query((new Watch(watch, user, every))->release()));
  });
}

xc_query *xc_query_documents(const xc_docid *docids, size_t count, xc_error *error)
{
  return make(error, {"make a query of documents"}, [&] {
    if (!docids && count > 0)
      invalid("the numbers are NULL");
    for (size_t i = 0; i < count; i++)
      if (docids[i] == 0 || (i > 0 && docids[i] <= docids[i - 1]))
        invalid("the numbers are not ascending from 1");
    auto list = count ? std::make_shared<const std::vector<Xapian::docid>>(docids, docids + count)
                      : std::make_shared<const std::vector<Xapian::docid>>();
    return wrap(Xapian::Query((new Documents(std::move(list)))->release()));
  });
}

xc_query *xc_query_copy(const xc_query *query, xc_error *error)
{
  return make(error, "copy a query", query, [&] { return wrap(query->query); });
}

void xc_query_free(xc_query *query)
{
  delete query;
}

bool xc_query_is_empty(const xc_query *query)
{
  return !query || query->query.empty();
}

xc_termcount xc_query_length(const xc_query *query)
{
  return query ? query->query.get_length() : 0;
}

xc_terms *xc_query_terms(const xc_query *query, bool unique, xc_error *error)
{
  return make(error, "list the terms of a query", query, [&] {
    const Xapian::Query &q = query->query;
    return new xc_terms(unique ? q.get_unique_terms_begin() : q.get_terms_begin(), Name());
  });
}

xc_code xc_query_description(const xc_query *query, xc_bytes *description, xc_error *error)
{
  return run(error, "describe a query", query, [&] {
    lend(description, query->scratch, query->query.get_description());
  });
}

xc_code xc_query_serialise(const xc_query *query, xc_bytes *serialised, xc_error *error)
{
  return run(error, "serialise a query", query, [&] {
    lend(serialised, query->scratch, seal('Q', query->query.serialise()));
  });
}

xc_query *xc_query_unserialise(const char *serialised, size_t size, xc_error *error)
{
  return make(error, {"unserialise a query", nullptr, nullptr, 0, Call::UNSERIALISING}, [&] {
    return wrap(Xapian::Query::unserialise(unseal('Q', text(serialised, size))));
  });
}

/* ---- Weighting schemes ---- */

namespace {

/* A scheme's parameters, those left out by their defaults. */
class Parameters {
  const double *given;
  size_t count;

public:
  Parameters(const double *p, size_t n) : given(p), count(n) {}
  double operator()(size_t i, double otherwise) const { return i < count ? given[i] : otherwise; }
};

using P = const Parameters &;

#if XAPIAN_MAJOR_VERSION < 2
Xapian::Weight *trad(P p) { return new Xapian::TradWeight(p(0, 1)); }

Xapian::Weight *lm(Xapian::Weight::type_smoothing smoothing, double first, double second)
{
  return new Xapian::LMWeight(0.0, smoothing, first, second);
}

Xapian::Weight *two_stage(P p) { return lm(Xapian::Weight::TWO_STAGE_SMOOTHING, p(0, 0.7), p(1, 2000)); }
Xapian::Weight *dirichlet(P p) { return lm(Xapian::Weight::DIRICHLET_SMOOTHING, p(0, 2000), 0); }
Xapian::Weight *dirichlet_plus(P p)
{
  return lm(Xapian::Weight::DIRICHLET_PLUS_SMOOTHING, p(0, 2000), p(1, 0.05));
}
Xapian::Weight *discount(P p) { return lm(Xapian::Weight::ABSOLUTE_DISCOUNT_SMOOTHING, p(0, 0.7), 0); }
Xapian::Weight *jelinek_mercer(P p) { return lm(Xapian::Weight::JELINEK_MERCER_SMOOTHING, p(0, 0.7), 0); }
#else
/* "trad" is BM25 with these parameters, and each language model has its class. */
Xapian::Weight *trad(P p) { return new Xapian::BM25Weight(p(0, 1), 0, 0, 1, 0); }
Xapian::Weight *two_stage(P p) { return new Xapian::LM2StageWeight(p(0, 0.7), p(1, 2000)); }
Xapian::Weight *dirichlet(P p) { return new Xapian::LMDirichletWeight(p(0, 2000), 0); }
Xapian::Weight *dirichlet_plus(P p) { return new Xapian::LMDirichletWeight(p(0, 2000), p(1, 0.05)); }
Xapian::Weight *discount(P p) { return new Xapian::LMAbsDiscountWeight(p(0, 0.7)); }
Xapian::Weight *jelinek_mercer(P p) { return new Xapian::LMJMWeight(p(0, 0.7)); }
#endif

Xapian::Weight *bm25(P p)
{
  return new Xapian::BM25Weight(p(0, 1), p(1, 0), p(2, 1), p(3, 0.5), p(4, 0.5));
}

Xapian::Weight *bm25_plus(P p)
{
  return new Xapian::BM25PlusWeight(p(0, 1), p(1, 0), p(2, 1), p(3, 0.5), p(4, 0.5), p(5, 1));
}

const struct {
  const char *name;
  size_t parameters; /* at most */
  Xapian::Weight *(*make)(P);
} schemes[] = {
  {"bm25", 5, bm25},
  {"bm25+", 6, bm25_plus},
  {"bool", 0, [](P) -> Xapian::Weight * { return new Xapian::BoolWeight(); }},
  {"coord", 0, [](P) -> Xapian::Weight * { return new Xapian::CoordWeight(); }},
  {"trad", 1, trad},
  {"tfidf", 0, [](P) -> Xapian::Weight * { return new Xapian::TfIdfWeight(); }},
  {"lm two_stage", 2, two_stage},
  {"lm dirichlet", 1, dirichlet},
  {"lm dirichlet+", 2, dirichlet_plus},
  {"lm absolute_discount", 1, discount},
  {"lm jelinek_mercer", 1, jelinek_mercer},
  {"inl2", 1, [](P p) -> Xapian::Weight * { return new Xapian::InL2Weight(p(0, 1)); }},
  {"ifb2", 1, [](P p) -> Xapian::Weight * { return new Xapian::IfB2Weight(p(0, 1)); }},
  {"ineb2", 1, [](P p) -> Xapian::Weight * { return new Xapian::IneB2Weight(p(0, 1)); }},
  {"bb2", 1, [](P p) -> Xapian::Weight * { return new Xapian::BB2Weight(p(0, 1)); }},
  {"pl2", 1, [](P p) -> Xapian::Weight * { return new Xapian::PL2Weight(p(0, 1)); }},
  {"pl2+", 2, [](P p) -> Xapian::Weight * { return new Xapian::PL2PlusWeight(p(0, 1), p(1, 0.8)); }},
  {"dlh", 0, [](P) -> Xapian::Weight * { return new Xapian::DLHWeight(); }},
  {"dph", 0, [](P) -> Xapian::Weight * { return new Xapian::DPHWeight(); }},
};

std::unique_ptr<Xapian::Weight> weight_of(const string &name, const double *given, size_t count)
{
  const string tfidf = "tfidf ";
  for (size_t i = 0; i < count; i++)
    if (!std::isfinite(given[i]))
      invalid("a parameter is not a number");
  if (name.compare(0, tfidf.size(), tfidf) == 0 && count == 0)
    return std::make_unique<Xapian::TfIdfWeight>(name.substr(tfidf.size()));
  for (const auto &scheme : schemes) {
    if (name != scheme.name)
      continue;
    if (count > scheme.parameters)
      invalid("the scheme has fewer parameters than were given");
    return std::unique_ptr<Xapian::Weight>(scheme.make(Parameters(given, count)));
  }
  invalid("there is no such scheme");
}

/* ---- Callbacks of a match ---- */

[[noreturn]] void stop(int answer)
{
  throw Failure{XC_STOPPED, "it was stopped by its callback", answer};
}

/* Lends a document of the match: one handle for all of them, so that lending one costs nothing. */
class Lender {
  xc_document lent;

public:
  explicit Lender(const Name &name) { lent.name = name; }

  const xc_document *operator()(const Xapian::Document &document)
  {
    lent.doc = &document;
    lent.docid = document.get_docid();
    return &lent;
  }
};

class Spy : public Xapian::MatchSpy {
  xc_spy_fn fn;
  void *user;
  Lender lend_out;

public:
  Spy(xc_spy_fn f, void *u, const Name &name) : fn(f), user(u), lend_out(name) {}

  void operator()(const Xapian::Document &document, double weight) override
  {
    const xc_document *lent = lend_out(document);
    if (const int answer = fn(user, lent->docid, weight, lent))
      stop(answer);
  }
};

class Decider : public Xapian::MatchDecider {
  xc_decider_fn fn;
  void *user;
  mutable Lender lend_out;

public:
  Decider(xc_decider_fn f, void *u, const Name &name) : fn(f), user(u), lend_out(name) {}

  bool operator()(const Xapian::Document &document) const override
  {
    const xc_document *lent = lend_out(document);
    const int answer = fn(user, lent->docid, lent);
    if (answer < 0)
      stop(answer);
    return answer != 0;
  }
};

class KeyMaker : public Xapian::KeyMaker {
  xc_key_fn fn;
  void *user;
  mutable Lender lend_out;

public:
  KeyMaker(xc_key_fn f, void *u, const Name &name) : fn(f), user(u), lend_out(name) {}

  string operator()(const Xapian::Document &document) const override
  {
    const xc_document *lent = lend_out(document);
    xc_bytes key = {nullptr, 0};
    if (const int answer = fn(user, lent->docid, lent, &key))
      stop(answer);
    return text(key.data, key.size);
  }
};

class ExpandDecider : public Xapian::ExpandDecider {
  xc_term_fn fn;
  void *user;

public:
  ExpandDecider(xc_term_fn f, void *u) : fn(f), user(u) {}

  bool operator()(const string &term) const override
  {
    const int answer = fn(user, term.data(), term.size());
    if (answer < 0)
      stop(answer);
    return answer != 0;
  }
};

} // namespace

/* ---- Searching ---- */

xc_enquire *xc_enquire_new(xc_database *database, xc_error *error)
{
  return make(error, "prepare a search", database, [&] {
    return new xc_enquire{Xapian::Enquire(database->db), database->name};
  });
}

void xc_enquire_free(xc_enquire *enquire)
{
  delete enquire;
}

xc_code xc_enquire_set_query(xc_enquire *enquire, const xc_query *query, xc_termcount length, xc_error *error)
{
  return run(error, "set the query", enquire, [&] {
    need(query, "the query is NULL");
    enquire->enquire.set_query(query->query, length);
  });
}

xc_code xc_enquire_set_weighting(xc_enquire *enquire, const char *name, const double *parameters,
                                 size_t count, xc_error *error)
{
  return run(error, "weight documents by", enquire, name, XC_NUL, [&](const string &s) {
    if (count > 0)
      need(parameters);
    enquire->enquire.set_weighting_scheme(*weight_of(s, parameters, count));
  });
}

namespace {

void sort_by(Xapian::Enquire &enquire, xc_sort sort, Xapian::KeyMaker *maker, bool reverse)
{
  if (sort == XC_SORT_KEY)
    enquire.set_sort_by_key(maker, reverse);
  else if (sort == XC_SORT_KEY_THEN_RELEVANCE)
    enquire.set_sort_by_key_then_relevance(maker, reverse);
  else
    enquire.set_sort_by_relevance_then_key(maker, reverse);
}

void sort_by(Xapian::Enquire &enquire, xc_sort sort, xc_slot slot, bool reverse)
{
  if (sort == XC_SORT_KEY)
    enquire.set_sort_by_value(slot, reverse);
  else if (sort == XC_SORT_KEY_THEN_RELEVANCE)
    enquire.set_sort_by_value_then_relevance(slot, reverse);
  else
    enquire.set_sort_by_relevance_then_value(slot, reverse);
}

void check_sort(xc_sort sort)
{
  if (sort != XC_SORT_KEY && sort != XC_SORT_KEY_THEN_RELEVANCE && sort != XC_SORT_RELEVANCE_THEN_KEY)
    invalid("there is no such way to sort by keys");
}

} // namespace

xc_code xc_enquire_set_sort(xc_enquire *enquire, xc_sort sort, const xc_sort_key *keys, size_t count,
                            xc_error *error)
{
  return run(error, "set the order of hits", enquire, [&] {
    if (sort == XC_SORT_RELEVANCE && count == 0) {
      enquire->enquire.set_sort_by_relevance();
      return;
    }
    check_sort(sort);
    if (count == 0)
      invalid("there are no keys to sort by");
    need(keys);
    if (count == 1 && keys[0].missing.size == 0) {
      sort_by(enquire->enquire, sort, keys[0].slot, keys[0].descending);
      return;
    }
    auto maker = std::make_unique<Xapian::MultiValueKeyMaker>();
    for (size_t i = 0; i < count; i++)
      maker->add_value(keys[i].slot, keys[i].descending, text(keys[i].missing.data, keys[i].missing.size));
    sort_by(enquire->enquire, sort, maker.release()->release(), false);
  });
}

xc_code xc_enquire_set_sort_function(xc_enquire *enquire, xc_sort sort, bool descending, xc_key_fn key,
                                     void *user, xc_error *error)
{
  return run(error, "set the order of hits", enquire, [&] {
    check_sort(sort);
    if (!key)
      invalid("the callback is NULL");
    sort_by(enquire->enquire, sort, (new KeyMaker(key, user, enquire->name))->release(), descending);
  });
}

xc_code xc_enquire_set_docid_order(xc_enquire *enquire, xc_docid_order order, xc_error *error)
{
  return run(error, "set the order of docids", enquire, [&] {
    enquire->enquire.set_docid_order(order == XC_DOCID_DESCENDING ? Xapian::Enquire::DESCENDING
                                     : order == XC_DOCID_ANY      ? Xapian::Enquire::DONT_CARE
                                                                  : Xapian::Enquire::ASCENDING);
  });
}

xc_code xc_enquire_set_collapse(xc_enquire *enquire, xc_slot slot, xc_doccount max, xc_error *error)
{
  return run(error, "set collapsing", enquire, [&] {
    const bool none = slot == XC_NO_SLOT || max == 0;
    enquire->enquire.set_collapse_key(none ? Xapian::BAD_VALUENO : slot, none ? 1 : max);
  });
}

xc_code xc_enquire_set_cutoff(xc_enquire *enquire, int percent, double weight, xc_error *error)
{
  return run(error, "set the cutoff", enquire, [&] {
    if (percent < 0 || percent > 100 || !(weight >= 0))
      invalid("the per cent are not from 0 to 100, or the weight is below 0");
    enquire->enquire.set_cutoff(percent, weight);
  });
}

xc_code xc_enquire_set_time_limit(xc_enquire *enquire, double seconds, xc_error *error)
{
  return run(error, "set the time limit", enquire, [&] {
    if (!(seconds >= 0 && std::isfinite(seconds)))
      invalid("the seconds are not a number from 0 up");
    enquire->enquire.set_time_limit(seconds);
  });
}

xc_code xc_enquire_add_spy(xc_enquire *enquire, xc_spy_fn spy, void *user, xc_error *error)
{
  return run(error, "add a spy", enquire, [&] {
    if (!spy)
      invalid("the callback is NULL");
    enquire->enquire.add_matchspy((new Spy(spy, user, enquire->name))->release());
  });
}

xc_value_counts *xc_enquire_count_values(xc_enquire *enquire, xc_slot slot, xc_error *error)
{
  return make(error, "count the values of a slot", enquire, [&] {
    auto made = std::make_unique<xc_value_counts>();
    auto spy = new Xapian::ValueCountMatchSpy(slot);
    spy->release();
    made->spy = spy;
    enquire->enquire.add_matchspy(spy);
    return made.release();
  });
}

xc_code xc_enquire_clear_spies(xc_enquire *enquire, xc_error *error)
{
  return run(error, "remove the spies", enquire, [&] { enquire->enquire.clear_matchspies(); });
}

xc_doccount xc_value_counts_total(const xc_value_counts *counts)
{
  return counts ? static_cast<xc_doccount>(counts->spy->get_total()) : 0;
}

xc_terms *xc_value_counts_values(const xc_value_counts *counts, size_t top, xc_error *error)
{
  return make(error, "list the counted values", counts, [&] {
    return new xc_terms(top ? counts->spy->top_values_begin(top) : counts->spy->values_begin(), Name());
  });
}

void xc_value_counts_free(xc_value_counts *counts)
{
  delete counts;
}

xc_mset *xc_enquire_match(xc_enquire *enquire, xc_doccount first, xc_doccount max_items,
                          xc_doccount check_at_least, const xc_match_options *options, xc_error *error)
{
  return make(error, "search", enquire, [&] {
    const xc_match_options wanted = options ? *options : xc_match_options{};
    const Decider decider(wanted.decider, wanted.user, enquire->name);
    const Xapian::RSet *rset = wanted.relevant ? &wanted.relevant->rset : nullptr;
    auto made = std::make_unique<xc_mset>();
    made->name = enquire->name;
    made->mset = enquire->enquire.get_mset(first, max_items, check_at_least, rset,
                                           wanted.decider ? &decider : nullptr);
    return made.release();
  });
}

xc_terms *xc_enquire_matching_terms(xc_enquire *enquire, xc_docid docid, xc_error *error)
{
  return make(error, "list the matching terms of a document", enquire, [&] {
    return new xc_terms(enquire->enquire.get_matching_terms_begin(docid), enquire->name);
  });
}

xc_eset *xc_enquire_expand(xc_enquire *enquire, xc_termcount max_items, const xc_rset *relevant,
                           const xc_expand_options *options, xc_error *error)
{
  return make(error, "expand the query", enquire, [&] {
    need(relevant, "the set of relevant documents is NULL");
    const xc_expand_options wanted = options ? *options : xc_expand_options{};
    const ExpandDecider decider(wanted.decider, wanted.user);
    int flags = wanted.include_query_terms ? Xapian::Enquire::INCLUDE_QUERY_TERMS : 0;
    flags |= wanted.exact_frequencies ? Xapian::Enquire::USE_EXACT_TERMFREQ : 0;
    const double k = wanted.k != 0 ? wanted.k : 1.0;
    enquire->enquire.set_expansion_scheme(wanted.scheme ? wanted.scheme : "trad", k);
    auto made = std::make_unique<xc_eset>();
    made->eset = enquire->enquire.get_eset(max_items, relevant->rset, flags,
                                           wanted.decider ? &decider : nullptr, wanted.min_weight);
    return made.release();
  });
}

/* ---- Results ---- */

void xc_mset_free(xc_mset *mset)
{
  delete mset;
}

xc_doccount xc_mset_size(const xc_mset *mset)
{
  return mset ? mset->mset.size() : 0;
}

xc_code xc_mset_get_stats(const xc_mset *mset, xc_mset_stats *stats, xc_error *error)
{
  return run(error, "read the counts of the hits", mset, [&] {
    need(stats);
    const Xapian::MSet &m = mset->mset;
    xc_mset_stats s = {};
    s.first = m.get_firstitem();
    s.lower = m.get_matches_lower_bound();
    s.estimated = m.get_matches_estimated();
    s.upper = m.get_matches_upper_bound();
    s.uncollapsed_lower = m.get_uncollapsed_matches_lower_bound();
    s.uncollapsed_estimated = m.get_uncollapsed_matches_estimated();
    s.uncollapsed_upper = m.get_uncollapsed_matches_upper_bound();
    s.max_attained = m.get_max_attained();
    s.max_possible = m.get_max_possible();
    *stats = s;
  });
}

xc_code xc_mset_hit(const xc_mset *mset, xc_doccount i, xc_hit *hit, xc_error *error)
{
  return run(error, "read a hit", mset, [&] {
    need(hit);
    const Xapian::MSetIterator it = item(mset->mset, i);
    mset->collapse_key = it.get_collapse_key();
    mset->sort_key = it.get_sort_key();
    *hit = {*it, it.get_weight(), it.get_percent(), it.get_rank(), it.get_collapse_count(),
            bytes(mset->collapse_key), bytes(mset->sort_key)};
  });
}

xc_document *xc_mset_document(const xc_mset *mset, xc_doccount i, xc_error *error)
{
  return make(error, "read the document of a hit", mset, [&] {
    const Xapian::MSetIterator it = item(mset->mset, i);
    return new xc_document(it.get_document(), *it, mset->name);
  });
}

xc_code xc_mset_fetch(const xc_mset *mset, xc_error *error)
{
  return run(error, "fetch the documents of the hits", mset, [&] {
    if (mset->mset.get_firstitem() == 0 && !mset->mset.empty()) /* Xapian 1.4.22 crashes on later ones */
      mset->mset.fetch();
  });
}

xc_code xc_mset_term(const xc_mset *mset, const char *term, size_t size, xc_doccount *frequency,
                     double *weight, xc_error *error)
{
  return run(error, "read the frequency of the term", mset, term, size, [&](const string &s) {
    double w = 0;
    try {
      w = weight ? mset->mset.get_termweight(s) : 0;
    } catch (const Xapian::InvalidArgumentError &) { /* it is not in the query */
    }
    give(frequency, frequency ? mset->mset.get_termfreq(s) : 0);
    give(weight, w);
  });
}

xc_rset *xc_rset_new(xc_error *error)
{
  return make(error, {"make a set of documents"}, [] { return new xc_rset(); });
}

void xc_rset_free(xc_rset *rset)
{
  delete rset;
}

xc_code xc_rset_add(xc_rset *rset, xc_docid docid, xc_error *error)
{
  return run(error, "add a document to the set", rset, [&] { rset->rset.add_document(docid); });
}

xc_code xc_rset_remove(xc_rset *rset, xc_docid docid, xc_error *error)
{
  return run(error, "remove a document from the set", rset, [&] { rset->rset.remove_document(docid); });
}

bool xc_rset_contains(const xc_rset *rset, xc_docid docid)
{
  return rset && docid != 0 && rset->rset.contains(docid);
}

xc_doccount xc_rset_size(const xc_rset *rset)
{
  return rset ? rset->rset.size() : 0;
}

void xc_eset_free(xc_eset *eset)
{
  delete eset;
}

xc_doccount xc_eset_size(const xc_eset *eset)
{
  return eset ? eset->eset.size() : 0;
}

xc_code xc_eset_item(const xc_eset *eset, xc_doccount i, xc_bytes *term, double *weight, xc_error *error)
{
  return run(error, "read a term of the expansion", eset, [&] {
    const Xapian::ESetIterator it = item(eset->eset, i);
    lend(term, eset->scratch, *it);
    give(weight, it.get_weight());
  });
}

/* ---- Words and numbers ---- */

const char *xc_stemmer_languages(void)
{
  static const char *const languages = [] {
    try {
      return strdup(Xapian::Stem::get_available_languages().c_str());
    } catch (...) {
      return static_cast<char *>(nullptr);
    }
  }();
  return languages ? languages : "";
}

xc_stemmer *xc_stemmer_new(const char *language, xc_error *error)
{
  return make(error, {"find a stemmer for", nullptr, language, XC_NUL}, [&] {
    need(language, "the language is NULL");
    try {
      return new xc_stemmer{Xapian::Stem(string(language)), {}};
    } catch (const Xapian::InvalidArgumentError &) {
      throw Failure{XC_NOT_FOUND, "there is none for this language"};
    }
  });
}

void xc_stemmer_free(xc_stemmer *stemmer)
{
  delete stemmer;
}

xc_code xc_stemmer_stem(xc_stemmer *stemmer, const char *word, size_t size, xc_bytes *stem, xc_error *error)
{
  return run(error, "stem the word", stemmer, word, size, [&](const string &s) {
    lend(stem, stemmer->scratch, stemmer->stem(s));
  });
}

size_t xc_sortable_serialise(double number, char sortable[XC_SORTABLE_MAX])
{
  if (!sortable || std::isnan(number))
    return 0;
  try {
    const string s = Xapian::sortable_serialise(number);
    return s.copy(sortable, XC_SORTABLE_MAX);
  } catch (...) { /* not even a bad_alloc: 9 bytes need no allocation */
    return 0;
  }
}

double xc_sortable_unserialise(const char *sortable, size_t size)
{
  try {
    return Xapian::sortable_unserialise(text(sortable, size));
  } catch (...) {
    return 0;
  }
}
