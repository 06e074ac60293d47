-- Stores a batch: for each push its key, the window of the key in ms, and the push.
-- Answers: whether the app had any history, whether there is work to look for, and for each push 1 (stored), 0 (duplicate)
-- or 2 (duplicate of one that awaits a reply).
local last = call('GET', tag .. ':seq')
local seq = math.max(tonumber(last or 0), now * 1000)
local outcomes, pushes, open, ready, new = {}, {}, {}, {}, {}
local urgent = false

-- An identity is forgotten by the server's clock. Where another clock was passed in, that one decides.
local function is_new(key, window)
  local till = text(now + window)
  if call('SET', key_of(key), till, 'NX', 'PX', window) then return true end
  if tonumber(string.match(call('GET', key_of(key)), '^%d+')) > now then return false end
  call('SET', key_of(key), till, 'PX', window)
  return true
end

local function store(push, key)
  local number = text(seq + 1)
  -- The same id again is the second try of an append whose answer was lost, however long ago that was.
  if call('ZADD', tag .. ':index', 'NX', number, string.sub(push, ID_AT, ID_AT + 15)) == 0 then return '0' end
  seq = seq + 1
  local due, user = now, ''
  if string.byte(push, 3) == 1 then
    due, urgent, new[number] = 0, true, true
    call('SET', key_of(key), call('GET', key_of(key)) .. ' ' .. number, 'KEEPTTL')
  else
    user = string.sub(push, USER_AT + 4, USER_AT + 3 + struct.unpack('>I4', push, USER_AT))
  end
  if user ~= '' then
    if call('EXISTS', box_of(user)) == 1 then due = nil end
    call('ZADD', box_of(user), number, number)
  end
  pushes[#pushes + 1] = push_of(number)
  pushes[#pushes + 1] = push
  open[#open + 1] = number
  open[#open + 1] = number
  if due then
    ready[#ready + 1] = due
    ready[#ready + 1] = number .. user
  end
  return '1'
end

-- A duplicate of a push that awaits a reply joins it. One that failed was never acknowledged, so this try runs it anew.
local function join(key)
  local number = string.match(call('GET', key_of(key)), ' (%d+)$')
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

for i = 2, #ARGV, 3 do
  local key, window, push = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  outcomes[#outcomes + 1] = is_new(key, window) and store(push, key) or join(key)
end

local idle = urgent or (#ready > 0 and is_idle())
if #open > 0 then
  call('MSET', unpack(pushes))
  call('ZADD', tag .. ':open', unpack(open))
  if #ready > 0 then call('ZADD', tag .. ':ready', unpack(ready)) end
  call('SET', tag .. ':seq', text(seq))
end
if idle then ring() end
return { last and 1 or 0, idle and 1 or 0, table.concat(outcomes) }
