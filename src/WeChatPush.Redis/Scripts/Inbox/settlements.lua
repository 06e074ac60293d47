-- What the settlements of a batch have in common is done once, at its end.
local tally = { processing = 0, retrying = 0 }
local ended, members, seqs, is_due_again = {}, {}, {}, false

after_all = function()
  count(tally.processing, tally.retrying)
  if #ended > 0 then
    call('ZREM', tag .. ':ready', unpack(members))
    call('ZREM', tag .. ':open', unpack(seqs))
  end
  local heads = {}
  for _, one in ipairs(ended) do
    if one.user ~= '' then
      call('ZREM', box_of(one.user), one.seq)
      local first = first_of(one.user)
      if first then
        heads[#heads + 1] = arrived(first)
        heads[#heads + 1] = first .. one.user
      end
    end
  end
  if #heads > 0 then
    is_due_again = is_due_again or is_idle()
    call('ZADD', tag .. ':ready', unpack(heads))
  end
  if is_due_again then signal_work() end
end
