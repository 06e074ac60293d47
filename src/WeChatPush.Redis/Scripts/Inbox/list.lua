-- A slice of a list, newest first: up to ARGV[5] entries of the index ARGV[2], seq below ARGV[3] and from ARGV[4] on.
-- ARGV[6], if it is there: 1 for whole pushes. ARGV[7], if it is not '': only pushes with a send of this errcode.
-- Answers: how many it looked at, the last seq it looked at, then seq and head of each push, without its body.
local whole, errcode = ARGV[6] == '1', ARGV[7] or ''

local function has_send(seq)
  local journal = call('HGETALL', tag .. ':j:' .. seq)
  for i = 1, #journal, 2 do
    if string.sub(journal[i], 1, 1) == 's' and string.match(journal[i + 1], '^%d+ %d+ %S+ (%S+)') == errcode then return true end
  end
  return false
end

local function read(seq)
  if whole then return call('GET', push_of(seq)) or '' end
  local head = call('GETRANGE', push_of(seq), 0, 255)
  local size = #head >= USER_AT - 1 and struct.unpack('>I4', head, ID_AT + 16) or 0
  return size > 256 and call('GETRANGE', push_of(seq), 0, size - 1) or head
end

local found = call('ZREVRANGEBYSCORE', tag .. ':' .. ARGV[2], ARGV[3], ARGV[4], 'WITHSCORES', 'LIMIT', 0, ARGV[5])
local result = { #found / 2, found[#found] or '' }
for i = 2, #found, 2 do
  local seq = found[i]
  if errcode == '' or has_send(seq) then
    local push = read(seq)
    if #push > 0 then
      result[#result + 1] = seq
      result[#result + 1] = push
    end
  end
end
return result
