-- KEYS[1] is '{wechatpush}'. ARGV[1]: now (ms), or '' for the server's clock. ARGV[2]: for how long (ms) an instance counts.
--
--   {wechatpush}:instances        what each said of itself, by its id
--   {wechatpush}:instances:seen   the ids, by the time (ms) at which it said that
local facts, seen = KEYS[1] .. ':instances', KEYS[1] .. ':instances:seen'
local now = tonumber(ARGV[1])
if not now then
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local function forget_old()
  for _, id in ipairs(call('ZRANGEBYSCORE', seen, '-inf', string.format('%.0f', now - ARGV[2]))) do
    call('ZREM', seen, id)
    call('HDEL', facts, id)
  end
end
