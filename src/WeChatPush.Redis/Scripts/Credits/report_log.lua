-- The log of what was reported of a user, in the order of the reports; ReportLog.cs says what it is for. An entry is its
-- kind (c: a formId of a device, f: one of a backend, r: a report of a device), 16 digits of a digest, and until when it
-- is remembered (s, 12 digits).
local ENTRY, ORDERED_FORMS = 29, 1000

local function digest(word) return string.sub(redis.sha1hex(word), 1, 16) end
local function log_in(week, u) return key('m:' .. text(week) .. ':' .. u.shard) end

-- A log is moved to the week in which it is written; a clock that was set back may find it in a week to come.
local function load_log(u)
  if u.log then return end
  local week = math.floor(now / WEEK)
  u.log, u.place, u.kinds, u.logs = {}, {}, {c = 0, f = 0, r = 0}, {}
  for w = week - 2, week + 1 do
    local packed = call('HGET', log_in(w, u), u.id)
    if packed then
      u.logs[#u.logs + 1] = log_in(w, u)
      for i = 1, #packed, ENTRY do
        local kind, hash = string.sub(packed, i, i), string.sub(packed, i + 1, i + 16)
        if u.kinds[kind] and (tonumber(string.sub(packed, i + 17, i + 28)) or 0) > now then
          u.log[#u.log + 1] = string.sub(packed, i, i + ENTRY - 1)
          u.kinds[kind] = u.kinds[kind] + 1
          local name = (kind == 'r' and 'r' or 'f') .. hash
          u.place[name] = u.place[name] or #u.log
        else
          u.log_changed = true
        end
      end
    end
  end
end

-- The place of a formId in the order of the reports; nil: it came before all of them, or never.
local function place_of(u, form) return u.place['f' .. digest(form)] end

local function add_to_log(u, kind, word, till, max)
  if u.kinds[kind] >= max then
    for i, entry in ipairs(u.log) do
      if string.sub(entry, 1, 1) == kind then
        table.remove(u.log, i)
        u.kinds[kind] = u.kinds[kind] - 1
        break
      end
    end
  end
  local hash = digest(word)
  u.log[#u.log + 1] = kind .. hash .. string.format('%012.0f', till)
  u.kinds[kind] = u.kinds[kind] + 1
  u.place[(kind == 'r' and 'r' or 'f') .. hash] = #u.log
  u.log_changed = true
end

local function save_log(u)
  if not u.log_changed then return end
  local current = log_in(math.floor(now / WEEK), u)
  for _, log in ipairs(u.logs) do
    if log ~= current or #u.log == 0 then call('HDEL', log, u.id) end
  end
  if #u.log > 0 then
    call('HSET', current, u.id, table.concat(u.log))
    if call('TTL', current) < 0 then call('EXPIRE', current, 4 * WEEK) end
  end
end

-- The formId of a user that runs out first, of those that have not, and of several the one that was reported first; nil:
-- there is none.
local function next_form(user)
  local first = find_forms('ZRANGEBYLEX', usable_form(user), after_forms(user), 2)
  if #first < 2 then return first[1] end
  local _, expires = read_form(first[1])
  local _, other = read_form(first[2])
  if expires ~= other then return first[1] end
  local u = {id = user, shard = shard_of(user)}
  load_log(u)
  local from = user .. '\0' .. string.format('%012.0f', expires)
  local equal = find_forms('ZRANGEBYLEX', '[' .. from .. '\0', '(' .. from .. '\1', 2 * ORDERED_FORMS)
  local best, best_place
  for _, member in ipairs(equal) do
    local _, _, form = read_form(member)
    local place = place_of(u, form) or 0
    if not best or place < best_place then best, best_place = member, place end
  end
  return best
end
