-- A slice of a list, newest first: up to ARGV[5] entries of the index ARGV[2], seq below ARGV[3] and from ARGV[4] on.
-- Answers: how many it looked at, the last seq it looked at, then seq and head of each push, without its body.
local found = call('ZREVRANGEBYSCORE', tag .. ':' .. ARGV[2], ARGV[3], ARGV[4], 'WITHSCORES', 'LIMIT', 0, ARGV[5])
local result = { #found / 2, found[#found] or '' }
for i = 2, #found, 2 do
  local head = call('GETRANGE', push_of(found[i]), 0, 255)
  if #head > 0 then
    local size = #head >= USER_AT - 1 and struct.unpack('>I4', head, ID_AT + 16) or 0
    if size > 256 then head = call('GETRANGE', push_of(found[i]), 0, size - 1) end
    result[#result + 1] = found[i]
    result[#result + 1] = head
  end
end
return result
