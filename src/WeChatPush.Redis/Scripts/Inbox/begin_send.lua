-- Notes that the send ARGV[4] of the push ARGV[2] under the fence ARGV[3] is about to be made, by the API ARGV[5].
-- ARGV[6]: 1 to send again what is uncertain. ARGV[7]: 1 when this is the second try of a step whose answer was lost.
-- ARGV[8] to ARGV[10]: the outcomes sent, refused and uncertain; ARGV[11]: the words for a send without an end.
-- ARGV[12]: 0 to look only.
-- Answers lost, fresh, settled or uncertain, what is known of the send, and, of a settled one, WeChat's id of the message.
-- A send is '<fence> <at> <outcome> <errcode> <duration> <api>' and, if there is one, '\n<errmsg>'; '-' is unknown.
local seq, fence = ARGV[2], tonumber(ARGV[3])
local p = load(seq)
if not p or p.state ~= PROCESSING or p.fence ~= fence then return { 'lost', false } end

local journal, field = tag .. ':j:' .. seq, 's' .. p.replay .. '.' .. ARGV[4]
local earlier = call('HGET', journal, field)
if earlier then
  local by, outcome = string.match(earlier, '^(%d+) %d+ (%S+)')
  -- What cannot be read may have been sent.
  local unended = not by or outcome == '-'
  if not (unended and tonumber(by) == fence and ARGV[7] == '1') then
    if (unended or outcome == ARGV[10]) and ARGV[6] ~= '1' then
      if unended then
        earlier = string.gsub(earlier, '^(%d+ %d+) %-', '%1 ' .. ARGV[10]) .. '\n' .. ARGV[11]
        even_when_full()
        call('HSET', journal, field, earlier)
      end
      return { 'uncertain', earlier }
    end
    if outcome == ARGV[8] or outcome == ARGV[9] then
      return { 'settled', earlier, call('HGET', journal, 'm' .. p.replay .. '.' .. ARGV[4]) }
    end
  end
end
if ARGV[12] == '0' then return { 'fresh', earlier or false } end
even_when_full()
call('HSET', journal, field, ARGV[3] .. ' ' .. text(now) .. ' - - - ' .. ARGV[5])
return { 'fresh', earlier or false }
