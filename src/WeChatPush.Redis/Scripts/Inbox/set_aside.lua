-- Makes a dead letter of the push ARGV[2], whose bytes ARGV[3] ('': as they lie there) an instance could not read; ARGV[4]: why.
local seq = ARGV[2]
even_when_full()

-- The member of `ready` ends with the user, and the push that would say whose it is cannot be read.
local function member_of()
  local guess = seq .. user_of(seq, load(seq) or { awaits = 0 })
  for _, member in ipairs({ guess, seq }) do
    if call('ZSCORE', tag .. ':ready', member) then return member end
  end
  local cursor = '0'
  repeat
    local page = call('ZSCAN', tag .. ':ready', cursor, 'MATCH', seq .. '*', 'COUNT', 1000)
    if page[2][1] then return page[2][1] end
    cursor = page[1]
  until cursor == '0'
  return seq
end

return set_aside(seq, string.sub(member_of(), #seq + 1), ARGV[3] ~= '' and ARGV[3] or nil, ARGV[4]) and 1 or 0
