#!/bin/sh
# Compiles the engine against the newest Redis client, away from the normal build's output.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
artifacts=$(mktemp -d)
trap 'rm -rf "$artifacts"' EXIT
dotnet build "$root/src/WeChatPush" -v quiet -nologo --artifacts-path "$artifacts" \
  -p:StackExchangeRedisVersion="${1:-3.4.35}" \
  -p:CustomAfterMicrosoftCommonTargets="$root/tests/compile-against-newest-redis-client.targets"
