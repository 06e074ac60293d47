-- Takes apart about ARGV[3] of the pushes that had arrived when the last number was ARGV[2] ('': until now). Answers that
-- number, and whether more of them are left.
local last = ARGV[2] ~= '' and ARGV[2] or text(last_seq())
local function is_left()
  local oldest = oldest_arrival()
  return oldest and oldest < tonumber(last)
end

local count = 0
even_when_full()
while count < tonumber(ARGV[3]) and is_left() do count = count + index_next() end
return { last, is_left() and 1 or 0 }
