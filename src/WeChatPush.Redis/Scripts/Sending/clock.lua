
-- The clock of the fleet is the server's, so that a turn means the same to every instance; another one may be passed
-- in.
local now = tonumber(ARGV[1])
if not now then
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
