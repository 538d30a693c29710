-- For wrk: every request books one place of a hot session through the API, each with a number and a key of its own.
-- Arguments: path of the bookings, number of the first client.
local threads = 0

function setup(thread)
    thread:set("which", threads)
    threads = threads + 1
end

function init(args)
    path = args[1]
    number = tonumber(args[2]) + which * 10000000
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    number = number + 1
    wrk.headers["Idempotency-Key"] = string.format("bench-%012d", number)
    local heads = { 13, 15, 17, 18 }
    local phone = string.format("%d%09d", heads[number % 4 + 1], math.floor(number / 4))
    return wrk.format("POST", path, nil,
        '{"name": "示例", "phone": "' .. phone .. '", "party": 1, "audience": "parents", "consent": true}')
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\n{"count": %d, "refused": %d, "broken": %d, "seconds": %.3f, "p50_ms": %.2f, "p99_ms": %.2f}\n',
        summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
