
-- ARGV: user, 1: its time is over, 0: its messages are used up; as of; how long a window is remembered after its end.
local key, at = tag .. ':window:' .. ARGV[1], tonumber(ARGV[3])
local _, closes, granted = load_window(key)
if not granted then
  call('HSET', key, 'remaining', 0, 'closes', at, 'granted', at)
  call('PEXPIRE', key, ARGV[4])
elseif granted <= at then
  call('HSET', key, 'remaining', 0)
  if ARGV[2] == '1' then
    call('HSET', key, 'closes', math.min(closes, at))
  end
end
