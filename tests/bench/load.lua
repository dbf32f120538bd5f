-- wrk: the targets of the file that BENCH_TARGETS names, each thread from a place of its own; at the end one line of figures.
local targets, at = {}, 0
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("place", threads)
end

function init()
  for line in io.lines(os.getenv("BENCH_TARGETS")) do targets[#targets + 1] = line end
  at = (place * 7919) % #targets
end

function request()
  at = at % #targets + 1
  return wrk.format("GET", targets[at])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("%8.0f requests/s   p50 %7.1f ms   p99 %7.1f ms   errors %d of %d (status %d, connection %d)\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
