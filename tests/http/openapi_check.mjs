// openapi_check.mjs - asks a live daemon every request of its openapi.json, and checks what comes back against it.
//
//   node openapi_check.mjs SOCKET [TARGET…]     prints TAP; with targets of /v1/search these alone are asked
//
// Checked are: status, media type, headers and body of each answer; that every path of the daemon is described and
// every described one is there; that the daemon takes exactly the described parameters. Schemas are strict (no member
// that is not described), so that a member more or less anywhere fails.
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const modules = createRequire(path.resolve(process.env.REPERE_NPM ?? "build/npm", "node_modules", "x.js"));
const Ajv = modules("ajv/dist/2020.js").default;
const [, , socketPath, ...targets] = process.argv;

/** With `announced`, a body of so many bytes is announced and not sent: whoever refuses it does so before it comes. */
function ask(target, { method = "GET", headers = {}, body, announced } = {}) {
  if (announced) headers = { ...headers, "Content-Length": announced };
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, path: target, method, headers }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => {
        if (announced) request.destroy();
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(pieces).toString("utf8"),
        });
      });
    });
    request.on("error", reject);
    if (announced) request.flushHeaders();
    else request.end(body);
  });
}

let number = 0;
let failures = 0;
function say(good, name, ...why) {
  number++;
  if (!good) failures++;
  console.log(`${good ? "ok" : "not ok"} ${number} - ${name}`);
  if (!good) for (const line of why) console.log(`# ${String(line).slice(0, 2000).replaceAll("\n", "\n# ")}`);
}

const api = JSON.parse((await ask("/openapi.json")).text);
// Keywords of OpenAPI stand around the schemas: the linter looks after their spelling.
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema({ $id: "api", paths: api.paths, components: api.components });

const validators = new Map();
/** The validator of a place in the description: JSON pointers' parts. */
function validator(...parts) {
  const pointer = parts.map((p) => encodeURIComponent(String(p).replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `api#/${pointer}` }));
  return validators.get(pointer);
}

/** Follows a reference once: its target and the parts of the pointer to it. */
function resolve(parts) {
  let value = api;
  for (const part of parts) value = value?.[part];
  if (!value?.$ref) return [value, parts];
  return resolve(value.$ref.slice(2).split("/"));
}

const used = new Set();

/** Why `reply` is not what the operation says; empty where it is. */
function compare(operation, method, reply) {
  const [response, parts] = resolve(["paths", operation, method, "responses", String(reply.status)]);
  if (!response) return [`status ${reply.status} is not described: ${reply.text}`];
  used.add(`${method} ${operation} ${reply.status}`);
  const wrong = [];
  for (const name of Object.keys(response.headers ?? {}))
    if (reply.headers[name.toLowerCase()] === undefined) wrong.push(`header ${name} is missing`);
  if (!response.content) {
    if (reply.text !== "") wrong.push("there is a body, and none is described");
    return wrong;
  }
  const type = reply.headers["content-type"];
  if (!response.content[type]) return [...wrong, `media type ${type} is not described`];
  used.add(`${method} ${operation} ${reply.status} ${type}`);
  const lines = type.startsWith("application/jsonl");
  const json = lines || /[+/]json\b/.test(type);
  const bodies = lines ? reply.text.trimEnd().split("\n") : [reply.text];
  const check = validator(...parts, "content", type, "schema");
  for (const body of bodies) {
    let value;
    try {
      value = json ? JSON.parse(body) : body;
    } catch (error) {
      return [...wrong, `the body is no JSON: ${error.message}`];
    }
    if (!check(value)) return [...wrong, ...check.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`)];
  }
  return wrong;
}

async function check(name, operation, target, options = {}, wanted = 200) {
  const method = (options.method ?? "GET").toLowerCase();
  const reply = await ask(target, options);
  const wrong = compare(operation, method, reply);
  if (reply.status !== wanted) wrong.unshift(`status ${reply.status}, not ${wanted}: ${reply.text}`);
  say(wrong.length === 0, name, target, ...wrong);
  return reply;
}

// ---- answers ----

if (targets.length > 0) {
  for (const target of targets) await check(`${target.slice(0, 60)} is as described`, "/v1/search", target);
  console.log(`1..${number}`);
  process.exit(failures ? 1 : 0);
}

const all = JSON.parse((await ask("/v1/search?limit=100&passages=0&lang=en")).text);
const withFile = all.hits.find((hit) => hit.files.some((file) => file.pages > 0));
const id = encodeURIComponent(withFile.id);
const counted = "facet=type,theme,country,region,origin,host,language,year,organization,series,programme,audience,access,concept,mentions,quality";

const good = [
  ["/v1/search", "/v1/search"],
  ["/v1/search", `/v1/search?q=reintegration+%22return%22&lang=fr&limit=100&passages=5&${counted}&theme.limit=3&theme.sort=label&year.sort=count`],
  ["/v1/search", "/v1/search?q=re%CC%81inte%CC%81gration&lang=es&filter=year:2018..&filter=-theme:health&sort=oldest&offset=2"],
  ["/v1/search", "/v1/search?q=zzzxq+return&lang=en"],
  ["/v1/search", "/v1/search?q=zzzxq&lang=en&facet=theme"],
  ["/v1/search", "/v1/search?q=reintgration&lang=en&facet=theme"],
  ["/v1/search", "/v1/search?q=reintgration&lang=en&spell=off"],
  ["/v1/search", "/v1/search?q=title:(retur*+OR+migrnts~)+NEAR/0+%22&lang=en&limit=1&expand=off"],
  ["/v1/search", "/v1/search?q=the+return+of+migrants&lang=en&explain=1&limit=50"],
  ["/v1/search", "/v1/search?q=r%C3%A9int%C3%A9gration+%22retour+volontaire%22&lang=fr&explain=1"],
  ["/v1/search", "/v1/search?q=return&lang=en&explain=1&sort=newest"],
  ["/v1/search", "/v1/search?q=reintegration+assistance&lang=en&expand=-reintegration&expand=-no%3A%C3%A9+%26"],
  ["/v1/works/{id}", `/v1/works/${id}?lang=es`],
  ["/v1/works/{id}/pages/{n}", `/v1/works/${id}/pages/1?lang=fr`],
  ["/v1/works/{id}/pages/{n}", `/v1/works/${id}/pages/1?file=1`],
  ["/v1/works/{id}/similar", `/v1/works/${id}/similar?lang=en&limit=5&facet=theme,year&filter=year:2010..&passages=1&offset=1`],
  ["/v1/suggest", "/v1/suggest?q=rein&lang=en"],
  ["/v1/suggest", "/v1/suggest?q=migrasion&lang=fr&limit=50"],
  ["/v1/suggest", "/v1/suggest?q="],
  ["/v1/suggest", "/v1/suggest?q=rein&lang=en&format=opensearch"],
  ["/v1/facets", "/v1/facets?lang=es"],
  ["/v1/facets/{name}", "/v1/facets/country?match=mo&lang=fr&limit=5&sort=label&q=retour"],
  ["/v1/facets/{name}", "/v1/facets/theme?offset=3&filter=year:2020&lang=es&expand=off"],
  ["/v1/facets/{name}", "/v1/facets/year?limit=0"],
  ["/v1/pivot", "/v1/pivot?rows=theme&columns=year&lang=en"],
  ["/v1/pivot", "/v1/pivot?rows=country&columns=theme&country.limit=4&theme.limit=5&theme.offset=1&country.sort=label&q=return&filter=type:report&lang=es"],
  ["/v1/pivot", "/v1/pivot?rows=type&columns=type&q=zzzxq&lang=en"],
  ["/v1/trend", "/v1/trend?lang=en"],
  ["/v1/trend", "/v1/trend?q=return&q=women&q=zzzxq&by=year&filter=year:2005..2023&lang=en&expand=off"],
  ["/v1/trend", "/v1/trend?q=a&filter=theme:no-such-theme&lang=en"],
  ["/v1/export", "/v1/export?lang=en"],
  ["/v1/export", "/v1/export?format=csv&bom=1&sort=title&q=return&filter=year:2015..&lang=en"],
  ["/v1/export", "/v1/export?format=jsonl&lang=fr&limit=3"],
  ["/v1/export", "/v1/export?format=ris&lang=en"],
  ["/v1/export", "/v1/export?format=bibtex&lang=en"],
  ["/v1/export", "/v1/export?format=csl&lang=es"],
  ["/v1/export", "/v1/export?format=csl&q=zzzxq&lang=es"],
  ["/v1/feed.atom", "/v1/feed.atom?lang=en"],
  ["/v1/feed.atom", "/v1/feed.atom?q=return&since=2020&filter=type:report&limit=3&lang=fr"],
  ["/opensearch.xml", "/opensearch.xml?lang=fr"],
  ["/openapi.json", "/openapi.json"],
  ["/health/live", "/health/live"],
  ["/health/ready", "/health/ready"],
  ["/metrics", "/metrics"],
];
for (const [operation, target] of good) await check(`${target.slice(0, 60)} is as described`, operation, target);

const cursor = JSON.parse((await ask("/v1/search?q=return&lang=en&limit=2")).text).next;
await check("a next page is as described", "/v1/search", `/v1/search?q=return&lang=en&limit=2&cursor=${encodeURIComponent(cursor)}`);
const feedCursor = JSON.parse((await ask("/v1/search?sort=newest&lang=en&limit=2")).text).next;
await check("a feed goes on", "/v1/feed.atom", `/v1/feed.atom?lang=en&limit=2&cursor=${encodeURIComponent(feedCursor)}`);

const post = (searches) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(searches) });
const multi = { searches: [{ q: "return", lang: "en", facet: ["theme", "year"], "theme.limit": 2 }, { q: "retour", lang: "fr", filter: "year:2020..", limit: 0 }, { q: "return", explain: 1, expand: ["-return", "-x y"] }, {}] };
{
  const described = validator("components", "schemas", "MultiRequest");
  say(described(multi), "several searches are asked as described", JSON.stringify(described.errors));
  const reply = await check("several answers are as described", "/v1/multi", "/v1/multi", post(multi));
  const answers = JSON.parse(reply.text).answers;
  const alone = JSON.parse((await ask(answers[0].request)).text);
  delete alone.took_ms;
  delete answers[0].took_ms;
  say(JSON.stringify(alone) === JSON.stringify(answers[0]), "one of several is what the search alone answers");
}

// ---- problems ----

const bad = [
  ["/v1/search", "/v1/search?lang=de", 400],
  ["/v1/search", "/v1/search?cursor=x", 400],
  ["/v1/search", `/v1/search?q=${"a".repeat(40000)}`, 414],
  ["/v1/works/{id}", "/v1/works/no-such-work", 404],
  ["/v1/works/{id}", "/v1/works/%2E%2E", 404],
  ["/v1/works/{id}", "/v1/works/a?lang=de", 400],
  ["/v1/works/{id}/pages/{n}", `/v1/works/${id}/pages/100000`, 404],
  ["/v1/works/{id}/pages/{n}", `/v1/works/${id}/pages/1?file=0`, 400],
  ["/v1/works/{id}/similar", "/v1/works/no-such-work/similar", 404],
  ["/v1/works/{id}/similar", `/v1/works/${id}/similar?limit=101`, 400],
  ["/v1/suggest", "/v1/suggest?limit=-1", 400],
  ["/v1/facets", "/v1/facets?lang=de", 400],
  ["/v1/facets/{name}", "/v1/facets/colour", 404],
  ["/v1/facets/{name}", "/v1/facets/theme?sort=x", 400],
  ["/v1/pivot", "/v1/pivot?rows=theme", 400],
  ["/v1/trend", "/v1/trend?by=theme", 400],
  ["/v1/export", "/v1/export?format=pdf", 400],
  ["/v1/feed.atom", "/v1/feed.atom?since=today", 400],
  ["/opensearch.xml", "/opensearch.xml?x=1", 400],
];
for (const [operation, target, status] of bad) await check(`${target.slice(0, 60)} is refused as described`, operation, target, {}, status);
await check("several searches with a bad one are refused as described", "/v1/multi", "/v1/multi", post({ searches: [{}, { filter: "x" }] }), 400);
await check("a body that is too long is refused as described", "/v1/multi", "/v1/multi", { method: "POST", announced: 300000 }, 413);
await check("a compressed body is refused as described", "/v1/multi", "/v1/multi", { method: "POST", headers: { "Content-Encoding": "gzip" }, announced: 20 }, 415);

// ---- what the client has already ----

for (const [operation, target] of good) {
  if (!api.paths[operation].get.responses["304"]) continue;
  const first = await ask(target);
  const etag = first.headers.etag;
  const again = await ask(target, { headers: etag ? { "If-None-Match": etag } : {} });
  const wrong = again.status === 304 ? compare(operation, "get", again) : [`status ${again.status}, not 304`];
  if (again.headers.etag !== etag) wrong.push(`ETag ${again.headers.etag}, not ${etag}`);
  say(wrong.length === 0, `${target.slice(0, 60)} is not sent again`, ...wrong);
}

// ---- the same question, the same answer ----

for (const [operation, target] of good) {
  const reply = await ask(target);
  if (reply.status !== 200 || !/^application\/json;/.test(reply.headers["content-type"])) continue;
  const answer = JSON.parse(reply.text);
  const again = await ask(answer.request);
  const timeless = (text) => text.replace(/"took_ms":[0-9.]+/, "");
  const same = timeless(again.text) === timeless(reply.text) && again.headers.etag === reply.headers.etag;
  say(same, `${operation}: its canonical request gets the same bytes`, target, answer.request);
}

// ---- nothing more, nothing less ----

const patterns = JSON.parse((await ask("/nothing")).text).detail.match(/there is (.*)\.$/)[1].split(", ");
const described = Object.keys(api.paths).map((p) => p.replace(/\{(\w+)\}/g, (_, name) => name.toUpperCase()));
say(
  JSON.stringify([...patterns].sort()) === JSON.stringify([...described].sort()),
  "every path of the daemon is described, and every described one is there",
  patterns.join(" "),
  described.join(" "),
);

/** The parameters that the daemon says it has there, by its answer to one it cannot have. */
async function parametersOf(target, options) {
  const detail = JSON.parse((await ask(`${target}?zzzzzzzzzz=1`, options)).text).detail;
  if (/takes none/.test(detail)) return [];
  const names = detail.match(/the parameters are (.*?)(, and NAME\.limit, NAME\.offset and NAME\.sort of a facet)?\.$/);
  return [...names[1].split(", "), ...(names[2] ? ["options"] : [])].sort();
}
for (const [operation, methods] of Object.entries(api.paths)) {
  const method = Object.keys(methods)[0];
  if (!methods[method].responses["400"]) continue; // it reads none
  const target = operation.replace("{id}", id).replace("{n}", "1").replace("{name}", "theme");
  const taken = await parametersOf(target, { method: method.toUpperCase(), ...(method === "post" ? post(multi) : {}) });
  const named = (methods[method].parameters ?? [])
    .map((_, i) => resolve(["paths", operation, method, "parameters", i])[0])
    .filter((parameter) => parameter.in === "query")
    .map((parameter) => parameter.name)
    .sort();
  say(JSON.stringify(taken) === JSON.stringify(named), `${operation}: its parameters are those described`, taken, named);
}
{
  const one = Object.keys(api.components.schemas.MultiSearch.properties).sort();
  const search = (await parametersOf("/v1/search")).filter((name) => name !== "options");
  say(JSON.stringify(one) === JSON.stringify(search), "a search among several has the parameters of a search", one, search);
}
for (const [operation, methods] of Object.entries(api.paths)) {
  for (const [method, { responses }] of Object.entries(methods)) {
    const never = [];
    for (const [status, given] of Object.entries(responses)) {
      const response = given.$ref ? resolve(given.$ref.slice(2).split("/"))[0] : given;
      if (["414", "500", "503"].includes(status)) continue; // the same everywhere; failures are not to be had for the asking
      if (!used.has(`${method} ${operation} ${status}`)) never.push(status);
      for (const type of Object.keys(response.content ?? {}))
        if (!used.has(`${method} ${operation} ${status} ${type}`)) never.push(`${status} ${type}`);
    }
    say(never.length === 0, `${method} ${operation}: all that is described was seen`, ...never);
  }
}
console.log(`1..${number}`);
process.exit(failures ? 1 : 0);
