
-- ARGV: user, holder, lease. Takes the user's turn, or prolongs it for its holder. Answers 1, or 0: another holder has it.
local key = tag .. ':send:' .. ARGV[1]
local holder = call('GET', key)
-- What no instance wrote, or what does not run out, must not keep the user's sends for ever.
if holder and holder ~= ARGV[2] and string.match(holder, '^%x+$') and #holder == #ARGV[2] then
  local left = call('PTTL', key)
  -- A turn that lasts longer than any does was taken by a clock that was set back since.
  if left > 0 and left <= tonumber(ARGV[3]) then return 0 end
end
call('SET', key, ARGV[2], 'PX', ARGV[3])
return 1
