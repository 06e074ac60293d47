#!/usr/bin/env bash
# Builds everything and runs every test, on a fresh Debian machine too.
# The last line of the output is the sum over all projects: "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

projects=(WeChatPush.Protocol.Tests WeChatPush.Tests WeChatPush.Engine.Tests WeChatPush.Sqlite.Tests WeChatPush.Redis.Tests WeChatPush.Simulator.Tests
  WeChatPush.Server.Tests)
results=$(mktemp -d)
passed=0 failed=0 outcome=1

# Nothing outlives the run, and whatever ends it, the sum is its last line.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

finish() {
  # A group of its own: what it has started goes with it.
  [[ -z ${end_to_end:-} ]] || kill -KILL -- "-$end_to_end" 2>/dev/null || true
  rm -rf "$results"
  echo "$passed passed, $failed failed"
  exit "$outcome"
}
trap finish EXIT

say() { printf '\n== %s\n' "$*"; }

install_missing() {
  local missing=()
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v python3 >/dev/null || missing+=(python3)
  command -v node >/dev/null || missing+=(nodejs)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v strace >/dev/null || missing+=(strace)
  [[ -x /usr/bin/chromium ]] || missing+=(chromium)
  ((${#missing[@]})) || return 0

  say "Installing ${missing[*]}"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "Run as root once, or: apt-get install ${missing[*]}"; return 1; }
    as_root=(sudo -n)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

check_sdk() {
  local version
  if ! version=$(dotnet --version 2>/dev/null) || ((${version%%.*} < 10)); then
    echo "The .NET SDK 10 is needed (found: ${version:-none}). See https://dotnet.microsoft.com/download/dotnet/10.0"
    return 1
  fi
}

restore() {
  local try
  for try in 1 2 3; do
    dotnet restore WeChatPush.sln -v quiet && return 0
    echo "Restoring the packages failed (try $try of 3)."
  done
  return 1
}

# A build in which no analyzer runs finds nothing either. This one must find a mistake of each kind.
check_analyzers() {
  local log="$results/analyzers.log" rule
  if dotnet build tests/AnalyzerProbe -c Release -v quiet --artifacts-path "$results/probe" >"$log" 2>&1; then
    echo "The analyzers do not run: tests/AnalyzerProbe builds."
    return 1
  fi
  for rule in RS0030 CA2200 IDE0040; do
    grep -q "error $rule" "$log" || { echo "The analyzers of $rule do not run in tests/AnalyzerProbe:"; cat "$log"; return 1; }
  done
}

run_tests() {
  local project=$1 verbosity=minimal
  # The end-to-end tests take their time, so each of them says when it is done.
  [[ $project == *EndToEndTests ]] && verbosity=normal
  dotnet test "tests/$project" -c Release --no-build --results-directory "$results" \
    --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=$verbosity" \
    --blame-hang-timeout 5m --blame-hang-dump-type none
}

# Adds a project's results to the sum. A project that ran nothing, or whose process died, has failed, whatever the numbers say.
add_up() {
  local project=$1 status=$2 counters
  # What failed is said again at the end, with its reason, where it is found.
  python3 - "$results/$project.trx" >>"$results/failed" <<'PYTHON' || true
import sys, xml.etree.ElementTree as trx
ns = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
for test in trx.parse(sys.argv[1]).iter(ns + "UnitTestResult"):
    if test.get("outcome") == "Failed":
        print("Failed:", test.get("testName"))
        for line in (test.findtext(f".//{ns}Message") or "").splitlines()[:12]:
            print("   ", line[:300])
PYTHON
  counters=$(grep -so '<Counters [^>]*' "$results/$project.trx" || true)
  passed=$((passed + $(count passed)))
  failed=$((failed + $(count failed) + $(count error) + $(count timeout) + $(count aborted)))
  ((status == 0 && $(count passed) > 0)) || { good=false; echo "$project failed."; }
}

count() {
  local number
  number=$(sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters")
  echo "${number:-0}"
}

install_missing
check_sdk
say "Building"
restore
check_analyzers
dotnet build WeChatPush.sln -c Release --no-restore -warnaserror -v quiet

good=true
# The end-to-end tests mostly wait for processes, so they run beside the others; what they print comes at the end.
set -m
run_tests WeChatPush.EndToEndTests >"$results/end-to-end.log" 2>&1 &
end_to_end=$!
set +m
for project in "${projects[@]}"; do
  say "$project"
  status=0
  run_tests "$project" || status=$?
  add_up "$project" "$status"
done

say "WeChatPush.EndToEndTests"
tail -n +1 -f --pid="$end_to_end" "$results/end-to-end.log" || true
status=0
wait "$end_to_end" || status=$?
add_up WeChatPush.EndToEndTests "$status"

say "Sum"
cat "$results/failed" 2>/dev/null || true
if $good && ((failed == 0 && passed > 0)); then outcome=0; fi
