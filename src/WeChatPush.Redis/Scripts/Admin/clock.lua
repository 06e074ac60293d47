
-- The clock of the fleet is the server's; another one may be passed in. KEYS[1] is the hash tag of what is of no app.
local audit = KEYS[1] .. ':audit'
local now = tonumber(ARGV[1])
if not now then
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
