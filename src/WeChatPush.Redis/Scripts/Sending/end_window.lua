
-- ARGV: user, 1: its time is over, 0: its messages are used up; as of; how long a window is remembered after its end.
local key, at = tag .. ':window:' .. ARGV[1], tonumber(ARGV[3])
local old = call('HMGET', key, 'closes', 'granted')
if not (tonumber(old[1]) and tonumber(old[2])) then
  call('HSET', key, 'remaining', 0, 'closes', at, 'granted', at)
  call('PEXPIRE', key, ARGV[4])
elseif tonumber(old[2]) <= at then
  call('HSET', key, 'remaining', 0)
  if ARGV[2] == '1' then
    call('HSET', key, 'closes', math.min(old[1], at))
  end
end
