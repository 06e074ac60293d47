#!/usr/bin/env bash
# Mutation testing of what must be right to the letter: signature, cipher, envelope, identity; the pure rules; the policies of
# send results. Not part of the test run: it takes a while. Prints a score for each part; the reports lie in artifacts/mutation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tool=artifacts/tools
version=5.1.0
[[ -x $tool/dotnet-stryker ]] || dotnet tool install dotnet-stryker --tool-path "$tool" --version "$version"
tool=$(realpath "$tool")

mutate() {
  local name=$1 project=$2 tests=$3 mutated=()
  shift 3
  for pattern in "$@"; do mutated+=(--mutate "$pattern"); done
  (cd "tests/$tests" && "$tool/dotnet-stryker" --project "$project.csproj" --configuration Release "${mutated[@]}" \
    --concurrency "${MUTATE_CONCURRENCY:-2}" --reporter cleartext --reporter json --reporter html \
    --break-at 0 --skip-version-check --output "../../artifacts/mutation/$name")
}

want() { ((${#parts[@]} == 0)) || [[ " ${parts[*]} " == *" $1 "* ]]; }

parts=("$@")
! want wire || mutate wire WeChatPush.Protocol WeChatPush.Protocol.Tests 'Signature/**/*.cs' 'Cipher/**/*.cs' 'Envelope/**/*.cs'
! want identity || mutate identity WeChatPush.Protocol WeChatPush.Protocol.Tests 'Identity/**/*.cs'
! want rules || mutate rules WeChatPush.Engine WeChatPush.Engine.Tests \
  'Credits/Ledger/Permits.cs' 'Campaigns/Running/SlotSchedule.cs' 'Handling/Rules/AnswerTable.cs' 'Apps/ReadyApps.cs'
! want policies || mutate policies WeChatPush.Engine WeChatPush.Engine.Tests \
  'Campaigns/Running/SendResultPolicy.cs' 'Credits/Spending/CreditOutcomePolicy.cs' 'Dispatching/RetryDelay.cs'
