-- How campaigns lie beside the ledger, under the same hash tag:
--
--   {app}:m:all             the ids of those that are visible, in their order
--   {app}:m:running         the ids of those that run
--   {app}:m:wake            when (ms) which of them starts by itself
--   {app}:m:loading         until when (ms) which of them may still be loaded
--   {app}:m:old             those that ended long ago and are being removed (forget_ended.lua)
--   {app}:m:keys            the campaign and the hash of the body that were made with an idempotency key
--   {app}:m:leases          until when (ms) which holder of which campaign need not renew
--   {app}:m:day:<day>:<shard> how many messages of campaigns a user got in a day
--   {app}:m:<id>            the campaign: its plan, what of it the steps need, where it stands, its counts
--   {app}:m:<id>:users      its recipients' openids, PAGE of them packed into one value
--   {app}:m:<id>:values     and their values, where they have any
--   {app}:m:<id>:seen:<n>   those who are listed already, as numbers of 64 bits; only while it is being loaded
--   {app}:m:<id>:end:<page> how recipients of a page ended: RECORD bytes for each
--   {app}:m:<id>:msg:<page> the ids that WeChat gave their messages: ID bytes for each
--   {app}:m:<id>:has:<outcome> the pages, as bits, on which a recipient has this outcome
--   {app}:m:<id>:words      errcode and words of outcomes, by number and number by them; {app}:m:<id>:own those that are rare
--   {app}:m:<id>:again      the numbers of those that were released and are taken before all others
--   {app}:m:<id>:holders    the holders that have recipients; {app}:m:<id>:held:<holder> these, with their credits
--
-- A page of openids and one of ends fill what the server's allocator reserves for them.
local PAGE, RECORD, ID, SEEN, WORDS, DAYS = 282, 9, 8, 2048, 1000, 3
local ROW = {
  'seen_by', 'state', 'reason', 'resumes', 'start', 'started', 'kind', 'template', 'dry', 'daily', 'rate', 'gathered',
  'walk', 'valued', 'last', 'upto', 'slot', 'due', 'held', '0',
}
-- Messages a second.
local MIN_RATE, MAX_RATE = 0.001, 1000000
-- What falls due later is looked at again before.
local MAX_WAIT_MS = 30 * 86400000
local NUMBERS = {daily = true, last = true, upto = true, slot = true, due = true, held = true, ['0'] = true}

local function app_key(name) return tag .. ':m:' .. name end

-- Instances look at the campaigns of this app next. An instance that does not get the signal (its channel is forbidden to
-- this user) must not undo the step: instances poll besides.
local function signal_campaigns() redis.pcall('PUBLISH', 'wechatpush:campaigns', tag) end
local function own_key(c, name) return c.key .. ':' .. name end
local function page_of(number) return math.floor((number - 1) / PAGE) end
local function place_of(number) return (number - 1) % PAGE end

-- A campaign, as a step begins, and as it ends.
local function load_campaign(id)
  local c = {id = id, key = app_key(id), set = {}, add = {}, pages = {}}
  local row = call('HMGET', c.key, unpack(ROW))
  if not row[1] then return nil end
  for i, field in ipairs(ROW) do
    c[field] = row[i] or ''
    if NUMBERS[field] then c[field] = number_of(row[i]) or 0 end
  end
  local rate = tonumber(c.rate)
  c.rate = rate and rate >= MIN_RATE and rate <= MAX_RATE and c.rate or '0.001'
  c.public, c.loading = c.seen_by == 'all', c.seen_by == 'maker'
  c.running = c.public and c.state == RUNNING
  c.pending = c['0']
  return c
end

local function change(c, field, value)
  c[field], c.set[field] = value, value
end

local function tally(c, field, by) c.add[field] = (c.add[field] or 0) + by end

-- Recipients that had no outcome have one now; or, being new, none.
local function tally_outcome(c, outcome, number)
  tally(c, text(outcome), number)
  if outcome ~= OUTCOME.pending then
    tally(c, '0', -number)
    c.pending = c.pending - number
  else
    c.pending = c.pending + number
  end
end

local function hold(c, by)
  tally(c, 'held', by)
  c.held = c.held + by
end

-- Goes to another state. What pauses it in words that the version before does not know is kept beside the reason, with the
-- time at which it resumes: so it is known when that version has changed the reason since. A campaign is among the running ones and those to wake as its state says.
local function stand(c, state, reason, resumes, exact)
  local function be(name, score)
    if score then call('ZADD', app_key(name), score, c.id) else call('ZREM', app_key(name), c.id) end
  end
  change(c, 'state', state)
  change(c, 'reason', reason)
  change(c, 'resumes', resumes)
  if exact and exact ~= '' then change(c, 'exact', exact .. ':' .. resumes) end
  if state == RUNNING then
    call('SADD', app_key('running'), c.id)
    if c.started == '' then change(c, 'started', text(ms)) end
  else
    call('SREM', app_key('running'), c.id)
  end
  if state == FINISHED or state == CANCELLED then change(c, 'finished', text(ms)) end
  be('wake', state == SCHEDULED and tonumber(c.start) or state == PAUSED and tonumber(resumes) or nil)
end

local function save_campaign(c)
  if c.gathered == '1' and c.pending == 0 and c.public and (c.state == RUNNING or c.state == PAUSED) then
    stand(c, FINISHED, '', '')
  end
  local fields = {}
  for field, value in pairs(c.set) do
    fields[#fields + 1], fields[#fields + 2] = field, value
  end
  if #fields > 0 then call('HSET', c.key, unpack(fields)) end
  for field, by in pairs(c.add) do
    if by ~= 0 then call('HINCRBY', c.key, field, by) end
  end
end

-- The loading of a campaign is over.
local function forget_seen(c)
  for first = 0, SEEN - 1, 512 do
    local shards = {}
    for i = 0, 511 do shards[i + 1] = own_key(c, 'seen:' .. (first + i)) end
    call('UNLINK', unpack(shards))
  end
end

-- Gives up a campaign that is being loaded: no recipients are added any more, and the next sweep removes it.
local function give_up(c)
  change(c, 'seen_by', 'nobody')
  call('ZADD', app_key('loading'), 0, c.id)
  save_campaign(c)
end

-- The openids, or the values, of a page; changes to them are kept by `keep_page`.
local function page_in(c, name, page)
  local cached = name .. page
  if not c.pages[cached] then
    local packed = call('HGET', own_key(c, name), page)
    c.pages[cached] = packed and unpacked(packed) or {}
  end
  return c.pages[cached]
end

local function keep_page(c, name, page) call('HSET', own_key(c, name), page, cmsgpack.pack(page_in(c, name, page))) end
local function openid_of(c, number) return page_in(c, 'users', page_of(number))[place_of(number) + 1] end

-- Adds recipients behind the last one: openids, and, where there are any, as many values ('': none).
local function append(c, users, values)
  local dirty = {}
  for i, user in ipairs(users) do
    local number = c.last + i
    local page, place = page_of(number), place_of(number) + 1
    page_in(c, 'users', page)[place] = user
    dirty[page] = dirty[page] or 0
    if values and values[i] ~= '' then
      page_in(c, 'values', page)[text(place)] = values[i]
      dirty[page] = 1
    end
  end
  for page, has_values in pairs(dirty) do
    keep_page(c, 'users', page)
    if has_values == 1 then
      keep_page(c, 'values', page)
      change(c, 'valued', '1')
    end
  end
  change(c, 'last', c.last + #users)
  tally_outcome(c, OUTCOME.pending, #users)
end

-- The number that stands for an errcode and words; 65535: they are kept with the recipient.
local function number_of_words(c, number, words)
  if words == '' then return 0 end
  local known = call('HGET', own_key(c, 'words'), 'w' .. words)
  if number_of(known) then return math.max(0, math.min(number_of(known), 65534)) end
  local next = math.floor(call('HLEN', own_key(c, 'words')) / 2) + 1
  if next > WORDS then
    call('HSET', own_key(c, 'own'), number, words)
    return 65535
  end
  call('HSET', own_key(c, 'words'), 'w' .. words, next, next, words)
  return next
end

local function mark_page(c, outcome, page)
  local marked = outcome .. ':' .. page
  if c.pages[marked] then return end
  c.pages[marked] = true
  call('SETBIT', own_key(c, 'has:' .. outcome), page, 1)
end

-- Notes a recipient's outcome. Words are an errcode or nothing, and, behind a line break, the message; the id is 8 bytes,
-- or nothing.
local function note_end(c, number, outcome, words, id)
  local page = page_of(number)
  local ends = own_key(c, 'end:' .. page)
  if not c.pages[ends] then
    c.pages[ends] = true
    if call('EXISTS', ends) == 0 then call('SET', ends, string.rep('\0', PAGE * RECORD)) end
  end
  local record = struct.pack('>BHI6', outcome, number_of_words(c, number, words), ms)
  call('SETRANGE', ends, place_of(number) * RECORD, record)
  if id and id ~= '' then call('SETRANGE', own_key(c, 'msg:' .. page), place_of(number) * ID, id) end
  mark_page(c, outcome, page)
  tally_outcome(c, outcome, 1)
end

local function day_of_users() return math.floor((now + 8 * 3600) / 86400) end
local function day_key(day, u) return app_key('day:' .. day .. ':' .. u.shard) end

local function count_day(u, day, by)
  local count = call('HINCRBY', day_key(day, u), u.id, by)
  if count <= 0 then
    call('HDEL', day_key(day, u), u.id)
  elseif count == 1 and by == 1 then
    call('EXPIRE', day_key(day, u), DAYS * 86400)
  end
end

-- A recipient that a holder has: whether the send has begun, and its openid, day and credit.
local function held_key(c, holder) return own_key(c, 'held:' .. holder) end
local function lease_of(c, holder) return c.id .. ':' .. holder end

local function put_in_hand(c, holder, number, held)
  call('HSET', held_key(c, holder), number, '0' .. cmsgpack.pack(held))
end

local function in_hand(c, holder, number)
  local packed = call('HGET', held_key(c, holder), number)
  if not packed then return nil end
  local held, n = unpacked(string.sub(packed, 2)), number_of(number)
  local has_number = n and n >= 1 and n <= c.last
  if not has_number or not held or type(held.user) ~= 'string' then
    set_field_aside(held_key(c, holder), number, packed, 'it is no recipient that this version knows')
    hold(c, -1)
    -- Whether it was sent to is not known; nobody takes it again.
    if has_number then note_end(c, n, OUTCOME.failed, '\nunreadable') end
    return nil
  end
  return held, string.sub(packed, 1, 1) == '1'
end

-- The server asks only before a script's first write whether there is memory left, and never for one that takes away.
local function out_of_hand(c, holder, number)
  call('HDEL', held_key(c, holder), number)
  hold(c, -1)
end

-- The last step of a taken recipient: its outcome and its credit's. A credit that was settled before is none any more.
local function end_in_hand(c, holder, number, held, u, outcome, credit, words, id)
  out_of_hand(c, holder, number)
  if held.credit then settle(u, held.credit, credit) end
  if held.day and outcome ~= OUTCOME.sent and outcome ~= OUTCOME.uncertain then count_day(u, held.day, -1) end
  close(u)
  note_end(c, number, outcome, words, id)
end

-- A recipient that was certainly not sent to.
local function release(c, holder, number, held)
  local u = open(held.user)
  if c.state == CANCELLED then
    end_in_hand(c, holder, number, held, u, OUTCOME.cancelled, 'returned', '')
    return
  end
  out_of_hand(c, holder, number)
  if held.credit then settle(u, held.credit, 'returned') end
  if held.day then count_day(u, held.day, -1) end
  close(u)
  call('ZADD', own_key(c, 'again'), number, number)
end

-- The next slots of a campaign; SlotSchedule.cs says why they lie as they do. Answers how far (us) the first of them is ahead,
-- and the rate at which they follow.
local function give_slots(c, number, catch_up, missed)
  local spacing = 1000000 / c.rate
  if c.slot - us > MAX_AHEAD + MAX_SLOTS_AHEAD * spacing then c.slot, c.due = us - catch_up, us - catch_up end
  local start = math.max(us - catch_up, c.slot)
  local due = us - c.slot > MAX_BACKLOG and start or math.max(us - MAX_BACKLOG, c.due)
  local factor = start - due > BACKLOG_TOLERANCE and CATCH_UP_FACTOR or 1
  change(c, 'slot', text(start + number * spacing / factor))
  change(c, 'due', text(due + (missed and 0 or number * spacing)))
  return text(start - us), string.format('%.9g', c.rate * factor)
end

-- The answer for a campaign: all of its row.
-- Its id is the one under which it lies: else a list could not go on behind it.
local function tell(id)
  local row = call('HGETALL', app_key(id))
  for i = 1, #row, 2 do
    if row[i] == 'id' then
      row[i + 1] = id
      return row
    end
  end
  row[#row + 1], row[#row + 2] = 'id', id
  return row
end
