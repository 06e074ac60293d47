-- ARGV: now, and for each recipient: the campaign's id, the holder, the recipient's number. Answers a letter for each: 1 it
-- may be sent to, 0 the holder no longer has it, p the campaign does not run.
local campaigns, letters = {}, {}
for i = 2, #ARGV, 3 do
  local id, letter = ARGV[i], 'p'
  if campaigns[id] == nil then campaigns[id] = load_campaign(id) or false end
  local c = campaigns[id]
  if c and c.running then
    local packed = call('HGET', held_key(c, ARGV[i + 1]), ARGV[i + 2])
    if packed and string.sub(packed, 1, 1) == '0' then
      call('HSET', held_key(c, ARGV[i + 1]), ARGV[i + 2], '1' .. string.sub(packed, 2))
    end
    letter = packed and '1' or '0'
  end
  letters[#letters + 1] = letter
end
return table.concat(letters)
