-- ARGV: now, the campaign's id, the outcome or '', the number after which to continue, at most so many. Answers the number
-- after which to continue (-1: that was all), and for each: number, openid, outcome, when (ms) or '', errcode and words, WeChat's id of
-- the message in 8 bytes or ''.
local c = load_campaign(ARGV[2])
if not c or not c.public then return {-1} end
local wanted, after, max = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local cancelled, answer, found = c.state == CANCELLED, {-1}, 0
local PAGES = 8

local function ends_of(page)
  if c.pages[page] == nil then c.pages[page] = call('GET', own_key(c, 'end:' .. page)) end
  return c.pages[page]
end

local function outcome_of(number)
  local ends = number <= c.upto and ends_of(page_of(number))
  local outcome, words, at = 0, 0, 0
  if ends and #ends >= (place_of(number) + 1) * RECORD then
    outcome, words, at = struct.unpack('>BHI6', ends, place_of(number) * RECORD + 1)
  end
  if outcome == 0 and cancelled and (number > c.upto or call('ZSCORE', own_key(c, 'again'), number)) then
    outcome = OUTCOME.cancelled
  end
  return outcome, words, at
end

local function words_of(number, words)
  if words == 0 then return '' end
  if words == 65535 then return call('HGET', own_key(c, 'own'), number) end
  return call('HGET', own_key(c, 'words'), words)
end

local function id_of(number)
  local page = 'msg:' .. page_of(number)
  if c.pages[page] == nil then c.pages[page] = call('GET', own_key(c, page)) end
  local place = place_of(number) * ID
  return c.pages[page] and string.sub(c.pages[page], place + 1, place + ID) or ''
end

local function user_of(number)
  local user = openid_of(c, number)
  return type(user) == 'string' and user or ''
end

-- Adds a recipient to the answer if it is wanted. True: that is enough for now.
local function tell_of(number)
  local outcome, words, at = outcome_of(number)
  if wanted and outcome ~= wanted then return false end
  local n = #answer
  answer[n + 1], answer[n + 2], answer[n + 3] = number, user_of(number), outcome
  answer[n + 4], answer[n + 5] = at > 0 and text(at) or '', words_of(number, words)
  answer[n + 6] = outcome == OUTCOME.sent and id_of(number) or ''
  found = found + 1
  return found == max
end

-- All from a number to another. True: that is enough, and the answer says where to continue.
local function tell_all(from, to)
  for number = from, to do
    if tell_of(number) then
      answer[1] = number
      return true
    end
  end
  return false
end

local function next_page(page)
  local has = own_key(c, 'has:' .. wanted)
  for p = page, page + 7 - page % 8 do
    if call('GETBIT', has, p) == 1 then return p end
  end
  local p = call('BITPOS', has, 1, math.floor(page / 8) + 1)
  return p >= 0 and p or nil
end

local function tell_pages()
  local page, looks = page_of(after + 1), 0
  while page * PAGE < c.upto do
    page = next_page(page)
    if not page then return false end
    if looks == PAGES then
      answer[1] = page * PAGE
      return true
    end
    looks = looks + 1
    if tell_all(math.max(after + 1, page * PAGE + 1), math.min(c.upto, (page + 1) * PAGE)) then return true end
    page = page + 1
  end
  return false
end

-- A pending recipient was taken, and has a holder or was released; or its number lies after all that were ever taken.
local function tell_waiting()
  local numbers = {}
  local function add(list)
    for _, number in ipairs(list) do
      local n = number_of(number)
      if n and n > after and n <= c.last then numbers[#numbers + 1] = n end
    end
  end
  if not cancelled then add(call('ZRANGE', own_key(c, 'again'), 0, -1)) end
  for _, holder in ipairs(call('SMEMBERS', own_key(c, 'holders'))) do add(call('HKEYS', held_key(c, holder))) end
  table.sort(numbers)
  for _, number in ipairs(numbers) do
    if tell_all(number, number) then return true end
  end
  return false
end

if not wanted then
  tell_all(after + 1, math.min(c.last, after + max))
  answer[1] = after + max < c.last and after + max or -1
  return answer
end
local enough
if wanted == OUTCOME.pending then enough = tell_waiting() else enough = tell_pages() end
if not enough and wanted == (cancelled and OUTCOME.cancelled or OUTCOME.pending) then
  tell_all(math.max(after, c.upto) + 1, c.last)
end
return answer
