-- ARGV: now, the campaign's id, the state it goes to, the reason or '', when (ms) it resumes or '', the exact reason where the
-- version before knows only one that is near it or '', and the standings from which it may: state and reason, with a colon
-- between. Answers whether it did, and its state; or nothing.
local c = load_campaign(ARGV[2])
if not c or not c.public then return false end
local may = false
for i = 7, #ARGV do may = may or ARGV[i] == c.state .. ':' .. c.reason end
if not may then return {0, c.state} end
local resumes = ARGV[5] ~= '' and text(ms + ARGV[5]) or ''
stand(c, ARGV[3], ARGV[4], resumes, ARGV[6])
if ARGV[3] == CANCELLED then
  -- A recipient that was never taken, or was released, keeps no record, however many there are: it is cancelled with the
  -- campaign.
  tally_outcome(c, OUTCOME.cancelled, c.pending - c.held)
  for _, number in ipairs(call('ZRANGE', own_key(c, 'again'), 0, -1)) do
    mark_page(c, OUTCOME.cancelled, page_of(number))
  end
end
save_campaign(c)
signal_campaigns()
return {1, c.state}
