-- Stores a batch. ARGV[2]: of each push its key, the window of the key in ms, its size and whether it awaits a reply;
-- ARGV[3]: the pushes, one behind the other.
-- Answers: whether the app had any history, whether there is work to look for, and for each push 1 (stored), 0 (duplicate)
-- or 2 (duplicate of one that awaits a reply).
local facts, pushes = ARGV[2], ARGV[3]
local last = call('GET', tag .. ':seq')
local seq = math.max(tonumber(last or 0), now * 1000)
local before = seq
local letters, new, windows = {}, {}, {}
local packed, urgent = 0, false

local function times_of(window)
  local times = windows[window] or { text(now + window), text(window) }
  windows[window] = times
  return times[1], times[2]
end

-- An identity is forgotten by the server's clock. Where another clock was passed in, that one decides.
local function is_new(key, window)
  local till, ms = times_of(window)
  if call('SET', key, till, 'NX', 'PX', ms) then return true end
  if tonumber(string.match(call('GET', key), '^%d+')) > now then return false end
  call('SET', key, till, 'PX', ms)
  return true
end

-- A request waits for it, so it is not packed with the others: it belongs to no mailbox and is due at once.
local function store_awaiting(push, key)
  local number = text(seq + 1)
  if call('ZADD', tag .. ':index', 'NX', number, id_of(push)) == 0 then return '0' end
  seq = seq + 1
  new[number], urgent = true, true
  call('SET', key, call('GET', key) .. ' ' .. number, 'KEEPTTL')
  call('SET', push_of(number), push)
  call('ZADD', tag .. ':open', number, number)
  call('ZADD', tag .. ':ready', 0, number)
  return APART
end

-- A duplicate of a push that awaits a reply joins it. One that failed was never acknowledged, so this try runs it anew.
local function join(key)
  local number = string.match(call('GET', key), ' (%d+)$')
  if number and new[number] then return '2' end
  local p = number and load(number)
  if not p then return '0' end
  if p.state == DEAD then
    p.state, p.attempts, p.ended = QUEUED, 0, 0
    save(number, p)
    call('UNLINK', tag .. ':r:' .. number)
    call('ZREM', tag .. ':dead', number)
    call('ZADD', tag .. ':open', number, number)
    note(number, 'tried again', 'by WeChat, because the try before was not acknowledged')
  end
  if p.state == QUEUED or p.state == RETRYING then
    call('ZADD', tag .. ':ready', 0, number)
    urgent = true
  end
  return '2'
end

local from = 1
for at = 1, #facts, FACTS_SIZE do
  local key, window, size, awaits = struct.unpack(FACTS, facts, at)
  key = key_of(key)
  local letter
  if not is_new(key, window) then
    letter = join(key)
  elseif awaits == 1 then
    letter = store_awaiting(string.sub(pushes, from, from + size - 1), key)
  else
    seq, packed, letter = seq + 1, packed + 1, PACKED
  end
  letters[#letters + 1] = letter
  from = from + size
end

letters = table.concat(letters)
local idle = urgent
if packed > 0 then
  local length = call('RPUSH', tag .. ':a', text(before) .. letters, facts, pushes)
  call('HINCRBY', tag .. ':n', 'a', packed)
  idle = idle or (length == 3 and is_idle())
end
if seq > before then call('SET', tag .. ':seq', text(seq)) end
if idle then ring() end
return { last and 1 or 0, idle and 1 or 0, (string.gsub(letters, APART, PACKED)) }
