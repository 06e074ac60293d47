
-- ARGV: user, holder. Ends the user's turn if it is still the holder's; answers whether it was.
local key = tag .. ':send:' .. ARGV[1]
if call('GET', key) ~= ARGV[2] then
  return 0
end
return call('DEL', key)
