-- What the settlements of a batch have in common is done once, at its end.
local tally = { processing = 0, retrying = 0 }
local members, seqs, users, is_due_again = {}, {}, {}, false

after_all = function()
  count(tally.processing, tally.retrying)
  if #seqs > 0 then
    call('ZREM', tag .. ':ready', unpack(members))
    call('ZREM', tag .. ':open', unpack(seqs))
  end
  local heads, empty = {}, {}
  for i, user in ipairs(users) do
    if user ~= '' then
      local box = box_of(user)
      local first = call('ZRANGE', box, 0, 1)
      if #first == 1 and first[1] == seqs[i] then
        empty[#empty + 1] = box
      else
        call('ZREM', box, seqs[i])
        first = first_of(user)
        if first then
          heads[#heads + 1] = arrived_text(first)
          heads[#heads + 1] = first .. user
        end
      end
    end
  end
  if #empty > 0 then call('UNLINK', unpack(empty)) end
  if #heads > 0 then
    is_due_again = is_due_again or is_idle()
    call('ZADD', tag .. ':ready', unpack(heads))
  end
  if is_due_again then signal_work() end
end
