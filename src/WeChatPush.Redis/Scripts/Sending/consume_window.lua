
-- ARGV: user.
local key = tag .. ':window:' .. ARGV[1]
if (load_window(key) or 0) > 0 then
  call('HINCRBY', key, 'remaining', -1)
end
