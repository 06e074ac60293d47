-- What cannot be read becomes a dead letter that can: with the reason, and with its bytes as they were found, so that an
-- operator may look at them. Nothing that lies behind it waits for it.
local MSG_TYPE = 'unreadable'
local BODY_AT = ID_AT + 15 + 4 + 4 + 4 + #MSG_TYPE + 4 + 8 + 8

-- A new id, made of what was found.
local function id_from(words)
  return (string.gsub(string.sub(redis.sha1hex(words), 1, 32), '..', function(hex) return string.char(tonumber(hex, 16)) end))
end

-- Keeps bytes that are no push as the push `seq` that failed; by its own id, if the index has one.
local function keep_unreadable(seq, raw, reason)
  local id = call('ZRANGEBYSCORE', tag .. ':index', seq, seq)[1]
  if not id or #id ~= 16 then
    call('ZREMRANGEBYSCORE', tag .. ':index', seq, seq)
    id = id_from(seq .. raw)
  end
  local head = struct.pack(HEAD, DEAD, 0, 0, 0, 0, 0, now)
  local facts = struct.pack('>I4I4I4', BODY_AT, 0, #MSG_TYPE) .. MSG_TYPE .. '\255\255\255\255' .. struct.pack('>I8I8', arrived(seq), 0)
  call('SET', push_of(seq), head .. id .. facts .. raw)
  call('ZADD', tag .. ':index', seq, id)
  call('ZADD', tag .. ':dead', seq, seq)
  note(seq, 'dead', 'unreadable: ' .. reason)
  note_unreadable('m:' .. seq .. ': ' .. reason)
end

-- Keeps bytes that have no number yet.
local function keep_unnumbered(raw, reason)
  local seq = text(math.max(last_seq(), now * 1000) + 1)
  call('SET', tag .. ':seq', seq)
  keep_unreadable(seq, raw, reason)
end

-- Takes a push that cannot be read out of the way; `user` is whose mailbox it is in, '' for none. False: it has vanished.
local function set_aside(seq, user, raw, reason)
  if not string.match(seq, '^%d+$') or call('EXISTS', push_of(seq)) == 0 then return false end
  keep_unreadable(seq, raw or call('GET', push_of(seq)) or '', reason)
  leave(seq, user)
  promote(user)
  return true
end

-- Whether a step can work with a push: its state is one of these, and its user and its body lie within it.
local function is_push(push)
  if #push < USER_AT + 3 or string.byte(push, 1) > DEAD then return false end
  local size, body = struct.unpack('>I4', push, USER_AT), struct.unpack('>I4', push, ID_AT + 16)
  return USER_AT + 3 + size <= #push and body <= #push
end
