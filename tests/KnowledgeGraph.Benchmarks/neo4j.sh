#!/usr/bin/env bash
# Measures the product on Neo4j beside a statement written by hand and @neo4j/graphql, under load, and prints tables. See docs/performance.md.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: neo4j.sh [options]
  --seconds N         measured time of each run (4)
  --warm-up N         time before the first round, not measured, on the first question; a third on the others (12)
  --rounds N          rounds over the contenders; the tables have the medians (3)
  --connections LIST  how many at a time (4,16,64)
  --servers LIST      who is asked: of product and cypher, both over Bolt, product-http and cypher-http, over the Query API, and library (all)
  --before PROGRAM    an earlier build of the server, of the same format of the layout, which is measured beside the product, over Bolt
  --port P            the product's on 127.0.0.1, and the next three for product-http, @neo4j/graphql and an earlier build (5321)
  --writes            instead: agreements with two parties and a claim, created by 1, 4 and 16 connections
  --growth [SIZES]    instead: what answers cost in graphs of so many nodes, the smallest first (10000,1000000)

It needs a Neo4j 5.26 or later, whose database it empties: the one that NEO4J_TEST_URL names, an HTTP address, with NEO4J_TEST_USER (neo4j),
NEO4J_TEST_PASSWORD, NEO4J_TEST_BOLT (port 7687 there) and, to tell its CPU time, NEO4J_TEST_PID; else the one that ../shared/neo4j/neo4j starts,
where that stands beside the project.
TEXT
}

seconds=4 warm_up=12 rounds=3 connections=4,16,64 servers=product,product-http,cypher,cypher-http,library port=5321 before= growth= writes=
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2 ;;
    --warm-up) warm_up=$2 ;;
    --rounds) rounds=$2 ;;
    --connections) connections=$2 ;;
    --servers) servers=$2 ;;
    --port) port=$2 ;;
    --before) before=$2 ;;
    --writes) writes=1 connections=1,4,16 servers=product,library; shift; continue ;;
    --growth)
      growth=10000,1000000
      [[ ! ${2:-} =~ ^[0-9] ]] || { growth=$2; shift; }
      shift
      continue
      ;;
    --help | -h) usage; exit 0 ;;
    *) echo "neo4j.sh: unknown option $1; expected one that --help lists" >&2; exit 2 ;;
  esac
  shift 2 || { echo "neo4j.sh: no value after the last option" >&2; exit 2; }
done
servers=${servers//,/ } connections=${connections//,/ }

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$root/artifacts/bin/KnowledgeGraph.Benchmarks/release/KnowledgeGraph.Benchmarks
server=$root/artifacts/bin/KnowledgeGraph.Server/release/KnowledgeGraph.Server
neo4j=$root/../shared/neo4j/neo4j
work=$(mktemp -d)
declare -A url pid
finish() {
  local started
  for started in "${pid[@]}"; do kill "$started" 2>/dev/null && wait "$started" 2>/dev/null || true; done
  [ ! -d "$work/neo4j" ] || "$neo4j" stop --dir "$work/neo4j" || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
fail() { echo "neo4j.sh: $1" >&2; exit 1; }

for name in $servers; do
  case $name in product | product-http | cypher | cypher-http | library) ;; *) fail "server $name found; expected product, product-http, cypher, cypher-http or library" ;; esac
done
if [ -n "$before" ]; then
  [ -x "$before" ] || fail "program $before not found; expected an earlier KnowledgeGraph.Server"
  servers="before $servers"
fi
if ! command -v wrk >/dev/null; then
  [ "$(id -u)" = 0 ] || fail "wrk not found; expected the Debian package wrk"
  { apt-get update && apt-get install -y wrk; } >"$work/apt.log" 2>&1 || { cat "$work/apt.log" >&2; fail "wrk could not be installed"; }
fi
dotnet build -c Release --nologo -v quiet "$here" >&2

if [ -z "${NEO4J_TEST_URL:-}" ]; then
  [ -x "$neo4j" ] || fail "no Neo4j found; expected NEO4J_TEST_URL, NEO4J_TEST_USER and NEO4J_TEST_PASSWORD to name one that may be emptied"
  values=$("$neo4j" start --dir "$work/neo4j" --heap 4g)
  value() { sed -n "s/^$1=//p" <<<"$values"; }
  NEO4J_TEST_URL=$(value NEO4J_URL) NEO4J_TEST_USER=$(value NEO4J_USER) NEO4J_TEST_PASSWORD=$(value NEO4J_PASSWORD)
  NEO4J_TEST_BOLT=$(value NEO4J_BOLT) NEO4J_TEST_PID=$(value NEO4J_PID)
fi
host=${NEO4J_TEST_URL#*://} host=${host%%[:/]*}
export NEO4J_TEST_URL=${NEO4J_TEST_URL%/} NEO4J_TEST_USER=${NEO4J_TEST_USER:-neo4j} NEO4J_TEST_PASSWORD NEO4J_TEST_BOLT=${NEO4J_TEST_BOLT:-bolt://$host:7687}

if [ -n "$growth" ]; then
  "$program" neo4j growth --sizes ${growth//,/ } ${NEO4J_TEST_PID:+--process "$NEO4J_TEST_PID"}
  exit
fi

"$program" neo4j load >&2
questions=(nested by-id three-roots)
# Before is asked as the product is.
kind() { local name=${1%-http}; echo "${name/before/product}"; }
for question in "${questions[@]}"; do
  for name in $servers; do "$program" neo4j requests "$question" --for "$(kind "$name")" >"$work/$name.$question"; done
done

url=([product]=http://127.0.0.1:$port/graphql [product-http]=http://127.0.0.1:$((port + 1))/graphql [library]=http://127.0.0.1:$((port + 2))/graphql
  [before]=http://127.0.0.1:$((port + 3))/graphql [cypher-http]=$NEO4J_TEST_URL/db/neo4j/query/v2)
start() { # NAME COMMAND…
  local name=$1
  shift
  ! curl -s -o "$work/answer" "${url[$name]}" || fail "${url[$name]} answers already; expected its port free (--port)"
  "$@" >"$work/$name.log" 2>&1 &
  pid[$name]=$!
  for ((tries = 0; tries < 300; tries++)); do
    kill -0 "${pid[$name]}" 2>/dev/null || { cat "$work/$name.log" >&2; fail "$name ended before it answered"; }
    ! curl -sf -o "$work/answer" -H 'Content-Type: application/json' --data-binary @<(head -n 1 "$work/$name.by-id") "${url[$name]}" || return 0
    sleep 0.1
  done
  fail "$name did not answer"
}
for name in $servers; do
  case $name in
    before | product | product-http)
      build=$server address=$NEO4J_TEST_BOLT at=$port
      case $name in product-http) address=$NEO4J_TEST_URL at=$((port + 1)) ;; before) build=$before at=$((port + 3)) ;; esac
      NEO4J_PASSWORD=$NEO4J_TEST_PASSWORD Logging__LogLevel__Default=Warning start "$name" \
        "$build" --store neo4j --data "$work/data" --neo4j-url "$address" --neo4j-user "$NEO4J_TEST_USER" --urls "http://127.0.0.1:$at"
      ;;
    library)
      command -v npm >/dev/null || fail "npm not found; expected Node.js 20 or later, or --servers product,cypher"
      (cd "$here/neo4j-graphql" && npm ci --no-audit --no-fund --no-progress --loglevel=error) >&2
      NODE_ENV=production PORT=$((port + 2)) start library node "$here/neo4j-graphql/server.js"
      ;;
  esac
done
# Over both protocols it is one statement by hand, and is checked once.
for name in $servers; do [ -z "${url[$name]:-}" ] || "$program" neo4j check "--$(kind "$name")" "${url[$name]}" >&2; done

if [ -n "$writes" ]; then
  TOKEN=$("$server" token --subject bench --scope graph:write --days 1 --data "$work/data" 2>/dev/null | tail -n 1)
  export TOKEN
  sleep 6 # A server that runs reads a new key within 5 seconds.
  for name in $servers; do node "$here/neo4j-graphql/writes.js" "${url[$name]}" "$name" 4 "$warm_up" >/dev/null; done
  for ((round = 1; round <= rounds; round++)); do
    for count in $connections; do
      for name in $servers; do node "$here/neo4j-graphql/writes.js" "${url[$name]}" "$name" "$count" "$seconds" | tee -a "$work/writes" | sed "s/^/round $round: /" >&2; done
    done
  done
  printf '| contender | connections | creations/s | p50 ms | p99 ms |\n| --- | ---: | ---: | ---: | ---: |\n'
  for count in $connections; do
    for name in $servers; do
      values=$(for column in 3 4 5; do awk -v s="$name" -v c="$count" -v k="$column" '$1 == s && $2 == c { print $k }' "$work/writes" | sort -g | awk '{ v[NR] = $1 } END { printf " %s |", v[int((NR + 1) / 2)] }'; done)
      printf '| %s | %d |%s\n' "$name" "$count" "$values"
    done
  done
  exit
fi

ask() { # SERVER QUESTION CONNECTIONS SECONDS
  local authorization=
  if [ "$1" = cypher ]; then
    "$program" neo4j bolt "$work/$1.$2" --connections "$3" --seconds "$4" || fail "the load over Bolt failed"
    return
  fi
  [ "$1" != cypher-http ] || authorization="Basic $(printf %s "$NEO4J_TEST_USER:$NEO4J_TEST_PASSWORD" | base64 -w 0)"
  LOAD_AUTHORIZATION=$authorization wrk -t1 -c"$3" -d"$4s" --timeout 30s -s "$here/load.lua" "${url[$1]}" -- "$work/$1.$2" >"$work/wrk.log" 2>&1 || { cat "$work/wrk.log" >&2; fail "wrk failed"; }
  grep '^RESULT ' "$work/wrk.log" || { cat "$work/wrk.log" >&2; fail "wrk gave no result"; }
}

# User and system time of a process so far, in ticks; 0 where there is none.
cpu_ticks() { [ -z "$1" ] && echo 0 || sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

# Each contender is warmed up on each question, and every answer looked into.
for name in $servers; do
  heat=$warm_up
  for question in "${questions[@]}"; do
    read -r _ _ _ _ errors < <(LOAD_LOOK=1 ask "$name" "$question" 8 "$heat")
    [ "$errors" = 0 ] || fail "$name, $question: $errors requests failed, or were answered with errors; expected none"
    heat=$(((warm_up + 2) / 3))
  done
done

# A line each: question, connections, server, requests/s, its CPU ms a request, Neo4j's, bytes.
for ((round = 1; round <= rounds; round++)); do
  for question in "${questions[@]}"; do
    for count in $connections; do
      for name in $servers; do
        own=$(cpu_ticks "${pid[$name]:-}") theirs=$(cpu_ticks "${NEO4J_TEST_PID:-}")
        read -r _ requests duration bytes errors < <(ask "$name" "$question" "$count" "$seconds")
        own=$(($(cpu_ticks "${pid[$name]:-}") - own)) theirs=$(($(cpu_ticks "${NEO4J_TEST_PID:-}") - theirs))
        [ "$errors" = 0 ] || fail "$name, $question: $errors requests failed; expected none"
        awk -v q="$question" -v c="$count" -v s="$name" -v n="$requests" -v us="$duration" -v b="$bytes" -v own="$own" -v theirs="$theirs" -v hz="$(getconf CLK_TCK)" \
          'BEGIN { printf "%s %s %s %.1f %.3f %.3f %.0f\n", q, c, s, n * 1e6 / us, own * 1e3 / hz / n, theirs * 1e3 / hz / n, b / n }' | tee -a "$work/runs" |
          sed "s/^/round $round: /" >&2
      done
    done
  done
done

median() { # QUESTION CONNECTIONS SERVER COLUMN
  awk -v q="$1" -v c="$2" -v s="$3" -v column="$4" '$1 == q && $2 == c && $3 == s { print $column }' "$work/runs" | sort -g |
    awk '{ v[NR] = $1 } END { print NR ? (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 : 0 }'
}

version=$(node -p 'require(process.argv[1]).version' "$here/neo4j-graphql/node_modules/@neo4j/graphql/package.json" 2>/dev/null || true)
declare -A label=([before]="before, Bolt" [product]="product, Bolt" [product-http]="product, Query API" [cypher]="Cypher by hand, Bolt" [cypher-http]="Cypher by hand, Query API" [library]="@neo4j/graphql $version, Yoga, Bolt")
declare -A times_library=([nested]=5 [by-id]=3)
# What of the requests by hand the product shall make, by connections.
share_of_cypher() { # QUESTION CONNECTIONS
  case $1:$2 in
    nested:4 | nested:16) echo 90 ;;
    by-id:16 | three-roots:16) echo 80 ;;
    by-id:64 | three-roots:64) echo 100 ;;
    *) echo 0 ;;
  esac
}
rate() { median "$1" "$2" "$3" 4; }
of() { awk -v rate="$1" -v other="$2" -v format="$3" -v scale="$4" 'BEGIN { if (other > 0) printf format, scale * rate / other }'; }
target() { # QUESTION CONNECTIONS SERVER OTHER LEAST FORMAT SCALE
  local own other
  own=$(rate "$1" "$2" "$3") other=$(rate "$1" "$2" "$4")
  awk -v own="$own" -v other="$other" -v least="$5" -v format="$6" -v scale="$7" -v label="${label[$3]}, $2 connections, of ${label[$4]}" 'BEGIN {
    if (own > 0 && other > 0 && least > 0) printf "- %s: " format ", %s (at least " format ")\n", label, scale * own / other, (scale * own >= least * other) ? "met" : "**missed**", least }'
}

for question in "${questions[@]}"; do
  printf '\n**%s**\n\n| contender | connections | requests/s | of by hand, Bolt | of by hand, Query API | of @neo4j/graphql | CPU ms: its own | Neo4j | bytes |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n' "$question"
  for count in $connections; do
    for name in $servers; do
      own=$(rate "$question" "$count" "$name")
      printf '| %s | %d | %.0f | %s | %s | %s | %s | %.2f | %.0f |\n' "${label[$name]}" "$count" "$own" \
        "$(of "$own" "$(rate "$question" "$count" cypher)" '%.0f %%' 100)" "$(of "$own" "$(rate "$question" "$count" cypher-http)" '%.0f %%' 100)" \
        "$(of "$own" "$(rate "$question" "$count" library)" '%.1f×' 1)" \
        "$([ -z "${pid[$name]:-}" ] || printf %.2f "$(median "$question" "$count" "$name" 5)")" "$(median "$question" "$count" "$name" 6)" "$(median "$question" "$count" "$name" 7)"
    done
  done
  echo
  for count in $connections; do
    target "$question" "$count" product library "${times_library[$question]:-0}" '%.1f×' 1
    for by_hand in cypher cypher-http; do target "$question" "$count" product "$by_hand" "$(share_of_cypher "$question" "$count")" '%.0f %%' 100; done
  done
done
