-- Removes campaigns that ended a while ago. ARGV: now, at most so many are looked at, the id behind which to continue, when (ms) a
-- campaign ended that is old, at most so many pages of a campaign. Answers how much went, and the id to continue behind ('': from
-- the beginning). {app}:m:old holds those that nobody sees any more: an older version does not look there.
local max, before, pages = tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
local gone = 0

local function forget_key(c)
  local key = app_key('keys')
  if call('HLEN', key) > 20000 then return end
  local made = call('HGETALL', key)
  for i = 2, #made, 2 do
    if string.sub(made[i], 1, 32) == c.id then call('HDEL', key, made[i - 1]) end
  end
end

local function hide(c)
  forget_key(c)
  call('ZREM', app_key('all'), c.id)
  call('ZREM', app_key('wake'), c.id)
  call('SREM', app_key('running'), c.id)
  change(c, 'seen_by', 'nobody')
  call('ZADD', app_key('old'), ms, c.id)
  save_campaign(c)
end

-- The pages with the outcomes go first, from the last one on; then all the rest, of which the server frees the memory by and by.
local function remove(c)
  local last = c.last > 0 and page_of(c.last) or -1
  local first = math.max(0, last - pages + 1)
  local ends = {}
  for page = first, last do ends[#ends + 1] = own_key(c, 'end:' .. page) end
  if #ends > 0 then call('UNLINK', unpack(ends)) end
  gone = gone + 1
  if first > 0 then
    call('HSET', c.key, 'last', text(first * PAGE))
    return
  end
  for _, outcome in pairs(OUTCOME) do call('UNLINK', own_key(c, 'has:' .. outcome)) end
  for _, holder in ipairs(call('SMEMBERS', own_key(c, 'holders'))) do
    call('UNLINK', held_key(c, holder))
    call('ZREM', app_key('leases'), lease_of(c, holder))
  end
  for _, name in ipairs({'users', 'values', 'words', 'own', 'again', 'holders'}) do call('UNLINK', own_key(c, name)) end
  call('UNLINK', c.key)
  call('ZREM', app_key('old'), c.id)
end

-- The sets that name a campaign follow from the campaign, so one that was lost is made again.
local RENEWAL_MS = 60000
local function enlist(c)
  local at = c.state == SCHEDULED and time_of(c.start) or c.state == PAUSED and time_of(c.resumes)
  if c.running then call('SADD', app_key('running'), c.id) end
  if c.public and at and tonumber(call('ZSCORE', app_key('wake'), c.id) or '') ~= at then call('ZADD', app_key('wake'), at, c.id) end
  if c.held <= 0 then return end
  for _, holder in ipairs(call('SMEMBERS', own_key(c, 'holders'))) do
    if call('EXISTS', held_key(c, holder)) == 1 and not call('ZSCORE', app_key('leases'), lease_of(c, holder)) then
      call('ZADD', app_key('leases'), ms + RENEWAL_MS, lease_of(c, holder))
    end
  end
end

call('ZREMRANGEBYSCORE', app_key('leases'), '(' .. text(ms + MAX_WAIT_MS), '+inf')
local found = find_ids('ZRANGEBYLEX', ARGV[3] == '' and '-' or '(' .. ARGV[3], '+', max)
for _, id in ipairs(found) do
  local c = load_campaign(id)
  local finished = c and time_of(call('HGET', c.key, 'finished'))
  if c then enlist(c) end
  -- A holder still has to note how its last sends ended.
  if finished and finished <= before and (c.state == FINISHED or c.state == CANCELLED) and c.held == 0 then
    hide(c)
    gone = gone + 1
  end
end
for _, id in ipairs(call('ZRANGE', app_key('old'), 0, 0)) do
  local c = load_campaign(id)
  if c then remove(c) else call('ZREM', app_key('old'), id) end
end
return {gone, #found == max and found[#found] or ''}
