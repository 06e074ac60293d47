
-- ARGV: now, the id before which to begin ('': the newest), the id to end with, since (ms, ''), how many are wanted, how many are
-- looked at, actor (''), action (''), then the apps (none: all). Answers the entries that match, newest first, and the id that was
-- looked at last, '' when there is nothing behind it.
local before, from, since, wanted, most = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local actor, action, apps = ARGV[7], ARGV[8], nil
for i = 9, #ARGV do
  apps = apps or {}
  apps[ARGV[i]] = true
end

local function matches(fields)
  local entry = {}
  for i = 1, #fields, 2 do entry[fields[i]] = fields[i + 1] end
  return (actor == '' or entry.actor == actor) and (action == '' or entry.action == action)
    and (not apps or (entry.app and apps[entry.app])) and (not since or (time_of(entry.at) or 0) >= since)
end

local found = {}
local entries = call('XREVRANGE', audit, before == '' and '+' or '(' .. before, from, 'COUNT', most)
for i = 1, #entries do
  if matches(entries[i][2]) then
    found[#found + 1] = entries[i]
    if #found == wanted then return {found, entries[i][1]} end
  end
end
return {found, #entries == most and entries[most][1] or ''}
