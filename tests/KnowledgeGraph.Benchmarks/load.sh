#!/usr/bin/env bash
# Measures the product, GraphQL.NET's resolvers and plain bytes under load, and prints a table. See docs/performance.md.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: load.sh [options]
  --seconds N      measured time of each run (10)
  --warm-up N      time before it, not measured, on the first question; a quarter on the next (20)
  --rounds N       rounds over the servers; the table has the medians (3)
  --servers LIST   of product,resolvers,plain,blocks (all four)
  --nodes N        a graph of about N nodes (200 countries and 20,000 agreements)
  --skew S         how unevenly agreements fall to countries (0: evenly)
  --port P         on 127.0.0.1 (5311)
TEXT
}

seconds=10 warm_up=20 rounds=3 servers=product,resolvers,plain,blocks port=5311
graph=()
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2 ;;
    --warm-up) warm_up=$2 ;;
    --rounds) rounds=$2 ;;
    --servers) servers=$2 ;;
    --port) port=$2 ;;
    --nodes | --skew) graph+=("$1" "$2") ;;
    --help | -h) usage; exit 0 ;;
    *) echo "load.sh: unknown option $1; expected one that --help lists" >&2; exit 2 ;;
  esac
  shift 2 || { echo "load.sh: no value after the last option" >&2; exit 2; }
done
servers=${servers//,/ }

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$root/artifacts/bin/KnowledgeGraph.Benchmarks/release/KnowledgeGraph.Benchmarks
url=http://127.0.0.1:$port/graphql
work=$(mktemp -d)
server=
stop_server() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  server=
}
trap 'stop_server; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
fail() { echo "load.sh: $1" >&2; exit 1; }

if ! command -v wrk >/dev/null; then
  [ "$(id -u)" = 0 ] || fail "wrk not found; expected the Debian package wrk"
  { apt-get update && apt-get install -y wrk; } >"$work/apt.log" 2>&1 || { cat "$work/apt.log" >&2; fail "wrk could not be installed"; }
fi

dotnet build -c Release --nologo -v quiet "$here" >&2
"$program" check "${graph[@]}" >&2

# One request a line. Cursors are each contender's own; plain bytes are the product's answers.
questions=(nested by-id)
for question in "${questions[@]}"; do
  for contender in product resolvers; do
    "$program" requests "$question" --for "$contender" "${graph[@]}" >"$work/$contender.$question"
  done
  cp "$work/product.$question" "$work/plain.$question"
  cp "$work/product.$question" "$work/blocks.$question"
done

post() { curl -s -o "$work/answer" -w '%{http_code}' -H 'Content-Type: application/json' --data-binary @- "$url" || true; }

start_server() { # NAME
  [ "$(post </dev/null)" = 000 ] || fail "port $port is in use; expected it free (--port)"
  "$program" "serve-$1" --port "$port" "${graph[@]}" &
  server=$!
  for question in "${questions[@]}"; do
    local status=000
    for ((tries = 0; tries < 1200; tries++)); do
      kill -0 "$server" 2>/dev/null || fail "serve-$1 ended before it answered"
      status=$(head -n 1 "$work/$1.$question" | tr -d '\n' | post)
      [ "$status" = 000 ] || break
      sleep 0.1
    done
    [ "$status" = 200 ] || fail "serve-$1 answered $question with status $status; expected 200"
    grep -q '"data"' "$work/answer" && ! grep -q '"errors"' "$work/answer" || fail "serve-$1 answered $question with errors: $(head -c 500 "$work/answer")"
  done
}

ask() { # SERVER QUESTION SECONDS
  wrk -t1 -c16 -d"$3s" -s "$here/load.lua" "$url" -- "$work/$1.$2" >"$work/wrk.log" 2>&1 || { cat "$work/wrk.log" >&2; fail "wrk failed"; }
  grep '^RESULT ' "$work/wrk.log" || { cat "$work/wrk.log" >&2; fail "wrk gave no result"; }
}

# User and system time of the server so far, in ticks.
cpu_ticks() { sed 's/.*) //' "/proc/$server/stat" | awk '{ print $12 + $13 }'; }

# A line each: question, server, requests/s, CPU µs and bytes a request.
for ((round = 1; round <= rounds; round++)); do
  for name in $servers; do
    start_server "$name"
    # The resolvers' code takes some 12 s under load until it is compiled to the end; measured earlier they look up to eight times as slow.
    heat=$warm_up
    for question in "${questions[@]}"; do
      ask "$name" "$question" "$heat" >/dev/null
      heat=$(((warm_up + 3) / 4))
      before=$(cpu_ticks)
      read -r _ requests duration bytes errors < <(ask "$name" "$question" "$seconds")
      after=$(cpu_ticks)
      [ "$errors" = 0 ] || fail "serve-$name: $errors requests failed or were not answered with 2xx; expected none"
      awk -v q="$question" -v s="$name" -v n="$requests" -v us="$duration" -v b="$bytes" -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" \
        'BEGIN { printf "%s %s %.1f %.2f %.0f\n", q, s, n * 1e6 / us, ticks * 1e6 / hz / n, b / n }' | tee -a "$work/runs" |
        sed "s/^/round $round: /" >&2
    done
    stop_server
  done
done

median() { # QUESTION SERVER COLUMN
  awk -v q="$1" -v s="$2" -v c="$3" '$1 == q && $2 == s { print $c }' "$work/runs" | sort -g | awk '{ v[NR] = $1 } END { print NR ? (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 : 0 }'
}

declare -A label=([product]="product" [resolvers]="GraphQL.NET resolvers" [plain]="plain bytes, Kestrel as it comes" [blocks]="plain bytes, blocks of 64 kB")
declare -A times_resolvers=([nested]=6) share_of_plain=([nested]=45 [by-id]=70)

for question in "${questions[@]}"; do
  plain=$(median "$question" plain 3) resolvers=$(median "$question" resolvers 3) product=$(median "$question" product 3)
  printf '\n**%s**\n\n| variant | requests/s | of plain | of resolvers | CPU µs a request | bytes |\n| --- | ---: | ---: | ---: | ---: | ---: |\n' "$question"
  for name in $servers; do
    awk -v label="${label[$name]}" -v rate="$(median "$question" "$name" 3)" -v plain="$plain" -v resolvers="$resolvers" \
      -v cpu="$(median "$question" "$name" 4)" -v bytes="$(median "$question" "$name" 5)" 'BEGIN {
        printf "| %s | %.0f | %s | %s | %.1f | %.0f |\n", label, rate,
          (plain > 0) ? sprintf("%.0f %%", 100 * rate / plain) : "", (resolvers > 0) ? sprintf("%.1f×", rate / resolvers) : "", cpu, bytes }'
  done
  echo
  awk -v product="$product" -v plain="$plain" -v resolvers="$resolvers" -v times="${times_resolvers[$question]:-0}" -v share="${share_of_plain[$question]:-0}" 'BEGIN {
    if (product == 0) exit
    if (times > 0 && resolvers > 0) printf "- at least %g× the resolvers: %s (%.1f×)\n", times, (product >= times * resolvers) ? "met" : "**missed**", product / resolvers
    if (share > 0 && plain > 0) printf "- at least %g %% of plain bytes: %s (%.0f %%)\n", share, (100 * product >= share * plain) ? "met" : "**missed**", 100 * product / plain }'
done
