
-- ARGV: now, key, body, holder, lease, for how long it is remembered, at most so many of the app. Answers what is known of
-- the key, and what was answered if it was.
local name, body, holder, lease, memory = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local key, keys = tag .. ':sendkey:' .. name, tag .. ':sendkeys'

local send = call('HMGET', key, 'body', 'holder', 'ends', 'forget', 'answer')
local forget, is_known = time_of(send[4]), send[1] or send[2] or send[3] or send[4] or send[5]
-- One that cannot be read may have been sent.
if is_known and (not forget or forget > now) then
  if not send[1] then return {UNKNOWN} end
  if send[1] ~= body then return {OTHER_BODY} end
  if send[5] then return {ANSWERED, send[5]} end
  if send[2] ~= holder then
    local ends = time_of(send[3]) or 0
    -- A lease that lies further ahead than any lasts is of a clock that was set back since.
    return {ends > now and ends <= now + lease and RUNNING or UNKNOWN}
  end
end

-- More than come in, so that there is never much to do.
local over = call('ZRANGEBYSCORE', keys, '-inf', now, 'LIMIT', 0, 100)
if #over > 0 then call('ZREM', keys, unpack(over)) end
-- No key is remembered for longer.
call('ZREMRANGEBYSCORE', keys, '(' .. string.format('%.0f', now + memory), '+inf')
if not call('ZSCORE', keys, name) and call('ZCARD', keys) >= tonumber(ARGV[7]) then return {FULL} end
call('ZADD', keys, now + memory, name)
call('PEXPIRE', keys, memory)
call('DEL', key)
call('HSET', key, 'body', body, 'holder', holder, 'ends', now + lease, 'forget', now + memory)
call('PEXPIRE', key, memory)
return {BEGUN}
