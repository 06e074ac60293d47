-- Up to ARGV[4] dead letters from the bound ARGV[2] on, in the order of arrival or, if ARGV[3] is 1, the newest first. Answers: how
-- many it looked at, the last seq it looked at, then seq, head (without the body) and the last line of the timeline of each push.
local found
if ARGV[3] == '1' then
  found = call('ZREVRANGEBYSCORE', tag .. ':dead', ARGV[2], '-inf', 'LIMIT', 0, ARGV[4])
else
  found = call('ZRANGEBYSCORE', tag .. ':dead', ARGV[2], '+inf', 'LIMIT', 0, ARGV[4])
end
local result = { #found, found[#found] or '' }
for _, seq in ipairs(found) do
  local head = call('GETRANGE', push_of(seq), 0, 255)
  if #head > 0 then
    local size = #head >= USER_AT - 1 and struct.unpack('>I4', head, ID_AT + 16) or 0
    if size > 256 then head = call('GETRANGE', push_of(seq), 0, size - 1) end
    local journal, line = tag .. ':j:' .. seq, nil
    for n = call('HLEN', journal) - 1, 0, -1 do
      line = call('HGET', journal, 't' .. n)
      if line then break end
    end
    result[#result + 1] = seq
    result[#result + 1] = head
    result[#result + 1] = line or ''
  end
end
return result
