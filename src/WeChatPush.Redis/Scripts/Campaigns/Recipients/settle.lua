-- ARGV: now, and for each recipient: the campaign's id, the holder, the recipient's number, the formId it was sent with or
-- '', outcome, the credit's outcome, errcode and words, '1' if another credit is to be taken, WeChat's id of the message in 8
-- bytes or ''. Answers for each: '0' the holder no longer has it, '1' done, or '2' and the formId of the next credit.
local campaigns, answers = {}, {}
many = true

local function end_of(c, holder, number, form, outcome, credit, words, another, id)
  local held, begun = in_hand(c, holder, number)
  if not held then return '0' end
  -- Settled before, but the answer was lost.
  if held.credit and held.credit.form and held.credit.form ~= form then return '2' .. held.credit.form end
  local u = open(held.user)
  if another == '1' and held.credit and c.state ~= CANCELLED then
    settle(u, held.credit, credit)
    held.credit = take(u, held.credit.no)
    if held.credit then
      close(u)
      put_in_hand(c, holder, number, held)
      return '2' .. (held.credit.form or '')
    end
  end
  end_in_hand(c, holder, number, held, u, tonumber(outcome), credit, words, id)
  return '1'
end

for i = 2, #ARGV, 9 do
  local id, answer = ARGV[i], '0'
  if campaigns[id] == nil then campaigns[id] = load_campaign(id) or false end
  if campaigns[id] then answer = end_of(campaigns[id], unpack(ARGV, i + 1, i + 8)) end
  answers[#answers + 1] = answer
end
bring_up()
for _, c in pairs(campaigns) do
  if c then save_campaign(c) end
end
return answers
