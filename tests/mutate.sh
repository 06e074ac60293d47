#!/usr/bin/env bash
# Mutation testing of what must be right to the letter: signature, cipher, envelope, identity; the pure rules; the policies of
# send results. Not part of the test run: each part takes about ten minutes. Prints the score and what survived; the reports
# lie in artifacts/mutation. Usage: tests/mutate.sh [wire] [identity] [rules] [policies]; without a name, all of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tool=artifacts/tools
version=5.1.0
[[ -x $tool/dotnet-stryker ]] || dotnet tool install dotnet-stryker --tool-path "$tool" --version "$version"
tool=$(realpath "$tool")

mutate() {
  local name=$1 project=$2 tests=$3 filter=$4 mutated=()
  shift 4
  for pattern in "$@"; do mutated+=(--mutate "$pattern"); done
  (cd "tests/$tests" && "$tool/dotnet-stryker" --project "$project.csproj" --configuration Release "${mutated[@]}" --test-case-filter "$filter" \
    --concurrency "${MUTATE_CONCURRENCY:-2}" --reporter json --reporter html --reporter progress \
    --break-at 0 --skip-version-check --output "../../artifacts/mutation/$name")
  show "$name" "artifacts/mutation/$name/reports/mutation-report.json"
}

# The score, and each mutant that no test noticed.
show() {
  python3 - "$@" <<'END'
import json, sys
name, report = sys.argv[1:]
killed = survived = 0
lines = []
for path, file in json.load(open(report))["files"].items():
    for mutant in file["mutants"]:
        killed += mutant["status"] in ("Killed", "Timeout")
        if mutant["status"] in ("Survived", "NoCoverage"):
            survived += 1
            row = mutant["location"]["start"]["line"]
            lines.append(f'{path.split("/src/")[-1]}:{row}: {mutant["mutatorName"]}: {file["source"].splitlines()[row - 1].strip()}'
                         f' -> {" ".join((mutant.get("replacement") or "").split())[:100]}')
print(f"\n{name}: {killed} of {killed + survived} killed ({100 * killed / max(1, killed + survived):.1f} %). Survived:", *lines, sep="\n  ")
END
}

want() { ((${#parts[@]} == 0)) || [[ " ${parts[*]} " == *" $1 "* ]]; }

parts=("$@")
! want wire || mutate wire WeChatPush.Protocol WeChatPush.Protocol.Tests 'FullyQualifiedName~WeChatPush' \
  'Signature/**/*.cs' 'Cipher/**/*.cs' 'Envelope/**/*.cs'
! want identity || mutate identity WeChatPush.Protocol WeChatPush.Protocol.Tests 'FullyQualifiedName~Identity' 'Identity/**/*.cs'
# What is pure must be held by its own tests: those of a whole engine would notice more, an hour later.
! want rules || mutate rules WeChatPush.Engine WeChatPush.Engine.Tests \
  'FullyQualifiedName~PermitsTests|FullyQualifiedName~RecipientTransitionsTests|FullyQualifiedName~SlotScheduleTests|FullyQualifiedName~AnswerTableTests|FullyQualifiedName~ReadyAppsTests' \
  'Credits/Ledger/Permits.cs' 'Campaigns/Recipients/RecipientTransitions.cs' 'Campaigns/Running/SlotSchedule.cs' \
  'Handling/Rules/AnswerTable.cs' 'Apps/ReadyApps.cs'
! want policies || mutate policies WeChatPush.Engine WeChatPush.Engine.Tests \
  'FullyQualifiedName~SendResultPolicyTests|FullyQualifiedName~CreditOutcomePolicyTests|FullyQualifiedName~RetryDelayTests' \
  'Campaigns/Running/SendResultPolicy.cs' 'Credits/Spending/CreditOutcomePolicy.cs' 'Dispatching/RetryDelay.cs'
