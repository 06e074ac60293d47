
-- ARGV: now, before when entries are forgotten (ms), at most so many. Answers how many were. The oldest come first; one whose
-- time cannot be read goes by its id.
local before, forgotten = tonumber(ARGV[2]), {}
for _, entry in ipairs(call('XRANGE', audit, '-', '+', 'COUNT', tonumber(ARGV[3]))) do
  local at
  for i = 1, #entry[2], 2 do
    if entry[2][i] == 'at' then at = time_of(entry[2][i + 1]) end
  end
  if (at or tonumber(string.match(entry[1], '^%d+'))) >= before then break end
  forgotten[#forgotten + 1] = entry[1]
end
if #forgotten == 0 then return 0 end
return call('XDEL', audit, unpack(forgotten))
