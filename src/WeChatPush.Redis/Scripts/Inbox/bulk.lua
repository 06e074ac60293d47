-- How far a bulk work has come: {app}:bulk:<work>, with position, done, failed, stopped, holder, until (ms). ARGV[2]: the work.
-- ARGV[3], of those that write: for how long (ms) it is kept.
local key = tag .. ':bulk:' .. ARGV[2]
local fields = call('HMGET', key, 'position', 'done', 'failed', 'stopped', 'holder', 'until')
local position = number_of(fields[1]) or 0
local done, failed = number_of(fields[2]) or 0, number_of(fields[3]) or 0
local stopped = fields[4] == '1'
local holder, lease_end = fields[5] or '', number_of(fields[6]) or 0

local function progress() return { text(position), done, failed, stopped and 1 or 0 } end

local function keep(by, lease)
  call('HSET', key, 'position', text(position), 'done', done, 'failed', failed, 'stopped', stopped and 1 or 0, 'holder', by,
    'until', text(now + lease))
  call('PEXPIRE', key, ARGV[3])
end
