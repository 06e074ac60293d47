-- Stores a batch. ARGV[2]: of each push its key, the window of the key in ms, its size and whether it awaits a reply;
-- ARGV[3]: the pushes, one behind the other. ARGV[4], if any push has one: the nonces, of each the push's place in the
-- batch, its key, and its window in ms. A nonce is remembered as an identity is, with the key of the push it is tied to.
-- ARGV[5], if replicas must have it: a batch of duplicates writes as well, so that what is waited for lies behind the push
-- that they repeat.
-- Answers: whether the app had any history, whether there is work to look for, and for each push 1 (stored), 0 (duplicate),
-- 2 (duplicate of one that awaits a reply) or 3 (its nonce is tied to something else).
local NONCE = '>I4c16I8'

-- So many are packed together: about what a claim takes at once.
local GROUP = 32
local facts, pushes, nonces = ARGV[2], ARGV[3], ARGV[4] or ''
local last = call('GET', tag .. ':seq')
local seq = math.max(last_seq(), now * 1000)
local before = seq
local keys, letters, mine, new, buckets = {}, {}, {}, {}, {}
local starts, befores = {}, {}
local packed, urgent = 0, false

-- What is remembered at the end: the time bucket of each window, and what goes into it.
local function note_seen(key, value, window)
  local bucket = buckets[window]
  if not bucket then
    local name, stop = bucket_of(window)
    bucket = { till = text(now + window), name = name, stop = stop, entries = {} }
    buckets[window] = bucket
  end
  value = value and bucket.till .. ' ' .. value or bucket.till
  bucket.entries[#bucket.entries + 1] = key
  bucket.entries[#bucket.entries + 1] = value
  mine[key] = value
end

-- Which nonce came with which push of the batch, and what is known of it.
local nonce_of, tied = {}, {}
local function read_nonces()
  local list = {}
  for at = 1, #nonces, NONCE_SIZE do
    local place, nonce, window = struct.unpack(NONCE, nonces, at)
    nonce_of[place] = { key = nonce, window = window }
    list[#list + 1] = nonce
  end
  if #list == 0 then return end
  for i, value in ipairs(seen(list)) do tied[list[i]] = value or nil end
end

-- Ties a nonce to a key; false: it is tied to something else.
local function tie(nonce, key)
  local value = tied[nonce.key] or mine[nonce.key]
  if value then return string.match(value, '^%d+ =(.*)$') == key end
  note_seen(nonce.key, '=' .. key, nonce.window)
  return true
end

-- A request waits for it, so it is not packed with the others: it belongs to no mailbox and is due at once.
local function store_awaiting(push, key, window)
  local number = text(seq + 1)
  if call('ZADD', tag .. ':index', 'NX', number, id_of(push)) == 0 then
    note_seen(key, nil, window)
    return '0'
  end
  seq = seq + 1
  new[number], urgent = true, true
  note_seen(key, number, window)
  call('SET', push_of(number), push)
  call('ZADD', tag .. ':open', number, number)
  call('ZADD', tag .. ':ready', 0, number)
  return APART
end

-- A duplicate of a push that awaits a reply joins it. A failed one was never acknowledged, so this try runs it again.
local function join(value)
  local number = string.match(value, ' (%d+)$')
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

for at = 1, #facts, FACTS_SIZE do keys[#keys + 1] = struct.unpack('c16', facts, at) end
local known, from = seen(keys), 1
read_nonces()
for i, key in ipairs(keys) do
  local _, window, size, awaits = struct.unpack(FACTS, facts, 1 + (i - 1) * FACTS_SIZE)
  local earlier, letter = known[i] or mine[key], nil
  starts[i], befores[i] = from, seq
  if nonce_of[i] and not tie(nonce_of[i], key) then
    letter = '3'
  elseif earlier then
    letter = join(earlier)
  elseif awaits == 1 then
    letter = store_awaiting(string.sub(pushes, from, from + size - 1), key, window)
  else
    note_seen(key, nil, window)
    seq, packed, letter = seq + 1, packed + 1, PACKED
  end
  letters[i] = letter
  from = from + size
end

for _, bucket in pairs(buckets) do remember(bucket.name, bucket.stop, bucket.entries) end
letters = table.concat(letters)
local idle = urgent
if packed > 0 then
  local entries = {}
  for first = 1, #letters, GROUP do
    local last = math.min(first + GROUP - 1, #letters)
    local of_group = string.sub(letters, first, last)
    if string.find(of_group, PACKED, 1, true) then
      entries[#entries + 1] = text(befores[first]) .. of_group
      entries[#entries + 1] = string.sub(facts, 1 + (first - 1) * FACTS_SIZE, last * FACTS_SIZE)
      entries[#entries + 1] = string.sub(pushes, starts[first], (starts[last + 1] or from) - 1)
    end
  end
  local length = call('RPUSH', tag .. ':a', unpack(entries))
  call('HINCRBY', tag .. ':n', 'a', packed)
  idle = idle or (length == #entries and is_idle())
end
if seq > before or ARGV[5] then call('SET', tag .. ':seq', text(seq)) end
if idle then signal_work() end
return { last and 1 or 0, idle and 1 or 0, (string.gsub(letters, APART, PACKED)) }
