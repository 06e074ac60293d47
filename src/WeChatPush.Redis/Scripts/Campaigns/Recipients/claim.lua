-- ARGV: now, the campaign's id, the holder, at most so many, '1' and why all recipients are to be skipped or '', lease
-- (ms), the taking's own id, how far back slots may begin (us), the words for those that have had their messages of the
-- day. Answers how many were looked at, the rate, how far (us) the first slot is ahead, and for each that was taken:
-- number, openid, values or '', formId or ''; or nothing: it does not run, or the taking was called off meanwhile.
local c, holder, max, skip = load_campaign(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
if not c or not c.running or call('EXISTS', own_key(c, 'void:' .. ARGV[7])) == 1 then return false end
call('ZADD', app_key('leases'), ms + ARGV[6], lease_of(c, holder))
call('SADD', own_key(c, 'holders'), holder)
many = true

local waiting = {}
for _, number in ipairs(call('ZRANGE', own_key(c, 'again'), 0, max - 1)) do
  local n = number_of(number)
  if n and n >= 1 and n <= c.last then
    waiting[#waiting + 1] = n
  else
    set_member_aside(own_key(c, 'again'), number, 'it is no recipient')
  end
end
local again = #waiting
local first = c.upto + 1
for number = first, math.min(c.last, c.upto + max - again) do waiting[#waiting + 1] = number end
if #waiting > again then change(c, 'upto', waiting[#waiting]) end
if again > 0 then call('ZREMRANGEBYRANK', own_key(c, 'again'), 0, again - 1) end

local dry, day = c.dry == '1', day_of_users()
local no = c.kind ~= 'template' and (call('HGET', key('t'), c.template) or '')

-- Gives a recipient an outcome at once, or takes it.
local function look(number)
  local user = openid_of(c, number)
  if type(user) ~= 'string' then return '', OUTCOME.failed, '\nunreadable' end
  -- The user was erased: the recipient keeps its place, and names no user.
  if user == '' then return '', OUTCOME.cancelled, '' end
  if skip ~= '' then return user, OUTCOME.skipped, string.sub(skip, 2) end
  local u = open(user)
  if c.daily > 0 and (number_of(call('HGET', day_key(day, u), user)) or 0) >= c.daily then
    return user, OUTCOME.skipped, '\n' .. ARGV[9]
  end
  if no == '' then return user, OUTCOME.no_credit, '' end
  if dry then
    local usable
    if no then usable = load_permits(u, no).usable > 0 else usable = next_form(user) end
    if not usable then return user, OUTCOME.no_credit, '' end
    put_in_hand(c, holder, number, {user = user, taking = ARGV[7]})
    return user
  end
  local credit = take(u, no)
  if not credit then return user, OUTCOME.no_credit, '' end
  close(u)
  count_day(u, day, 1)
  put_in_hand(c, holder, number, {user = user, taking = ARGV[7], day = day, credit = credit})
  return user, nil, credit.form
end

local answer = {#waiting, c.rate, '0'}
for _, number in ipairs(waiting) do
  local user, outcome, words = look(number)
  if outcome then
    note_end(c, number, outcome, words)
  else
    hold(c, 1)
    local n = #answer
    answer[n + 1], answer[n + 2] = number, user
    answer[n + 3] = c.valued == '1' and page_in(c, 'values', page_of(number))[text(place_of(number) + 1)] or ''
    answer[n + 4] = words or ''
  end
end
if not dry then answer[3], answer[2] = give_slots(c, (#answer - 3) / 4, tonumber(ARGV[8])) end
bring_up()
save_campaign(c)
return answer
