-- For wrk: sends the bodies of a file, one a line, in turn, and prints one line that a script reads: requests, microseconds, bytes, failures.
-- LOAD_AUTHORIZATION is the header of that name. With LOAD_LOOK every answer is looked into, which takes time: one that tells errors fails.
local requests, at, asking = {}, 0, nil
failures = 0

function setup(thread) asking = thread end

function init(args)
  local headers = { ["Content-Type"] = "application/json", ["Host"] = wrk.host .. ":" .. wrk.port }
  local authorization = os.getenv("LOAD_AUTHORIZATION")
  if authorization ~= "" then headers["Authorization"] = authorization end
  for body in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
  if os.getenv("LOAD_LOOK") then
    response = function(status, _, body)
      if status < 400 and body:find('"errors":', 1, true) then failures = failures + 1 end
    end
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary)
  local errors = summary.errors
  print(string.format("RESULT %d %d %d %d", summary.requests, summary.duration, summary.bytes,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout + asking:get("failures")))
end
