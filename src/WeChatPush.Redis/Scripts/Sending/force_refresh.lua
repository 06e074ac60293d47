
-- ARGV: now, day, gap, how many a day. Answers -1: taken, else how far ahead the next one is.
local key, day, gap = tag .. ':forced', tonumber(ARGV[2]), tonumber(ARGV[3])

call('ZREMRANGEBYSCORE', key, '-inf', now - day)
-- Entries from beyond the gap were written by a clock that has been set back since.
call('ZREMRANGEBYSCORE', key, '(' .. string.format('%.0f', now + gap), '+inf')
if call('ZCARD', key) >= tonumber(ARGV[4]) then
  return (tonumber(call('ZRANGE', key, 0, 0)[1]) or now) + day - now
end
local last = tonumber(call('ZREVRANGE', key, 0, 0)[1])
if last and last + gap > now then
  return last + gap - now
end
call('ZADD', key, now, string.format('%.0f', now))
call('PEXPIRE', key, day)
return -1
