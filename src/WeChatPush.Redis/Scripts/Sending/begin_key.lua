
-- ARGV: now, key, body, holder, lease, for how long it is remembered, at most so many of the app. Answers what is known of
-- the key, and what was answered if it was.
local name, body, holder, lease, memory = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local key, keys = tag .. ':sendkey:' .. name, tag .. ':sendkeys'

local send = call('HMGET', key, 'body', 'holder', 'ends', 'forget', 'answer')
if send[1] and tonumber(send[4]) > now then
  if send[1] ~= body then return {OTHER_BODY} end
  if send[5] then return {ANSWERED, send[5]} end
  if send[2] ~= holder then
    local ends = tonumber(send[3])
    -- A lease that lies further ahead than any lasts is of a clock that was set back since.
    return {ends > now and ends <= now + lease and RUNNING or UNKNOWN}
  end
end

-- More than come in, so that there is never much to do.
local over = call('ZRANGEBYSCORE', keys, '-inf', now, 'LIMIT', 0, 100)
if #over > 0 then call('ZREM', keys, unpack(over)) end
if not call('ZSCORE', keys, name) and call('ZCARD', keys) >= tonumber(ARGV[7]) then return {FULL} end
call('ZADD', keys, now + memory, name)
call('PEXPIRE', keys, memory)
call('DEL', key)
call('HSET', key, 'body', body, 'holder', holder, 'ends', now + lease, 'forget', now + memory)
call('PEXPIRE', key, memory)
return {BEGUN}
