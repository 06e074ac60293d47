-- Takes apart what has arrived: {app}:a holds three entries of each batch, the number before its first push with a letter for
-- each of its pushes, the facts of all of them, and the pushes (append.lua).

-- The number before the oldest push that is packed.
local function oldest_arrival()
  local first = call('LINDEX', tag .. ':a', 0)
  -- What is no batch is the first to be taken apart.
  return first and (tonumber(string.match(first, '^%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d')) or 0)
end

-- Each push of a batch by its number, up to `most` of them, how many they are, and what is left of the batch, if anything; the
-- same id again is the second try of an append whose answer was lost, however long ago that was.
local function pushes_of(head, facts, pushes, most)
  local seq, from, packed, found, index, rest = tonumber(string.sub(head, 1, 16)), 1, 0, {}, {}, nil
  for i = 17, #head do
    local _, _, size = struct.unpack(FACTS, facts, 1 + (i - 17) * FACTS_SIZE)
    local letter = string.sub(head, i, i)
    if letter == PACKED and packed == most then
      rest = { text(seq) .. string.sub(head, i), string.sub(facts, 1 + (i - 17) * FACTS_SIZE), string.sub(pushes, from) }
      break
    end
    if letter == PACKED or letter == APART then seq = seq + 1 end
    if letter == PACKED then
      local number, push = text(seq), string.sub(pushes, from, from + size - 1)
      if is_push(push) then
        found[#found + 1] = { number, push }
        index[#index + 1] = number
        index[#index + 1] = id_of(push)
      else
        keep_unreadable(number, push, 'it is no push that this version knows')
      end
      packed = packed + 1
    end
    from = from + size
  end
  if #index == 0 or call('ZADD', tag .. ':index', 'NX', unpack(index)) == #found then return found, packed, rest end
  local fresh = {}
  for _, one in ipairs(found) do
    if call('ZSCORE', tag .. ':index', id_of(one[2])) == one[1] then fresh[#fresh + 1] = one end
  end
  return fresh, packed, rest
end

-- Whether three entries are a batch.
local function is_batch(batch)
  local head, facts, pushes = batch[1], batch[2], batch[3]
  if not pushes or not string.match(head, '^%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d[0123x]+$') then return false end
  if #facts ~= (#head - 16) * FACTS_SIZE then return false end
  local size = 0
  for at = 1, #facts, FACTS_SIZE do size = size + select(3, struct.unpack(FACTS, facts, at)) end
  return size == #pushes
end

-- Sets the first entry aside, and those behind it up to where a batch begins.
local function skip_unreadable()
  local found = {}
  repeat
    found[#found + 1] = call('LINDEX', tag .. ':a', 0)
    call('LTRIM', tag .. ':a', 1, -1)
    local batch = call('LRANGE', tag .. ':a', 0, 2)
  until #found == 3 or #batch == 0 or is_batch(batch)
  if call('EXISTS', tag .. ':a') == 0 then call('HDEL', tag .. ':n', 'a') end
  keep_unnumbered(table.concat(found), 'a batch of arrivals is none that this version knows')
  return 1
end

-- What a push begins with before its first attempt, and during it.
local FRESH = string.rep('\0', HEAD_SIZE)
local BEGUN = struct.pack(HEAD, PROCESSING, 0, 0, 1, 0, 1, 0)

-- Gives each push of the oldest batch its place in its user's mailbox. Those that are due can be claimed at once, up to
-- `take.room` of them until `take.ends`: they are put into `take.pushes`, and what is behind them stays packed. Answers how many
-- there were; 0: nothing is packed.
local function index_next(take)
  local batch = call('LRANGE', tag .. ':a', 0, 2)
  if #batch == 0 then return 0 end
  if not is_batch(batch) then return skip_unreadable() end
  local found, packed, rest = pushes_of(batch[1], batch[2], batch[3], take and take.room)
  local values, open, ready, begun = {}, {}, {}, 0
  for _, one in ipairs(found) do
    local number, push = one[1], one[2]
    local user = string.sub(push, USER_AT + 4, USER_AT + 3 + struct.unpack('>I4', push, USER_AT))
    local due = true
    if user ~= '' then
      due = call('EXISTS', box_of(user)) == 0
      call('ZADD', box_of(user), number, number)
    end
    local score = arrived_text(number)
    values[#values + 1] = push_of(number)
    if due and take and take.room > begun and string.sub(push, 1, HEAD_SIZE) == FRESH then
      take.pushes[#take.pushes + 1] = { number, push, arrived(number) }
      begun, score = begun + 1, take.ends
      values[#values + 1] = BEGUN .. string.sub(push, HEAD_SIZE + 1)
    else
      values[#values + 1] = push
    end
    open[#open + 1] = number
    open[#open + 1] = number
    if due then
      ready[#ready + 1] = score
      ready[#ready + 1] = number .. user
    end
  end
  if #values > 0 then
    call('MSET', unpack(values))
    call('ZADD', tag .. ':open', unpack(open))
    if #ready > 0 then call('ZADD', tag .. ':ready', unpack(ready)) end
  end
  if rest then
    for i, entry in ipairs(rest) do call('LSET', tag .. ':a', i - 1, entry) end
  else
    call('LTRIM', tag .. ':a', 3, -1)
  end
  call('HINCRBY', tag .. ':n', 'a', -packed)
  if begun > 0 then
    take.room = take.room - begun
    count(begun, 0)
  end
  return math.max(1, packed)
end
