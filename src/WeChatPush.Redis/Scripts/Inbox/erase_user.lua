-- Erases the pushes that are the user's ARGV[2] or name the user, among the up to ARGV[4] with a number below ARGV[3]: the
-- youngest first, so that the head of the mailbox stays until nothing waits behind it. Answers how many went, and where to
-- continue ('': that was all). Who handles one of them finds it gone.
local user, max = ARGV[2], tonumber(ARGV[4])
local gone = 0
even_when_full()

-- Whether the openid stands in a text, and is not a part of a longer word.
local function is_named_in(words)
  local from = 1
  while true do
    local start, stop = string.find(words, user, from, true)
    if not start then return false end
    local around = string.sub(words, start - 1, start - 1) .. string.sub(words, stop + 1, stop + 1)
    if not string.find(around, '[%w_%-]') then return true end
    from = start + 1
  end
end

local function is_of_user(push)
  if #push >= USER_AT + 3 then
    local size = struct.unpack('>I4', push, USER_AT)
    if string.sub(push, USER_AT + 4, USER_AT + 3 + size) == user then return true end
  end
  return is_named_in(push)
end

local function erase(seq, id)
  local p = load(seq)
  local owner = p and call('STRLEN', push_of(seq)) >= USER_AT + 3 and user_of(seq, p) or ''
  leave(seq, owner)
  if p and p.state <= DEAD then
    p.state = DEAD
    save(seq, p)
  end
  call('UNLINK', push_of(seq), tag .. ':j:' .. seq, tag .. ':r:' .. seq)
  call('ZREM', tag .. ':index', id)
  call('ZREM', tag .. ':dead', seq)
  if owner ~= '' and owner ~= user then promote(owner) end
  gone = gone + 1
end

local found = call('ZREVRANGEBYSCORE', tag .. ':index', ARGV[3], '-inf', 'WITHSCORES', 'LIMIT', 0, max)
for i = 1, #found, 2 do
  local push = call('GET', push_of(found[i + 1]))
  if push and is_of_user(push) then erase(found[i + 1], found[i]) end
end
if #found == 2 * max then return { gone, found[#found] } end

-- What arrived meanwhile may have queued behind one that went.
local first = first_of(user)
if first and not call('ZSCORE', tag .. ':ready', first .. user) then promote(user) end
return { gone, '' }
