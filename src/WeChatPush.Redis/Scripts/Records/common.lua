-- KEYS[1] is '{wechatpush}'. ARGV[1]: now (ms), or '' for the server's clock. A record's name is '<kind>/<name>'.
--
--   {wechatpush}:records            the records: name .. content
--   {wechatpush}:records:versions   all of them, and those that were removed a short time ago, by the revision of their last write
--   {wechatpush}:records:removed    those that were removed, by the time of it (ms)
--   {wechatpush}:records:revision   the last revision
local records = KEYS[1] .. ':records'
local versions, removed, revision = records .. ':versions', records .. ':removed', records .. ':revision'

local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The version of a record that exists, or nil.
local function version_of(name)
  return call('HEXISTS', records, name) == 1 and number_of(call('ZSCORE', versions, name)) or nil
end

-- Never below a version that is there, whatever became of the counter.
local function next_revision()
  local last = call('ZREVRANGE', versions, 0, 0, 'WITHSCORES')
  local next = math.max(number_of(call('GET', revision)) or 0, number_of(last[2]) or 0) + 1
  call('SET', revision, string.format('%.0f', next))
  return next
end

